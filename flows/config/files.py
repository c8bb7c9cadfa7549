"""Reading config files: text to rows, every mistake kept with its file, line, column and value."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from collectors.forges.known import TOKEN_BEGINNINGS
from flows.config.rows import Row

R_co = TypeVar("R_co", bound=Row, covariant=True)
T = TypeVar("T")

HIDDEN = "(hidden)"
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_SECRET = re.compile(
    r"://[^/\s@]+@"  # an address with a user or password
    r"|[?&](access_token|private_token|token)="
    rf"|\b({'|'.join(TOKEN_BEGINNINGS)})[A-Za-z0-9_-]{{16,}}"
)
_EXPECTED = {
    "missing": "a value",
    "bool_parsing": "yes or no",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "date_from_datetime_parsing": "a day such as 2026-01-31",
    "date_parsing": "a day such as 2026-01-31",
    "string_type": "text",
    "tuple_type": "a list",
    "extra_forbidden": "no such key",
    "model_type": "a table",
    "dict_type": "tables",
}


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One mistake in the config: where it is, what stands there and what is expected."""

    path: Path
    line: int | None
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        """Say it on one line, such as ``config/claims.csv:17 kind = "x": expected one of a, b``."""
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        where = f" {self.column}" if self.column else ""
        what = "" if self.value is None else f' = "{self.value}"'
        return f"{place}{where}{what}: expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Table(Generic[R_co]):
    """The good rows of a CSV file, and the line of every key in it, those of bad rows included.

    ``is_readable`` is false where the file or its first line is wrong, so that nothing is known of its rows.
    """

    path: Path
    rows: tuple[R_co, ...]
    keys: Mapping[str, int]
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Document(Generic[T]):
    """A TOML file as a model, and the line of every key in it; None where it is wrong."""

    path: Path
    content: T | None
    lines: Mapping[tuple[str, ...], int]


def read_table(path: Path, model: type[R_co], problems: list[ConfigProblem]) -> Table[R_co]:
    """Read a CSV file into rows of ``model``; add what is wrong to ``problems``."""
    lines = _csv_lines(path, problems)
    if not lines:
        return Table(path, (), {}, is_readable=False)
    header = _without_blank_end(lines[0][1])
    if wrong := list(_header_problems(path, header, model.columns())):
        problems += wrong
        return Table(path, (), {}, is_readable=False)
    rows: list[R_co] = []
    keys: dict[str, int] = {}
    for line, values in lines[1:]:
        problems += _too_many(path, line, header, values)
        cells = {name: value for name, value in zip(header, values, strict=False) if value}
        if cells:
            rows += _row(path, line, cells, model, keys, problems)
    return Table(path, tuple(rows), keys)


def _row(
    path: Path,
    line: int,
    cells: Mapping[str, str],
    model: type[R_co],
    keys: dict[str, int],
    problems: list[ConfigProblem],
) -> list[R_co]:
    """Make a row from its cells that are not blank; none where anything is wrong with it."""
    found = list(_forbidden(path, line, cells.items()))
    forbidden = {problem.column for problem in found}
    found += _duplicates(path, line, cells, model, keys)
    rows: list[R_co] = []
    try:
        rows.append(model.model_validate({**cells, "line": line}))
    except ValidationError as error:
        found += [_problem(path, line, item) for item in error.errors() if item["loc"][0] not in forbidden]
    problems += found
    return [] if found else rows


def read_document(path: Path, model: type[T], problems: list[ConfigProblem]) -> Document[T]:
    """Read a TOML file into ``model`` (any type that pydantic knows); add what is wrong to ``problems``."""
    text = _text(path, problems)
    if text is None:
        return Document(path, None, {})
    lines = _toml_lines(text)
    try:
        tree = tomllib.loads(text)
        problems += _forbidden_in_tree(path, lines, tree)
        return Document(path, TypeAdapter(model).validate_python(tree), lines)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        problems.append(ConfigProblem(path, int(at[1]) if at else None, None, None, f"TOML; {error}"))
    except ValidationError as error:
        for details in error.errors():
            where = tuple(str(part) for part in details["loc"])
            problems.append(_problem(path, line_of(lines, where), details, ".".join(where)))
    return Document(path, None, lines)


def line_of(lines: Mapping[tuple[str, ...], int], where: tuple[str, ...]) -> int | None:
    """Find the line of the nearest known key at or above a place in a TOML file."""
    for length in range(len(where), 0, -1):
        if where[:length] in lines:
            return lines[where[:length]]
    return None


