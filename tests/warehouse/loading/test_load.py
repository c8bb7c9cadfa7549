"""Loading: each landed file once, in sequence; a row only where something changed."""

import gzip
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import duckdb
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import collectors.records
import warehouse
from warehouse import Landing, LandingError, LoadError, Stream
from warehouse.loading.load import loaded_positions

DAY = datetime(2026, 3, 1, tzinfo=UTC)
STREAM = Stream("github", "github:owner/name", "tickets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "number")
    version: ClassVar[int] = 1

    repository_id: str = "r"
    number: str
    state: str = "open"
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    table: ClassVar[str] = "remarks"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 1
    constant: ClassVar[tuple[str, ...]] = ("parent",)

    number: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    table: ClassVar[str] = "everything"
    key: ClassVar[tuple[str, ...]] = ("name",)
    version: ClassVar[int] = 1

    name: str
    count: int
    ratio: float
    is_on: bool
    seen_on: date
    seen_at: datetime
    labels: tuple[str, ...]
    maybe_count: int | None
    maybe_labels: tuple[str, ...] | None


def land(
    landing: Landing, records: Sequence[object], day: int = 0, stream: Stream = STREAM, **options
) -> Path:
    options = {"observed_at": DAY + timedelta(days=day), "run_id": "r1"} | options
    return landing.append(stream, records, {"day": day}, **options)


def whole(table: str = "tickets", /, **where: str) -> list[SimpleNamespace]:
    """The batch holds all rows that match."""
    return [SimpleNamespace(table=table, where=where)]


def history(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, int]]:
    """Every version of every ticket: number, state (None: gone), day of observation."""
    return db.execute(
        "select number, if(is_deleted, null, state), date_diff('day', ?::timestamptz, observed_at)"
        " from raw.tickets order by number, observed_at, stream, sequence",
        [DAY],
    ).fetchall()


def test_every_type_arrives_as_it_was(landing: Landing, db: duckdb.DuckDBPyConnection):
    moment = datetime(2026, 2, 28, 16, 30, 15, 250000, tzinfo=UTC)
    known = Everything(
        name='引号" 反斜杠\\ 换行\n',
        count=2**40,
        ratio=0.1,
        is_on=False,
        seen_on=date(2026, 2, 28),
        seen_at=moment,
        labels=("甲", ""),
        maybe_count=0,
        maybe_labels=(),
    )
    unknown = Everything(
        name="b", count=0, ratio=0.0, is_on=True, seen_on=date(1970, 1, 1), seen_at=moment, labels=(),
        maybe_count=None, maybe_labels=None,
    )  # fmt: skip
    land(landing, [known, unknown])
    db.execute("set TimeZone = 'America/New_York'")
    warehouse.load(db, landing, [Everything])
    rows = db.execute("select * exclude (content_hash) from raw.everything order by count desc").fetchall()
    observed = (DAY, False, "github/github:owner/name/tickets", 1)
    assert rows == [
        (known.name, 2**40, 0.1, False, date(2026, 2, 28), moment, ["甲", ""], 0, [], *observed),
        ("b", 0, 0.0, True, date(1970, 1, 1), moment, [], None, None, *observed),
    ]


def test_loading_again_changes_nothing(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1")])
    first = warehouse.load(db, landing, [Ticket])
    rows = db.execute("from raw.tickets").fetchall()
    again = warehouse.load(db, landing, [Ticket])
    assert (first.file_count, first.record_count, first.row_count) == (1, 1, 1)
    assert (again.file_count, again.record_count, again.row_count) == (0, 0, 0)
    assert db.execute("from raw.tickets").fetchall() == rows
    assert db.execute("select stream, sequence, line_count from landing.files").fetchall() == [
        ("github/github:owner/name/tickets", 1, 2)
    ]


@pytest.mark.parametrize("group_records", [1, 1000], ids=["file by file", "all at once"])
def test_a_row_is_a_version_that_differs_from_the_one_before(
    landing: Landing, db: duckdb.DuckDBPyConnection, group_records: int
):
    land(landing, [Ticket(number="1"), Ticket(number="2")], day=0)
    land(landing, [Ticket(number="1"), Ticket(number="2", state="closed")], day=1)
    land(landing, [Ticket(number="2")], day=2)
    warehouse.load(db, landing, [Ticket], group_records=group_records)
    assert history(db) == [("1", "open", 0), ("2", "open", 0), ("2", "closed", 1), ("2", "open", 2)]


def test_the_last_line_of_a_file_counts(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1"), Ticket(number="1", state="closed")])
    warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "closed", 0)]


