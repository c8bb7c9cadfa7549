"""What is no longer there: issues and change requests, and remarks on those that are.

GitHub never says so; but both share one sequence of numbers, so whatever number neither list holds is a hole,
and a new hole is something that was deleted, transferred, or turned into a discussion. And each has a number
of remarks: where it fell, or where a conversation too long to be read at once changed, its remarks are read
again as a whole. The lists are read once a week, a hundred of each at once, and only where anything in the
repository changed since. State: ``holes`` (ranges), ``seen`` (what the survey said when the numbers were last
read), ``read_on``, ``remarks`` (comments and reviews by number; not yet after the first reading).
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import orjson

from collectors.clock import is_within
from collectors.forges.github.collector import GitHub, GitHubCollector, Pile, read_page, text_of
from collectors.forges.github.fields import Fields
from collectors.forges.github.graphql import LARGEST_SIZE, PageSize
from collectors.forges.github.survey import Surveyed
from collectors.forges.github.threads import comments, reviews
from collectors.protocol import Batch, Failed, State, Target

READ_AGAIN = timedelta(days=7)
MOST_REMOVED_RATIO = 0.5  # more than half gone at once is a mishap of the forge or ours, not a removal
FEWEST_GUARDED = 20
BESIDE = 20  # remarks that fit beside an item: whenever it is met, all of them are read

Ranges = list[list[int]]
"""Inclusive ranges of numbers, ascending."""
Remarks = dict[int, list[int]]
"""How many comments, and of a change request reviews, by its number."""
REMARKS_OF = {"issues": ("comments",), "pullRequests": ("comments", "reviews")}


class GitHubRemovals(GitHubCollector):
    """Tombstones of issues and change requests."""

    kind = "removals"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield the keys of what went since ``state``, once a week at most."""
        surveyed = self._github.survey.of(target, state)
        known, today = state or {}, self._github.today()
        seen = _seen(surveyed)
        is_early = bool(known) and is_within(date.fromisoformat(known["read_on"]), today, READ_AGAIN)
        if is_early or known.get("seen") == seen or surveyed.repository.has_issues is False:
            return
        pile = Pile()
        numbers = _Numbers(self._github, surveyed.node_id, pile, is_counting=bool(known))
        holes = numbers.holes()
        gone = sorted(_members(holes) - _members(known.get("holes", [])))
        if len(gone) >= FEWEST_GUARDED and len(gone) > MOST_REMOVED_RATIO * numbers.bound and known:
            raise Failed(
                f"{target.target_id}: {len(gone)} of {numbers.bound} numbers vanished; none is removed"
            )
        self._read_again(target.target_id, numbers, unpacked(known.get("remarks")), pile)
        yield pile.batch(
            {
                "node_id": surveyed.node_id,
                "holes": holes,
                "seen": seen,
                "read_on": today.isoformat(),
                "remarks": packed(numbers.remarks),
            },
            forge_total=None,
            is_complete=True,
            deletions=_deletions(target.target_id, gone),
        )

    def _read_again(self, repository_id: str, numbers: "_Numbers", before: Remarks, pile: Pile) -> None:
        """Read the remarks of what has lost some, or may have."""
        graphql = self._github.graphql
        judged = reviews(graphql, repository_id, pile)
        threads = {
            "issues": (comments(graphql, repository_id, "issue", pile),),
            "pullRequests": (comments(graphql, repository_id, "change_request", pile), judged),
        }
        for number, counts in numbers.remarks.items():
            connection, node_id = numbers.places[number]
            known = before.get(number, counts)
            for thread, was, told in zip(threads[connection], known, counts, strict=False):
                if told < was or (told != was and told > BESIDE):
                    thread.read_again(str(number), node_id, told)
        for thread in (*threads["issues"], *threads["pullRequests"]):
            thread.finish()
        judged.count()


class _Numbers:
    """The numbers in use, as one bit each."""

    def __init__(self, github: GitHub, node_id: str, pile: Pile, *, is_counting: bool) -> None:
        self._github = github
        self._node_id = node_id
        self._pile = pile
        self._is_counting = is_counting
        self._used = bytearray()
        self.bound = 0  # numbers above it were given out while the lists were read
        self.remarks: Remarks = {}
        self.places: dict[int, tuple[str, str]] = {}  # connection and node id

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
                "withRemarks": self._is_counting,
            }
            result = self._github.graphql.page("numbers", variables, size)
            self._pile.spent(result)
            for connection in cursors:
                page = read_page(result, connection, connection, self._pile.drift)
                for node in page.nodes:
                    self._mark(connection, node)
                if page.end_cursor is None:
                    ended.add(connection)
                cursors[connection] = page.end_cursor or cursors[connection]
            if ended and not self.bound:
                self.bound = len(self._used) - 1
        return _holes(self._used, self.bound)

    def _mark(self, connection: str, node: Fields) -> None:
        number, node_id = node.optional_integer("number"), node.optional_text("id")
        if number is None:
            return
        self._used.extend(bytes(max(0, number + 1 - len(self._used))))
        self._used[number] = 1
        if self._is_counting and node_id:
            totals = [node.total(name) for name in REMARKS_OF[connection]]
            counts = [total for total in totals if total is not None]
            if len(counts) == len(totals):
                self.remarks[number] = counts
                self.places[number] = connection, node_id


def packed(remarks: Remarks) -> str | None:
    """Write counts into a state: a repository may have a hundred thousand."""
    if not remarks:
        return None
    return b64encode(zlib.compress(orjson.dumps(list(remarks.items())))).decode()


def unpacked(text: str | None) -> Remarks:
    """Read counts from a state."""
    return dict(orjson.loads(zlib.decompress(b64decode(text)))) if text else {}


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
