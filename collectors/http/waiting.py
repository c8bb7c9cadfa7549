"""What keeps waiting in bounds: a budget for all waits of a run, and a breaker per host."""

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta

from collectors.clock import Clock
from collectors.protocol import RateLimited, Unreachable

WAITING_SECONDS = 1800.0  # all threads together; a run that would wait longer stops and keeps its cursors
FAILURES = 3  # requests given up in a row, after their retries, before a host is left alone
REST_SECONDS = 300.0  # how long it is left alone; then one request probes it

log = logging.getLogger(__name__)


class WaitingBudget:
    """All the seconds that a run may spend waiting for limits and retries, over all its threads."""

    def __init__(self, clock: Clock, seconds: float = WAITING_SECONDS) -> None:
        """Start with ``seconds``."""
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()

    def wait(self, seconds: float, why: str) -> None:
        """Sleep. Raises RateLimited at once where the wait would exceed what is left."""
        with self._lock:
            if seconds > self._seconds:
                until = self._clock.now() + timedelta(seconds=seconds)
                raise RateLimited(
                    f"{why}; the wait of {seconds:.0f} s exceeds the {self._seconds:.0f} s left for waiting, "
                    f"so the work stops here and goes on from its cursor after {until:%Y-%m-%d %H:%M:%S} UTC",
                    until=until,
                )
            self._seconds -= seconds
        log.info("waiting %.0f s: %s", seconds, why)
        self._clock.sleep(seconds)


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    closed_after: float = 0.0  # elapsed seconds; requests are refused before
    why: str = ""


class Breaker:
    """Leaves a host alone that has stopped answering, so that its other targets do not wait in vain."""

    def __init__(self, clock: Clock, failures: int = FAILURES, rest_seconds: float = REST_SECONDS) -> None:
        """Open after ``failures`` given-up requests in a row, for ``rest_seconds``."""
        self._clock = clock
        self._failures = failures
        self._rest_seconds = rest_seconds
        self._circuits: dict[str, _Circuit] = {}
        self._lock = threading.Lock()

    def check(self, host: str) -> None:
        """Let a request pass, or raise Unreachable while the host is left alone."""
        with self._lock:
            circuit = self._circuits.get(host)
            if circuit is None or circuit.failures < self._failures:
                return
            left = circuit.closed_after - self._clock.elapsed()
            if left > 0:
                raise Unreachable(f"{host}: {circuit.why}; left alone for another {left:.0f} s")
            circuit.closed_after = self._clock.elapsed() + self._rest_seconds  # this request is the probe

    def succeed(self, host: str) -> None:
        """Note that the host answered."""
        with self._lock:
            self._circuits.pop(host, None)

    def fail(self, host: str, why: str, *, is_down: bool) -> None:
        """Note a request that was given up; ``is_down`` says that not even a connection came about."""
        with self._lock:
            circuit = self._circuits.setdefault(host, _Circuit())
            circuit.failures = self._failures if is_down else circuit.failures + 1
            circuit.closed_after = self._clock.elapsed() + self._rest_seconds
            circuit.why = why


class Pace:
    """Keeps a least time between the starts of requests."""

    def __init__(self, clock: Clock, seconds: float = 0.0) -> None:
        """Keep ``seconds`` between two starts."""
        self._clock = clock
        self._seconds = seconds
        self._next = 0.0
        self._lock = threading.Lock()

    def keep(self) -> None:
        """Wait for this request's turn."""
        if self._seconds <= 0:
            return
        with self._lock:
            now = self._clock.elapsed()
            turn = max(now, self._next)
            self._next = turn + self._seconds
        if turn > now:
            self._clock.sleep(turn - now)
