"""The rows behind an indicator: organisations and their repositories, a metric's repositories, a register.

What the page counts and what it offers as SQL is one and the same text, so a reader can run it again.
"""

from collections.abc import Sequence
from datetime import date

from dashboard import data
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities

ORGANIZATIONS = """select distinct
    o.organization_id, o.name_zh, o.name_en, o.kind, o.sector, o.district, o.park,
    r.repository_id, r.full_name, r.first_commit_on, r.last_commit_on,
    r.has_license, r.license_spdx_id, r.has_security_policy, r.has_lock_file
from marts.organizations o
left join marts.subjects s
    on s.subject_kind = 'organization' and s.base_subject_id = o.organization_id
    and s.confidence = '{confidence}'
left join marts.subject_repositories m
    on m.subject_kind = 'organization' and m.subject_id = s.subject_id
    and date '{until}' between coalesce(m.valid_from_on, date '0001-01-01')
        and coalesce(m.valid_until_on, date '9999-12-31')
left join marts.repositories c on c.repository_id = m.repository_id
left join marts.repositories r on r.repository_id = coalesce(c.mirror_of, c.repository_id)
where o.relation = 'guangzhou'{narrowed}
order by r.first_commit_on nulls last, o.name_zh, r.repository_id"""
MEASURES = """select r.repository_id, r.full_name, o.organization_id, o.name_zh, o.name_en, m.value
from marts.measures m
join marts.repositories r on r.repository_id = m.subject_id
left join marts.organizations o on o.organization_id = r.organization_id
where m.metric = '{metric}' and m.subject_kind = 'repository'
    and m.period_kind = '{period_kind}' and m.period_start_on = date '{start}'
    and m.subject_id in (
        select repository_id from marts.subject_repositories
        where subject_kind = '{subject_kind}' and subject_id = '{subject_id}'
    )
    and m.value > 0
order by m.value desc, r.repository_id"""
WORK = """select w.organization_id, o.name_zh, o.name_en, o.kind, o.sector, o.district, o.park,
    w.commit_count, w.all_commit_count
from marts.indicator_work w
join marts.organizations o using (organization_id)
where w.plan_id = '{plan}' and w.indicator_id = '{id}' and w.confidence = '{confidence}'
    and w.period_kind = '{period_kind}' and w.period_start_on = date '{start}' and w.commit_count > 0
order by w.commit_count desc, w.organization_id"""
REGISTER = "select * from marts.register_{register}{narrowed}"
GROUPED = """
select s.base_subject_id as code, m.value
from marts.measures m join marts.subjects s using (subject_kind, subject_id)
where m.metric = $metric and m.subject_kind = $group and s.confidence = $confidence
    and m.period_kind = $period_kind and m.period_start_on = $start
"""
REGISTERED = """
select group_id as code, value from marts.indicator_groups
where plan_id = $plan and indicator_id = $id and group_kind = $group
    and period_kind = $period_kind and period_start_on = $start
"""
REGISTERS = """
select table_name from duckdb_tables() where schema_name = 'marts' and starts_with(table_name, 'register_')
"""
HEADINGS = """
select column_name, comment from duckdb_columns()
where schema_name = 'marts' and table_name = $table and column_name != 'entry_id' order by column_index
"""
ELSEWHERE = "commits_elsewhere"
"""The derived reading that counts commits, by organisation."""
HEAD_FACTS = {
    "repositories_with_license": "has_license",
    "repositories_with_security_policy": "has_security_policy",
    "repositories_with_lock_file": "has_lock_file",
}


def sql(reading: Reading, choice: Choice) -> str | None:
    """Write the query whose rows stand behind the value; None where this snapshot has no such table."""
    indicator, point = reading.indicator, reading.point
    start = point["period_start_on"] if point else reading.start_on
    if indicator["kind"] == "registered":
        table = f"register_{indicator['reads']}"
        known = {row["table_name"] for row in data.rows(REGISTERS)}
        narrowed = _narrowed(indicator["filters"], "\nwhere ")
        return REGISTER.format(register=indicator["reads"], narrowed=narrowed) if table in known else None
    if indicator["kind"] == "measured":
        return MEASURES.format(
            metric=_quoted(indicator["reads"]),
            period_kind=choice.period_kind,
            start=start,
            subject_kind=_quoted(indicator["subject_kind"]),
            subject_id=_quoted(indicator["subject_id"] + choice.suffix),
        )
    if indicator["reads"] == ELSEWHERE:
        plan = _quoted(choice.plan["plan_id"])
        return WORK.format(id=_quoted(reading.id), start=start, **choice.asked | {"plan": plan})
    narrowed = _narrowed(indicator["filters"], "\n    and ", "o.")
    return ORGANIZATIONS.format(confidence=choice.confidence, until=until(reading, choice), narrowed=narrowed)