@pytest.mark.parametrize("group_records", [1, 1000], ids=["file by file", "all at once"])
def test_what_a_whole_batch_lacks_is_gone_and_may_come_back(
    landing: Landing, db: duckdb.DuckDBPyConnection, group_records: int
):
    elsewhere = Ticket(repository_id="other", number="9")
    land(landing, [Ticket(number="1"), Ticket(number="2"), elsewhere], day=0)
    land(landing, [Ticket(number="1")], day=1, replaces=whole(repository_id="r"))
    land(landing, [], day=2, replaces=whole(repository_id="r"))
    land(landing, [Ticket(number="2")], day=3, replaces=whole(repository_id="r"))
    warehouse.load(db, landing, [Ticket], group_records=group_records)
    assert history(db) == [
        ("1", "open", 0),
        ("1", None, 2),
        ("2", "open", 0),
        ("2", None, 1),
        ("2", "open", 3),
        ("9", "open", 0),
    ]


def test_a_batch_that_replaces_everything(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1"), Ticket(repository_id="other", number="9")], day=0)
    land(landing, [Ticket(number="1")], day=1, replaces=whole())
    warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "open", 0), ("9", "open", 0), ("9", None, 1)]
    (gone,) = db.execute("select * from raw.tickets where is_deleted").fetchall()
    assert gone == ("other", "9", None, None, DAY + timedelta(days=1), None, True, str(STREAM), 2)


def test_a_deletion_names_its_key(landing: Landing, db: duckdb.DuckDBPyConnection):
    keys = [{"repository_id": "r", "number": number} for number in ("1", "never seen")]
    land(landing, [Ticket(number="1"), Ticket(number="2")], day=0)
    land(landing, [], day=1, deletions={"tickets": keys})
    land(landing, [], day=2, deletions={"tickets": keys})
    warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "open", 0), ("1", None, 1), ("2", "open", 0)]


def test_a_batch_may_replace_by_what_never_changes_beyond_the_key(
    landing: Landing, db: duckdb.DuckDBPyConnection
):
    rows = [Remark(number=str(n), parent="a" if n < 3 else "b") for n in range(4)]
    land(landing, rows, day=0)
    land(landing, rows[:1], day=1, replaces=whole("remarks", parent="a"))
    land(landing, [Remark(number="4", parent="a")], day=2, replaces=whole("remarks", parent="a"))
    warehouse.load(db, landing, [Remark])
    newest = (
        "select distinct on (number) number, parent, is_deleted from raw.remarks"
        " order by number, observed_at desc"
    )
    assert db.execute(newest).fetchall() == [
        ("0", None, True),
        ("1", None, True),
        ("2", None, True),
        ("3", "b", False),
        ("4", "a", False),
    ]


