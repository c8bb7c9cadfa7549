"""How many records per second become loaded rows: what our own work costs beside a forge's answers.

    python benchmarks/collect_throughput.py [--items N]

One repository with ``--items`` issues and as many change requests is collected from the sandbox into landing
files and loaded into raw tables. The sandbox runs in a process of its own, and the time spent waiting for its
answers (and moving them through the loopback) is taken off, so that what is left is ours: reading answers,
making records, landing them durably, loading them.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import requests

from collectors.clock import SystemClock
from collectors.forges.github.all_kinds import HEADERS, open_github, repository_collectors
from collectors.http.client import forge_http
from collectors.http.tokens import Credential
from collectors.http.transport import Network, Question
from collectors.protocol import Target
from collectors.records import RECORD_TYPES
from sandbox.server.sandbox import Sandbox
from sandbox.world.plans import Size
from sandbox.world.world import World
from warehouse.landing.file import Stream
from warehouse.landing.landing import Landing
from warehouse.loading.load import load

KINDS = ("repository", "issues", "change_requests", "releases", "forks", "stars")


@dataclass(slots=True)
class Stopwatch:
    """A transport that notes how long its answers took."""

    network: Network = field(default_factory=Network)
    seconds: float = 0.0
    is_live: bool = True

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Send, timed."""
        began = time.perf_counter()
        try:
            return self.network.send(question, authorization)
        finally:
            self.seconds += time.perf_counter() - began

    def close(self) -> None:
        """Close the network."""
        self.network.close()


def serve(items: str) -> None:
    """Serve a world of one repository until the other side hangs up."""
    size = Size(int(items), int(items), 100, 1000, 200, 40)
    world = World(1, count=1, sizes={0: size})
    with Sandbox(world) as sandbox:
        name = world.plans[0].full_name_at(world.until).lower()
        print(json.dumps([sandbox.url, sandbox.token, name]), flush=True)
        sys.stdin.read()


@contextmanager
def serving(items: int) -> Iterator[list[str]]:
    """Run the sandbox apart; give its address, a token and the repository's name."""
    arguments = [sys.executable, __file__, "--serve", str(items)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield json.loads(process.stdout.readline()) if process.stdout else []
        process.communicate()


def collect(url: str, token: str, name: str, landing: Landing) -> tuple[int, float, float]:
    """Collect and land every kind; give the records, the seconds in all, and those spent waiting."""
    clock, stopwatch = SystemClock(), Stopwatch()
    credentials = [Credential("sandbox", lambda: token)]
    http = forge_http(url, credentials, clock, transport=stopwatch, headers=HEADERS)
    target = Target(target_id=f"github:{name}", url="")
    count, began = 0, time.perf_counter()
    for collector in repository_collectors(open_github(http, f"{url}/api/v3", clock)):
        if collector.kind in KINDS:
            stream = Stream("github", target.target_id, collector.kind)
            is_open = True
            while is_open:
                is_open = False
                for batch in collector.collect(target, landing.state(stream)):
                    landing.append(
                        stream,
                        batch.records,
                        batch.next_state,
                        observed_at=datetime.now(UTC),
                        run_id="benchmark",
                        replaces=batch.replaces,
                    )
                    count += len(batch.records)
                    is_open = not batch.is_complete
    seconds = time.perf_counter() - began
    http.close()
    return count, seconds, stopwatch.seconds


def main() -> int:
    """Measure and print; there is no gate, since a forge gives a few hundred records a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=2500, help="issues, and as many change requests")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, serving(arguments.items) as (url, token, name):
        landing = Landing(Path(place) / "landing", "benchmark")
        count, seconds, waiting = collect(url, token, name, landing)
        began = time.perf_counter()
        with duckdb.connect(Path(place) / "warehouse.duckdb") as db:
            report = load(db, landing, RECORD_TYPES)
        loading = time.perf_counter() - began
    own = seconds - waiting
    print(f"{count:,} records collected in {seconds:.1f} s, of which {waiting:.1f} s waiting for the sandbox")
    print(f"our own collecting and landing: {own:.2f} s = {count / own:,.0f} records/s")
    print(f"loading: {loading:.2f} s = {report.record_count / loading:,.0f} records/s")
    print(f"from an answer to a loaded row: {count / (own + loading):,.0f} records/s")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
        raise SystemExit(0)
    raise SystemExit(main())
