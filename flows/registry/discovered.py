"""What an account was found to hold, as its forge's collector remembers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flows.config.rows import RepositoryRow
from flows.registry.selection import DISCOVERY
from warehouse import Landing, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A repository as its account's list told of it when it was first met."""

    account_id: str
    forge_id: str
    full_name: str
    role: str  # own | fork | mirror | upstream
    created_on: date | None = None

    @property
    def forge(self) -> str:
        """Name the forge."""
        return self.account_id.partition(":")[0]

    @property
    def repository_id(self) -> str:
        """Give the id under which it would be registered."""
        return f"{self.forge}:{self.full_name}".lower()

    def row(self, *, mirror_of: str | None = None) -> RepositoryRow:
        """Register it: by its own role, or as the mirror of another."""
        return RepositoryRow.model_validate(
            {
                "line": 0,
                "forge": self.forge,
                "full_name": self.full_name,
                "role": "mirror" if mirror_of else self.role,
                "mirror_of": mirror_of,
                "depth": "metadata",
            }
        )


def list_of(account_id: str) -> Stream:
    """Name the stream of an account's list."""
    return Stream(account_id.partition(":")[0], account_id, DISCOVERY)


def found_under(account_id: str, landing: Landing) -> Iterator[Found]:
    """Yield all that was ever found under an account."""
    told = (landing.state(list_of(account_id)) or {}).get("found", {})
    for forge_id, (full_name, role, *rest) in told.items():
        created_on = date.fromisoformat(rest[0]) if rest and rest[0] else None
        yield Found(
            account_id=account_id, forge_id=forge_id, full_name=full_name, role=role, created_on=created_on
        )
