"""Rules between the files of a plan: every phrase is read or explained, every indicator reads something."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.config.files import ConfigProblem, Document, Table
from flows.config.plans.rows import (
    DERIVED_READINGS,
    FILTERED_FACTS,
    ClauseRow,
    IndicatorRow,
    PhraseRow,
    PlanHead,
)
from flows.config.rows import Row

BETWEEN_PHRASES = re.compile(r"[，。、；：,.;:\s“”《》()（）]*")


@dataclass(frozen=True, slots=True)
class Readable:
    """What an indicator may read: metrics, and registers with their columns."""

    metrics: frozenset[str]
    registers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class PlanTables:
    """The files of one plan as read, before the rules between them."""

    head: Document[PlanHead]
    clauses: Table[ClauseRow]
    phrases: Table[PhraseRow]
    indicators: Table[IndicatorRow]


def problems_of_plan(tables: PlanTables, readable: Readable) -> Iterator[ConfigProblem]:
    """Yield every broken rule of a plan; none while one of its tables is unreadable."""
    parts = (tables.clauses, tables.phrases, tables.indicators)
    if not all(part.is_readable for part in parts):
        return
    yield from _unknown_clauses(tables)
    yield from _phrases_without_meaning(tables)
    yield from _uncovered_text(tables)
    yield from _untranslated_phrases(tables)
    yield from _readings(tables, readable)
    yield from _targets(tables)


def uncovered(text: str, phrases: Iterable[str]) -> str:
    """Give the first words of a clause that its phrases, in order, leave out; empty where they cover it."""
    rest = text
    for phrase in phrases:
        rest = BETWEEN_PHRASES.sub("", rest, count=1)
        if not rest.startswith(phrase):
            return rest
        rest = rest.removeprefix(phrase)
    return BETWEEN_PHRASES.sub("", rest, count=1)


def _at(table: Table[Row], row: Row, column: str, expected: str) -> ConfigProblem:
    value = getattr(row, column)
    return ConfigProblem(table.path, row.line, column, None if value is None else str(value), expected)


def _unknown_clauses(tables: PlanTables) -> Iterator[ConfigProblem]:
    for table in (tables.phrases, tables.indicators):
        for row in table.rows:
            if row.clause_id not in tables.clauses.keys:
                yield _at(table, row, "clause_id", "a clause of clauses.csv")


def _phrases_without_meaning(tables: PlanTables) -> Iterator[ConfigProblem]:
    for row in tables.phrases.rows:
        if bool(row.indicator_ids) == bool(row.not_measurable_because_zh):
            yield _at(
                tables.phrases,
                row,
                "phrase_zh",
                "indicator_ids or not_measurable_because_zh, and not both",
            )
        for unknown in sorted(set(row.indicator_ids) - tables.indicators.keys.keys()):
            yield ConfigProblem(
                tables.phrases.path, row.line, "indicator_ids", unknown, "an indicator of indicators.csv"
            )


def _uncovered_text(tables: PlanTables) -> Iterator[ConfigProblem]:
    phrases: dict[str, list[str]] = defaultdict(list)
    for row in tables.phrases.rows:
        phrases[row.clause_id].append(row.phrase_zh)
    for clause in tables.clauses.rows:
        if rest := uncovered(clause.text_zh, phrases[clause.clause_id]):
            yield ConfigProblem(
                tables.clauses.path, clause.line, "text_zh", rest, "phrases.csv to go on with these words"
            )


def _untranslated_phrases(tables: PlanTables) -> Iterator[ConfigProblem]:
    """Yield the phrases whose translation is not found, in their order, in that of their clause."""
    rest = {row.clause_id: row.text_en for row in tables.clauses.rows}
    for row in tables.phrases.rows:
        text = rest.get(row.clause_id)
        if text is None:
            continue
        if not row.phrase_en or row.phrase_en not in text:
            yield _at(
                tables.phrases, row, "phrase_en", "words of the clause's text_en, in the order of the phrases"
            )
        else:
            rest[row.clause_id] = text.partition(row.phrase_en)[2]


def _readings(tables: PlanTables, readable: Readable) -> Iterator[ConfigProblem]:
    for row in tables.indicators.rows:
        problem = _WRONG_READINGS[row.kind](row, readable)
        if problem:
            yield _at(tables.indicators, row, *problem)


def _wrong_measured(row: IndicatorRow, readable: Readable) -> tuple[str, str] | None:
    if row.reads not in readable.metrics:
        return "reads", f"a metric: one of {', '.join(sorted(readable.metrics))}"
    if not (row.subject_kind and row.subject_id):
        return "subject_id", "the one subject whose measure it reads"
    return None


def _wrong_registered(row: IndicatorRow, readable: Readable) -> tuple[str, str] | None:
    columns = readable.registers.get(row.reads)
    if columns is None:
        return "reads", f"a register: one of {', '.join(sorted(readable.registers))}"
    how, _, column = (row.reading or "").partition(":")
    if (how, bool(column)) not in {("count", False), ("sum", True), ("distinct", True)}:
        return "reading", "count, sum:<column> or distinct:<column>"
    if {column} - {""} - columns:
        return "reading", f"a column of the register: one of {', '.join(sorted(columns))}"
    return _wrong_filters(row, columns)


def _wrong_derived(row: IndicatorRow, _: Readable) -> tuple[str, str] | None:
    if row.reads not in DERIVED_READINGS:
        return "reads", f"one of {', '.join(DERIVED_READINGS)}"
    return _wrong_filters(row, frozenset(FILTERED_FACTS))


def _wrong_filters(row: IndicatorRow, columns: frozenset[str]) -> tuple[str, str] | None:
    for part in row.filters:
        column, _, values = part.partition("=")
        if column not in columns or not values:
            return "filters", f"column=value|value with one of {', '.join(sorted(columns))}"
    return None


_WRONG_READINGS = {"measured": _wrong_measured, "registered": _wrong_registered, "derived": _wrong_derived}


def _targets(tables: PlanTables) -> Iterator[ConfigProblem]:
    for row in tables.indicators.rows:
        parts = (row.target_value, row.target_on, row.target_source)
        if any(part is not None for part in parts) and None in parts:
            yield _at(tables.indicators, row, "target_value", "target_value, target_on and target_source")
