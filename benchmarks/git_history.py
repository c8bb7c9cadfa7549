"""How fast git histories become landing files, beside the fastest that git allows and beside Perceval.

    python benchmarks/git_history.py                         two generated histories, one four times as long
    python benchmarks/git_history.py ADDRESS ...             real repositories: addresses or folders
    python benchmarks/git_history.py --perceval PYTHON ...   also against Perceval, installed where PYTHON is

Every contender runs in a process of its own, in turns; medians over the turns, then over the repositories.
Fetching, starting Python and importing are left out of all times.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from generated_history import write_history

from collectors.git.clones import INCOMING, TAGS, TIP, Clone, clone_folder
from collectors.git.command import command, environment
from collectors.git.history import GitHistory
from collectors.git.log import COUNTING, OPTIONS, log_format
from collectors.identity.mailboxes import MailboxKey
from collectors.protocol import Batch, Target
from warehouse.landing.file import Stream
from warehouse.landing.landing import Landing

KEY = MailboxKey(bytes(32))
GENERATED_COMMITS = (5_000, 20_000)
QUIET_TURNS = 15
LEAST_OF_LIMIT, LEAST_OF_PERCEVAL = 0.85, 1.5
MOST_OF_FETCH, MOST_MEMORY_GROWTH = 1.10, 1.2
PERCEVAL = """
import json, sys, time
from perceval.backends.core.git import Git
address, folder, branch = sys.argv[1:]
list(Git(address, folder).fetch(branches=[]))
began = time.perf_counter()
count = sum(1 for _ in Git(address, folder).fetch(branches=[branch], no_update=True))
print(json.dumps({"seconds": time.perf_counter() - began, "commits": count}))
"""

Measured = dict[str, float]


# Contenders. Each runs in a process of its own and prints what it measured.


class Stopwatch:
    """Adds up the time that is spent inside some methods."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, method: Callable) -> Callable:
        """Give the method, timed."""

        def timed(*arguments: object) -> object:
            began = time.perf_counter()
            try:
                return method(*arguments)
            finally:
                self.seconds += time.perf_counter() - began

        return timed


