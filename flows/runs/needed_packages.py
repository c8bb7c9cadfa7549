"""Releases of the packages that the collected repositories need, asked for beside the plan.

Which these are stands in the states of the git streams. Nobody registers them, so they belong to no coverage;
each is asked for once a week, those first that most repositories need, and no more than the settings allow. A
registry that does not answer is let be until the next run, and the run is whole without it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from collectors.clock import day_of
from collectors.protocol import Target
from flows.ledger import LedgerEntry
from flows.registry.selection import registered_packages, registered_repositories
from flows.runs import steps
from flows.runs.run import Job, Portion
from warehouse import Stream

RELEASES = "releases"
ASKED = Stream("dependencies", "packages", "asked")
REGISTRIES = ("npm", "pypi", "ohpm")
"""Ecosystems whose registry is read, under the source of the same name."""
UNANSWERED = frozenset({"unreachable", "rate_limited", "skipped", "no_token", "no_registry"})
"""Outcomes after which a package is asked for again in the next run."""


def collect(job: Job) -> list[LedgerEntry]:
    """Ask for the releases of needed packages that this week has not asked for yet."""
    week = f"{day_of(job.ledger.run.started_at):%G-W%V}"
    asked = _asked(job, week)
    wanted = [package_id for package_id in _needed(job) if package_id not in asked]
    if not wanted or job.stop.is_requested():
        return []
    job.progress.begin(len(job.ledger.entries) + len(wanted))
    job.beside.update(wanted)
    entries = [entry for portions in _by_registry(wanted) for entry in _ask(job, portions)]
    asked |= {entry.target_id for entry in entries if entry.outcome not in UNANSWERED}
    job.landing.append(
        ASKED,
        [],
        {"week": week, "asked": sorted(asked)},
        observed_at=job.ledger.run.started_at,
        run_id=job.ledger.run.run_id,
    )
    return entries


def _asked(job: Job, week: str) -> set[str]:
    """Give the packages that were asked for in this week."""
    state = job.landing.state(ASKED) or {}
    return set(state["asked"]) if state.get("week") == week else set()


def _needed(job: Job) -> list[str]:
    """List the unregistered packages that the scope's repositories need at run time, the busiest first."""
    limit = job.config.settings.collecting.dependency_packages
    if not limit or job.request.recording.replay is not None:
        return []
    hidden = {
        each.repository_id for each in registered_repositories(job.config).values() if each.is_aggregate_only
    }
    needed: Counter[str] = Counter()
    for target in job.selected.get(("git", "history"), ()):
        if target.target_id not in hidden:  # the ledger would name what only they need
            state = job.landing.state(Stream("git", target.target_id, "history")) or {}
            needed.update((state.get("landed") or {}).get("packages", ()))
    registered = registered_packages(job.config)
    found = [each for each in needed if each.partition(":")[0] in REGISTRIES and each not in registered]
    return sorted(found, key=lambda package_id: (-needed[package_id], package_id))[:limit]


def _by_registry(package_ids: Sequence[str]) -> Iterator[list[Portion]]:
    """Cut the packages of each registry into portions; the first holds one, to see whether it answers."""
    found: defaultdict[str, list[Target]] = defaultdict(list)
    for package_id in package_ids:
        ecosystem, _, name = package_id.partition(":")
        found[ecosystem].append(Target(target_id=package_id, url=f"pkg:{ecosystem}/{quote(name)}"))
    for ecosystem, targets in found.items():
        portions = [targets[:1], targets[1:]]
        yield [Portion(ecosystem, RELEASES, n, tuple(each)) for n, each in enumerate(portions, 1) if each]


def _ask(job: Job, portions: Sequence[Portion]) -> Iterator[LedgerEntry]:
    """Ask one registry, portion by portion, as long as it answers."""
    for portion in portions:
        entries = steps.collect(job, portion)
        yield from entries
        if all(entry.outcome in UNANSWERED for entry in entries):
            return
