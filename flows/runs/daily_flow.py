"""The daily run as Prefect sees it. What the steps do stands in steps.py, and none of it needs Prefect."""

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.runs import needed_packages, steps, summary
from flows.runs.run import Job
from warehouse.publishing import Snapshot

always = task(cache_policy=NO_CACHE)
land_config = always(steps.land_config)
collect = always(steps.collect).with_options(task_run_name="collect {portion}")
collect_dependencies = always(needed_packages.collect).with_options(task_run_name="collect dependencies")
load = always(steps.load)
forget = always(steps.forget)
build = always(steps.build)
check = always(steps.check)
publish = always(steps.publish)
tidy = always(steps.tidy)


@flow(name="daily", validate_parameters=False)
def daily(job: Job) -> Snapshot | None:
    """Collect what changed, rebuild every table, and publish where the checks pass.

    Gives the new snapshot, or None where the run was asked to end before.
    """
    with job.stop.on_signals():  # in the place of Prefect's handler, which would break off half-way
        land_config(job)
        for collected in [collect.submit(job, portion) for portion in job.begin()]:
            collected.result()
        collect_dependencies(job)
        create_table_artifact(key="collected", table=summary.rows(job.ledger.entries))
        if job.stop.is_requested():
            return None
        load(job)
        forget(job)
        build(job)
        check(job)
        snapshot = publish(job)
        tidy(job)
        return snapshot
