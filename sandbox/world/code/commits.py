"""The commits of a repository, with the shas that git will give them.

The model is walked once per repository, in the order of time: a change request branches off the default
branch when it is opened, and comes back when it is merged. ``sandbox.git.repositories`` writes the very same
objects with ``git fast-import``.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.world.code.git_objects import Span, object_sha, offset_text, span_sha, tree_sha
from sandbox.world.code.project_files import project_files
from sandbox.world.history.threads import Change, CommitPlan, Edit, History, Release, Thread
from sandbox.world.people import Account, Person, noreply
from sandbox.world.plans import Plan

WEB_COMMITTER = "GitHub <noreply@github.com>"
_FORCE_PUSH_DEPTH = 3
_FIRST_LINES = 30
_LONGEST_FILE = 240  # lines; what is beyond is dropped by the next edit

Files = dict[str, Span]


class Signature(NamedTuple):
    """Who and when, as a commit says it."""

    who: str  # Name <mailbox>
    at: int
    offset_minutes: int

    def text(self) -> str:
        """Write it as a commit object holds it."""
        return f"{self.who} {self.at} {offset_text(self.offset_minutes)}"


@dataclass(slots=True, eq=False)
class Commit:
    """One commit object."""

    sha: str
    parents: tuple[str, ...]
    tree: str
    author: Signature
    committer: Signature
    message: str
    account: Account | None  # of the author, where the forge can tell
    changed: dict[str, Span]  # the generated files as this commit leaves them
    additions: int
    deletions: int
    written: dict[str, bytes] = field(default_factory=dict)  # files in so many words, beside the generated


class Point(NamedTuple):
    """The default branch from an instant on."""

    at: int
    sha: str
    files: Files


@dataclass(slots=True, eq=False)
class GitModel:
    """All commits of a repository and where its refs stand when."""

    fixed: dict[str, bytes]  # files that never change after the first commit
    commits: dict[str, Commit] = field(default_factory=dict)
    main: list[Point] = field(default_factory=list)
    pulls: list[tuple[int, int, str]] = field(default_factory=list)  # opened at, number, sha
    tags: list[tuple[int, str, str, Signature | None]] = field(default_factory=list)  # at, name, sha, tagger
    branches: list[tuple[int, str, str]] = field(default_factory=list)  # at, name, sha: beside the default

    def tip(self, at: int) -> Point | None:
        """Tell where the default branch stood at an instant."""
        position = bisect_right(self.main, at, key=lambda point: point.at)
        return self.main[position - 1] if position else None


def ancestors(commits: dict[str, Commit], tips: list[str]) -> set[str]:
    """Collect the shas that can be reached from some tips, the tips included."""
    found: set[str] = set()
    waiting = list(tips)
    while waiting:
        sha = waiting.pop()
        if sha not in found:
            found.add(sha)
            waiting.extend(commits[sha].parents)
    return found


def reachable(git: GitModel, tip: str) -> list[Commit]:
    """Walk back from a tip; newest committer date first."""
    seen, waiting, chosen = {tip}, [tip], []
    while waiting:
        commit = git.commits[waiting.pop()]
        chosen.append(commit)
        for sha in commit.parents:
            if sha not in seen:
                seen.add(sha)
                waiting.append(sha)
    return sorted(chosen, key=lambda commit: (commit.committer.at, commit.sha), reverse=True)


def _apply(files: Files, edits: tuple[Edit, ...]) -> tuple[Files, Files, int, int]:
    """Apply edits; give all files, the changed ones, lines added and lines deleted."""
    after, changed, added, deleted = dict(files), {}, 0, 0
    for edit in edits:
        span = after.get(edit.path, Span(0, 0))
        length = span.last - span.first
        dropped = min(max(edit.deleted, length - _LONGEST_FILE), max(length - 1, 0))
        after[edit.path] = changed[edit.path] = Span(span.first + dropped, span.last + edit.added)
        added += edit.added
        deleted += dropped
    return after, changed, added, deleted


class _Walk:
    """Grows the model event by event."""

    def __init__(self, seed: int, plan: Plan, parent: GitModel | None) -> None:
        fixed = project_files(seed, plan) if parent is None else parent.fixed
        self.model = GitModel(fixed)
        self._plan = plan
        shas = {path: object_sha("blob", body) for path, body in self.model.fixed.items()}
        self._root_shas = {path: sha for path, sha in shas.items() if "/" not in path}
        folders = {path.partition("/")[0] for path in shas.keys() - self._root_shas.keys()}
        self._folder_shas = {folder: _folder_sha(shas, folder) for folder in sorted(folders)}
        if parent is None:
            self._first_commit()
        else:
            self._inherit(parent)

    def _inherit(self, parent: GitModel) -> None:
        self.model.main = [point for point in parent.main if point.at <= self._plan.created_at]
        reachable = ancestors(parent.commits, [point.sha for point in self.model.main])
        self.model.commits = {sha: commit for sha, commit in parent.commits.items() if sha in reachable}

    def _first_commit(self) -> None:
        plan, at = self._plan, self._plan.created_at
        owner = plan.staff[0] if plan.staff else None
        who = _who(owner, at) if owner else f"{plan.names[0][1].name} <{noreply(plan.names[0][1])}>"
        signature = Signature(who, at, 480)
        files = {"src/module_00.txt": Span(0, _FIRST_LINES)}
        text_lines = sum(body.count(b"\n") for body in self.model.fixed.values())
        account = owner.account if owner else plan.names[0][1]
        commit = self._commit((), files, files, signature, signature, "演示：初始提交\n", account)
        commit.additions = _FIRST_LINES + text_lines
        self.model.main.append(Point(at, commit.sha, files))

    def _commit(
        self,
        parents: tuple[str, ...],
        files: Files,
        changed: Files,
        author: Signature,
        committer: Signature,
        message: str,
        account: Account | None,
    ) -> Commit:
        blobs = {path: span_sha(path, span) for path, span in files.items()}
        tree = tree_sha(self._root_shas | blobs, self._folder_shas)
        lines = [f"tree {tree}", *(f"parent {sha}" for sha in parents)]
        lines += [f"author {author.text()}", f"committer {committer.text()}", "", message]
        sha = object_sha("commit", "\n".join(lines).encode())
        commit = Commit(sha, parents, tree, author, committer, message, account, changed, 0, 0)
        self.model.commits[sha] = commit
        return commit

    def _planned(
        self, commit_plan: CommitPlan, parent: str, files: Files, committer: Signature | None = None
    ) -> tuple[Commit, Files]:
        after, changed, added, deleted = _apply(files, commit_plan.edits)
        person = commit_plan.author
        author = Signature(
            f"{person.name} <{commit_plan.mailbox}>", commit_plan.authored_at, person.utc_offset_minutes
        )
        committer = committer or author._replace(at=commit_plan.committed_at)
        message = "\n".join([commit_plan.subject, "", *commit_plan.trailers]).strip() + "\n"
        commit = self._commit((parent,), after, changed, author, committer, message, person.account)
        commit.additions, commit.deletions = added, deleted
        return commit, after

    def direct(self, commit_plan: CommitPlan) -> None:
        """Push one commit to the default branch."""
        tip = self.model.main[-1]
        commit, files = self._planned(commit_plan, tip.sha, tip.files)
        self.model.main.append(Point(commit_plan.committed_at, commit.sha, files))

    def open(self, thread: Thread, change: Change) -> None:
        """Branch off for a change request."""
        tip = self.model.main[-1]
        sha, files, shas = tip.sha, tip.files, []
        touched: set[str] = set()
        for commit_plan in change.commits:
            commit, files = self._planned(commit_plan, sha, files)
            sha = commit.sha
            shas.append(sha)
            touched |= set(commit.changed)
            change.additions += commit.additions
            change.deletions += commit.deletions
        change.base_sha, change.commit_shas, change.changed_files = tip.sha, tuple(shas), len(touched)
        self.model.pulls.append((thread.created_at, thread.number, sha))

    def merge(self, thread: Thread, change: Change) -> None:
        """Bring a change request back, in the repository's style."""
        at, tip = change.merged_at or 0, self.model.main[-1]
        if change.merge_style == "rebase":
            sha, files = self._rebase(change, at, tip)
        else:
            sha, files = self._merge_or_squash(thread, change, at, tip)
        change.merge_sha = sha
        self.model.main.append(Point(at, sha, files))

    def _rebase(self, change: Change, at: int, tip: Point) -> tuple[str, Files]:
        sha, files = tip.sha, tip.files
        by = change.merged_by
        who = f"{by.name} <{noreply(by)}>" if by else WEB_COMMITTER
        for commit_plan in change.commits:
            commit, files = self._planned(commit_plan, sha, files, Signature(who, at, 480))
            sha = commit.sha
        return sha, files

    def _merge_or_squash(self, thread: Thread, change: Change, at: int, tip: Point) -> tuple[str, Files]:
        edits = tuple(edit for commit_plan in change.commits for edit in commit_plan.edits)
        files, changed, added, deleted = _apply(tip.files, edits)
        web = Signature(WEB_COMMITTER, at, 0)
        first = change.commits[0]
        if change.merge_style == "squash":
            parents, message = (tip.sha,), f"{thread.title} (#{thread.number})\n"
            author = Signature(f"{first.author.name} <{first.mailbox}>", at, first.author.utc_offset_minutes)
            account = first.author.account
        else:
            parents = (tip.sha, change.commit_shas[-1])
            owner = change.head_owner.login if change.head_owner else thread.author.login
            message = (
                f"Merge pull request #{thread.number} from {owner}/{change.head_branch}\n\n{thread.title}\n"
            )
            by = change.merged_by or thread.author
            author, account = Signature(f"{by.name} <{noreply(by)}>", at, 480), by
        commit = self._commit(parents, files, changed, author, web, message, account)
        commit.additions, commit.deletions = added, deleted
        return commit.sha, files

    def force_push(self, at: int) -> None:
        """Drop the newest commits of the default branch, as a rewritten history does."""
        if len(self.model.main) > _FORCE_PUSH_DEPTH:
            self.model.main.append(self.model.main[-1 - _FORCE_PUSH_DEPTH]._replace(at=at))

    def release(self, release: Release) -> None:
        """Tag the default branch."""
        tip = self.model.main[-1]
        release.tag_sha = tip.sha
        annotated = release.release_id % 3 != 0
        who = f"{release.author.name} <{noreply(release.author)}>"
        tagger = Signature(who, release.created_at, 480) if annotated else None
        self.model.tags.append((release.created_at, release.tag_name, tip.sha, tagger))


