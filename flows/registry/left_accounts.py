"""What an organisation holds on a forge that it left: places of what it holds where it went.

An organisation has left a forge where one of its accounts is among those that did (``left_forges``); its
others left with it. What is found there stands for the repository of the same name where it went, if there is
one: a mirror, whose commits are the original's, or nothing where that is no work of its own. What came about
there after the move is not taken, and what exists only there is registered as it was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collectors.openharmony import MOVES, Move
from flows.config.rows import RepositoryRow
from flows.registry.discovered import Found, found_under, list_of
from warehouse import Landing


@dataclass(frozen=True, slots=True)
class Departures:
    """The claimed accounts that were left, and what their namesakes elsewhere were found to hold."""

    moves: Mapping[str, Move]
    names: Mapping[str, frozenset[str] | None]
    """By an account that was left, the ids that its namesake holds; None where nobody has looked yet."""

    @classmethod
    def of(cls, accounts: Mapping[str, str], landing: Landing) -> "Departures":
        """Find those with a namesake among ``accounts``, which map to whose they are."""
        left_by = {
            (move.home, accounts[f"{move.home}:{owner}"]): move
            for owner, move in MOVES.items()
            if f"{move.home}:{owner}" in accounts
        }
        moves: dict[str, Move] = {}
        names: dict[str, frozenset[str] | None] = {}
        for account_id, organization_id in accounts.items():
            forge, _, login = account_id.partition(":")
            move = left_by.get((forge, organization_id))
            if move and accounts.get(namesake := f"{move.forge}:{login}") == organization_id:
                moves[account_id] = move
                is_read = landing.state(list_of(namesake)) is not None
                held = frozenset(each.repository_id for each in found_under(namesake, landing))
                names[account_id] = held if is_read else None
        return cls(moves, names)

    def is_from(self, account_id: str) -> bool:
        """Tell whether an account was left for its namesake."""
        return account_id in self.moves

    def row(self, found: Found, roles: Mapping[str, str]) -> RepositoryRow | None:
        """Register what was found under an account that was left; None where it waits or is not taken.

        ``roles`` are those of all that is registered so far.
        """
        move, names = self.moves[found.account_id], self.names[found.account_id]
        if names is None or (found.created_on and found.created_on >= move.moved_on):
            return None
        original = f"{move.forge}:{found.full_name}".lower()
        if original in roles:
            return found.row(mirror_of=original) if roles[original] == "own" else None
        return None if original in names else found.row()
