"""The newest snapshot, opened read-only, and its rows. The path is part of every cache key.

A snapshot is a folder that never changes; a new one gets a new name. So nothing here is ever stale: what is
kept under a path stays true of that path, and a view notices a new snapshot by the path alone.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

import warehouse
from dashboard.words.say import say
from warehouse.publishing import find_snapshot

DATA_VARIABLE = "SUIYUAN_DATA"
KEPT_SNAPSHOTS = 3  # the newest, the one before it for comparison, and one that another session still reads
KEPT_ANSWERS = 2_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What every view says about the snapshot under it."""

    folder: Path
    as_of: datetime
    built_at: datetime
    world_id: str
    coverage_ratio: float | None
    config_hash: str | None

    @property
    def name(self) -> str:
        """The folder's name, by which a snapshot is cited."""
        return self.folder.name

    @property
    def is_demonstration(self) -> bool:
        """Whether the figures are of a made-up world."""
        return self.world_id != "reality"


def data_folder() -> Path:
    """Give the data folder: as the environment says, else the checkout's own."""
    return Path(os.environ.get(DATA_VARIABLE) or Path(__file__).parent.parent / "data")


def database(folder: Path) -> Path:
    """Give the file of a snapshot that anybody may read."""
    return folder / "public.duckdb"


def newest_folder() -> Path | None:
    """Resolve ``snapshots/current``, or None before the first snapshot is published."""
    try:
        return find_snapshot(data_folder() / "snapshots" / "current").folder
    except warehouse.SnapshotMissing:
        return None


def folders() -> list[Path]:
    """List the published snapshots, newest first."""
    return [found.folder.resolve() for found in reversed(warehouse.list_snapshots(data_folder()))]


def snapshot() -> Snapshot | None:
    """Give the snapshot that this run of the page shows."""
    folder = st.session_state.get("snapshot_folder")
    return describe(folder) if folder else None


def describe(folder: Path) -> Snapshot:
    """Read the row in which a snapshot explains itself."""
    info = rows_of(folder, "select * from marts.snapshot_info")[0]
    return Snapshot(
        folder=folder,
        as_of=info["as_of"],
        built_at=info["built_at"],
        world_id=info["world_id"],
        coverage_ratio=info["coverage_ratio"],
        config_hash=info["config_hash"],
    )


def rows(sql: str, **parameters: object) -> list[Row]:
    """Query the snapshot that this run shows; ``$name`` in the SQL takes the parameter of that name."""
    return rows_of(st.session_state["snapshot_folder"], sql, **parameters)


def rows_of(folder: Path, sql: str, **parameters: object) -> list[Row]:
    """Query one snapshot. The answer is shared between sessions: do not change it."""
    return _answer(str(folder), sql, tuple(sorted(parameters.items())))


@st.cache_resource(max_entries=KEPT_ANSWERS, show_spinner=False)
def _answer(folder: str, sql: str, parameters: tuple[tuple[str, object], ...]) -> list[Row]:
    cursor = _connection(folder).cursor()
    cursor.execute(sql, dict(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@st.cache_resource(max_entries=KEPT_SNAPSHOTS, show_spinner=False)
def _connection(folder: str) -> duckdb.DuckDBPyConnection:
    return warehouse.open_snapshot(Path(folder))


def name_of(kind: str, code: str | None) -> str:
    """Name a word of the registry (a sector, a district ...) in the reader's language."""
    if code is None:
        return say("未登记", "Not registered")
    names = {
        (row["subject_kind"], row["subject_id"]): row for row in rows("select * from marts.subject_names")
    }
    found = names.get((kind, code))
    return say(found["name_zh"], found["name_en"]) if found else code
