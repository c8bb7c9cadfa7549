"""Time how mailboxes and accounts become people: 0.1 and 1 million accounts with five mailboxes each.

    python benchmarks/identity.py [--sizes 100000 1000000]

Made up, the same each time: of the mailboxes 45 in 100 are linked by a forge with an account, 15 are noreply,
3 lead on through a mailmap, 1.5 are known to a second forge, 2 stand in trailers; one in a hundred thousand
is a shared build mailbox, one account in a thousand a bot, a tenth of the commits lie in a mirror too; claims
make one chain of a thousand. Each size is resolved in a process of its own, which tells its peak memory, that
of reading what was collected included. What is timed are the models from evidence to contributors. At the
smallest size the people are held against a union-find in plain Python. It ends with 1 where they differ, or
where the processor time grows faster than n log n: that holds on a busy machine too.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

import warehouse
from flows.runs.steps import RECORD_TYPES
from warehouse.building.model import MODELS, Model, built_models

MAILBOXES_EACH = 5
TIMED = (
    "identity",
    "linked_nodes",
    "account_spellings",
    "bot_nodes",
    "contributor_nodes",
    "account_contributors",
)
ORIGIN = """
    timestamptz '2026-11-01' + to_minutes((hash(content_hash) % 20000)::integer) as observed_at,
    false as is_deleted, 'bench' as stream, 1 as sequence
"""
MADE = """
create temp table mailboxes as
select
    m,
    md5('m' || m) as mailbox_key,
    hash(m, 1) % 100000 as chance,
    (hash(m, 2) % $accounts)::bigint as account_number,
    (hash(m, 3) % $accounts)::bigint as second_number,
    md5('m' || (hash(m, 4) % $mailboxes)) as other_key
from range($mailboxes) as t(m);
create temp macro account(number) as
    ['github', 'github', 'github', 'gitee', 'gitcode'][1 + number % 5] || ':' || number;
"""
FILLED = (
    f"""
insert into raw.accounts by name
select account(n) as account_id, split_part(account(n), ':', 1) as forge, 'login' || n as login,
    if(n % 1000 = 7, 'bot', 'user') as kind, 'a' || n as content_hash, {ORIGIN}
from range($accounts) as t(n)
""",
    f"""
insert into raw.commits by name
select md5('c' || m) as sha, ['p'] as parent_shas, timestamptz '2026-01-01' as authored_at,
    480 as author_offset_minutes, timestamptz '2026-01-01' as committed_at, 480 as committer_offset_minutes,
    'bench' as key_id, mailbox_key as author_key, 'd' || m % 5000 || '.example' as author_domain,
    mailbox_key as committer_key, 'd.example' as committer_domain,
    if(chance between 45000 and 59999, account(account_number), null) as author_account,
    false as is_platform_merge, 1 as lines_added, 1 as lines_deleted, 1 as files_changed,
    'c' || m as content_hash, {ORIGIN}
from mailboxes
""",
    f"""
insert into raw.repository_commits by name
select unnest(if(m % 10 = 0, ['github:o/r' || m % 1000, 'gitee:o/r' || m % 1000], ['github:o/r' || m % 1000]))
        as repository_id, md5('c' || m) as sha, true as is_reachable,
    if(chance between 60000 and 62999, other_key, null) as author_mapped_key,
    if(chance between 60000 and 62999, 'd.example', null) as author_mapped_domain,
    'r' || m as content_hash, {ORIGIN}
from mailboxes
""",
    f"""
insert into raw.commit_accounts by name
select md5('c' || m) as sha, split_part(account(account_number), ':', 1) as forge,
    account(account_number) as author_account_id, 'f' || m as content_hash, {ORIGIN}
from mailboxes where chance < 45000
union all
select md5('c' || m), split_part(account(second_number), ':', 1) || if(chance = 1, '2', ''),
    account(second_number), 's' || m as content_hash, {ORIGIN}
from mailboxes
where chance = 1
    or (chance between 0 and 2499 and account(second_number)[:4] != account(account_number)[:4])
""",
    f"""
insert into raw.commit_trailers by name
select md5('c' || m) as sha, 0 as position, 'co-authored-by' as kind, 'bench' as key_id,
    other_key as person_key, 'users.noreply.github.com' as person_domain,
    account((hash(other_key) % $accounts)::bigint) as person_account, 't' || m as content_hash, {ORIGIN}
from mailboxes where chance between 63000 and 64999
""",
    f"""
