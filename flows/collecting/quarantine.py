"""A source that suddenly has nothing, or less than half of what it had: held back until somebody decides.

Compared is what a source says it has of a stream in all with what it said when the stream was last taken. The
batch does not land, so the last good stays. All of this is the state of one landing stream, so that it is a
part of what is irreplaceable, and each change of it a dated file.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import ClassVar

from collectors.clock import Clock, SystemClock
from collectors.protocol import CollectError
from flows.data_folder import run_lock
from flows.errors import QuarantineError
from warehouse import Landing, Stream

FEWEST = 20  # below it, half is chance
LEAST_RATIO = 0.5
STREAM = Stream("quarantine", "streams", "all")
UNGUARDED = frozenset({"openharmony"})
"""Sources whose totals are those of a part: a manifest is read branch by branch."""


class Quarantined(CollectError):
    """The source says that more than half of what it had is gone; nothing of it is taken."""

    outcome: ClassVar[str] = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stream that is held back, and why. ``is_rejected``: somebody has found the source to be wrong."""

    stream: str
    base: int
    told: int
    since: str
    is_rejected: bool = False


class Quarantine:
    """The guard of one run, and what it holds back. Threads may share it."""

    def __init__(self, landing: Landing, clock: Clock, run_id: str) -> None:
        """Read where it stands."""
        self._landing = landing
        self._clock = clock
        self._run_id = run_id
        self._lock = threading.Lock()
        state = landing.state(STREAM) or {}
        self._landed = state
        self._totals: dict[str, int] = dict(state.get("totals", {}))  # by stream, when last taken
        self._held = {each["stream"]: Held(**each) for each in state.get("held", ())}

    @property
    def held(self) -> tuple[Held, ...]:
        """All that is held back."""
        return tuple(self._held[name] for name in sorted(self._held))

    def check(self, stream: Stream, total: int | None) -> None:
        """Let a batch pass whose source tells this total, or raise Quarantined."""
        if total is None or stream.source in UNGUARDED:
            return
        with self._lock:
            base = self._totals.get(str(stream), 0)
            if base >= FEWEST and total < LEAST_RATIO * base:
                self._hold(str(stream), base, total)
                raise Quarantined(
                    f"{stream}: the source tells {total:,} in all and told {base:,} before; nothing was "
                    f"taken. Look there, then: suiyuan quarantine accept {stream} (or reject)"
                )
            self._totals[str(stream)] = total
            self._held.pop(str(stream), None)

    def is_rejected(self, stream: Stream) -> bool:
        """Tell whether somebody has seen to it that this stream is held back."""
        held = self._held.get(str(stream))
        return held is not None and held.is_rejected

    def accept(self, name: str) -> None:
        """Believe the source: its total is what the next run compares with. Raises QuarantineError."""
        self._totals[name] = self._named(name).told
        del self._held[name]

    def reject(self, name: str) -> None:
        """Find the source wrong: the last good stays until it has recovered. Raises QuarantineError."""
        held = self._named(name)
        self._held[name] = replace(held, is_rejected=True)

    def save(self) -> None:
        """Land where it stands, where that changed."""
        state = {
            "world_id": self._landing.world_id,
            "totals": self._totals,
            "held": [asdict(each) for each in self.held],
        }
        if state != self._landed and (self._totals or self._held):
            self._landing.append(STREAM, [], state, observed_at=self._clock.now(), run_id=self._run_id)
            self._landed = state

    def _hold(self, name: str, base: int, told: int) -> None:
        before = self._held.get(name)
        since = before.since if before else f"{self._clock.now():%Y-%m-%d}"
        is_rejected = before is not None and before.is_rejected
        self._held[name] = Held(stream=name, base=base, told=told, since=since, is_rejected=is_rejected)

    def _named(self, name: str) -> Held:
        if name not in self._held:
            names = ", ".join(sorted(self._held)) or "nothing"
            raise QuarantineError(f'no stream "{name}" in quarantine; it holds {names}')
        return self._held[name]


@contextmanager
def open_quarantine(data: Path, is_changed: bool) -> Iterator[Quarantine]:
    """Open what a data folder holds back; where it is to be changed, keep runs out and land the change."""
    clock = SystemClock()
    now = clock.now()
    world_id = (Landing(data / "landing", "").state(STREAM) or {}).get("world_id", "")
    quarantine = Quarantine(Landing(data / "landing", world_id), clock, f"{now:%Y-%m-%dT%H%M%SZ}-decision")
    if not is_changed:
        yield quarantine
        return
    with run_lock(data, "quarantine", now):
        yield quarantine
        quarantine.save()
