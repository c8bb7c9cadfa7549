"""What lands of a repository, and what the next run adds."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from collectors.git.clones import PATIENCE_SECONDS
from collectors.protocol import Failed, Target


def test_a_history_lands_whole(world, hashed, people):
    """Three lines are added, then one is changed, and the merge adds nothing."""
    ann, ben = people
    first = world.origin.commit({"a.txt": "1\n2\n3\n"}, author=ann, at="1700000000 +0800")
    second = world.origin.commit(
        {"a.txt": "1\n2\nthree\n"},
        author=ben,
        committer=ann,
        at="1700000060 -0330",
        committed="1700000120 +0000",
    )
    merge = world.origin.commit({"a.txt": "1\n2\nthree\n"}, parents=[second, first], author=ann)
    (batch,) = world.collect()
    assert world.stream.reachable() == {first, second, merge}
    commit = world.stream.commit(second)
    assert commit.parent_shas == (first,)
    assert (commit.authored_at, commit.author_offset_minutes) == (
        datetime(2023, 11, 14, 22, 14, 20, tzinfo=UTC),
        -210,
    )
    assert commit.committed_at == datetime(2023, 11, 14, 22, 15, 20, tzinfo=UTC)
    assert (commit.author_key, commit.author_domain) == (hashed("ben@example.com"), "example.com")
    assert (commit.committer_key, commit.committer_domain) == (hashed("ann@example.org"), "example.org")
    assert (commit.lines_added, commit.lines_deleted, commit.files_changed, commit.binary_files_changed) == (
        1,
        1,
        1,
        0,
    )
    assert world.stream.commit(first).lines_added == 3
    merged = world.stream.commit(merge)
    assert (merged.lines_added, merged.files_changed, merged.parent_shas) == (0, 0, (second, first))
    assert batch.forge_total == 3


def test_nothing_new_yields_nothing(world):
    world.origin.commit()
    assert len(world.collect()) == 1
    assert world.collect() == []


def test_a_later_run_reads_only_what_is_new(world):
    old = [world.origin.commit() for _ in range(3)]
    world.collect()
    new = [world.origin.commit() for _ in range(2)]
    (batch,) = world.collect()
    assert {record.sha for record in batch.records if record.table == "commits"} == set(new)
    assert world.stream.reachable() == {*old, *new}


def test_side_branches_do_not_count_until_they_are_merged(world):
    base = world.origin.commit()
    side = world.origin.commit(branch="side", parents=[base])
    world.collect()
    assert world.stream.reachable() == {base}
    merge = world.origin.commit(parents=[base, side])
    world.collect()
    assert world.stream.reachable() == {base, side, merge}


def test_tags_of_every_kind(world):
    sha = world.origin.commit(at="1700000000 +0000")
    world.origin.git("update-ref", "refs/tags/light", sha)
    tagger = {"GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org"}
    tagger["GIT_COMMITTER_DATE"] = "1600000000 +0000"
    for name, target in (("v1", sha), ("nested", "v1")):
        world.origin.git("tag", "-a", "-m", "x", name, target, variables=tagger)
    raw = f"object {sha}\ntype commit\ntag old\n\nno tagger, as git wrote it in 2005\n".encode()
    old = world.origin.git("hash-object", "-t", "tag", "-w", "--stdin", "--literally", fed=raw)
    world.origin.git("update-ref", "refs/tags/old", old)
    world.origin.git("update-ref", "refs/tags/file", world.origin.blob("a file\n"))
    world.origin.git("update-ref", "refs/tags/发布/1.0", sha)
    world.collect()
    tags = {tag.name: (tag.target_sha, tag.tagged_at, tag.is_annotated) for tag in world.stream.rows("tags")}
    committed, tagged = (
        datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC),
    )
    assert tags == {
        "light": (sha, committed, False),
        "发布/1.0": (sha, committed, False),
        "v1": (sha, tagged, True),
        "nested": (sha, tagged, True),
        "old": (sha, committed, True),
        "file": (None, None, False),
    }


def test_tags_that_are_moved_or_deleted_follow(world):
    first, second = world.origin.commit(), world.origin.commit()
    world.origin.git("update-ref", "refs/tags/v1", first)
    world.origin.git("update-ref", "refs/tags/v2", first)
    world.collect()
    world.origin.git("update-ref", "refs/tags/v1", second)
    world.origin.git("update-ref", "-d", "refs/tags/v2")
    (batch,) = world.collect()
    assert {tag.name: tag.target_sha for tag in world.stream.rows("tags")} == {"v1": second}
    assert not [record for record in batch.records if record.table == "commits"]


def test_an_empty_repository_is_known_as_empty_and_may_fill(world):
    world.collect()
    assert (world.stream.head.is_empty, world.stream.head.head_sha) == (True, None)
    assert world.collect() == []
    sha = world.origin.commit()
    world.collect()
    assert world.stream.reachable() == {sha}
    assert (world.stream.head.is_empty, world.stream.head.default_branch) == (False, "main")


def test_a_head_that_points_nowhere_is_not_empty(world):
    world.origin.commit(branch="other")
    world.collect()
    assert (world.stream.head.is_empty, world.stream.head.default_branch) == (False, None)
    assert world.stream.rows("commits") == []


def test_a_repository_that_loses_its_branch_loses_its_commits(world):
    sha = world.origin.commit()
    world.collect()
    world.origin.git("update-ref", "-d", "refs/heads/main")
    world.collect()
    assert world.stream.withdrawn() == {sha}
    assert world.stream.head.is_empty


def test_a_renamed_or_replaced_default_branch(world):
    kept, dropped = world.origin.commit(), world.origin.commit()
    other = world.origin.commit(branch="develop", parents=[kept])
    world.collect()
    world.origin.git("symbolic-ref", "HEAD", "refs/heads/develop")
    world.collect()
    assert (world.stream.reachable(), world.stream.withdrawn()) == ({kept, other}, {dropped})
    assert world.stream.head.default_branch == "develop"


def test_metadata_needs_no_blobs_and_counts_nothing(world):
    sha = world.origin.commit({"LICENSE": "SPDX-License-Identifier: MIT\n", "a.txt": "1\n"})
    world.collect(depth="metadata")
    assert world.stream.commit(sha).lines_added is None
    assert not world.stream.head.is_line_count_known
    assert world.stream.head.license_spdx_id == "MIT"  # single files are brought
    blobs = world.origin.git("rev-parse", f"{sha}:a.txt")
    missing = world.origin.git(
        "-C", str(world.clone), "rev-list", "--objects", "--missing=print", sha
    ).split()
    assert f"?{blobs}" in missing


def test_metadata_of_a_merge_that_moved_files_needs_no_blobs(world):
    """Where HEAD has a file that neither parent had, showing it would compare contents to find its origin."""
    lines = [f"line {number}\n" for number in range(20)]
    base = world.origin.commit({"poem": "".join(lines)})
    other = world.origin.commit({"poem": "".join(lines), "fish": "1\n"}, parents=[base], branch=None)
    ours = world.origin.commit({"poem": "".join(lines), "cook": "1\n"}, parents=[base])
    world.origin.commit({"song": "".join([*lines, "last\n"])}, parents=[ours, other])
    world.collect(depth="metadata")
    assert len(world.stream.rows("commits")) == 4


def test_from_metadata_to_full_everything_is_counted(world):
    old = world.origin.commit({"a.txt": "1\n2\n"})
    world.collect(depth="metadata")
    world.collect(depth="full")
    assert world.stream.commit(old).lines_added == 2
    assert world.stream.head.is_line_count_known
    new = world.origin.commit({"a.txt": "1\n"})
    world.collect(depth="metadata")
    assert (world.stream.commit(new).lines_added, world.stream.commit(old).lines_added) == (None, 2)


def test_a_changed_mailmap_maps_every_author_again(world, hashed, people):
    ann, _ = people
    first = world.origin.commit({"a": "1"}, author=ann)
    world.collect()
    assert world.stream.rows("repository_commits")[0].author_mapped_key is None
    second = world.origin.commit({".mailmap": "A <main@example.net> <ann@example.org>\n"}, author=ann)
    world.collect()
    mapped = {
        row.sha: (row.author_mapped_key, row.author_mapped_domain)
        for row in world.stream.rows("repository_commits")
    }
    expected = (hashed("main@example.net"), "example.net")
    assert mapped == {first: expected, second: expected}
    assert world.stream.commit(first).author_key == hashed("ann@example.org")
    third = world.origin.commit({"a": "2"}, author=ann)
    world.collect()
    assert {row.author_mapped_key for row in world.stream.rows("repository_commits")} == {None}
    assert world.stream.reachable() == {first, second, third}


@pytest.mark.parametrize("depth", ["full", "metadata"])
def test_a_changed_bot_rule_reads_everything_again(world, bot_rule, depth):
    sha = world.origin.commit({"a": "1\n"}, author="Build Robot <robot@ci.example.org>")
    world.collect(depth=depth)
    assert world.stream.commit(sha).bot_rule is None
    world.collect(depth=depth, bots=[bot_rule("robots", "mailbox_suffix", "@ci.example.org")])
    assert world.stream.commit(sha).bot_rule == "robots"
    assert world.stream.commit(sha).lines_added == (1 if depth == "full" else None)


def test_two_runs_do_not_share_a_clone(world, clock):
    for _ in range(3):
        world.origin.commit()
    running = world.collector(batch_commits=1).collect(world.target, None)
    next(running)
    with pytest.raises(Failed, match="another run, or git that a killed run left behind, is at work"):
        next(world.collector(clock=clock).collect(world.target, None))
    assert sum(clock.slept) >= PATIENCE_SECONDS
    running.close()
    world.collect()


def test_settings_of_ours_hold_in_the_clone(world):
    world.origin.commit()
    world.collect()
    config = (world.clone / "config").read_text()
    assert "auto = 0" in config and "auto = false" in config and "promisor" not in config


def test_one_collector_reads_several_repositories_side_by_side(world, tmp_path):
    targets, expected = [], {}
    for number in range(6):
        origin = type(world.origin)(tmp_path / f"origin{number}")
        shas = {origin.commit({"a": f"{number} {step}"}) for step in range(5)}
        target = Target(target_id=f"github:owner/name{number}", url=origin.url, options={"depth": "full"})
        targets.append(target)
        expected[target.target_id] = shas
    collector = world.collector(batch_commits=2)

    def read(target):
        batches = collector.collect(target, None)
        return {row.sha for batch in batches for row in batch.records if row.table == "commits"}

    with ThreadPoolExecutor(6) as pool:
        assert dict(zip(expected, pool.map(read, targets), strict=True)) == expected


def test_only_the_last_batch_is_complete(world):
    for _ in range(5):
        world.origin.commit()
    assert [batch.is_complete for batch in world.collect(batch_commits=2)] == [False, False, True]


def test_a_detached_head_has_no_branch(world):
    old = world.origin.commit()
    world.origin.commit()
    (world.origin.folder / "HEAD").write_text(f"{old}\n")
    world.collect()
    assert world.stream.reachable() == {old}
    assert (world.stream.head.default_branch, world.stream.head.head_sha) == (None, old)


def test_a_branch_of_any_name(world):
    sha = world.origin.commit(branch="feature/中文-#1")
    world.origin.git("symbolic-ref", "HEAD", "refs/heads/feature/中文-#1")
    world.collect()
    assert (world.stream.reachable(), world.stream.head.default_branch) == ({sha}, "feature/中文-#1")


def test_a_repository_of_the_newer_hash(world, tmp_path):
    origin = tmp_path / "sha256"
    world.origin.git("init", "--quiet", "--bare", "--object-format=sha256", str(origin))
    tree = world.origin.git("-C", str(origin), "mktree")
    person = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    sha = world.origin.git("-C", str(origin), "commit-tree", "-m", "x", tree, variables=person)
    world.origin.git("-C", str(origin), "update-ref", "HEAD", sha)
    world.target = dataclasses.replace(world.target, url=f"file://{origin}")
    world.collect()
    assert (len(sha), world.stream.reachable()) == (64, {sha})


def test_the_packs_of_many_fetches_are_merged_and_nothing_is_dropped(world):
    """Thirty-two fetches; the first commit is withdrawn by the second and stays findable in the clone."""
    withdrawn = world.origin.commit({"gone": "1"})
    world.collect()
    world.origin.git("update-ref", "-d", "refs/heads/main")
    for _ in range(32):
        world.origin.commit()
        world.collect(stream=type(world.stream)())
    assert len(list(world.clone.glob("objects/pack/*.pack"))) < 31
    assert not list(world.clone.glob("objects/??/*"))
    world.origin.git("-C", str(world.clone), "cat-file", "-e", f"{withdrawn}:gone")
