"""How a run is doing, while it does it: a bar on a terminal, plain lines everywhere else."""

import sys
import threading
from collections.abc import Sequence
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from flows.ledger import LedgerEntry


class Reasons:
    """The reasons for which streams were not begun, each told once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def fresh(self, entries: Sequence[LedgerEntry]) -> list[str]:
        """Give the reasons among these that were not told yet."""
        found = dict.fromkeys(entry.detail for entry in entries if entry.detail)
        reasons = [reason for reason in found if reason not in self._told]
        self._told.update(reasons)
        return reasons


class Progress(Protocol):
    """Who is told what happens. Threads may share it."""

    def begin(self, stream_count: int) -> None:
        """Say that collecting begins."""
        ...

    def landed(self, row_count: int) -> None:
        """Say that so many rows have landed."""
        ...

    def finished(self, entry: LedgerEntry) -> None:
        """Say that a stream is through."""
        ...

    def refused(self, entries: Sequence[LedgerEntry]) -> None:
        """Say that streams were not begun, all for one reason; each reason is told once."""
        ...

    def step(self, words: str) -> None:
        """Say which step the run is at."""
        ...

    def close(self) -> None:
        """Leave the terminal as it was."""
        ...


class ProgressBar:
    """A moving bar: repositories done, rows, errors, time left."""

    def __init__(self, console: Console) -> None:
        self._bar = Bar(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rows]:,} 行 rows"),
            TextColumn("{task.fields[errors]}"),
            TimeElapsedColumn(),
            TextColumn("剩余 left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._console = console
        self._task = self._bar.add_task("采集 collect", total=None, rows=0, errors="", visible=False)
        self._rows = 0
        self._errors = 0
        self._reasons = Reasons()
        self._lock = threading.Lock()

    def begin(self, stream_count: int) -> None:
        """Show the bar."""
        self._bar.update(self._task, total=stream_count, visible=True)
        self._bar.start()

    def landed(self, row_count: int) -> None:
        """Count the rows."""
        with self._lock:
            self._rows += row_count
            self._bar.update(self._task, rows=self._rows)

    def finished(self, entry: LedgerEntry) -> None:
        """Move the bar; a failure is also told on a line of its own."""
        with self._lock:
            self._errors += not entry.is_good
            errors = f"[red]{self._errors} 出错 errors[/red]" if self._errors else ""
            self._bar.update(self._task, advance=1, errors=errors)
        if not entry.is_good:
            self._console.print(line_of(entry), style="yellow", highlight=False, markup=False)

    def refused(self, entries: Sequence[LedgerEntry]) -> None:
        """Move the bar for all of them."""
        with self._lock:
            self._bar.update(self._task, advance=len(entries))
            reasons = self._reasons.fresh(entries)
        for reason in reasons:
            self._console.print(reason, style="yellow", highlight=False, markup=False)

    def step(self, words: str) -> None:
        """Put the step's name where the bar was."""
        self.close()
        self._console.print(f"· {words}", highlight=False, markup=False)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


class PlainLines:
    """One line per stream, for logs."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._total = 0
        self._done = 0
        self._reasons = Reasons()
        self._lock = threading.Lock()

    def begin(self, stream_count: int) -> None:
        """Say how much there is to do."""
        self._total = stream_count
        self._say(f"采集 collect: {stream_count} streams")

    def landed(self, row_count: int) -> None:
        """Say nothing: a line per batch would be too many."""

    def finished(self, entry: LedgerEntry) -> None:
        """Say how the stream ended."""
        with self._lock:
            self._done += 1
            self._say(f"[{self._done}/{self._total}] {line_of(entry)}")

    def refused(self, entries: Sequence[LedgerEntry]) -> None:
        """Count them, and say why on one line."""
        with self._lock:
            self._done += len(entries)
            for reason in self._reasons.fresh(entries):
                self._say(f"[{self._done}/{self._total}] {reason}")

    def step(self, words: str) -> None:
        """Say which step comes."""
        self._say(words)

    def close(self) -> None:
        """Leave everything as it is."""

    def _say(self, line: str) -> None:
        self._out.write(line + "\n")
        self._out.flush()


def line_of(entry: LedgerEntry) -> str:
    """Say on one line how a stream ended."""
    seconds = (entry.ended_at - entry.started_at).total_seconds()
    told = f": {entry.detail}" if entry.detail else ""
    rows = f"{entry.row_count:,} rows, " if entry.row_count else ""
    return f"{entry.source} {entry.target_id} {entry.outcome} ({rows}{seconds:.1f} s){told}"


def progress_for(out: TextIO = sys.stderr) -> Progress:
    """Choose by where the words go."""
    return ProgressBar(Console(file=out)) if out.isatty() else PlainLines(out)
