"""GitHub stars by day, from the star history: who gave them has not been public since July 2026.

Asked for only where the number of stars moved, newest week first, down to the week that was read last. State:
``week`` (the first day of that week, in seconds since 1970), ``total`` (the forge's number of stars then).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from collectors.answer_fields import Fields, Unreadable
from collectors.github_streams import GitHub, GitHubCollector
from collectors.protocol import Batch, State, Target
from collectors.records import StarDay

WEEKS_PER_PAGE = 30  # the endpoint's own limit
WEEKS_AGAIN = 1  # the running week, and the one before it, which may still have been running elsewhere
SECONDS_PER_WEEK = 7 * 24 * 3600


class GitHubStars(GitHubCollector):
    """Stars gained per day."""

    kind = "stars"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the days since ``state`` in one batch, if the number of stars moved."""
        surveyed = self._github.survey.of(target, state)
        total, known = surveyed.count.star_count, state or {}
        if state is not None and known.get("total") == total:
            return
        drift: Counter[str] = Counter()
        reading = _Reading(self._github, known.get("week", 0), drift)
        days = list(reading.days(target.target_id, surveyed.full_name)) if total != 0 else []
        yield Batch(
            records=days,
            next_state={"node_id": surveyed.node_id, "week": reading.newest, "total": total},
            forge_total=total,
            request_count=reading.request_count,
            drift=dict(drift),
        )


class _Reading:
    """The pages of one history, down to the week that was read last."""

    def __init__(self, github: GitHub, week: int, drift: Counter[str]) -> None:
        self._github = github
        self._floor = week - WEEKS_AGAIN * SECONDS_PER_WEEK
        self._drift = drift
        self.newest = week
        self.request_count = 0

    def days(self, repository_id: str, full_name: str) -> Iterator[StarDay]:
        """Give the days of every week above the floor."""
        url = f"{self._github.api_url}/repos/{full_name}/stargazers/history?per_page={WEEKS_PER_PAGE}"
        today = self._github.clock.now().date()
        for answer in self._github.http.pages(url):
            self.request_count += answer.request_count
            for week in Fields({"weeks": answer.json()}, "StarHistory", self._drift).children(
                "weeks", "StarWeek"
            ):
                start = week.optional_integer("week") or 0
                if start < self._floor:
                    return
                self.newest = max(self.newest, start)
                yield from star_days(repository_id, week, today)


def star_days(repository_id: str, week: Fields, today: date) -> Iterator[StarDay]:
    """Read one week of the history: its seven days up to today, or none where nobody gave a star."""
    try:
        start = datetime.fromtimestamp(week.integer("week"), UTC).date()
        total = week.integer("total")
    except Unreadable:
        return
    counts = week.integers("days")
    if total == 0 or counts is None:
        return
    for offset, count in enumerate(counts):
        day = start + timedelta(days=offset)
        if day <= today:
            yield StarDay(repository_id=repository_id, starred_on=day, star_count=count)
