"""Releases of packages that repositories need: asked for beside the plan, weekly, and never in the way."""

import json
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from collectors.clock import SystemClock
from flows.ledger import LedgerEntry
from flows.runs import needed_packages
from flows.runs.run import Request, open_job
from warehouse import Landing, Stream

SAMPLE = Path(__file__).parents[1] / "config_sample"
NEEDED = {
    "github:harbour/crane": ["npm:common", "npm:rare", "npm:crane-wrapper", "maven:org.example:jar"],
    "github:project/board": ["npm:common", "npm:gone", "pypi:rope"],
    "github:harbour-course/20260001-homework": ["npm:common", "npm:homework-secret"],  # aggregate only
}
KNOWN = {"/npm/common", "/npm/rare"}


class Registry(BaseHTTPRequestHandler):
    """Knows two packages of npm, counts what it is asked, and drops the line on all that concerns PyPI."""

    asked: Counter[str]

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        if self.path.startswith("/simple"):
            self.close_connection = True
            return
        name = self.path.rpartition("/")[2]
        body = json.dumps({"name": name, "versions": {"1.0.0": {}, "1.1.0": {}}}).encode()
        self.send_response(200 if self.path in KNOWN else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Serve the registry and give what it is asked."""
    counter: Counter[str] = Counter()
    handler = type("Counting", (Registry,), {"asked": counter})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("npm_config_registry", f"{address}/npm")
        monkeypatch.setenv("PIP_INDEX_URL", f"{address}/simple")
        yield counter
        server.shutdown()


class At(SystemClock):
    """A clock of a given day that never waits."""

    def __init__(self, day: str) -> None:
        super().__init__()
        self._now = datetime.fromisoformat(day).replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        """Go on at once."""


@dataclass
class Ground:
    """A config and a data folder in which two repositories have been read."""

    folder: Path
    codes: list[int] = field(default_factory=list)

    def collect(
        self, day: str, limit: int = 10, only: str | None = None, scope: str = "small"
    ) -> list[LedgerEntry]:
        config = shutil.copytree(SAMPLE, self.folder / "config", dirs_exist_ok=True)
        settings = (SAMPLE / "settings.toml").read_text()
        limited = settings.replace("[collecting]\n", f"[collecting]\ndependency_packages = {limit}\n")
        (config / "settings.toml").write_text(limited)
        request = Request(command="collect", config=config, data=self.folder / "data", only=only, scope=scope)
        with open_job(request, clock=At(day)) as job:
            entries = needed_packages.collect(job)
            self.codes.append(job.exit_code)
            return entries


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    landing = Landing(tmp_path / "data" / "landing", "reality")
    at = datetime(2026, 11, 1, tzinfo=UTC)
    for repository_id, packages in NEEDED.items():
        state = {"landed": {"packages": packages}, "reading": None}
        landing.append(Stream("git", repository_id, "history"), [], state, observed_at=at, run_id="before")
    return Ground(tmp_path)


def outcomes(entries: list[LedgerEntry]) -> dict[str, str]:
    return {entry.target_id: entry.outcome for entry in entries}


def test_needed_packages_are_asked_for_once_a_week(ground, asked):
    """Registered packages are in the plan, of Maven no registry is read, and PyPI's is silent."""
    monday = ground.collect("2026-11-16")
    assert outcomes(monday) == {
        "npm:common": "ok",
        "npm:rare": "ok",
        "npm:gone": "gone",
        "pypi:rope": "unreachable",
    }
    assert ground.codes == [0], "a run is whole without them"
    of_npm = {path: count for path, count in asked.items() if path.startswith("/npm")}
    assert of_npm == {"/npm/common": 1, "/npm/rare": 1, "/npm/gone": 1}
    assert outcomes(ground.collect("2026-11-20")) == {"pypi:rope": "unreachable"}, "what did not answer"
    assert outcomes(ground.collect("2026-11-23")) == {
        "npm:common": "not_modified",
        "npm:rare": "not_modified",
        "npm:gone": "gone",
        "pypi:rope": "unreachable",
    }


def test_a_registry_that_is_silent_is_asked_for_one_package_only(ground, asked):
    landing = Landing(ground.folder / "data" / "landing", "reality")
    state = {"landed": {"packages": ["pypi:rope", "pypi:sail", "pypi:mast"]}, "reading": None}
    stream = Stream("git", "github:project/board", "history")
    landing.append(stream, [], state, observed_at=datetime(2026, 11, 2, tzinfo=UTC), run_id="before")
    entries = ground.collect("2026-11-16", only="github:project/board")
    assert outcomes(entries) == {"pypi:mast": "unreachable"}


def test_what_only_a_hidden_repository_needs_is_not_asked_for_by_name(ground, asked):
    entries = ground.collect("2026-11-16", scope="all", only="github:*")
    assert set(outcomes(entries)) == {"npm:common", "npm:rare", "npm:gone", "pypi:rope"}


def test_the_limit_takes_what_most_repositories_need(ground, asked):
    assert outcomes(ground.collect("2026-11-16", limit=1)) == {"npm:common": "ok"}
    assert ground.collect("2026-11-23", limit=0) == []
