"""What git says on stderr goes in; the CollectError that it means comes out."""

import re
from collections.abc import Mapping, Sequence

from collectors.protocol import CollectError, Failed, Forbidden, Gone, RateLimited, Unreachable

MEANINGS: Sequence[tuple[type[CollectError], tuple[str, ...]]] = (
    (RateLimited, ("error: 429", "too many requests", "rate limit")),
    (
        Gone,
        (
            "repository not found",
            "' not found",
            "does not appear to be a git repository",
            "does not exist",
            "could not be found",
            "error: 404",
            "error: 410",
            "error: 451",
            "could not read username",  # forges ask for a login where a repository is gone or private
        ),
    ),
    (
        Forbidden,
        ("error: 401", "error: 403", "permission denied", "access denied", "authentication failed"),
    ),
    (
        Unreachable,
        (
            "could not resolve",
            "failed to connect",
            "couldn't connect",
            "connection refused",
            "connection reset",
            "timed out",
            "no route to host",
            "network is unreachable",
            "the remote end hung up",
            "unexpected disconnect",
            "early eof",
            "rpc failed",
            "error: 50",
            "operation too slow",
            "empty reply from server",
            "ssl",
            "tls",
            "unable to connect",
            "connection closed",
            "host key verification failed",
        ),
    ),
)
"""What git or the forge says, in lower case, and what it means; the first that fits holds."""


class GitFailed(Exception):
    """Git ended with an error; ``said`` is its stderr, ``status`` its exit status."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said or f"git ended with status {status}")
        self.status = status
        self.said = said


def meaning(target_id: str, failure: GitFailed) -> CollectError:
    """Tell what a failed conversation with a forge means for the target."""
    text = re.sub(r"'[^'\n]*'", "''", failure.said.lower())  # a repository may be called openssl
    kinds = (kind for kind, needles in MEANINGS if any(needle in text for needle in needles))
    return _error(next(kinds, Failed), target_id, failure)


def damage(target_id: str, failure: GitFailed) -> CollectError:
    """Tell of a clone that git cannot read."""
    return _error(Failed, target_id, failure)


def _error(kind: type[CollectError], target_id: str, failure: GitFailed) -> CollectError:
    lines = [line for line in failure.said.splitlines() if line and not line.startswith("warning:")]
    return kind(f"{target_id}: git says: {' / '.join(lines[:3]) or failure}. {_REMEDIES[kind]}")


_REMEDIES: Mapping[type[CollectError], str] = {
    RateLimited: "Wait before asking this forge again.",
    Gone: "It was deleted, renamed or made private: correct its row in config/ or keep it as lost.",
    Forbidden: "Only what is public is collected, and this is not.",
    Unreachable: "Check the network and run again.",
    Failed: "Delete its folder under clones/ and run again; report it if it persists.",
}
