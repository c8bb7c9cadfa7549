"""How many requests a first pass takes: what the forecasts of the v5 forges have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from collectors.v5 import Row, count
from collectors.v5_client import PER_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The requests of a first pass by kind, and what it took to know."""

    request_counts: Mapping[str, int]
    asked_count: int
    pace_seconds: float

    @property
    def request_count(self) -> int:
        """Give the requests of all kinds together."""
        return sum(self.request_counts.values())

    @property
    def duration(self) -> timedelta:
        """Give how long the pass takes with one token, at an even pace."""
        return timedelta(seconds=self.request_count * self.pace_seconds)


def pages(total: int, probed: Sequence[int], repository_count: int) -> int:
    """Estimate the pages of all repositories from the rows of all and the pages of a few."""
    if not probed:
        return 0
    surplus = sum(max(1, -(-rows // PER_PAGE)) - rows / PER_PAGE for rows in probed) / len(probed)
    return round(total / PER_PAGE + surplus * repository_count)


def own_pages(row: Row, field: str) -> int:
    """Give the pages of a list whose total the repository's own row tells."""
    return max(1, -(-(count(row.get(field)) or 0) // PER_PAGE))
