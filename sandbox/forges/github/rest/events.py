"""Handlers for events: of a repository, of an organisation and of all, in the shape left since 2025-10.

Thirty days back, three hundred at most, to be polled once a minute; that of all is far behind the others.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sandbox.forges.github.rest.context import Context, RepositoryContext, refusal
from sandbox.forges.github.rest.lookup import account
from sandbox.forges.github.rest.pages import numbered, page_number
from sandbox.forges.github.shapes.repositories import Json, Render
from sandbox.forges.github.shapes.threads import issue_json
from sandbox.http.messages import Answer
from sandbox.world.plans import Plan
from sandbox.world.seasons import iso
from sandbox.world.view import RepositoryView, ThreadView

_DAYS, _MOST, _PAGES = 30, 300, 3
_FIREHOSE_PLANS = 40  # the public list shows only some of what happens


class _Moment(NamedTuple):
    at: int
    view: ThreadView
    action: str


def _moments(view: RepositoryView) -> Iterable[_Moment]:
    oldest = view.at - _DAYS * 86_400
    for thread in view.threads:
        if thread.thread.created_at >= oldest:
            yield _Moment(thread.thread.created_at, thread, "opened")
        if thread.closed_at is not None and thread.closed_at >= oldest:
            yield _Moment(thread.closed_at, thread, "closed")


def _actor(user: Json) -> Json:
    return {
        "id": user["id"],
        "login": user["login"],
        "display_login": user["login"],
        "gravatar_id": "",
        "url": user["url"],
        "avatar_url": user["avatar_url"],
    }


def _event(render: Render, moment: _Moment) -> Json:
    view, plan = moment.view, moment.view.repository.plan
    base = render.repository(plan)
    event: Json = {
        "id": str(40_000_000_000 + view.thread.issue_id % 10**10 * 4 + len(moment.action)),
        "actor": _actor(render.author(view.thread.author)),
        "repo": {"id": base["id"], "name": base["full_name"], "url": base["url"]},
        "public": True,
        "created_at": iso(moment.at),
    }
    if base["owner"]["type"] == "Organization":
        event["org"] = _actor(base["owner"])
    if view.thread.change is None:
        payload = {"action": moment.action, "issue": issue_json(render, view)}
        return event | {"type": "IssuesEvent", "payload": payload}
    payload = {"action": moment.action, "number": view.number, "pull_request": _pull(render, plan, view)}
    return event | {"type": "PullRequestEvent", "payload": payload}


def _pull(render: Render, plan: Plan, view: ThreadView) -> Json:
    """Write a change request as events do: an address and its two ends."""
    change, base = view.thread.change, render.repository(plan)
    brief = {"id": base["id"], "url": base["url"], "name": base["name"]}
    return {
        "id": view.thread.change_id,
        "number": view.number,
        "url": f"{base['url']}/pulls/{view.number}",
        "head": {"ref": change.head_branch, "sha": change.commit_shas[-1], "repo": brief} if change else None,
        "base": {"ref": plan.default_branch, "sha": change.base_sha, "repo": brief} if change else None,
    }


def _answer(context: Context, views: Iterable[RepositoryView], url: str) -> Answer:
    moments = sorted(
        (moment for view in views for moment in _moments(view)),
        key=lambda moment: (moment.at, moment.view.thread.issue_id),
        reverse=True,
    )
    if page_number(context.query) > _PAGES and len(moments) > _MOST:
        raise refusal(
            422, "In order to keep the API fast for everyone, pagination is limited for this resource."
        )
    answer = numbered(moments[:_MOST], context.query, url, lambda moment: _event(context.render, moment))
    answer.headers["X-Poll-Interval"] = "60"
    return answer


def list_events(found: RepositoryContext) -> Answer:
    """Answer /events of a repository."""
    return _answer(found.context, [found.view], found.page_url)


def list_organization_events(context: Context, login: str) -> Answer:
    """Answer /orgs/{org}/events."""
    owner = account(context, login)
    if owner.organization is None:
        raise refusal(404, "Not Found")
    plans = context.world.owned_by(owner, context.at)
    return _answer(context, _readable(context, plans), context.url())


def list_public_events(context: Context) -> Answer:
    """Answer /events: some of what happened anywhere."""
    plans = [plan for plan in context.world.plans if plan.exists_at(context.at)]
    return _answer(context, _readable(context, plans[:_FIREHOSE_PLANS]), context.url())


def _readable(context: Context, plans: Iterable[Plan]) -> list[RepositoryView]:
    return [
        context.world.view(plan, context.at)
        for plan in plans
        if plan.hazard != "forbidden" and not (plan.blocked_at is not None and plan.blocked_at <= context.at)
    ]
