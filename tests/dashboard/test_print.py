"""Every page on paper: each printed sheet says what it rests on, and that it is a demonstration."""

import subprocess
from pathlib import Path

import pytest
from dashboard_browser import ADDRESSES, DETAILS, HAS_BROWSER, Dashboard

MOST_SHEETS = 30

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_BROWSER, reason="chromedriver is not installed"),
]


def sheets(pdf: Path) -> list[str]:
    """Give the words of each sheet."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return text.stdout.split("\f")[:-1]


def test_every_page_prints_with_its_source_on_each_sheet(dashboard: Dashboard, pictures: Path):
    """From a dark screen too: paper is white, and holds neither menu nor buttons."""
    dashboard.shade("dark")
    for number, address in enumerate((*ADDRESSES, *DETAILS), start=1):
        dashboard.open(address)
        path = pictures / f"print-{number}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dashboard.paper())
        found = sheets(path)
        assert 0 < len(found) < MOST_SHEETS, address
        for sheet in found:
            assert "演示数据，不得引用 · 穗源 · 快照 2026-11-22T191421Z" in sheet, address
        assert "语言 Language" not in "".join(found), address
