"""Publishing: dated snapshots in two editions, the last good one in force whatever happens."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

import warehouse
from warehouse import ChecksFailed, Landing, PublishError, SnapshotMissing
from warehouse.publishing.snapshots import TableDifference, diff, find_snapshot

WriteModels = Callable[[Mapping[str, str]], Path]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERSON_KEY = "0123456789abcdef" * 2
STAGING = f"-- grain: one row per commit\nselect 'r' as repository_id, '{PERSON_KEY}' as author_key"
CONTRIBUTORS = """-- grain: one row per repository
-- column: repository_id | 仓库 | the repository
-- column: contributor_count | 贡献者数 | how many people
select repository_id, count(distinct author_key) as contributor_count
from staging.commits
group by repository_id
"""
CHECK = """-- severity: {}
-- title_zh: 标题
-- title_en: title
select 'repository' as subject_kind, 'r' as subject_id
"""


@pytest.fixture
def models(write_models: WriteModels) -> Path:
    return write_models(
        {
            "staging/commits": STAGING,
            "intermediate/secrets": "-- edition: internal\nselect 1 as n",
            "intermediate/everybody": "-- edition: public\nselect 1 as n",
            "marts/contributors": CONTRIBUTORS,
            "checks/odd": CHECK.format("mark"),
        }
    )


@pytest.fixture
def publish(landing: Landing, db: duckdb.DuckDBPyConnection, data: Path, models: Path):
    """Build, check and publish so many hours after noon; give the snapshot."""
    warehouse.load(db, landing, [])

    def run(hours: float = 0, **options):
        warehouse.build(db, models=models, now=NOON)
        warehouse.check(db, models=models)
        return warehouse.publish(db, data, models=models, now=NOON + timedelta(hours=hours), **options)

    return run


def tables_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    with connection:
        rows = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return {name for (name,) in rows}


def test_each_edition_holds_what_it_may(publish, data: Path):
    publish()
    explaining = {"build.parameters", "build.check_results", "build.marks"}
    public = {"marts.contributors", "intermediate.everybody"} | explaining
    assert tables_of(warehouse.open_snapshot(data)) == public
    assert tables_of(warehouse.open_snapshot(data, "research")) == public | {"staging.commits"}


def test_no_trace_of_a_person_is_in_the_public_file(publish):
    """The same search finds the key in the research file, where it belongs."""
    folder = publish().folder
    public = [folder / "public.duckdb", folder / "manifest.json", *(folder / "parquet").iterdir()]
    assert not any(PERSON_KEY.encode() in path.read_bytes() for path in public)
    assert PERSON_KEY.encode() in (folder / "research.duckdb").read_bytes()


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ("select 'x' as author_key", r"marts\.leak\.author_key names persons"),
        ("select 1 as contributor_id", r"marts\.leak\.contributor_id names persons"),
        ("select 'x' as login", r"marts\.leak\.login names persons"),
        (f"select 'anonymous:{PERSON_KEY}' as subject_id", r"marts\.leak\.subject_id holds a person's key"),
        ("select 'see someone@example.org' as note", r"marts\.leak\.note holds a person's key or mailbox"),
    ],
)
def test_a_public_table_that_names_persons_is_not_published(publish, data, models, select: str, message: str):
    first = publish()
    column = select.rsplit(" ", 1)[1]
    (models / "marts" / "leak.sql").write_text(f"-- grain: g\n-- column: {column} | 甲 | a\n{select}")
    with pytest.raises(PublishError, match=message):
        publish(hours=1)
    assert find_snapshot(data) == first
    assert warehouse.list_snapshots(data) == [first]


@pytest.mark.parametrize(
    ("name", "select"),
    [("later", "select 1 as n"), ("contributors", "select repository_id, 1 as n from staging.commits")],
    ids=["another table", "another column"],
)
def test_what_another_version_built_asks_for_a_build(publish, db, data, models, name: str, select: str):
    first = publish()
    columns = re.findall(r"as (n)", select) + re.findall(r"select (repository_id)", select)
    described = "".join(f"-- column: {column} | 甲 | a\n" for column in columns)
    (models / "marts" / f"{name}.sql").write_text(f"-- grain: g\n{described}{select}")
    with pytest.raises(PublishError, match=rf"marts\.{name}\. Run suiyuan build first"):
        warehouse.publish(db, data, models=models, now=NOON + timedelta(hours=1))
    assert warehouse.list_snapshots(data) == [first]


@pytest.mark.parametrize("value", ["'see someone@example.org'", "['x', 'someone@example.org']"])
def test_a_mailbox_in_plain_text_is_not_even_given_to_researchers(publish, data, models, value: str):
    first = publish()
    (models / "staging" / "leak.sql").write_text(f"-- grain: g\nselect {value} as note")
    with pytest.raises(PublishError, match=r"staging\.leak\.note holds a person's mailbox"):
        publish(hours=1)
    assert warehouse.list_snapshots(data) == [first]
    login = "select 'gitee:@login' as author_account, 'a@b' as odd"
    (models / "staging" / "leak.sql").write_text(f"-- grain: g\n{login}")
    assert publish(hours=2).manifest["row_counts"]["research"]["staging.leak"] == 1


def test_hashes_and_repository_addresses_are_no_persons(publish, models: Path):
    text = (
        f"{'a' * 40} {'b' * 64} git@example.org:owner/name npm:@scope/name.js left-pad@1.3.0 guangzhou@medium"
    )
    sql = f"-- grain: g\n-- column: note | 甲 | a\nselect '{text}' as note"
    (models / "marts" / "harmless.sql").write_text(sql)
    assert publish().manifest["row_counts"]["public"]["marts.harmless"] == 1


def test_the_manifest_says_what_the_snapshot_is(publish, models: Path):
    (models / "marts" / "snapshot_info.sql").write_text(
        "-- grain: one row\n-- column: config_hash | 甲 | a\nselect 'c0ffee' as config_hash"
    )
    (models / "marts" / "coverage.sql").write_text(
        "-- grain: g\n-- column: state | 甲 | a\nselect unnest(['complete', 'complete', 'partial']) as state"
    )
    snapshot = publish(versions={"suiyuan": "0.1.0"})
    manifest = json.loads((snapshot.folder / "manifest.json").read_text())
    files = manifest.pop("files")
    assert manifest == {
        "number": 1,
        "published_at": "2026-03-01T12:00:00+00:00",
        "as_of": "2026-03-01T12:00:00+00:00",
        "built_at": "2026-03-01T12:00:00+00:00",
        "run_id": None,
        "world_id": "reality",
        "config_hash": "c0ffee",
        "versions": {"duckdb": duckdb.__version__, "suiyuan": "0.1.0"},
        "snapshot_info": {"config_hash": "c0ffee"},
        "coverage": [{"state": "complete", "month_count": 2}, {"state": "partial", "month_count": 1}],
        "checks": [
            {
                "check_name": "odd",
                "severity": "mark",
                "title_zh": "标题",
                "title_en": "title",
                "mistake_count": 1,
            }
        ],
        "row_counts": {
            "public": {
                "intermediate.everybody": 1,
                "marts.contributors": 1,
                "marts.coverage": 3,
                "marts.snapshot_info": 1,
            },
            "research": {
                "staging.commits": 1,
                "intermediate.everybody": 1,
                "marts.contributors": 1,
                "marts.coverage": 3,
                "marts.snapshot_info": 1,
            },
        },
    }
    assert files.keys() == {
        *("public.duckdb", "research.duckdb", "parquet/contributors.parquet"),
        *("parquet/coverage.parquet", "parquet/snapshot_info.parquet"),
    }
    for name, said in files.items():
        content = (snapshot.folder / name).read_bytes()
        assert said == {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}


def test_marts_lie_beside_as_parquet_and_keep_their_comments(publish):
    folder = publish().folder
    with duckdb.connect() as db:
        assert db.execute(f"from '{folder}/parquet/contributors.parquet'").fetchall() == [("r", 1)]
    with warehouse.open_snapshot(folder) as db:
        comments = db.execute(
            "select comment from duckdb_tables() where table_name = 'contributors' union all"
            " select comment from duckdb_columns() where table_name = 'contributors' order by all"
        ).fetchall()
    assert comments == [
        ("one row per repository",),
        ("仓库 | the repository",),
        ("贡献者数 | how many people",),
    ]


def test_mistakes_that_stop_leave_the_last_snapshot(publish, data: Path, models: Path):
    first = publish()
    (models / "checks" / "wrong.sql").write_text(CHECK.format("stop"))
    with pytest.raises(ChecksFailed, match=r"the last snapshot stays; mistakes in: wrong \(1\)"):
        publish(hours=1)
    assert find_snapshot(data) == first


def test_what_was_not_checked_is_not_published(
    publish, db: duckdb.DuckDBPyConnection, data: Path, models: Path
):
    publish()
    warehouse.build(db, models=models)
    with pytest.raises(PublishError, match="nothing was checked since the last build"):
        warehouse.publish(db, data, models=models, now=NOON + timedelta(hours=1))


def test_a_snapshot_is_never_replaced(publish):
    publish()
    with pytest.raises(PublishError, match="2026-03-01T120000Z exists already"):
        publish()


def test_what_broke_off_is_cleared_away_and_never_listed(publish, data: Path):
    broken = data / "snapshots" / ".part-2026-02-28T000000Z"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{}")
    assert warehouse.list_snapshots(data) == []
    snapshot = publish()
    assert sorted(path.name for path in (data / "snapshots").iterdir()) == [snapshot.snapshot_id, "current"]


def test_snapshots_expire_but_month_ends_and_cited_ones_stay(publish, data: Path):
    """Noon of 1 March plus so many days. The last instant of March in Shanghai is 15:59:59Z on the 31st."""
    cited = publish(hours=24 * 2)
    cited.pin("report 2026Q1")
    publish(hours=24 * 3)
    last_of_march = publish(hours=24 * 30 + 3)  # 31 March 15:00Z: 23:00 in Shanghai
    publish(hours=24 * 30 + 5)  # 31 March 17:00Z: already April in Shanghai
    newest = [publish(hours=24 * 40, keep=2), publish(hours=24 * 41, keep=2)]
    assert warehouse.list_snapshots(data) == [cited, last_of_march, *newest]
    assert warehouse.list_snapshots(data)[0].is_pinned
    assert find_snapshot(data) == newest[-1]


def names(data: Path) -> list[str]:
    return [each.snapshot_id for each in warehouse.list_snapshots(data)]


def test_a_clock_set_back_never_removes_what_was_just_published(publish, data: Path):
    """Four of 1 to 4 March, then one by a clock of 28 February 2026 14:00 in Shanghai; three are kept."""
    for day in range(4):
        publish(hours=24 * day, keep=3)
    behind = publish(hours=-30, keep=3)
    assert behind.snapshot_id == "2026-02-28T060000Z"
    assert find_snapshot(data) == behind
    assert names(data) == ["2026-03-03T120000Z", "2026-03-04T120000Z", "2026-02-28T060000Z"]


def test_with_one_kept_the_target_of_current_stays_whatever_it_is_called(publish, data: Path):
    publish(hours=24 * 365, keep=1)
    for hours in (0, 1, 2):
        found = publish(hours=hours, keep=1)
        assert find_snapshot(data) == found
        assert names(data)[-1] == found.snapshot_id
    # The one of a clock ahead is the last of its month as long as that month has no other.
    assert names(data) == ["2027-03-01T120000Z", "2026-03-01T140000Z"]


def test_a_month_end_is_not_lost_to_one_that_a_late_clock_puts_into_its_month(publish, data: Path):
    publish(hours=-24, keep=1)  # 28 February, the last of its month
    publish(keep=1)
    publish(hours=-72, keep=1)  # published last, by a clock of 26 February
    assert names(data) == ["2026-02-28T120000Z", "2026-03-01T120000Z", "2026-02-26T120000Z"]
    publish(hours=24, keep=1)
    assert names(data) == ["2026-02-28T120000Z", "2026-03-02T120000Z"]


def test_snapshots_of_before_they_were_numbered_come_first(publish, data: Path):
    old = publish(hours=48).folder / "manifest.json"
    old.write_text(json.dumps({n: v for n, v in json.loads(old.read_text()).items() if n != "number"}))
    publish()
    assert names(data) == ["2026-03-03T120000Z", "2026-03-01T120000Z"]


def test_a_snapshot_that_is_missing_says_what_to_do(tmp_path: Path, publish, data: Path):
    with pytest.raises(SnapshotMissing, match="holds no snapshot: run `suiyuan run`"):
        warehouse.open_snapshot(tmp_path / "nowhere")
    (publish().folder / "research.duckdb").unlink()
    with pytest.raises(SnapshotMissing, match=r"holds no research\.duckdb"):
        warehouse.open_snapshot(data, "research")


def test_a_snapshot_cannot_be_written(publish, data: Path):
    publish()
    with warehouse.open_snapshot(data) as db, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        db.execute("create table marts.x as select 1")


COUNT = "select contributor_count from marts.contributors"


def test_a_process_with_an_old_snapshot_open_sees_a_new_one(publish, data: Path, models: Path):
    """DuckDB serves a path's old content while a connection to it is open: each snapshot has its own."""
    publish()
    with warehouse.open_snapshot(data) as old:
        assert old.execute(COUNT).fetchall() == [(1,)]
        more = STAGING + f" union all select 'r', '{PERSON_KEY[::-1]}'"
        (models / "staging" / "commits.sql").write_text(more)
        publish(hours=1)
        with warehouse.open_snapshot(data) as new:
            assert new.execute(COUNT).fetchall() == [(2,)]
        assert old.execute(COUNT).fetchall() == [(1,)]


