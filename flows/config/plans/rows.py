"""What the files of a policy plan look like: one TOML file per plan, and three tables beside it."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from flows.config.rows import Day, Parts, Row, Slug, Text

IndicatorKind = Literal["measured", "registered", "derived"]
Accumulation = Literal["flow", "stock", "level"]
Direction = Literal["up", "down", "none"]
DerivedReading = Literal[
    "organizations_present",
    "repositories_present",
    "repositories_with_license",
    "repositories_with_security_policy",
    "repositories_with_lock_file",
    "commits_elsewhere",
]
DERIVED_READINGS: tuple[str, ...] = DerivedReading.__args__
"""What indicator_derived.sql and indicator_elsewhere.sql count over the organisations of a filter."""
FILTERED_FACTS = ("kind", "sector", "district", "park", "size_class", "is_backbone")
"""The facts of an organisation that a derived indicator may be narrowed to."""

Number = Annotated[float, BeforeValidator(lambda value: float(value) if isinstance(value, str) else value)]


class PlanHead(BaseModel):
    """<plan>.toml: what the plan is called, whose it is, and the years that it covers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_zh: Text
    name_en: Text
    lead_unit_zh: Text
    lead_unit_en: Text | None = None
    first_year: int
    last_year: int
    baseline_year: int
    source: Text
    districts: tuple[Slug, ...] = ()
    parks_zh: tuple[Text, ...] = ()


class ClauseRow(Row):
    """clauses.csv: a passage of the plan, word for word or, until somebody enters it, its key terms.

    The Chinese is the source; what ends in ``_en`` is an unofficial translation.
    """

    key: ClassVar = ("clause_id",)

    clause_id: Slug
    task_zh: Text
    task_en: Text | None = None
    title_zh: Text
    title_en: Text
    text_zh: Text
    text_en: Text | None = None
    is_verbatim: bool
    source: Text
    note: Text | None = None


class PhraseRow(Row):
    """phrases.csv: a phrase of a clause, and the indicators that read it or why none can."""

    key: ClassVar = ("clause_id", "phrase_zh")

    clause_id: Slug
    phrase_zh: Text
    phrase_en: Text | None = None
    indicator_ids: Parts = ()
    not_measurable_because_zh: Text | None = None
    not_measurable_because_en: Text | None = None


class IndicatorRow(Row):
    """indicators.csv: a measure, a register or a count over organisations, read against a clause.

    ``reads`` names the metric, the register or the derived reading. ``reading`` says how a register is read:
    ``count``, ``sum:<column>`` or ``distinct:<column>``. ``filters`` such as ``sector=cnc|automotive``
    narrow a register's rows or the organisations that are counted.
    """

    key: ClassVar = ("indicator_id",)

    indicator_id: Slug
    clause_id: Slug
    name_zh: Text
    name_en: Text
    owner_zh: Text
    owner_en: Text | None = None
    unit: Slug
    kind: IndicatorKind
    reads: Slug
    reading: Text | None = None
    subject_kind: Slug | None = None
    subject_id: Slug | None = None
    filters: Parts = ()
    accumulation: Accumulation
    baseline_year: int | None = None
    target_value: Number | None = None
    target_on: Day | None = None
    target_source: Text | None = None
    direction: Direction
    definition_zh: Text
    definition_en: Text | None = None
    caution_zh: Text | None = None
    caution_en: Text | None = None
