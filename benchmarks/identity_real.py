"""Hold people and mail domains on real commits against a count in plain Python; print the city's headline.

    python benchmarks/identity_real.py FOLDER [--config config]

FOLDER holds commits.parquet, with a row per commit: repository, sha, parent_count, authored_at, committed_at,
author_key, author_domain, signed_off_domain, lines_added, lines_deleted, files_changed. All is built with
the registry of CONFIG; repositories that it does not know are taken as they are. Counted again, straight from
the file: the distinct people of all and of every repository and year, the commits by author's domain, and the
commits by employer, read from mail_domains.csv and claims.csv. Exit status 1 where a figure differs.
"""

import argparse
import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as parquet

import warehouse
from flows.config.load import load_config
from flows.registry.records import REPLACES, registry_records
from flows.runs.steps import RECORD_TYPES

SHANGHAI = timedelta(hours=8)
ORIGIN = "now() as observed_at, false as is_deleted, 'bench' as stream, 1 as sequence, sha as content_hash"
FILLED = (
    f"""
insert into raw.commits by name
select sha, list_transform(range(parent_count), lambda n: 'p' || n) as parent_shas, authored_at,
    480 as author_offset_minutes, committed_at, 480 as committer_offset_minutes, 'bench' as key_id,
    author_key, author_domain, author_key as committer_key, author_domain as committer_domain,
    false as is_platform_merge,    lines_added, lines_deleted, files_changed, {ORIGIN}
from read_parquet(?)
""",
    f"""
insert into raw.repository_commits by name
select lower(repository) as repository_id, sha, true as is_reachable, {ORIGIN} from read_parquet(?)
""",
    f"""
insert into raw.commit_trailers by name
select sha, 0 as position, 'signed-off-by' as kind, 'bench' as key_id, 'unknown' as person_key,
    signed_off_domain as person_domain, {ORIGIN}
from read_parquet(?) where signed_off_domain != ''
""",
    """
insert into raw.registered_repositories by name
select distinct lower(repository) as repository_id, 'github' as forge, repository as full_name,
    'https://forge.example/' as url, 'own' as role, lower(repository) as project_id,
    false as is_aggregate_only, 'full' as depth, lower(repository) as content_hash, now() as observed_at,
    false as is_deleted, 'bench' as stream, 1 as sequence
from read_parquet(?)
where lower(repository) not in (select repository_id from raw.registered_repositories)
""",
)
LEDGER = """
insert into raw.ledger by name
select 'run' as run_id, 'git' as source, repository_id as target_id, 'history' as kind, now() as started_at,
    now() as ended_at, 'ok' as outcome, 1 as row_count, 1 as request_count, true as is_complete,
    repository_id as content_hash, now() as observed_at, false as is_deleted, 'bench' as stream, 1 as sequence
from (select distinct repository_id from raw.repository_commits)
"""
ANSWERS = {
    "people": """
        select 'all', count(distinct contributor_id)
        from intermediate.contributions where contribution_kind = 'commit' and not is_merge
        union all
        select subject_id || ' ' || year(period_start_on), value::bigint
        from metrics.contributors
        where subject_kind = 'repository' and period_kind = 'year' and value > 0
    """,
    "commits by author's domain": """
        select c.author_domain, count(distinct n.contribution_id)
        from intermediate.contributions n join staging.commits c on c.sha = n.contribution_id
        where n.contribution_kind = 'commit'
        group by c.author_domain
    """,
    "commits by employer": """
        select organization_id, count(*)
        from intermediate.attributions
        where contribution_kind = 'commit'
        group by organization_id
    """,
}
HEADLINE = """
select s.confidence, s.repository_count, year(m.period_start_on) as year,
    max(m.value) filter (metric = 'code_changes_commits')::bigint as commits,
    max(m.value) filter (metric = 'contributors')::bigint as people,
    max(m.value) filter (metric = 'identified_contribution_ratio') as identified
from marts.subjects s
join marts.measures m using (subject_kind, subject_id)
where s.subject_kind = 'scope' and s.base_subject_id = 'guangzhou' and m.period_kind = 'year'
    and m.period_start_on = (select period_start_on from intermediate.last_year)
group by s.confidence, s.repository_count, m.period_start_on
order by list_position(['high', 'medium', 'all'], s.confidence)
"""


