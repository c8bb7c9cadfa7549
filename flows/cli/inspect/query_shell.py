"""Queries typed one after the other: a prompt, a history, and what the tables and columns mean."""

import readline
from collections.abc import Iterator
from pathlib import Path

import duckdb
import typer

from flows.cli.inspect.query import answer
from flows.errors import QueryError
from warehouse.building import literal

HELP = """\
A query ends with a semicolon. Also:
  .tables          the public tables          .columns NAME    the columns of a table and what they mean
  .quit            leave (or Ctrl-D)          .help            this
"""
TABLES = """
select schema_name || '.' || table_name as name, estimated_size as rows, comment
from duckdb_tables() where schema_name = 'marts' order by name
"""
COLUMNS = """
select column_name as name, data_type as type, comment from duckdb_columns()
where {name} in (table_name, schema_name || '.' || table_name) order by column_index
"""


def shell(db: duckdb.DuckDBPyConnection, history: Path, form: str = "table") -> None:
    """Answer queries until the user leaves. What was typed is remembered in ``history``."""
    if history.exists():
        readline.read_history_file(history)
    typer.echo(f"穗源 SuiYuan · {_place(db)} · .help")
    try:
        for statement in _statements():
            try:
                _obey(db, statement, form)
            except QueryError as error:
                typer.secho(str(error), fg=typer.colors.RED)
    finally:
        readline.write_history_file(history)


def _statements() -> Iterator[str]:
    """Yield what is typed: dot commands line by line, queries up to their semicolon."""
    lines: list[str] = []
    while True:
        try:
            line = input("   … " if lines else "穗源> ")
        except EOFError:
            typer.echo()
            return
        except KeyboardInterrupt:
            typer.echo()
            lines = []
            continue
        lines.append(line)
        text = "\n".join(lines).strip()
        if text == ".quit":
            return
        if not text or text.startswith(".") or text.endswith(";"):
            lines = []
            if text:
                yield text


def _obey(db: duckdb.DuckDBPyConnection, statement: str, form: str) -> None:
    word, _, rest = statement.partition(" ")
    if word == ".tables":
        answer(db, TABLES)
    elif word == ".columns":
        answer(db, COLUMNS.format(name=literal(rest.strip().rstrip(";"))))
    elif word.startswith("."):
        typer.echo(HELP)
    else:
        answer(db, statement, form)


def _place(db: duckdb.DuckDBPyConnection) -> str:
    """Name the file that is open, by its snapshot and edition."""
    ((path,),) = db.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    return f"{Path(path).parent.name} {Path(path).stem}"
