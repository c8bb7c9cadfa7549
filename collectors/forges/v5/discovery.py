"""Discovery: every public repository of an account on a v5 forge, a person's or an organisation's.

The target is an owner, "gitee:owner". What it holds is told, not collected: whoever plans the runs reads the
state and decides. The list is the one that all kinds of a run share, so that it costs nothing more where an
owner's repositories are collected, and else a request for each hundred. State: ``found`` maps the forge's id
of every repository that was ever found here to its name and role when it was first met (own, fork, upstream)
and the day on which it was made; ``digest`` tells whether anything is new.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from collectors.clock import day_of
from collectors.forges.v5.descriptions import is_archived
from collectors.forges.v5.owner_lists import Owners, full_name
from collectors.http.loose_json import Row, Unexpected, flag, inner, instant, needed_text, text
from collectors.protocol import Batch, Replaces, State, Target
from collectors.records import DiscoveredRepository

UPSTREAM = ("third_party_", "chromium_")
"""How names begin that OpenHarmony keeps of other people's code, that of its web engine among it."""
_FULL_NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")


class OwnerCollector:
    """The repositories of an owner."""

    kind = "repositories"

    def __init__(self, source: str, owners: Owners) -> None:
        """Collect as ``source``; ``owners`` is shared by all kinds of one run."""
        self.source = source
        self._owners = owners

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all repositories where anything about them is new."""
        rows, request_count = self._owners.holdings(target.target_id.partition(":")[2].lower())
        records, drift = self._read(target.target_id, rows.values())
        known, digest = state or {}, _digest(records)
        if digest == known.get("digest"):
            return
        found = dict(known.get("found", {}))
        for record in records:
            found.setdefault(record.forge_repository_id, _told(record))
        yield Batch(
            records=records,
            next_state={"found": found, "digest": digest},
            replaces=[Replaces(table=DiscoveredRepository.table, where={"account_id": target.target_id})],
            forge_total=len(rows),
            request_count=request_count,
            drift=drift,
        )

    def _read(
        self, account_id: str, rows: Iterable[Row]
    ) -> tuple[list[DiscoveredRepository], dict[str, int]]:
        """Read the public ones among the rows; count those that could not be read."""
        records: dict[str, DiscoveredRepository] = {}
        drift: Counter[str] = Counter()
        for row in rows:
            if flag(row.get("private")) or flag(row.get("internal")):
                continue
            try:
                record = self._record(account_id, row)
            except Unexpected as lack:
                drift[lack.field] += 1
                continue
            records.setdefault(record.forge_repository_id, record)
        return list(records.values()), dict(drift)

    def _record(self, account_id: str, row: Row) -> DiscoveredRepository:
        """Read a row. Neither forge says of a repository that it is a mirror."""
        name = text(row.get("full_name")) or full_name(row) or ""
        if not _FULL_NAME.fullmatch(name):
            raise Unexpected("discovered_repositories.full_name")
        return DiscoveredRepository(
            account_id=account_id,
            forge=self.source,
            forge_repository_id=needed_text(row, "id", "discovered_repositories"),
            full_name=name,
            created_at=instant(row.get("created_at")),
            is_fork=bool(flag(row.get("fork"))) or bool(inner(row, "parent")),
            is_archived=is_archived(row),
            is_mirror=None,
        )


def _told(record: DiscoveredRepository) -> list[str | None]:
    """Write what is remembered of a repository when it is met first: name, role, day of its making."""
    created_on = day_of(record.created_at).isoformat() if record.created_at else None
    return [record.full_name, _role(record), created_on]


def _role(record: DiscoveredRepository) -> str:
    """Say what the forge itself, or the name, tells of whose work it is."""
    if record.full_name.partition("/")[2].startswith(UPSTREAM):
        return "upstream"
    return "fork" if record.is_fork else "own"


def _digest(records: Iterable[DiscoveredRepository]) -> str:
    """Hash what was read, in whichever order."""
    return hashlib.sha256("\n".join(sorted(map(repr, records))).encode()).hexdigest()[:32]
