"""Two snapshots → why a headline moved: activity, registry, definition or late data.

A headline is the value of the newest complete period. Between two snapshots it moves by

    activity   = newest period - the older snapshot's period, both as the newer snapshot knows them
    revision   = the older snapshot's period, as the newer one knows it - as the older one knew it

and the revision is split by what is seen to differ. Repositories that entered or left the subject are registry;
a metric whose SQL reads differently is definition; other repositories with other values are late data. Where only
one of them is seen it owns the whole revision, exactly. Where the registry changed and something else did too,
they are told apart only if the metric adds up, which is tested: the repositories' values must sum to the
subject's own value in both snapshots. Distinct people do not, and then the two are given together.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

COMPARISON = """
with

old_members as (
    select distinct repository_id from older.marts.subject_repositories where subject_kind = 'scope' and subject_id = $subject
),

new_members as (
    select distinct repository_id from newer.marts.subject_repositories where subject_kind = 'scope' and subject_id = $subject
),

old_period as (
    select max(period_start_on) as start_on from older.marts.periods where period_kind = $period_kind and is_complete
),

new_period as (
    select max(period_start_on) as start_on from newer.marts.periods where period_kind = $period_kind and is_complete
),

old_values as (
    select metric, subject_id as repository_id, value from older.marts.measures
    where subject_kind = 'repository' and period_kind = $period_kind
        and period_start_on = (select start_on from old_period)
        and subject_id in (select repository_id from old_members)
),

new_values as (
    select metric, subject_id as repository_id, value from newer.marts.measures
    where subject_kind = 'repository' and period_kind = $period_kind
        and period_start_on = (select start_on from old_period)
        and subject_id in (select repository_id from new_members)
),

by_repository as (
    select
        metric,
        coalesce(sum(old_values.value), 0) as old_sum,
        coalesce(sum(new_values.value), 0) as new_sum,
        coalesce(sum(new_values.value) filter (repository_id not in (select repository_id from old_members)), 0)
            - coalesce(sum(old_values.value) filter (repository_id not in (select repository_id from new_members)), 0)
            as registry_sum,
        count(*) filter (
            repository_id in (select repository_id from old_members)
            and repository_id in (select repository_id from new_members)
            and old_values.value is distinct from new_values.value
        ) as changed_count
    from old_values full join new_values using (metric, repository_id)
    group by metric
),

headlines as (
    select new_definitions.metric, old_definitions.sql is distinct from new_definitions.sql as is_redefined,
        old_definitions.metric is null as is_new,
        (select value from older.marts.measures m where m.metric = new_definitions.metric and subject_kind = 'scope'
            and subject_id = $subject and period_kind = $period_kind
            and period_start_on = (select start_on from old_period)) as old_value,
        (select value from newer.marts.measures m where m.metric = new_definitions.metric and subject_kind = 'scope'
            and subject_id = $subject and period_kind = $period_kind
            and period_start_on = (select start_on from old_period)) as revised_value,
        (select value from newer.marts.measures m where m.metric = new_definitions.metric and subject_kind = 'scope'
            and subject_id = $subject and period_kind = $period_kind
            and period_start_on = (select start_on from new_period)) as new_value
    from newer.marts.metric_definitions as new_definitions
    left join older.marts.metric_definitions as old_definitions using (metric)
)

select
    headlines.*,
    old_sum = old_value and new_sum = revised_value as adds_up,
    coalesce(registry_sum, 0) as registry_sum,
    coalesce(changed_count, 0) as changed_count,
    (select count(*) from new_members where repository_id not in (select repository_id from old_members)) as added_count,
    (select count(*) from old_members where repository_id not in (select repository_id from new_members)) as removed_count,
    (select start_on from old_period) as old_period_on,
    (select start_on from new_period) as new_period_on
from headlines left join by_repository using (metric)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why one headline moved. ``together`` holds what the registry and another cause did jointly."""

    total: float
    activity: float
    registry: float = 0
    definition: float = 0
    late: float = 0
    together: float = 0
    unexplained: float = 0
    is_redefined: bool
    added_count: int
    removed_count: int
    changed_count: int
    old_period_on: date
    new_period_on: date


def between(older: Path, newer: Path, subject_id: str, period_kind: str) -> dict[str, Change]:
    """Explain every headline of a scope by metric; one that either snapshot lacks is left out."""
    with duckdb.connect(":memory:") as db:
        for name, folder in (("older", older), ("newer", newer)):
            quoted = str(folder / "public.duckdb").replace("'", "''")
            db.execute(f"attach '{quoted}' as {name} (read_only)")
        cursor = db.execute(COMPARISON, {"subject": subject_id, "period_kind": period_kind})
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    values = ("old_value", "revised_value", "new_value")
    return {row["metric"]: explain(row) for row in found if all(row[name] is not None for name in values)}


def explain(row: dict[str, Any]) -> Change:
    """Split one headline's movement by what is seen to differ between the snapshots."""
    revision = row["revised_value"] - row["old_value"]
    return Change(
        total=row["new_value"] - row["old_value"],
        activity=row["new_value"] - row["revised_value"],
        is_redefined=row["is_redefined"],
        added_count=row["added_count"],
        removed_count=row["removed_count"],
        changed_count=row["changed_count"],
        old_period_on=row["old_period_on"],
        new_period_on=row["new_period_on"],
        **_split(row, revision),
    )


def _split(row: dict[str, Any], revision: float) -> dict[str, float]:
    """Share the revision among its causes; the values sum to it."""
    has_registry = bool(row["added_count"] or row["removed_count"])
    other = "definition" if row["is_redefined"] else "late" if row["changed_count"] else None
    if has_registry and other:
        if not row["adds_up"]:
            return {"together": revision}
        return {"registry": row["registry_sum"], other: revision - row["registry_sum"]}
    if has_registry:
        return {"registry": revision}
    return {other or "unexplained": revision}
