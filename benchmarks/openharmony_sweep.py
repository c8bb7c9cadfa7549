"""What a pass over the whole of OpenHarmony costs on GitCode, with a simulated clock and no network.

    python benchmarks/openharmony_sweep.py [--change-requests 70000 1000000] [--sample-every 4]

514 repositories of long-tailed sizes answer as GitCode does and refuse whoever asks for more than 50 a minute
or 4,000 an hour. Printed for each size: the forecast and what the pass then took, the hours at the real
quota, what ten kills in the middle of a request add, and the requests of a quiet and of a busy day.
"""

import argparse
import heapq
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import parse_qs, urlsplit

import orjson
import requests

from collectors.gitcode import PACE_SECONDS, REQUESTS_PER_HOUR, REQUESTS_PER_MINUTE, gitcode_collectors
from collectors.gitcode_forecast import Forecaster
from collectors.http import Http
from collectors.http_limits import WaitingBudget
from collectors.http_tokens import Credential, TokenPool
from collectors.http_transport import Question
from collectors.protocol import Collector, State, Target

REPOSITORIES = 514
HOST = "gitcode.invalid"
BASE = f"https://{HOST}/api/v5"
BEGAN = datetime(2020, 9, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ISSUES_PER_CHANGE = 0.5
REMARKS_PER_ISSUE = 2.5
PER_PAGE = 100
LATENCY_SECONDS = 0.3
KILLS = 10
QUIET = {"pulls": 120, "issues": 45, "pushed": 60, "starred": 25, "forked": 15}
BUSY = {"pulls": 1_500, "issues": 500, "pushed": 300, "starred": 80, "forked": 60}


class SimulatedClock:
    """Time that passes only by sleeping and by asking."""

    def __init__(self) -> None:
        self.instant = NOW
        self.seconds = 0.0

    def now(self) -> datetime:
        """Give the simulated instant."""
        return self.instant

    def elapsed(self) -> float:
        """Give the simulated seconds."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.instant += timedelta(seconds=seconds)
        self.seconds += seconds


class Killed(Exception):
    """The process ends in the middle of a request."""


@dataclass
class Repository:
    """One repository: how many rows its lists have; row ``n`` of a list was changed last at ``changed``."""

    number: int
    totals: dict[str, int]
    fork_count: int
    star_count: int
    pushed_at: datetime = NOW - timedelta(days=3)
    recent: dict[str, list[datetime]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give owner and name."""
        return f"openharmony/part_{self.number}"

    def changed(self, kind: str, row: int) -> datetime:
        """Give when the ``row``-th row, from 1, was changed last: older rows earlier."""
        recent = self.recent.get(kind, [])
        old = self.totals[kind] - len(recent)
        if row > old:
            return recent[row - old - 1]
        return BEGAN + (NOW - BEGAN) * (row / (old + 1))

    def newest(self, kind: str, since: datetime | None) -> Iterator[tuple[datetime, int]]:
        """Give (when changed, row), newest first."""
        for row in range(self.totals[kind], 0, -1):
            moment = self.changed(kind, row)
            if since is not None and moment < since:
                return
            yield moment, row

    def total_since(self, kind: str, since: datetime | None) -> int:
        """Count the rows changed since."""
        low, high = 0, self.totals[kind]
        while since is not None and low < high:
            middle = (low + high) // 2
            if self.changed(kind, middle + 1) < since:
                low = middle + 1
            else:
                high = middle
        return self.totals[kind] - low


def make_repositories(change_requests: int) -> list[Repository]:
    """Spread the change requests with a long tail; a twentieth of the repositories has hardly any."""
    weights = [1 / (rank + 3) ** 0.9 for rank in range(REPOSITORIES)]
    scale = change_requests / sum(weights)
    found = []
    for number, weight in enumerate(weights):
        pulls = round(weight * scale) if number % 20 else 2
        issues = round(pulls * ISSUES_PER_CHANGE)
        totals = {
            "pulls": pulls,
            "issues": issues,
            "comments": round(issues * REMARKS_PER_ISSUE),
            "releases": 0,
        }
        found.append(Repository(number, totals, fork_count=pulls // 8, star_count=pulls // 20))
    return found


class Platform:
    """A transport that answers as GitCode would."""

    is_live = True

    def __init__(self, repositories: list[Repository], clock: SimulatedClock) -> None:
        self.repositories = {repository.name: repository for repository in repositories}
        self.clock = clock
        self.request_count = self.refused_count = 0
        self.kill_at: int | None = None
        self._starts: deque[float] = deque()

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Answer, refuse, or be killed."""
        self.request_count += 1
        if self.kill_at is not None and self.request_count >= self.kill_at:
            self.kill_at = None
            raise Killed
        if self._is_hurried():
            self.refused_count += 1
            return _response(question, 429, {"error_code": 429}, {})
        self.clock.sleep(LATENCY_SECONDS)
        parts = urlsplit(question.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        rows, total = self._rows(parts.path.removeprefix("/api/v5"), query)
        size = int(query.get("per_page", "20"))
        headers = {"total_count": str(total), "total_page": str(-(-total // size))}
        return _response(question, 200, rows, headers)

    def forget(self, response: requests.Response) -> None:
        """Nothing is stored."""

    def close(self) -> None:
        """Nothing is open."""

    def _is_hurried(self) -> bool:
        now = self.clock.elapsed()
        while self._starts and self._starts[0] <= now - 3600:
            self._starts.popleft()
        last_minute = sum(
            1 for start in islice(reversed(self._starts), REQUESTS_PER_MINUTE) if start > now - 60
        )
        self._starts.append(now)
        return last_minute >= REQUESTS_PER_MINUTE or len(self._starts) > REQUESTS_PER_HOUR

    def _rows(self, path: str, query: dict[str, str]) -> tuple[list[dict], int]:
        size, page = int(query.get("per_page", "20")), int(query.get("page", "1"))
        start, since = (page - 1) * size, _moment(query.get("since"))
        if path.startswith("/org"):
            return self._of_organization(path, start, size, since)
        _, _, owner, name, *rest = path.split("/")
        repository, kind = self.repositories[f"{owner}/{name}"], rest[-1]
        if kind in ("forks", "stargazers"):
            total = repository.fork_count if kind == "forks" else repository.star_count
            return [
                _given(repository, kind, total - n) for n in range(start, min(start + size, total))
            ], total
        if rest[0] == "pulls" and kind == "comments":
            return [_remark(repository, int(rest[1]))], 1
        total, top = repository.total_since(kind, since), repository.totals[kind]
        chosen = range(top - start, top - min(start + size, total), -1)
        return [_row(repository, kind, row, repository.changed(kind, row)) for row in chosen], total

    def _of_organization(
        self, path: str, start: int, size: int, since: datetime | None
    ) -> tuple[list[dict], int]:
        everyone = list(self.repositories.values())
        if path.endswith("/repos"):
            return [_described(each) for each in everyone[start : start + size]], len(everyone)
        kind = "pulls" if path.endswith("/pull_requests") else "issues"
        merged = heapq.merge(
            *(
                [(moment, each.number, row) for moment, row in islice(each.newest(kind, since), start + size)]
                for each in everyone
            ),
            reverse=True,
        )
        rows = [
            _row(everyone[number], kind, row, moment)
            for moment, number, row in islice(merged, start, start + size)
        ]
        return rows, sum(each.total_since(kind, since) for each in everyone)

    def live_a_day(self, day: dict[str, int], rng: random.Random) -> None:
        """Let a day pass: so many new rows, pushes, stars and forks, mostly in the large repositories."""
        everyone = list(self.repositories.values())
        weights = [repository.totals["pulls"] + 1 for repository in everyone]
        self.clock.sleep(86_400 - self.clock.seconds % 86_400)
        for kind in ("pulls", "issues"):
            chosen = rng.choices(everyone, weights, k=day[kind])
            for n, repository in enumerate(chosen):
                moment = self.clock.now() - timedelta(seconds=(day[kind] - n) * 20)
                for each in (kind, "comments") if kind == "issues" else (kind,):
                    repository.totals[each] += 1
                    repository.recent.setdefault(each, []).append(moment)
        for repository in rng.sample(everyone, day["pushed"]):
            repository.pushed_at = self.clock.now()
        for repository in rng.sample(everyone, day["starred"]):
            repository.star_count += 1
        for repository in rng.sample(everyone, day["forked"]):
            repository.fork_count += 1


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _response(question: Question, status: int, body: object, headers: dict[str, str]) -> requests.Response:
    response = requests.Response()
    response.status_code, response.url = status, question.url
    response.headers.update({"Content-Type": "application/json", **headers})
    response._content = orjson.dumps(body)
    return response


def _described(repository: Repository) -> dict:
    return {
        "id": repository.number + 1,
        "full_name": repository.name,
        "forks_count": repository.fork_count,
        "stargazers_count": repository.star_count,
        "pushed_at": repository.pushed_at.isoformat(),
    }


def _row(repository: Repository, kind: str, row: int, moment: datetime) -> dict:
    return {
        "id": repository.number * 10_000_000 + row,
        "number": row,
        "state": "merged" if kind == "pulls" else "open",
        "user": {"login": f"dev-{row % 997}"},
        "created_at": moment.isoformat(),
        "updated_at": moment.isoformat(),
        "target": {"issue": {"number": "1"}},
        "html_url": f"https://{HOST}/{repository.name}/x/{row}",
        "notes": 4,
    }


def _given(repository: Repository, kind: str, nth: int) -> dict:
    moment = (BEGAN + (NOW - BEGAN) * (nth / (nth + 5))).isoformat()
    return {
        "id": repository.number * 10_000_000 + nth,
        "created_at": moment,
        "starred_at": moment,
        "kind": kind,
    }


def _remark(repository: Repository, number: int) -> dict:
    return {
        "id": repository.number * 10_000_000 + number,
        "user": {"login": "dev"},
        "created_at": NOW.isoformat(),
    }


class Sweep:
    """Runs the collectors over all repositories as a flow does, landing only whole batches."""

    def __init__(self, platform: Platform, sample_every: int) -> None:
        self.platform, self.sample_every = platform, sample_every
        self.states: dict[tuple[str, str], State] = {}
        self.row_count = 0

    def http(self) -> Http:
        """Ask through the real edge, with one token at its pace."""
        clock = self.platform.clock
        waiting = WaitingBudget(clock, 1e12)
        tokens = TokenPool(
            [Credential("token", lambda: "x")], clock, waiting, host=HOST, pace_seconds=PACE_SECONDS
        )
        return Http(self.platform, tokens=tokens, clock=clock, waiting=waiting)

    def run(self) -> None:
        """Collect every kind, most valuable first, each in rounds over all repositories."""
        collectors = gitcode_collectors(
            self.http(), BASE, sample_every=self.sample_every, allowance=10**9, clock=self.platform.clock
        )
        targets = [Target(target_id=f"gitcode:{name}", url="") for name in self.platform.repositories]
        for collector in collectors:
            states = {each.target_id: self.states.get((each.target_id, collector.kind)) for each in targets}
            prepare = getattr(collector, "prepare", None)
            if prepare:
                prepare(targets, states)
            waiting = targets
            while waiting:
                waiting = [target for target in waiting if not self._turn(collector, target)]

    def _turn(self, collector: Collector, target: Target) -> bool:
        stream, is_complete = (target.target_id, collector.kind), True
        for batch in collector.collect(target, self.states.get(stream)):
            self.states[stream], is_complete = batch.next_state, batch.is_complete
            self.row_count += len(batch.records)
        return is_complete

    def run_killed(self, at: list[int]) -> None:
        """Collect, killed when the request count comes to each of ``at``."""
        for kill_at in at:
            self.platform.kill_at = kill_at
            try:
                self.run()
            except Killed:
                continue
        self.platform.kill_at = None
        self.run()


def fresh(change_requests: int) -> Platform:
    """Make a platform that nobody has asked yet."""
    return Platform(make_repositories(change_requests), SimulatedClock())


def cost(platform: Platform, work: Callable[[], None]) -> tuple[int, float]:
    """Give the requests and the simulated hours that some work takes."""
    requests_before, seconds_before = platform.request_count, platform.clock.seconds
    work()
    return (
        platform.request_count - requests_before,
        (platform.clock.seconds - seconds_before) / 3600,
    )


def measure(change_requests: int, sample_every: int) -> None:
    """Measure one size and print what came of it."""
    platform = fresh(change_requests)
    sweep = Sweep(platform, sample_every)
    total = sum(each.totals["pulls"] for each in platform.repositories.values())
    print(f"\n{REPOSITORIES} repositories, {total:,} change requests, comments of one in {sample_every}")
    forecast = Forecaster(sweep.http(), BASE, "openharmony").forecast(NOW, sample_every=sample_every)
    whole, hours = cost(platform, sweep.run)
    off = forecast.request_count / whole - 1
    print(f"  forecast     {forecast.request_count:>8,} requests, asked with {forecast.asked_count}")
    print(f"  first pass   {whole:>8,} requests, {hours:6.1f} h; forecast off by {off:+.1%}")
    print("               " + ", ".join(f"{kind} {n:,}" for kind, n in forecast.request_counts.items()))
    killed = fresh(change_requests)
    pieces = [whole * (n + 1) // (KILLS + 1) for n in range(KILLS)]
    broken = Sweep(killed, sample_every)
    again, _ = cost(killed, lambda: broken.run_killed(pieces))
    print(f"  killed {KILLS}x   {again:>8,} requests, {again / whole - 1:+.2%}")
    for name, day in (("quiet day", QUIET), ("busy day", BUSY)):
        rng = random.Random(name)
        costs = []
        for _ in range(5):
            platform.live_a_day(day, rng)
            costs.append(cost(platform, sweep.run)[0])
        print(f"  {name:<12} {max(costs):>8,} requests at most in five in a row {costs}; {day}")
    print(f"  refused for haste: {platform.refused_count + killed.refused_count}")


def main() -> None:
    """Read the arguments and measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--change-requests", type=int, nargs="+", default=[70_000, 1_000_000])
    parser.add_argument("--sample-every", type=int, default=4, help="read the comments of one in so many")
    chosen = parser.parse_args()
    for size in chosen.change_requests:
        measure(size, chosen.sample_every)


if __name__ == "__main__":
    main()
