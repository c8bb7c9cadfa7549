"""Streams in; landed batches and one ledger entry each out. A stream that fails never holds up the others.

A stream has its turn in the lane of its host: it is read from the state that landed last, batch by batch. One
that is not through when its turn is over goes to the back of the lane while others wait, so that a large
repository never blocks the rest.
"""

import logging
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future, as_completed
from functools import partial

from collectors.clock import Clock
from collectors.git import Reach
from collectors.protocol import Batch, CollectError, Collector, OverBudget, Target, Unreachable
from flows.collecting.host_lanes import Lane, Lanes
from flows.collecting.progress import Progress
from flows.collecting.quarantine import Quarantine
from flows.collecting.sources import GIT_SOURCES
from flows.collecting.stop import Stop
from flows.collecting.stream_result import Reading
from flows.ledger import Ledger, LedgerEntry, untried
from flows.privacy.opt_outs import NOBODY, OptOuts
from warehouse import Landing, Stream, StreamTaken, WarehouseError

TURN_SECONDS = 120.0  # long enough that starting over costs little, short enough that no small target waits
STOPPED = "the run was stopped before it was through; the next run goes on from here"
HERE = "this machine"

log = logging.getLogger(__name__)


class Collecting:
    """The collecting of one run: what all its streams share. Any number of threads may call ``batch``."""

    def __init__(
        self,
        landing: Landing,
        ledger: Ledger,
        *,
        clock: Clock,
        stop: Stop,
        reach: Reach,
        progress: Progress,
        workers: int,
        opt_outs: OptOuts = NOBODY,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        """Take what streams share; ``workers`` of them are read side by side on each host."""
        self._landing = landing
        self._ledger = ledger
        self._clock = clock
        self._stop = stop
        self._reach = reach
        self._progress = progress
        self._opt_outs = opt_outs
        self._turn_seconds = turn_seconds
        self._lanes = Lanes(workers)
        self._preparing: dict[str, threading.Lock] = {}
        self.quarantine = Quarantine(landing, clock, ledger.run.run_id)

    def batch(self, collector: Collector, targets: Sequence[Target]) -> list[LedgerEntry]:
        """Collect some targets of one source and give their entries, which are in the ledger by then.

        Raises OSError or WarehouseError where this machine, not a target, is in the way.
        """
        readings = [Reading(collector, target) for target in targets]
        try:
            self._prepare(collector, targets)
        except CollectError as error:
            return [self._finish(self._failed(reading, error), reading) for reading in readings]
        for reading in readings:
            self._queue(reading)
        of_future = {reading.done: reading for reading in readings}
        return [
            self._finish(self._outcome(done, of_future[done]), of_future[done])
            for done in as_completed(of_future)
        ]

    def refuse(
        self, source: str, kind: str, targets: Sequence[Target], error: CollectError
    ) -> list[LedgerEntry]:
        """Give the entries of targets whose source as a whole cannot be asked; tell of it once."""
        now, run_id = self._clock.now(), self._ledger.run.run_id
        streams = [Stream(source, target.target_id, kind) for target in targets]
        entries = [untried(stream, run_id, now, error.outcome, str(error)) for stream in streams]
        for entry in entries:
            self._ledger.add(entry)
        self._progress.refused(entries)
        return entries

    def close(self) -> None:
        """Wait for what is still under way."""
        self._lanes.close()
        self.quarantine.save()

    def _prepare(self, collector: Collector, targets: Sequence[Target]) -> None:
        """Let a collector look at all its targets at once; the kinds of a source share what they see."""
        prepare = getattr(collector, "prepare", None)
        if prepare:
            streams = (Stream(collector.source, target.target_id, collector.kind) for target in targets)
            states = {stream.target_id: self._landing.state(stream) for stream in streams}
            with self._preparing.setdefault(collector.source, threading.Lock()):
                prepare(targets, states)

    def _queue(self, reading: Reading) -> None:
        lane = self._lanes.lane(self._host(reading))
        turn = lane.submit(partial(self._turn, lane, reading))
        turn.add_done_callback(partial(self._after_turn, reading))

    def _after_turn(self, reading: Reading, turn: Future[LedgerEntry | None]) -> None:
        if error := turn.exception():
            reading.done.set_exception(error)
        elif entry := turn.result():
            reading.done.set_result(entry)
        else:
            self._queue(reading)

    def _turn(self, lane: Lane, reading: Reading) -> LedgerEntry | None:
        """Read a stream for a while. Give its entry, or None where it needs another turn."""
        reading.started_at = reading.started_at or self._clock.now()
        try:
            self._check(reading)
            is_through = self._read(lane, reading)
        except CollectError as error:
            self._note(reading, is_reached=not isinstance(error, Unreachable))
            return self._failed(reading, error)
        except StreamTaken as error:
            return reading.entry(self._ledger.run.run_id, self._clock.now(), "failed", str(error))
        self._note(reading, is_reached=True)
        return reading.entry(self._ledger.run.run_id, self._clock.now()) if is_through else None

    def _check(self, reading: Reading) -> None:
        """Refuse to start what cannot be read now."""
        if self._stop.is_requested():
            raise OverBudget(STOPPED)
        if reading.collector.source in GIT_SOURCES:
            self._reach.check(reading.target.url)

    def _read(self, lane: Lane, reading: Reading) -> bool:
        """Land batch after batch until there are no more or the turn is over; tell whether all is read."""
        over_at = self._clock.elapsed() + self._turn_seconds
        batches = reading.collector.collect(reading.target, self._landing.state(reading.stream))
        is_complete = True
        try:
            for batch in batches:
                self._land(reading, batch)
                is_complete = batch.is_complete
                if self._stop.is_requested():
                    raise OverBudget(STOPPED)
                if self._clock.elapsed() > over_at and lane.has_waiting():
                    return False
        finally:
            if isinstance(batches, Generator):
                batches.close()
        reading.is_complete = is_complete
        return is_complete

    def _land(self, reading: Reading, batch: Batch) -> None:
        self.quarantine.check(reading.stream, batch.forge_total)
        self._landing.append(
            reading.stream,
            self._opt_outs.without(batch.records),
            batch.next_state,
            observed_at=self._clock.now(),
            run_id=self._ledger.run.run_id,
            key_id=next((key for record in batch.records if (key := getattr(record, "key_id", None))), None),
            replaces=batch.replaces,
            deletions=self._opt_outs.without_deletions(batch.deletions),
        )
        reading.add(batch)
        self._progress.landed(len(batch.records))

    def _failed(self, reading: Reading, error: CollectError) -> LedgerEntry:
        detail = STOPPED if self._stop.is_requested() else str(error)
        return reading.entry(self._ledger.run.run_id, self._clock.now(), error.outcome, detail)

    def _outcome(self, done: Future[LedgerEntry], reading: Reading) -> LedgerEntry:
        """Give a stream's entry, also where a bug ended it. What no other stream would survive is raised."""
        error = done.exception()
        if error is None:
            return done.result()
        if isinstance(error, OSError | WarehouseError):
            self._stop.request()
            raise error
        log.error("%s: a bug ended this stream, the others go on", reading.stream, exc_info=error)
        detail = f"a bug: {type(error).__name__}; the run's log has the traceback"
        return reading.entry(self._ledger.run.run_id, self._clock.now(), "failed", detail)

    def _finish(self, entry: LedgerEntry, reading: Reading) -> LedgerEntry:
        self._ledger.add(entry, reading.drift)
        self._progress.finished(entry)
        return entry

    def _host(self, reading: Reading) -> str:
        """Name the lane: the host that git talks to, or the source."""
        if reading.collector.source in GIT_SOURCES:
            return self._reach.route(reading.target.url).host or HERE
        return reading.collector.source

    def _note(self, reading: Reading, *, is_reached: bool) -> None:
        if reading.collector.source in GIT_SOURCES:
            self._reach.note(reading.target.url, is_reached=is_reached)