READER = f"""
import sys, warehouse
while sys.stdin.readline():
    with warehouse.open_snapshot(sys.argv[1]) as db:
        print(db.execute("{COUNT}").fetchall()[0][0], flush=True)
"""


def test_another_process_notices_a_new_snapshot(publish, data: Path, models: Path):
    publish()
    command = [sys.executable, "-c", READER, str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as reader:
        assert reader.stdin and reader.stdout
        reader.stdin.write("\n")
        assert reader.stdout.readline() == "1\n"
        (models / "staging" / "commits.sql").write_text(STAGING + " union all select 'r', 'another'")
        publish(hours=1)
        reader.stdin.write("\n")
        assert reader.stdout.readline() == "2\n"
        reader.stdin.close()


def test_two_snapshots_are_compared_row_by_row(publish, models: Path):
    older = publish()
    rows = (
        "select 'r' as repository_id, 'a' as author_key union all select 's', 'b' union all select 's', 'c'"
    )
    (models / "staging" / "commits.sql").write_text(rows)
    (models / "marts" / "added.sql").write_text("-- grain: g\n-- column: n | 甲 | a\nselect 1 as n")
    newer = publish(hours=1)
    assert diff(older.folder / "public.duckdb", newer.folder / "public.duckdb") == [
        TableDifference("marts.added", older_count=0, newer_count=1, removed_count=0, added_count=1),
        TableDifference("marts.contributors", older_count=1, newer_count=2, removed_count=0, added_count=1),
    ]
