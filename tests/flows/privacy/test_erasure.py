"""Somebody opts out: by the next run no layer knows them, and what is no person's stays as it was."""

import gzip
import io
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.collecting.progress import PlainLines
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.plans import Size
from warehouse.publishing.snapshots import list_snapshots

SMALL = Size(
    issue_count=12,
    change_request_count=14,
    direct_commit_count=5,
    star_count=3,
    fork_count=3,
    release_count=2,
)
COUNT = 2
PUBLIC_GIT = (
    "clones"  # copies of what the forges themselves show, kept to fetch less; nobody reads them but git
)
PERSON = """
select contributor_id, list(node_id) from intermediate.contributor_nodes
where contributor_id in (select contributor_id from intermediate.contributions where not is_bot)
group by contributor_id
having bool_or(starts_with(node_id, 'key:')) and bool_or(starts_with(node_id, 'account:'))
order by count(*) desc, contributor_id limit 1
"""
FACTS = """
select repository_id, commit_count, release_count, first_commit_on, last_commit_on
from marts.repositories order by all
"""
THREADS = "select repository_id, number, state, opened_at from staging.{} order by all"
PEOPLE = """
select repository_id, count(distinct contributor_id),
    count(distinct contributor_id) filter (contributor_id = ?)
from intermediate.contributions where not is_bot and not is_merge group by all order by all
"""


LOGINS = "select login from raw.accounts where account_id in (select unnest(?))"
KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
PEOPLE_COLUMNS = """
select table_name, column_name from duckdb_columns()
where schema_name = 'marts' and regexp_matches(column_name, '(contributor|newcomer|people|cohort)_count')
    and table_name != 'repositories'
"""
FEW_MEASURES = """
select distinct metric, subject_kind from marts.measures join marts.metric_definitions using (metric)
where people = 'yes' and value between 1 and 4 and subject_kind not in ('repository', 'project', 'package')
"""


@dataclass
class Run:
    """A data folder, and what its warehouse says."""

    config: Path
    data: Path
    said: io.StringIO = field(default_factory=io.StringIO)

    def __call__(self) -> list[str]:
        """Collect, forget, build, check and publish; give what was noted of forgetting."""
        request = Request(command="run", config=self.config, data=self.data, world_id="demo")
        with open_job(request, progress=PlainLines(self.said)) as job:
            steps.land_config(job)
            for portion in job.begin():
                steps.collect(job, portion)
            steps.load(job)
            steps.forget(job)
            steps.build(job)
            steps.check(job)
            steps.publish(job)
            steps.tidy(job)
            return [entry.detail or "" for entry in job.ledger.entries if entry.kind == "erasure"]

    def rows(self, sql: str, *values: object) -> list[tuple]:
        with duckdb.connect(self.data / "warehouse.duckdb", read_only=True) as db:
            return db.execute(sql, list(values)).fetchall()

    def facts(self) -> list[list[tuple]]:
        """Give what is a repository's and nobody's."""
        return [
            self.rows(FACTS),
            *(self.rows(THREADS.format(name)) for name in ("issues", "change_requests")),
        ]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("erasure")
    world = World(seed=5, count=COUNT, sizes=dict.fromkeys(range(COUNT), SMALL))
    with Sandbox(world) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder / "config")
        variables = {"NO_PROXY": "127.0.0.1", "SUIYUAN_MAILBOX_KEY": str(folder / "mailbox.key")}
        for name, value in {**sandbox.environment, **variables}.items():
            patch.setenv(name, value)
        yield Run(folder / "config", folder / "data")


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give every file below a folder as text: unpacked, and databases and Parquet row by row."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        if PUBLIC_GIT in path.relative_to(folder).parts:
            continue
        yield path, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".gz":
            yield path, gzip.decompress(path.read_bytes()).decode()
        elif path.suffix == ".parquet":
            yield path, str(parquet.read_table(path).to_pylist())
            yield path, str(parquet.read_metadata(path).metadata)
        elif path.suffix == ".duckdb":
            yield from ((path, text) for text in rows_of(path))
        elif path.suffix == ".sqlite":
            with sqlite3.connect(path) as store:
                yield path, str(store.execute("select * from responses").fetchall())