def ours(folder: Path, address: str, depth: str) -> Measured:
    """Collect a whole history into landing files; what Clone.fetch and Clone.remote_head take is left out."""
    fetching = Stopwatch()
    Clone.fetch = fetching.around(Clone.fetch)
    Clone.remote_head = fetching.around(Clone.remote_head)
    with tempfile.TemporaryDirectory(dir=folder) as landing:
        began = time.perf_counter()
        last = _land(folder, address, depth, Landing(Path(landing), "benchmark"))
        seconds = time.perf_counter() - began - fetching.seconds
    return {
        "seconds": seconds,
        "commits": last.forge_total or 0,
        "uncounted": last.next_state["landed"]["uncounted"],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "git_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _land(folder: Path, address: str, depth: str, landing: Landing) -> Batch:
    target = _target(address, depth)
    stream = Stream("git", target.target_id, "history")
    last = Batch(records=(), next_state={})
    for batch in GitHistory(folder / depth, KEY).collect(target, None):
        landing.append(
            stream,
            batch.records,
            batch.next_state,
            observed_at=datetime.now(UTC),
            run_id="benchmark",
            key_id=KEY.key_id,
            replaces=batch.replaces,
        )
        last = batch
    return last


def quiet(folder: Path, address: str, depth: str) -> Measured:
    """Collect while nothing is new, in turns with git fetch itself."""
    target = _target(address, depth)
    collector = GitHistory(folder / depth, KEY)
    (last,) = deque(collector.collect(target, None), maxlen=1)
    fetch = ["fetch", "--no-tags", "--prune", "--no-write-fetch-head", target.url, TIP, TAGS]
    collecting, fetching = [], []
    for _ in range(QUIET_TURNS):
        began = time.perf_counter()
        if list(collector.collect(target, last.next_state)):
            raise SystemExit(f"{address}: something is new; measure a repository that is at rest")
        collecting.append(time.perf_counter() - began)
        fetching.append(_timed(command(_clone(folder, address, depth), fetch)))
    return {"seconds": median(collecting), "fetch_seconds": median(fetching)}


def limit(folder: Path, address: str, depth: str) -> Measured:
    """Let git log write the same fields to nowhere."""
    counting = COUNTING if depth == "full" else ()
    log = ["log", *OPTIONS, *counting, log_format("0" * 16), INCOMING]
    return {"seconds": _timed(command(_clone(folder, address, depth), log))}


def _timed(arguments: list[str]) -> float:
    began = time.perf_counter()
    nowhere = subprocess.DEVNULL
    subprocess.run(arguments, stdout=nowhere, stderr=nowhere, env=environment(), check=True)
    return time.perf_counter() - began


def _target(address: str, depth: str) -> Target:
    return Target(target_id=f"benchmark:{address.lower()}", url=address, options={"depth": depth})


def _clone(folder: Path, address: str, depth: str) -> Path:
    return clone_folder(folder / depth, _target(address, depth).target_id)


# The race.


def run_apart(contender: str, folder: Path, address: str, depth: str = "full") -> Measured:
    """Run a contender in a fresh process."""
    arguments = [sys.executable, __file__, "--contender", contender, str(folder), address, depth]
    return json.loads(subprocess.check_output(arguments))


def run_perceval(python: str, folder: Path, address: str) -> Measured:
    """Let Perceval's git backend yield the commits of the default branch."""
    clone = _clone(folder, address, "full")
    branch = subprocess.check_output(
        ["git", "--git-dir", clone, "symbolic-ref", "--short", "HEAD"], text=True
    )
    place = folder / "perceval" / clone.name
    return json.loads(subprocess.check_output([python, "-c", PERCEVAL, address, place, branch.strip()]))


def race(folder: Path, address: str, turns: int, python: str | None) -> Measured | None:
    """Measure one repository; None where its clone lacks blobs, so that there is no limit to compare with."""
    first = run_apart("ours", folder, address)
    if first["uncounted"]:
        return None
    run_apart("ours", folder, address, "metadata")
    seconds: dict[str, list[float]] = {}
    for _ in range(turns):
        for name, contender, depth in CONTENDERS:
            seconds.setdefault(name, []).append(run_apart(contender, folder, address, depth)["seconds"])
        if python:
            seconds.setdefault("perceval", []).append(run_perceval(python, folder, address)["seconds"])
    middle = {name: median(values) for name, values in seconds.items()}
    still = run_apart("quiet", folder, address)
    return {
        **{name: first["commits"] / value for name, value in middle.items()},
        "of_limit": middle["limit"] / middle["ours"],
        "of_metadata_limit": middle["metadata limit"] / middle["metadata"],
        **({"of_perceval": middle["perceval"] / middle["ours"]} if python else {}),
        "of_fetch": still["seconds"] / still["fetch_seconds"],
        "quiet_seconds": still["seconds"],
        **{name: first[name] for name in ("commits", "megabytes", "git_megabytes")},
    }


CONTENDERS = (
    ("limit", "limit", "full"),
    ("ours", "ours", "full"),
    ("metadata limit", "limit", "metadata"),
    ("metadata", "ours", "metadata"),
)
COLUMNS = (
    ("commits", "commits", "{:,.0f}"),
    ("git log /s", "limit", "{:,.0f}"),
    ("ours /s", "ours", "{:,.0f}"),
    ("of git log", "of_limit", "{:.2f}"),
    ("of Perceval", "of_perceval", "{:.2f}"),
    ("metadata /s", "metadata", "{:,.0f}"),
    ("of its git log", "of_metadata_limit", "{:.2f}"),
    ("nothing new, of git fetch", "of_fetch", "{:.2f}"),
    ("MB", "megabytes", "{:.0f}"),
    ("git's MB", "git_megabytes", "{:.0f}"),
)


def table(results: Mapping[str, Measured]) -> str:
    """Lay the results out in Markdown, with the medians in the last row."""
    keys = {key for result in results.values() for key in result}
    medians = {key: median(result[key] for result in results.values() if key in result) for key in keys}
    columns = [column for column in COLUMNS if column[1] in keys]
    lines = ["| repository | " + " | ".join(title for title, _, _ in columns) + " |"]
    lines.append("| --- |" + " ---: |" * len(columns))
    for name, result in [*results.items(), ("**median**", medians)]:
        cells = [form.format(result[key]) if key in result else "" for _, key, form in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdicts(results: Mapping[str, Measured]) -> dict[str, bool]:
    """Hold the medians against the gates."""

    def middle(key: str) -> float | None:
        values = [result[key] for result in results.values() if key in result]
        return median(values) if values else None

    perceval = middle("of_perceval")
    longest, shortest = (choose(results.values(), key=lambda r: r["commits"]) for choose in (max, min))
    return {
        f"at least {LEAST_OF_LIMIT} of git log": (middle("of_limit") or 0) >= LEAST_OF_LIMIT,
        f"at least {LEAST_OF_PERCEVAL} times Perceval": perceval is None or perceval >= LEAST_OF_PERCEVAL,
        f"nothing new within {MOST_OF_FETCH} of git fetch": (middle("of_fetch") or 0) <= MOST_OF_FETCH,
        f"memory of the longest within {MOST_MEMORY_GROWTH} of the shortest": (
            longest["megabytes"] <= MOST_MEMORY_GROWTH * shortest["megabytes"]
        ),
    }


def main() -> int:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--perceval", metavar="PYTHON", help="a Python that has Perceval installed")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    results: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        generated = (
            [] if arguments.addresses else [write_history(folder, count) for count in GENERATED_COMMITS]
        )
        for address in arguments.addresses or map(str, generated):
            print(f"measuring {address}", file=sys.stderr)
            if result := race(folder, address, arguments.turns, arguments.perceval):
                results[address.removesuffix("/").removesuffix("/repo").rpartition("/")[2]] = result
            else:
                print(f"left out: the clone of {address} lacks blobs", file=sys.stderr)
    judged = verdicts(results)
    print(
        table(results), *(f"{'ok' if fine else 'MISSED'}: {gate}" for gate, fine in judged.items()), sep="\n"
    )
    if arguments.json:
        arguments.json.write_text(json.dumps({"results": results, "gates": judged}, indent=1) + "\n")
    return 0 if all(judged.values()) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--contender"]:
        _, _, chosen, where, what, how = sys.argv
        print(json.dumps({"ours": ours, "quiet": quiet, "limit": limit}[chosen](Path(where), what, how)))
        raise SystemExit(0)
    raise SystemExit(main())
