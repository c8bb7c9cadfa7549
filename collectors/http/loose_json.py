"""Values that servers write loosely, made plain.

Times come as ``2021-05-01T12:00:00+08:00``, with ``Z``, with and without milliseconds; ids as numbers in one
place and as text in another; flags as booleans or as 0 and 1; counts as numbers, as text or as ``100+``.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from collectors.clock import SHANGHAI  # meant where a time names no offset

Json = Any
Row = Mapping[str, Any]


class Unexpected(Exception):
    """A row lacks what makes it one; ``field`` names it, as ``table.field``."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def instant(value: Json) -> datetime | None:
    """Read a time in any of the forges' forms, in UTC; None where it is missing or no time."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def needed_instant(row: Row, field: str, table: str) -> datetime:
    """Read a time that the row must have. Raises Unexpected."""
    moment = instant(row.get(field))
    if moment is None:
        raise Unexpected(f"{table}.{field}")
    return moment


def needed_text(row: Row, field: str, table: str) -> str:
    """Read an id, number or name that the row must have. Raises Unexpected."""
    value = text(row.get(field))
    if value is None:
        raise Unexpected(f"{table}.{field}")
    return value


def text(value: Json) -> str | None:
    """Write an id or a name as text, whether it comes as a number or as text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def count(value: Json) -> int | None:
    """Read a count; None where it is none, or only a lower bound such as ``100+``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def flag(value: Json) -> bool | None:
    """Read a flag that comes as a boolean, as 0 or 1, or as their text."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower())
    return bool(value) if isinstance(value, bool | int) else None


def inner(row: Row, field: str) -> Row:
    """Give an object within a row; an empty one where it is missing, null or of another type."""
    value = row.get(field)
    return value if isinstance(value, dict) else {}


def names(row: Row, field: str) -> tuple[str, ...]:
    """Give the names of a list of labels, which come as objects or as plain text."""
    value = row.get(field)
    if not isinstance(value, list):
        return ()
    found = [(each.get("name") or each.get("title")) if isinstance(each, dict) else each for each in value]
    return tuple(sorted({name for name in found if isinstance(name, str) and name}))