insert into raw.identity_claims by name
select 'I' || m as claim_id, 'key:' || mailbox_key as left_node, 'key:' || md5('m' || (m + 1)) as right_node,
    'same' as relation, 'made up' as evidence, 'made up' as source, 'unreviewed' as review_status,
    'i' || m as content_hash, {ORIGIN}
from mailboxes where m < 1000
""",
)


def fill(data: Path, accounts: int) -> None:
    """Make a warehouse of what forges, mailmaps, trailers and claims say of so many accounts, bulk only."""
    with warehouse.open_working(data) as db:
        warehouse.load(db, warehouse.Landing(data / "landing", "bench"), RECORD_TYPES)
        numbers = {"$accounts": str(accounts), "$mailboxes": str(accounts * MAILBOXES_EACH)}
        for statement in (*MADE.strip().rstrip(";").split(";"), *FILLED):
            for name, number in numbers.items():
                statement = statement.replace(name, number)
            db.execute(statement)


def needed(models: list[Model]) -> Iterator[Model]:
    """Yield the models that lead to contributors, in their order."""
    wanted = {"intermediate.contributor_nodes", "intermediate.account_contributors"}
    for model in reversed(models):
        if model.name in wanted:
            wanted |= model.reads
    return (model for model in models if model.name in wanted)


def resolve(data: Path) -> dict[str, float]:
    """Build in this process; give seconds, processor seconds, peak GiB and how many people came out."""
    seconds = processor = 0.0
    with warehouse.open_working(data) as db:
        for schema in ("build", "staging", "intermediate"):
            db.execute(f"create schema {schema}")
        db.execute(
            "create table build.parameters as select now() as as_of, now() as built_at, 'bench' as world_id"
        )
        for model in needed(built_models(MODELS)):
            clock, busy = time.perf_counter(), time.process_time()
            db.execute(f"create {model.header.get('as', ['table'])[0]} {model.name} as {model.sql}")
            if model.table.startswith(TIMED):
                seconds += time.perf_counter() - clock
                processor += time.process_time() - busy
        counts = db.execute(
            "select count(*), count(distinct contributor_id),"
            " (select count(*) from intermediate.identity_links) from intermediate.contributor_nodes"
        ).fetchall()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    names = ("seconds", "processor", "gib", "nodes", "people", "links")
    return dict(zip(names, (seconds, processor, peak, *counts), strict=True))


def resolve_apart(data: Path) -> dict[str, float]:
    """Resolve in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--resolve", str(data)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def differing_people(data: Path) -> int:
    """Join the same links by union-find; count the nodes that have other company in the warehouse."""
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as db:
        links = db.execute("select left_node, right_node from intermediate.identity_links").fetchall()
        named = dict(
            db.execute("select node_id, contributor_id from intermediate.contributor_nodes").fetchall()
        )
    parents: dict[str, str] = {}
    for left, right in links:
        parents[_root(parents, left)] = _root(parents, right)
    names: dict[str, set[str]] = {}
    for node in {node for link in links for node in link}:
        names.setdefault(_root(parents, node), set()).add(named[node])
    people = {name for found in names.values() for name in found}
    return sum(len(found) - 1 for found in names.values()) + len(names) - len(people)


def _root(parents: dict[str, str], node: str) -> str:
    while (parent := parents.get(node, node)) != node:
        parents[node] = parents.get(parent, parent)
        node = parent
    return node


def report(sizes: list[int]) -> int:
    """Print the table; tell by the exit status whether the people are right and the growth is n log n."""
    points: list[tuple[int, float]] = []
    wrong = 0
    print("| accounts | mailboxes | links | people | seconds | processor seconds | peak GiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), size)
            found = resolve_apart(Path(folder))
            if size == min(sizes):
                wrong = differing_people(Path(folder))
        points.append((size, found["processor"]))
        print(
            f"| {size:,} | {size * MAILBOXES_EACH:,} | {found['links']:,} | {found['people']:,}"
            f" | {found['seconds']:.1f} | {found['processor']:.1f} | {found['gib']:.2f} |",
            flush=True,
        )
    (small, fast), (large, slow) = points[0], points[-1]
    ratio, gate = slow / fast, large * math.log(large) / (small * math.log(small))
    print(f"\n{wrong} people differ from union-find; processor time times {ratio:.1f} (n log n: {gate:.1f})")
    return int(wrong > 0 or ratio > gate)


def main() -> int:
    """Measure, or, as a child, resolve once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--resolve", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.resolve:
        print(json.dumps(resolve(chosen.resolve)))
        return 0
    return report(chosen.sizes)


if __name__ == "__main__":
    sys.exit(main())
