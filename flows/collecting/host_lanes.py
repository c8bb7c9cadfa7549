"""Threads per host: many streams wait in a host's lane, a few of them have their turn at a time."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class Lane:
    """The threads of one host."""

    def __init__(self, name: str, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._waiting = 0
        self._lock = threading.Lock()

    def submit(self, turn: Callable[[], T]) -> Future[T]:
        """Queue a turn behind those that wait."""
        self._count(1)
        return self._threads.submit(partial(self._start, turn))

    def has_waiting(self) -> bool:
        """Tell whether anybody waits for a turn."""
        return self._waiting > 0

    def close(self) -> None:
        """Wait for the turns that are under way."""
        self._threads.shutdown()

    def _start(self, turn: Callable[[], T]) -> T:
        self._count(-1)
        return turn()

    def _count(self, change: int) -> None:
        with self._lock:
            self._waiting += change


class Lanes:
    """The lanes of one run, by host."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._lanes: dict[str, Lane] = {}
        self._lock = threading.Lock()

    def lane(self, host: str) -> Lane:
        """Give the lane of a host, which is opened with its first stream."""
        with self._lock:
            return self._lanes.setdefault(host, Lane(host, self._workers))

    def close(self) -> None:
        """Wait for the turns that are under way, everywhere."""
        for lane in self._lanes.values():
            lane.close()