def test_a_replacement_by_what_may_change_is_refused(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1")], replaces=whole(state="open"))
    with pytest.raises(LoadError, match=r"tickets are replaced by \['state'\]"):
        warehouse.load(db, landing, [Ticket])


def test_a_stream_stops_at_a_gap_and_goes_on_when_the_file_arrives(
    landing: Landing, db: duckdb.DuckDBPyConnection, tmp_path: Path
):
    paths = [land(landing, [Ticket(number=str(n))], day=n) for n in (1, 2, 3)]
    land(landing, [Ticket(number="other")], stream=Stream("gitee", "gitee:a/b", "tickets"))
    late = tmp_path / "late.gz"
    shutil.move(paths[1], late)
    report = warehouse.load(db, landing, [Ticket])
    assert report.gaps == ("github/github:owner/name/tickets: file 2 is missing, later ones wait for it",)
    assert [number for number, *_ in history(db)] == ["1", "other"]
    assert loaded_positions(db)[STREAM] == 1
    shutil.move(late, paths[1])
    assert warehouse.load(db, landing, [Ticket]).gaps == ()
    assert [number for number, *_ in history(db)] == ["1", "2", "3", "other"]


def test_an_older_observation_that_arrives_late_is_not_the_newest(
    landing: Landing, db: duckdb.DuckDBPyConnection
):
    land(landing, [Ticket(number="1", state="closed")], day=5)
    warehouse.load(db, landing, [Ticket])
    land(landing, [Ticket(number="1")], day=3, stream=Stream("archive", "2026-03", "tickets"))
    warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "open", 3), ("1", "closed", 5)]


def test_a_new_nullable_field_is_a_new_column_and_changes_no_row(
    landing: Landing, db: duckdb.DuckDBPyConnection
):
    land(landing, [Ticket(number="1")], day=0)
    warehouse.load(db, landing, [Ticket])

    @dataclass(frozen=True, slots=True, kw_only=True)
    class WiderTicket(Ticket):
        weight: int | None = None

    land(landing, [WiderTicket(number="1"), WiderTicket(number="2", weight=3)], day=1)
    warehouse.load(db, landing, [WiderTicket])
    assert history(db) == [("1", "open", 0), ("2", "open", 1)]
    assert db.execute("select number, weight from raw.tickets order by all").fetchall() == [
        ("1", None),
        ("2", 3),
    ]


def test_a_changed_shape_without_a_new_version_is_refused(landing: Landing, db: duckdb.DuckDBPyConnection):
    warehouse.load(db, landing, [Ticket])

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Retyped(Ticket):
        state: int = 0
        owner: str

    with pytest.raises(
        LoadError, match=r"raw\.tickets has another shape in owner, state.*version 1.*nullable"
    ):
        warehouse.load(db, landing, [Retyped])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTwo:
    """``state`` became ``is_open``."""

    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "number")
    version: ClassVar[int] = 2

    repository_id: str = "r"
    number: str
    is_open: bool
    closed_at: datetime | None = None


UPGRADE = """
select * replace (json_merge_patch(record, json_object('is_open', record ->> 'state' = 'open')) as record)
from outdated;
"""


def test_a_raised_version_passes_through_its_upgrade(
    landing: Landing, db: duckdb.DuckDBPyConnection, tmp_path: Path
):
    land(landing, [Ticket(number="1"), Ticket(number="2", state="closed")], day=0)
    warehouse.load(db, landing, [Ticket])
    land(landing, [Ticket(number="3")], day=1, deletions={"tickets": [{"repository_id": "r", "number": "1"}]})
    land(landing, [TicketTwo(number="4", is_open=False)], day=2)
    (tmp_path / "tickets_1.sql").write_text(UPGRADE)
    warehouse.load(db, landing, [TicketTwo], upgrades=tmp_path)
    assert db.execute(
        "select number, is_open, is_deleted from raw.tickets order by number, observed_at"
    ).fetchall() == [
        ("1", True, False),
        ("1", None, True),
        ("2", False, False),
        ("3", True, False),
        ("4", False, False),
    ]
    assert "state" not in {row[0] for row in db.execute("describe raw.tickets").fetchall()}


def test_a_raised_version_without_an_upgrade_is_refused_and_nothing_is_lost(
    landing: Landing, db: duckdb.DuckDBPyConnection, tmp_path: Path
):
    land(landing, [Ticket(number="1")], day=0)
    warehouse.load(db, landing, [Ticket])
    refusal = r"github:owner/name.* file 1 holds tickets of version 1.*version 2.*tickets_1\.sql is missing"
    with pytest.raises(LoadError, match=refusal):
        warehouse.load(db, landing, [TicketTwo], upgrades=tmp_path)
    assert history(db) == [("1", "open", 0)]


