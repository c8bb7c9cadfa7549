"""Indicators from landing to mart, and the rule of their status, on a small world worked out by hand."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from collectors import records
from flows import ledger
from flows.config import register_records
from flows.config.plans import records as plan_records
from flows.registry import record_types
from flows.registry import records as registry

RECORD_TYPES = (*records.RECORD_TYPES, *registry.RECORD_TYPES, *ledger.RECORD_TYPES)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def record(record_type: type, /, **facts: Any) -> Any:
    """Make a record of which only the named facts matter."""
    blank = {field.name: None for field in fields(record_type)}
    return record_type(**(blank | facts))


def indicator(indicator_id: str, **facts: Any) -> plan_records.PlanIndicator:
    plain = record(
        plan_records.PlanIndicator,
        plan_id="p",
        indicator_id=indicator_id,
        position=1,
        clause_id="c",
        name_zh=indicator_id,
        name_en=indicator_id,
        owner_zh="处",
        unit="count",
        kind="registered",
        reads="trainings",
        reading="count",
        filters=(),
        accumulation="flow",
        baseline_year=2023,
        direction="up",
        definition_zh="口径",
    )
    return replace(plain, **facts)


def training(entry_id: str, title: str, day: str, count: int, by: str | None = None) -> Any:
    cells = {"title": title, "held_on": day, "participant_count": count, "organization_name": by}
    return row(entry_id, "trainings", f"{title}|{day}", **cells)


def row(entry_id: str, register: str, row_id: str, **cells: str | int | None) -> register_records.RegisterRow:
    text = json.dumps(cells, ensure_ascii=False)
    return register_records.RegisterRow(entry_id=entry_id, register=register, row_id=row_id, cells=text)


def entry(entry_id: str, hour: int, register: str = "trainings") -> register_records.RegisterEntry:
    return register_records.RegisterEntry(
        entry_id=entry_id,
        register=register,
        entered_at=datetime(2026, 1, 10, hour, tzinfo=UTC),
        entered_by="某处",
        document="某文件",
        file_sha256="0" * 64,
        row_count=1,
    )


def organization(organization_id: str, sector: str, district: str | None = None) -> Any:
    return record(
        record_types.Organization,
        organization_id=organization_id,
        name_zh=organization_id,
        name_en=organization_id,
        kind="enterprise",
        sector=sector,
        district=district,
        relation="guangzhou",
        source="made up",
    )


def repository(name: str, owner: str, sha: str | None, day: str = "2024-02-01") -> Iterator[Any]:
    """A repository of an organisation, with one commit if ``sha`` is given."""
    repository_id = f"github:{name}"
    yield record(
        record_types.RegisteredRepository,
        repository_id=repository_id,
        forge="github",
        full_name=name,
        url="https://forge.example",
        role="own",
        project_id=repository_id,
        is_aggregate_only=False,
        depth="full",
    )
    yield record(
        record_types.Claim,
        claim_id=f"C {name}",
        subject_kind="repository",
        subject_id=repository_id,
        organization_id=owner,
        evidence_kind="official_statement",
        source="made up",
        affiliation_confidence="high",
        account_confidence="high",
        review_status="unreviewed",
    )
    if sha:
        at = datetime.fromisoformat(f"{day}T04:00:00+00:00")
        yield record(
            records.Commit,
            sha=sha,
            parent_shas=(),
            authored_at=at,
            author_offset_minutes=480,
            committed_at=at,
            committer_offset_minutes=480,
            key_id="k",
            author_key="a",
            author_domain="",
            committer_key="a",
            committer_domain="",
            is_platform_merge=False,
        )
        yield records.RepositoryCommit(
            repository_id=repository_id, sha=sha, is_reachable=True, author_mapped_key=None
        )


def divided() -> Iterator[Any]:
    """Cases of one organisation in two districts, one of them not its own; a milestone that names nobody."""
    for register, day in (("adoption_cases", "adopted_on"), ("centre_milestones", "reached_on")):
        names = {"name_zh": register, "name_en": register, "from_column": day, "until_column": None}
        yield register_records.RegisterDefinition(register=register, **names)
        yield indicator(register, reads=register)
        yield entry(f"e {register}", 4, register)
    yield indicator("adopters", reads="adoption_cases", reading="distinct:organization_name")
    for title, day, district in (
        ("甲", "2025-02-01", "tianhe"),
        ("乙", "2025-03-01", "tianhe"),
        ("丙", "2025-04-01", None),
    ):
        cells = {"organization_name": "zhu", "adopted_on": day, "district": district}
        yield row("e adoption_cases", "adoption_cases", title, **cells)
    yield row("e centre_milestones", "centre_milestones", "甲", reached_on="2025-05-01")


def facts() -> list[Any]:
    undo = register_records.RegisterUndo(entry_id="e3", undone_at=NOW, undone_by="某处", reason="重复")
    definition = register_records.RegisterDefinition(
        register="trainings", name_zh="培训", name_en="Trainings", from_column="held_on", until_column=None
    )
    people = {"reading": "sum:participant_count", "target_on": date(2026, 12, 31), "target_source": "某文"}
    return [
        definition,
        indicator("trainings"),
        indicator("never_filled", reads="courses"),
        indicator("people", **people, target_value=400.0),
        indicator("few", **people, target_value=50.0),
        indicator("many", **people, target_value=4000.0),
        indicator("cnc", kind="derived", reads="organizations_present", filters=("sector=cnc|ai",)),
        indicator("energy", kind="derived", reads="organizations_present", filters=("sector=energy_power",)),
        indicator("games", kind="derived", reads="organizations_present", filters=("sector=game",)),
        entry("e1", 1),
        entry("e2", 2),
        entry("e3", 3),
        undo,
        training("e1", "甲", "2023-05-01", 100),
        training("e1", "乙", "2025-03-01", 40),
        training("e2", "乙", "2025-03-01", 60, " Zhu"),
        training("e2", "丙", "2025-08-01", 240, "某某协会"),
        training("e3", "丁", "2025-09-01", 999),
        *divided(),
        organization("zhu", "cnc", "huangpu"),
        organization("yue", "cnc"),
        organization("wan", "game"),
        *repository("zhu/one", "zhu", "s1"),
        *repository("yue/one", "yue", None),
        *repository("wan/one", "wan", None),
    ]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("plan")
    landing = warehouse.Landing(folder / "landing", "reality")
    stream = warehouse.Stream("test", "world", "facts")
    landing.append(stream, facts(), {}, observed_at=NOW, run_id="run", key_id="k")
    with duckdb.connect(Path(folder, "warehouse.duckdb")) as db:
        warehouse.load(db, landing, RECORD_TYPES)
        warehouse.build(db, as_of=NOW, now=NOW)
        yield db


def years(db: duckdb.DuckDBPyConnection, indicator_id: str, column: str = "value") -> dict[int, Any]:
    table = "indicator_status" if column in {"status", "expected_value"} else "indicator_values"
    rows = db.execute(
        f"select year(period_start_on), {column} from marts.{table}"
        " where indicator_id = ? and confidence = 'high' and period_kind = 'year'",
        [indicator_id],
    ).fetchall()
    return dict(rows)


def test_a_flow_counts_what_happened_in_the_year_and_undone_entries_not(db):
    assert years(db, "trainings") == {2024: 0, 2025: 2, 2026: 0}


def test_a_later_entry_takes_the_place_of_a_line_and_leaves_the_others(db):
    assert years(db, "people") == {2024: 0, 2025: 300, 2026: 0}
    assert db.execute(
        "select title, participant_count from marts.register_trainings order by 1"
    ).fetchall() == [
        ("丙", 240),
        ("乙", 60),
        ("甲", 100),
    ]


def test_a_register_that_nobody_filled_is_no_data_not_zero(db):
    assert years(db, "never_filled") == {}


def test_organisations_count_from_their_first_commit_and_completeness_tells_the_rest(db):
    assert years(db, "cnc") == {2024: 1, 2025: 1, 2026: 1}
    assert years(db, "cnc", "completeness_ratio")[2025] == 0.5


def test_nothing_listed_or_nothing_held_has_no_value(db):
    assert years(db, "energy")[2025] is None
    assert years(db, "games")[2025] is None
    assert years(db, "games", "status")[2025] == "no_data"


def test_the_status_follows_the_written_rule(db):
    """The baseline year has no row here (0), so 2025 expects 730 of 1096 days' share of the target."""
    assert years(db, "people", "expected_value")[2025] == pytest.approx(400 * 731 / 1096)
    assert years(db, "people", "status")[2025] == "ahead"
    assert years(db, "few", "status")[2025] == "ahead"
    assert years(db, "many", "status")[2025] == "behind"
    assert years(db, "trainings", "status")[2025] == "no_target"


