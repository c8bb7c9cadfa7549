"""The commands that write: each opens a run, takes its steps and gives the exit code."""

from concurrent.futures import ThreadPoolExecutor

from rich.console import Console

import warehouse
from flows.runs import needed_packages, steps, summary
from flows.runs.prefect_server import temporary_server
from flows.runs.run import Job, Request, open_job
from warehouse.building import CheckResult


def run_daily(request: Request) -> int:
    """Run the daily flow once, under Prefect."""
    with open_job(request) as job, temporary_server(request.data):
        from flows.runs.daily_flow import daily

        snapshot = daily(job)
    summary.show(job, snapshot, Console())
    return job.exit_code


def run_collect(request: Request) -> int:
    """Collect and land, nothing else."""
    with open_job(request) as job:
        steps.land_config(job)
        _collect(job)
    summary.show(job, None, Console())
    return job.exit_code


def run_build(request: Request) -> int:
    """Load what has landed, build and check. Raises ChecksFailed where nothing could be published."""
    with open_job(request) as job:
        steps.land_config(job, is_asked=False)
        steps.load(job)
        steps.forget(job)
        steps.build(job)
        _refuse_mistakes(steps.check(job))
    return job.exit_code


def run_publish(request: Request) -> int:
    """Publish what is built and checked."""
    with open_job(request) as job:
        snapshot = steps.publish(job)
    Console().print(f"快照 snapshot [bold]{snapshot.snapshot_id}[/] {snapshot.folder}", soft_wrap=True)
    return job.exit_code


def run_rebuild(request: Request) -> int:
    """Make the warehouse from landing alone, build and check it; say how its raw tables differ."""
    console = Console()
    with open_job(request) as job:
        report = steps.rebuild(job)
        steps.forget(job)
        for each in report.differences:
            console.print(f"{each.table}: -{each.removed_count:,} +{each.added_count:,} rows")
        steps.build(job)
        _refuse_mistakes(steps.check(job))
    console.print(f"{report.loaded.file_count:,} landing files, {report.loaded.row_count:,} rows")
    return job.exit_code


def _collect(job: Job) -> None:
    portions = job.begin()
    with ThreadPoolExecutor(max(1, len(portions))) as threads:
        for collected in [threads.submit(steps.collect, job, portion) for portion in portions]:
            collected.result()
    needed_packages.collect(job)


def _refuse_mistakes(results: list[CheckResult]) -> None:
    mistakes = [each for each in results if each.severity == "stop" and each.mistake_count]
    if mistakes:
        names = ", ".join(f"{each.check_name} ({each.mistake_count})" for each in mistakes)
        raise warehouse.ChecksFailed(f"checks found mistakes, so this cannot be published: {names}.")
