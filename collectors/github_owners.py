"""Discovery: every repository of a GitHub user or organisation.

The target is an owner, "github:owner". State: ``repositories`` maps the forge's id to the repository_id that
was given when the repository was first seen, so that a rename is a new name and not a new repository;
``names`` to the name that it had last; ``digest`` tells whether anything is new.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from collectors.answer_fields import Fields, Unreadable
from collectors.github_graphql import PageSize
from collectors.github_records import Accounts, repository
from collectors.github_repository import alias_of
from collectors.github_streams import GitHubCollector, Page, Pile, page_of
from collectors.protocol import Batch, Gone, State, Target
from collectors.records import Record, RepositoryAlias


class GitHubOwners(GitHubCollector):
    """The repositories of an owner, with what they say of themselves."""

    kind = "repositories"

    def prepare(self, targets: object, states: object) -> None:
        """Do nothing: an owner is no repository that a survey could look at."""

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all repositories where any is new or changed since ``state``."""
        known, pile, names = state or {}, Pile(), _Names(state or {})
        today = self._github.today()
        total: int | None = None
        for page in self._pages(target, pile):
            total = page.total
            for node in page.nodes:
                try:
                    pile.records += _records(node, pile.accounts, names, today)
                except Unreadable:
                    continue
        digest = hashlib.sha256(repr(pile.records).encode()).hexdigest()[:32]
        if digest != known.get("digest"):
            yield pile.batch(names.state() | {"digest": digest}, forge_total=total, is_complete=True)

    def _pages(self, target: Target, pile: Pile) -> Iterator[Page]:
        """Give the owner's repositories page by page."""
        size, cursor = PageSize(), None
        login = target.target_id.partition(":")[2]
        while True:
            result = self._github.graphql.page("owner_repositories", {"login": login, "after": cursor}, size)
            pile.spent(result)
            owner = Fields(result.data, "Query", pile.drift).child("repositoryOwner", "Owner")
            if owner is None:
                raise Gone(f"{target.target_id}: no such user or organisation")
            page = page_of(owner, "repositories", "Repository")
            yield page
            cursor = page.end_cursor
            if cursor is None:
                return


def _records(node: Fields, accounts: Accounts, names: "_Names", today: date) -> Iterator[Record]:
    """Read one repository, under the repository_id that it goes by. Raises Unreadable."""
    record = repository("", node, accounts)
    forge_id, full_name = record.forge_repository_id, f"{record.owner}/{record.name}"
    yield replace(record, repository_id=names.repository_id(forge_id, full_name))
    yield from names.alias(forge_id, full_name, today)


class _Names:
    """Which repository_id a forge's id goes by, and under which name it was last seen."""

    def __init__(self, known: State) -> None:
        self._ids: dict[str, str] = dict(known.get("repositories", {}))
        self._names: dict[str, str] = dict(known.get("names", {}))

    def repository_id(self, forge_id: str, full_name: str) -> str:
        """Give the id of old, or a new one; a name that another repository had first is marked."""
        if forge_id not in self._ids:
            plain = f"github:{full_name.lower()}"
            self._ids[forge_id] = f"{plain}~{forge_id}" if plain in self._ids.values() else plain
        return self._ids[forge_id]

    def alias(self, forge_id: str, full_name: str, today: date) -> list[RepositoryAlias]:
        """Give the row for a new name, if it is one, and remember the name."""
        before = self._names.get(forge_id, full_name)
        self._names[forge_id] = full_name
        return alias_of(self._ids[forge_id], before, full_name, forge_id, today)

    def state(self) -> dict[str, dict[str, str]]:
        """Give both for the next time."""
        return {"repositories": self._ids, "names": self._names}
