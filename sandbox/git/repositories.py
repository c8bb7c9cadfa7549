"""The world's repositories as bare git repositories, written with ``git fast-import`` when first asked for.

All commits up to the horizon are in the object store from the start; the refs say which of them exist yet,
and are rewritten when the world moves in time.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from sandbox.world.code.commits import Commit, GitModel, Signature
from sandbox.world.code.git_objects import content, object_sha
from sandbox.world.plans import Plan
from sandbox.world.world import World

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "PATH": os.environ.get("PATH", os.defpath),
    "LC_ALL": "C.UTF-8",
}
_SETTINGS = {
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "gc.auto": "0",
    "core.fsync": "none",
}
_SCRATCH = "refs/scratch/import"


def git_environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """Give the environment that git runs in: nothing of this machine's settings, and what is added."""
    return _ENVIRONMENT | (more or {})


class GitFailed(Exception):
    """git ended with an error; the text is what it said."""


def run_git(*arguments: str, stdin: bytes = b"") -> bytes:
    """Run git with nothing of this machine's settings, and give what it printed."""
    done = subprocess.run(["git", *arguments], input=stdin, capture_output=True, env=git_environment())
    if done.returncode:
        raise GitFailed(f"git {arguments[0]}: {done.stderr.decode(errors='replace')[-400:]}")
    return done.stdout


def _data(body: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(body), body)


def _import_stream(git: GitModel) -> Iterator[bytes]:
    """Write every commit for ``git fast-import``, oldest first, with its parents by mark."""
    marks: dict[str, int] = {}
    for mark, commit in enumerate(git.commits.values(), start=1):
        marks[commit.sha] = mark
        yield _commit(commit, mark, marks)
        files = {path: content(path, span) for path, span in commit.changed.items()} | commit.written
        if not commit.parents:
            files |= git.fixed
        for path, body in files.items():
            yield f"M 100644 inline {path}\n".encode() + _data(body)
        yield b"\n"


def _commit(commit: Commit, mark: int, marks: dict[str, int]) -> bytes:
    lines = [f"reset {_SCRATCH}", ""] if not commit.parents else []
    lines += [f"commit {_SCRATCH}", f"mark :{mark}"]
    lines += [f"author {commit.author.text()}", f"committer {commit.committer.text()}"]
    parents = [f"{'merge' if k else 'from'} :{marks[sha]}" for k, sha in enumerate(commit.parents)]
    head = "\n".join(lines).encode() + b"\n" + _data(commit.message.encode())
    return head + "".join(f"{line}\n" for line in parents).encode()


def _tag_object(name: str, sha: str, tagger: Signature) -> bytes:
    return f"object {sha}\ntype commit\ntag {name}\ntagger {tagger.text()}\n\n演示 {name}\n".encode()


class GitRepositories:
    """Bare repositories below a folder: one per repository number, and one more where it was left behind."""

    def __init__(self, world: World, folder: Path) -> None:
        """Use a folder of our own; it is filled on demand."""
        self._world, self._folder = world, folder
        self._locks: dict[Path, threading.Lock] = {}
        self._guard = threading.Lock()
        self._refs_at: dict[Path, int] = {}

    def at(self, plan: Plan, at: int, forge: str = "") -> Path:
        """Give the bare repository of a plan on a forge, with its refs as of an instant."""
        shown_at = plan.shown_at(forge, at)
        stem = f"{plan.number}-{forge}" if plan.stays_behind_on(forge) else f"{plan.number}"
        path = self._folder / f"{stem}.git"
        with self._guard:
            lock = self._locks.setdefault(path, threading.Lock())
        with lock:
            if not path.exists():
                self._create(plan, path)
            if self._refs_at.get(path) != shown_at:
                self._set_refs(plan, path, shown_at)
                self._refs_at[path] = shown_at
        return path

    def _create(self, plan: Plan, path: Path) -> None:
        making = path.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        run_git("init", "-q", "--bare", "-b", plan.default_branch, str(making))
        settings = "".join(f"[{k.split('.')[0]}]\n\t{k.split('.')[1]} = {v}\n" for k, v in _SETTINGS.items())
        with (making / "config").open("a") as file:
            file.write(settings)
        git = self._world.git(plan)
        if git is not None:
            stream = b"".join(_import_stream(git))
            run_git("-C", str(making), "fast-import", "--quiet", "--force", "--date-format=raw", stdin=stream)
            (making / _SCRATCH).unlink(missing_ok=True)
            self._write_tags(making, git)
        making.rename(path)

    def _write_tags(self, path: Path, git: GitModel) -> None:
        for _, name, sha, tagger in git.tags:
            if tagger is not None:
                body = _tag_object(name, sha, tagger)
                run_git("-C", str(path), "hash-object", "-t", "tag", "-w", "--stdin", stdin=body)

    def _set_refs(self, plan: Plan, path: Path, at: int) -> None:
        """Write packed-refs: the default branch, the tags and refs/pull/*/head, as they are by then."""
        git = self._world.git(plan)
        refs = dict(_refs(plan, git, min(at, plan.ends_at - 1))) if git is not None else {}
        lines = ["# pack-refs with: peeled fully-peeled sorted "]
        for name, (sha, peeled) in sorted(refs.items()):
            lines.append(f"{sha} {name}")
            if peeled is not None:
                lines.append(f"^{peeled}")
        temporary = path / "packed-refs.new"
        temporary.write_text("\n".join(lines) + "\n")
        temporary.rename(path / "packed-refs")


def _refs(plan: Plan, git: GitModel, at: int) -> Iterator[tuple[str, tuple[str, str | None]]]:
    tip = git.tip(at)
    if tip is not None:
        yield f"refs/heads/{plan.default_branch}", (tip.sha, None)
    for opened_at, number, sha in git.pulls:
        if opened_at <= at and not plan.is_mirror:
            yield f"refs/pull/{number}/head", (sha, None)
    for left_at, name, sha in git.branches:
        if left_at <= at:
            yield f"refs/heads/{name}", (sha, None)
    for tagged_at, name, sha, tagger in git.tags:
        if tagged_at <= at:
            yield f"refs/tags/{name}", _tag_ref(name, sha, tagger)


def _tag_ref(name: str, sha: str, tagger: Signature | None) -> tuple[str, str | None]:
    return (sha, None) if tagger is None else (object_sha("tag", _tag_object(name, sha, tagger)), sha)
