"""A tip goes in; the files of its tree and the text of some of them come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collectors.git.clones import Clone
from collectors.git.command import Deadline, run

LARGEST_BLOB_BYTES = 1 << 20  # no manifest or licence that a person wrote is longer
VENDORED = frozenset(
    (
        "3rdparty",
        "fixtures",
        "node_modules",
        "oh_modules",
        "testdata",
        "third-party",
        "third_party",
        "thirdparty",
        "vendor",
        "vendored",
    )
)
"""Folders that hold the work of others, or bait for tests."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the tree: its folders and name in lower case, and the id of its content."""

    folders: tuple[str, ...]
    name: str
    blob: str

    @property
    def path(self) -> str:
        """The path in lower case."""
        return "/".join((*self.folders, self.name))

    @property
    def is_own(self) -> bool:
        """Whether the file lies outside folders of others' work."""
        return VENDORED.isdisjoint(self.folders)


def tree(clone: Clone, tip: str, deadline: Deadline) -> list[Entry]:
    """List the files of a tip, without links and submodules."""
    output = run(clone.folder, ["ls-tree", "-r", "-z", "--full-tree", tip], deadline=deadline)
    return [_entry(line) for line in output.split(b"\0") if line.startswith(b"100")]


def _entry(line: bytes) -> Entry:
    what, _, path = line.partition(b"\t")
    *folders, name = path.decode("utf-8", "replace").lower().split("/")
    return Entry(tuple(folders), name, what.split()[2].decode())


def texts(
    clone: Clone, entries: Sequence[Entry], deadline: Deadline, largest: int = LARGEST_BLOB_BYTES
) -> dict[str, str]:
    """Read files by the id of their content; those that are missing, or beyond ``largest``, are left out."""
    clone.bring_blobs([entry.blob for entry in entries])
    asked = "".join(f"{blob}\n" for blob in sorted({entry.blob for entry in entries})).encode()
    sizes = (
        run(clone.folder, ["cat-file", "--batch-check"], fed=asked, deadline=deadline).decode().splitlines()
    )
    fit = [size.split()[0] for size in sizes if _is_readable(size.split(), largest)]
    wanted = "".join(f"{blob}\n" for blob in fit).encode()
    output = run(clone.folder, ["cat-file", "--batch"], fed=wanted, deadline=deadline)
    return dict(_contents(output))


def _is_readable(answer: Sequence[str], largest: int) -> bool:
    return answer[1] == "blob" and int(answer[2]) <= largest


def _contents(output: bytes) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        blob, _, size = output[position:end].decode().split()
        position = end + 1 + int(size) + 1
        yield blob, output[end + 1 : position - 1].decode("utf-8-sig", "replace")
