"""GitCode's v5 API, which AtomGit answers too: which lists it has and how they are asked for.

Its quota is the scarcest of all, so that owner-wide lists come first: one says which repositories changed
and brings their rows along. Sort parameters differ from list to list; pages are counted, since none is
linked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from collectors.clock import SHANGHAI, Clock
from collectors.forges.gitcode.records import GitcodeReader
from collectors.forges.gitcode.stars import StarCollector
from collectors.forges.known import KNOWN
from collectors.forges.v5.client import V5Client
from collectors.forges.v5.comments import ALLOWANCE, ChangeRequestComments
from collectors.forges.v5.commit_accounts import CommitAccounts
from collectors.forges.v5.discovery import OwnerCollector
from collectors.forges.v5.list_collector import ListCollector
from collectors.forges.v5.listing import Listing, whole
from collectors.forges.v5.owner_lists import Owners, push_mark
from collectors.forges.v5.repositories import RepositoryCollector
from collectors.http.client import Http
from collectors.http.loose_json import count
from collectors.protocol import Collector

PACE_SECONDS = KNOWN["gitcode"].pace_seconds

RELEASES_DAYS = 28  # asked for once in so many days at most, and only after a push
COMMIT_ACCOUNTS_DAYS = 56
COMMIT_ALLOWANCE = 500
"""Requests of one run for the accounts of commits: an eighth of an hour's quota."""


def gitcode_collectors(
    http: Http,
    base_url: str,
    *,
    forge: str = "gitcode",
    sample_every: int = 1,
    allowance: int = ALLOWANCE,
    commit_allowance: int = COMMIT_ALLOWANCE,
    clock: Clock | None = None,
) -> Sequence[Collector]:
    """Give the collectors of one run, most valuable kind first; they share what they read of owners.

    Of the change requests, one in ``sample_every`` has its comments read, within ``allowance`` requests; the
    accounts of commits come last, within ``commit_allowance``.
    """
    client, reader = V5Client(http, base_url), GitcodeReader(forge)
    owners, listings = Owners(client), gitcode_listings(reader)
    lists = [
        ListCollector(forge, kind, client, owners, listing, clock=clock) for kind, listing in listings.items()
    ]
    return [
        RepositoryCollector(forge, client, owners, reader.repository, clock=clock),
        *lists,
        StarCollector(forge, client, owners),
        ChangeRequestComments(
            forge,
            client,
            owners,
            listings["change_requests"],
            reader.change_request_comment,
            sample_every=sample_every,
            allowance=allowance,
            clock=clock,
        ),
        CommitAccounts(
            forge,
            client,
            owners,
            reader.account,
            period_days=COMMIT_ACCOUNTS_DAYS,
            allowance=commit_allowance,
            clock=clock,
        ),
        OwnerCollector(forge, owners),
    ]


def gitcode_listings(reader: GitcodeReader) -> dict[str, Listing]:
    """Give the lists by kind, most valuable first."""
    issues = Listing(
        path="/repos/{full_name}/issues",
        query=_UPDATED_ISSUES,
        owner_path="/orgs/{owner}/issues",
        owner_query={"filter": "all", **_UPDATED_ISSUES},  # without a filter: those assigned to whoever asks
        since="since",
        write_since=_write_since,
        read=reader.issue,
        replaces=whole("issues"),
    )
    return {
        "change_requests": Listing(
            path="/repos/{full_name}/pulls",
            query={"state": "all", "sort": "updated", "direction": "desc", **_PAGED},
            owner_path="/org/{owner}/pull_requests",
            since="since",
            write_since=_write_since,
            read=reader.change_request,
            replaces=whole("change_requests"),
            total_query={"only_count": "true"},
        ),
        "issues": issues,
        "comments": replace(
            issues,
            path="/repos/{full_name}/issues/comments",
            query={"sort": "updated", "direction": "desc", **_PAGED},
            is_always_bounded=True,
            is_only_trigger=True,
            read=reader.issue_comment,
            replaces=whole("comments", parent_kind="issue"),
        ),
        **_rare_listings(reader),
    }


def _rare_listings(reader: GitcodeReader) -> dict[str, Listing]:
    """Give the lists that are read only where the repository's own row says that they may have changed."""
    return {
        "releases": Listing(
            path="/repos/{full_name}/releases",
            query={"direction": "desc", **_PAGED},  # oldest first unless told otherwise
            changed_field="created_at",
            mark=lambda row, today: push_mark(row, today, RELEASES_DAYS),
            read=reader.release,
            replaces=whole("releases"),
        ),
        "forks": Listing(
            path="/repos/{full_name}/forks",
            query={"sort": "newest", **_PAGED},
            changed_field="created_at",
            since="created_after",
            is_always_bounded=True,
            write_since=_write_since,
            mark=lambda row, today: str(row.get("forks_count")),
            total=lambda row: count(row.get("forks_count")),
            read=reader.fork,
        ),
    }


def _write_since(moment: datetime) -> str:
    """Write a time as GitCode wants it: with milliseconds and its own offset."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


_PAGED = {"per_page": "100"}
_UPDATED_ISSUES = {"state": "all", "order_by": "updated_at", "sort": "desc", **_PAGED}
