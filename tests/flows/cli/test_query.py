"""Queries on a snapshot of one table, and what the shell makes of what is typed."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.cli.inspect.query import answer, open_for_queries
from flows.cli.inspect.query_shell import shell
from flows.errors import QueryError
from warehouse import SnapshotMissing

SUIYUAN = Path(sys.executable).with_name("suiyuan")
NAME = "2026-11-23T040506Z"
QUERY = "select * from marts.places order by name"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "snapshots" / NAME
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder.parent / "current").symlink_to(NAME)
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("create schema marts")
        db.execute("create table marts.places as select * from (values ('天河', 1), ('南沙', 2)) t(name, n)")
        db.execute("comment on column marts.places.n is 'how many'")
    return tmp_path


@pytest.fixture
def db(data):
    with open_for_queries(data, "public", None) as opened:
        yield opened


def sql(data: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(SUIYUAN), "sql", *arguments, "--data", str(data)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True)


def test_csv_from_an_argument_and_json_from_stdin(data):
    assert sql(data, QUERY, "--format", "csv").stdout == "name,n\n南沙,2\n天河,1\n"
    done = sql(data, "--format", "json", stdin=f"{QUERY};\n")
    assert json.loads(done.stdout) == [{"name": "南沙", "n": 2}, {"name": "天河", "n": 1}]
    table = sql(data, QUERY).stdout
    assert "天河" in table
    assert "│" in table


def test_what_stood_in_a_file_before_the_answer_stays(data, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("before\n")
    with path.open("a") as out:
        command = [str(SUIYUAN), "sql", "select 1 as a", "--format", "csv", "--data", str(data)]
        subprocess.run(command, stdout=out, check=True)
    assert path.read_text() == "before\na\n1\n"


@pytest.mark.parametrize(
    ("form", "read"), [("csv", "read_csv"), ("json", "read_json"), ("parquet", "read_parquet")]
)
def test_an_output_file_holds_the_rows(db, tmp_path, form, read):
    path = tmp_path / f"it's.{form}"
    answer(db, QUERY, form, path)
    rows = duckdb.execute(f"select name, n from {read}(?)", [str(path)]).fetchall()
    assert rows == [("南沙", 2), ("天河", 1)]


@pytest.mark.parametrize(
    "query", ["selec", "select * from nowhere", "create table t as select 1", "drop table marts.places"]
)
def test_what_cannot_be_asked_is_refused(db, query):
    with pytest.raises(QueryError):
        answer(db, query)


def test_a_wrong_query_ends_with_one_and_without_a_traceback(data):
    done = sql(data, "select * from nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_snapshot_by_its_name(data):
    with open_for_queries(data, "public", NAME) as db:
        assert db.execute("select count(*) from marts.places").fetchall() == [(2,)]
    with pytest.raises(SnapshotMissing):
        open_for_queries(data, "public", "1999-01-01T000000Z")
    with pytest.raises(SnapshotMissing, match="given on request"):
        open_for_queries(data, "research", None)


def test_the_shell_takes_queries_over_several_lines_and_remembers_them(db, data, monkeypatch, capsys):
    typed = iter([".tables", ".columns marts.places", "select n", "from marts.places;", "oops;", ".quit"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(typed))
    shell(db, data / "history")
    said = capsys.readouterr().out
    assert f"{NAME} public" in said
    assert "marts.places" in said
    assert "how many" in said
    assert "syntax error" in said
    assert (data / "history").exists()
