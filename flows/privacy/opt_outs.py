"""People who asked to be left out: what arrives goes in, the same without them comes out.

A person is a set of nodes: ``key:<mailbox key>`` and ``account:<account id>``. What they did stays, since it
is a fact of the repository, and is nobody's: where a mailbox key must stand there stands ``opted-out``, an
account is unknown as if its owner had deleted it, and records that are about the person alone are left out.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import orjson

from collectors import records
from collectors.records import Record
from flows.registry import records as registry

OPTED_OUT = "opted-out"
NODE_FIELDS = frozenset({"left_node", "right_node", "subject_id"})
"""Fields by which a claim or a decision names whom it is about."""
MARKED = frozenset({"commit_accounts"})
"""Tables in which the account, too, is said to have opted out: a new mailbox of the person is known by it."""

KEYS = {kind.table: kind.key for kind in (*records.RECORD_TYPES, *registry.RECORD_TYPES)}
R = TypeVar("R", bound=Record)
Row = Mapping[str, Any]


class OptOuts:
    """All that is known of the people who opted out, as nodes; accounts in any letter case."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self.nodes = frozenset(node.lower() for node in nodes)
        self._names = frozenset(node.partition(":")[2] for node in self.nodes)

    @cached_property
    def names(self) -> frozenset[str]:
        """The nodes, and how records spell them: a bare key, an account id, a forge and login."""
        return self.nodes | self._names | {name.replace(":@", ":") for name in self._names}

    def __bool__(self) -> bool:
        """Tell whether anybody opted out."""
        return bool(self.nodes)

    def without(self, records: Iterable[R]) -> list[R]:
        """Give the records without what they say of these people."""
        found = (self._record(record) for record in records) if self else records
        return [record for record in found if record is not None]

    def without_deletions(self, deletions: Mapping[str, Any]) -> dict[str, Any]:
        """Give the keys of rows that are gone, without those that name these people."""
        return {
            table: [key for key in keys if not self._is_named(key.values())]
            for table, keys in deletions.items()
        }

    def line(self, line: bytes) -> bytes | None:
        """Give a landed record's line without these people, or None where it is about them alone."""
        if not self._in_line.search(line):
            return line
        ((table, values),) = orjson.loads(line).items()
        if table.startswith("~"):
            return None if self._is_named(values.values()) else line
        changes = self._changes(table, values)
        if changes is None:
            return None
        kept = {name: value for name, value in (values | changes).items() if value is not None}
        return orjson.dumps({table: kept}) if changes else line

    def is_in(self, text: str) -> bool:
        """Tell whether a forge's answer names one of them, by login or by the forge's number."""
        return bool(self._in_answer.search(text)) if self else False

    def _record(self, record: R) -> R | None:
        values = {name: getattr(record, name) for name in _identity_fields(type(record))}
        changes = self._changes(record.table, values)
        return None if changes is None else replace(record, **changes) if changes else record  # pyright: ignore[reportArgumentType]

    def _changes(self, table: str, row: Row) -> dict[str, Any] | None:
        """Say which fields change and to what; None where the record is about the person alone."""
        roles: dict[str, dict[str, Any]] = {}
        for name, value in row.items():
            if (role := _role(name)) and value is not None:
                roles.setdefault(role, {})[name] = value
        named = {role for role, said in roles.items() if self._is_named(_names(said))}
        same = {each for role in named for each in _names(roles[role])}
        named |= {role for role, said in roles.items() if same.intersection(_names(said))}
        changed = {name for role in named for name in roles[role]}
        if changed & {*KEYS.get(table, ()), *NODE_FIELDS}:
            return None
        return {name: _nobody(table, name) for name in changed}

    def _is_named(self, values: Iterable[Any]) -> bool:
        return any(isinstance(each, str) and self._has(each.lower()) for each in values)

    def _has(self, value: str) -> bool:
        return value in self.names

    @cached_property
    def _in_line(self) -> re.Pattern[bytes]:
        names = "|".join(sorted(map(re.escape, self.names)))
        return re.compile(rf'"(?:{names})"'.encode(), re.IGNORECASE)

    @cached_property
    def _in_answer(self) -> re.Pattern[str]:
        ids = {name.partition(":")[2] for name in self._names if ":" in name}
        logins = [re.escape(each[1:]) for each in ids if each.startswith("@")]
        numbers = [rf'"(?:id|databaseId)": ?"?{each}\b' for each in ids if each.isdigit()]
        told = [rf"(?<![\w.-])(?:{'|'.join(logins)})(?![\w.-])"] if logins else []
        return re.compile("|".join([*told, *numbers]) or r"(?!)", re.IGNORECASE)


def _nobody(table: str, name: str) -> str | None:
    """Give what stands in the place of a person's field."""
    if name.endswith("_key") or table in MARKED:
        return OPTED_OUT
    return "" if name.endswith("_domain") else None


def _names(said: Row) -> list[Any]:
    """Give what identifies: a domain alone does not."""
    return [value for name, value in said.items() if not name.endswith("_domain")]


@cache
def _role(name: str) -> str | None:
    """Name whom a field is about: author_key, author_domain and author_account are about the author."""
    if name == "account_id" or name in NODE_FIELDS:
        return name
    found = re.fullmatch(r"(.+)_(?:key|domain|account|account_id)", name)
    return found[1] if found else None


@cache
def _identity_fields(kind: type[Record]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))  # pyright: ignore[reportArgumentType]
    return tuple(name for name in names if _role(name))


NOBODY = OptOuts(())


def append(path: Path, nodes: Iterable[str], requested_on: date, note: str) -> None:
    """Add nodes to the list in ``config/``."""
    text = path.read_text(encoding="utf-8-sig")
    rows = [[node, requested_on.isoformat(), note] for node in nodes]
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("" if text.endswith("\n") else "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)
