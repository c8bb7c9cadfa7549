"""A report made of a snapshot, kept, and written in the formats asked for. Same snapshot, same report."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import warehouse
from dashboard.report.facts import Period, ReportError, read_facts
from dashboard.report.model import Report
from dashboard.report.text.sections import compose
from dashboard.words.say import speaking
from warehouse.publishing import find_snapshot

KEPT_REPORTS, KEPT_FILES = 8, 16  # by snapshot and choices, shared by all readers; a file is some 500 kB


def compose_report(place: Path, period: str, scope: str, confidence: str) -> Report:
    """Make the report of a snapshot's folder, or of the current one of a data folder."""
    return kept_report(find_snapshot(place).folder, period, scope, confidence)


@lru_cache(maxsize=KEPT_REPORTS)
def kept_report(folder: Path, period: str, scope: str, confidence: str) -> Report:
    """Make the report of a snapshot's own folder, which never changes: the same one is made once."""
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