def build(data: Path, commits: Path, config_folder: Path) -> None:
    """Build all models over the commits and the registry."""
    config = load_config(config_folder)
    landing = warehouse.Landing(data / "landing", "bench")
    landing.append(
        warehouse.Stream("config", "registry", "all"),
        registry_records(config, ["guangzhou"]),
        {},
        observed_at=datetime.now(UTC),
        run_id="run",
        key_id="bench",
        replaces=REPLACES,
    )
    with warehouse.open_working(data) as db:
        warehouse.load(db, landing, RECORD_TYPES)
        for statement in FILLED:
            db.execute(statement, [str(commits)])
        db.execute(LEDGER)
        warehouse.build(db)


def counted(commits: Path, config_folder: Path) -> dict[str, dict[str, int]]:
    """Count the same straight from the file, with none of the SQL."""
    employers = dict(_employers(config_folder))
    people: defaultdict[str, set[Hashable]] = defaultdict(set)
    domains: Counter[str] = Counter()
    employed: Counter[str] = Counter()
    seen: set[str] = set()
    for row in parquet.read_table(commits).to_pylist():
        if row["parent_count"] < 2:
            people["all"].add(row["author_key"])
            people[f"{row['repository'].lower()} {_year(row)}"].add(row["author_key"])
        if row["sha"] in seen:
            continue
        seen.add(row["sha"])
        domains[row["author_domain"]] += 1
        employer = employers.get(row["signed_off_domain"]) or employers.get(row["author_domain"])
        if employer:
            employed[employer] += 1
    counts = {name: len(found) for name, found in people.items()}
    return dict(zip(ANSWERS, (counts, dict(domains), dict(employed)), strict=True))


def _year(row: Mapping[str, Any]) -> int:
    at = row["authored_at"]
    return ((at if at.year >= 1990 else row["committed_at"]) + SHANGHAI).year


def _employers(config_folder: Path) -> Iterator[tuple[str, str]]:
    """Give the employer of every exclusive domain: who claims the canonical one, else the domain itself."""
    claims = {
        row["subject_id"].lower(): row["organization_id"]
        for row in _rows(config_folder / "claims.csv")
        if row["subject_kind"] == "mail_domain" and row["review_status"] != "rejected"
    }
    for row in _rows(config_folder / "mail_domains.csv"):
        if row["domain_scope"] == "exclusive":
            canonical = row["canonical_domain"] or row["domain"]
            yield row["domain"], claims.get(canonical, canonical)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def differences(db: duckdb.DuckDBPyConnection, expected: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Name every figure that is not the same."""
    found: list[str] = []
    for name, sql in ANSWERS.items():
        ours, theirs = dict(db.execute(sql).fetchall()), expected[name]
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key, 0) != theirs.get(key, 0):
                found.append(f"{name}, {key}: {ours.get(key, 0)}, counted {theirs.get(key, 0)}")
    return found


def compare(
    commits: Path, config_folder: Path, data: Path
) -> tuple[list[str], dict[str, dict[str, int]], Any]:
    """Build and count; give the differences, the counts and the headline."""
    build(data, commits, config_folder)
    expected = counted(commits, config_folder)
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as db:
        return differences(db, expected), expected, db.execute(HEADLINE).fetchall()


def main() -> int:
    """Print the differences and the headline; tell by the exit status whether all agrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent.parent / "config")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        wrong, expected, headline = compare(chosen.folder / "commits.parquet", chosen.config, Path(data))
    figures = sum(map(len, expected.values()))
    print(f"{expected['people']['all']:,} people; {figures:,} figures compared, {len(wrong)} differ")
    print(*wrong, sep="\n")
    domains = expected["commits by author's domain"]
    for domain, count in Counter(domains).most_common(10):
        print(f"  {domain or '(none)'}: {count / sum(domains.values()):.1%}")
    print("\n| confidence | repositories | year | commits | people | identified |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for confidence, repositories, year, commits, people, identified in headline:
        print(f"| {confidence} | {repositories} | {year} | {commits:,} | {people:,} | {identified:.1%} |")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
