"""Which accounts a v5 forge itself names beside a commit: its own evidence of who an author is.

A repository's commits come newest first and a hundred at a time. A later pass asks only for the last weeks,
since a branch that is merged today brings commits that are older, and only where something was pushed. The
names and mailboxes beside them are dropped at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from collectors.clock import SHANGHAI, Clock, SystemClock, day_of
from collectors.forges.v5.client import PER_PAGE, Page, V5Client, place
from collectors.forges.v5.cursor import NEVER
from collectors.forges.v5.list_collector import PAGES_PER_TURN, by_owner, full_name
from collectors.forges.v5.owner_lists import Owners, is_same_mark, push_mark
from collectors.http.loose_json import Row, inner, instant, text
from collectors.protocol import Batch, Gone, OverBudget, State, Target
from collectors.records import Account, CommitAccount, Record

LIST_FROM = 2  # targets of one owner from which on its list says who was pushed to
BRANCH_LIFE = timedelta(days=30)
"""Read again before the newest commit held: what is merged late was committed before."""
NO_LIMIT = 10**9


class CommitAccounts:
    """Collects the accounts of commits. A Planner: repositories without a push are not asked about.

    State: ``floor`` (the newest commit held), ``candidate`` (the floor once this pass ends), ``next`` (the
    place of the next page), ``mark`` (the last push, and the period in which the list was last read).
    """

    kind = "commit_accounts"

    def __init__(
        self,
        source: str,
        client: V5Client,
        owners: Owners,
        account: Callable[[Row], Account | None],
        *,
        period_days: int,
        allowance: int = NO_LIMIT,
        is_closed: Callable[[Target], bool] = lambda target: False,
        clock: Clock | None = None,
    ) -> None:
        """Ask about a repository once in ``period_days``, and at most ``allowance`` times in this run.

        A closed target is read once and never again.
        """
        self.source = source
        self._client = client
        self._owners = owners
        self._account = account
        self._period_days = period_days
        self._left = allowance
        self._is_closed = is_closed
        self._clock = clock or SystemClock()

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Read the lists of the owners with several targets."""
        for owner, group in by_owner(targets).items():
            if len(group) >= LIST_FROM:
                self._owners.repositories(owner)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one turn's worth of commits, or nothing. Raises OverBudget."""
        known = dict(state or {})
        row = self._owners.known(full_name(target))
        mark = push_mark(row, day_of(self._clock.now()), self._period_days) if row else None
        is_at_rest = bool(known) and known["next"] is None
        if is_at_rest and (self._is_closed(target) or is_same_mark(mark, known["mark"])):
            return
        try:
            pages = self._pages(
                known.get("next") or commits_place(full_name(target), instant(known.get("floor")))
            )
        except Gone:
            if row is None:
                raise
            pages = []  # the repository is there, and has no commit yet
        yield self._batch(target, pages, known, mark)

    def _batch(
        self, target: Target, pages: Sequence[Page], known: Mapping[str, str | None], mark: str | None
    ) -> Batch:
        rows = [row for page in pages for row in page.rows]
        before = instant(known.get("candidate")) or instant(known.get("floor")) or NEVER
        newest = max([before, *self._moments(rows)]).isoformat()
        next_place = pages[-1].next_place if pages else None
        next_state = {
            "floor": known.get("floor") if next_place else newest,
            "candidate": newest if next_place else None,
            "next": next_place,
            "mark": known.get("mark") if next_place else mark,
        }
        is_whole = bool(pages) and not known.get("next") and not known.get("floor")
        records = self._records(rows)
        unread = sum(text(row.get("sha")) is None for row in rows)
        return Batch(
            records=records,
            next_state=next_state,
            forge_total=pages[0].total if is_whole else None,
            request_count=sum(page.request_count for page in pages),
            quota_remaining=pages[-1].quota_remaining if pages else None,
            is_complete=next_place is None,
            drift={"commit_accounts.sha": unread} if unread else {},
        )

    def _pages(self, here: str) -> list[Page]:
        """Read a turn's pages within the allowance. Raises OverBudget."""
        pages: list[Page] = []
        next_place: str | None = here
        while next_place and len(pages) < PAGES_PER_TURN:
            if self._left <= 0 and not pages:
                raise OverBudget(
                    f"{self.source}: this run's allowance of requests for commits is used up; "
                    "the next run goes on from here"
                )
            page = self._client.page(next_place)
            self._left -= page.request_count
            pages.append(page)
            next_place = page.next_place
        return pages

    def _moments(self, rows: Sequence[Row]) -> list[datetime]:
        """Give when commits were made; a date in the future says nothing of what is held."""
        moments = [instant(inner(inner(row, "commit"), "committer").get("date")) for row in rows]
        return [moment for moment in moments if moment and moment <= self._clock.now()]

    def _records(self, rows: Sequence[Row]) -> list[Record]:
        """Read commits and the accounts beside them. One without an id is what git says, not the forge."""
        found: dict[str, Record] = {}
        for row in rows:
            sha = text(row.get("sha"))
            author, committer = (self._linked(inner(row, name)) for name in ("author", "committer"))
            if sha is None:
                continue
            found[sha] = CommitAccount(
                sha=sha,
                forge=self.source,
                author_account_id=author.account_id if author else None,
                committer_account_id=committer.account_id if committer else None,
            )
            found |= {each.account_id: each for each in (author, committer) if each}
        return list(found.values())

    def _linked(self, user: Row) -> Account | None:
        return self._account(user) if text(user.get("id")) else None


def commits_place(name: str, floor: datetime | None) -> str:
    """Write the place of the first page of a pass over the commits of "owner/name"."""
    query = {"per_page": str(PER_PAGE)}
    if floor is not None and floor > NEVER:
        query["since"] = (floor - BRANCH_LIFE).astimezone(SHANGHAI).isoformat(timespec="seconds")
    return place(f"/repos/{name}/commits", query)
