"""Clones that lack blobs, and clones that cannot be read at all."""

import dataclasses

import pytest

from collectors.protocol import Failed


@pytest.fixture
def local(world):
    """Clone by path, as a copy of the origin's own packs: what it lacks, the clone lacks."""
    world.target = dataclasses.replace(world.target, url=str(world.origin.folder))
    return world


def lose(world, sha: str, path: str) -> None:
    blob = world.origin.git("rev-parse", f"{sha}:{path}")
    (world.origin.folder / "objects" / blob[:2] / blob[2:]).unlink()


def test_commits_that_cannot_be_counted_stay(local):
    """The second and the seventh file of twelve are missing: two commits each are unknown."""
    shas = [local.origin.commit({"a": f"{number}\n"}, f"work (#{number})") for number in range(12)]
    lose(local, shas[1], "a")
    lose(local, shas[6], "a")
    local.collect(batch_commits=5)
    assert local.stream.reachable() == set(shas)
    counts = [local.stream.commit(sha).lines_added for sha in shas]
    unknown = {1, 2, 6, 7}  # a commit is compared with its parent
    assert counts == [None if number in unknown else 1 for number in range(12)]
    assert [local.stream.commit(sha).files_changed for sha in shas[:3]] == [1, None, None]
    assert local.stream.commit(shas[6]).change_request_number == 6
    assert not local.stream.head.is_line_count_known
    read = [row.sha for batch in local.stream.batches for row in batch.records if row.table == "commits"]
    assert sorted(read) == sorted(shas), "each is read once"


def test_a_clone_without_any_blobs_gives_all_commits(local):
    shas = [local.origin.commit({"a": f"{number}\n"}) for number in range(5)]
    for sha in shas:
        lose(local, sha, "a")
    local.collect()
    assert local.stream.reachable() == set(shas)
    assert {local.stream.commit(sha).lines_added for sha in shas} == {None}


def test_later_commits_of_such_a_clone_are_counted(local):
    first = local.origin.commit({"a": "1\n", "b": "first\n"})
    lose(local, first, "a")
    local.collect()
    blob = local.origin.git("rev-parse", f"{first}:a")
    second = local.origin.commit({"a": ("100644", blob), "b": "first\nsecond\n"})
    local.collect()
    assert local.stream.commit(second).lines_added == 1
    assert not local.stream.head.is_line_count_known


def test_a_kill_amid_damage_resumes(local):
    shas = [local.origin.commit({"a": f"{number}\n"}) for number in range(9)]
    lose(local, shas[4], "a")
    local.collect_until_killed(2, batch_commits=2)
    local.collect(batch_commits=2)
    assert [local.stream.commit(sha).lines_added for sha in shas] == [1, 1, 1, 1, None, None, 1, 1, 1]


def test_a_missing_tree_is_one_clear_line(local):
    local.origin.commit({"a": "1\n"})
    sha = local.origin.commit({"a": "2\n"})
    tree = local.origin.git("rev-parse", f"{sha}^{{tree}}")
    (local.origin.folder / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(Failed, match=r"^github:owner/name: git says: .*clones/"):
        local.collect()


def test_no_blob_is_ever_downloaded_behind_our_back(world):
    """A clone without blobs is asked for line counts: git must not fetch them one by one."""
    world.origin.commit({"a": "1\n"})
    world.collect(depth="metadata")
    (world.clone / "suiyuan-depth").write_text("full")
    sha = world.origin.commit({"a": "2\n"})
    world.stream.state = None
    packs = set(world.clone.glob("objects/pack/*.pack"))
    world.collect(depth="full")
    assert len(set(world.clone.glob("objects/pack/*.pack")) - packs) <= 1, "one fetch of what was pushed"
    assert world.stream.commit(sha).lines_added is None
