"""Make a large snapshot from a small one: the repositories with commits again and again, under other names.

    python benchmarks/large_snapshot.py --from DIR --data DIR [--repositories 5000]

For ``benchmarks/dashboard.py``: pages read the marts alone, whose rows grow with repositories, metrics and
periods. Every mart that names repositories, projects or targets is repeated; totals of wider subjects stay
as they are. A repository of the real commit facts holds some 2,000 commits, so 5,000 of them hold 10 million.
"""

import argparse
import json
import math
import shutil
from pathlib import Path

import duckdb

import warehouse
from warehouse.publishing.snapshots import find_snapshot

COLUMNS = """
select table_name, list(column_name) as columns from duckdb_columns()
where database_name = 'large' and schema_name = 'marts'
    and table_name in (select table_name from duckdb_tables() where database_name = 'large')
group by table_name order by table_name
"""
NAMES = """
create temp table names as select repository_id from small.marts.repositories where commit_count > 0
"""
SIZES = """
select table_name, estimated_size from duckdb_tables() where schema_name = 'marts' order by 2 desc
"""
OF_REPOSITORIES = "'repository', 'project'"
NAME = "2026-01-01T000000Z"


def repeated(table: str, columns: list[str]) -> str | None:
    """Give the statement that repeats a table's rows under other names; None where it names none."""
    if table.startswith("openharmony"):
        return None
    changes, condition = [], ""
    if "subject_kind" in columns and "subject_id" in columns:
        changes.append(
            f"if(subject_kind in ({OF_REPOSITORIES}), subject_id || '~' || n, subject_id) as subject_id"
        )
        condition = f"subject_kind in ({OF_REPOSITORIES}) and subject_id in (from names)"
    if "base_subject_id" in columns:
        changes.append("base_subject_id || '~' || n as base_subject_id")
    if "claim_id" in columns and changes:
        changes.append("claim_id || '~' || n as claim_id")
    if "full_name" in columns and "repository_id" in columns:
        changes.append("full_name || '-' || n as full_name")
    for column in ("repository_id", "target_id"):
        if column in columns and table not in ("ledger", "review_items", "plan_words"):
            changes.append(f"{column} || '~' || n as {column}")
            condition = f"{column} in (from names)"
    if not condition:
        return None
    return (
        f"insert into large.marts.{table} select s.* replace ({', '.join(changes)}) "
        f"from small.marts.{table} s, range(1, $copies) t(n) where {condition}"
    )


def grow(source: Path, data: Path, repositories: int) -> Path:
    """Make the snapshot; give its folder."""
    folder = data / "snapshots" / NAME
    folder.mkdir(parents=True)
    shutil.copy(source / "public.duckdb", folder / "public.duckdb")
    with duckdb.connect() as db:
        db.execute(f"attach '{source / 'public.duckdb'}' as small (read_only)")
        db.execute(f"attach '{folder / 'public.duckdb'}' as large")
        db.execute("set preserve_insertion_order = false")
        db.execute(NAMES)
        counted = db.execute("select count(*) from names").fetchone()
        copies = math.ceil(repositories / max(1, counted[0] if counted else 0))
        for table, columns in db.execute(COLUMNS).fetchall():
            if sql := repeated(table, columns):
                db.execute(sql, {"copies": copies})
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (data / "snapshots" / "current").symlink_to(NAME)
    return folder


def main() -> None:
    """Make it and say how many rows its largest marts have."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repositories", type=int, default=5_000)
    asked = parser.parse_args()
    folder = grow(find_snapshot(asked.source).folder, asked.data.absolute(), asked.repositories)
    with warehouse.open_snapshot(folder) as db:
        sizes = db.execute(SIZES).fetchmany(5)
    print(folder, *(f"{name} {rows:,}" for name, rows in sizes), sep="\n")


if __name__ == "__main__":
    main()
