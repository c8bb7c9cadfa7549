"""Building: plain SQL files in, tables out, in the order that the SQL itself asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest

import warehouse
from warehouse import Landing, ModelError, Stream

WriteModels = Callable[[Mapping[str, str]], Path]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 1

    number: str
    opened_at: datetime
    is_open: bool = True


STAGING = """-- grain: one row per ticket as of the build

with

versions as (
    select
        *,
        row_number() over (partition by number order by observed_at desc, stream desc, sequence desc) as place
    from raw.tickets
    where observed_at <= (select as_of from build.parameters)
)

select number, is_open, (opened_at at time zone 'Asia/Shanghai')::date as opened_on
from versions
where place = 1 and not is_deleted
"""
METRIC = """-- title_zh: 新开工单
-- title_en: New tickets
-- question_zh: 每月新开多少？
-- question_en: How many are opened a month?
-- unit: count
-- direction: none
-- chaoss: none
-- caution_zh: 它's
-- caution_en: none

select
    'repository' as subject_kind,
    'r' as subject_id,
    'month' as period_kind,
    date_trunc('month', opened_on)::date as period_start_on,
    count(*) as value,
    count(*) as sample_count
from staging.tickets
group by date_trunc('month', opened_on)
"""
MART = """-- grain: one row per day
-- column: opened_on | 日期 | the day in Shanghai
-- column: ticket_count | 工单数 | tickets opened on it
select opened_on, count(*) as ticket_count
from staging.tickets
group by opened_on
"""

MEASURES = """-- grain: one row per metric and month
-- column: metric | 指标 | metric
-- column: period_start_on | 月份 | month
-- column: value | 数值 | value
select metric, period_start_on, value from metrics.all_measures
"""


@pytest.fixture
def loaded(landing: Landing, db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Three tickets around midnight in Shanghai; on the next day one is closed and one is gone."""
    stream = Stream("github", "github:owner/name", "tickets")
    tickets = [
        Ticket(
            number="1", opened_at=datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)
        ),  # 23:59:59 on 28 February
        Ticket(number="2", opened_at=datetime(2026, 2, 28, 16, 0, 0, tzinfo=UTC)),  # midnight: 1 March
        Ticket(number="3", opened_at=datetime(2026, 3, 1, 3, 0, 0, tzinfo=UTC)),
    ]
    closed = Ticket(number="2", opened_at=tickets[1].opened_at, is_open=False)
    landing.append(stream, tickets, {}, observed_at=NOON, run_id="r")
    landing.append(
        stream,
        [closed],
        {},
        observed_at=NOON + timedelta(days=1),
        run_id="r",
        deletions={"tickets": [{"number": "3"}]},
    )
    warehouse.load(db, landing, [Ticket])
    return db


@pytest.fixture
def models(write_models: WriteModels) -> Path:
    return write_models(
        {
            "staging/tickets": STAGING,
            "metrics/new_tickets": METRIC,
            "marts/ticket_days": MART,
            "marts/measures": MEASURES,
        }
    )


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def test_the_session_time_zone_changes_nothing(loaded: duckdb.DuckDBPyConnection, models: Path, zone: str):
    loaded.execute(f"set TimeZone = '{zone}'")
    warehouse.build(loaded, models=models, as_of=NOON)
    assert loaded.execute("from marts.ticket_days order by all").fetchall() == [
        (date(2026, 2, 28), 1),
        (date(2026, 3, 1), 2),
    ]
    assert loaded.execute("from marts.measures order by all").fetchall() == [
        ("new_tickets", date(2026, 2, 1), 1.0),
        ("new_tickets", date(2026, 3, 1), 2.0),
    ]


def test_as_known_then_and_as_known_now_are_both_one_build(loaded: duckdb.DuckDBPyConnection, models: Path):
    tickets = "select number, is_open from staging.tickets order by number"
    warehouse.build(loaded, models=models, as_of=NOON)
    assert loaded.execute(tickets).fetchall() == [("1", True), ("2", True), ("3", True)]
    warehouse.build(loaded, models=models)
    assert loaded.execute(tickets).fetchall() == [("1", True), ("2", False)]


def test_the_parameters_say_what_was_built(loaded: duckdb.DuckDBPyConnection, models: Path):
    later = NOON + timedelta(days=9)
    warehouse.build(loaded, models=models, as_of=NOON, now=later)
    assert loaded.execute("select as_of, built_at, world_id from build.parameters").fetchall() == [
        (NOON, later, "reality")
    ]


def test_models_are_built_after_what_they_read(loaded: duckdb.DuckDBPyConnection, models: Path):
    order = warehouse.build(loaded, models=models)
    assert order.index("staging.tickets") < order.index("metrics.new_tickets") < order.index("marts.measures")