def rows_of(path: Path) -> Iterator[str]:
    with duckdb.connect(path, read_only=True) as db:
        tables = db.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        for (table,) in tables:
            yield f"{table} {db.execute(f'from {table}').fetchall()}"


def found_in(folder: Path, names: Iterable[str]) -> dict[str, set[str]]:
    """Give which of the names stand anywhere below a folder, each with the files that hold it."""
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    found: dict[str, set[str]] = {}
    for path, text in texts(folder):
        for name in set(pattern.findall(text)):
            found.setdefault(name, set()).add(str(path.relative_to(folder)))
    return found


def plain_names(data: Path) -> set[str]:
    """Read every mailbox, and every name that is no plain word, from the clones."""
    found: set[str] = set()
    for clone in (data / PUBLIC_GIT).glob("*/HEAD"):
        command = [
            "git",
            f"--git-dir={clone.parent}",
            "log",
            "--all",
            "--format=%an%n%ae%n%cn%n%ce%n%(trailers)",
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found |= {each for each in re.split(r"[\n<>]|: ", said) if "@" in each or not each.isascii()}
    return found


def few_people(public: Path) -> list[tuple]:
    """Find counts of one to four people of a group in what everybody is shown."""
    with duckdb.connect(public, read_only=True) as db:
        columns = db.execute(PEOPLE_COLUMNS).fetchall()
        few = [
            (table, column)
            for table, column in columns
            if db.execute(f"from marts.{table} where {column} between 1 and 4").fetchall()
        ]
        return few + db.execute(FEW_MEASURES).fetchall()


def assert_the_public_edition_names_nobody(folder: Path, persons: set[str]) -> None:
    public = folder / "public.duckdb"
    rows = [*rows_of(public), (folder / "manifest.json").read_text(encoding="utf-8")]
    rows += [str(parquet.read_table(path).to_pylist()) for path in folder.glob("parquet/*")]
    known = re.compile("|".join(map(re.escape, persons)))
    assert [row[:60] for row in rows if known.search(row) or KEY.search(row)] == []
    assert few_people(public) == []
    assert not any(row.startswith("marts.suppressed_measures") for row in rows)


def test_whoever_opts_out_is_in_no_layer_any_more(run: Run):
    assert run() == []
    contributor_id, nodes = run.rows(PERSON)[0]
    accounts = [node.removeprefix("account:") for node in nodes if node.startswith("account:")]
    logins = {login for (login,) in run.rows(LOGINS, accounts)}
    names = {node.removeprefix("key:").removeprefix("account:") for node in nodes} | logins
    before, people = run.facts(), run.rows(PEOPLE, contributor_id)
    (older,) = list_snapshots(run.data)
    plain = plain_names(run.data)
    found = found_in(run.data, names | plain)
    assert logins and len(nodes) > 1 and len(plain) > 10
    assert found.keys() == names  # all that is kept of the person, and nobody's name or mailbox
    assert any(each.endswith("research.duckdb") for each in found[sorted(logins)[0]])
    everybody = {f"'{login}'" for (login,) in run.rows("select login from raw.accounts where kind = 'user'")}
    assert_the_public_edition_names_nobody(older.folder, everybody)
    older.pin("cited")

    told = CliRunner().invoke(app, ["opt-out", "add", "--account", accounts[0], "--config", str(run.config)])
    noted = run()

    assert told.exit_code == 0, told.output
    assert len(noted) == 1 and "landing files" in noted[0]
    assert found_in(run.data, names) == {}
    assert run.facts() == before
    assert run.rows(PEOPLE, contributor_id) == [
        (repository, count - own, 0) for repository, count, own in people
    ]
    older, newer = list_snapshots(run.data)
    assert not (older.folder / "research.duckdb").exists() and (newer.folder / "research.duckdb").exists()
    assert "research.duckdb" not in json.loads((older.folder / "manifest.json").read_text())["files"]
