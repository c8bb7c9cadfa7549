"""Kept pages go when the settings' days are over, at the end of every run."""

import io
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.clock import day_of
from flows.collecting.progress import PlainLines
from flows.config.load import load_config
from flows.runs import steps
from flows.runs.run import Request, open_job


def test_a_run_ends_with_pages_of_the_settings_days_and_no_older_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SUIYUAN_MAILBOX_KEY", str(tmp_path / "mailbox.key"))
    config = Path(shutil.copytree(Path(__file__).parents[1] / "config_sample", tmp_path / "config"))
    days = load_config(config).settings.collecting.page_keeping_days
    today = day_of(datetime.now(UTC))
    kept, expired = today - timedelta(days=days), today - timedelta(days=days + 1)
    for day in (kept, expired):
        page = tmp_path / "data" / "pages" / "forge.example" / day.isoformat() / "run-1.json.gz"
        page.parent.mkdir(parents=True)
        page.write_bytes(b"")
    with open_job(
        Request(command="build", config=config, data=tmp_path / "data"), progress=PlainLines(io.StringIO())
    ) as job:
        steps.load(job)
        steps.tidy(job)
    left = [path.parent.name for path in (tmp_path / "data" / "pages").glob("*/*/*")]
    assert left == [kept.isoformat()]
