"""Years as pages name them: the last complete one, and which one is still running."""

from datetime import date

from dashboard import data
from dashboard.words.say import say

NEWEST_YEAR = (
    "select max(period_start_on) as start_on from marts.periods where period_kind = 'year' and is_complete"
)


def newest_year() -> date | None:
    """Give the first day of the last complete year."""
    return data.rows(NEWEST_YEAR)[0]["start_on"]


def is_running(year: int) -> bool:
    """Whether a year comes after the last complete one."""
    newest = newest_year()
    return newest is not None and year > newest.year


def year_name(year: int) -> str:
    """Name a year, and say of the running one that it is not over."""
    if is_running(year):
        return say(f"{year}年至今", f"{year} so far")
    return say(f"{year}年", str(year))