def groups(db: duckdb.DuckDBPyConnection, indicator_id: str, group_kind: str) -> dict[str | None, float]:
    rows = db.execute(
        "select group_id, value from marts.indicator_groups where indicator_id = ? and group_kind = ?"
        " and period_kind = 'year' and period_start_on = date '2025-01-01'",
        [indicator_id, group_kind],
    ).fetchall()
    return dict(rows)


def test_a_register_is_divided_by_what_the_directory_knows_of_its_organisations(db):
    """An organisation that the directory does not have is in no group; a group of nothing has no row."""
    assert groups(db, "people", "district") == {"huangpu": 60, None: 240}
    assert groups(db, "people", "kind") == {"enterprise": 60, None: 240}
    assert groups(db, "people", "park") == {None: 300}
    assert groups(db, "trainings", "sector") == {"cnc": 1, None: 1}


def test_a_facts_own_district_goes_before_that_of_its_organisation(db):
    """Two cases in Tianhe, one where the organisation is; in both districts the organisation counts once."""
    assert groups(db, "adoption_cases", "district") == {"tianhe": 2, "huangpu": 1}
    assert groups(db, "adopters", "district") == {"tianhe": 1, "huangpu": 1}
    assert years(db, "adopters")[2025] == 1


def test_what_names_no_organisation_is_not_divided(db):
    assert groups(db, "centre_milestones", "district") == {}
    assert years(db, "centre_milestones")[2025] == 1
