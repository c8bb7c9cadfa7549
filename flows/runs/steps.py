"""The steps of a run, in their order: collect, load, build, check, publish. Plain functions, no Prefect."""

import logging
from datetime import UTC, datetime, timedelta

import warehouse
from collectors import records
from collectors.clock import day_of
from collectors.http import expire_pages
from collectors.protocol import CollectError
from flows import ledger
from flows.ledger import LedgerEntry, untried
from flows.privacy.erasure import everything_of, forget_everywhere
from flows.privacy.opt_outs import OptOuts, append
from flows.registry import records as registry
from flows.runs.run import Job, Portion
from warehouse.building import CheckResult
from warehouse.clock import Settling, landing_day
from warehouse.loading import LoadReport, RebuildReport, loaded_positions
from warehouse.publishing import Snapshot

RECORD_TYPES = (*records.RECORD_TYPES, *registry.RECORD_TYPES, *ledger.RECORD_TYPES)
REGISTRY = warehouse.Stream("config", "registry", "all")
log = logging.getLogger(__name__)


def land_config(job: Job, *, is_asked: bool = True) -> None:
    """Land the config where it changed, with the streams of every scope that was ever asked for.

    ``is_asked`` says that this run's scope is one of them.
    """
    state = job.landing.state(REGISTRY) or {}
    asked = {*state.get("scopes", ()), *([job.scope] if is_asked else [])} & job.config.scopes.keys()
    next_state = {"config_hash": job.config.config_hash, "scopes": sorted(asked)}
    if state != next_state:
        job.landing.append(
            REGISTRY,
            job.opt_outs.without(registry.registry_records(job.config, sorted(asked))),
            next_state,
            observed_at=datetime.now(UTC),
            run_id=job.ledger.run.run_id,
            replaces=registry.REPLACES,
        )


def collect(job: Job, portion: Portion) -> list[LedgerEntry]:
    """Collect some targets of one source; what fails is in their ledger entries."""
    try:
        collector = job.sources.collector(portion.source, portion.kind)
    except CollectError as error:
        return job.collecting.refuse(portion.source, portion.kind, portion.targets, error)
    return job.collecting.batch(collector, portion.targets)


def load(job: Job) -> LoadReport:
    """Load what has landed into the raw tables, this run's ledger included."""
    job.step("load")
    try:
        with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
            report = warehouse.load(db, job.landing, RECORD_TYPES, settling=_settling(job))
    except warehouse.WarehouseBusy as error:
        kept = " What was collected has landed; the next run loads it." if job.request.collects else ""
        raise warehouse.WarehouseBusy(f"{error}{kept}") from error
    job.remarks.extend([*report.gaps, *_clock_remark(report)])
    return report


def _settling(job: Job) -> Settling:
    """Let what a clock has left in the future count from just before this run began."""
    run = job.ledger.run
    return Settling(job.clock.now(), run.started_at - timedelta(microseconds=1), run.run_id)


def _clock_remark(report: LoadReport) -> list[str]:
    """Say that a clock was wrong, and what to do."""
    if not report.late:
        return []
    return [
        f"{len(report.late)} 个采集流的落地时间在未来，本次起计入 streams had landed with a time to come"
        f" ({', '.join(report.late[:3])}): the clock was ahead then, or is behind now. They count from this"
        " run on; set the clock by NTP."
    ]


def forget(job: Job) -> None:
    """Forget in every layer whoever is on the list and still held; say how much of it that was.

    Nodes that turn out to be the same people's join the list in ``config/``, so that they stay known once
    nothing else links them. Hold no connection to the warehouse meanwhile: it is replaced.
    """
    data, run_id = job.request.data, job.ledger.run.run_id
    asked = {row.node.lower() for row in job.config.opt_outs}
    people = everything_of(data, asked, run_id) if asked else OptOuts(())
    if not people:
        return
    job.step("forget")
    job.sources.close()  # nothing is asked any more, and their stores of answers go
    append(
        job.config.folder / "opt_outs.csv",
        sorted(people.nodes - asked),
        day_of(datetime.now(UTC)),
        "同一贡献者，由构建补入 another node of the same contributor, added by a build",
    )
    _note(job, forget_everywhere(data, job.landing, people))
    warehouse.rebuild(data, job.landing, RECORD_TYPES, run_id=run_id)


def _note(job: Job, detail: str) -> None:
    """Put into log and ledger what was done, and of nobody whom for."""
    log.info("opt-outs: %s", detail)
    stream = warehouse.Stream("suiyuan", "opt_outs", "erasure")
    job.ledger.add(untried(stream, job.ledger.run.run_id, datetime.now(UTC), "ok", detail))


def build(job: Job) -> list[str]:
    """Make every table anew and give their names."""
    job.step("build")
    with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
        return warehouse.build(db, run_id=job.ledger.run.run_id)


def check(job: Job) -> list[CheckResult]:
    """Run every check on what is built and give what each found."""
    job.step("check")
    with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
        return warehouse.check(db)


def publish(job: Job) -> Snapshot:
    """Publish what is built and checked. Raises ChecksFailed where a check forbids it."""
    job.step("publish")
    with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
        return warehouse.publish(
            db,
            job.request.data,
            versions={"suiyuan": job.ledger.run.suiyuan_version},
            keep=job.config.settings.publishing.snapshots_kept,
        )


def tidy(job: Job) -> None:
    """Fold landing files of earlier days into one per source and day, and let kept pages expire."""
    job.step("tidy")
    now = datetime.now(UTC)
    with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
        loaded = loaded_positions(db)
    job.landing.compact(loaded, before=landing_day(now))
    days = job.config.settings.collecting.page_keeping_days
    expire_pages(job.request.data / "pages", today=day_of(now), days=days)


def rebuild(job: Job) -> RebuildReport:
    """Load all that ever landed into a new warehouse in the place of the old one."""
    job.step("rebuild")
    run_id, settling = job.ledger.run.run_id, _settling(job)
    report = warehouse.rebuild(job.request.data, job.landing, RECORD_TYPES, run_id=run_id, settling=settling)
    job.remarks.extend(_clock_remark(report.loaded))
    return report
