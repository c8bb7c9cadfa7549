"""The closing assessment of a plan, signed off and frozen: ``python -m dashboard.assessment``.

``suiyuan assess`` starts this. A version is a folder ``data/assessments/<plan>/v<number>`` that appears
whole and is never changed; its snapshot is pinned. A later one is a new version that lists its differences.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit.logger import set_log_level

import warehouse
from dashboard.quantities import SHANGHAI
from dashboard.report import write
from dashboard.report_facts import Facts, Period, ReportError, read_facts
from dashboard.report_sections import compose
from dashboard.report_sentences import day
from warehouse.snapshots import find_snapshot

FORMATS = "docx,pdf,xlsx"
SIGNED = "signed.json"
COMPARED = ("value", "status", "target_value", "completeness_ratio")
TITLE = "广州市开源生态发展期末评估报告"


def assess(data: Path, period: str, by: str, *, confidence: str = "high", at: datetime | None = None) -> Path:
    """Sign off the assessment of the newest snapshot and give its folder. Raises ReportError."""
    at = at or datetime.now(UTC)
    snapshot = find_snapshot(data)
    with warehouse.open_snapshot(snapshot.folder) as db:
        facts = read_facts(db, snapshot.snapshot_id, Period.parse(period), "guangzhou", confidence)
    place = data / "assessments" / facts.plan["plan_id"]
    earlier = versions(place)
    number = len(earlier) + 1
    report = compose(facts)
    lines = (f"签发：{by}", f"签发日期：{day(at.astimezone(SHANGHAI).date())}", f"版本：第{number}版")
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".part-") as folder:
        made = Path(folder) / "made"
        write(replace(report, title=TITLE, sign_off=lines), FORMATS, made, f"{TITLE}-{period}-v{number}")
        signed = _signed(facts, by, at, number, period, earlier)
        _seal(made, signed)
        snapshot.pin(f"assessment {facts.plan['plan_id']} v{number}")
        return made.rename(place / f"v{number}")


def versions(place: Path) -> list[Path]:
    """List the signed versions of a plan, oldest first."""
    return sorted(place.glob("v*"), key=lambda path: int(path.name[1:]))


def broken(folder: Path) -> list[str]:
    """Name what no longer is as it was signed, the signature included; empty where all is."""
    signed = json.loads((folder / SIGNED).read_text(encoding="utf-8"))
    wrong = [name for name, digest in signed["files"].items() if _digest(folder / name) != digest]
    return wrong + ([SIGNED] if signed["hash"] != _hash(signed) else [])


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Compare the indicators of two versions: what changed of which, from what to what."""
    found = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, {}), after.get(name, {})
        for column in COMPARED:
            if old.get(column) != new.get(column):
                change = {"before": old.get(column), "after": new.get(column)}
                found.append({"indicator_id": name, "column": column, **change})
    return found


def _signed(
    facts: Facts, by: str, at: datetime, number: int, period: str, earlier: Sequence[Path]
) -> dict[str, Any]:
    indicators = {name: {column: row[column] for column in COMPARED} for name, row in facts.readings.items()}
    previous = earlier[-1] if earlier else None
    old = (
        json.loads((previous / SIGNED).read_text(encoding="utf-8"))["indicators"] if previous else indicators
    )
    return {
        "plan_id": facts.plan["plan_id"],
        "version": number,
        "period": period,
        "confidence": facts.confidence,
        "snapshot_id": facts.snapshot_id,
        "signed_by": by,
        "signed_at": at.isoformat(),
        "indicators": indicators,
        "differs_from": previous.name if previous else None,
        "differences": differences(old, indicators),
    }


def _seal(folder: Path, signed: dict[str, Any]) -> None:
    """Write the signature beside the files, with their hashes and its own, and let nobody write to them."""
    signed["files"] = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    signed["hash"] = _hash(signed)
    text = json.dumps(signed, ensure_ascii=False, indent=1)
    (folder / SIGNED).write_text(text + "\n", encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o444)


def _hash(signed: Mapping[str, Any]) -> str:
    told = {name: value for name, value in signed.items() if name != "hash"}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def main() -> int:
    """Sign off, or check what was signed off; 1 where the operator can put it right."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.assessment", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--period")
    parser.add_argument("--by")
    parser.add_argument("--confidence", default="high", choices=("high", "medium", "all"))
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    set_log_level("ERROR")  # Streamlit is not served here, and need not say so
    try:
        return _check(asked.data) if asked.check else _sign(asked)
    except (ReportError, warehouse.WarehouseError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _sign(asked: argparse.Namespace) -> int:
    if not (asked.period and asked.by):
        raise ReportError("期末评估须写明 --period 和签发单位 --by。")
    folder = assess(asked.data, asked.period, asked.by, confidence=asked.confidence)
    signed = json.loads((folder / SIGNED).read_text(encoding="utf-8"))
    sys.stdout.write(f"{folder}\n指纹 {signed['hash']}\n")
    for each in signed["differences"]:
        sys.stdout.write(f"{each['indicator_id']} {each['column']}: {each['before']} → {each['after']}\n")
    return 0


def _check(data: Path) -> int:
    """Say of every signed version whether it still is as it was signed."""
    wrong = 0
    for folder in sorted((data / "assessments").glob("*/v*")):
        names = broken(folder)
        wrong += bool(names)
        sys.stdout.write(f"{folder}: {'已被改动 ' + '、'.join(names) if names else '完好'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
