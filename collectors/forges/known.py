"""What is known of every forge, as plain data: reading it imports nothing.

A forge is its folder beside this file, its entry here, the line in ``flows/collecting/sources.py`` that
builds its collectors, and its word in ``dashboard/words/say.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForge:
    """What is asked of a forge about a repository, and how."""

    kinds: tuple[str, ...]
    """The kinds of records about a repository, the most valuable first."""
    limits: str
    """What it documents or was seen to allow, for the operator."""
    pace_seconds: float = 0.0
    """The least time between two requests with one token, where the settings name none."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What every request carries."""
    saves_quota_by_etags: bool = False
    """Whether answers are kept to be asked about again; they may hold no free text but a repository's own."""


REQUESTS_PER_MINUTE = 50
REQUESTS_PER_HOUR = 4_000
"""GitCode's limits for one token."""

KNOWN: Mapping[str, KnownForge] = {
    "github": KnownForge(
        kinds=(
            *("repository", "issues", "change_requests", "releases", "forks", "stars", "commit_accounts"),
            "removals",
        ),
        limits="5,000 requests and 5,000 GraphQL points an hour with a token, 60 requests without",
        # the newest version that Enterprise servers know too; supported until 2028 at least
        headers={"X-GitHub-Api-Version": "2022-11-28"},
        saves_quota_by_etags=True,
    ),
    "gitee": KnownForge(
        kinds=(
            *("repository", "change_requests", "issues", "comments", "releases", "forks"),
            *("change_request_comments", "commit_accounts"),
        ),
        limits="60 requests a minute without a token; with one, as its headers say",
        pace_seconds=0.75,  # 5,000 requests an hour, as clients report it; no document says so
    ),
    "gitcode": KnownForge(
        kinds=(
            *("repository", "change_requests", "issues", "comments", "releases", "forks", "stars"),
            *("change_request_comments", "commit_accounts"),
        ),
        limits="50 requests a minute and 4,000 an hour with a token",
        # Spends the quota evenly, where bursts end in 429 and 418; the margin is for requests that arrive
        # closer together than they were sent.
        pace_seconds=1.04 * max(60 / REQUESTS_PER_MINUTE, 3600 / REQUESTS_PER_HOUR),
    ),
}
"""By name, as in ``forge:owner/name``."""

TOKEN_BEGINNINGS = ("gh[pousr]_", "github_pat_", "glpat-", "npm_")
"""How tokens begin that name their kind, as patterns: a config that holds one is refused."""
