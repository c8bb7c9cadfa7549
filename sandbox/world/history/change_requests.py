"""The life of a change request: commits, draft, reviews, line comments, merged or closed."""

import random

from sandbox.world.history.crowd import Crowd
from sandbox.world.history.issues import make_comments, make_labels, subject
from sandbox.world.history.threads import (
    Change,
    Comment,
    CommitPlan,
    Edit,
    Event,
    Review,
    ReviewComment,
    Thread,
)
from sandbox.world.people import Account, Person
from sandbox.world.plans import Plan
from sandbox.world.seasons import DAY, HORIZON, delay, instant

_FILES = 24
_BOT_SHARE = 0.07
_SIGNED_SINCE = instant("2022-01-01")
_SIGNED_SHARE, _SIGNED_SHARE_BEFORE = 0.97, 0.65
_RETRIED = 0.3  # the share of changes that fail their project's gate at first
_GENERATED, _GENERATED_SHARE = Edit("src/generated.txt", 2_400, 0), 0.03  # in a project, now and then


def _edits(rng: random.Random, plan: Plan) -> tuple[Edit, ...]:
    count = min(1 + int(rng.expovariate(0.9)), 9)
    chosen = sorted({int(rng.random() ** 2 * _FILES) for _ in range(count)})
    return tuple(
        Edit(f"src/module_{k:02}.txt", 1 + int(rng.expovariate(0.06)), int(rng.expovariate(0.12)))
        for k in chosen
    )


def _sign_off(rng: random.Random, author: Person, at: int, mailbox: str, plan: Plan) -> tuple[str, ...]:
    """Sign with the commit's mailbox in every third repository; in a project, mostly, with that at work."""
    if plan.project is not None:
        is_signed = rng.random() < (_SIGNED_SHARE if at >= _SIGNED_SINCE else _SIGNED_SHARE_BEFORE)
        mailbox = author.work_mailbox(at) or mailbox
    else:
        is_signed = plan.number % 3 == 0
    return (f"Signed-off-by: {author.name} <{mailbox}>",) if is_signed else ()


def make_commit(
    rng: random.Random, at: int, author: Person, plan: Plan, committed_at: int | None = None
) -> CommitPlan:
    """Draw one commit of an author, with a sign-off where the repository's people give one."""
    mailbox = author.mailbox(at, rng.random())
    trailers = _sign_off(rng, author, at, mailbox, plan)
    authored_at = at
    if plan.hazard == "odd_dates" and rng.random() < 0.15:
        authored_at = rng.choice((0, HORIZON + 4_000 * DAY))
    return CommitPlan(
        author, authored_at, committed_at or at, mailbox, subject(rng), _edits(rng, plan), trailers
    )


def _remarks(rng: random.Random, at: int, reviewer: Account, author: Account) -> list[ReviewComment]:
    count = min(int(rng.expovariate(0.8)), 12)
    remarks = [ReviewComment(reviewer, at - 30 * (count - k)) for k in range(count)]
    if remarks and rng.random() < 0.3:
        remarks.append(ReviewComment(author, at + delay(rng, 5)))
    return remarks


def _reviews(rng: random.Random, opened_at: int, author: Account, crowd: Crowd, until: int) -> list[Review]:
    reviews, at = [], opened_at
    count = min(int(rng.expovariate(0.4)), 20) if rng.random() > 0.002 else 34
    for k in range(count):
        at += delay(rng, 7 if k == 0 else 12, 1.5) if count < 30 else delay(rng, 0.4, 0.5)
        if at >= until:
            break
        reviewer = crowd.staff(at).account
        if reviewer is author:
            continue
        state = rng.choices(("COMMENTED", "APPROVED", "CHANGES_REQUESTED", "DISMISSED"), (50, 36, 12, 2))[0]
        reviews.append(Review(reviewer, at, state, _remarks(rng, at, reviewer, author)))
    return reviews


