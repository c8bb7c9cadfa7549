"""The closing assessment: frozen as signed, hashed, and a later one a new version with its differences."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.report.facts import Facts, Period
from dashboard.report.signing import SIGNED, Request, broken, differences, seal, statement, versions

ASKED = Request(
    kind="assessment", title="评估", period="2026", scope="guangzhou", confidence="high", by="某处"
)
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
def sealed(tmp_path: Path):
    """Seal a version of a value into a folder of its own, as signing does."""

    def make(value: float) -> Path:
        place = tmp_path / "plan"
        folder = place / f"v{len(versions(place)) + 1}"
        told = statement(facts(value), ASKED, AT, versions(place))
        folder.mkdir(parents=True)
        (folder / "report.pdf").write_bytes(b"%PDF")
        seal(folder, told)
        return folder

    return make


def test_what_is_signed_is_whole_and_says_by_whom(sealed):
    folder = sealed(50)
    assert broken(folder) == []
    assert (signed(folder)["signed_by"], signed(folder)["version"]) == ("某处", 1)
    assert signed(folder)["differences"] == []
    assert (folder / "report.pdf").stat().st_mode & 0o222 == 0


def test_a_changed_file_or_signature_is_found(sealed):
    folder = sealed(50)
    (folder / "report.pdf").chmod(0o644)
    (folder / "report.pdf").write_bytes(b"%PDF changed")
    assert broken(folder) == ["report.pdf"]
    text = (folder / SIGNED).read_text(encoding="utf-8")
    (folder / SIGNED).chmod(0o644)
    (folder / SIGNED).write_text(text.replace("某处", "另一处"), encoding="utf-8")
    assert broken(folder) == ["report.pdf", SIGNED]


def test_a_later_version_lists_its_differences_and_leaves_the_earlier(sealed):
    first, second = sealed(50), sealed(60)
    assert broken(first) == []
    assert signed(second)["differs_from"] == "v1"
    assert signed(second)["differences"] == [
        {"indicator_id": "commits", "column": "value", "before": 50, "after": 60}
    ]


def test_an_indicator_that_came_or_went_is_a_difference():
    assert differences({"a": {"value": 1}}, {}) == [
        {"indicator_id": "a", "column": "value", "before": 1, "after": None}
    ]
