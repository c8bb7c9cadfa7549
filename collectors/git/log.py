"""Revisions go in, commits come out: the fields of ``git log``, split but not yet understood.

``git log`` runs as a process of its own behind a wide pipe, so that git goes on comparing files while a batch
is written. Where a clone lacks a blob, ``git log --numstat`` dies mid-stream: then the commits
around are read one by one, and those that cannot be counted come without line counts.
"""

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from collectors.git.command import Deadline, chunks, end, run, said, start
from collectors.git.errors import GitFailed

DAMAGED_STRETCH = 500  # commits that are read singly after a death, before git log is trusted again

PERSON_TRAILERS = (
    "signed-off-by",
    "co-authored-by",
    "co-developed-by",
    "reviewed-by",
    "acked-by",
    "tested-by",
    "reported-by",
    "suggested-by",
    "helped-by",
    "approved-by",
)
TRAILER_SEPARATOR = b"\x1f"
FIELDS = ("%H", "%P", "%ad", "%cd", "%an", "%ae", "%aE", "%ce", "trailers", "%B")
FIELD_COUNT = len(FIELDS)
OPTIONS = ("-z", "--no-color", "--no-notes", "--encoding=UTF-8", "--date=raw")
COUNTING = (
    "--numstat",
    "-M",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
    "--submodule=short",
)


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """A commit's fields in the order of FIELDS, then its numstat, and whether that numstat was asked for."""

    parts: list[bytes]
    is_counted: bool

    @property
    def sha(self) -> str:
        """The commit's id."""
        return self.parts[0].decode()


@dataclass(frozen=True, slots=True)
class Range:
    """Commits reachable from ``tips``, not from ``excluded``, in git's order, past the first ``skipped``."""

    tips: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    skipped: int = 0

    def after(self, count: int) -> "Range":
        """Skip more commits."""
        return replace(self, skipped=self.skipped + count)

    def arguments(self) -> list[str]:
        """Say the same to git."""
        return [f"--skip={self.skipped}", *self.tips, "--not", *self.excluded, "--"]


class Log:
    """Reads the history of one clone."""

    def __init__(self, folder: Path, deadline: Deadline, mailmap: str | None) -> None:
        """Take the bare clone and the id of the mailmap blob that names are mapped with."""
        self._folder = folder
        self._deadline = deadline
        self._settings = [f"mailmap.blob={mailmap or ''}"]

    def commits(self, wanted: Range, *, is_counted: bool) -> Iterator[LoggedCommit]:
        """Stream the commits of a range. Line counts that the clone cannot give are left out."""
        if not wanted.tips:
            return
        while True:
            done = 0
            try:
                for commit in self._stream(wanted.arguments(), is_counted=is_counted):
                    yield commit
                    done += 1
                return
            except GitFailed:
                if not is_counted:
                    raise
            wanted = wanted.after(done)
            damaged = self.shas(wanted, DAMAGED_STRETCH)
            yield from self._salvage(damaged)
            wanted = wanted.after(len(damaged))

    def shas(self, wanted: Range, count: int) -> list[str]:
        """List up to ``count`` commit ids of a range."""
        if not wanted.tips:
            return []
        listing = ["rev-list", f"--max-count={count}", *wanted.arguments()]
        return run(self._folder, listing, deadline=self._deadline).decode().split()

    def last(self, wanted: Range) -> str | None:
        """Give the last of the commits that a range skips."""
        return next(iter(self.shas(wanted.after(-1), 1)), None)

    def _salvage(self, shas: Sequence[str]) -> Iterator[LoggedCommit]:
        """Read single commits, each with line counts if the clone has its blobs.

        When git dies, the last commit that it printed is in doubt: it or the next one is to blame.
        """
        while shas:
            done = 0
            try:
                for commit in self._stream(NO_WALK, is_counted=True, fed=shas):
                    yield commit
                    done += 1
                return
            except GitFailed:
                yield self._single(shas[done])
            shas = shas[done + 1 :]

    def _single(self, sha: str) -> LoggedCommit:
        try:
            return next(self._stream(NO_WALK, is_counted=True, fed=[sha]))
        except GitFailed:
            return next(self._stream(NO_WALK, is_counted=False, fed=[sha]))

    def _stream(
        self, revisions: Sequence[str], *, is_counted: bool, fed: Sequence[str] = ()
    ) -> Iterator[LoggedCommit]:
        """Run git log once. Where it dies, GitFailed follows the commits that are surely whole."""
        marker = secrets.token_hex(8)  # no message can hold it, for it is new each time
        arguments = ["log", *OPTIONS, *(COUNTING if is_counted else ()), log_format(marker), *revisions]
        with tempfile.TemporaryFile() as stderr, tempfile.TemporaryFile() as stdin:
            stdin.write("".join(f"{sha}\n" for sha in fed).encode())
            stdin.seek(0)
            process = start(self._folder, arguments, stderr=stderr, stdin=stdin, settings=self._settings)
            try:
                separator = marker.encode() + b"\0"
                rest = b""
                for chunk in chunks(process, self._deadline):
                    commits = (rest + chunk).split(separator)
                    rest = commits.pop()
                    for commit in commits:
                        if commit:
                            yield LoggedCommit(commit.split(b"\0"), is_counted)
            finally:
                end(process)
            if process.returncode:
                raise GitFailed(process.returncode, said(stderr))
            if rest:
                yield LoggedCommit(rest.split(b"\0"), is_counted)


NO_WALK = ("--no-walk=unsorted", "--stdin")


def log_format(marker: str) -> str:
    """Give git the fields of a commit; the marker tells where a commit begins."""
    keys = ",".join(f"key={kind}" for kind in PERSON_TRAILERS)
    trailers = f"%(trailers:{keys},unfold,separator=%x1f)"
    fields = [trailers if field == "trailers" else field for field in FIELDS]
    return f"--format=tformat:{marker}%x00" + "%x00".join(fields)
