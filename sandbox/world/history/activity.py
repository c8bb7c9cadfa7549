"""Everything that ever happens in one repository, generated from its plan and the seed alone."""

import random
from dataclasses import replace

from sandbox.world.history.change_requests import make_change_request, make_commit
from sandbox.world.history.crowd import Crowd
from sandbox.world.history.issues import make_issue
from sandbox.world.history.threads import Asset, Fork, History, Release, Thread
from sandbox.world.people import Person
from sandbox.world.plans import BLOCK, Cast, Plan
from sandbox.world.seasons import DAY, HORIZON, Rhythm, delay

ID_BASE = 2_024_000_000  # the first repositories' ids fit 32 bits, the others' do not, as on the real forge
IDS_PER_REPOSITORY = 4_000_000
FORK_ID_BASE = 1_950_000_000
FORKS_PER_REPOSITORY = 5_000


def _threads(rng: random.Random, plan: Plan, rhythm: Rhythm, crowd: Crowd) -> list[Thread]:
    if plan.is_mirror or plan.is_empty:
        return []
    issues = plan.size.issue_count if plan.has_issues else 0
    threads = [make_issue(rng, at, crowd, plan) for at in rhythm.draw(rng, issues)]
    threads += [
        make_change_request(rng, at, crowd, plan) for at in rhythm.draw(rng, plan.size.change_request_count)
    ]
    return threads


def _number(plan: Plan, threads: list[Thread]) -> None:
    """Give numbers and ids in the order of time, so that an earlier world is a prefix of a later one."""
    base = ID_BASE + plan.number * IDS_PER_REPOSITORY
    comments, reviews, remarks = [], [], []
    changes = 0
    for number, thread in enumerate(threads, start=1):
        thread.number, thread.issue_id = number, base + number
        comments += thread.comments
        if thread.change is not None:
            changes += 1
            thread.change_id = base + changes
            reviews += thread.change.reviews
            remarks += [comment for review in thread.change.reviews for comment in review.comments]
    for k, comment in enumerate(sorted(comments, key=lambda comment: comment.created_at), start=1):
        comment.comment_id = base + k
    for k, review in enumerate(sorted(reviews, key=lambda review: review.submitted_at), start=1):
        review.review_id = base + k
    for k, remark in enumerate(sorted(remarks, key=lambda remark: remark.created_at), start=1):
        remark.comment_id = base + k


def _assets(rng: random.Random, plan: Plan, release_id: int, version: str) -> tuple[Asset, ...]:
    stem = plan.names[0][2]
    names = [f"{stem}-{version}.tar.gz", f"{stem}-{version}.zip", f"{stem}-{version}-arm64.deb"]
    count = rng.choice((0, 1, 1, 2, 3))
    popularity = plan.size.star_count / 400
    return tuple(
        Asset(release_id * 8 + k, names[k], rng.randrange(20_000, 9_000_000), rng.random() * popularity)
        for k in range(count)
    )


def _releases(rng: random.Random, plan: Plan, rhythm: Rhythm, crowd: Crowd) -> list[Release]:
    if plan.is_mirror or plan.is_empty:
        return []
    releases: list[Release] = []
    major, minor = 0, 0
    for number, at in enumerate(rhythm.draw(rng, plan.size.release_count), start=1):
        major, minor = (major + 1, 0) if rng.random() < 0.08 else (major, minor + 1)
        early = rng.random() < 0.15
        version = f"{major}.{minor}.0" + ("-rc.1" if early else "")
        release_id = 210_000_000 + plan.number * 1_000 + number
        releases.append(
            Release(
                release_id,
                f"v{version}",
                crowd.staff(at).account,
                at,
                at + delay(rng, 0.3),
                early,
                _assets(rng, plan, release_id, version),
            )
        )
    return releases


def _forks(rng: random.Random, plan: Plan, rhythm: Rhythm, people: list[Person]) -> list[Fork]:
    base = FORK_ID_BASE + plan.number * FORKS_PER_REPOSITORY
    instants = rhythm.draw(rng, plan.size.fork_count)
    owners = [rng.choice(people).account for _ in instants]
    return [Fork(base + k, owner, at) for k, (owner, at) in enumerate(zip(owners, instants, strict=True))]


def _arrivals(departed: list[Thread]) -> list[Thread]:
    """Copy the issues that come from another repository, as they stand when they come."""
    return [
        replace(
            thread,
            comments=[replace(comment) for comment in thread.comments],
            events=list(thread.events),
            deleted_at=None,
            is_transferred=False,
            arrived_at=thread.deleted_at,
            moved_from=thread,
        )
        for thread in departed
        if thread.is_transferred
    ]


def make_history(
    seed: int, plan: Plan, cast: Cast, bots: list[Person], departed: list[Thread] | None = None
) -> History:
    """Generate a repository's whole life. The same seed and plan always give the same history.

    Of the threads of another repository that ``departed``, those that are transferred arrive here.
    """
    rng = random.Random(f"{seed}:history:{plan.number}")
    rhythm = Rhythm(
        rng, plan.trend, plan.created_at, plan.ends_at, bursts=4 if plan.number % BLOCK == 0 else 1
    )
    crowd = Crowd(rng, plan, cast, bots)
    threads = [*_threads(rng, plan, rhythm, crowd), *_arrivals(departed or [])]
    threads.sort(key=lambda thread: thread.appears_at)
    _number(plan, threads)
    direct = 0 if plan.is_mirror or plan.is_empty else plan.size.direct_commit_count
    return History(
        threads=threads,
        releases=_releases(rng, plan, rhythm, crowd),
        forks=_forks(rng, plan, rhythm, cast.people),
        star_instants=rhythm.draw(rng, plan.size.star_count),
        direct_commits=[make_commit(rng, at, crowd.staff(at), plan) for at in rhythm.draw(rng, direct)],
    )


def downloads(asset: Asset, published_at: int, at: int) -> int:
    """Count an asset's downloads until an instant: never falling, slowing with age."""
    days = max(0, min(at, HORIZON) - published_at) / DAY
    return int(
        asset.downloads_per_day * 40 * (1 - 1 / (1 + days / 40)) + asset.downloads_per_day * days * 0.1
    )
