"""What a filled template says, cell by cell: text in, checked words out, every mistake with its cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flows.config.load import Config
from flows.config.registers import Column

YES, NO = "是", "否"
WRITTEN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
CellValue = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One mistake in a filled template."""

    cell: str
    title: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Say it on one line, such as ``C7 培训日期 = "2026-13-01"：应为日期``."""
        shown = f' = "{self.value}"' if self.value else ""
        return f"{self.cell} {self.title}{shown}：{self.expected}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that drop-downs show, and the word that is stored for each."""

    organizations: Mapping[str, str]
    districts: Mapping[str, str]
    sectors: Mapping[str, str]

    @classmethod
    def of(cls, config: Config) -> "Vocabulary":
        """Take the names from the config."""
        return cls(
            {row.name_zh: row.organization_id for row in config.organizations},
            _words(config, "district"),
            _words(config, "sector"),
        )

    def choices(self, column: Column) -> Mapping[str, str]:
        """Give what a column may hold, shown name to stored word; empty where anything goes."""
        if column.kind == "choice":
            return {shown: word for word, shown in column.choices.items()}
        lists = {
            "organization": self.organizations,
            "district": self.districts,
            "sector": self.sectors,
            "yes_no": {YES: "true", NO: "false"},
        }
        return lists.get(column.kind, {})


def stored(value: CellValue, column: Column, vocabulary: Vocabulary) -> str | int | None:
    """Give the word that is stored for a cell; raise ValueError saying what is expected."""
    text = _text(value)
    if not text:
        if column.is_required:
            raise ValueError("必填")
        return None
    if column.kind == "day":
        return _day(value, text)
    if column.kind == "count":
        return _count(text)
    choices = vocabulary.choices(column)
    if choices:
        return _chosen(text, choices)
    if column.kind == "link" and not re.match(r"https?://\S+$", text):
        raise ValueError("应为网址，以 http:// 或 https:// 开头")
    if "@" in text:
        raise ValueError("不得填写邮箱")
    return text


def _words(config: Config, kind: str) -> dict[str, str]:
    return {row.name_zh: row.subject_id for row in config.vocabulary if row.subject_kind == kind}


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _day(value: CellValue, text: str) -> str:
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if found := WRITTEN_DAY.fullmatch(text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            pass
    raise ValueError("应为日期，如 2026-03-31")


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text.replace(",", "")):
        raise ValueError("应为不小于零的整数")
    return int(text.replace(",", ""))


def _chosen(text: str, choices: Mapping[str, str]) -> str:
    if text in choices:
        return choices[text]
    if text in choices.values():
        return text
    raise ValueError(f"应为下列之一：{_listed(choices)}")


def _listed(names: Iterable[str], most: int = 8) -> str:
    known = list(names)
    return "、".join(known[:most]) + (f" 等 {len(known)} 项（见下拉列表）" if len(known) > most else "")
