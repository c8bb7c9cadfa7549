"""Gitee's v5 API: which lists it has, how they are asked for, and where its OpenHarmony side ends.

OpenHarmony left Gitee for GitCode on 2025-09-15; what stayed is a mirror. The Gitee side of a repository that
moved is read once, up to that day, and linked to the other. Gitee gives stars as a total only, so that they
are part of ``repository``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from collectors.clock import SHANGHAI, Clock, day_of
from collectors.forges.gitee import records as read
from collectors.forges.known import KNOWN
from collectors.forges.v5.client import V5Client
from collectors.forges.v5.comments import ALLOWANCE, ChangeRequestComments
from collectors.forges.v5.commit_accounts import CommitAccounts
from collectors.forges.v5.discovery import OwnerCollector
from collectors.forges.v5.list_collector import ListCollector, full_name
from collectors.forges.v5.listing import Listing, whole
from collectors.forges.v5.owner_lists import Owners, push_mark
from collectors.forges.v5.repositories import RepositoryCollector
from collectors.http.client import Http
from collectors.http.loose_json import Row, count, instant
from collectors.openharmony.forge_moves import MOVES, Move
from collectors.protocol import Collector, Target
from collectors.records import Record, RepositoryAlias

SOURCE = "gitee"
PACE_SECONDS = KNOWN["gitee"].pace_seconds
RELEASES_DAYS = 7  # asked for once in so many days at most, and only after a push
COMMIT_ACCOUNTS_DAYS = 7


def gitee_collectors(
    http: Http,
    base_url: str,
    *,
    sample_every: int = 1,
    allowance: int = ALLOWANCE,
    clock: Clock | None = None,
) -> Sequence[Collector]:
    """Give the collectors of one run, most valuable kind first; they share what they read of owners.

    Of the change requests, one in ``sample_every`` has its comments read, within ``allowance`` requests.
    """
    client = V5Client(http, base_url)
    owners = Owners(client)
    lists = [
        ListCollector(SOURCE, kind, client, owners, listing, clock=clock)
        for kind, listing in LISTINGS.items()
    ]
    return [
        RepositoryCollector(
            SOURCE, client, owners, read.repository_records, aliases=moved_names, clock=clock
        ),
        *lists,
        ChangeRequestComments(
            SOURCE,
            client,
            owners,
            LISTINGS["change_requests"],
            _change_request_comment,
            sample_every=sample_every,
            allowance=allowance,
            clock=clock,
        ),
        CommitAccounts(
            SOURCE,
            client,
            owners,
            read.account_of,
            period_days=COMMIT_ACCOUNTS_DAYS,
            is_closed=_is_closed,
            clock=clock,
        ),
        OwnerCollector(SOURCE, owners),
    ]


def move_of(target: Target) -> Move | None:
    """Tell whether a target's repository has left Gitee."""
    return MOVES.get(full_name(target).partition("/")[0])


def moved_names(target: Target) -> list[RepositoryAlias]:
    """Link a repository that left to the one that it is now: same owner, same name, another forge."""
    move = move_of(target)
    if move is None:
        return []
    return [
        RepositoryAlias(
            repository_id=f"{move.forge}:{full_name(target)}",
            forge=SOURCE,
            full_name=full_name(target),
            forge_repository_id=None,
            seen_on=move.moved_on,
            reason="moved",
        )
    ]


def is_before_move(target: Target, row: Row) -> bool:
    """Tell whether a row came about while the repository was still at home on Gitee."""
    move, moment = move_of(target), instant(row.get("created_at"))
    if move is None or moment is None:
        return True
    return day_of(moment) < move.moved_on


def _is_closed(target: Target) -> bool:
    return move_of(target) is not None


def _write_since(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _change_request_comment(row: Row, repository_id: str, number: str) -> Iterator[Record]:
    return read.comment_records(row, repository_id, "change_request", number)


_PAGED = {"per_page": "100"}
_UPDATED = {"sort": "updated", "direction": "desc", **_PAGED}
_ISSUES = Listing(
    path="/repos/{full_name}/issues",
    query={"state": "all", **_UPDATED},
    owner_path="/orgs/{owner}/issues",
    owner_query={"filter": "all", "state": "all", **_UPDATED},  # without a filter: only one's own
    since="since",
    write_since=_write_since,
    read=read.issue_records,
    replaces=whole("issues"),
    is_wanted=is_before_move,
    is_closed=_is_closed,
)
LISTINGS = {
    "change_requests": Listing(
        path="/repos/{full_name}/pulls",
        query={"state": "all", **_UPDATED},
        since="since",
        write_since=_write_since,
        read=read.change_request_records,
        replaces=whole("change_requests"),
        is_wanted=is_before_move,
        is_closed=_is_closed,
    ),
    "issues": _ISSUES,
    "comments": replace(
        _ISSUES,
        path="/repos/{full_name}/issues/comments",
        query=_UPDATED,
        is_only_trigger=True,
        read=read.issue_comment_records,
        replaces=whole("comments", parent_kind="issue"),
    ),
    "releases": Listing(
        path="/repos/{full_name}/releases",
        query={"direction": "desc", **_PAGED},
        changed_field="created_at",
        mark=lambda row, today: push_mark(row, today, RELEASES_DAYS),
        read=read.release_records,
        replaces=whole("releases"),
        is_wanted=is_before_move,
        is_closed=_is_closed,
    ),
    "forks": Listing(
        path="/repos/{full_name}/forks",
        query={"sort": "newest", **_PAGED},
        changed_field="created_at",
        mark=lambda row, today: str(row.get("forks_count")),
        total=lambda row: count(row.get("forks_count")),
        read=read.fork_records,
        is_wanted=is_before_move,
        is_closed=_is_closed,
    ),
}
"""By kind, most valuable first."""
