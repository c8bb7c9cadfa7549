"""The manifest's branches and the list of groups, read from real git repositories made here."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from collectors.clock import SystemClock
from collectors.identity.mailboxes import MailboxKey
from collectors.openharmony.collectors import OpenHarmonyManifest, OpenHarmonySigs
from collectors.protocol import Failed, Gone, OverBudget, Target
from collectors.records import ManifestBranch, ManifestRepository, SigSeat, SpecialInterestGroup


class Upstream:
    """A repository with a work tree, committed to branch by branch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git(None, "init", "--quiet", "--initial-branch=master", str(folder))
        for setting in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
            self.git(folder, "config", setting, "true")

    def git(self, folder, *arguments, at=None):
        place = ["-C", str(folder)] if folder else []
        who = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
        subprocess.run(
            ["git", *place, *who, *arguments], check=True, capture_output=True, env=os.environ | when
        )

    def commit(self, branch: str, files: dict[str, str], words: str = "x", at: str | None = None) -> None:
        """Commit to a branch, which begins here where there was none; ``at`` is an instant of git's own."""
        self.git(self.folder, "checkout", "--quiet", "-B", branch)
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text)
        self.git(self.folder, "add", ".")
        self.git(self.folder, "commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", words, at=at)

    def target(self, name: str) -> Target:
        return Target(target_id=f"gitcode:openharmony/{name}", url=self.folder.as_uri())


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    return Upstream(tmp_path / "upstream")


def manifest(*names: str) -> dict[str, str]:
    projects = "".join(f'<project name="{name}" path="p/{name}"/>' for name in names)
    return {
        "default.xml": '<manifest><include name="ohos/ohos.xml"/></manifest>',
        "ohos/ohos.xml": f"<manifest>{projects}</manifest>",
        "README.md": "not a manifest",
    }


def names(batch):
    return {(record.release_branch, record.name) for record in batch.records}


def test_every_release_branch_is_a_census_of_its_own(upstream, tmp_path):
    upstream.commit("master", manifest("build", "arkui"))
    upstream.commit("OpenHarmony-5.0.0-Release", manifest("build"))
    upstream.commit("OpenHarmony-3.0-LTS", manifest("old"))
    upstream.commit("OpenHarmony-5.0-Beta1", manifest("beta"))
    upstream.commit("debug_OpenHarmony-4.0-Release", manifest("debug"))
    collector = OpenHarmonyManifest(tmp_path / "clones")
    batches = list(collector.collect(upstream.target("manifest"), None))
    assert [names(batch) for batch in batches] == [
        {("OpenHarmony-3.0-LTS", "old")},
        {("OpenHarmony-5.0.0-Release", "build")},
        {("master", "build"), ("master", "arkui")},
    ]
    assert [batch.replaces[0].where for batch in batches] == [
        {"release_branch": "OpenHarmony-3.0-LTS"},
        {"release_branch": "OpenHarmony-5.0.0-Release"},
        {"release_branch": "master"},
    ]
    assert [batch.is_complete for batch in batches] == [False, False, True]
    assert list(collector.collect(upstream.target("manifest"), batches[-1].next_state)) == []


def test_only_what_moved_is_read_again_and_an_interrupted_reading_goes_on(upstream, tmp_path):
    upstream.commit("master", manifest("build"))
    upstream.commit("OpenHarmony-5.0.0-Release", manifest("build"))
    collector = OpenHarmonyManifest(tmp_path / "clones")
    first, second = collector.collect(upstream.target("manifest"), None)
    [resumed] = collector.collect(upstream.target("manifest"), first.next_state)
    assert names(resumed) == {("master", "build")}
    upstream.commit("master", manifest("build", "added"))
    upstream.git(upstream.folder, "branch", "-D", "OpenHarmony-5.0.0-Release")
    gone, moved = collector.collect(upstream.target("manifest"), second.next_state)
    assert (gone.records, gone.replaces[0].where) == ([], {"release_branch": "OpenHarmony-5.0.0-Release"})
    assert names(moved) == {("master", "build"), ("master", "added")}


def test_a_broken_branch_is_named_and_does_not_hold_up_the_others(upstream, tmp_path):
    upstream.commit("OpenHarmony-5.0.0-Release", {"default.xml": "<manifest>"})
    upstream.commit("master", manifest("build"))
    found = []
    with pytest.raises(Failed, match=r"OpenHarmony-5\.0\.0-Release: default\.xml: not XML"):
        for batch in OpenHarmonyManifest(tmp_path / "clones").collect(upstream.target("manifest"), None):
            found.append(batch)
    assert [names(batch) for batch in found] == [{("master", "build")}]
    assert set(found[0].next_state["tips"]) == {"master"}  # the broken one is tried again