def test_records_of_newer_software_are_refused(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [TicketTwo(number="1", is_open=True)])
    with pytest.raises(
        LoadError, match=r"file 1 holds tickets of version 2, this software knows version 1: update it"
    ):
        warehouse.load(db, landing, [Ticket])
    with pytest.raises(
        LoadError, match=r"file 1 holds tickets of version 2, this software knows version 0: update it"
    ):
        warehouse.load(db, landing, [])
    warehouse.load(db, landing, [TicketTwo])
    with pytest.raises(LoadError, match=r"raw\.tickets holds version 2, this software knows 1: update it"):
        warehouse.load(db, landing, [Ticket])


def test_the_demonstration_never_mixes_with_reality(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1")])
    warehouse.load(db, landing, [Ticket])
    demonstration = Landing(landing.folder, "demonstration")
    land(demonstration, [Ticket(number="fiction")], day=1, stream=Stream("demo", "x", "y"))
    with pytest.raises(
        LoadError, match=r"demo/x/y file 1 is of the world demonstration, the warehouse of reality"
    ):
        warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "open", 0)]


def test_an_empty_landing_of_another_world_is_refused(
    landing: Landing, db: duckdb.DuckDBPyConnection, tmp_path: Path
):
    warehouse.load(db, landing, [Ticket])
    with pytest.raises(LoadError, match=r"demonstration.*reality"):
        warehouse.load(db, Landing(tmp_path / "other", "demonstration"), [Ticket])


