"""How many requests a first pass takes: what the forecasts of the v5 forges have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from collectors.forges.v5.client import PER_PAGE
from collectors.http.loose_json import Row, count

LARGEST = 25  # repositories that are all asked for their totals
SAMPLED = 25  # of the others


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
    surplus = sum(page_count(rows) - rows / PER_PAGE for rows in probed) / len(probed)
    return round(total / PER_PAGE + surplus * repository_count)


@dataclass(frozen=True, slots=True)
class Sample:
    """The repositories of an owner that are asked: the largest, and a few others that stand for the rest.

    Most of the work is in those with the most forks; each of ``others`` stands for ``weight`` repositories.
    """

    largest: Sequence[str]
    others: Sequence[str]
    weight: float

    @classmethod
    def of(cls, rows: Mapping[str, Row]) -> "Sample":
        """Choose among repositories by their own rows; the others are spread evenly by their size."""
        names = sorted(rows, key=lambda name: (-(count(rows[name].get("forks_count")) or 0), name))
        rest = names[LARGEST:]
        step = max(1, -(-len(rest) // SAMPLED))
        others = rest[step // 2 :: step]
        return cls(names[:LARGEST], others, len(rest) / len(others) if others else 0.0)

    @property
    def names(self) -> Sequence[str]:
        """Give all that are asked."""
        return [*self.largest, *self.others]

    def estimate(self, counts: Mapping[str, int]) -> int:
        """Estimate the sum over all repositories from the counts of those that were asked."""
        of_others = sum(counts[name] for name in self.others)
        return sum(counts[name] for name in self.largest) + round(self.weight * of_others)


def page_count(total: int, per_page: int = PER_PAGE) -> int:
    """Give the pages of a list; an empty one takes a request too."""
    return max(1, -(-total // per_page))


def own_pages(row: Row, field: str) -> int:
    """Give the pages of a list whose total the repository's own row tells."""
    return page_count(count(row.get(field)) or 0)
