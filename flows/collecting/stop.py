"""Asking a run to end: what is in flight lands, nothing new starts, and the next run goes on from there."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

from collectors.clock import SystemClock

PAST_ANY_BUDGET_SECONDS = 1e9


class Stop:
    """Set once somebody wants the run to end."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        """Ask the run to end."""
        self._event.set()

    def is_requested(self) -> bool:
        """Tell whether the run shall end."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until the run shall end, at most so long; tell whether it shall."""
        return self._event.wait(seconds)

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Let SIGTERM and the first Ctrl-C ask for the end; a second Ctrl-C breaks off at once.

        Only the main thread hears signals; elsewhere this does nothing.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        for number in before:
            signal.signal(number, self._heard)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and self.is_requested():
            raise KeyboardInterrupt
        self.request()


class StoppableClock:
    """The machine's time until the run shall end; from then on every time budget is used up.

    So a collector in the middle of a transfer ends it as it would at its deadline: cleanly and soon.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._clock = SystemClock()

    def now(self) -> datetime:
        """Give the wall clock's instant, in UTC."""
        return self._clock.now()

    def elapsed(self) -> float:
        """Give the seconds since some fixed moment, far in the future once the run shall end."""
        return self._clock.elapsed() + (PAST_ANY_BUDGET_SECONDS if self._stop.is_requested() else 0.0)

    def sleep(self, seconds: float) -> None:
        """Wait, or less where the run shall end."""
        self._stop.wait(seconds)
