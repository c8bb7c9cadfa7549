"""SQL files in, models in dependency order out. One file is one SELECT is one table.

The header is made of ``-- name: value`` lines; dependencies are read from the SQL, where real tables are
always schema-qualified and common table expressions never are.
"""

import graphlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from warehouse.errors import ModelError

MODELS = Path(__file__).parent.parent / "models"
BUILT = ("staging", "intermediate", "metrics", "marts")
LAYERS = ("build", "landing", "raw", *BUILT, "checks")
EDITIONS = {"staging": "research", "intermediate": "research", "metrics": "internal", "marts": "public"}
DEFINITION = (
    *("title_zh", "title_en", "question_zh", "question_en"),
    *("unit", "direction", "chaoss", "caution_zh", "caution_en"),
)
HEADER_LINE = re.compile(r"--\s*(\w+):\s*(.+)")


@dataclass(frozen=True, slots=True)
class Model:
    """One SELECT that becomes one table, or, in the folder ``checks``, whose rows are mistakes."""

    schema: str
    table: str
    sql: str
    header: Mapping[str, Sequence[str]]
    reads: frozenset[str]

    @property
    def name(self) -> str:
        """The table's name with its schema."""
        return f"{self.schema}.{self.table}"

    @property
    def edition(self) -> str:
        """Who is given the table: public, research, or internal for nobody."""
        return self.header.get("edition", [EDITIONS[self.schema]])[0]

    @property
    def columns(self) -> dict[str, str]:
        """The documented columns and what each means, in Chinese and in English."""
        parts = (line.partition("|") for line in self.header.get("column", ()))
        return {name.strip(): meaning.strip() for name, _, meaning in parts}

    def value(self, key: str) -> str:
        """Give a header line's value; raise ModelError where the file lacks the line."""
        if key not in self.header:
            raise ModelError(f"{self.name}: its file lacks the header line `-- {key}: ...`.")
        return self.header[key][0]


def read_models(folder: Path, *schemas: str) -> list[Model]:
    """Read the files of some layers, at any depth; raise ModelError where one breaks a rule.

    The first folder is the table's schema, those below it are subjects and say nothing of the table.
    """
    models: dict[str, Model] = {}
    for schema in schemas:
        for path in sorted((folder / schema).rglob("*.sql"), key=lambda path: path.stem):
            model = parse_model(schema, path.stem, path.read_text(encoding="utf-8"))
            if model.name in models:
                raise ModelError(f"{path.relative_to(folder)}: another file makes {model.name} too.")
            models[model.name] = model
    return list(models.values())


@cache  # a process that builds often, such as a test run, reads the same texts again
def parse_model(schema: str, table: str, sql: str) -> Model:
    """Read one model from its text."""
    header: dict[str, list[str]] = defaultdict(list)
    for match in filter(None, map(HEADER_LINE.match, sql.splitlines())):
        header[match[1]].append(match[2].strip())
    return Model(schema, table, sql.strip().rstrip(";"), header, _tables_read(schema, table, sql))


def built_models(folder: Path) -> list[Model]:
    """Read all that is built, in order: every model after those that it reads.

    Raises ModelError for a cycle, and for a table that no file makes.
    """
    models = read_models(folder, *BUILT)
    models += _gathered([model for model in models if model.schema == "metrics"])
    named = {model.name: model for model in models}
    for model in models:
        if unknown := {name for name in model.reads if name.split(".")[0] in BUILT} - named.keys():
            raise ModelError(f"{model.name} reads {', '.join(sorted(unknown))}, which no file makes.")
    graph = graphlib.TopologicalSorter({model.name: sorted(model.reads) for model in models})
    try:
        return [named[name] for name in graph.static_order() if name in named]
    except graphlib.CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error


def needed(ordered: Sequence[Model], wanted: Collection[str]) -> list[Model]:
    """Choose the models of these names, and those that they read in turn, in the same order."""
    found = set(wanted)
    for model in reversed(ordered):
        if model.name in found:
            found |= model.reads
    return [model for model in ordered if model.name in found]


def _gathered(metrics: Sequence[Model]) -> list[Model]:
    """Make the views over the metrics folder: every measure, and every definition from the headers."""
    if not metrics:
        return []
    measures = "\nunion all\n".join(
        f"select '{metric.table}' as metric, subject_kind, subject_id, period_kind, period_start_on,"
        f" value::double as value, sample_count::bigint as sample_count from {metric.name}"
        for metric in metrics
    )
    rows = [
        [metric.table, *map(metric.value, DEFINITION), metric.header.get("people", ["no"])[0], metric.sql]
        for metric in metrics
    ]
    values = ",\n".join(f"({', '.join(map(literal, row))})" for row in rows)
    definitions = f"select * from (values {values}) as d(metric, {', '.join(DEFINITION)}, people, sql)"
    return [
        parse_model("metrics", "all_measures", f"-- as: view\n{measures}"),
        parse_model("metrics", "all_definitions", f"-- as: view\n{definitions}"),
    ]


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def _tables_read(schema: str, table: str, sql: str) -> frozenset[str]:
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except sqlglot.ParseError as error:
        at = error.errors[0]
        raise ModelError(f"{schema}/{table}.sql line {at['line']}: {at['description']}") from error
    expressions = {each.alias for each in tree.find_all(exp.CTE)}
    tables = [each for each in tree.find_all(exp.Table) if each.db or each.name not in {"", *expressions}]
    readable = LAYERS[: LAYERS.index(schema) + 1]
    for each in tables:
        if each.db not in readable:
            raise ModelError(
                f"{schema}/{table}.sql reads {each.sql()}: it may read a table of {', '.join(readable)}, and"
                " names it with its schema."
            )
    return frozenset(f"{each.db}.{each.name}" for each in tables)