def test_persons_hashed_with_another_key_are_refused(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1")], day=0, key_id="old")
    land(landing, [Ticket(number="2")], day=1)  # no persons, no key
    warehouse.load(db, landing, [Ticket])
    land(landing, [Ticket(number="3")], day=2, key_id="new")
    with pytest.raises(
        LoadError, match=r"file 3 was hashed with key new, the warehouse with old: bring back the key"
    ):
        warehouse.load(db, landing, [Ticket])
    assert [number for number, *_ in history(db)] == ["1", "2"]


def test_a_record_without_what_it_must_have_is_refused(landing: Landing, db: duckdb.DuckDBPyConnection):
    path = land(landing, [Ticket(number="1"), Ticket(number="2")])
    header, first, _ = gzip.decompress(path.read_bytes()).splitlines()
    path.write_bytes(
        gzip.compress(b"\n".join([header, first, b'{"tickets":{"number":"2","state":"open"}}', b""]))
    )
    with pytest.raises(
        LoadError, match=r"file 1: a record of tickets lacks one of repository_id, number, state"
    ):
        warehouse.load(db, landing, [Ticket])
    assert history(db) == []


@pytest.mark.parametrize("lost", ["lines", "bytes"])
def test_a_file_that_lost_records_is_refused(landing: Landing, db: duckdb.DuckDBPyConnection, lost: str):
    path = land(landing, [Ticket(number=str(n)) for n in range(2000)])
    content = path.read_bytes()
    lines = gzip.decompress(content).splitlines(keepends=True)
    path.write_bytes(content[:-600] if lost == "bytes" else gzip.compress(b"".join(lines[:-1])))
    with pytest.raises(LandingError, match=r"(00000001\.jsonl\.gz|landing file).*backup"):
        warehouse.load(db, landing, [Ticket])
    assert history(db) == []


def test_a_state_of_many_megabytes_does_not_hinder_loading(landing: Landing, db: duckdb.DuckDBPyConnection):
    tips = {f"refs/tags/{number}": "0" * 40 for number in range(100_000)}
    landing.append(STREAM, [Ticket(number="1")], tips, observed_at=DAY, run_id="r1")
    warehouse.load(db, landing, [Ticket])
    assert history(db) == [("1", "open", 0)]


def test_every_record_of_the_collectors_has_a_raw_table(landing: Landing, db: duckdb.DuckDBPyConnection):
    commit = collectors.records.Commit(
        sha="a" * 40, parent_shas=("b" * 40, "c" * 40), authored_at=DAY, author_offset_minutes=480,
        committed_at=DAY, committer_offset_minutes=-300, key_id="k1", author_key="1" * 32,
        author_domain="example.org", committer_key="2" * 32, committer_domain="example.org",
    )  # fmt: skip
    membership = collectors.records.RepositoryCommit(repository_id="github:owner/name", sha=commit.sha)
    land(landing, [commit, membership], key_id="k1")
    report = warehouse.load(db, landing, collectors.records.RECORD_TYPES)
    assert report.row_count == 2
    made = {
        row[0]
        for row in db.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
    }
    assert made == {record_type.table for record_type in collectors.records.RECORD_TYPES}
    assert db.execute(
        "select parent_shas, author_offset_minutes, lines_added from raw.commits"
    ).fetchall() == [(["b" * 40, "c" * 40], 480, None)]


def test_compacted_files_load_to_the_same_rows(landing: Landing, data: Path):
    for day in range(4):
        land(
            landing, [Ticket(number=str(n), state=f"s{day * n}") for n in range(3)], day=day, replaces=whole()
        )
    rows = "select * from raw.tickets order by all"
    with warehouse.open_working(data / "before") as db:
        warehouse.load(db, landing, [Ticket])
        before = db.execute(rows).fetchall()
        landing.compact(loaded_positions(db), before=date(2026, 3, 30))
    with warehouse.open_working(data / "after") as db:
        warehouse.load(db, landing, [Ticket])
        assert db.execute(rows).fetchall() == before


NUMBERS = ("1", "2", "3")
batches = st.lists(
    st.fixed_dictionaries(
        {
            "states": st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(("open", "closed"))),
            "deleted": st.sets(st.sampled_from(NUMBERS)),
            "is_whole": st.booleans(),
            "load_after": st.booleans(),
        }
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batches)
def test_after_any_history_the_newest_versions_are_what_the_source_holds(
    tmp_path_factory: pytest.TempPathFactory, batches: list[dict]
):
    """The oracle is a dictionary that applies each batch by hand: replace or update, then delete."""
    folder = tmp_path_factory.mktemp("history")
    landing, held = Landing(folder, "reality"), {}
    with duckdb.connect() as db:
        warehouse.load(db, landing, [Ticket])
        for day, batch in enumerate(batches):
            states = {
                number: state for number, state in batch["states"].items() if number not in batch["deleted"]
            }
            land(
                landing,
                [Ticket(number=number, state=state) for number, state in states.items()],
                day=day,
                replaces=whole(repository_id="r") if batch["is_whole"] else (),
                deletions={"tickets": [{"repository_id": "r", "number": n} for n in batch["deleted"]]},
            )
            held = states if batch["is_whole"] else held | states
            held = {number: state for number, state in held.items() if number not in batch["deleted"]}
            if batch["load_after"]:
                warehouse.load(db, landing, [Ticket], group_records=2)
        warehouse.load(db, landing, [Ticket])
        newest = (
            "from raw.tickets qualify row_number() over (partition by number order by observed_at desc) = 1"
        )
        rows = db.execute(f"select number, state from ({newest}) where not is_deleted").fetchall()
        changes = (
            "lag(content_hash) over (partition by number order by observed_at) as before, * from raw.tickets"
        )
        repeated = db.execute(
            f"from (select {changes}) where before is not distinct from content_hash"
        ).fetchall()
    assert dict(rows) == held
    assert repeated == []


def test_the_content_hash_is_that_of_the_record_text(landing: Landing, db: duckdb.DuckDBPyConnection):
    land(landing, [Ticket(number="1")])
    warehouse.load(db, landing, [Ticket])
    text = orjson.dumps({"repository_id": "r", "number": "1", "state": "open"}).decode()
    assert db.execute("select content_hash = md5(?) from raw.tickets", [text]).fetchall() == [(True,)]
