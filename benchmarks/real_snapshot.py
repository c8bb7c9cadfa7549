"""Publish a snapshot of real commit facts under the project's own config, to look at pages and reports with.

    python benchmarks/real_snapshot.py --commits commits.parquet --data DIR

The Parquet file has the columns of ``benchmarks/build.py``, its repositories named ``forge:owner/name``. Then
SUIYUAN_PROOF_DATA=DIR lets ``make prove`` walk every page of it and take every report away.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import warehouse
from flows.config.load import load_config
from flows.registry.records import registry_records
from flows.runs.steps import RECORD_TYPES

CONFIG = Path(__file__).parent.parent / "config"
WORLD = "reality"
ORIGIN = "$now as observed_at, false as is_deleted, 'real' as stream, 1 as sequence"
COMMITS = f"""
insert into raw.commits by name
select distinct on (sha)
    sha, list_transform(range(parent_count), lambda n: 'p' || n) as parent_shas, authored_at,
    480 as author_offset_minutes, committed_at, 480 as committer_offset_minutes, 'real' as key_id,
    author_key, author_domain, author_key as committer_key, author_domain as committer_domain,
    false as is_platform_merge, lines_added, lines_deleted, files_changed, sha as content_hash, {ORIGIN}
from read_parquet($file)
"""
MEMBERS = f"""
insert into raw.repository_commits by name
select lower(repository) as repository_id, sha, true as is_reachable, sha as content_hash, {ORIGIN}
from read_parquet($file)
"""
LEDGER = f"""
insert into raw.ledger by name
select distinct
    'real' as run_id, 'git' as source, lower(repository) as target_id, 'history' as kind, $now as started_at,
    $now as ended_at, 'ok' as outcome, 1 as row_count, 0 as request_count, true as is_complete,
    lower(repository) as content_hash, {ORIGIN}
from read_parquet($file)
"""


def publish(commits: Path, data: Path) -> Path:
    """Land the config, load the commits, build, check and publish; give the snapshot's folder."""
    now = datetime.now(UTC)
    landing = warehouse.Landing(data / "landing", WORLD)
    facts = registry_records(load_config(CONFIG), ["guangzhou", "starter"])
    landing.append(warehouse.Stream("config", "registry", "all"), facts, {}, observed_at=now, run_id="real")
    with warehouse.open_working(data, run_id="real") as db:
        warehouse.load(db, landing, RECORD_TYPES)
        for sql in (COMMITS, MEMBERS, LEDGER):
            db.execute(sql, {"file": str(commits), "now": now})
        warehouse.build(db)
        warehouse.check(db)
        return warehouse.publish(db, data, versions={}).folder


def main() -> None:
    """Publish and say where."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commits", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args()
    print(publish(asked.commits, asked.data))


if __name__ == "__main__":
    main()
