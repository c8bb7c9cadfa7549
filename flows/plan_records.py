"""Policy plans and registers as records: one frozen class per raw table."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from collectors.records import Record


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDefinition:
    """What a register is called, and the columns from and until which a row of it counts."""

    table: ClassVar[str] = "register_definitions"
    key: ClassVar[tuple[str, ...]] = ("register",)
    version: ClassVar[int] = 1

    register: str
    name_zh: str
    name_en: str
    from_column: str
    until_column: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One filled template that was imported: when, by which unit, on the strength of which document."""

    table: ClassVar[str] = "register_entries"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    version: ClassVar[int] = 1

    entry_id: str
    register: str
    entered_at: datetime
    entered_by: str  # a unit or a post, no person
    document: str
    file_sha256: str
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of an imported template: its cells by column, as JSON text."""

    table: ClassVar[str] = "register_rows"
    key: ClassVar[tuple[str, ...]] = ("entry_id", "row_id")
    version: ClassVar[int] = 1

    entry_id: str
    register: str
    row_id: str  # the key columns, joined: a later entry's row of the same id takes its place
    cells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUndo:
    """An entry is taken back, and why: what stood before it stands again."""

    table: ClassVar[str] = "register_undos"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    version: ClassVar[int] = 1

    entry_id: str
    undone_at: datetime
    undone_by: str
    reason: str


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
