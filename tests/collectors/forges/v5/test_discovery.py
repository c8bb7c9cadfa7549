"""What an account holds on Gitee and GitCode: an organisation's list and a person's, each asked for once."""

from datetime import UTC, datetime

import pytest

from collectors.forges.gitcode.all_kinds import gitcode_collectors
from collectors.forges.gitee.all_kinds import gitee_collectors
from collectors.http.client import Http
from collectors.protocol import Failed, Gone, Target
from collectors.records import DiscoveredRepository

API = "/api/v5"
MAKERS = {"gitee": gitee_collectors, "gitcode": gitcode_collectors}
COMPANY = Target(target_id="gitee:maker", url="")


def repository(number, name, **more):
    return {
        "id": number,
        "full_name": f"Maker/{name}",
        "fork": False,
        "private": False,
        "status": "开始",
        "created_at": "2024-04-08T01:00:00+08:00",
        "updated_at": "2026-01-01T00:00:00+08:00",
        "pushed_at": "2026-01-01T00:00:00+08:00",
        "forks_count": 0,
        "stargazers_count": number,
    } | more


class Runs:
    """Every call of ``run`` is a run of its own, with the states that the one before has left."""

    def __init__(self, loopback, clock):
        self.loopback, self.clock, self.states = loopback, clock, {}

    def run(self, target, *, beside=()):
        forge = target.target_id.partition(":")[0]
        http = Http(clock=self.clock)
        made = {each.kind: each for each in MAKERS[forge](http, self.loopback.url + API, clock=self.clock)}
        batches = list(made["repositories"].collect(target, self.states.get(target.target_id)))
        for batch in batches:
            self.states[target.target_id] = batch.next_state
        if beside:
            made["repository"].prepare(beside, {})
        for each in beside:
            list(made["repository"].collect(each, None))
        return batches

    @property
    def paths(self):
        return [asked.path.removeprefix(API) for asked in self.loopback.asked]


@pytest.fixture
def runs(loopback, clock):
    return Runs(loopback, clock)


@pytest.mark.parametrize("forge", ["gitee", "gitcode"])
def test_a_list_is_read_once_with_what_it_says_of_each(loopback, reply, runs, forge):
    rows = [
        repository(11, "Board", status="关闭"),
        repository(12, "Kernel", fork=1, created_at=None),
        repository(13, "third_party_musl"),
        repository(14, "Secret", private=True),
        repository(15, "Inner", internal=True),
        repository(16, "Odd Name"),
        repository(17, "Copy", parent={"full_name": "other/copy"}),
    ]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows)
    target = Target(target_id=f"{forge}:maker", url="")
    beside = [Target(target_id=f"{forge}:maker/{name}", url="") for name in ("board", "kernel")]
    [batch] = runs.run(target, beside=beside)
    assert runs.paths == ["/orgs/maker/repos?type=all&per_page=100"]
    assert batch.records[0] == DiscoveredRepository(
        account_id=f"{forge}:maker",
        forge=forge,
        forge_repository_id="11",
        full_name="Maker/Board",
        created_at=datetime(2024, 4, 7, 17, tzinfo=UTC),
        is_fork=False,
        is_archived=True,
        is_mirror=None,
    )
    assert batch.next_state["found"] == {
        "11": ["Maker/Board", "own", "2024-04-08"],  # the day in Shanghai
        "12": ["Maker/Kernel", "fork", None],
        "13": ["Maker/third_party_musl", "upstream", "2024-04-08"],
        "17": ["Maker/Copy", "fork", "2024-04-08"],
    }
    assert batch.drift == {"discovered_repositories.full_name": 1}
    assert (batch.request_count, batch.forge_total, batch.is_complete) == (1, 7, True)
    assert [(each.table, each.where) for each in batch.replaces] == [
        ("discovered_repositories", {"account_id": f"{forge}:maker"})
    ]


def test_a_quiet_account_lands_nothing_and_one_that_is_gone_is_remembered(loopback, reply, runs):
    first, second = repository(11, "Board"), repository(12, "Kernel")
    pushed = first | {"pushed_at": "2026-02-01T00:00:00+08:00", "stargazers_count": 99}
    renamed = pushed | {"full_name": "Maker/Panel"}
    answers = ([first, second], [second, pushed], [renamed])
    loopback.answer[f"{API}/orgs/maker/repos"] = [reply(body=rows) for rows in answers]
    runs.run(COMPANY)
    assert runs.run(COMPANY) == []
    [batch] = runs.run(COMPANY)
    assert [record.full_name for record in batch.records] == ["Maker/Panel"]
    assert {number: told[0] for number, told in batch.next_state["found"].items()} == {
        "11": "Maker/Board",
        "12": "Maker/Kernel",
    }


def test_a_person_is_asked_below_another_address_for_what_is_theirs(loopback, reply, runs):
    rows = [repository(11, "Notes"), repository(12, "Work") | {"full_name": "employer/work"}]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(404, {"message": "404 Group Not Found"})
    loopback.answer[f"{API}/users/maker/repos"] = reply(body=rows)
    loopback.answer[f"{API}/repos/maker/notes"] = reply(body=rows[0])
    [batch] = runs.run(COMPANY, beside=[Target(target_id="gitee:maker/notes", url="")])
    assert [record.full_name for record in batch.records] == ["Maker/Notes"]
    assert runs.paths[1:] == [
        "/users/maker/repos?type=personal&per_page=100",
        "/repos/maker/notes",  # whose row in a person's list is not all there is to tell
    ]


@pytest.mark.parametrize(
    ("organization", "person", "error"),
    [
        ((404, {"message": "404 Group Not Found"}), (404, {"message": "404 Not Found"}), Gone),
        ((200, {"message": "try later"}), (404, {"message": "404 Not Found"}), Failed),
        ((200, {"message": "try later"}), (200, []), Failed),
    ],
)
def test_what_cannot_be_read_replaces_nothing(loopback, reply, runs, organization, person, error):
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(*organization)
    loopback.answer[f"{API}/users/maker/repos"] = reply(*person)
    with pytest.raises(error, match="/orgs/maker/repos"):
        runs.run(COMPANY)
