"""What a pass over the whole of OpenHarmony costs on GitCode, with a simulated clock.

    python benchmarks/openharmony_sweep.py [--change-requests 70000 1000000] [--sample-every 4]

514 repositories of long-tailed sizes are served by the sandbox's own GitCode, which refuses whoever asks for
more than 50 a minute or 4,000 an hour; its handlers are called in this process, since over HTTP it would take
hours. A smaller world is collected both ways first, to show that both are the same. Printed for each size:
the forecast and what the pass then took, the hours at the real quota, what ten kills in the middle of a
request add, and the requests of a quiet and of a busy day. It ends with 1 where a gate is missed.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import requests
from openharmony_world import BUSY, NOW, OWNER, QUIET, REPOSITORIES, OpenHarmony

from collectors.forges.gitcode.all_kinds import PACE_SECONDS, gitcode_collectors
from collectors.forges.gitcode.forecast import Forecaster
from collectors.http.client import Http
from collectors.http.tokens import Credential, TokenPool
from collectors.http.transport import Network, Question, Transport
from collectors.http.waiting import WaitingBudget
from collectors.protocol import Collector, State, Target
from flows.registry.selection import DISCOVERY
from sandbox import Sandbox
from sandbox.forges.gitcode.api import Gitcode
from sandbox.forges.v5.door import GITCODE_LIMITS, Forge, V5Door
from sandbox.http.limits import Limits, LimitSettings
from sandbox.http.messages import Request
from sandbox.http.tokens import DEFAULT_TOKENS, Tokens
from sandbox.world.seasons import DAY

HOST = "sandbox.invalid"
LATENCY_SECONDS = 0.3
KILLS = 10
PLENTY = 10**9
MOST_ON_A_QUIET_DAY = 200
MOST_OFF_RATIO = 0.10
MOST_LOST_RATIO = 0.02


class SimulatedClock:
    """Time that passes only by sleeping and by asking."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        """Give the simulated instant."""
        return datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        """Give the simulated seconds."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


class Killed(Exception):
    """The process ends in the middle of a request."""


class InProcess:
    """A transport into the sandbox's GitCode without any socket."""

    is_live = True

    def __init__(
        self,
        world: OpenHarmony,
        clock: SimulatedClock,
        forge: Forge | None = None,
        limits: LimitSettings = GITCODE_LIMITS,
    ) -> None:
        """Ask ``forge``, else GitCode."""
        self.clock = clock
        self.world = world
        self.request_count = self.refused_count = 0
        self.kill_at: int | None = None
        self._door = V5Door(world, forge or Gitcode(), Limits(limits, clock.elapsed), Tokens())

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Answer, refuse, or be killed."""
        self.request_count += 1
        if self.kill_at is not None and self.request_count >= self.kill_at:
            self.kill_at = None
            raise Killed
        self.clock.sleep(LATENCY_SECONDS)
        parts = urlsplit(question.url)
        headers = {"authorization": authorization or ""}
        request = Request("GET", parts.path, parts.query, headers, b"", f"https://{HOST}", self.world.until)
        answer = self._door.handle(request)
        self.refused_count += answer.status == 429
        response = requests.Response()
        response.status_code, response.url = answer.status, question.url
        response.headers.update(answer.headers)
        response._content = answer.body
        return response

    def forget(self, response: requests.Response) -> None:
        """Nothing is stored."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Sweep:
    """Runs the collectors over all repositories as a flow does, landing only whole batches."""

    transport: Transport
    clock: SimulatedClock
    base_url: str = f"https://{HOST}/gitcode/api/v5"
    sample_every: int = 4
    pace_seconds: float = PACE_SECONDS
    states: dict[tuple[str, str], State] = field(default_factory=dict)
    row_count: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)

    def http(self) -> Http:
        """Ask through the real edge, with one token at its pace."""
        waiting = WaitingBudget(self.clock, 1e12)
        host, pace = urlsplit(self.base_url).netloc, self.pace_seconds
        credentials = [Credential("token", lambda: DEFAULT_TOKENS[0])]
        tokens = TokenPool(credentials, self.clock, waiting, host=host, pace_seconds=pace)
        return Http(self.transport, tokens=tokens, clock=self.clock, waiting=waiting)

    def run(self) -> int:
        """Collect every kind, most valuable first, in rounds over all repositories; give the requests."""
        http, repositories = self.http(), self.targets()
        self.by_kind.clear()
        for collector in self.collectors(http):
            targets = self.accounts() if collector.kind == DISCOVERY else repositories
            before = http.request_count
            states = {each.target_id: self.states.get((each.target_id, collector.kind)) for each in targets}
            if prepare := getattr(collector, "prepare", None):
                prepare(targets, states)
            waiting = targets
            while waiting:
                waiting = [target for target in waiting if not self._turn(collector, target)]
            self.by_kind[collector.kind] = http.request_count - before
        return http.request_count

    def collectors(self, http: Http) -> Sequence[Collector]:
        """Give the collectors of one run."""
        return gitcode_collectors(
            http,
            self.base_url,
            sample_every=self.sample_every,
            allowance=PLENTY,
            commit_allowance=PLENTY,
            clock=self.clock,
        )

    def targets(self) -> list[Target]:
        """Name every repository."""
        return [Target(target_id=f"gitcode:{OWNER}/part_{n}", url="") for n in range(REPOSITORIES)]

    def accounts(self) -> list[Target]:
        """Name every account that is looked through."""
        forge = urlsplit(self.base_url).path.split("/")[1]
        return [Target(target_id=f"{forge}:{OWNER}", url="")]

    def _turn(self, collector: Collector, target: Target) -> bool:
        stream, is_complete = (target.target_id, collector.kind), True
        for batch in collector.collect(target, self.states.get(stream)):
            self.states[stream], is_complete = batch.next_state, batch.is_complete
            self.row_count += len(batch.records)
        return is_complete


