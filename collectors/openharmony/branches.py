"""A clone address goes in; chosen files at the tips of its branches come out, and when a branch began.

The clone is one of its own beside that of ``git``, shallow, bare and without blobs: only the files that are
asked for are downloaded. What a branch said earlier is known from what has landed, not from here; of its
history only the commits are ever fetched, to find the one that began it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from collectors.git.clones import NO_BLOBS, WITHOUT_BLOBS, clone_folder
from collectors.git.command import Deadline, GitFailed, run
from collectors.git.errors import meaning
from collectors.protocol import Failed, Target

TIPS = "refs/suiyuan/branches/"
SUFFIX = "~branches"
NO_BRANCH = "couldn't find remote ref"
FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--update-shallow")
THE_TIP = ("--depth=1", WITHOUT_BLOBS)
INIT = (
    r"(^|[[:space:]])init[[:space:]]+{}([[:space:]]|$)"  # as git's --extended-regexp reads it, line by line
)
ALL_COMMITS = ("--depth=2147483647", "--filter=tree:0")  # git's own number for a depth without an end


class Branches:
    """The branch tips of one repository."""

    def __init__(self, clones: Path, target: Target, deadline: Deadline) -> None:
        """Name the clone; ``fetch`` makes it or brings it up to date."""
        self.folder = clone_folder(clones, target.target_id + SUFFIX)
        self._target = target
        self._deadline = deadline

    def fetch(self, patterns: Sequence[str]) -> dict[str, str]:
        """Fetch the branches that fit any of the patterns (one ``*`` each); give their tips by name.

        Raises Gone, Forbidden, Unreachable ... as git's words mean, or OverBudget.
        """
        if not self.folder.exists():
            self._git(["init", "--quiet", "--bare", "--template=", str(self.folder)], is_new=True)
        self._transfer(_refspecs(patterns), [*THE_TIP, "--prune"])
        output = self._git(["for-each-ref", "--format=%(objectname) %(refname)", TIPS])
        lines = [line.split(" ", 1) for line in output.decode().splitlines()]
        return {name.removeprefix(TIPS): sha for sha, name in lines}

    def began(self, names: Sequence[str]) -> dict[str, datetime]:
        """Give when branches began: their first commit that says ``init`` and the branch's name.

        OpenHarmony begins a branch by a commit with these words, which turns the manifest to the branch. A
        branch without one is left out: the commits alone do not tell which branch another was cut from.
        """
        if names:
            self._transfer(_refspecs(names), ALL_COMMITS)
        literal = {name: re.sub(r"\W", r"[\g<0>]", name) for name in names}  # names are others' work
        found = {name: self._commit_times(name, INIT.format(words)) for name, words in literal.items()}
        return {name: min(times) for name, times in found.items() if times}

    def _commit_times(self, name: str, words: str) -> list[datetime]:
        output = self._git(["log", "--format=%ct", "--extended-regexp", f"--grep={words}", TIPS + name])
        return [datetime.fromtimestamp(int(line), UTC) for line in output.decode().splitlines()]

    def files(self, tip: str, is_wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
        """Give the files of a branch whose path is wanted, by path."""
        listed = self._git(["ls-tree", "-r", "-z", "--full-tree", tip])
        wanted = {path: sha for path, sha in _blobs(listed) if is_wanted(path)}
        missing = self._missing(wanted.values())
        if missing:
            self._transfer(missing, THE_TIP, settings=["fetch.negotiationAlgorithm=noop"])
        output = self._git(["cat-file", "--batch"], fed=wanted.values())
        return dict(zip(wanted, _contents(output), strict=True))

    def _missing(self, shas: Iterable[str]) -> list[str]:
        output = self._git(["cat-file", "--batch-check"], fed=shas)
        lines = [line.split(" ") for line in output.decode().splitlines()]
        return sorted({sha for sha, *facts in lines if facts == ["missing"]})

    def _transfer(
        self, wanted: Sequence[str], options: Sequence[str], *, settings: Sequence[str] = ()
    ) -> None:
        """Fetch refspecs or object ids. The origin exists only on this command line."""
        origin = [
            f"remote.origin.url={self._target.url}",
            "remote.origin.promisor=true",
            f"remote.origin.partialclonefilter={NO_BLOBS}",
        ]
        arguments = [*FETCH, *options, "--stdin", "origin"]
        self._git(arguments, fed=wanted, settings=[*origin, *settings])

    def _git(
        self,
        arguments: Sequence[str],
        *,
        fed: Iterable[str] = (),
        settings: Sequence[str] = (),
        is_new: bool = False,
    ) -> bytes:
        """Run git in the clone, fed with lines. Raises the CollectError that git's words mean."""
        folder = None if is_new else self.folder
        try:
            return run(
                folder,
                arguments,
                settings=settings,
                fed="".join(f"{line}\n" for line in fed).encode(),
                deadline=self._deadline,
            )
        except GitFailed as failure:
            if NO_BRANCH in failure.said:
                said = failure.said.splitlines()[-1]
                raise Failed(f"{self._target.target_id}: {said}. The branch was renamed.") from failure
            raise meaning(self._target.target_id, failure) from failure


def _refspecs(patterns: Iterable[str]) -> list[str]:
    return [f"+refs/heads/{pattern}:{TIPS}{pattern}" for pattern in patterns]


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    """Read ``mode type sha TAB path NUL`` into paths and shas of files."""
    for entry in listed.split(b"\0"):
        facts, _, path = entry.partition(b"\t")
        if facts:
            _, kind, sha = facts.decode().split(" ")
            if kind == "blob":
                yield path.decode("utf-8", "replace"), sha


def _contents(output: bytes) -> Iterator[bytes]:
    """Read ``sha type size LF content LF`` into contents."""
    start = 0
    while start < len(output):
        head_end = output.index(b"\n", start)
        size = int(output[start:head_end].rpartition(b" ")[2])
        yield output[head_end + 1 : head_end + 1 + size]
        start = head_end + size + 2
