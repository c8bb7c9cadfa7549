"""A clone address goes in; a bare clone with the default branch and all tags comes out, and stays current.

What has been read stays findable: every tip that has landed or is landing is pinned by a ref of ours, and
nothing is ever collected as garbage. So commits that a force-push withdrew can still be named.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from collectors.clock import Clock
from collectors.git.command import LOOK_SECONDS, Deadline, converse, run
from collectors.git.errors import GitFailed, meaning
from collectors.protocol import Failed, OverBudget, Target

INCOMING = "refs/suiyuan/incoming"
PINS = "refs/suiyuan/tips/"
TAG_REFS = "refs/tags"
TIP = f"+HEAD:{INCOMING}"
TAGS = "+refs/tags/*:refs/tags/*"
NO_BLOBS = "blob:none"
WITHOUT_BLOBS = f"--filter={NO_BLOBS}"
MOST_PACKS = 30
PATIENCE_SECONDS = 60.0  # for a git that a killed run left behind
DEPTH_FILE = "suiyuan-depth"
REFS_FILE = "suiyuan-refs"
REFUSALS = ("not our ref", "unadvertised object")  # what forges say of an object that they do not give
NO_HEAD = "couldn't find remote ref HEAD"
REDIRECT = re.compile(r"^warning: redirecting to (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Refs:
    """The tip of the default branch after a fetch; a digest of it, of all tags and of where it was found."""

    tip: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class RemoteHead:
    """What the forge says of its default branch."""

    branch: str | None
    is_empty: bool


class Clone:
    """The bare clone of one repository."""

    def __init__(
        self, folder: Path, target: Target, deadline: Deadline, disk_budget_bytes: int, lock: int
    ) -> None:
        """Name the clone, whose ``lock`` is held; ``fetch`` makes it or brings it up to date."""
        self.folder = folder
        self.target_id = target.target_id
        self.moved_to: str | None = None
        self.depth = target.options.get("depth", "full")
        self._url = target.url
        self._deadline = deadline
        self._disk_budget_bytes = disk_budget_bytes
        self._lock = lock

    def fetch(self) -> Refs:
        """Make the clone or bring it up to date. Raises Gone, Forbidden, Unreachable ... or OverBudget."""
        if self.depth == "full" and self.folder.exists() and not self._is_full():
            shutil.rmtree(self.folder)
        if not self.folder.exists():
            self._create()
        remembered = self._forget_refs()
        try:
            is_quiet = self._fetch_refs()
        except GitFailed as failure:
            raise meaning(self.target_id, failure) from failure
        if remembered and is_quiet:
            return self._remember(remembered)
        self._merge_packs()
        return self._remember(self._read_refs())

    def remote_head(self) -> RemoteHead:
        """Ask the forge for its default branch's name."""
        try:
            output, _ = converse(None, ["ls-remote", "--symref", "--", self._url], deadline=self._deadline)
        except GitFailed as failure:
            raise meaning(self.target_id, failure) from failure
        lines = [line.split("\t") for line in output.decode("utf-8", "replace").splitlines()]
        names = [what for what, name in lines if name == "HEAD" and what.startswith("ref: refs/heads/")]
        branch = names[0].removeprefix("ref: refs/heads/") if names else None
        return RemoteHead(branch, not any(name.startswith("refs/heads/") for _, name in lines))

    def has(self, sha: str) -> bool:
        """Tell whether a commit is in the clone."""
        try:
            run(self.folder, ["cat-file", "-e", f"{sha}^{{commit}}"])
        except GitFailed:
            return False
        return True

    def recover(self, sha: str) -> bool:
        """Tell whether a commit is in the clone, after asking the forge for it where it is not.

        Raises Unreachable, RateLimited ... where the forge does not say.
        """
        if self.has(sha):
            return True
        self._ask_for([sha])
        return self.has(sha)

    def object_id(self, name: str) -> str | None:
        """Resolve a name such as ``TIP:.mailmap``; None where there is no such thing."""
        try:
            return run(self.folder, ["rev-parse", "--verify", "--quiet", name]).decode().strip()
        except GitFailed:
            return None

    def pin(self, tip: str) -> None:
        """Keep a tip, and with it all its history, whatever the forge does."""
        run(self.folder, ["update-ref", PINS + tip, tip])

    def keep_pins(self, tips: Iterable[str]) -> None:
        """Drop the pins of all other tips."""
        pins = run(self.folder, ["for-each-ref", "--format=%(refname)", PINS]).decode().split()
        stale = set(pins) - {PINS + tip for tip in tips}
        if stale:
            run(
                self.folder,
                ["update-ref", "--stdin"],
                fed="".join(f"delete {pin}\n" for pin in stale).encode(),
            )

    def bring_blobs(self, blobs: Sequence[str]) -> None:
        """Download single blobs into a clone that was made without; those that the forge lacks stay missing.

        Raises Unreachable, RateLimited ... where the forge does not say.
        """
        if blobs and not self._is_full():
            self._ask_for(blobs, settings=["fetch.negotiationAlgorithm=noop"])

    def _ask_for(self, objects: Sequence[str], *, settings: Sequence[str] = ()) -> None:
        """Fetch objects by id; a refusal is an answer, and any other trouble is none."""
        try:
            self._transfer(objects, settings=settings)
        except GitFailed as failure:
            if not any(words in failure.said for words in REFUSALS):
                raise meaning(self.target_id, failure) from failure

    def _create(self) -> None:
        part = self.folder.with_name(self.folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        options = ["--quiet", "--bare", "--single-branch", "--no-tags", "--template="]
        filters = [] if self.depth == "full" else [WITHOUT_BLOBS]
        try:
            converse(
                None,
                ["clone", *options, *filters, "--", self._url, str(part)],
                deadline=self._deadline,
                look=lambda: self._check_size(part),
                lock=self._lock,
            )
            self._configure(part)
            part.rename(self.folder)
        except GitFailed as failure:
            raise meaning(self.target_id, failure) from failure
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _configure(self, folder: Path) -> None:
        """Forget the origin, so that git never downloads a missing blob by itself, and note the depth."""
        run(folder, ["config", "--remove-section", "remote.origin"])
        run(folder, ["config", "gc.auto", "0"])
        run(folder, ["config", "maintenance.auto", "false"])
        (folder / DEPTH_FILE).write_text(self.depth)

    def _is_full(self) -> bool:
        try:
            return (self.folder / DEPTH_FILE).read_text() == "full"
        except FileNotFoundError as error:
            raise Failed(f"{self.folder}: no clone of ours. Delete the folder and run again.") from error

    def _fetch_refs(self) -> bool:
        """Fetch the default branch and all tags; tell whether git was silent, hence nothing is new."""
        try:
            return not self._transfer([TIP, TAGS], ["--prune"])
        except GitFailed as failure:
            if NO_HEAD not in failure.said:
                raise
        run(self.folder, ["update-ref", "-d", INCOMING])
        self._transfer([TAGS], ["--prune"])
        return False

    def _transfer(
        self, wanted: Sequence[str], options: Sequence[str] = (), *, settings: Sequence[str] = ()
    ) -> str:
        """Fetch refspecs or object ids; give what git says. The origin exists only on this command line."""
        origin = [f"remote.origin.url={self._url}"]
        if any(self.folder.glob("objects/pack/*.promisor")):  # else git takes the clone for damaged
            origin += ["remote.origin.promisor=true", f"remote.origin.partialclonefilter={NO_BLOBS}"]
        filters = [] if self._is_full() else [WITHOUT_BLOBS]
        for leftover in self.folder.glob("objects/pack/tmp_*"):
            leftover.unlink()
        _, said = converse(
            self.folder,
            ["fetch", "--no-tags", "--no-write-fetch-head", *options, *filters, "--stdin", "origin"],
            settings=[*origin, *settings],
            fed="".join(f"{line}\n" for line in wanted).encode(),
            deadline=self._deadline,
            look=lambda: self._check_size(self.folder),
            lock=self._lock,
        )
        if found := REDIRECT.search(said):
            self.moved_to = found[1]
        return said

    def _merge_packs(self) -> None:
        """Fold the packs of many small fetches into few, without dropping anything that is in them.

        A clone without blobs keeps its packs: gits before 2.43 forget, on merging, that blobs may be missing.
        """
        packs = self.folder / "objects" / "pack"
        if len(list(packs.glob("*.pack"))) > MOST_PACKS and not any(packs.glob("*.promisor")):
            run(self.folder, ["repack", "-d", "--quiet", "--geometric=2"], deadline=self._deadline)

    def _read_refs(self) -> Refs:
        listing = ["for-each-ref", "--format=%(objectname) %(refname)", INCOMING, TAG_REFS]
        output = run(self.folder, listing)
        tips = [line.split()[0] for line in output.splitlines() if line.endswith(b" " + INCOMING.encode())]
        everything = output + (self.moved_to or "").encode()
        return Refs(tips[0].decode() if tips else None, hashlib.sha256(everything).hexdigest()[:16])

    def _forget_refs(self) -> Refs | None:
        """Take away what the refs were after the last fetch: it holds only until the next one begins."""
        try:
            tip, _, digest = (self.folder / REFS_FILE).read_text().partition(" ")
            (self.folder / REFS_FILE).unlink()
        except FileNotFoundError:
            return None
        return Refs(tip or None, digest)

    def _remember(self, refs: Refs) -> Refs:
        (self.folder / REFS_FILE).write_text(f"{refs.tip or ''} {refs.digest}")
        return refs

    def _check_size(self, folder: Path) -> None:
        size = _size(folder / "objects" / "pack")
        if size > self._disk_budget_bytes:
            raise OverBudget(
                f"{self.target_id}: its clone passes the disk budget of {self._disk_budget_bytes:,} bytes. "
                "Raise the git disk budget or collect it with depth = metadata."
            )


def _size(folder: Path) -> int:
    """Add up the files of a folder that git is writing to."""
    try:
        with os.scandir(folder) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except FileNotFoundError:  # git renames its temporary packs
        return 0


@contextmanager
def held(folder: Path, target_id: str, clock: Clock) -> Iterator[int]:
    """Keep other processes away from a clone; give the lock's descriptor.

    The lock goes with the last process that holds it: a git that writes into the clone holds it too, so that
    what a killed run left behind is waited for. Raises Failed where that takes too long.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    patience_ends = clock.elapsed() + PATIENCE_SECONDS
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        while not _is_taken(lock):
            if clock.elapsed() > patience_ends:
                raise Failed(
                    f"{target_id}: another run, or git that a killed run left behind, is at work in its "
                    "clone. Wait until it ends, and run again."
                )
            clock.sleep(LOOK_SECONDS)
        yield lock.fileno()


def _is_taken(lock: IO[str]) -> bool:
    """Take the lock, if nobody has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def clone_folder(clones: Path, target_id: str) -> Path:
    """Give the folder of a target's clone."""
    return clones / quote(target_id, safe="")
