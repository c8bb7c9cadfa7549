"""One run from its first word to its last: what was asked for, and what its steps share."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from collectors.clock import Clock, day_of
from collectors.git import Reach
from collectors.identity import KeyFileError
from collectors.protocol import Target
from flows.collecting.collect import Collecting
from flows.collecting.forge_clients import LIVE, Edges, Recording
from flows.collecting.progress import Progress, progress_for
from flows.collecting.sources import FORGES, Sources
from flows.collecting.stop import Stop, StoppableClock
from flows.config.load import Config, ConfigError, load_config
from flows.config.settings import has_credentials
from flows.data_folder import REALITY, refuse_other_world, run_lock
from flows.errors import OperatorError
from flows.ledger import Ledger, LedgerEntry, Run
from flows.privacy.opt_outs import OptOuts
from flows.registry.discovery import take_in, with_discovered
from flows.registry.selection import SelectionError, targets
from flows.runs.ending_words import STEPS
from warehouse import Landing, Stream, WarehouseError

Selected = Mapping[tuple[str, str], tuple[Target, ...]]
"""Targets by source and kind."""

OPERATOR_ERRORS = (OperatorError, ConfigError, SelectionError, KeyFileError, WarehouseError)
"""What the operator can put right: one line says how. Anything else that is raised is a bug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the operator asked for."""

    command: str
    config: Path
    data: Path
    scope: str | None = None
    only: str | None = None
    world_id: str = REALITY
    recording: Recording = LIVE

    @property
    def collects(self) -> bool:
        """Whether the command asks sources, so that a scope matters."""
        return self.command in ("run", "collect")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some targets of one source: what one task collects."""

    source: str
    kind: str
    number: int
    targets: tuple[Target, ...]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.number}"


class Job:
    """A run that is under way."""

    __slots__ = (
        "beside",
        "clock",
        "collecting",
        "config",
        "is_broken_off",
        "landing",
        "ledger",
        "opt_outs",
        "progress",
        "remarks",
        "request",
        "selected",
        "sources",
        "stop",
    )

    def __init__(
        self,
        request: Request,
        config: Config,
        selected: Selected,
        stop: Stop,
        progress: Progress,
        clock: Clock | None = None,
    ) -> None:
        """Open the landing folder and put the start of the run into the ledger."""
        clock = clock or StoppableClock(stop)
        limits = config.settings.collecting
        self.clock = clock
        self.request = request
        self.config = config
        self.selected = selected
        self.stop = stop
        self.progress = progress
        self.remarks: list[str] = []
        self.is_broken_off = False  # by a bug that was told, so that the ledger must not say that it ended
        self.beside: set[str] = set()  # targets that nobody planned, without which the run is whole
        self.opt_outs = OptOuts(row.node for row in config.opt_outs)
        self.landing = Landing(request.data / "landing", request.world_id)
        run = _run(request, config, clock.now())
        edges = Edges(config, request.data, clock, run.run_id, request.recording)
        self.sources = Sources(config, request.data, clock, edges)
        self.ledger = Ledger(self.landing, run, clock)
        self.collecting = Collecting(
            self.landing,
            self.ledger,
            clock=clock,
            stop=stop,
            reach=Reach(limits.probe_timeout_seconds),
            progress=progress,
            workers=limits.workers,
            opt_outs=self.opt_outs,
        )

    @property
    def scope(self) -> str:
        """The scope that is collected."""
        return self.request.scope or self.config.settings.default_scope

    @property
    def exit_code(self) -> int:
        """What the run can say for itself so far: 0 all good, 2 partial."""
        is_whole = all(map(self._is_settled, self.ledger.entries))
        return 0 if is_whole and not self.remarks and not self.stop.is_requested() else 2

    def begin(self) -> list[Portion]:
        """Cut what is selected into the work of one task each, and say that collecting begins."""
        self.progress.begin(sum(map(len, self.selected.values())))
        size = self.config.settings.collecting.repositories_per_task
        return [
            portion
            for (source, kind), found in self.selected.items()
            for portion in _portions(source, kind, found, size)
        ]

    def step(self, name: str) -> None:
        """Say, to whoever looks on and in the ledger, which step begins after collecting."""
        self.progress.step(STEPS[name])
        self.ledger.step(name)

    def _is_settled(self, entry: LedgerEntry) -> bool:
        """Tell whether nothing is amiss: what nobody has set is a choice, a token that is refused is not."""
        stream = Stream(entry.source, entry.target_id, entry.kind)
        is_unset = entry.source in FORGES and not has_credentials(self.config.settings, entry.source)
        is_chosen = entry.outcome == "no_registry" or (entry.outcome == "no_token" and is_unset)
        is_decided = entry.outcome == "quarantined" and self.collecting.quarantine.is_rejected(stream)
        return entry.is_good or is_chosen or is_decided or entry.target_id in self.beside


def _portions(source: str, kind: str, found: tuple[Target, ...], size: int) -> Iterator[Portion]:
    """Cut the targets of a source; those of a forge stay together, since one question asks about many."""
    size = max(len(found), 1) if source in FORGES else size
    for number, start in enumerate(range(0, len(found), size), 1):
        yield Portion(source, kind, number, found[start : start + size])


@contextmanager
def open_job(
    request: Request,
    *,
    stop: Stop | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Iterator[Job]:
    """Check the config, keep other runs out, and hold the ledger open until the run ends.

    Raises one of OPERATOR_ERRORS. A run that breaks off otherwise has no end in the ledger.
    """
    refuse_other_world(request.data, request.world_id)
    landing = Landing(request.data / "landing", request.world_id)
    today = day_of(clock.now() if clock else datetime.now(UTC))
    config = with_discovered(load_config(request.config), landing, today)
    selected = _selected(request, config) if request.collects else {}
    with run_lock(request.data, request.command, datetime.now(UTC)):
        job = Job(request, config, selected, stop or Stop(), progress or progress_for(), clock)
        try:
            with job.stop.on_signals():
                yield job
            if job.is_broken_off:
                return
            if request.collects:
                take_in(config, job.scope, job.landing, job.ledger, datetime.now(UTC))
            job.ledger.end(job.exit_code)
        except OPERATOR_ERRORS:
            job.ledger.end(1)
            raise
        finally:
            job.progress.close()
            job.collecting.close()
            job.sources.close()


def _selected(request: Request, config: Config) -> Selected:
    """Find the targets; a replay asks forges only. Raises SelectionError where none is selected."""
    scope = request.scope or config.settings.default_scope
    found = targets(config, scope, request.only)
    if request.recording.replay is not None:
        found = {stream: chosen for stream, chosen in found.items() if stream[0] in FORGES}
    if not any(found.values()):
        raise SelectionError(f"nothing in the scope {scope} fits {request.only or 'any source'}")
    return found


def _run(request: Request, config: Config, now: datetime) -> Run:
    return Run(
        run_id=f"{now:%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(3)}",
        command=request.command,
        scope=request.scope or config.settings.default_scope,
        only=request.only,
        started_at=now,
        ended_at=None,
        exit_code=None,
        suiyuan_version=version("suiyuan"),
        last_step="collect" if request.collects else "begin",
    )
