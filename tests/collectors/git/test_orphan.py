"""A run that is killed leaves its git behind; whoever comes next waits until that has ended."""

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

from collectors.git.clones import clone_folder

ANSWER_SECONDS = 3.0
RUN = """
import sys
from pathlib import Path
from collectors.git.history import GitHistory
from collectors.identity.mailboxes import MailboxKey
from collectors.protocol import Target
clones, url = sys.argv[1:]
target = Target(target_id="github:owner/name", url=url)
list(GitHistory(Path(clones), MailboxKey(bytes(range(32)))).collect(target, None))
"""


def is_free(path: Path) -> bool:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def wait_until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_git_of_a_killed_run_keeps_the_clone_until_it_ends(tmp_path, loopback, reply):
    loopback.answer["/owner/name.git/info/refs"] = reply(status=503, delay_seconds=ANSWER_SECONDS)
    lock = clone_folder(tmp_path, "github:owner/name")
    lock = lock.with_name(lock.name + ".lock")
    words = [sys.executable, "-c", RUN, str(tmp_path), f"{loopback.url}/owner/name.git"]
    run = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    assert wait_until(lambda: bool(loopback.asked), 30)
    asked_at = time.monotonic()
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert time.monotonic() - asked_at < ANSWER_SECONDS  # git still waits for its answer
    assert not is_free(lock)
    assert wait_until(lambda: is_free(lock), ANSWER_SECONDS + 10)
    assert time.monotonic() - asked_at >= ANSWER_SECONDS * 0.9
