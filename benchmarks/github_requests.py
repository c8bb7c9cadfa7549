"""What GitHub is asked for: by us and by Perceval's github backends, of the same sandbox, in one run.

    python benchmarks/github_requests.py                      ours alone
    python benchmarks/github_requests.py --perceval PYTHON    beside Perceval, installed where PYTHON is

Measured for a first collection, for an increment of about one item in a hundred and for a day with no change:
requests, rate-limit points, bytes, seconds and peak memory. Both take the repository, issues with comments
and change requests with reviews. What Perceval takes beyond that (users and their organisations, reactions,
commits, remarks on code) is turned off; ``--as-it-comes`` leaves it on. Every contender has a process of its
own, and so has the sandbox.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.clock import SystemClock
from collectors.forges.github.all_kinds import HEADERS, open_github, repository_collectors
from collectors.http.client import forge_http
from collectors.http.tokens import Credential
from collectors.protocol import Target
from sandbox.server.sandbox import Sandbox
from sandbox.world.plans import Plan, Size
from sandbox.world.world import World

KINDS = ("repository", "issues", "change_requests")
LARGE, HUGE = (Size(n, n, 500, 500, 100, 20) for n in (2300, 9200))
SIZES = {0: LARGE, 1: HUGE}
REPOSITORIES = 48
SMALL = (2, 4, 10)  # plans of some hundred, some dozen and a few items
UNFIT = ("blocked", "forbidden", "deleted", "unborn", "name_taken_over", "empty")
QUIET = 40
DAY = 86_400
LEAST_RATIO, MOST_POINTS, MOST_MEMORY_GROWTH = 40.0, 0.06, 1.2
PERCEVAL = """
import json, re, sys, time
from datetime import datetime, timezone
from perceval.backends.core.github import GitHub
url, token, names, since, mode = sys.argv[1:]
if mode == "same":
    for part in ("pull_commits", "pull_review_comments", "pull_requested_reviewers",
                 "issue_reactions", "issue_comment_reactions"):
        setattr(GitHub, f"_GitHub__get_{part}", lambda self, *arguments: [])
date = datetime.fromtimestamp(float(since), timezone.utc)
began, count = time.perf_counter(), 0
for name in names.split(","):
    for category in ("issue", "pull_request", "repository"):
        backend = GitHub(*name.split("/"), api_token=[token], base_url=url, max_items=100)
        options = {} if category == "repository" else {"from_date": date}
        count += sum(1 for _ in backend.fetch(category=category, filter_classified=mode == "same", **options))
