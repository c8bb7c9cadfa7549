"""Landed files are rewritten where a line must go or change, compacted ones too, and load as before."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import duckdb

import warehouse
from warehouse.landing.landing import Landing
from warehouse.landing.rewrite import rewrite
from warehouse.loading.load import loaded_positions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    table: ClassVar[str] = "notes"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 1

    number: int
    author: str | None


def land(landing: Landing, target: str, day: int, *notes: Note) -> Path:
    return landing.append(
        warehouse.Stream("forge", target, "notes"),
        notes,
        {"at": day},
        observed_at=NOON + timedelta(days=day),
        run_id="run",
    )


def without_ann(line: bytes) -> bytes | None:
    if b'"number":9' in line:
        return None
    return line.replace(b',"author":"ann"', b"")


def notes(db: duckdb.DuckDBPyConnection) -> list[tuple]:
    return db.execute("select number, author from raw.notes order by all").fetchall()


def test_lines_change_or_go_in_loose_and_compacted_files(landing: Landing, data: Path):
    land(landing, "a", 0, Note(number=1, author="ann"), Note(number=9, author="ann"))
    land(landing, "b", 0, Note(number=2, author="bob"))
    land(landing, "b", 1, Note(number=3, author="bob"))
    land(landing, "a", 1, Note(number=4, author="ann"))
    untouched = land(landing, "c", 1, Note(number=5, author="eve"))
    with warehouse.open_working(data, run_id="test") as db:
        warehouse.load(db, landing, [Note])
        landing.compact(loaded_positions(db), before=(NOON + timedelta(days=9)).date())
        assert len(notes(db)) == 6
    before = untouched.stat().st_ino

    written = rewrite(landing, without_ann)

    assert [path.name for path in written] == ["00000002.jsonl.gz", "2026-03-01.parquet"]
    assert untouched.stat().st_ino == before
    assert rewrite(landing, without_ann) == []
    assert not list(data.rglob("*.part"))
    warehouse.rebuild(data, landing, [Note])
    with warehouse.open_working(data, run_id="test") as db:
        assert notes(db) == [(1, None), (2, "bob"), (3, "bob"), (4, None), (5, "eve")]


def test_a_rewritten_stream_goes_on_where_it_stood(landing: Landing, data: Path):
    land(landing, "a", 0, Note(number=9, author="ann"))
    rewrite(landing, without_ann)
    again = Landing(landing.folder, landing.world_id)
    assert again.state(warehouse.Stream("forge", "a", "notes")) == {"at": 0}
    assert land(again, "a", 1, Note(number=1, author="ann")).name == "00000002.jsonl.gz"
    with warehouse.open_working(data, run_id="test") as db:
        assert warehouse.load(db, again, [Note]).record_count == 1


def test_what_a_kill_left_half_written_is_in_nobodys_way(landing: Landing):
    path = land(landing, "a", 0, Note(number=9, author="ann"))
    path.with_suffix(".part").write_bytes(b"half")
    assert rewrite(landing, without_ann) == [path]
