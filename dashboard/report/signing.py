"""Papers that somebody signs off: the report of a period and the closing assessment, frozen as signed.

A version is a folder ``v<number>`` that appears whole and is never changed: its files, and a signature with
who and when, the hash of every file and its own. Its snapshot is pinned. A later version lists what differs.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import warehouse
from dashboard.report.facts import Facts, Period, read_facts
from dashboard.report.files import write
from dashboard.report.text.sections import compose
from dashboard.report.text.sentences import day
from dashboard.words.quantities import day_of
from dashboard.words.say import speaking
from warehouse.publishing import find_snapshot

FORMATS = "docx,pdf,xlsx"
SIGNED = "signed.json"
COMPARED = ("value", "status", "target_value", "completeness_ratio")
FOLDERS = {"assessment": "assessments", "report": "reports"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be signed: kind and title of the paper, its period, scope and confidence, and the unit."""

    kind: str
    title: str
    period: str
    scope: str
    confidence: str
    by: str


def sign(data: Path, asked: Request, at: datetime | None = None) -> Path:
    """Sign off a paper on the newest snapshot and give its folder. Raises ReportError."""
    at = at or datetime.now(UTC)
    snapshot = find_snapshot(data)
    with warehouse.open_snapshot(snapshot.folder) as db:
        period = Period.parse(asked.period)
        facts = read_facts(db, snapshot.snapshot_id, period, asked.scope, asked.confidence)
    place = data / FOLDERS[asked.kind] / _name(asked, facts)
    earlier = versions(place)
    number = len(earlier) + 1
    lines = (f"签发：{asked.by}", f"签发日期：{day(day_of(at))}", f"版本：第{number}版")
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".part-") as folder, speaking("zh"):
        made = Path(folder) / "made"
        report = replace(compose(facts), title=asked.title, sign_off=lines)
        write(report, FORMATS, made, f"{asked.title}-{asked.period}-v{number}")
        seal(made, statement(facts, asked, at, earlier))
        snapshot.pin(f"{asked.kind} {place.name} v{number}")
        return made.rename(place / f"v{number}")


def _name(asked: Request, facts: Facts) -> str:
    """Name the folder that holds the versions of one paper."""
    if asked.kind == "assessment":
        return facts.plan["plan_id"]
    return "-".join((asked.period, asked.scope, asked.confidence))


def versions(place: Path) -> list[Path]:
    """List the signed versions of one paper, oldest first."""
    return sorted(place.glob("v*"), key=lambda path: int(path.name[1:]))


def all_versions(data: Path) -> list[Path]:
    """List every signed version of a data folder, paper by paper."""
    places = (place for folder in FOLDERS.values() for place in sorted((data / folder).glob("*")))
    return [version for place in places for version in versions(place)]


def read(folder: Path) -> dict[str, Any]:
    """Read the signature of a version."""
    return json.loads((folder / SIGNED).read_text(encoding="utf-8"))


def broken(folder: Path) -> list[str]:
    """Name what no longer is as it was signed, the signature included; empty where all is."""
    signed = read(folder)
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


def statement(facts: Facts, asked: Request, at: datetime, earlier: Sequence[Path]) -> dict[str, Any]:
    """Say what is signed, by whom and when, and how it differs from the version before."""
    indicators = {name: {column: row[column] for column in COMPARED} for name, row in facts.readings.items()}
    previous = earlier[-1] if earlier else None
    before = read(previous) if previous else {"indicators": indicators}
    return {
        "kind": asked.kind,
        "title": asked.title,
        "plan_id": facts.plan["plan_id"],
        "version": len(earlier) + 1,
        "period": asked.period,
        "scope": asked.scope,
        "confidence": asked.confidence,
        "snapshot_id": facts.snapshot_id,
        "signed_by": asked.by,
        "signed_at": at.isoformat(),
        "is_provisional": bool(facts.is_provisional),
        "indicators": indicators,
        "differs_from": previous.name if previous else None,
        "differs_from_provisional": before.get("is_provisional", False),
        "differences": differences(before["indicators"], indicators),
    }


def seal(folder: Path, signed: dict[str, Any]) -> None:
    """Write the signature beside the files, with their hashes and its own, and let nobody write to them."""
    signed["files"] = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    signed["hash"] = _hash(signed)
    text = json.dumps(signed, ensure_ascii=False, indent=1)
    (folder / SIGNED).write_text(text + "\n", encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o444)


def tell(folder: Path) -> None:
    """Print where a signed version lies, its fingerprint, and what differs from the one before."""
    signed = read(folder)
    sys.stdout.write(f"{folder}\n指纹 {signed['hash']}\n")
    if signed["is_provisional"]:
        sys.stdout.write("本期尚未结束，数值暂定\n")
    if signed["differs_from_provisional"] and signed["differences"]:
        sys.stdout.write("上一版签发时本期尚未结束，以下差异不是增减\n")
    for each in signed["differences"]:
        sys.stdout.write(f"{each['indicator_id']} {each['column']}: {each['before']} → {each['after']}\n")


def _hash(signed: Mapping[str, Any]) -> str:
    told = {name: value for name, value in signed.items() if name != "hash"}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
