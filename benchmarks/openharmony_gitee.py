"""What one pass over the Gitee side that OpenHarmony left costs, and what every run after it.

    python benchmarks/openharmony_gitee.py [--change-requests 70000]

The world of ``openharmony_sweep.py`` as it stood on the day of the move is served by the sandbox's own Gitee,
a year later by a simulated clock; asked about are as many of its repositories as the config plans there.
Printed are the forecast, what the pass then took, the hours at the pace of one token, and the requests of the
next run. It ends with 1 where the forecast is off by more than a tenth, or a closed list is asked for again.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from openharmony_sweep import HOST, MOST_OFF_RATIO, PLENTY, InProcess, SimulatedClock, Sweep
from openharmony_world import OWNER, REPOSITORIES, OpenHarmony

from collectors.clock import SHANGHAI
from collectors.forges.gitee.all_kinds import PACE_SECONDS, gitee_collectors
from collectors.forges.gitee.forecast import GiteeForecaster
from collectors.http.client import Http
from collectors.openharmony.forge_moves import MOVES
from collectors.protocol import Collector, Target
from flows.config.load import load_config
from flows.config.settings import CHECKOUT
from flows.registry.selection import select
from sandbox.forges.gitee.api import Gitee
from sandbox.http.limits import LimitSettings

LIMITS = LimitSettings(core_per_hour=5_000)
MOVED_AT = datetime.combine(MOVES[OWNER].moved_on, time(), SHANGHAI)


@dataclass
class GiteeSweep(Sweep):
    """Runs Gitee's collectors over the repositories that are planned there."""

    base_url: str = f"https://{HOST}/gitee/api/v5"
    sample_every: int = 1
    pace_seconds: float = PACE_SECONDS
    planned_count: int = REPOSITORIES

    def collectors(self, http: Http) -> Sequence[Collector]:
        """Give the collectors of one run, without the allowance that spreads comments over many."""
        return gitee_collectors(http, self.base_url, allowance=PLENTY, clock=self.clock)

    def targets(self) -> list[Target]:
        """Name the planned repositories, spread evenly over the small and the large."""
        numbers = (n * REPOSITORIES // self.planned_count for n in range(self.planned_count))
        return [Target(target_id=f"gitee:{OWNER}/part_{number}", url="") for number in numbers]


def measure(change_requests: int) -> bool:
    """Measure one size and print what came of it; tell whether it keeps within the gates."""
    world, clock = OpenHarmony(change_requests), SimulatedClock()
    world.until = int(MOVED_AT.timestamp())
    planned_count = len(select(load_config(CHECKOUT / "config"), OWNER).place_ids)
    sweep = GiteeSweep(InProcess(world, clock, Gitee(), LIMITS), clock, planned_count=planned_count)
    names = {target.target_id.partition(":")[2] for target in sweep.targets()}
    views = [world.view(plan) for plan in world.plans if plan.full_name_at(world.until).lower() in names]
    total = sum(len(view.changes) for view in views)
    print(
        f"{len(views)} of {REPOSITORIES} repositories, {total:,} change requests opened before {MOVED_AT:%F}"
    )
    told = GiteeForecaster(sweep.http(), sweep.base_url, OWNER, names).forecast(clock.now())
    before = clock.seconds
    whole = sweep.run()
    off = told.request_count / whole - 1
    print(f"  forecast     {told.request_count:>8,} requests, asked with {told.asked_count}")
    print(
        f"  the pass     {whole:>8,} requests, {(clock.seconds - before) / 3600:.1f} h, forecast {off:+.1%}"
    )
    for kind, count in sweep.by_kind.items():
        print(f"    {kind:24}{count:>8,} (forecast {told.request_counts.get(kind, 0):,})")
    again = sweep.run()
    closed = sum(count for kind, count in sweep.by_kind.items() if kind != "repository")
    print(f"  the next run {again:>8,} requests, {closed} of them for closed lists")
    return abs(off) <= MOST_OFF_RATIO and closed == 0


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--change-requests", type=int, default=70_000, help="of the whole world, to its end")
    return 0 if measure(parser.parse_args().change_requests) else 1


if __name__ == "__main__":
    sys.exit(main())
