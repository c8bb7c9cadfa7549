"""The opt-out list in; landing, pages, snapshots and warehouse out, without the people on it.

The raw tables say whether there is something to do, and are made again last, from the landing files as they
are by then. So a kill leaves the people in the raw tables, and the next run does all of it again.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import warehouse
from collectors.pages import forget_pages
from collectors.records import Record
from flows.job import Job
from flows.ledger import untried
from flows.opt_outs import OPTED_OUT, OptOuts, append
from warehouse.rewrite import rewrite
from warehouse.snapshots import Snapshot, list_snapshots

IDENTIFYING = """
select schema_name, table_name, column_name
from duckdb_columns()
where data_type = 'VARCHAR' and not internal and (? is null or schema_name = ?)
    and regexp_full_match(
        column_name, '(.*_)?(key|account|account_id|node|node_id|contributor_id)|subject_id|former_id'
    )
"""
LINKED = f"""
select distinct 'key:' || c.author_key
from raw.commits c
join raw.commit_accounts a using (sha)
where a.author_account_id = '{OPTED_OUT}' and c.author_key != '{OPTED_OUT}'
"""
"""Mailboxes that a forge says belong to somebody who opted out before."""
MEMBERS = """
with

asked as (
    select unnest(?::varchar[]) as node_id
),

members as (
    select node_id from asked
    union
    select lower(m.node_id)
    from intermediate.contributor_nodes n
    join intermediate.contributor_nodes m using (contributor_id)
    where lower(n.node_id) in (from asked)
)

select node_id from members
union
select concat('account:', forge, ':@', lower(login))
from raw.accounts
where login is not null and 'account:' || lower(account_id) in (from members)
"""
"""All nodes of the people, and their logins, by which noreply mailboxes name them."""
log = logging.getLogger(__name__)


def honour_opt_outs(job: Job, record_types: Iterable[type[Record]]) -> None:
    """Forget in every layer whoever is on the list and still held; say how much of it that was.

    Nodes that turn out to be the same people's join the list in ``config/``, so that they stay known once
    nothing else links them. Hold no connection to the warehouse meanwhile: it is replaced.
    """
    asked = {row.node.lower() for row in job.config.opt_outs}
    people = _everything_of(job, asked) if asked else OptOuts(())
    if not people:
        return
    job.step("forget")
    job.sources.close()  # nothing is asked any more, and their stores of answers go
    append(
        job.config.folder / "opt_outs.csv",
        sorted(people.nodes - asked),
        datetime.now(UTC).date(),
        "同一贡献者，由构建补入 another node of the same contributor, added by a build",
    )
    _note(job, _forget(job, people))
    warehouse.rebuild(job.request.data, job.landing, record_types, run_id=job.ledger.run.run_id)


def _everything_of(job: Job, asked: set[str]) -> OptOuts:
    """Give the people with all that is known of them, or nobody where nothing of them is held."""
    with warehouse.open_working(job.request.data, run_id=job.ledger.run.run_id) as db:
        linked = {node for (node,) in db.execute(LINKED).fetchall()}
        if not linked and not is_held(db, OptOuts(asked), "raw"):
            return OptOuts(())
        warehouse.build(db, wanted={"intermediate.contributor_nodes"})
        return OptOuts(node for (node,) in db.execute(MEMBERS, [[*asked, *linked]]).fetchall())


def _forget(job: Job, people: OptOuts) -> str:
    data = job.request.data
    files = rewrite(job.landing, people.line)
    pages = forget_pages(data / "pages", people.is_in)
    stores = list((data / "http-cache").glob("*.sqlite*"))
    for store in stores:
        store.unlink()
    editions = list(_forget_editions(data, people))
    return (
        f"rewrote {len(files)} landing files, removed {pages} kept pages, {len(stores)} stores of answers"
        f" and the research edition of {len(editions)} snapshots"
    )


def _forget_editions(data: Path, people: OptOuts) -> Iterator[Snapshot]:
    """Remove research editions that hold the people, cited ones too: citations are of the public edition."""
    for snapshot in list_snapshots(data):
        path = snapshot.folder / "research.duckdb"
        if path.exists() and _is_in_file(path, people):
            manifest = json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))
            manifest["files"].pop(path.name, None)
            manifest["row_counts"].pop("research", None)
            manifest["research_removed_at"] = datetime.now(UTC).isoformat()
            part = snapshot.folder / "manifest.part"
            part.write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")
            path.unlink()
            part.replace(snapshot.folder / "manifest.json")
            yield snapshot


def _is_in_file(path: Path, people: OptOuts) -> bool:
    with duckdb.connect(path, read_only=True) as db:
        return is_held(db, people)


def is_held(db: duckdb.DuckDBPyConnection, people: OptOuts, schema: str | None = None) -> bool:
    """Tell whether any table, or any in one schema, names one of the people where it names persons."""
    for schema_name, table, column in db.execute(IDENTIFYING, [schema, schema]).fetchall():
        found = (
            f'select 1 from "{schema_name}"."{table}" where lower("{column}") in (select unnest(?)) limit 1'
        )
        if db.execute(found, [sorted(people.names)]).fetchall():
            return True
    return False


def _note(job: Job, detail: str) -> None:
    """Put into log and ledger what was done, and of nobody whom for."""
    log.info("opt-outs: %s", detail)
    stream = warehouse.Stream("suiyuan", "opt_outs", "erasure")
    job.ledger.add(untried(stream, job.ledger.run.run_id, datetime.now(UTC), "ok", detail))
