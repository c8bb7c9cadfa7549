"""What a run says while it works, as lines and as a bar."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from flows.collecting.progress import PlainLines, ProgressBar, line_of, progress_for
from flows.ledger import LedgerEntry
from flows.runs.summary import rows

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def entry(target_id: str, outcome: str, detail: str | None = None, row_count: int = 0) -> LedgerEntry:
    return LedgerEntry(
        run_id="r",
        source="git",
        target_id=target_id,
        kind="history",
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=2.5),
        outcome=outcome,
        detail=detail,
        window_from=None,
        window_until=None,
        row_count=row_count,
        forge_total=None,
        request_count=0,
        quota_remaining=None,
        is_complete=outcome == "ok",
    )


@pytest.mark.parametrize(
    ("ended", "line"),
    [
        (entry("a", "ok", row_count=1200), "git a ok (1,200 rows, 2.5 s)"),
        (entry("a", "not_modified"), "git a not_modified (2.5 s)"),
        (entry("a", "gone", "a: deleted"), "git a gone (2.5 s): a: deleted"),
    ],
)
def test_a_line_says_how_a_stream_ended(ended, line):
    assert line_of(ended) == line


def test_lines_count_what_is_done():
    out = io.StringIO()
    lines = progress_for(out)
    assert isinstance(lines, PlainLines)
    lines.begin(3)
    lines.finished(entry("a", "ok", row_count=1))
    lines.finished(entry("b", "not_modified"))
    said = out.getvalue().splitlines()
    assert said[1:] == ["[1/3] git a ok (1 rows, 2.5 s)", "[2/3] git b not_modified (2.5 s)"]


def test_a_bar_shows_streams_rows_and_errors():
    out = io.StringIO()
    bar = ProgressBar(Console(file=out, force_terminal=True, width=140))
    bar.begin(2)
    bar.landed(1500)
    bar.finished(entry("a", "ok", row_count=1500))
    bar.finished(entry("b", "failed", "b: odd"))
    bar.close()
    said = out.getvalue()
    assert "2/2" in said
    assert "1,500 行" in said
    assert "1 出错" in said
    assert "git b failed (2.5 s): b: odd" in said


def test_the_summary_counts_by_source_and_outcome():
    ended = [entry("a", "ok", row_count=3), entry("b", "ok", row_count=4), entry("c", "gone")]
    assert rows(ended) == [{"source": "git", "streams": 3, "ok": 2, "gone": 1, "rows": 7}]
