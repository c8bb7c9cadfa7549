"""GitHub stars by day, from the star history: who gave them has not been public since July 2026.

Asked for only where the number of stars moved, newest week first, down to the week that was read last. State:
``week`` (the first day of that week, in seconds since 1970), ``total`` (the forge's number of stars then).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from collectors.forges.github.collector import GitHub, GitHubCollector
from collectors.forges.github.fields import Fields, Unreadable
from collectors.protocol import Batch, State, Target
from collectors.records import StarDay

WEEKS_PER_PAGE = 30  # the endpoint's own limit
WEEKS_AGAIN = 1  # the running week, and the one before it, which may still have been running elsewhere
SECONDS_PER_WEEK = 7 * 24 * 3600


class GitHubStars(GitHubCollector):
    """Stars gained per day; a day without a row had none."""

    kind = "stars"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the days since ``state`` in one batch, if the number of stars moved."""
        surveyed = self._github.survey.of(target, state)
        total, known = surveyed.count.star_count, state or {}
        if state is not None and total is not None and known.get("total") == total:
            return
        reading = _Reading(self._github, target.target_id, known.get("week", 0))
        if total != 0:
            reading.read(surveyed.full_name)
        yield Batch(
            records=reading.days,
            next_state={"node_id": surveyed.node_id, "week": reading.newest, "total": total},
            forge_total=total,
            request_count=reading.request_count,
            deletions={"star_days": reading.emptied} if reading.emptied else {},
            drift=dict(reading.drift),
        )


class _Reading:
    """The pages of one history, down to the week that was read last."""

    def __init__(self, github: GitHub, repository_id: str, week: int) -> None:
        self._github = github
        self._repository_id = repository_id
        self._week = week
        self._today = github.today()
        self.newest = week
        self.days: list[StarDay] = []
        self.emptied: list[dict[str, str]] = []  # days read again: their stars may have been taken back
        self.request_count = 0
        self.drift: Counter[str] = Counter()

    def read(self, full_name: str) -> None:
        """Read every week down to the floor."""
        url = f"{self._github.api_url}/repos/{full_name}/stargazers/history?per_page={WEEKS_PER_PAGE}"
        floor = self._week - WEEKS_AGAIN * SECONDS_PER_WEEK
        for answer in self._github.http.pages(url):
            self.request_count += answer.request_count
            document = Fields({"weeks": answer.json()}, "StarHistory", self.drift)
            for week in document.children("weeks", "StarWeek"):
                start = week.optional_integer("week") or 0
                if start < floor:
                    return
                self.newest = max(self.newest, start)
                self._take(week, is_again=start <= self._week)

    def _take(self, week: Fields, *, is_again: bool) -> None:
        """Take the seven days of a week, up to today."""
        for day, count in days_of(week):
            if count > 0 and day <= self._today:
                self.days.append(StarDay(repository_id=self._repository_id, starred_on=day, star_count=count))
            elif is_again:
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
