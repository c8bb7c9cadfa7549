"""A clone goes in, its tags come out."""

from collections.abc import Iterator

from collectors.git.clones import Clone
from collectors.git.command import Deadline, run
from collectors.git.commit_records import instant
from collectors.records import Tag

FORMAT = "%00".join(
    (
        "%(refname:strip=2)",
        "%(objecttype)",
        "%(objectname)",
        "%(*objecttype)",
        "%(*objectname)",
        "%(taggerdate:raw)",
        "%(committerdate:raw)",
        "%(*committerdate:raw)",
    )
)


def tags(clone: Clone, deadline: Deadline) -> Iterator[Tag]:
    """Give every tag with the commit that it points to in the end."""
    output = run(clone.folder, ["for-each-ref", f"--format={FORMAT}", "refs/tags"], deadline=deadline)
    for line in output.split(b"\n"):
        if line:
            yield _tag(clone, *line.split(b"\0"))


def _tag(
    clone: Clone,
    name: bytes,
    kind: bytes,
    sha: bytes,
    inner_kind: bytes,
    inner_sha: bytes,
    tagged: bytes,
    committed: bytes,
    inner_committed: bytes,
) -> Tag:
    date = tagged or committed or inner_committed
    return Tag(
        repository_id=clone.target_id,
        name=name.decode("utf-8", "replace"),
        target_sha=_target(clone, name, kind, sha, inner_kind, inner_sha),
        tagged_at=instant(date)[0] if date else None,
        is_annotated=kind == b"tag",
    )


def _target(
    clone: Clone, name: bytes, kind: bytes, sha: bytes, inner_kind: bytes, inner_sha: bytes
) -> str | None:
    if kind == b"commit":
        return sha.decode()
    if inner_kind == b"commit":
        return inner_sha.decode()
    if inner_kind != b"tag":  # a tag of a file or a folder
        return None
    return clone.object_id(f"{sha.decode()}^{{commit}}")
