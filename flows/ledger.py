"""What every run did, stream by stream: an append-only record that lands like anything collected.

A run is a stream of its own, ``suiyuan / <run_id> / ledger``, so that runs on several machines never meet
and a rebuilt warehouse knows them all.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from collectors.clock import Clock
from collectors.records import Record
from warehouse import Landing, Stream

LANDING_SECONDS = 5.0  # what a kill may take from the ledger; more often would make many tiny files
GOOD_OUTCOMES = frozenset({"ok", "not_modified", "gone"})
"""Outcomes that leave nothing to do: that a target is gone is an answer too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """How the collecting of one stream ended in one run.

    ``outcome``: ok, not_modified, gone, forbidden, rate_limited, unreachable, no_token, no_registry, failed,
    skipped or quarantined. ``row_count`` counts landed records and deletions. ``is_complete`` says that the
    stream has reached the present. ``detail`` is the reason of any outcome but ok and not_modified, and what
    looked unexpected.
    """

    table: ClassVar[str] = "ledger"
    key: ClassVar[tuple[str, ...]] = ("run_id", "source", "target_id", "kind", "started_at")
    version: ClassVar[int] = 1

    run_id: str
    source: str
    target_id: str
    kind: str
    started_at: datetime
    ended_at: datetime
    outcome: str
    detail: str | None
    window_from: datetime | None
    window_until: datetime | None
    row_count: int
    forge_total: int | None
    request_count: int
    quota_remaining: int | None
    is_complete: bool

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is left to do for this stream until the next run."""
        return self.outcome in GOOD_OUTCOMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One start of the command. Without ``ended_at`` it is still at work, or was cut off in ``last_step``.

    A run that goes on to build says when its collecting ended, so that its own snapshot can show it; that all
    of it has ended is said at the very end alone. Records without ``last_step`` are of before these were two
    facts: their first ``ended_at`` was when collecting ended.
    """

    table: ClassVar[str] = "runs"
    key: ClassVar[tuple[str, ...]] = ("run_id",)
    version: ClassVar[int] = 1

    run_id: str
    command: str
    scope: str | None
    only: str | None
    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    suiyuan_version: str
    collected_at: datetime | None = None
    last_step: str | None = None


RECORD_TYPES: tuple[type[Record], ...] = (LedgerEntry, Run)


class Ledger:
    """The ledger of the run at hand. Threads may share it."""

    def __init__(self, landing: Landing, run: Run, clock: Clock) -> None:
        """Land the start of the run."""
        self.run = run
        self._landing = landing
        self._clock = clock
        self._stream = Stream("suiyuan", run.run_id, "ledger")
        self._entries: list[LedgerEntry] = []
        self._drift: Counter[tuple[str, str, str]] = Counter()  # by source, kind and field
        self._pending: list[Record] = [run]
        self._lock = threading.Lock()
        self._land()

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """All entries of this run so far."""
        return tuple(self._entries)

    def add(self, entry: LedgerEntry, drift: Mapping[str, int] | None = None) -> None:
        """Keep an entry; it lands with its neighbours within seconds, or with the next call.

        ``drift`` counts, by field, what looked unexpected in the stream.
        """
        with self._lock:
            self._drift.update({(entry.source, entry.kind, name): n for name, n in (drift or {}).items()})
            self._entries.append(entry)
            self._pending.append(entry)
            if self._clock.elapsed() - self._landed_after >= LANDING_SECONDS:
                self._land()

    def step(self, name: str) -> None:
        """Land what is pending, and that collecting is over and the run has come to a step after it."""
        with self._lock:
            collected_at = self.run.collected_at or self._clock.now()
            self.run = replace(self.run, collected_at=collected_at, last_step=name)
            self._pending.append(self.run)
            self._land()

    def end(self, exit_code: int) -> None:
        """Land what is pending, and that the run has ended by now with ``exit_code``."""
        with self._lock:
            self.run = replace(self.run, ended_at=self._clock.now(), exit_code=exit_code)
            self._pending.append(self.run)
            self._land()

    def _land(self) -> None:
        self._landing.append(
            self._stream,
            self._pending,
            self._standing(),
            observed_at=self._clock.now(),
            run_id=self.run.run_id,
        )
        self._pending = []
        self._landed_after = self._clock.elapsed()

    def _standing(self) -> dict[str, Any]:
        """Say where the run stands: the stream's state, all that ``status`` and ``doctor`` read of it."""
        run = asdict(self.run)
        outcomes = Counter(entry.outcome for entry in self._entries)
        return {name: str(value) if isinstance(value, datetime) else value for name, value in run.items()} | {
            "outcomes": dict(outcomes),
            "drift": [[*key, count] for key, count in sorted(self._drift.items())],
        }


def untried(stream: Stream, run_id: str, now: datetime, outcome: str, detail: str) -> LedgerEntry:
    """Say that a stream was not even begun, and why."""
    return LedgerEntry(
        run_id=run_id,
        source=stream.source,
        target_id=stream.target_id,
        kind=stream.kind,
        started_at=now,
        ended_at=now,
        outcome=outcome,
        detail=detail,
        window_from=None,
        window_until=None,
        row_count=0,
        forge_total=None,
        request_count=0,
        quota_remaining=None,
        is_complete=False,
    )
