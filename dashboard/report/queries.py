"""What a report reads beyond the plan: OpenHarmony, people, the supply chain; each only where it is held."""

from collections.abc import Mapping
from typing import Any

import duckdb

Row = dict[str, Any]
SHOWN_YEARS = 6
HELD = "select table_name from duckdb_tables() where schema_name = 'marts'"
OPENHARMONY = """
select a.period_id as year, a.is_complete, a.commit_count, a.identified_ratio, a.organization_count,
    a.university_count, g.commit_count as guangzhou_count, g.share_ratio as guangzhou_ratio,
    g.repository_count as guangzhou_repository_count
from marts.openharmony_activity a
left join marts.openharmony_activity g
    on g.period_kind = a.period_kind and g.period_id = a.period_id
    and g.employer_group = 'guangzhou' || $suffix
where a.period_kind = 'year' and a.employer_group = 'all' and a.period_id <= $year
order by a.period_id desc limit $shown
"""
OPENHARMONY_HELD = """
select own_repository_count, collected_repository_count from marts.openharmony_release_dates
order by own_repository_count desc, release_branch limit 1
"""
PEOPLE = """
select year, commit_count, own_commit_count, project_count, contributor_count, newcomer_count, is_suppressed
from marts.employed_work
where subject_kind = 'city' and subject_id = 'guangzhou' and confidence = $confidence and year <= $year::int
order by year desc limit $shown
"""
MOVES = """
select year, from_id, to_id, contributor_count, is_suppressed from marts.contributor_flows
where group_kind = 'city' and confidence = $confidence and year <= $year::int
    and contributor_count is distinct from 0
order by year desc, from_id
"""
PRACTICES = """
select count(*) as repository_count, count(has_license) as held_count,
    count(*) filter (has_license) as license_count,
    count(*) filter (license_spdx_id is not null) as recognised_count,
    count(*) filter (has_security_policy) as policy_count,
    count(*) filter (release_count > 0) as released_count
from marts.repositories
where role in ('own', 'mirror') and repository_id in (
    select repository_id from marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
)
"""
POINTS = """
select p.point, count(distinct p.repository_id) as repository_count from marts.supply_chain_points p
where p.repository_id in (
    select repository_id from marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
)
group by p.point order by repository_count desc, p.point
"""
QUERIES = {
    "openharmony": (OPENHARMONY, "openharmony_activity"),
    "openharmony_held": (OPENHARMONY_HELD, "openharmony_release_dates"),
    "people": (PEOPLE, "employed_work"),
    "moves": (MOVES, "contributor_flows"),
    "practices": (PRACTICES, "subject_repositories"),
    "points": (POINTS, "supply_chain_points"),
}


def rows(db: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> list[Row]:
    """Query a snapshot; ``$name`` in the SQL takes the parameter of that name."""
    cursor = db.execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_ecosystem(
    db: duckdb.DuckDBPyConnection, subject: str, confidence: str, year: int
) -> Mapping[str, list[Row]]:
    """Read what stands beside the plan; a table that an older snapshot lacks gives no rows."""
    held = {row["table_name"] for row in rows(db, HELD)}
    suffix = "" if confidence == "high" else f"@{confidence}"
    known: dict[str, object] = {"subject": subject, "confidence": confidence, "suffix": suffix}
    known |= {"year": str(year), "shown": SHOWN_YEARS}
    return {
        name: rows(db, sql, **{key: value for key, value in known.items() if f"${key}" in sql})
        if table in held
        else []
        for name, (sql, table) in QUERIES.items()
    }
