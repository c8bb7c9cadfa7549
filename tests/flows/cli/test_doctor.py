"""What the doctor says of this machine, with the world's forges out of reach."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.clock import SystemClock
from collectors.forges.github.all_kinds import HEADERS, open_github, repository_collectors
from collectors.git.reach import Reach
from collectors.http.client import forge_http
from collectors.http.tokens import Credential
from collectors.protocol import Target
from flows.collecting.collect import Collecting
from flows.collecting.progress import PlainLines
from flows.collecting.stop import Stop
from flows.ledger import Ledger, LedgerEntry, Run
from sandbox.server.sandbox import Sandbox
from sandbox.world.plans import Size
from sandbox.world.world import World
from warehouse import Landing

RUN = Run(
    run_id="",
    command="collect",
    scope="quay",
    only=None,
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    ended_at=None,
    exit_code=None,
    suiyuan_version="0",
)
ENTRY = LedgerEntry(
    run_id="",
    source="github",
    target_id="github:harbour/crane",
    kind="issues",
    started_at=datetime(2026, 1, 1, tzinfo=UTC),
    ended_at=datetime(2026, 1, 1, tzinfo=UTC),
    outcome="ok",
    detail=None,
    window_from=None,
    window_until=None,
    row_count=1,
    forge_total=None,
    request_count=1,
    quota_remaining=None,
    is_complete=True,
)


class StillClock(SystemClock):
    """Stands still at some instant."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant


@pytest.fixture(scope="module")
def said(ground, tmp_path_factory) -> tuple[str, int]:
    done = ground.suiyuan("doctor", "--config", ground.config, data=tmp_path_factory.mktemp("doctor"))
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout, done.returncode


def test_it_names_versions_config_data_tokens_and_network(said):
    text, _ = said
    for words in ("版本 Versions", "配置 Config", "数据 Data", "令牌 Tokens", "网络 Network", "free disk"):
        assert words in text
    assert "quay" in text
    assert "4 repositories, 3 packages" in text  # two listed, one official of a listed repository


def test_each_shortfall_has_its_remedy(said):
    text, code = said
    lines = text.splitlines()
    short = [number for number, line in enumerate(lines) if "✗" in line]
    assert short
    assert all("→" in lines[number + 1] for number in short)
    assert code == 2


def test_registries_are_those_of_the_users_own_clients(said, ground):
    """Both are served on this machine here, by the variables of pip and npm."""
    text, _ = said
    (line,) = [line for line in text.splitlines() if "PyPI packages" in line]
    assert ground.environment["PIP_INDEX_URL"].split("/")[2] in line
    assert "npm packages" in line
    assert line.rstrip().endswith("answers")


def test_answers_that_changed_are_named_with_how_often_and_until_when(ground, tmp_path):
    landing = Landing(tmp_path / "landing", "reality")
    for days, count in ((9, 7), (3, 2), (1, 4)):
        clock = StillClock(datetime.now(UTC) - timedelta(days=days))
        run = replace(RUN, run_id=f"{clock.now():%Y-%m-%dT%H%M%SZ}-abcdef", started_at=clock.now())
        ledger = Ledger(landing, run, clock)
        ledger.add(replace(ENTRY, run_id=run.run_id), {"Issue.state: value PARKED": count})
        ledger.end(0)
    done = ground.suiyuan("doctor", "--config", ground.config, data=tmp_path)
    (line,) = [line for line in done.stdout.splitlines() if "PARKED" in line]
    assert "github issues" in line
    assert f"Issue.state: value PARKED: 6 times, last in run {run.run_id}" in line  # not the 7 of old
    assert done.returncode == 2


def collect_repository(sandbox: Sandbox, data: Path, run_id: str) -> LedgerEntry:
    """Run one collection of the world's only repository, with what flows take for it."""
    clock = SystemClock()
    credentials = [Credential("T", lambda: sandbox.token)]
    http = forge_http(sandbox.api_url, credentials, clock, headers=HEADERS)
    collector = repository_collectors(open_github(http, sandbox.api_url, clock))[0]
    name = sandbox.world.plans[0].full_name_at(sandbox.world.until).lower()
    landing = Landing(data / "landing", "reality")
    ledger = Ledger(landing, replace(RUN, run_id=run_id), clock)
    with (data / "said").open("w") as said:
        collecting = Collecting(
            landing,
            ledger,
            clock=clock,
            stop=Stop(),
            reach=Reach(1.0),
            progress=PlainLines(said),
            workers=1,
            turn_seconds=100.0,
        )
        [entry] = collecting.batch(collector, [Target(target_id=f"github:{name}", url="")])
        collecting.close()
    ledger.end(0)
    http.close()
    return entry


def test_what_github_took_away_is_named_also_after_runs_in_which_nothing_changed(ground, tmp_path):
    run_ids = [f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-{number}" for number in range(2)]
    size = Size(1, 1, 1, 1, 1, 1)
    with Sandbox(World(1, count=1, sizes={0: size})) as sandbox:
        sandbox.github.state.settings.removed = frozenset({"Repository.isTemplate"})
        entries = [collect_repository(sandbox, tmp_path, run_id) for run_id in run_ids]
    assert [entry.outcome for entry in entries] == ["ok", "not_modified"]
    assert "Repository.isTemplate: no longer answered" in (entries[1].detail or "")
    lines = ground.suiyuan("doctor", "--config", ground.config, data=tmp_path).stdout.splitlines()
    [number] = [number for number, line in enumerate(lines) if "isTemplate" in line]
    assert f"no longer answered: 2 times, last in run {run_ids[1]}" in lines[number]
    assert "unknown in what lands from now on" in lines[number + 1]


def test_nothing_unexpected_is_said_too(said):
    assert "none in the runs of the last 7 days" in said[0]


def test_a_wrong_config_is_fatal(ground, tmp_path):
    config = ground.copied_config(tmp_path / "config", **{"workers = 2": "workers = 0"})
    done = ground.suiyuan("doctor", "--config", config, data=tmp_path / "data")
    assert done.returncode == 1
    assert "suiyuan config check" in done.stdout


def test_a_mailbox_key_that_others_can_read_is_told(ground, tmp_path):
    key: Path = tmp_path / "mailbox.key"
    key.write_text("00" * 32)
    key.chmod(0o644)
    done = ground.suiyuan("doctor", "--config", ground.config, data=tmp_path, SUIYUAN_MAILBOX_KEY=str(key))
    assert f"chmod 600 {key}" in done.stdout
    assert done.returncode == 1
