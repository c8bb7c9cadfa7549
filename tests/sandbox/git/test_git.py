"""The git side with a real git client: the shas of the model, time travel, force-pushes, refusals."""

import subprocess

import pytest

from sandbox import Sandbox, World
from sandbox.world.code.git_objects import Span, content, object_sha, tree_sha
from sandbox.world.seasons import DAY, DEFAULT_UNTIL


def _git(*arguments, folder=None):
    command = ["git", *(["-C", str(folder)] if folder else []), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def travelling():
    """A world of its own, since these tests move it in time."""
    with Sandbox(World()) as served:
        yield served


def _plan(served, hazard):
    return next(plan for plan in served.world.plans if plan.hazard == hazard)


def _address(served, plan):
    return f"{served.url}/{plan.full_name_at(served.world.until)}.git"


def test_objects_have_the_shas_that_git_gives_them(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src.txt").write_bytes(b"hello\n")
    (tmp_path / "src" / "a.txt").write_bytes(content("src/a.txt", Span(3, 5)))
    assert content("src/a.txt", Span(3, 5)) == b"a.txt 3\na.txt 4\n"
    _git("init", "-q", folder=tmp_path)
    _git("add", ".", folder=tmp_path)
    expected = _git("write-tree", folder=tmp_path).stdout.strip()
    blobs = {
        "src.txt": object_sha("blob", b"hello\n"),
        "src/a.txt": object_sha("blob", content("src/a.txt", Span(3, 5))),
    }
    assert tree_sha(blobs) == expected


@pytest.mark.parametrize("number", [2, 17, 19, 21, 23, 39])
def test_clones_hold_exactly_the_commits_of_the_model(sandbox, tmp_path, number):
    plan = sandbox.world.plans[number]
    clone = tmp_path / "clone.git"
    cloned = _git("clone", "-q", "--mirror", _address(sandbox, plan), str(clone))
    assert cloned.returncode == 0, cloned.stderr
    git = sandbox.world.git(plan)
    tip = git.tip(min(sandbox.world.until, plan.ends_at - 1))
    assert _git("rev-parse", f"refs/heads/{plan.default_branch}", folder=clone).stdout.strip() == tip.sha
    listed = set(_git("rev-list", "--all", folder=clone).stdout.split())
    assert listed <= set(git.commits) and len(listed) > 20
    assert _git("fsck", "--strict", folder=clone).returncode == 0
    lines = _git("log", "--no-merges", "--numstat", "--format=%H", plan.default_branch, folder=clone).stdout
    counted = _numstat(lines)
    checked = 0
    for sha, (added, deleted) in counted.items():
        commit = git.commits[sha]
        if len(commit.parents) == 1:
            assert (added, deleted) == (commit.additions, commit.deletions)
            checked += 1
    assert checked > 10


def _numstat(text):
    counted, sha = {}, ""
    for line in text.split("\n"):
        parts = line.split("\t")
        if len(parts) == 3:
            added, deleted = counted.get(sha, (0, 0))
            counted[sha] = (added + int(parts[0]), deleted + int(parts[1]))
        elif len(line) == 40:
            sha = line
            counted.setdefault(sha, (0, 0))
    return counted


def test_a_merged_change_request_is_a_commit_of_the_clone(sandbox, tmp_path):
    plan = sandbox.world.plans[2]
    clone = tmp_path / "clone.git"
    _git("clone", "-q", "--mirror", _address(sandbox, plan), str(clone))
    reachable = set(_git("rev-list", plan.default_branch, folder=clone).stdout.split())
    merged = [v for v in sandbox.world.view(plan).changes if v.merged_at is not None]
    assert merged and all(v.thread.change.merge_sha in reachable for v in merged)
    pulls = set(_git("for-each-ref", "--format=%(refname)", "refs/pull", folder=clone).stdout.split())
    assert pulls == {f"refs/pull/{v.number}/head" for v in sandbox.world.view(plan).changes}


def test_a_later_world_is_fetched_on_top(travelling, tmp_path):
    plan, clone = travelling.world.plans[2], tmp_path / "clone.git"
    travelling.move_to(DEFAULT_UNTIL - 60 * DAY)
    _git("clone", "-q", "--bare", _address(travelling, plan), str(clone))
    before = _git("rev-list", "--count", "HEAD", folder=clone).stdout
    travelling.move_to(DEFAULT_UNTIL)
    branch = plan.default_branch
    fetched = _git("fetch", "-q", "origin", f"{branch}:{branch}", folder=clone)
    assert fetched.returncode == 0, fetched.stderr
    after = _git("rev-list", "--count", "HEAD", folder=clone).stdout
    tip = travelling.world.git(plan).tip(DEFAULT_UNTIL).sha
    assert int(after) > int(before) and _git("rev-parse", "HEAD", folder=clone).stdout.strip() == tip


def test_a_force_push_does_not_fast_forward(travelling, tmp_path):
    plan, clone = _plan(travelling, "force_push"), tmp_path / "clone.git"
    points = travelling.world.git(plan).main
    pushed = next(k for k, point in enumerate(points) if point.sha in [p.sha for p in points[:k]])
    travelling.move_to(points[pushed].at - 1)
    _git("clone", "-q", "--bare", _address(travelling, plan), str(clone))
    travelling.move_to(points[pushed].at + 60)
    branch = plan.default_branch
    assert _git("fetch", "-q", "origin", f"{branch}:{branch}", folder=clone).returncode == 1
    assert _git("fetch", "-q", "origin", f"+{branch}:{branch}", folder=clone).returncode == 0


def test_partial_clones_are_served(sandbox, tmp_path):
    plan, clone = sandbox.world.plans[2], tmp_path / "clone.git"
    done = _git("clone", "-q", "--bare", "--filter=blob:none", _address(sandbox, plan), str(clone))
    assert done.returncode == 0, done.stderr
    missing = _git("rev-list", "--objects", "--missing=print", "HEAD", folder=clone).stdout
    assert missing.count("\n?") > 20


@pytest.mark.parametrize(
    ("hazard", "code"), [("deleted", 128), ("blocked", 128), ("forbidden", 128), ("empty", 0)]
)
def test_what_cannot_be_cloned_says_so(sandbox, tmp_path, hazard, code):
    done = _git(
        "clone", "-q", "--bare", _address(sandbox, _plan(sandbox, hazard)), str(tmp_path / "clone.git")
    )
    assert done.returncode == code


def test_a_former_name_still_clones(sandbox, tmp_path):
    plan = _plan(sandbox, "renamed")
    _, owner, name = plan.names[0]
    done = _git(
        "clone", "-q", "--bare", f"{sandbox.url}/{owner.login}/{name}.git", str(tmp_path / "clone.git")
    )
    assert done.returncode == 0, done.stderr


def test_nothing_can_be_pushed(sandbox, tmp_path):
    plan, clone = sandbox.world.plans[40], tmp_path / "clone"
    _git("clone", "-q", _address(sandbox, plan), str(clone))
    pushed = _git("push", "-q", "origin", "HEAD:refs/heads/mine", folder=clone)
    assert pushed.returncode != 0 and "403" in pushed.stderr


def test_mirrors_hold_the_commits_of_their_original_and_forks_its_first(sandbox):
    world = sandbox.world
    mirror, fork = _plan(sandbox, "mirror"), _plan(sandbox, "fork")
    assert world.git(mirror) is world.git(mirror.parent)
    ours, theirs = world.git(fork), world.git(fork.parent)
    assert ours.main[0] == theirs.main[0] and set(ours.commits) & set(theirs.commits) != set(ours.commits)


def test_odd_dates_signoffs_mailmaps_and_tags_occur(sandbox, tmp_path):
    git = sandbox.world.git(_plan(sandbox, "odd_dates"))
    years = {commit.author.at // (365 * DAY) + 1970 for commit in git.commits.values()}
    assert min(years) == 1970 and max(years) > 2030
    assert ".mailmap" in sandbox.world.git(_plan(sandbox, "mailmap")).fixed
    assert any(
        "Signed-off-by: 演示" in c.message for c in sandbox.world.git(sandbox.world.plans[3]).commits.values()
    )
    clone = tmp_path / "clone.git"
    _git("clone", "-q", "--mirror", _address(sandbox, sandbox.world.plans[2]), str(clone))
    kinds = _git("for-each-ref", "--format=%(objecttype)", "refs/tags", folder=clone).stdout.split()
    assert {"tag", "commit"} == set(kinds)
