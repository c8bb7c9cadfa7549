"""One run at a time, held by a real second process."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.data_folder import holder, run_lock
from flows.errors import AlreadyRunning

STARTED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from flows.data_folder import run_lock
with run_lock(Path(sys.argv[1]), "run", datetime(2026, 11, 23, 3, 0, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def first(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Shanghai"},
    )
    with process:
        assert process.stdout and process.stdout.readline() == b"held\n"
        yield process


def test_the_second_is_told_who_the_first_is(first: subprocess.Popen, tmp_path: Path):
    with pytest.raises(AlreadyRunning) as refused, run_lock(tmp_path, "build", STARTED):
        pass
    told = str(refused.value)
    assert f"suiyuan run (process {first.pid}, started 2026-11-23 11:00:00 +0800)" in told
    assert "\n" not in told
    assert f"process {first.pid}" in (holder(tmp_path) or "")


def test_the_lock_ends_with_its_process_however_that_ends(first: subprocess.Popen, tmp_path: Path):
    first.kill()
    first.wait()
    assert holder(tmp_path) is None
    with run_lock(tmp_path, "run", STARTED):
        pass


def test_nobody_holds_a_folder_that_was_never_used(tmp_path: Path):
    assert holder(tmp_path / "new") is None
    with run_lock(tmp_path / "new", "run", STARTED):
        assert holder(tmp_path / "new") is not None
    assert holder(tmp_path / "new") is None
