"""Compare who employed whom, as the warehouse has it, with a count of its own over real commits.

    python benchmarks/employers_by_domain.py --commits commits.parquet [--config config]

The Parquet file has a row per commit, as for build.py. The other count reads it, mail_domains.csv
and claims.csv with Python alone: the first signer's domain where one employer has it to itself,
else the author's; the claim that holds on the day in Shanghai. Commits and distinct people of every
employer and year must be equal, else it ends with 1. Below stands what is identified, and
Guangzhou's share, at each confidence.
"""

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb

import warehouse
from flows.config.load import load_config
from flows.registry.records import REPLACES, registry_records
from flows.runs.steps import RECORD_TYPES, REGISTRY

SHANGHAI = timezone(timedelta(hours=8))
ORIGIN = "now() as observed_at, false as is_deleted, 'proof' as stream, 1 as sequence, sha as content_hash"
COMMITS = f"""
insert into raw.commits by name
select
    sha, list_transform(range(parent_count), lambda n: 'p' || n) as parent_shas, authored_at,
    480 as author_offset_minutes, committed_at, 480 as committer_offset_minutes, 'proof' as key_id,
    author_key, author_domain, author_key as committer_key, author_domain as committer_domain,
    false as is_platform_merge, lines_added, lines_deleted, files_changed, {ORIGIN}
from read_parquet($1)
"""
MEMBERS = f"""
insert into raw.repository_commits by name
select lower(repository) as repository_id, sha, true as is_reachable, {ORIGIN} from read_parquet($1)
"""
TRAILERS = f"""
insert into raw.commit_trailers by name
select sha, 0 as position, 'signed-off-by' as kind, 'proof' as key_id, author_key as person_key,
    signed_off_domain as person_domain, {ORIGIN}
from read_parquet($1) where signed_off_domain != ''
"""
OURS = """
select a.organization_id, year(a.contributed_on), count(*), count(distinct c.author_key)
from intermediate.attributions a
join staging.commits c on c.sha = a.contribution_id
where not c.is_merge
group by all
"""
HEADLINES = """
with

levels as (
    select l.confidence, a.organization_id
    from intermediate.attributions a
    join intermediate.confidences l on l.claim_confidence = a.confidence
    join staging.commits c on c.sha = a.contribution_id
    where not c.is_merge
)

select l.confidence, count(*), count(*) filter (o.relation = 'guangzhou'),
    (select count(*) from staging.commits where not is_merge and not is_bot)
from levels l
left join staging.organizations o using (organization_id)
group by l.confidence
order by list_position(['high', 'medium', 'all'], l.confidence)
"""
Counts = dict[tuple[str, int], tuple[int, int]]


def built(data: Path, commits: Path, config: Path) -> duckdb.DuckDBPyConnection:
    """Make a warehouse of the registry and the commits, and build what tells who employed whom."""
    landing = warehouse.Landing(data / "landing", "proof")
    records = registry_records(load_config(config), [])
    landing.append(REGISTRY, records, {}, observed_at=datetime.now(UTC), run_id="proof", replaces=REPLACES)
    db = duckdb.connect(data / "warehouse.duckdb")
    warehouse.load(db, landing, RECORD_TYPES)
    for statement in (COMMITS, MEMBERS, TRAILERS):
        db.execute(statement, [str(commits)])
    warehouse.build(db, wanted=["intermediate.attributions", "intermediate.confidences"])
    return db


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield a table's rows by column name."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def employers(config: Path) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """Read which domain stands for which, of those that are one employer's own, and the claims of each."""
    known = {row["domain"]: row for row in rows(config / "mail_domains.csv")}
    own = {
        name: row["canonical_domain"] or name
        for name, row in known.items()
        if row["domain_scope"] == known[row["canonical_domain"] or name]["domain_scope"] == "exclusive"
    }
    claims: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(config / "claims.csv"):
        confidences = {row["affiliation_confidence"], row["account_confidence"]}
        if (
            row["subject_kind"] == "mail_domain"
            and row["review_status"] != "rejected"
            and "none" not in confidences
        ):
            claims[row["subject_id"].lower()].append(row)
    return own, claims


def counted(commits: Path, own: Mapping[str, str], claims: Mapping[str, list[dict[str, str]]]) -> Counts:
    """Count commits and people by employer and year, row by row."""
    people: dict[tuple[str, int], list[str]] = defaultdict(list)
    fields = "sha, parent_count, authored_at, author_key, author_domain, signed_off_domain"
    for _, parents, authored_at, author, domain, signed in duckdb.execute(
        f"select {fields} from read_parquet(?)", [str(commits)]
    ).fetchall():
        found = own.get(signed) or own.get(domain)
        if parents < 2 and found:
            day = authored_at.astimezone(SHANGHAI).date()
            people[_claimant(claims.get(found, []), day) or found, day.year].append(author)
    return {key: (len(authors), len(set(authors))) for key, authors in people.items()}


def _claimant(claims: list[dict[str, str]], day: date) -> str | None:
    """Give the organisation whose claim holds on a day: the registry has one at a time for a domain."""
    holding = [
        row["organization_id"]
        for row in claims
        if (row["valid_from_on"] or "0001-01-01")
        <= day.isoformat()
        <= (row["valid_until_on"] or "9999-12-31")
    ]
    return holding[0] if holding else None


def main() -> int:
    """Compare the two counts, print both and the headlines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--commits", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent.parent / "config")
    chosen = parser.parse_args()
    theirs = counted(chosen.commits, *employers(chosen.config))
    with tempfile.TemporaryDirectory() as folder:
        db = built(Path(folder), chosen.commits, chosen.config)
        ours: Counts = {(name, year): (n, people) for name, year, n, people in db.execute(OURS).fetchall()}
        headlines = db.execute(HEADLINES).fetchall()
        db.close()
    wrong = sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
    total = sum(n for n, _ in theirs.values())
    print(f"{len(theirs)} employers by year, {total:,} commits attributed; {len(wrong)} differ")
    for key in wrong:
        print(f"  {key}: warehouse {ours.get(key)}, counted {theirs.get(key)}")
    print(
        "\n| confidence | identified | of all | Guangzhou's share of identified |"
        "\n| --- | ---: | ---: | ---: |"
    )
    for level, identified, city, every in headlines:
        print(
            f"| {level} | {identified:,} of {every:,} | {identified / every:.1%} | {city / identified:.1%} |"
        )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
