"""A repository as its forge describes it: from its owner's list where that was read, else by itself."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zlib import crc32

from collectors.clock import Clock, SystemClock, day_of
from collectors.forges.v5.client import V5Client
from collectors.forges.v5.list_collector import by_owner, full_name
from collectors.forges.v5.owner_lists import Owners
from collectors.forges.v5.owner_lists import full_name as name_of_row
from collectors.http.loose_json import Row, Unexpected
from collectors.protocol import Batch, Failed, Gone, State, Target
from collectors.records import Record, Repository, RepositoryAlias, RepositoryCount

Read = Callable[[Row, str, date], Iterable[Record]]
LIST_FROM = 3  # targets of one owner; fewer are cheaper asked one by one
UNLISTED_DAYS = 7
EPOCH = date(1970, 1, 1)


class RepositoryCollector:
    """Collects metadata and totals. A Planner: ``prepare`` reads the owners' lists."""

    kind = "repository"

    def __init__(
        self,
        source: str,
        client: V5Client,
        owners: Owners,
        read: Read,
        *,
        aliases: Callable[[Target], Sequence[RepositoryAlias]] = lambda target: (),
        clock: Clock | None = None,
    ) -> None:
        """Collect as ``source``; ``aliases`` gives the names that a target is known to have had."""
        self.source = source
        self._client = client
        self._owners = owners
        self._read = read
        self._aliases = aliases
        self._clock = clock or SystemClock()

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Read the lists of the owners with several targets."""
        for owner, group in by_owner(targets).items():
            if len(group) >= LIST_FROM:
                self._owners.repositories(owner)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield metadata and totals where either changed, else nothing.

        What nobody has ever seen and its owner does not list is asked for once a week: under an older name it
        may have been renamed, else it is not there, and a hundred such would be half of a quiet day.
        """
        today, place = day_of(self._clock.now()), f"/repos/{full_name(target)}"
        if state is None and self._owners.lacks(full_name(target)) and not _is_its_day(target, today):
            raise self._client.pass_over(place)
        row = self._owners.known(full_name(target))
        request_count = 0 if row else 1
        row = row or self._client.one(place)
        try:
            records = [*self._read(row, target.target_id, today), *self._renamed(target, row, today)]
        except Unexpected as lack:
            raise Failed(f"{target.target_id}: its description lacks {lack.field}") from lack
        forge_repository_id = _forge_id(target, records, state or {})
        digest = _digest(records)
        if digest != (state or {}).get("digest"):
            next_state = {"digest": digest, "forge_repository_id": forge_repository_id}
            yield Batch(records=records, next_state=next_state, request_count=request_count)

    def _renamed(self, target: Target, row: Row, today: date) -> list[RepositoryAlias]:
        """Give the names that the repository has had, the present one included where it is another."""
        aliases, now = list(self._aliases(target)), name_of_row(row)
        if now and now != full_name(target):
            aliases.append(
                RepositoryAlias(
                    repository_id=target.target_id,
                    forge=self.source,
                    full_name=now,
                    forge_repository_id=str(row["id"]),
                    seen_on=today,
                    reason="renamed"
                    if now.split("/")[0] == full_name(target).split("/")[0]
                    else "transferred",
                )
            )
        return aliases


def _is_its_day(target: Target, today: date) -> bool:
    return (today.toordinal() + crc32(target.target_id.encode())) % UNLISTED_DAYS == 0


def _forge_id(target: Target, records: Sequence[Record], known: State) -> str:
    """Give the forge's own id. Raises Gone where the name belongs to another repository than before."""
    found = next(record.forge_repository_id for record in records if isinstance(record, Repository))
    if known.get("forge_repository_id", found) != found:
        raise Gone(
            f"{target.target_id}: its name now belongs to another repository (id {found}); "
            f"register that one as {target.target_id}~{found} if it is wanted"
        )
    return found


def _digest(records: Sequence[Record]) -> str:
    """Hash what was read, whichever day it was."""
    dateless = [
        replace(record, counted_on=EPOCH)
        if isinstance(record, RepositoryCount)
        else replace(record, seen_on=EPOCH)
        if isinstance(record, RepositoryAlias)
        else record
        for record in records
    ]
    return hashlib.sha256(repr(dateless).encode()).hexdigest()[:32]
