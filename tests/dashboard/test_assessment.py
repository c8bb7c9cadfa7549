"""The closing assessment: frozen as signed, hashed, and a later one a new version with its differences."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard import assessment
from dashboard.assessment import SIGNED, broken, differences, versions
from dashboard.report_facts import Facts, Period

AT = datetime(2026, 12, 31, 4, tzinfo=UTC)


def facts(value: float) -> Facts:
    """The facts of which a signature tells: one indicator of one plan."""
    reading = {"value": value, "status": "no_target", "target_value": None, "completeness_ratio": 0.9}
    blank = dict.fromkeys(Facts.__dataclass_fields__)
    known = {"snapshot_id": "s", "period": Period.parse("2026"), "confidence": "high"}
    return Facts(**(blank | known | {"plan": {"plan_id": "plan"}, "readings": {"commits": reading}}))


def signed(folder: Path) -> dict:
    return json.loads((folder / SIGNED).read_text(encoding="utf-8"))


@pytest.fixture
def seal(tmp_path: Path):
    """Seal a version of a value into a folder of its own, as signing does."""

    def make(value: float) -> Path:
        place = tmp_path / "plan"
        folder = place / f"v{len(versions(place)) + 1}"
        folder_signed = assessment._signed(
            facts(value), "某处", AT, int(folder.name[1:]), "2026", versions(place)
        )
        folder.mkdir(parents=True)
        (folder / "report.pdf").write_bytes(b"%PDF")
        assessment._seal(folder, folder_signed)
        return folder

    return make


def test_what_is_signed_is_whole_and_says_by_whom(seal):
    folder = seal(50)
    assert broken(folder) == []
    assert (signed(folder)["signed_by"], signed(folder)["version"]) == ("某处", 1)
    assert signed(folder)["differences"] == []
    assert (folder / "report.pdf").stat().st_mode & 0o222 == 0


def test_a_changed_file_or_signature_is_found(seal):
    folder = seal(50)
    (folder / "report.pdf").chmod(0o644)
    (folder / "report.pdf").write_bytes(b"%PDF changed")
    assert broken(folder) == ["report.pdf"]
    text = (folder / SIGNED).read_text(encoding="utf-8")
    (folder / SIGNED).chmod(0o644)
    (folder / SIGNED).write_text(text.replace("某处", "另一处"), encoding="utf-8")
    assert broken(folder) == ["report.pdf", SIGNED]


def test_a_later_version_lists_its_differences_and_leaves_the_earlier(seal):
    first, second = seal(50), seal(60)
    assert broken(first) == []
    assert signed(second)["differs_from"] == "v1"
    assert signed(second)["differences"] == [
        {"indicator_id": "commits", "column": "value", "before": 50, "after": 60}
    ]


def test_an_indicator_that_came_or_went_is_a_difference():
    assert differences({"a": {"value": 1}}, {}) == [
        {"indicator_id": "a", "column": "value", "before": 1, "after": None}
    ]
