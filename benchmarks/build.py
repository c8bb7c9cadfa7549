"""Time a full build of all models on real commit facts, repeated to 1 and to 10 million contributions.

    python benchmarks/build.py --commits commits.parquet [--sizes 1000000 10000000]

The Parquet file has a row per commit: repository, sha, parent_count, authored_at, committed_at, author_key,
author_domain, signed_off_domain, lines_added, lines_deleted, files_changed. It is repeated under other
repository names, shas and people. Each build runs in a process of its own, which tells its peak memory. The
growth exponent is log(time ratio) / log(size ratio); it ends with 1 where that passes the gate of 1.2. The
last build follows an increment of 1 %. All is timed in one run, so the ratios hold on a busy machine.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import warehouse
from flows.runs.steps import RECORD_TYPES

GATE_EXPONENT = 1.2
ORIGIN = "now() as observed_at, false as is_deleted, 'bench' as stream, 1 as sequence"
REGISTER = f"""
insert into raw.organizations by name
select
    'org-' || n as organization_id, '机构' || n as name_zh, 'Organisation ' || n as name_en,
    ['enterprise', 'university', 'institute'][1 + n % 3] as kind,
    ['internet', 'education', 'cnc', 'automotive', 'ai'][1 + n % 5] as sector,
    ['tianhe', 'huangpu', 'haizhu', 'panyu'][1 + n % 4] as district,
    'guangzhou' as relation, 'bench' as source, 'org-' || n as content_hash, {ORIGIN}
from range(60) as t(n);

insert into raw.registered_repositories by name
select
    repository_id, 'github' as forge, repository_id as full_name, 'https://forge.example/' as url,
    'own' as role, repository_id as project_id, false as is_aggregate_only, 'full' as depth,
    repository_id as content_hash, {ORIGIN}
from (select distinct repository_id from raw.repository_commits);

insert into raw.claims by name
select
    'C-' || repository_id as claim_id, 'repository' as subject_kind, repository_id as subject_id,
    'org-' || hash(repository_id) % 60 as organization_id, 'repo_list' as evidence_kind, 'bench' as source,
    'high' as affiliation_confidence, if(hash(repository_id) % 2 = 0, 'high', 'medium') as account_confidence,
    'unreviewed' as review_status, repository_id as content_hash, {ORIGIN}
from raw.registered_repositories;

insert into raw.scope_repositories by name
select 'guangzhou' as scope_id, repository_id, repository_id as content_hash, {ORIGIN}
from raw.registered_repositories;

insert into raw.planned_streams by name
select 'git' as source, repository_id as target_id, 'history' as kind, repository_id as content_hash, {ORIGIN}
from raw.registered_repositories;

insert into raw.ledger by name
select
    'run' as run_id, 'git' as source, repository_id as target_id, 'history' as kind,
    now() as started_at, now() as ended_at, 'ok' as outcome, 1 as row_count, 1 as request_count,
    true as is_complete, repository_id as content_hash, {ORIGIN}
from raw.registered_repositories;
"""
COMMITS = f"""
insert into raw.commits by name
select
    md5(sha || ?) as sha, list_transform(range(parent_count), lambda n: 'p' || n) as parent_shas,
    authored_at, 480 as author_offset_minutes, committed_at, 480 as committer_offset_minutes,
    'bench' as key_id, author_key || ? as author_key, author_domain, author_key || ? as committer_key,
    author_domain as committer_domain,
    false as is_platform_merge, lines_added, lines_deleted, files_changed, sha as content_hash, {ORIGIN}
from read_parquet(?);
insert into raw.repository_commits by name
select
    lower(repository) || '-' || ? as repository_id, md5(sha || ?) as sha, true as is_reachable,
    sha as content_hash, {ORIGIN}
from read_parquet(?);
"""


def fill(data: Path, commits: Path, size: int) -> int:
    """Make a warehouse that holds about ``size`` commits, bulk only; give how many."""
    with warehouse.open_working(data) as db:
        warehouse.load(db, warehouse.Landing(data / "landing", "bench"), RECORD_TYPES)
        (each,) = db.execute("select count(*) from read_parquet(?)", [str(commits)]).fetchall()[0]
        repeats = math.ceil(size / each)
        into_commits, into_members = COMMITS.strip().rstrip(";").split(";")
        for number in map(str, range(repeats)):
            db.execute(into_commits, [number, number, number, str(commits)])
            db.execute(into_members, [number, number, str(commits)])
        db.execute(REGISTER)
        return repeats * each


def add(data: Path, commits: Path, share: float) -> None:
    """Add a share of the rows as a new repository would bring them."""
    with warehouse.open_working(data) as db:
        (held,) = db.execute("select count(*) from raw.commits").fetchall()[0]
        (each,) = db.execute("select count(*) from read_parquet(?)", [str(commits)]).fetchall()[0]
        into_commits, into_members = COMMITS.strip().rstrip(";").split(";")
        for number in range(max(1, round(held * share / each))):
            name = f"more-{number}"
            db.execute(into_commits, [name, name, name, str(commits)])
            db.execute(into_members, [name, name, str(commits)])


def build_once(data: Path) -> dict[str, float]:
    """Build in this process; give seconds and peak memory in GiB."""
    with warehouse.open_working(data) as db:
        started = time.perf_counter()
        warehouse.build(db)
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2}


def build(data: Path) -> dict[str, float]:
    """Build in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--build", str(data)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def report(commits: Path, sizes: list[int]) -> int:
    """Print the table; tell by the exit status whether the gate holds."""
    points: list[tuple[int, float]] = []
    print("| contributions | seconds | peak GiB |\n| ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            data = Path(folder) / str(size)
            held = fill(data, commits, size)
            measured = build(data)
            points.append((held, measured["seconds"]))
            print(f"| {held:,} | {measured['seconds']:.1f} | {measured['gib']:.2f} |", flush=True)
        add(data, commits, 0.01)
        measured = build(data)
        print(f"| after 1 % more | {measured['seconds']:.1f} | {measured['gib']:.2f} |")
    (small, fast), (large, slow) = points[0], points[-1]
    exponent = math.log(slow / fast) / math.log(large / small)
    print(f"\ngrowth exponent {exponent:.2f} (gate {GATE_EXPONENT})")
    return int(exponent > GATE_EXPONENT)


def main() -> int:
    """Measure, or, as a child, build once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--commits", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.build:
        print(json.dumps(build_once(chosen.build)))
        return 0
    if not chosen.commits:
        parser.error("--commits is needed")
    return report(chosen.commits, chosen.sizes)


if __name__ == "__main__":
    sys.exit(main())
