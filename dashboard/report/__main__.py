"""Make the report of a snapshot: ``python -m dashboard.report --data DIR --period 2026Q3 --format docx,pdf``.

``suiyuan report`` starts this. Same snapshot, same report. With ``--sign`` it is frozen beside the snapshots.
"""

import argparse
import sys
from pathlib import Path

from streamlit.logger import set_log_level

import warehouse
from dashboard.report.facts import ReportError
from dashboard.report.files import compose_report, file_name, write
from dashboard.report.signing import Request, sign, tell
from dashboard.report.text.sections import TITLE


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
    named = {name: getattr(asked, name) for name in ("period", "scope", "confidence")}
    tell(sign(asked.data, Request(kind="report", title=TITLE, by=asked.sign, **named)))


if __name__ == "__main__":
    sys.exit(main())
