"""Make the report of a snapshot: ``python -m dashboard.report --data DIR --period 2026Q3 --format docx,pdf``.

``suiyuan report`` starts this. Same snapshot, same report. With ``--sign`` it is frozen beside the snapshots.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from streamlit.logger import set_log_level

import warehouse
from dashboard.report.facts import Period, ReportError, read_facts
from dashboard.report.model import Report
from dashboard.words.say import speaking
from warehouse.publishing.snapshots import find_snapshot

KEPT_REPORTS, KEPT_FILES = 8, 16  # by snapshot and choices, shared by all readers; a file is some 500 kB


def compose_report(place: Path, period: str, scope: str, confidence: str) -> Report:
    """Make the report of a snapshot's folder, or of the current one of a data folder."""
    return kept_report(find_snapshot(place).folder, period, scope, confidence)


@lru_cache(maxsize=KEPT_REPORTS)
def kept_report(folder: Path, period: str, scope: str, confidence: str) -> Report:
    """Make the report of a snapshot's own folder, which never changes: the same one is made once."""
    from dashboard.report.text.sections import compose

    with warehouse.open_snapshot(folder) as db, speaking("zh"):
        return compose(read_facts(db, folder.name, Period.parse(period), scope, confidence))


@lru_cache(maxsize=KEPT_FILES)
def kept_file(folder: Path, period: str, scope: str, confidence: str, ending: str) -> bytes:
    """Make the report of a snapshot's own folder in one format, once."""
    with speaking("zh"):
        return writers()[ending](kept_report(folder, period, scope, confidence))


def file_name(report: Report, period: str) -> str:
    """Name the files of a report; one of a made-up world says so."""
    return f"{'演示数据-' if report.is_demonstration else ''}{report.title}-{period}"


def writers() -> Mapping[str, Callable[[Report], bytes]]:
    """Give what writes each format."""
    from dashboard.report.formats.excel import workbook
    from dashboard.report.formats.pdf import pdf
    from dashboard.report.formats.word import document

    return {"docx": document, "pdf": pdf, "xlsx": workbook}


def main() -> int:
    """Write the files that are asked for and print where they are; 1 where the operator can put it right."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.report", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--period", required=True, help="2026, 2026Q3 or 2026-09")
    parser.add_argument("--format", default="docx,pdf,xlsx")
    parser.add_argument("--scope", default="guangzhou")
    parser.add_argument("--confidence", default="high", choices=("high", "medium", "all"))
    parser.add_argument("--output", type=Path, default=Path())
    parser.add_argument("--sign", metavar="UNIT", help="sign off and freeze, by this unit or post")
    asked = parser.parse_args()
    set_log_level("ERROR")  # Streamlit is not served here, and need not say so
    try:
        if asked.sign:
            _sign(asked)
        else:
            _write(asked)
    except (ReportError, warehouse.WarehouseError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _write(asked: argparse.Namespace) -> None:
    report = compose_report(asked.data, asked.period, asked.scope, asked.confidence)
    for path in write(report, asked.format, asked.output, file_name(report, asked.period)):
        sys.stdout.write(f"{path}\n")


def _sign(asked: argparse.Namespace) -> None:
    from dashboard.report.signing import Request, sign, tell
    from dashboard.report.text.sections import TITLE

    named = {name: getattr(asked, name) for name in ("period", "scope", "confidence")}
    tell(sign(asked.data, Request(kind="report", title=TITLE, by=asked.sign, **named)))


def write(report: Report, formats: str, folder: Path, name: str) -> list[Path]:
    """Write a report in some formats, such as ``docx,pdf``, into a folder; give the files."""
    known = writers()
    asked = [each.strip() for each in formats.split(",")]
    if wrong := [each for each in asked if each not in known]:
        raise ReportError(f"{', '.join(wrong)}: 格式应为 {', '.join(known)} 中的一种或几种，以逗号分隔。")
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{each}" for each in asked]
    for path, each in zip(paths, asked, strict=True):
        path.write_bytes(known[each](report))
    return paths