def _text(path: Path, problems: list[ConfigProblem]) -> str | None:
    """Read UTF-8 with or without a byte order mark."""
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(ConfigProblem(path, None, None, None, "this file to be there"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(ConfigProblem(path, line, None, None, "UTF-8 (in Excel: save as CSV UTF-8)"))
    return None


def _csv_lines(path: Path, problems: list[ConfigProblem]) -> list[tuple[int, list[str]]]:
    """Give the line on which every row starts, and its cells without blanks around them."""
    text = _text(path, problems)
    if text is None:
        return []
    lines: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    end = 0
    try:
        for values in reader:
            lines.append((end + 1, [value.strip() for value in values]))
            end = reader.line_num
    except csv.Error as error:
        problems.append(ConfigProblem(path, end + 1, None, None, f"CSV; {error}"))
        return []
    return lines or [(1, [])]


def _without_blank_end(values: list[str]) -> list[str]:
    """Drop the blank cells that spreadsheets leave at the end of a line."""
    length = max((position for position, value in enumerate(values, start=1) if value), default=0)
    return values[:length]


def _too_many(path: Path, line: int, header: list[str], values: list[str]) -> Iterator[ConfigProblem]:
    """Complain of cells that no column has a name for."""
    count = len(_without_blank_end(values))
    if count > len(header):
        yield ConfigProblem(path, line, None, None, f"{len(header)} cells, not {count}")


def _header_problems(path: Path, header: list[str], columns: tuple[str, ...]) -> Iterator[ConfigProblem]:
    """Compare a header with the columns of the model."""
    for name in dict.fromkeys(header):
        if name not in columns:
            yield ConfigProblem(path, 1, None, name, f"one of the columns {', '.join(columns)}")
        elif header.count(name) > 1:
            yield ConfigProblem(path, 1, name, None, "this column once")
    for name in columns:
        if name not in header:
            yield ConfigProblem(path, 1, name, None, "this column in the first line")


def _duplicates(
    path: Path, line: int, cells: Mapping[str, str], model: type[Row], keys: dict[str, int]
) -> Iterator[ConfigProblem]:
    """Remember the key of a row; complain where an earlier line has it."""
    key = model.key_of(cells)
    if key and (first := keys.setdefault(key.lower(), line)) != line:
        yield ConfigProblem(path, line, "+".join(model.key), key, f"a key of its own; line {first} has it")


def _problem(path: Path, line: int | None, details: ErrorDetails, column: str | None = None) -> ConfigProblem:
    """Say an error of pydantic in our words."""
    context = details.get("ctx", {})
    if details["type"] == "literal_error":
        expected = "one of " + str(context["expected"]).replace("'", "").replace(" or ", ", ")
    else:
        expected = _EXPECTED.get(details["type"], details["msg"])
    value = None if details["type"] == "missing" else _shown(details["input"])
    return ConfigProblem(path, line, column or str(details["loc"][0]), value, expected)


def _shown(value: object) -> str:
    """Show a value unless it may be private."""
    text = str(value)
    return HIDDEN if _MAILBOX.search(text) or _SECRET.search(text) else text


def _forbidden(path: Path, line: int | None, cells: Iterable[tuple[str, str]]) -> Iterator[ConfigProblem]:
    """Find what must never stand in a config: mailboxes and secrets."""
    for column, value in cells:
        if _SECRET.search(value):
            yield ConfigProblem(
                path, line, column, HIDDEN, "no token or password; tokens come from variables"
            )
        elif _MAILBOX.search(value):
            yield ConfigProblem(path, line, column, HIDDEN, "no mailbox; a mail domain has no @")


def _forbidden_in_tree(
    path: Path, lines: Mapping[tuple[str, ...], int], tree: object, where: tuple[str, ...] = ()
) -> Iterator[ConfigProblem]:
    """Find mailboxes and secrets in any text of a TOML tree."""
    if isinstance(tree, str):
        yield from _forbidden(path, line_of(lines, where), [(".".join(where), tree)])
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _forbidden_in_tree(path, lines, value, (*where, key))
    elif isinstance(tree, list):
        for position, value in enumerate(tree):
            yield from _forbidden_in_tree(path, lines, value, (*where, str(position)))


def _toml_lines(text: str) -> dict[tuple[str, ...], int]:
    """Map tables, keys and the elements of lists written one a line to their lines, which tomllib forgets."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    position = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([\w.-]+)\]", line):
            table = key = tuple(header[1].split("."))
            lines[table] = number
        elif assignment := re.match(r"\s*([\w-]+)\s*=", line):
            key, position = (*table, assignment[1]), 0
            lines[key] = number
        elif re.match(r"\s*\"", line):
            lines[(*key, str(position))] = number
            position += 1
    return lines
