"""Two collections started at once: one works, the other is refused in one line that names the first."""

import os
import re
import subprocess
import sys
from pathlib import Path

SUIYUAN = Path(sys.executable).with_name("suiyuan")


def test_of_two_runs_started_at_once_the_second_is_refused(ground, tmp_path):
    words = [SUIYUAN, "collect", "--config", ground.config, "--data", tmp_path, "--only", "github:*"]
    started = [
        subprocess.Popen(
            list(map(str, words)),
            env={**os.environ, "SUIYUAN_MAILBOX_KEY": str(ground.config / "mailbox.key")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=240)[1] for process in started]
    refused = [number for number, process in enumerate(started) if process.returncode == 1]
    assert len(refused) == 1, said
    first = started[1 - refused[0]]
    assert first.returncode in (0, 2)
    (line,) = said[refused[0]].strip().splitlines()
    assert re.search(rf"suiyuan collect \(process {first.pid}, started .*is at work here", line)
