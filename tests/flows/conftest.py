"""A small world on this machine: git repositories, package registries on loopback, a config, the command.

Git is led from the config's addresses to folders by ``url.<base>.insteadOf``, so nothing of ours knows of it.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

from flows.runs.prefect_server import temporary_server

SAMPLE = Path(__file__).parent / "config_sample"
SUIYUAN = Path(sys.executable).with_name("suiyuan")
COMMITS = {"Harbour/Crane": 2_400, "Harbour/crane-docs": 40, "Harbour/elsewhere": 7, "project/board": 900}
ANSWERS: Mapping[str, bytes] = {
    "/simple/crane/": b'<a href="crane-1.0.tar.gz">crane-1.0.tar.gz</a>',
    "/npm/crane-wrapper": json.dumps(
        {
            "name": "crane-wrapper",
            "dist-tags": {"latest": "1.1.0"},
            "versions": {"1.0.0": {"license": "MIT"}, "1.1.0": {"license": "MIT"}},
            "time": {
                "created": "2024-01-01T00:00:00Z",
                "1.0.0": "2024-01-02T00:00:00Z",
                "1.1.0": "2024-03-04T00:00:00Z",
            },
        }
    ).encode(),
}
TELLING_OF_RUNS = ("ledger", "runs", "snapshot_info")
SCOPES = """
[quay]
name_zh = "码头"
name_en = "Quay"
repositories = [
  "github:harbour/crane", "github:harbour/crane-docs", "github:harbour/elsewhere", "gitcode:project/board"
]
packages = ["pypi:crane", "npm:crane-wrapper"]
"""


@dataclass(frozen=True)
class Ground:
    """The world's config folder, and the environment in which the command finds the rest of it."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def config(self) -> Path:
        return self.folder / "config"

    def command(self, *arguments: str | Path, data: Path | None, **environment: str) -> subprocess.Popen[str]:
        """Start ``suiyuan`` in a session of its own."""
        return subprocess.Popen(
            [SUIYUAN, *map(str, arguments), *(["--data", str(data)] if data else [])],
            env={**self.environment, "SUIYUAN_CONFIG": str(self.config), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def suiyuan(
        self, *arguments: str | Path, data: Path | None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run ``suiyuan`` to its end."""
        with self.command(*arguments, data=data, **environment) as process:
            out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def marts(self, database: Path) -> dict[str, list[tuple]]:
        """Give all rows of the marts but those that tell of the runs themselves."""
        with duckdb.connect(database, read_only=True) as db:
            found = db.execute(
                "select table_name from information_schema.tables where table_schema = 'marts'"
            ).fetchall()
            names = sorted(name for (name,) in found if name not in TELLING_OF_RUNS)
            return {name: db.execute(f"from marts.{name} order by all").fetchall() for name in names}

    def copied_config(self, folder: Path, **replaced: str) -> Path:
        """Copy the config and replace texts in its settings; give the folder."""
        shutil.copytree(self.config, folder)
        settings = folder / "settings.toml"
        text = settings.read_text()
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        settings.write_text(text)
        return folder


def fast_import(repository: Path, commit_count: int) -> None:
    """Make a bare repository of so many commits by three people, an hour apart, with a tag on the last."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repository], check=True)
    lines: list[str] = []
    for number in range(commit_count):
        person = f"Person {number % 3} <person{number % 3}@harbour.example>"
        when = f"{1_600_000_000 + 3600 * number} +0800"
        lines += [
            "commit refs/heads/main",
            f"author {person} {when}",
            f"committer {person} {when}",
            "data 4",
            "work",
            f"M 100644 inline file{number % 20}.txt",
            "data <<END",
            *(f"line {line} of {number}" for line in range(number % 5 + 1)),
            "END",
        ]
    lines += [
        "tag v1.0",
        "from refs/heads/main",
        "tagger P <p@harbour.example> 1700000000 +0800",
        "data 1",
        "t",
    ]
    subprocess.run(
        ["git", f"--git-dir={repository}", "fast-import", "--quiet"],
        input="\n".join(lines) + "\n",
        text=True,
        check=True,
    )


class Registry(BaseHTTPRequestHandler):
    """Answers as a simple index and as an npm registry do."""

    def do_GET(self) -> None:
        body = ANSWERS.get(self.path)
        self.send_response(404 if body is None else 200)
        kind = "text/html" if self.path.startswith("/simple") else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def registry() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Hold one real temporary Prefect server for all tests that need one; give its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PREFECT_API_URL", raising=False)
        with temporary_server(tmp_path_factory.mktemp("prefect")):
            yield os.environ["PREFECT_API_URL"]


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory, registry: str, prefect_home: str) -> Ground:
    folder = tmp_path_factory.mktemp("ground")
    for full_name, commit_count in COMMITS.items():
        path = folder / "forge" / f"{full_name}.git"
        path.parent.mkdir(parents=True, exist_ok=True)
        fast_import(path, commit_count)
    shutil.copytree(SAMPLE, folder / "config")
    with (folder / "config" / "scopes.toml").open("a", encoding="utf-8") as scopes:
        scopes.write(SCOPES)
    rules = "\n".join(
        f'[url "{(folder / "forge").as_uri()}/"]\n\tinsteadOf = {address}'
        for address in ("https://forge.example:8443/", "http://code.example/")
    )
    (folder / "gitconfig").write_text(rules)
    names = ("PATH", "LANG", "PREFECT_HOME")
    return Ground(
        folder,
        {name: os.environ[name] for name in names if name in os.environ}
        | {
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "SUIYUAN_MAILBOX_KEY": str(folder / "mailbox.key"),
            "PIP_INDEX_URL": f"{registry}/simple",
            "npm_config_registry": f"{registry}/npm",
            "PREFECT_API_URL": prefect_home,
            "DO_NOT_TRACK": "1",
        },
    )
