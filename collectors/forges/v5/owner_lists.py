"""What one request says about many repositories of an owner: their metadata, and what changed in any of them.

Made anew for every run: what was read stays as it was until the run ends.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zlib import crc32

from collectors.forges.v5.answers import full_name_of
from collectors.forges.v5.client import PER_PAGE, V5Client, place
from collectors.forges.v5.cursor import is_behind
from collectors.http.loose_json import Row, inner, instant, text
from collectors.protocol import CollectError, Failed, Forbidden, Gone

NO_ORGANIZATION = (Gone, Forbidden, Failed)
"""How the forges answer where an owner is a person, or keeps its lists to itself."""


class UpdatedList:
    """An organisation-wide list, newest change first, read only as far back as somebody needs."""

    def __init__(self, client: V5Client, first_place: str) -> None:
        """Start with the first page. Raises a CollectError."""
        self._client = client
        self._next_place: str | None = first_place
        self._rows: list[Row] = []
        self._last_page: Sequence[Row] = ()
        self._lock = threading.Lock()
        self.request_count = 0
        self.total: int | None = None
        self._extend()

    @property
    def top(self) -> datetime | None:
        """Give the newest change of all; None where nothing was ever changed."""
        return max((moment for moment in map(changed_at, self._rows[:PER_PAGE]) if moment), default=None)

    def since(self, oldest: datetime) -> Sequence[Row]:
        """Give the rows changed at ``oldest`` or later. Raises a CollectError."""
        with self._lock:
            while self._next_place and not is_behind(self._last_page, "updated_at", oldest):
                self._extend()
        return [each for each in self._rows if (changed_at(each) or oldest) >= oldest]

    def _extend(self) -> None:
        assert self._next_place is not None
        page = self._client.page(self._next_place)
        self.request_count += page.request_count
        self.total = page.total if self.total is None else self.total
        self._rows += page.rows
        self._last_page = page.rows
        self._next_place = page.next_place


class Owners:
    """The owner-wide lists of one forge, each asked for once. Threads may share it."""

    def __init__(self, client: V5Client) -> None:
        """Ask through ``client``."""
        self._client = client
        self._repositories: dict[str, Mapping[str, Row]] = {}
        self._personal: dict[str, Mapping[str, Row]] = {}
        self._refusals: dict[str, CollectError] = {}  # of organisations' lists
        self._updated: dict[str, UpdatedList | None] = {}
        self._lock = threading.RLock()
        self.request_count = 0

    def repositories(self, owner: str) -> Mapping[str, Row]:
        """Give an organisation's repositories by "owner/name" in lower case; nothing for a person's."""
        with self._lock:
            if owner not in self._repositories:
                self._repositories[owner] = self._listed(owner)
            return self._repositories[owner]

    def holdings(self, owner: str) -> tuple[Mapping[str, Row], int]:
        """Give all that an owner holds, a person's too, and how many requests it took now.

        Raises a CollectError: what an organisation's list met where the owner is no person either.
        """
        with self._lock:
            before = self.request_count
            found = self.repositories(owner)
            if refusal := self._refusals.get(owner):
                found = self._of_person(owner, refusal)
            return found, self.request_count - before

    def known(self, full_name: str) -> Row | None:
        """Give a repository's row where its organisation's list was read, and has it.

        A person's list tells less of a repository than the repository itself.
        """
        return self._repositories.get(full_name.partition("/")[0], {}).get(full_name)

    def lacks(self, full_name: str) -> bool:
        """Tell whether a repository's organisation was read, has others, and not this one."""
        held = self._repositories.get(full_name.partition("/")[0])
        return bool(held) and full_name not in held

    def updated(self, first_place: str) -> UpdatedList | None:
        """Give an organisation-wide list by its first place; None where the owner has no such list."""
        with self._lock:
            if first_place not in self._updated:
                try:
                    self._updated[first_place] = UpdatedList(self._client, first_place)
                except NO_ORGANIZATION:
                    self._updated[first_place] = None
            return self._updated[first_place]

    def _listed(self, owner: str) -> Mapping[str, Row]:
        try:
            return self._read(place(f"/orgs/{owner}/repos", {"type": "all", "per_page": str(PER_PAGE)}))
        except NO_ORGANIZATION as refusal:
            self._refusals[owner] = refusal
            return {}

    def _of_person(self, owner: str, refusal: CollectError) -> Mapping[str, Row]:
        """Read what is in a person's own name; such lists also hold what others let them work on."""
        if owner not in self._personal:
            query = {"type": "personal", "per_page": str(PER_PAGE)}
            try:
                listed = self._read(place(f"/users/{owner}/repos", query))
            except Gone:
                raise refusal from None
            if not listed and not isinstance(refusal, Gone):
                raise refusal
            self._personal[owner] = {
                name: row for name, row in listed.items() if name.startswith(f"{owner}/")
            }
        return self._personal[owner]

    def _read(self, first_place: str) -> dict[str, Row]:
        """Read a list of repositories to its end. Raises a CollectError."""
        found: dict[str, Row] = {}
        next_place: str | None = first_place
        while next_place:
            page = self._client.page(next_place)
            self.request_count += page.request_count
            found |= {name: row for row in page.rows if (name := full_name(row))}
            next_place = page.next_place
        return found


def changed_at(row: Row) -> datetime | None:
    """Give the instant by which rows are sorted."""
    return instant(row.get("updated_at"))


def full_name(row: Row) -> str | None:
    """Give a repository row's "owner/name" in lower case."""
    owner, slash, name = (text(row.get("full_name")) or "").lower().partition("/")
    if slash:
        return f"{owner.strip()}/{name.strip()}"
    return full_name_of(row.get("html_url") or row.get("web_url"))


def repository_of(row: Row) -> str | None:
    """Tell which repository a row of an organisation-wide list belongs to."""
    for held in (inner(row, "repository"), inner(inner(row, "base"), "repo")):
        if held and (name := full_name(held)):
            return name
    return full_name_of(row.get("html_url") or row.get("web_url") or row.get("url"))


def push_mark(row: Row, today: date, days: int) -> str | None:
    """Write the last push and the present period, which begins on another day for each repository.

    What goes by it is asked about where something was pushed since, but once in a period at most, and not of
    all repositories on the same day.
    """
    moment, number = instant(row.get("pushed_at")), text(row.get("id"))
    if moment is None or number is None:
        return None
    return f"{moment.isoformat()}/{(today.toordinal() + crc32(number.encode())) // days}"


def is_same_mark(mark: str | None, known: str | None) -> bool:
    """Tell whether a mark says that nothing needs reading: one of its parts is as it was."""
    if mark is None or known is None:
        return False
    return any(new == old for new, old in zip(mark.split("/"), known.split("/"), strict=False))