def test_a_new_metric_is_one_file(loaded: duckdb.DuckDBPyConnection, models: Path):
    doubled = METRIC.replace("count(*) as value", "2 * count(*) as value").replace("新开工单", "两倍")
    (models / "metrics" / "doubled_tickets.sql").write_text(doubled)
    warehouse.build(loaded, models=models)
    assert loaded.execute("select distinct metric, value from marts.measures order by all").fetchall() == [
        ("doubled_tickets", 2.0),
        ("new_tickets", 1.0),
    ]
    assert loaded.execute(
        "select metric, title_zh, caution_zh, sql from metrics.all_definitions"
    ).fetchall() == [
        ("doubled_tickets", "两倍", "它's", doubled.strip()),
        ("new_tickets", "新开工单", "它's", METRIC.strip()),
    ]


def test_tables_and_columns_carry_their_comments(loaded: duckdb.DuckDBPyConnection, models: Path):
    warehouse.build(loaded, models=models)
    tables = dict(loaded.execute("select table_name, comment from duckdb_tables()").fetchall())
    assert tables["ticket_days"] == "one row per day"
    columns = loaded.execute(
        "select column_name, comment from duckdb_columns() where table_name = 'ticket_days'"
    )
    assert dict(columns.fetchall()) == {
        "opened_on": "日期 | the day in Shanghai",
        "ticket_count": "工单数 | tickets opened on it",
    }


def test_a_model_whose_file_is_gone_is_gone(loaded: duckdb.DuckDBPyConnection, models: Path):
    warehouse.build(loaded, models=models)
    (models / "marts" / "ticket_days.sql").unlink()
    warehouse.build(loaded, models=models)
    with pytest.raises(duckdb.CatalogException):
        loaded.execute("from marts.ticket_days")


def test_folders_below_a_schema_say_nothing_of_the_table(
    loaded: duckdb.DuckDBPyConnection, models: Path, write_models: WriteModels
):
    (models / "marts" / "ticket_days.sql").unlink()
    write_models({"marts/by_day/ticket_days": MART})
    assert "marts.ticket_days" in warehouse.build(loaded, models=models)
    assert loaded.execute("select sum(ticket_count) from marts.ticket_days").fetchall() == [
        (2,)
    ]  # one is gone


def test_two_files_of_one_table_are_refused(
    loaded: duckdb.DuckDBPyConnection, models: Path, write_models: WriteModels
):
    write_models({"marts/by_day/ticket_days": MART})
    with pytest.raises(ModelError, match=r"another file makes marts\.ticket_days too"):
        warehouse.build(loaded, models=models)


def test_a_view_is_a_view(loaded: duckdb.DuckDBPyConnection, models: Path):
    (models / "intermediate").mkdir()
    (models / "intermediate" / "open_tickets.sql").write_text("-- as: view\nselect * from staging.tickets")
    warehouse.build(loaded, models=models)
    views = loaded.execute(
        "select view_name from duckdb_views() where schema_name = 'intermediate'"
    ).fetchall()
    assert views == [("open_tickets",)]


BROKEN = {
    "no schema": (
        "marts/a",
        "select 1 as x from tickets",
        r"marts/a\.sql reads tickets: it may read a table of",
    ),
    "later layer": (
        "staging/a",
        "select * from marts.ticket_days",
        r"staging/a\.sql reads marts\.ticket_days",
    ),
    "unknown table": ("staging/a", "select * from staging.nowhere", r"staging\.a reads staging\.nowhere"),
    "circle": ("staging/a", "select * from staging.a", r"circle: staging\.a -> staging\.a"),
    "no SQL": ("staging/a", "select from where", r"staging/a\.sql line 1: .*[Ee]xpect"),
    "fails": ("staging/a", "select nothing from raw.tickets", r"staging/a\.sql fails: .*nothing"),
    "no grain": ("marts/a", "-- column: x | 一 | one\nselect 1 as x", r"marts\.a.* lacks .*`-- grain"),
    "columns": (
        "marts/a",
        "-- grain: g\n-- column: x | 一 | one\nselect 1 as y",
        r"marts/a\.sql.*differ in x, y",
    ),
    "no title": ("metrics/a", "-- title_zh: 一\nselect 1", r"metrics\.a.* lacks .*`-- title_en"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_model_is_named_and_nothing_changes(
    loaded: duckdb.DuckDBPyConnection, models: Path, write_models: WriteModels, case: str
):
    warehouse.build(loaded, models=models, as_of=NOON)
    name, sql, message = BROKEN[case]
    write_models({name: sql})
    with pytest.raises(ModelError, match=message):
        warehouse.build(loaded, models=models)
    assert loaded.execute("select count(*) from staging.tickets").fetchall() == [(3,)]


def test_table_functions_and_expressions_need_no_schema(loaded: duckdb.DuckDBPyConnection, models: Path):
    sql = """
    with
    numbers as (select n from range(3) as r(n)),
    inner_ones as (with deep as (select 1 as n) select * from deep)
    select n from numbers cross join lateral (select unnest([1, 2]) as m) as l
    union all select n from inner_ones union all select v.n from (values (1)) as v(n)
    """
    (models / "staging" / "a.sql").write_text(sql)
    warehouse.build(loaded, models=models)
    assert loaded.execute("select count(*) from staging.a").fetchall() == [(8,)]
