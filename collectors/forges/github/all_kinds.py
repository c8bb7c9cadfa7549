"""GitHub: all collectors of one run, sharing a survey, a token pool and an account of what was spent."""

from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from collectors.clock import Clock, SystemClock
from collectors.forges.github.collector import BATCH_ITEMS, ROUND_ITEMS, GitHub, GitHubCollector
from collectors.forges.github.graphql import FIRST_SIZE, GraphQL
from collectors.forges.github.kinds.change_requests import GitHubChangeRequests
from collectors.forges.github.kinds.commit_accounts import GitHubCommits
from collectors.forges.github.kinds.discovery import GitHubOwners
from collectors.forges.github.kinds.forks import GitHubForks
from collectors.forges.github.kinds.issues import GitHubIssues
from collectors.forges.github.kinds.releases import GitHubReleases
from collectors.forges.github.kinds.removals import GitHubRemovals
from collectors.forges.github.kinds.repository import GitHubRepository
from collectors.forges.github.kinds.stars import GitHubStars
from collectors.forges.github.survey import Survey
from collectors.forges.known import KNOWN
from collectors.http.client import Http

HEADERS = KNOWN["github"].headers
"""What every request to GitHub carries; pass them to ``Http(headers=...)``."""

COLLECTORS: Sequence[type[GitHubCollector]] = (
    GitHubRepository,
    GitHubIssues,
    GitHubChangeRequests,
    GitHubReleases,
    GitHubForks,
    GitHubStars,
    GitHubCommits,
    GitHubRemovals,
)
"""The kinds of a repository, in the order in which a run asks for them."""


def open_github(
    http: Http,
    api_url: str,
    clock: Clock | None = None,
    *,
    batch_items: int = BATCH_ITEMS,
    round_items: int = ROUND_ITEMS,
    first_size: int = FIRST_SIZE,
) -> GitHub:
    """Prepare one run on the GitHub whose REST root is ``api_url``."""
    api_url = api_url.rstrip("/")
    clock = clock or SystemClock()
    graphql = GraphQL(http, graphql_url(api_url))
    return GitHub(
        http=http,
        graphql=graphql,
        survey=Survey(http, graphql, api_url, clock),
        api_url=api_url,
        clock=clock,
        batch_items=batch_items,
        round_items=round_items,
        first_size=first_size,
    )


def repository_collectors(github: GitHub) -> list[GitHubCollector]:
    """Make the collectors of every kind of a repository."""
    return [collector(github) for collector in COLLECTORS]


def owner_collector(github: GitHub) -> GitHubOwners:
    """Make the collector that discovers an owner's repositories."""
    return GitHubOwners(github)


def graphql_url(api_url: str) -> str:
    """Find GraphQL beside REST: at /graphql on github.com, at /api/graphql beside Enterprise's /api/v3."""
    parts = urlsplit(api_url)
    path = parts.path.rstrip("/").removesuffix("/v3")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/graphql", "", ""))
