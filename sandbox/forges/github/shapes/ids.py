"""GitHub's opaque node ids and cursors. Here they can be read back; a client must not try."""

import base64

PREFIXES = {
    "R": "Repository", "U": "User", "O": "Organization", "BOT": "Bot", "I": "Issue", "PR": "PullRequest",
    "IC": "IssueComment", "PRR": "PullRequestReview", "PRRC": "PullRequestReviewComment", "RE": "Release",
    "RA": "ReleaseAsset", "LA": "Label", "C": "Commit", "T": "PullRequestReviewThread", "E": "Event",
    "REF": "Ref", "F": "Repository",
}  # fmt: skip


def node_id(prefix: str, *parts: int | str) -> str:
    """Write a node id: a prefix that names the type, then text that says nothing to a client."""
    inside = ".".join(str(part) for part in parts).encode()
    return f"{prefix}_kw{base64.urlsafe_b64encode(inside).decode().rstrip('=')}"


def read_node_id(text: str) -> tuple[str, list[str]] | None:
    """Read a node id; None where it is none of ours."""
    prefix, _, inside = text.partition("_kw")
    decoded = _decoded(inside)
    return None if decoded is None or prefix not in PREFIXES else (prefix, decoded.split("."))


def cursor(*parts: int) -> str:
    """Write a cursor that stands behind one item of a list, by what the list is sorted by."""
    inside = "cursor:v2:" + ":".join(str(part) for part in parts)
    return base64.b64encode(inside.encode()).decode()


def read_cursor(text: str) -> tuple[int, ...] | None:
    """Read a cursor; None where it is not one."""
    decoded = _decoded(text)
    if decoded is None or not decoded.startswith("cursor:v2:"):
        return None
    parts = decoded.removeprefix("cursor:v2:").split(":")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else None


def _decoded(text: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(
            text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4)
        ).decode()
    except ValueError:  # no base64, no ASCII or no UTF-8
        return None
