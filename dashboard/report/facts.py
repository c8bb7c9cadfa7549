"""What a report reads from one snapshot: the plan's indicators in a period, and how sure they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from dashboard.kit import absence
from dashboard.report.queries import Row, read_ecosystem, rows
from dashboard.words.quantities import SHANGHAI, day_of, short_period

PERIODS = ((r"(\d{4})", "year"), (r"(\d{4})Q([1-4])", "quarter"), (r"(\d{4})-(\d{2})", "month"))
READINGS = """
select i.*, v.* exclude (plan_id, indicator_id), s.status, s.expected_value,
    g.change_ratio as year_ago_ratio, g.panel_repository_count, h.change_ratio as previous_ratio
from marts.indicators i
left join marts.indicator_values v
    on v.plan_id = i.plan_id and v.indicator_id = i.indicator_id and v.confidence = $confidence
    and v.period_kind = $period_kind and v.period_start_on = $start
left join marts.indicator_status s
    on s.plan_id = i.plan_id and s.indicator_id = i.indicator_id and s.confidence = $confidence
    and s.period_kind = if(i.target_value is not null and i.accumulation = 'flow', 'year', $period_kind)
    and s.period_start_on = date_trunc(s.period_kind, $start::date)
left join marts.growth g
    on i.kind = 'measured' and g.metric = i.reads and g.subject_kind = i.subject_kind
    and g.subject_id = i.subject_id || $suffix and g.comparison = 'year_ago'
    and g.period_kind = $period_kind and g.period_start_on = $start
left join marts.growth h
    on i.kind = 'measured' and h.metric = i.reads and h.subject_kind = i.subject_kind
    and h.subject_id = i.subject_id || $suffix and h.comparison = 'previous'
    and h.period_kind = $period_kind and h.period_start_on = $start
where i.plan_id = $plan
order by i.position
"""
SERIES = """
select period_start_on, value, is_suppressed, periods.is_complete, complete_target_count, target_count
from marts.measures join marts.periods using (period_kind, period_start_on)
left join marts.subject_periods c using (subject_kind, subject_id, period_kind, period_start_on)
where metric = $metric and subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
    and period_start_on <= $start and coalesce(c.stream_kind, 'history') = 'history'
order by period_start_on desc limit $count
"""
PRESENCE = """
select o.sector, coalesce(min(s.name_zh), o.sector) as name_zh, count(*) as listed_count,
    count(*) filter (public_presence = 'known') as known_count,
    count(*) filter (public_presence = 'none_known') as none_known_count,
    count(*) filter (is_backbone) as backbone_count,
    sum(o.repository_count)::bigint as repository_count,
    sum(o.high_confidence_repository_count)::bigint as high_confidence_repository_count
from marts.organizations o
left join marts.plan_words s on s.subject_kind = 'sector' and s.subject_id = o.sector
where o.relation = 'guangzhou'
group by o.sector order by listed_count desc, o.sector
"""
COVERAGE = """
select source, count(distinct target_id) as target_count, count(*) as month_count,
    count(*) filter (state = 'complete') as complete, count(*) filter (state = 'partial') as partial,
    count(*) filter (state = 'not_collected') as not_collected,
    count(*) filter (state = 'impossible') as impossible
from marts.coverage group by source order by source
"""
SCOPES = "select * from marts.subjects where subject_kind = 'scope' order by subject_id"
CLAIMS = """
select count(*) as n, count(*) filter (review_status != 'unreviewed') as done from marts.claims
"""
REGISTERS = """
select register, min(name_zh) as name_zh, count(*) filter (not is_undone) as entry_count,
    sum(row_count) filter (not is_undone)::bigint as row_count,
    max(entered_at) filter (not is_undone) as newest_at
