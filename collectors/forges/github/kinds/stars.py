"""GitHub stars by day, from the star history: who gave them has not been public since July 2026.

Asked for only where the number of stars moved, newest week first, down to the week that was read last. A
star that is taken back is gone from the day on which it was given, however long ago: where the days and the
forge's total disagree, all of the history is read again, once in four weeks at most.

State: ``week`` (the first day of the newest week, in seconds since 1970), ``total`` (the forge's number of
stars then), ``before`` (stars of the days that the next pass does not read), ``excess`` (stars that the forge
counts and no day has), ``is_off`` (days and total disagree), ``whole_on`` (when all was last read again).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from collectors.clock import is_within
from collectors.forges.github.collector import GitHub, GitHubCollector
from collectors.forges.github.fields import Fields, Unreadable
from collectors.protocol import Batch, Replaces, State, Target
from collectors.records import StarDay

WEEKS_PER_PAGE = 30  # the endpoint's own limit
WEEKS_AGAIN = 1  # the running week, and the one before it, which may still have been running elsewhere
SECONDS_PER_WEEK = 7 * 24 * 3600
WHOLE_AGAIN = timedelta(days=28)
"""All of a history is read again once in so long at most, whatever the total says."""


class GitHubStars(GitHubCollector):
    """Stars gained per day; a day without a row had none."""

    kind = "stars"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the days since ``state`` in one batch, if the number of stars moved."""
        surveyed = self._github.survey.of(target, state)
        total, known = surveyed.count.star_count, state or {}
        reading = _Reading(self._github, target.target_id, known, total)
        has_moved = state is None or total is None or known.get("total") != total
        if not has_moved and not (known.get("is_off") and reading.may_read_all):
            return
        if total != 0:
            reading.read(surveyed.full_name)
        is_replaced = state is not None and reading.is_whole and not reading.drift
        whole = Replaces(table=StarDay.table, where={"repository_id": target.target_id})
        yield Batch(
            records=reading.days,
            next_state={"node_id": surveyed.node_id, **reading.next_state()},
            forge_total=total,
            request_count=reading.request_count,
            replaces=[whole] if is_replaced else [],
            deletions={"star_days": reading.emptied} if reading.emptied and not is_replaced else {},
            drift=dict(reading.drift),
        )


class _Reading:
    """The pages of one history, down to the week that was read last, or to its beginning."""

    def __init__(self, github: GitHub, repository_id: str, known: State, total: int | None) -> None:
        self._github = github
        self._repository_id = repository_id
        self._known = known
        self._total = total
        self._today = github.today()
        self._week: int = known.get("week", 0)
        self._weeks: Counter[int] = Counter()  # stars by the week's first second
        self._read_again = False
        self.is_whole = True
        self.days: list[StarDay] = []
        self.emptied: list[dict[str, str]] = []  # days read again: their stars may have been taken back
        self.request_count = 0
        self.drift: Counter[str] = Counter()

    @property
    def may_read_all(self) -> bool:
        """Tell whether all was last read again long enough ago."""
        day = self._known.get("whole_on")
        return day is None or not is_within(date.fromisoformat(day), self._today, WHOLE_AGAIN)

    def read(self, full_name: str) -> None:
        """Read every week down to the floor, and further where days and total disagree."""
        url = f"{self._github.api_url}/repos/{full_name}/stargazers/history?per_page={WEEKS_PER_PAGE}"
        floor = self._week - WEEKS_AGAIN * SECONDS_PER_WEEK if "before" in self._known else 0
        for answer in self._github.http.pages(url):
            self.request_count += answer.request_count
            document = Fields({"weeks": answer.json()}, "StarHistory", self.drift)
            for week in document.children("weeks", "StarWeek"):
                start = week.optional_integer("week") or 0
                if start < floor and not self._read_again:
                    self.is_whole = False
                    if not self._is_off or not self.may_read_all:
                        return
                    self.is_whole = self._read_again = True
                self._take(week, start)

    def next_state(self) -> State:
        """Say where the next pass goes on, and what it is held against."""
        newest = max([self._week, *self._weeks])
        unread = newest - WEEKS_AGAIN * SECONDS_PER_WEEK
        held = sum(self._weeks.values())
        return {
            "week": newest,
            "total": self._total,
            "before": self._before + sum(count for start, count in self._weeks.items() if start < unread),
            "excess": self._total - held if self.is_whole and self._total is not None else self._excess,
            "is_off": not self.is_whole and self._is_off,
            "whole_on": self._today.isoformat() if self._read_again else self._known.get("whole_on"),
        }

    @property
    def _before(self) -> int:
        """Give the stars of the days that are held and were not read."""
        return 0 if self.is_whole else self._known["before"]

    @property
    def _excess(self) -> int:
        return self._known.get("excess", 0)

    @property
    def _is_off(self) -> bool:
        held = self._before + sum(self._weeks.values())
        return self._total is not None and held + self._excess != self._total

    def _take(self, week: Fields, start: int) -> None:
        """Take the seven days of a week, up to today."""
        self._weeks[start] += 0
        for day, count in days_of(week):
            if count > 0 and day <= self._today:
                self._weeks[start] += count
                self.days.append(StarDay(repository_id=self._repository_id, starred_on=day, star_count=count))
            elif start <= self._week:
                self.emptied.append({"repository_id": self._repository_id, "starred_on": day.isoformat()})


def days_of(week: Fields) -> Iterator[tuple[date, int]]:
    """Give day and stars of one week of the history; nothing where it cannot be read."""
    counts = week.integers("days")
    try:
        start = datetime.fromtimestamp(week.integer("week"), UTC).date()
    except Unreadable:
        return
    for offset, count in enumerate(counts or ()):
        yield start + timedelta(days=offset), count
