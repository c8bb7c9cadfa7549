"""Git's own arithmetic: the sha of a blob, a tree and a commit, without git."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """A generated file: the lines ``first`` (inclusive) to ``last`` (exclusive) of an endless text."""

    first: int
    last: int


def content(path: str, span: Span) -> bytes:
    """Write a generated file. No two of its lines are equal, so that any diff counts lines exactly."""
    stem = path.rsplit("/", 1)[-1]
    lines = f"\n{stem} ".join(map(str, range(span.first, span.last)))
    return f"{stem} {lines}\n".encode() if lines else b""


def object_sha(kind: str, body: bytes) -> str:
    """Hash an object as git does."""
    return hashlib.sha1(f"{kind} {len(body)}\0".encode() + body).hexdigest()


@lru_cache(maxsize=200_000)
def span_sha(path: str, span: Span) -> str:
    """Hash a generated file."""
    return object_sha("blob", content(path, span))


def _entry(mode: str, name: str, sha: str) -> bytes:
    return f"{mode} {name}\0".encode() + bytes.fromhex(sha)


def tree_sha(blobs: Mapping[str, str], ready: Mapping[str, str] | None = None) -> str:
    """Hash the tree of ``{path: blob sha}``; ``ready`` has top folders whose tree sha is known already."""
    folders: dict[str, dict[str, str]] = {}
    trees = dict(ready or {})
    entries: list[tuple[str, bytes]] = []
    for path, sha in blobs.items():
        folder, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(folder, {})[rest] = sha
        else:
            entries.append((path, _entry("100644", path, sha)))
    for folder, inside in folders.items():
        trees[folder] = tree_sha(inside)
    entries += [(folder + "/", _entry("40000", folder, sha)) for folder, sha in trees.items()]
    return object_sha("tree", b"".join(entry for _, entry in sorted(entries)))


def offset_text(minutes: int) -> str:
    """Write a UTC offset as git does: +0800."""
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"