def test_a_branch_began_with_the_commit_that_says_so(upstream, tmp_path):
    """5.0 began in August and 5.0.0 was cut from it in September; 3.0 does not say, nor does master."""
    upstream.commit("OpenHarmony-3.0-LTS", manifest("old"), "init OpenHarmony-3.0-Beta")
    upstream.commit(
        "master", manifest("build"), "init OpenHarmony-5.0-Release, as planned", "1722500000 +0800"
    )
    upstream.commit(
        "OpenHarmony-5.0-Release", manifest("build"), "init  OpenHarmony-5.0-Release", "1722651535 +0800"
    )
    upstream.commit("OpenHarmony-5.0-Release", manifest("build", "more"), at="1723000000 +0800")
    upstream.commit(
        "OpenHarmony-5.0.0-Release",
        manifest("build"),
        "update default.xml.\r\ninit OpenHarmony-5.0.0-Release\r\n\r\nSigned-off-by: x",
        "1727600000 +0000",
    )
    collector = OpenHarmonyManifest(tmp_path / "clones")
    batches = list(collector.collect(upstream.target("manifest"), None))
    assert began(batches) == {
        "OpenHarmony-5.0-Release": datetime(2024, 8, 3, 2, 18, 55, tzinfo=UTC),
        "OpenHarmony-5.0.0-Release": datetime(2024, 9, 29, 8, 53, 20, tzinfo=UTC),
    }
    upstream.commit("OpenHarmony-5.0-Release", manifest("build"), at="1728000000 +0000")
    [moved] = collector.collect(upstream.target("manifest"), batches[-1].next_state)
    assert began([moved]) == {"OpenHarmony-5.0-Release": datetime(2024, 8, 3, 2, 18, 55, tzinfo=UTC)}


def began(batches):
    records = [record for batch in batches for record in batch.records]
    return {each.release_branch: each.began_at for each in records if isinstance(each, ManifestBranch)}


class HurryingClock(SystemClock):
    """A clock that sees hours pass between two looks."""

    def __init__(self):
        self.looks = 0

    def elapsed(self):
        self.looks += 1
        return self.looks * 10_000.0


def test_what_can_go_wrong_is_typed(upstream, tmp_path):
    upstream.commit("main", manifest("build"))
    collector = OpenHarmonyManifest(tmp_path / "clones")
    with pytest.raises(Failed, match=r"refs/heads/master\. The branch was renamed"):
        list(collector.collect(upstream.target("manifest"), None))
    with pytest.raises(Gone, match="gitcode:openharmony/gone"):
        list(collector.collect(Target(target_id="gitcode:openharmony/gone", url="file:///nowhere"), None))
    late = OpenHarmonyManifest(tmp_path / "late", clock=HurryingClock())
    with pytest.raises(OverBudget):
        list(late.collect(upstream.target("manifest"), None))


def sigs(leader: str) -> dict[str, str]:
    group = {"sig_name": "sig_board", "leader": {"gitee_id": "", "gitee_email": leader}, "projects": []}
    return {"sig/sigs_list.json": json.dumps([group]), "big/photo.svg": "x" * 1000}


def test_the_groups_are_read_whole_whenever_the_list_moves_or_the_key_changes(upstream, tmp_path):
    upstream.commit("master", sigs("a@maker.example"))
    collector = OpenHarmonySigs(tmp_path / "clones", MailboxKey.open(tmp_path / "key"))
    [batch] = collector.collect(upstream.target("community"), None)
    assert [type(record) for record in batch.records] == [SpecialInterestGroup, SigSeat]
    assert [(each.table, each.where) for each in batch.replaces] == [
        ("special_interest_groups", {}),
        ("sig_seats", {}),
    ]
    assert list(collector.collect(upstream.target("community"), batch.next_state)) == []
    other = OpenHarmonySigs(tmp_path / "clones", MailboxKey.open(tmp_path / "other-key"))
    [again] = other.collect(upstream.target("community"), batch.next_state)
    assert again.records[1].person_key != batch.records[1].person_key
    upstream.commit("master", sigs("b@other.example"))
    [moved] = collector.collect(upstream.target("community"), batch.next_state)
    assert moved.records[0].leader_domains == ("other.example",)


def test_a_list_that_moved_away_or_changed_is_said(upstream, tmp_path):
    collector = OpenHarmonySigs(tmp_path / "clones", MailboxKey.open(tmp_path / "key"))
    upstream.commit("master", {"README.md": "no list"})
    with pytest.raises(Failed, match=r"no sig/sigs_list\.json"):
        list(collector.collect(upstream.target("community"), None))
    upstream.commit("master", {"sig/sigs_list.json": '[{"name": "renamed"}]'})
    with pytest.raises(Failed, match="not the list of groups as it was known"):
        list(collector.collect(upstream.target("community"), None))


def test_a_dropped_repository_becomes_a_dated_fact(upstream, tmp_path):
    """Two readings, landed and loaded: the repository that left has a version that says when."""
    from warehouse import Landing, Stream, load

    upstream.commit("master", manifest("build", "dropped"))
    collector = OpenHarmonyManifest(tmp_path / "clones")
    landing = Landing(tmp_path / "landing", world_id="test")
    stream = Stream("openharmony", "gitcode:openharmony/manifest", "manifest")
    db = duckdb.connect()
    for day, files in ((1, None), (2, manifest("build"))):
        if files:
            upstream.commit("master", files)
        for batch in collector.collect(upstream.target("manifest"), landing.state(stream)):
            landing.append(
                stream,
                batch.records,
                batch.next_state,
                observed_at=datetime(2026, 1, day, tzinfo=UTC),
                run_id="run",
                replaces=batch.replaces,
            )
    load(db, landing, [ManifestRepository, ManifestBranch])
    rows = db.sql(
        "select name, is_deleted, extract(day from observed_at) from raw.manifest_repositories order by all"
    )
    assert rows.fetchall() == [("build", False, 1), ("dropped", False, 1), ("dropped", True, 2)]
