"""Reading answers that may drift: unknown fields are ignored, and what is missing or changed is counted.

A field that must be there and is not makes its one record unreadable, never the page; the count goes to the
ledger, so that a change of the forge is neither a crash nor a silence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from collectors.http.loose_json import Json

Value = TypeVar("Value")


class Unreadable(Exception):
    """A record lacks something that it cannot do without."""


class Fields:
    """One JSON object. ``where`` names it in the drift counts, as in ``Issue.number``."""

    __slots__ = ("_values", "drift", "where")

    def __init__(self, values: Mapping[str, Json], where: str, drift: Counter[str]) -> None:
        self._values = values
        self.where = where
        self.drift = drift

    def text(self, name: str) -> str:
        """Give a text that must be there. Raises Unreadable."""
        return self._required(name, self.optional_text(name))

    def optional_text(self, name: str) -> str | None:
        """Give a text, or None where there is none."""
        return self._typed(name, str)

    def integer(self, name: str) -> int:
        """Give a whole number that must be there. Raises Unreadable."""
        return self._required(name, self.optional_integer(name))

    def optional_integer(self, name: str) -> int | None:
        """Give a whole number, or None where there is none."""
        return self._typed(name, int)

    def integers(self, name: str) -> list[int] | None:
        """Give a list of whole numbers, or None where it is something else."""
        value = self._typed(name, list)
        if value is None or any(type(each) is not int for each in value):
            self._note(name, "type")
            return None
        return value

    def flag(self, name: str) -> bool:
        """Give a yes or no that must be there. Raises Unreadable."""
        return self._required(name, self.optional_flag(name))

    def optional_flag(self, name: str) -> bool | None:
        """Give a yes or no, or None where it is not said."""
        return self._typed(name, bool)

    def identifier(self, name: str) -> str:
        """Give an id that must be there: a number or a text of digits, as text. Raises Unreadable."""
        return self._required(name, self.optional_identifier(name))

    def optional_identifier(self, name: str) -> str | None:
        """Give an id as text, or None where there is none."""
        value = self._values.get(name)
        if value is None or (isinstance(value, int | str) and not isinstance(value, bool)):
            return None if value is None else str(value)
        self._note(name, "type")
        return None

    def instant(self, name: str) -> datetime:
        """Give an instant in UTC that must be there. Raises Unreadable."""
        return self._required(name, self.optional_instant(name))

    def optional_instant(self, name: str) -> datetime | None:
        """Give an instant in UTC, or None where there is none."""
        text = self.optional_text(name)
        if text is None:
            return None
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            self._note(name, "type")
            return None

    def choice(self, name: str, known: Mapping[str, Value]) -> Value | None:
        """Translate one of the known words; None, and counted, where it is another."""
        text = self.optional_text(name)
        if text is not None and text not in known:
            self._note(name, f"value {text}")
        return known.get(text) if text is not None else None

    def child(self, name: str, where: str | None = None) -> "Fields | None":
        """Give the object in a field, or None where there is none."""
        value = self._values.get(name)
        if isinstance(value, dict):
            return Fields(value, where or f"{self.where}.{name}", self.drift)
        if value is not None:
            self._note(name, "type")
        return None

    def children(self, name: str, where: str) -> Iterator["Fields"]:
        """Give the objects in a list, holes left out and counted."""
        value = self._values.get(name)
        if not isinstance(value, list):
            self._note(name, "missing" if value is None else "type")
            return
        for each in value:
            if isinstance(each, dict):
                yield Fields(each, where, self.drift)
            else:
                self._note(name, "hole")

    def nodes(self, name: str, where: str) -> Iterator["Fields"]:
        """Give the nodes of a GraphQL connection."""
        connection = self.child(name)
        return connection.children("nodes", where) if connection else iter(())

    def total(self, name: str) -> int | None:
        """Give a GraphQL connection's totalCount."""
        connection = self.child(name)
        return connection.optional_integer("totalCount") if connection else None

    def has(self, name: str) -> bool | None:
        """Tell whether there is something in the field; None where the answer has no such field."""
        return self._values[name] is not None if name in self._values else None

    def _typed(self, name: str, kind: type[Value]) -> Value | None:
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._note(name, "type")
            return None
        return value

    def _required(self, name: str, value: Value | None) -> Value:
        if value is None:
            self._note(name, "missing")
            raise Unreadable(f"{self.where}.{name}")
        return value

    def _note(self, name: str, what: str) -> None:
        self.drift[f"{self.where}.{name}: {what}"] += 1
