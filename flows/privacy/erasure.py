"""The opt-out list in; landing, pages, snapshots and warehouse out, without the people on it.

The raw tables say whether there is something to do, and are made again last, from the landing files as they
are by then. So a kill leaves the people in the raw tables, and the next run does all of it again.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import warehouse
from collectors.http import forget_pages
from flows.privacy.opt_outs import OPTED_OUT, OptOuts
from warehouse import Landing
from warehouse.landing import rewrite
from warehouse.publishing import Snapshot, list_snapshots

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


def everything_of(data: Path, asked: set[str], run_id: str) -> OptOuts:
    """Give the people with all that is known of them, or nobody where nothing of them is held."""
    with warehouse.open_working(data, run_id=run_id) as db:
        linked = {node for (node,) in db.execute(LINKED).fetchall()}
        if not linked and not is_held(db, OptOuts(asked), "raw"):
            return OptOuts(())
        warehouse.build(db, wanted={"intermediate.contributor_nodes"})
        return OptOuts(node for (node,) in db.execute(MEMBERS, [[*asked, *linked]]).fetchall())


def forget_everywhere(data: Path, landing: Landing, people: OptOuts) -> str:
    """Take the people out of landing, pages, stores and snapshots; say how much of it that was."""
    files = rewrite(landing, people.line)
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
