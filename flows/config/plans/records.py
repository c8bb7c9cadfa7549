"""Policy plans and registers as records: one frozen class per raw table."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from collectors.records import Record
from flows.config.register_records import RegisterDefinition, RegisterEntry, RegisterRow, RegisterUndo


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A policy plan that indicators are read against."""

    table: ClassVar[str] = "plans"
    key: ClassVar[tuple[str, ...]] = ("plan_id",)
    version: ClassVar[int] = 1

    plan_id: str
    name_zh: str
    name_en: str
    lead_unit_zh: str
    first_year: int
    last_year: int
    baseline_year: int
    source: str
    districts: tuple[str, ...]
    parks_zh: tuple[str, ...]
    lead_unit_en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClause:
    """A passage of a plan; its text is the published one only where ``is_verbatim``."""

    table: ClassVar[str] = "plan_clauses"
    key: ClassVar[tuple[str, ...]] = ("plan_id", "clause_id")
    version: ClassVar[int] = 1

    plan_id: str
    clause_id: str
    position: int
    task_zh: str
    title_zh: str
    title_en: str
    text_zh: str
    is_verbatim: bool
    source: str
    task_en: str | None = None  # what ends in _en is an unofficial translation
    text_en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPhrase:
    """A phrase of a clause, with the indicators that read it or why none can."""

    table: ClassVar[str] = "plan_phrases"
    key: ClassVar[tuple[str, ...]] = ("plan_id", "clause_id", "phrase_zh")
    version: ClassVar[int] = 1

    plan_id: str
    clause_id: str
    phrase_zh: str
    position: int
    indicator_ids: tuple[str, ...]
    not_measurable_because_zh: str | None
    phrase_en: str | None = None
    not_measurable_because_en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanIndicator:
    """A measure, a register or a count over organisations, read against a clause."""

    table: ClassVar[str] = "plan_indicators"
    key: ClassVar[tuple[str, ...]] = ("plan_id", "indicator_id")
    version: ClassVar[int] = 1

    plan_id: str
    indicator_id: str
    position: int
    clause_id: str
    name_zh: str
    name_en: str
    owner_zh: str
    unit: str
    kind: str  # measured | registered | derived
    reads: str
    reading: str | None  # of a register: count | sum:<column> | distinct:<column>
    subject_kind: str | None
    subject_id: str | None
    filters: tuple[str, ...]  # "column=value|value"
    accumulation: str  # flow | stock | level
    baseline_year: int
    target_value: float | None
    target_on: date | None
    target_source: str | None
    direction: str  # up | down | none
    definition_zh: str
    caution_zh: str | None
    caution_en: str | None
    owner_en: str | None = None
    definition_en: str | None = None


CONFIG_RECORD_TYPES: tuple[type[Record], ...] = (
    Plan,
    PlanClause,
    PlanPhrase,
    PlanIndicator,
    RegisterDefinition,
)
"""They land with the config, which replaces them all."""

ENTERED_RECORD_TYPES: tuple[type[Record], ...] = (RegisterEntry, RegisterRow, RegisterUndo)
"""They land by `suiyuan register`, and only ever add."""