def _commits(rng: random.Random, at: int, author: Person, plan: Plan) -> list[CommitPlan]:
    count = min(1 + int(rng.expovariate(0.9)), 12)
    starts = sorted(at - delay(rng, 10) for _ in range(count))
    first = plan.created_at + 1
    commits = [make_commit(rng, max(start, first), author, plan) for start in starts]
    if plan.project is not None and rng.random() < _GENERATED_SHARE:
        commits[-1].edits += (_GENERATED,)
    return commits


def _settle(rng: random.Random, thread: Thread, change: Change, crowd: Crowd, plan: Plan) -> None:
    draw = rng.random()
    ends_at = thread.created_at + delay(rng, 40, 1.8)
    if draw < 0.76:
        by = thread.author if rng.random() < 0.2 else crowd.staff(ends_at).account
        change.merged_at, change.merged_by, change.merge_style = ends_at, by, plan.merge_style
        thread.events += [Event(ends_at, "merged", by), Event(ends_at, "closed", by)]
    elif draw < 0.92:
        thread.events.append(Event(ends_at + DAY, "closed", crowd.staff(ends_at).account))


def _gate(rng: random.Random, at: int, crowd: Crowd, thread: Thread) -> None:
    """Let the bots of the gate say their word."""
    if rng.random() < 0.5:
        thread.comments.append(Comment(crowd.bot(2).account, at + 40))
    if rng.random() < 0.5:
        thread.comments.append(Comment(crowd.bot(1).account, at + rng.randint(300, 2_400)))


def _project_gate(rng: random.Random, at: int, crowd: Crowd, thread: Thread, author: Account) -> None:
    """Let the author start the gate of a project and the gate answer, in words and by labels."""
    gate, change = crowd.bot(1).account, thread.change
    is_good = change is not None and change.merged_at is not None
    thread.events.append(Event(at + 40, "labeled", gate, "dco检查成功"))
    for _ in range(2 if rng.random() < _RETRIED else 1):
        thread.comments.append(Comment(author, at + rng.randint(60, 600)))
        at += rng.randint(1_200, 5_400)
        thread.comments.append(Comment(gate, at))
    labels = ("编译成功", "静态检查成功") if is_good else ("编译失败",)
    thread.events += [Event(at + 1, "labeled", gate, label) for label in labels]


def make_change_request(rng: random.Random, at: int, crowd: Crowd, plan: Plan) -> Thread:
    """Generate one change request with its commits, reviews and end."""
    from_bot = rng.random() < _BOT_SHARE
    person = crowd.bot(0) if from_bot else crowd.anyone(at)
    author = crowd.account(person)
    labels, events = make_labels(rng, at, crowd.staff(at).account)
    standing = "NONE" if from_bot else crowd.association(person)
    thread = Thread(author, at, subject(rng), standing, labels, has_body=rng.random() < 0.9)
    outside = standing != "MEMBER" and not from_bot
    owner = author if outside else plan.names[0][1]
    change = Change(
        _commits(rng, at, person, plan),
        f"topic-{at % 100_000}",
        None if outside and rng.random() < 0.12 else owner,
        draft_until=at + delay(rng, 20) if rng.random() < 0.1 else None,
    )
    thread.events = events
    _settle(rng, thread, change, crowd, plan)
    change.reviews = _reviews(rng, at, author, crowd, change.merged_at or HORIZON)
    if rng.random() < 0.3:
        change.requested_reviewers = (crowd.staff(at).account,)
    thread.comments = make_comments(rng, at, author, crowd)
    thread.change = change
    if plan.project is None:
        _gate(rng, at, crowd, thread)
    else:
        _project_gate(rng, at, crowd, thread, author)
    thread.comments.sort(key=lambda comment: comment.created_at)
    if change.draft_until is not None:
        thread.events.append(Event(change.draft_until, "ready_for_review", author))
    thread.events.sort(key=lambda event: event.at)
    return thread
