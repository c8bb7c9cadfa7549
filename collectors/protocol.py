"""The contract between a source and the rest: a target and its state go in, batches of records come out.

Errors that a collector raises, each an outcome that the ledger keeps:

    CollectError
    ├── Gone            the target was deleted, taken down or never existed
    ├── Forbidden       it exists, but we may not read it
    ├── NoToken         it can only be read with a token, and there is none
    ├── NoRegistry      the user's client names no package registry, and there is no usual one
    ├── RateLimited     the quota or the waiting budget is used up; ``until`` says when to come back
    ├── OverBudget      its share of time or disk is used up; what has landed stays, the next run goes on
    ├── Unreachable     the host did not answer, or not usefully, within the retry budget
    └── Failed          the source answered with something that cannot be used
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from collectors.records import Record

State = Mapping[str, Any]
"""Small JSON that only its collector understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one collection is about: a repository or a package.

    ``target_id`` is a repository_id ("github:owner/name") or a package_id ("npm:name").
    ``url`` is what a human would open or clone; ``options`` come from config/, for example {"depth": "full"}.
    """

    target_id: str
    url: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaces:
    """The batch holds all there is: rows of ``table`` that match ``where`` and are absent are gone.

    ``where`` names columns of the key, or those that the record class says are ``constant``.
    """

    table: str
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Records and the state to resume from once they have landed.

    ``forge_total`` is what the source itself says it has of this kind; ``request_count`` what the batch cost.
    ``window_from`` and ``window_until`` bound the time that the batch covers, where that means anything.
    ``deletions`` are the keys of rows that the source no longer has, by table. ``is_complete`` is False while
    older or newer rows are still to be read, so that a large first collection can go on in the next round.
    ``drift`` counts, by field, answers that no longer look as this collector expects; ``missing``, by list,
    what the source counts and did not give.
    """

    records: Sequence[Record]
    next_state: State
    replaces: Sequence[Replaces] = ()
    forge_total: int | None = None
    request_count: int = 0
    quota_remaining: int | None = None
    window_from: datetime | None = None
    window_until: datetime | None = None
    deletions: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    is_complete: bool = True
    drift: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)


class Collector(Protocol):
    """One source and one kind of records. Yields batches; knows nothing of storage."""

    source: str  # git | pypi | npm | github | gitee | gitcode ...
    kind: str  # history | releases | issues | change_requests ...

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield what is new since ``state`` (None: everything), in batches that each can be resumed from.

        Yields nothing at all where nothing changed. Raises a CollectError.
        """
        ...


class Planner(Collector, Protocol):
    """A collector that can ask about many targets with one request."""

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Look at all ``targets`` at once, so that ``collect`` asks no more about those that did not change.

        ``states`` are the streams' states by target_id. What concerns one target only is raised by its
        ``collect``. Raises RateLimited, NoToken or Unreachable where the source as a whole does not answer.
        """
        ...


GONE_FIELD = "no longer answered"
"""How a drift ends whose field the source has taken away: it is unknown from then on."""


class Noticing(Collector, Protocol):
    """A collector that notices drift in what concerns no target alone, such as a query's form."""

    def drift(self) -> Mapping[str, int]:
        """Give what was noticed since this was last asked, counted by field."""
        ...


class CollectError(Exception):
    """Something about the target or its source that the ledger must say. The text never holds a token."""

    outcome: ClassVar[str] = "failed"

    def __init__(self, message: str, *, until: datetime | None = None) -> None:
        """Say what happened, to which target, and what to do next."""
        super().__init__(message)
        self.until = until


class Gone(CollectError):
    """The target was deleted, taken down or never existed."""

    outcome = "gone"


class Forbidden(CollectError):
    """The target exists, but we may not read it."""

    outcome = "forbidden"


class NoToken(CollectError):
    """The target can only be read with a token, and there is none."""

    outcome = "no_token"


class NoRegistry(CollectError):
    """The user's client names no package registry, and there is no usual one."""

    outcome = "no_registry"


class RateLimited(CollectError):
    """The quota or the waiting budget is used up."""

    outcome = "rate_limited"


class OverBudget(CollectError):
    """The target's share of time or disk is used up; what has landed stays, the next run goes on from it."""

    outcome = "skipped"


class Unreachable(CollectError):
    """The host did not answer, or not usefully, within the retry budget."""

    outcome = "unreachable"


class Failed(CollectError):
    """The source answered with something that cannot be used."""

    outcome = "failed"