def _folder_sha(blobs: dict[str, str], folder: str) -> str:
    inside = {
        path.removeprefix(f"{folder}/"): sha for path, sha in blobs.items() if path.startswith(f"{folder}/")
    }
    return tree_sha(inside)


def _who(person: Person, at: int) -> str:
    return f"{person.name} <{person.mailbox(at, 0.7)}>"


def _force_push_instant(plan: Plan) -> int:
    return plan.created_at + (plan.ends_at - plan.created_at) * 3 // 5


def walk(seed: int, plan: Plan, history: History, parent: GitModel | None) -> GitModel:
    """Make all commits of a repository and note their shas in its history."""
    walker = _Walk(seed, plan, parent)
    steps: list[tuple[int, int, int]] = [
        (commit.committed_at, 0, k) for k, commit in enumerate(history.direct_commits)
    ]
    for k, thread in enumerate(history.threads):
        if thread.change is not None:
            steps.append((thread.created_at, 1, k))
            if thread.change.merged_at is not None and thread.change.merged_at < plan.ends_at:
                steps.append((thread.change.merged_at, 2, k))
    steps += [(release.created_at, 3, k) for k, release in enumerate(history.releases)]
    if plan.hazard == "force_push":
        steps.append((_force_push_instant(plan), 4, 0))
    for at, kind, k in sorted(steps):
        if kind == 0:
            walker.direct(history.direct_commits[k])
        elif kind == 3:
            walker.release(history.releases[k])
        elif kind == 4:
            walker.force_push(at)
        elif (change := history.threads[k].change) is not None:
            step = walker.open if kind == 1 else walker.merge
            step(history.threads[k], change)
    return walker.model
