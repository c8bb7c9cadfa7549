"""The generated world's OpenHarmony: read as the collectors read the real one, and marked as invented."""

import csv
import subprocess
from datetime import UTC, datetime

import pytest
import requests

from collectors.identity.mailboxes import MailboxKey
from collectors.openharmony.collectors import OpenHarmonyManifest, OpenHarmonySigs
from collectors.protocol import Target
from collectors.records import ManifestBranch, ManifestRepository, SigSeat, SpecialInterestGroup
from flows.config.load import load_config
from flows.registry.selection import targets
from sandbox import Sandbox, World
from sandbox.config.export import write_config
from sandbox.world.code.commits import ancestors
from sandbox.world.openharmony.parts import COMMUNITY, MANIFEST, MOVED, OWNER
from sandbox.world.seasons import instant

MOVED_AT = instant(MOVED)
NAMED = {  # own, of others
    "OpenHarmony-4.0-Release": (9, 4),
    "OpenHarmony-5.0.0-Release": (11, 4),
    "OpenHarmony-6.0-Release": (10, 4),
    "OpenHarmony-6.1-Release": (11, 4),
    "OpenHarmony-6.1-LTS": (11, 3),
    "master": (11, 3),
}


@pytest.fixture(scope="module")
def served():
    with Sandbox(World(count=6, has_openharmony=True)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def folder(served, tmp_path_factory):
    written = tmp_path_factory.mktemp("config")
    served.write_config(written)
    return written


def target(served, name):
    return Target(target_id=f"gitcode:{OWNER}/{name}", url=f"{served.url}/{OWNER}/{name}.git")


@pytest.fixture(scope="module")
def told(served, tmp_path_factory):
    collector = OpenHarmonyManifest(tmp_path_factory.mktemp("clones"))
    return [row for batch in collector.collect(target(served, MANIFEST), None) for row in batch.records]


@pytest.fixture(scope="module")
def manifest(told):
    return [row for row in told if isinstance(row, ManifestRepository)]


def names(manifest, branch):
    return {row.name: row for row in manifest if row.release_branch == branch}


def test_a_branch_says_in_its_own_history_when_it_began(told):
    began = {row.release_branch: row.began_at for row in told if isinstance(row, ManifestBranch)}
    assert began.keys() == NAMED.keys() - {"master"}
    assert began["OpenHarmony-6.1-LTS"] == datetime(2026, 5, 28, tzinfo=UTC)  # no tag dates this one


def test_the_manifest_names_what_each_release_had(manifest):
    found = {}
    for branch in {row.release_branch: None for row in manifest}:
        upstream = [name for name in names(manifest, branch) if name.startswith("third_party_")]
        found[branch] = (len(names(manifest, branch)) - len(upstream), len(upstream))
    assert found == NAMED


def test_a_repository_was_renamed_and_a_board_dropped(manifest):
    old, new = (names(manifest, f"OpenHarmony-{version}-Release") for version in ("4.0", "5.0.0"))
    assert old["demo_communication_link"].source_path == new["demo_communication_bus"].source_path
    assert "demo_communication_link" not in new
    assert new["device_board_demo_zhulang"].repository_class == "chipset"
    assert "device_board_demo_zhulang" not in names(manifest, "OpenHarmony-6.0-Release")


def test_the_groups_are_read_with_their_seats(served, tmp_path):
    key = MailboxKey.open(tmp_path / "key")
    [batch] = OpenHarmonySigs(tmp_path / "clones", key).collect(target(served, COMMUNITY), None)
    groups = {row.sig_id: row for row in batch.records if isinstance(row, SpecialInterestGroup)}
    assert len(groups) == 9
    assert groups["sig_demo_education"].leader_domains == ("mumian.example",)
    assert groups["sig_demo_devboard"].repository_count == 3
    assert groups["sig_demo_robot"].repository_count == 0
    seats = [row for row in batch.records if isinstance(row, SigSeat) and row.role == "committer"]
    assert len(seats) == 4 * 12  # four in each of the repositories that a manifest ever named


def test_tags_date_the_releases(served, tmp_path):
    clone = tmp_path / "manifest.git"
    git("clone", "-q", "--mirror", f"{served.url}/{OWNER}/{MANIFEST}.git", str(clone))
    listed = git(
        "-C", str(clone), "for-each-ref", "--format=%(refname:short) %(creatordate:short)", "refs/tags"
    )
    assert listed.split("\n")[:-1] == [
        "OpenHarmony-v4.0-Release 2023-10-26",
        "OpenHarmony-v5.0.0-Release 2024-09-29",
        "OpenHarmony-v6.0-Release 2025-09-06",
        "OpenHarmony-v6.1-Release 2026-03-07",
    ]
    git("-C", str(clone), "fsck", "--strict")


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


def test_gitee_stands_as_it_was_on_the_day_of_the_move(served, tmp_path):
    full_name = f"{OWNER}/demo_build"
    tips = {}
    for place in ("", "/gitee"):
        listed = git("ls-remote", f"{served.url}{place}/{full_name}.git", "refs/heads/master")
        tips[place] = listed.partition("\t")[0]
    model = served.world.git(served.world.openharmony.plan("demo_build"))
    assert tips["/gitee"] == model.tip(MOVED_AT).sha != tips[""] == model.tip(served.world.until).sha
    assert tips["/gitee"] in ancestors(model.commits, [tips[""]])


@pytest.mark.parametrize(("name", "is_carried_over"), [("demo_build", True), ("demo_hdf_core", False)])
def test_issues_were_carried_over_by_some_repositories(served, name, is_carried_over):
    opened = {forge: issues(served, forge, name) for forge in ("gitee", "gitcode")}
    threads = served.world.view(served.world.openharmony.plan(name)).issues
    truth = {view.thread.created_at for view in threads}
    before = {at for at in truth if at <= MOVED_AT}
    assert opened["gitee"] == before != truth
    assert opened["gitcode"] == (truth if is_carried_over else truth - before)


def issues(served, forge, name):
    api = served.gitee_api_url if forge == "gitee" else served.gitcode_api_url
    answer = requests.get(
        f"{api}/repos/{OWNER}/{name}/issues",
        params={"state": "all", "per_page": 100},
        headers={"Authorization": f"Bearer {served.token}"},
        timeout=30,
    )
    assert answer.status_code == 200 and "Link" not in answer.headers
    return {instant(row["created_at"]) for row in answer.json()}


def test_what_never_stood_on_gitee_is_not_found_there(served):
    headers = {"Authorization": f"Bearer {served.token}"}
    for api, status in ((served.gitee_api_url, 404), (served.gitcode_api_url, 200)):
        answer = requests.get(f"{api}/repos/{OWNER}/demo_ai_inference", headers=headers, timeout=30)
        assert answer.status_code == status
    listed = requests.get(
        f"{served.gitee_api_url}/orgs/{OWNER}/repos", params={"per_page": 100}, headers=headers, timeout=30
    )
    assert len(listed.json()) == 13  # 11 of the manifest's 12, the manifest itself, the community


def test_the_gate_fails_before_it_passes_and_labels_what_it_saw(served):
    plan = served.world.openharmony.plan("demo_ability_runtime")
    merged = [view for view in served.world.view(plan).changes if view.merged_at is not None]
    said = [sum(each.author.login == "demo-ci" for each in view.comments) for view in merged]
    assert {1, 2} <= set(said)
    assert any({"dco检查成功", "编译成功", "静态检查成功"} <= set(view.labels) for view in merged)


def test_who_signs_off_tells_the_employer_where_the_author_does_not(served):
    commits = served.world.view(served.world.openharmony.plan("demo_graphic_2d")).commits
    own = [commit for commit in commits if len(commit.parents) == 1]
    told = [commit for commit in own if "Signed-off-by" in commit.message]
    assert 0.8 < len(told) / len(own) < 1
    hidden = [commit for commit in told if "noreply" in commit.author.who]
    assert any("@haishu.example>" in commit.message for commit in hidden)


def test_everything_but_the_owners_name_says_that_it_is_a_demonstration(served):
    project = served.world.openharmony
    for plan in project.plans:
        assert "demo" in plan.full_name_at(served.world.until) or plan.names[0][2] in (MANIFEST, COMMUNITY)
    assert all(person.name.startswith("演示·") for person in project.cast.people)
    assert all(person.account.login.startswith("demo-") for person in project.cast.people)
    assert all(account.name.startswith("演示·") for account in project.accounts.values())


def test_the_rest_of_the_world_is_the_same_with_it_and_without(served):
    alone, beside = World(count=6), served.world
    for one, other in zip(alone.plans, beside.plans[:6], strict=True):
        assert one.full_name_at(alone.until) == other.full_name_at(beside.until)
    one, other = (world.view(world.plans[5]).commits[0] for world in (alone, beside))
    assert one.sha == other.sha


def test_the_config_reads_it_as_it_reads_the_real_one(folder):
    config = load_config(folder)
    assert config.settings.default_scope == "everything"
    assert {"demo", "openharmony", "everything"} == config.scopes.keys()
    listed = {row.name: row.releases for row in config.openharmony_repositories}
    assert len(listed) == 18  # 12 own, one of them under two names, and 5 of others
    assert listed["demo_communication_link"] == ("4.0-Release",)
    asked = targets(config, "openharmony")
    assert [t.target_id for t in asked["openharmony", "manifest"]] == ["gitcode:openharmony/manifest"]
    assert len(asked["gitcode", "issues"]) == 16  # 12 and the manifest, two libraries, one in incubation
    assert len(asked["gitee", "issues"]) == 12  # of these 13 of the owner, all but the youngest
    assert len(asked["git", "history"]) == 16 + 2 + 2  # and two places on Gitee, two mirrors


def test_the_config_of_an_earlier_world_lists_what_there_was(served, tmp_path):
    world = World(count=6, until=instant("2024-12-31"), has_openharmony=True)
    write_config(world, tmp_path, served.url)
    config = load_config(tmp_path)
    listed = {row.name: row.releases for row in config.openharmony_repositories}
    assert "demo_ai_inference" not in listed
    assert listed["device_board_demo_zhulang"] == ("master", "5.0.0-Release", "4.0-Release")
    assert len(targets(config, "openharmony")["gitcode", "issues"]) == 14  # two came in 2025


def test_every_new_row_of_the_config_says_so(folder):
    for table in ("openharmony_employers", "openharmony_sigs"):
        with (folder / f"{table}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows and all("演示" in "".join(filter(None, row.values())) for row in rows)