seconds = time.perf_counter() - began
peak = re.search("VmHWM:[^0-9]*([0-9]+)", open("/proc/self/status").read())
print(json.dumps({"seconds": seconds, "items": count, "megabytes": int(peak[1]) / 1024}))
"""

Measured = dict[str, float]


# Contenders. Each runs in a process of its own and prints what it measured.


def ours(url: str, token: str, names: str, states_file: str, kinds: str) -> Measured:
    """Collect the repositories, from the states that the file holds, and write the new ones into it."""
    path = Path(states_file)
    states = json.loads(path.read_text()) if path.exists() else {}
    clock = SystemClock()
    http = forge_http(url, [Credential("sandbox", lambda: token)], clock, headers=HEADERS)
    github = open_github(http, f"{url}/api/v3", clock)
    targets = [Target(target_id=f"github:{name}", url="") for name in names.split(",")]
    began, count = time.perf_counter(), 0
    for collector in repository_collectors(github):
        if collector.kind in kinds.split(","):
            keys = {target.target_id: f"{target.target_id} {collector.kind}" for target in targets}
            collector.prepare(targets, {name: states.get(key) for name, key in keys.items()})
            for target in targets:
                is_open = True
                while is_open:
                    is_open = False
                    for batch in collector.collect(target, states.get(keys[target.target_id])):
                        states[keys[target.target_id]] = batch.next_state
                        count += len(batch.records)
                        is_open = not batch.is_complete
    seconds = time.perf_counter() - began
    path.write_text(json.dumps(states))
    return {"seconds": seconds, "items": count, "megabytes": peak_megabytes()}


def peak_megabytes() -> float:
    """Read this process's own peak; getrusage would begin with the parent's."""
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return int(peak[1]) / 1024 if peak else 0.0


def serve(until: str) -> None:
    """Serve the world until the other side hangs up."""
    world = World(1, count=REPOSITORIES, sizes=SIZES, until=int(until))
    with Sandbox(world) as sandbox:
        print(json.dumps([sandbox.url, sandbox.token]), flush=True)
        sys.stdin.read()


# The race.


class Forge:
    """The sandbox in its own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url, self.token = json.loads(process.stdout.readline()) if process.stdout else ("", "")

    def ask(self, command: str, **body: object) -> dict[str, Any]:
        """Use the sandbox's own endpoint: POST where there is a body to send."""
        data = json.dumps(body).encode() if command != "counters" else None
        with urllib.request.urlopen(f"{self.url}/__sandbox__/{command}", data) as answer:
            return json.load(answer)

    def measured(self, arguments: Sequence[str]) -> Measured:
        """Run a contender and add what the sandbox counted meanwhile."""
        self.ask("reset")
        result = json.loads(subprocess.check_output(arguments))
        counted = self.ask("counters")
        points = counted["points"] + counted["by_kind"].get("rest", 0)  # a REST request costs one
        return {**result, "requests": counted["requests"], "points": points, "bytes": counted["bytes"]}

    def move_to(self, until: int) -> None:
        """Let time pass in the world."""
        self.ask("until", until=datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


@contextmanager
def serving(until: int) -> Iterator[Forge]:
    """Run the sandbox apart, so that neither its time nor its memory counts as a contender's."""
    arguments = [sys.executable, __file__, "--serve", str(until)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Forge(process)
        process.communicate()


def one_in_a_hundred(world: World, plan: Plan) -> int:
    """Find the instant since which about one thread in a hundred changed."""
    changes = sorted((view.updated_at for view in world.view(plan).threads), reverse=True)
    return changes[max(1, len(changes) // 100) - 1] - 1


def race(world: World, plan: Plan, folder: Path, python: str | None, mode: str) -> dict[str, Measured]:
    """Measure one repository: first collection, one item in a hundred, nothing new."""
    end, before = world.until, one_in_a_hundred(world, plan)
    name = plan.full_name_at(end).lower()
    results: dict[str, Measured] = {}
    with serving(before) as forge:
        for stage, until, since in (("first", before, 0), ("1 %", end, before), ("none", end, end)):
            forge.move_to(until)
            results[f"{stage} ours"] = run_ours(forge, name, folder / f"{plan.number}.json")
            if python:
                arguments = [python, "-c", PERCEVAL, forge.url, forge.token, name, str(since), mode]
                results[f"{stage} Perceval"] = forge.measured(arguments)
    return results


def run_ours(forge: Forge, names: str, states: Path, kinds: Sequence[str] = KINDS) -> Measured:
    """Run our collectors in a fresh process."""
    rest = [forge.url, forge.token, names, str(states), ",".join(kinds)]
    return forge.measured([sys.executable, __file__, "--ours", *rest])


def quiet(world: World, folder: Path) -> Measured:
    """Measure a day with no change over forty repositories that were collected before."""
    fit = [plan for plan in world.plans[2:] if plan.exists_at(world.until) and plan.hazard not in UNFIT]
    names = ",".join(plan.full_name_at(world.until).lower() for plan in fit[:QUIET])
    with serving(world.until) as forge:
        run_ours(forge, names, folder / "quiet.json")
        return run_ours(forge, names, folder / "quiet.json")


# The report.

COLUMNS = ("requests", "points", "bytes", "seconds", "megabytes", "items")


def table(results: Mapping[str, Measured]) -> str:
    """Lay the results out in Markdown."""
    lines = ["| | " + " | ".join(COLUMNS) + " |", "| --- |" + " ---: |" * len(COLUMNS)]
    for name, result in results.items():
        cells = [f"{result[column]:,.{int(column == 'seconds')}f}" for column in COLUMNS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdicts(results: Mapping[str, Measured], change_requests: int) -> dict[str, bool]:
    """Hold the figures of the large repository against the gates."""
    first, other = results["large: first ours"], results.get("large: first Perceval")
    huge = results["huge: first ours"]
    ratio = other["requests"] / first["requests"] if other else None
    points = results["large: change requests alone"]["points"] / change_requests
    growth = huge["megabytes"] / first["megabytes"]
    quiet_requests = results["forty quiet ones"]["requests"]
    return {
        f"{LEAST_RATIO:.0f} times fewer requests than Perceval"
        f" ({'not measured' if ratio is None else f'{ratio:.0f}'})": ratio is None or ratio >= LEAST_RATIO,
        f"one request for forty unchanged repositories ({quiet_requests:.0f})": quiet_requests <= 1,
        f"{MOST_POINTS} points per change request with its reviews ({points:.3f})": points <= MOST_POINTS,
        f"memory of four times the history within {MOST_MEMORY_GROWTH} ({growth:.2f})": (
            growth <= MOST_MEMORY_GROWTH
        ),
    }


def main() -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--perceval", metavar="PYTHON", help="a Python that has Perceval installed")
    parser.add_argument("--as-it-comes", action="store_true", help="let Perceval take all that it takes")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    mode = "all" if arguments.as_it_comes else "same"
    world = World(1, count=REPOSITORIES, sizes=SIZES)
    results: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for label, number in [("large", 0), *((f"small {n}", n) for n in SMALL)]:
            print(f"measuring {label}", file=sys.stderr)
            measured = race(world, world.plans[number], folder, arguments.perceval, mode)
            results |= {f"{label}: {stage}": result for stage, result in measured.items()}
        with serving(world.until) as forge:
            large, huge = (plan.full_name_at(world.until).lower() for plan in world.plans[:2])
            results["huge: first ours"] = run_ours(forge, huge, folder / "huge.json")
            alone = run_ours(forge, large, folder / "alone.json", ["change_requests"])
            results["large: change requests alone"] = alone
        results["forty quiet ones"] = quiet(world, folder)
    change_requests = len(world.view(world.plans[0]).changes)
    judged = verdicts(results, change_requests)
    print(
        table(results), *(f"{'ok' if fine else 'MISSED'}: {gate}" for gate, fine in judged.items()), sep="\n"
    )
    if arguments.json:
        arguments.json.write_text(json.dumps({"results": results, "gates": judged}, indent=1) + "\n")
    return 0 if all(judged.values()) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
        raise SystemExit(0)
    if sys.argv[1:2] == ["--ours"]:
        print(json.dumps(ours(*sys.argv[2:])))
        raise SystemExit(0)
    raise SystemExit(main())
