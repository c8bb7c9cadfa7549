"""Which list of a v5 forge, how it is asked for, and how its rows read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from collectors.forges.v5.client import place
from collectors.http.loose_json import Row
from collectors.protocol import Replaces, Target
from collectors.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One kind of list on one forge.

    ``path`` and ``owner_path`` hold {full_name} and {owner}; ``query`` asks for all states, newest change
    first. ``since`` names the parameter that leaves out what changed before, written by ``write_since``.
    ``read`` gives the records of one row and raises Unexpected where it is not as expected; ``is_wanted``
    leaves rows out. ``mark`` tells from the repository's own row and the day whether this list is to be read.
    ``replaces`` says by repository_id what the whole list replaces; without it, nobody looks for deletions.
    """

    path: str
    query: Mapping[str, str]
    read: Callable[[Row, str], Iterable[Record]]
    changed_field: str = "updated_at"
    since: str | None = None
    write_since: Callable[[datetime], str] = datetime.isoformat
    is_always_bounded: bool = False  # its order is not sure, so that a later pass must ask by ``since``
    owner_path: str | None = None
    owner_query: Mapping[str, str] | None = None
    is_only_trigger: bool = False  # the owner-wide list says which repositories changed, but holds other rows
    mark: Callable[[Row, date], str | None] | None = None
    total_query: Mapping[str, str] = field(default_factory=lambda: {"per_page": "1"})  # of the cheapest total
    total: Callable[[Row], int | None] = lambda row: None  # of the list, by the repository's own row
    is_wanted: Callable[[Target, Row], bool] = lambda target, row: True
    is_closed: Callable[[Target], bool] = lambda target: False  # read once, then never again
    replaces: Callable[[str], Replaces] | None = None

    def first_place(self, full_name: str, oldest: datetime | None) -> str:
        """Write the place of the first page of a pass, without what changed before ``oldest``."""
        bounded = {self.since: self.write_since(oldest)} if self.since and oldest else {}
        return place(self.path.format(full_name=full_name), {**self.query, **bounded})

    def total_place(self, full_name: str) -> str:
        """Write the place of the shortest answer that tells the total of the whole list."""
        return place(self.path.format(full_name=full_name), {**self.query, **self.total_query})

    def owner_place(self, owner: str) -> str | None:
        """Write the place of the owner-wide list."""
        if self.owner_path is None:
            return None
        return place(self.owner_path.format(owner=owner), self.owner_query or self.query)


def whole(table: str, **where: str) -> Callable[[str], Replaces]:
    """Give what a whole list replaces: the rows of ``table`` of its repository, as far as ``where`` says."""
    return lambda repository_id: Replaces(table=table, where={"repository_id": repository_id, **where})
