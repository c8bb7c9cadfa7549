"""The life of an issue: opened, labelled, answered, closed, sometimes reopened."""

import random

from sandbox.world.history.crowd import Crowd
from sandbox.world.history.threads import Comment, Event, Thread
from sandbox.world.organizations import MARK_ZH
from sandbox.world.people import Account
from sandbox.world.plans import Plan
from sandbox.world.seasons import DAY, DEFAULT_UNTIL, delay, instant

LABELS = ("bug", "enhancement", "question", "documentation", "good first issue", "performance", "duplicate")
_LABEL_WEIGHTS = (10, 7, 6, 3, 2, 2, 1)
_SUBJECTS = (
    "启动失败",
    "构建报错",
    "希望支持新设备",
    "文档缺失",
    "性能回退",
    "接口不清楚",
    "升级依赖",
    "偶发崩溃",
)
_REASONS_SINCE = instant("2022-05-01")
_DISCUSSED = 0.0012  # the share of threads with more comments than one page of any API holds
_MOVED_AT = DEFAULT_UNTIL + 2 * DAY


def subject(rng: random.Random) -> str:
    """Invent a title."""
    return f"{MARK_ZH}：{rng.choice(_SUBJECTS)}"


def make_comments(rng: random.Random, created_at: int, author: Account, crowd: Crowd) -> list[Comment]:
    """Draw the conversation: mostly a few remarks, now and then more than a hundred."""
    count = min(int(rng.expovariate(0.42)), 40)
    if rng.random() < _DISCUSSED:
        count = rng.randint(105, 160)
    comments, at = [], created_at
    for k in range(count):
        at += delay(rng, 9 if k == 0 else 20, 1.6) if count < 100 else delay(rng, 2)
        writer = author if rng.random() < 0.3 and k else crowd.anyone(at).account
        comment = Comment(writer, at)
        draw = rng.random()
        if draw < 0.04:
            comment.edited_at = at + delay(rng, 3)
        elif draw < 0.046:
            comment.deleted_at = at + delay(rng, 60)
        elif draw < 0.1:
            comment.reaction_count = rng.randint(1, 4)
        comments.append(comment)
    return comments


def make_labels(rng: random.Random, created_at: int, actor: Account) -> tuple[tuple[str, ...], list[Event]]:
    """Draw the labels given at once and those given or taken later."""
    first = tuple(sorted(set(rng.choices(LABELS, _LABEL_WEIGHTS, k=rng.choice((0, 0, 1, 1, 2))))))
    events = []
    if rng.random() < 0.35:
        at, label = created_at + delay(rng, 30), rng.choices(LABELS, _LABEL_WEIGHTS)[0]
        events.append(Event(at, "labeled", actor, label))
        if rng.random() < 0.2:
            events.append(Event(at + delay(rng, 50), "unlabeled", actor, label))
    if rng.random() < 0.25:
        events.append(Event(created_at + delay(rng, 40), "assigned", actor, actor.login))
    return first, events


def _closings(rng: random.Random, thread: Thread, crowd: Crowd) -> list[Event]:
    if rng.random() > 0.84:
        return []
    at = thread.created_at + delay(rng, 110, 1.9)
    reason = rng.choices(("completed", "not_planned", "duplicate"), (80, 16, 4))[0]
    closer = crowd.staff(at).account if rng.random() < 0.7 else thread.author
    events = [Event(at, "closed", closer, reason if at >= _REASONS_SINCE else "")]
    while rng.random() < 0.07:
        at += delay(rng, 60)
        events.append(Event(at, "reopened", thread.author))
        if rng.random() < 0.8:
            at += delay(rng, 90)
            events.append(Event(at, "closed", crowd.staff(at).account, "completed"))
        else:
            break
    return events


def make_issue(rng: random.Random, at: int, crowd: Crowd, plan: Plan) -> Thread:
    """Generate one issue."""
    person = crowd.anyone(at)
    author = crowd.account(person)
    labels, events = make_labels(rng, at, crowd.staff(at).account)
    thread = Thread(author, at, subject(rng), crowd.association(person), labels, has_body=rng.random() < 0.95)
    thread.comments = make_comments(rng, at, author, crowd)
    thread.events = sorted([*events, *_closings(rng, thread, crowd)], key=lambda event: event.at)
    draw = rng.random()
    if draw < 0.004:
        thread.deleted_at = at + delay(rng, 200)
    elif plan.hazard == "issue_moves" and draw < 0.3:
        thread.deleted_at, thread.is_transferred = max(_MOVED_AT, at + DAY), True
    return thread