from marts.register_entries group by register order by register
"""


SHOWN = {"month": 36, "quarter": 16, "year": 12}
YEAR_BEFORE = {"month": 12, "quarter": 4, "year": 1}
COMPARED = ("year_ago_value", "previous_value", "baseline_value", "year_ago_ratio", "previous_ratio")


class ReportError(Exception):
    """The report cannot be made as asked; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year, by its first day in Shanghai."""

    kind: str
    start_on: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read 2026, 2026Q3 or 2026-09; raise ReportError for anything else."""
        for pattern, kind in PERIODS:
            if found := re.fullmatch(pattern, text):
                year, part = int(found[1]), int(found[2]) if kind != "year" else 1
                month = part * 3 - 2 if kind == "quarter" else part
                if 1 <= month <= 12:
                    return cls(kind, date(year, month, 1))
        raise ReportError(f"{text}: 周期应写作 2026、2026Q3 或 2026-09。")

    @property
    def end_on(self) -> date:
        """The last day."""
        months = {"month": 1, "quarter": 3, "year": 12}[self.kind]
        years, month = divmod(self.start_on.month - 1 + months, 12)
        return date(self.start_on.year + years, month + 1, 1) - timedelta(days=1)

    @property
    def code(self) -> str:
        """The period as it is asked for, such as 2026Q3."""
        return short_period(self.kind, self.start_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says comes from here."""

    snapshot_id: str
    info: Row
    period: Period
    scope: Row
    confidence: str
    plan: Row
    clauses: list[Row]
    phrases: list[Row]
    readings: dict[str, Row]
    series: Mapping[str, list[Row]]
    definitions: Mapping[str, Row]
    presence: list[Row]
    coverage: list[Row]
    registers: list[Row]
    claims: Row
    ecosystem: Mapping[str, list[Row]]
    absences: Mapping[str, str]
    is_provisional: bool

    @property
    def as_of(self) -> datetime:
        """The instant of knowledge, in Shanghai."""
        return self.info["as_of"].astimezone(SHANGHAI)

    @property
    def as_of_on(self) -> date:
        """The day of knowledge, in Shanghai."""
        return day_of(self.as_of)

    def is_running(self, year: int) -> bool:
        """Whether a year is not over on the day of the data."""
        return date(year, 12, 31) >= self.as_of_on

    def of_clause(self, clause_id: str) -> list[Row]:
        """Give the indicators that the phrases of a clause name, each once, in the phrases' order."""
        named = [
            name for row in self.phrases if row["clause_id"] == clause_id for name in row["indicator_ids"]
        ]
        return [self.readings[name] for name in dict.fromkeys(named)]


def read_facts(
    db: duckdb.DuckDBPyConnection, snapshot_id: str, period: Period, scope: str, confidence: str
) -> Facts:
    """Read a snapshot. Raises ReportError where it knows no plan, or neither the period nor the scope."""
    suffix = "" if confidence == "high" else f"@{confidence}"
    asked = {"confidence": confidence, "period_kind": period.kind, "start": period.start_on}
    plan = _one(db, "select * from marts.plans order by plan_id limit 1", "快照中没有规划数据，请重新构建。")
    known = {"kind": period.kind, "start": period.start_on}
    state = _one(
        db,
        "select is_complete from marts.periods where period_kind = $kind and period_start_on = $start",
        f"{period.code}: 快照中没有这个周期。",
        **known,
    )
    subject = _subject(db, scope + suffix)
    definitions = {row["metric"]: row for row in rows(db, "select * from marts.metric_definitions")}
    shown = [
        name for name in ("code_changes_commits", "contributors", "release_frequency") if name in definitions
    ]
    of_plan = {"plan": plan["plan_id"]}
    levels = rows(db, absence.LEVELS, **of_plan, period_kind=period.kind, start=period.start_on)
    return Facts(
        snapshot_id=snapshot_id,
        info=rows(db, "select * from marts.snapshot_info")[0],
        period=period,
        scope=subject,
        confidence=confidence,
        plan=plan,
        clauses=rows(
            db, "select * from marts.plan_clauses where plan_id = $plan order by position", **of_plan
        ),
        phrases=rows(
            db, "select * from marts.plan_phrases where plan_id = $plan order by position", **of_plan
        ),
        readings={
            row["indicator_id"]: row if state["is_complete"] else row | dict.fromkeys(COMPARED)
            for row in rows(db, READINGS, **asked, **of_plan, suffix=suffix)
        },
        series={name: _series(db, name, subject["subject_id"], period) for name in shown},
        definitions=definitions,
        presence=rows(db, PRESENCE),
        coverage=rows(db, COVERAGE),
        registers=rows(db, REGISTERS),
        claims=rows(db, CLAIMS)[0],
        ecosystem=read_ecosystem(db, subject["subject_id"], confidence, period.start_on.year),
        absences={
            name: absence.reason(found, confidence) for name, found in absence.by_indicator(levels).items()
        },
        is_provisional=not state["is_complete"],
    )


def _subject(db: duckdb.DuckDBPyConnection, scope: str) -> Row:
    found = {row["subject_id"]: row for row in rows(db, SCOPES)}
    if scope not in found:
        raise ReportError(f"{scope}: 快照中没有这个范围。现有：{'、'.join(found) or '无'}。")
    return found[scope]


def _series(db: duckdb.DuckDBPyConnection, metric: str, subject: str, period: Period) -> list[Row]:
    count = SHOWN[period.kind] + YEAR_BEFORE[period.kind]
    asked = {"metric": metric, "subject": subject, "period_kind": period.kind, "start": period.start_on}
    return rows(db, SERIES, **asked, count=count)[::-1]


def _one(db: duckdb.DuckDBPyConnection, sql: str, otherwise: str, **parameters: object) -> Row:
    found = rows(db, sql, **parameters)
    if not found:
        raise ReportError(otherwise)
    return found[0]
