"""People and mail domains on real commits equal a count in plain Python; the commits come from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GIVEN_BY = "SUIYUAN_REAL_COMMITS"


@pytest.mark.prove
def test_people_and_domains_of_real_commits_equal_a_plain_count():
    folder = os.environ.get(GIVEN_BY)
    if not folder:
        pytest.skip(
            f"NOT PROVEN: {GIVEN_BY} names no folder with commits.parquet (benchmarks/identity_real.py)"
        )
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "identity_real.py", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differ" in done.stdout
    assert {line.split()[1] for line in done.stdout.splitlines() if line.startswith("| ")} >= {
        "high",
        "medium",
        "all",
    }
