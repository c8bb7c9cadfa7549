"""Real git repositories made object by object, and a stream that keeps what a collector yields."""

import dataclasses
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest

from collectors.git.clones import clone_folder
from collectors.git.history import GitHistory
from collectors.identity.bots import BotRule
from collectors.identity.mailboxes import MailboxKey
from collectors.protocol import Batch, State, Target
from collectors.records import Record

ANN = "Ann Example <ann@example.org>"
BEN = "Ben Example <ben@example.com>"
KEY = MailboxKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch) -> Path:
    """A home of its own, so that the settings of whoever runs the tests do not matter."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in [name for name in os.environ if name.startswith("GIT_") and name != "GIT_CONFIG_NOSYSTEM"]:
        monkeypatch.delenv(name)
    return folder


def git(folder: Path, *arguments: str, fed: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=fed,
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", **(variables or {})},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace").strip()


class Origin:
    """A bare repository such as a forge serves, written without any porcelain that would tidy it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main")
        for name in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
            self.git("config", name, "true")
        self._seconds = 1_700_000_000

    @property
    def url(self) -> str:
        return f"file://{self.folder}"

    def git(self, *arguments: str, fed: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
        return git(self.folder, *arguments, fed=fed, variables=variables)

    def blob(self, content: bytes | str) -> str:
        return self.git("hash-object", "-w", "--stdin", fed=_bytes(content))

    def tree(self, files: Mapping[str | bytes, bytes | str | tuple[str, str]]) -> str:
        """Write a tree; a value is a file's content, or a mode and an object id."""
        lines = []
        for path, content in files.items():
            mode, sha = content if isinstance(content, tuple) else ("100644", self.blob(content))
            path = path.encode() if isinstance(path, str) else path
            lines.append(f"{mode} {sha}\t".encode() + path)
        index = {"GIT_INDEX_FILE": str(self.folder / "test-index")}
        self.git("read-tree", "--empty", variables=index)
        self.git(
            "update-index",
            "-z",
            "--index-info",
            fed=b"".join(line + b"\0" for line in lines),
            variables=index,
        )
        return self.git("write-tree", "--missing-ok", variables=index)

    def commit(
        self,
        files: Mapping | None = None,
        message: bytes | str = "work",
        *,
        parents: Sequence[str] | None = None,
        author: bytes | str = ANN,
        committer: bytes | str | None = None,
        at: bytes | str | None = None,
        committed: bytes | str | None = None,
        branch: str | None = "main",
    ) -> str:
        """Write a commit as raw bytes and move the branch to it. Each is a minute later than the last."""
        self._seconds += 60
        if parents is None:
            tip = self.tip(branch or "main")
            parents = [tip] if tip else []
        if files is None:
            files = {"a.txt": f"{self._seconds}\n"}
        at = at or f"{self._seconds} +0800"
        lines = [f"tree {self.tree(files)}".encode(), *(f"parent {parent}".encode() for parent in parents)]
        lines.append(b"author " + _bytes(author) + b" " + _bytes(at))
        lines.append(b"committer " + _bytes(committer or author) + b" " + _bytes(committed or at))
        raw = b"\n".join(lines) + b"\n\n" + _bytes(message)
        sha = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", fed=raw)
        if branch:
            self.git("update-ref", f"refs/heads/{branch}", sha)
        return sha

    def tip(self, branch: str = "main") -> str | None:
        return self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}") or None

    def move(self, sha: str, branch: str = "main") -> None:
        self.git("update-ref", f"refs/heads/{branch}", sha)

    def forget_unreachable(self) -> None:
        self.git("reflog", "expire", "--expire=now", "--all")
        self.git("gc", "--quiet", "--prune=now")


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


class Stream:
    """What has landed of one target: the state as JSON, and the newest row of every key."""

    def __init__(self) -> None:
        self.state: State | None = None
        self.tables: dict[str, dict[tuple, Record]] = {}
        self.batches: list[Batch] = []

    def land(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.state = json.loads(json.dumps(batch.next_state))
        for replaces in batch.replaces:
            held = {self.key(record) for record in batch.records if record.table == replaces.table}
            rows = self.tables.get(replaces.table, {})
            for key in [key for key in rows if key not in held]:
                assert all(getattr(rows[key], name) == value for name, value in replaces.where.items())
                del rows[key]
        for record in batch.records:
            self.tables.setdefault(record.table, {})[self.key(record)] = record

    @staticmethod
    def key(record: Record) -> tuple:
        return tuple(getattr(record, name) for name in record.key)

    def rows(self, table: str) -> list:
        return list(self.tables.get(table, {}).values())

    def commit(self, sha: str):
        return self.tables["commits"][sha,]

    def reachable(self) -> set[str]:
        return {row.sha for row in self.rows("repository_commits") if row.is_reachable}

    def withdrawn(self) -> set[str]:
        return {row.sha for row in self.rows("repository_commits") if not row.is_reachable}

    @property
    def head(self):
        (row,) = self.rows("repository_heads")
        return row


class World:
    """One origin, its clone folder and a stream; ``collect`` is one run of the collector."""

    def __init__(self, folder: Path, clock) -> None:
        self.clones = folder / "clones"
        self.origin = Origin(folder / "origin" / "owner" / "name.git")
        self.stream = Stream()
        self.target = Target(target_id="github:owner/name", url=self.origin.url, options={"depth": "full"})
        self.options: dict = {"clock": clock}

    @property
    def clone(self) -> Path:
        return clone_folder(self.clones, self.target.target_id)

    def collector(self, **options) -> GitHistory:
        return GitHistory(self.clones, KEY, **(self.options | options))

    def collect(self, *, stream: Stream | None = None, depth: str = "full", **options) -> list[Batch]:
        stream = stream or self.stream
        target = dataclasses.replace(self.target, options={"depth": depth})
        batches = []
        for batch in self.collector(**options).collect(target, stream.state):
            stream.land(batch)
            batches.append(batch)
        return batches

    def collect_until_killed(self, batches: int, *, stream: Stream | None = None, **options) -> None:
        """Land some batches; the process dies while the next one is being written."""
        stream = stream or self.stream
        running = self.collector(**options).collect(self.target, stream.state)
        for batch in islice(running, batches):
            stream.land(batch)
        next(running, None)
        running.close()


@pytest.fixture
def world(tmp_path, clock) -> World:
    return World(tmp_path, clock)


@pytest.fixture
def hashed() -> Callable[[str], str]:
    return lambda mailbox: KEY.hashed(mailbox).key


@pytest.fixture
def new_stream() -> type[Stream]:
    return Stream


@pytest.fixture
def bot_rule() -> type[BotRule]:
    return BotRule


@pytest.fixture
def people() -> Iterator[tuple[str, str]]:
    yield ANN, BEN
