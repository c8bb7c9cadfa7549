"""What is published, and how two snapshots differ, as tables for a terminal."""

from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

import warehouse
from collectors.clock import minute_of
from warehouse.publishing import Snapshot, diff, find_snapshot


def show_list(data: Path, console: Console) -> None:
    """List the snapshots, oldest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for header in ("快照 snapshot", "截至 as of", "完整 complete"):
        table.add_column(header)
    table.add_column("大小 size", justify="right")
    table.add_column("")
    current = (data / "snapshots" / "current").resolve()
    for snapshot in warehouse.list_snapshots(data):
        mark = " ".join([*(["current"] if snapshot.folder.resolve() == current else []), *_pinned(snapshot)])
        table.add_row(snapshot.snapshot_id, *_facts(snapshot), mark)
    console.print(table)


def _pinned(snapshot: Snapshot) -> list[str]:
    return ["pinned"] if snapshot.is_pinned else []


def _facts(snapshot: Snapshot) -> tuple[str, str, str]:
    manifest = snapshot.manifest
    ratio = manifest["snapshot_info"].get("coverage_ratio")
    size = sum(file["size_bytes"] for file in manifest["files"].values())
    complete = "–" if ratio is None else f"{ratio:.1%}"
    return minute_of(datetime.fromisoformat(manifest["as_of"])), complete, f"{size / 1e6:,.1f} MB"


def show_diff(data: Path, older: str, newer: str, console: Console) -> None:
    """Show how many rows of each public table were added and removed; ``current`` is a name too.

    Raises SnapshotMissing where there is no snapshot of that name.
    """
    first, second = (find_snapshot(data / "snapshots" / name).folder for name in (older, newer))
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("表 table")
    for header in (older, newer, "移除 removed", "新增 added"):
        table.add_column(header, justify="right")
    for each in diff(first / "public.duckdb", second / "public.duckdb"):
        counts = (each.older_count, each.newer_count, each.removed_count, each.added_count)
        style = "" if each.removed_count or each.added_count else "dim"
        table.add_row(each.table, *(f"{count:,}" for count in counts), style=style)
    console.print(table)
