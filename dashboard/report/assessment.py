"""The closing assessment of a plan, signed off and frozen: ``python -m dashboard.report.assessment``.

``suiyuan assess`` starts this. How a paper is frozen stands in ``signing.py`` beside this file.
"""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from streamlit.logger import set_log_level

import warehouse
from dashboard.report.facts import ReportError
from dashboard.report.signing import Request, all_versions, broken, sign, tell

TITLE = "广州市开源生态发展期末评估报告"


def assess(data: Path, period: str, by: str, *, confidence: str = "high", at: datetime | None = None) -> Path:
    """Sign off the assessment of the newest snapshot and give its folder. Raises ReportError."""
    asked = Request(
        kind="assessment", title=TITLE, period=period, scope="guangzhou", confidence=confidence, by=by
    )
    return sign(data, asked, at)


def main() -> int:
    """Sign off, or check what was signed off; 1 where the operator can put it right."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.report.assessment", description=__doc__)
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
    tell(assess(asked.data, asked.period, asked.by, confidence=asked.confidence))
    return 0


def _check(data: Path) -> int:
    """Say of every signed version, reports and assessments, whether it still is as it was signed."""
    wrong = 0
    for folder in all_versions(data):
        names = broken(folder)
        wrong += bool(names)
        sys.stdout.write(f"{folder}: {'已被改动 ' + '、'.join(names) if names else '完好'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