def in_process(world: OpenHarmony, sample_every: int) -> tuple[InProcess, Sweep]:
    """Make a sweep that nobody has begun yet."""
    world.until = NOW
    clock = SimulatedClock()
    transport = InProcess(world, clock)
    return transport, Sweep(transport, clock, sample_every=sample_every)


def killed(world: OpenHarmony, sample_every: int, at: list[int]) -> InProcess:
    """Collect, killed when the request count comes to each of ``at``."""
    transport, sweep = in_process(world, sample_every)
    for kill_at in at:
        transport.kill_at = kill_at
        try:
            sweep.run()
        except Killed:
            continue
    transport.kill_at = None
    sweep.run()
    return transport


def agree(change_requests: int, sample_every: int) -> bool:
    """Collect one world in this process and over HTTP; tell whether both came to the same."""
    world = OpenHarmony(change_requests)
    _, ours = in_process(world, sample_every)
    expected = ours.run()
    with Sandbox(world) as sandbox:
        network = Sweep(Network(), SimulatedClock(), sandbox.gitcode_api_url, sample_every, pace_seconds=0)
        started = time.perf_counter()
        asked = network.run()
        seconds = time.perf_counter() - started
    is_same = (asked, network.row_count, network.states) == (expected, ours.row_count, ours.states)
    print(
        f"{change_requests:,} change requests over HTTP: {asked:,} requests, {network.row_count:,} rows,"
        f" {seconds:.0f} s; in process {expected:,} and {ours.row_count:,}; the same: {is_same}"
    )
    return is_same


def measure(change_requests: int, sample_every: int, quiet_days: int, busy_days: int) -> bool:
    """Measure one size and print what came of it; tell whether it keeps within the gates."""
    world = OpenHarmony(change_requests, [QUIET] * quiet_days + [BUSY] * busy_days)
    transport, sweep = in_process(world, sample_every)
    total = sum(len(world.view(plan).changes) for plan in world.plans)
    print(f"\n{REPOSITORIES} repositories, {total:,} change requests, comments of one in {sample_every}")
    forecaster = Forecaster(sweep.http(), sweep.base_url, OWNER)
    forecast = forecaster.forecast(sweep.clock.now(), sample_every=sample_every)
    before = sweep.clock.seconds
    whole = sweep.run()
    off = forecast.request_count / whole - 1
    print(f"  forecast     {forecast.request_count:>8,} requests, asked with {forecast.asked_count}")
    print(f"  first pass   {whole:>8,} requests, {(sweep.clock.seconds - before) / 3600:.1f} h, {off:+.1%}")
    told = forecast.request_counts
    said = (f"{kind} {told.get(kind, 0):,}/{n:,}" for kind, n in sweep.by_kind.items())
    print("               " + ", ".join(said), flush=True)
    quiet = [a_day(world, sweep, n) for n in range(quiet_days)]
    last = dict(sweep.by_kind)
    busy = [a_day(world, sweep, quiet_days + n) for n in range(busy_days)]
    kinds = ", ".join(f"{kind} {n}" for kind, n in last.items())
    print(f"  quiet day    {max(quiet):>8,} requests at most {quiet}; {QUIET}")
    print(f"               {kinds}")
    print(f"  busy day     {max(busy):>8,} requests at most {busy}; {BUSY}")
    pieces = [whole * (n + 1) // (KILLS + 1) for n in range(KILLS)]
    broken = killed(world, sample_every, pieces)
    lost = broken.request_count / whole - 1
    print(f"  killed {KILLS}x   {broken.request_count:>8,} requests, {lost:+.2%}")
    print(f"  refused for haste: {transport.refused_count + broken.refused_count}", flush=True)
    return abs(off) <= MOST_OFF_RATIO and max(quiet) < MOST_ON_A_QUIET_DAY and lost <= MOST_LOST_RATIO


def a_day(world: OpenHarmony, sweep: Sweep, number: int) -> int:
    """Let a day pass and collect what it brought; give the requests."""
    world.until = NOW + (number + 1) * DAY
    sweep.clock.sleep(DAY - sweep.clock.seconds % DAY)
    return sweep.run()


def main() -> int:
    """Read the arguments and measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--change-requests", type=int, nargs="+", default=[70_000, 1_000_000])
    parser.add_argument("--over-http", type=int, default=2_000, help="change requests of the smaller world")
    parser.add_argument("--sample-every", type=int, default=4, help="read the comments of one in so many")
    parser.add_argument("--quiet-days", type=int, default=14)
    parser.add_argument("--busy-days", type=int, default=3)
    chosen = parser.parse_args()
    is_good = agree(chosen.over_http, chosen.sample_every)
    for size in chosen.change_requests:
        days = (chosen.quiet_days, chosen.busy_days)
        is_good = measure(size, chosen.sample_every, *days) and is_good
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
