"""Issues and change requests that are no longer there: deleted, transferred, or turned into a discussion.

GitHub never says so; but both share one sequence of numbers, so whatever number neither list holds is a hole,
and a new hole is something that went. The lists are read once a week, numbers only, a hundred of each at
once, and only where anything in the repository changed since. State: ``holes`` (ranges), ``seen`` (what the
survey said when the numbers were last read), ``read_on``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from collectors.github_graphql import LARGEST_SIZE, PageSize
from collectors.github_streams import GitHub, GitHubCollector, read_page, text_of
from collectors.github_survey import Surveyed
from collectors.protocol import Batch, Failed, State, Target

READ_AGAIN = timedelta(days=7)
MOST_REMOVED_RATIO = 0.5  # more than half gone at once is a mishap of the forge or ours, not a removal
FEWEST_GUARDED = 20

Ranges = list[list[int]]
"""Inclusive ranges of numbers, ascending."""


class GitHubRemovals(GitHubCollector):
    """Tombstones of issues and change requests."""

    kind = "removals"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the keys of what went since ``state``, once a week at most."""
        surveyed = self._github.survey.of(target, state)
        known, today = state or {}, self._github.today()
        seen = _seen(surveyed)
        is_early = bool(known) and today - date.fromisoformat(known["read_on"]) < READ_AGAIN
        if is_early or known.get("seen") == seen or not surveyed.repository.has_issues:
            return
        numbers = _Numbers(self._github, surveyed.node_id)
        holes = numbers.holes()
        gone = sorted(_members(holes) - _members(known.get("holes", [])))
        if len(gone) >= FEWEST_GUARDED and len(gone) > MOST_REMOVED_RATIO * numbers.bound and known:
            raise Failed(
                f"{target.target_id}: {len(gone)} of {numbers.bound} numbers vanished; none is removed"
            )
        yield Batch(
            records=[],
            next_state={
                "node_id": surveyed.node_id,
                "holes": holes,
                "seen": seen,
                "read_on": today.isoformat(),
            },
            deletions=_deletions(target.target_id, gone),
            request_count=numbers.request_count,
            drift=dict(numbers.drift),
        )


class _Numbers:
    """The numbers in use, as one bit each."""

    def __init__(self, github: GitHub, node_id: str) -> None:
        self._github = github
        self._node_id = node_id
        self._used = bytearray()
        self.bound = 0  # numbers above it were given out while the lists were read
        self.request_count = 0
        self.drift: Counter[str] = Counter()

    def holes(self) -> Ranges:
        """Read both lists and give the numbers up to ``bound`` that are in neither."""
        cursors: dict[str, str | None] = {"issues": None, "pullRequests": None}
        ended: set[str] = set()
        size = PageSize(cap=LARGEST_SIZE)
        while len(ended) < len(cursors):
            variables = {
                "repository": self._node_id,
                "issuesAfter": cursors["issues"],
                "changeRequestsAfter": cursors["pullRequests"],
            }
            result = self._github.graphql.page("numbers", variables, size)
            self.request_count += result.request_count
            for connection in cursors:
                page = read_page(result, connection, connection, self.drift)
                self._mark(node.optional_integer("number") for node in page.nodes)
                if page.end_cursor is None:
                    ended.add(connection)
                cursors[connection] = page.end_cursor or cursors[connection]
            if ended and not self.bound:
                self.bound = len(self._used) - 1
        return _holes(self._used, self.bound)

    def _mark(self, numbers: Iterator[int | None]) -> None:
        for number in numbers:
            if number is not None:
                self._used.extend(bytes(max(0, number + 1 - len(self._used))))
                self._used[number] = 1


def _holes(used: bytearray, bound: int) -> Ranges:
    """Give the ranges of numbers from 1 to ``bound`` that are not used."""
    ranges: Ranges = []
    start = 1
    while (hole := used.find(0, start, bound + 1)) != -1:
        used_again = used.find(1, hole, bound + 1)
        end = used_again if used_again != -1 else bound + 1
        ranges.append([hole, end - 1])
        start = end
    return ranges


def _members(ranges: Ranges) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


def _deletions(repository_id: str, numbers: list[int]) -> Mapping[str, list[dict[str, str]]]:
    """Name the rows that went; which of the two a number was is not known any more, and does not matter."""
    keys = [{"repository_id": repository_id, "number": str(number)} for number in numbers]
    return {"issues": keys, "change_requests": keys} if keys else {}


def _seen(surveyed: Surveyed) -> list[str | int | None]:
    """Note what must have moved before reading the numbers again is worth it."""
    return [
        surveyed.count.issue_count,
        surveyed.count.change_request_count,
        text_of(surveyed.newest["issues"]),
        text_of(surveyed.newest["pullRequests"]),
    ]
