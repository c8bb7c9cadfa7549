"""Policy plans as data: read from ``config/plans``, checked with the rest of the config, made records."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.records import Record
from flows.config.files import ConfigProblem, read_document, read_table
from flows.config.plans.checks import PlanTables, Readable, problems_of_plan
from flows.config.plans.records import Plan, PlanClause, PlanIndicator, PlanPhrase
from flows.config.plans.rows import ClauseRow, IndicatorRow, PhraseRow, PlanHead
from flows.config.registers import Register, metric_names


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """One plan, checked: its id is the name of its file."""

    plan_id: str
    head: PlanHead
    clauses: tuple[ClauseRow, ...]
    phrases: tuple[PhraseRow, ...]
    indicators: tuple[IndicatorRow, ...]


def read_plans(
    folder: Path, registers: Mapping[str, Register], problems: list[ConfigProblem]
) -> tuple[LoadedPlan, ...]:
    """Read every plan of ``folder``, which may be absent; add what is wrong to ``problems``."""
    columns = {name: frozenset(register.columns) for name, register in registers.items()}
    readable = Readable(metric_names(), columns)
    return tuple(
        plan for path in sorted(folder.glob("*.toml")) for plan in _read_plan(path, readable, problems)
    )


def plan_paths(folder: Path) -> list[Path]:
    """List the files of all plans."""
    return sorted([*folder.glob("*.toml"), *folder.glob("*/*.csv")])


def _read_plan(path: Path, readable: Readable, problems: list[ConfigProblem]) -> Iterator[LoadedPlan]:
    tables_of = path.with_suffix("")
    tables = PlanTables(
        head=read_document(path, PlanHead, problems),
        clauses=read_table(tables_of / "clauses.csv", ClauseRow, problems),
        phrases=read_table(tables_of / "phrases.csv", PhraseRow, problems),
        indicators=read_table(tables_of / "indicators.csv", IndicatorRow, problems),
    )
    problems += problems_of_plan(tables, readable)
    if tables.head.content:
        rows = (tables.clauses.rows, tables.phrases.rows, tables.indicators.rows)
        yield LoadedPlan(path.stem, tables.head.content, *rows)


def plan_records(plans: Iterable[LoadedPlan]) -> Iterator[Record]:
    """Turn plans into records; a baseline that an indicator does not set is its plan's."""
    for plan in plans:
        yield _plan(plan)
        for position, row in enumerate(plan.clauses, 1):
            facts = row.model_dump(exclude={"line", "note"})
            yield PlanClause(plan_id=plan.plan_id, position=position, **facts)
        for position, row in enumerate(plan.phrases, 1):
            yield PlanPhrase(plan_id=plan.plan_id, position=position, **row.model_dump(exclude={"line"}))
        for position, row in enumerate(plan.indicators, 1):
            facts = row.model_dump(exclude={"line"})
            facts["baseline_year"] = row.baseline_year or plan.head.baseline_year
            yield PlanIndicator(plan_id=plan.plan_id, position=position, **facts)


def _plan(plan: LoadedPlan) -> Plan:
    return Plan(plan_id=plan.plan_id, **plan.head.model_dump())
