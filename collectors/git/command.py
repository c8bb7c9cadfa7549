"""A git command goes in, its output comes out: never prompting, never trusting the machine's settings.

The user's ``url.<base>.insteadOf`` and proxies keep working; what would change git's output is overruled.
"""

import fcntl
import os
import re
import select
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from collectors.clock import Clock
from collectors.git.errors import GitFailed
from collectors.protocol import OverBudget

LOOK_SECONDS = 0.5  # how often a running transfer is held against its budgets
PIPE_BYTES = 1 << 20  # the most that Linux gives to an ordinary user: git runs some thousand commits ahead
NO_REPOSITORY = Path(os.devnull)
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

SETTINGS = (
    "attr.tree=" + EMPTY_TREE,  # some gits read .gitattributes of HEAD in a bare repository; others do not
    "color.ui=false",
    "core.attributesFile=" + os.devnull,
    "core.bigFileThreshold=512m",
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "credential.helper=",  # an empty value empties the list: a helper may open a window
    "diff.algorithm=myers",
    "diff.orderFile=" + os.devnull,
    "diff.relative=false",
    "diff.renameLimit=1000",
    "fetch.fsckObjects=false",  # old histories hold malformed dates that fsck refuses
    "fetch.pruneTags=false",
    "fetch.recurseSubmodules=false",
    "fetch.unpackLimit=1",  # a pack for each fetch, not a file for each object
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    "log.showRoot=true",
    "log.showSignature=false",
    "maintenance.auto=false",
    "mailmap.file=" + os.devnull,
    "protocol.version=2",
    "transfer.fsckObjects=false",
)
"""Settings that overrule those of the machine and the user."""

POSITION_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
)
"""Variables that would point git elsewhere, as they do inside a git hook."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When one repository has had its share of time."""

    clock: Clock
    at: float
    target_id: str

    def left(self) -> float:
        """Give the seconds left; raise OverBudget where there are none."""
        seconds = self.at - self.clock.elapsed()
        if seconds <= 0:
            raise OverBudget(
                f"{self.target_id}: its time budget is used up; the next run goes on from here. "
                "Raise the git time budget if this repeats."
            )
        return seconds


def environment() -> dict[str, str]:
    """Give the environment for git: the user's, without prompts, translations or lazy downloads."""
    kept = {name: value for name, value in os.environ.items() if name not in POSITION_VARIABLES}
    ssh = os.environ.get("GIT_SSH_COMMAND", "ssh")
    return kept | {
        "GIT_ALLOW_PROTOCOL": os.environ.get("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh"),
        "GIT_ASKPASS": "",
        "GIT_FLUSH": "0",  # else git log writes to its pipe after every commit
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_SSH_COMMAND": f"{ssh} -oBatchMode=yes -oConnectTimeout=20",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "SSH_ASKPASS": "",
    }


def command(folder: Path | None, arguments: Sequence[str], settings: Sequence[str] = ()) -> list[str]:
    """Put together the git command line that runs in a folder; None: in no repository at all.

    Else git would look for one around the working folder and follow its settings.
    """
    options = [part for setting in (*SETTINGS, *settings) for part in ("-c", setting)]
    return ["git", "--git-dir", str(folder or NO_REPOSITORY), *options, *arguments]


def start(
    folder: Path | None,
    arguments: Sequence[str],
    *,
    stderr: IO[bytes],
    settings: Sequence[str] = (),
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    lock: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start git in a session of its own, so that it has no terminal and can be ended with its children.

    ``lock`` is the descriptor of a lock that git holds with us, and after us if we are killed.
    """
    return subprocess.Popen(
        command(folder, arguments, settings),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=environment(),
        start_new_session=True,
        pass_fds=() if lock is None else (lock,),
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End git and its children, if they still run."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout:
        process.stdout.close()


def run(
    folder: Path | None,
    arguments: Sequence[str],
    *,
    settings: Sequence[str] = (),
    fed: bytes = b"",
    deadline: Deadline | None = None,
) -> bytes:
    """Run git to its end and give its stdout.

    Raises GitFailed where git ends with an error, OverBudget where the deadline passes.
    """
    return _finish(folder, arguments, settings, fed, deadline)[0]


def converse(
    folder: Path | None,
    arguments: Sequence[str],
    *,
    settings: Sequence[str] = (),
    fed: bytes = b"",
    deadline: Deadline,
    look: Callable[[], None] | None = None,
    lock: int | None = None,
) -> tuple[bytes, str]:
    """Run git against a forge and give its stdout and stderr. ``look`` is called now and then, and may raise.

    ``lock`` is as in ``start``. Raises GitFailed where git ends with an error, OverBudget where the deadline
    passes.
    """
    return _finish(folder, arguments, settings, fed, deadline, look, lock)


def _finish(
    folder: Path | None,
    arguments: Sequence[str],
    settings: Sequence[str],
    fed: bytes,
    deadline: Deadline | None,
    look: Callable[[], None] | None = None,
    lock: int | None = None,
) -> tuple[bytes, str]:
    with tempfile.TemporaryFile() as stderr, tempfile.TemporaryFile() as stdin:
        stdin.write(fed)
        stdin.seek(0)
        process = start(folder, arguments, stderr=stderr, settings=settings, stdin=stdin, lock=lock)
        try:
            output = b"".join(chunks(process, deadline, look))
        finally:
            end(process)
        if process.returncode:
            raise GitFailed(process.returncode, said(stderr))
        if look:
            look()
        return output, said(stderr)


def chunks(
    process: subprocess.Popen[bytes],
    deadline: Deadline | None = None,
    look: Callable[[], None] | None = None,
) -> Iterator[bytes]:
    """Read a process's output to its end, through a pipe that is wide enough for git to run ahead."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    with suppress(OSError):  # the user may have no more memory for pipes
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while True:
        left = deadline.left() if deadline else LOOK_SECONDS
        if waiting.poll(min(left, LOOK_SECONDS) * 1000):
            if not (chunk := os.read(descriptor, PIPE_BYTES)):
                break
            yield chunk
        elif look:
            look()
    process.wait()


def said(stderr: IO[bytes]) -> str:
    """Read what git said, without logins in addresses and without its progress lines."""
    stderr.seek(0)
    text = stderr.read().decode("utf-8", "replace")
    return re.sub(r"://[^/@\s']+@", "://", text).strip()