def until(reading: Reading, choice: Choice) -> date | None:
    """Give the day at whose end a stock is counted: the period's last, or the snapshot's own."""
    start = reading.point["period_start_on"] if reading.point else reading.start_on
    asked = "select period_end_on from marts.periods where period_kind = $kind and period_start_on = $start"
    found = data.rows(asked, kind=choice.period_kind, start=start)
    snapshot = data.snapshot()
    today = quantities.day_of(snapshot.as_of) if snapshot else None
    days = [day for day in (found[0]["period_end_on"] if found else None, today) if day]
    return min(days) if days else None


def _narrowed(filters: Sequence[str], first: str, table: str = "") -> str:
    """Turn ``column=value|value`` into a condition that a reader can paste."""
    conditions = []
    for one in filters:
        column, _, values = one.partition("=")
        words = ", ".join(f"'{_quoted(value)}'" for value in values.split("|"))
        if not column.isidentifier():
            raise ValueError(f"{one}: not column=value")
        conditions.append(f"coalesce({table}{column}::varchar, '') in ({words})")
    return first + "\n    and ".join(conditions) if conditions else ""


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def counted(reading: Reading, rows: Sequence[data.Row], choice: Choice) -> list[data.Row]:
    """Keep what the value counts: repositories that had begun by then, or whose HEAD is known."""
    if reading.indicator["kind"] != "derived" or reading.indicator["reads"] == ELSEWHERE:
        return list(rows)
    fact, day = HEAD_FACTS.get(reading.indicator["reads"]), until(reading, choice)
    if fact:
        return [row for row in rows if row[fact] is not None]
    return [row for row in rows if row["first_commit_on"] and day and row["first_commit_on"] <= day]


def grouped(
    reading: Reading, choice: Choice, group: str, rows: Sequence[data.Row]
) -> dict[str | None, float]:
    """Divide the value by kind, sector, district or park; a measure by counts of its own, never by sums."""
    indicator = reading.indicator
    asked = {
        "group": group,
        "period_kind": choice.period_kind,
        "start": reading.point["period_start_on"] if reading.point else None,
    }
    if indicator["kind"] == "measured":
        answer = data.rows(GROUPED, **asked, metric=indicator["reads"], confidence=choice.confidence)
        return {row["code"]: row["value"] for row in answer if row["value"] is not None}
    if indicator["kind"] == "registered":
        answer = data.rows(REGISTERED, **asked, plan=choice.plan["plan_id"], id=reading.id)
        return {row["code"]: row["value"] for row in answer if row["value"] is not None}
    members: dict[str | None, list[data.Row]] = {}
    for row in counted(reading, rows, choice):
        members.setdefault(row[group], []).append(row)
    return {code: _value(indicator["reads"], found) for code, found in members.items()}


def _value(reads: str, rows: Sequence[data.Row]) -> float:
    if reads == ELSEWHERE:
        return sum(row["commit_count"] for row in rows)  # a commit has one employer
    if reads == "organizations_present":
        return len({row["organization_id"] for row in rows})
    repositories = {row["repository_id"]: row for row in rows}
    if fact := HEAD_FACTS.get(reads):
        return sum(bool(row[fact]) for row in repositories.values()) / len(repositories)
    return len(repositories)


def listed(rows: Sequence[data.Row], group: str) -> dict[str | None, int]:
    """Count the organisations that the directory lists, those without a public project included."""
    members: dict[str | None, set[str]] = {}
    for row in rows:
        members.setdefault(row[group], set()).add(row["organization_id"])
    return {code: len(found) for code, found in members.items()}
