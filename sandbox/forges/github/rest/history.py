"""Handlers for what happened to a thread, event by event, and for what lies between two commits."""

from sandbox.forges.github.rest.context import RepositoryContext, refusal
from sandbox.forges.github.rest.git import main_commits
from sandbox.forges.github.rest.pages import numbered, page_number, page_size
from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.repositories import Json
from sandbox.forges.github.shapes.threads import LABEL_COLORS, issue_comment_json, issue_json, review_json
from sandbox.http.messages import Answer
from sandbox.world.code.commits import Commit, ancestors
from sandbox.world.history.threads import Event
from sandbox.world.seasons import iso
from sandbox.world.view import ThreadView, present

_MOST_COMPARED = 250  # commits on one page of a comparison


def _event_json(found: RepositoryContext, view: ThreadView, number: int, event: Event) -> Json:
    """Write one event; its id follows from its place, so that it is the same whenever it is asked for."""
    base = found.render.repository(found.plan)
    event_id = view.thread.issue_id * 100 + number
    commit_id = _commit_of(view, event)
    written: Json = {
        "id": event_id,
        "node_id": node_id("E", found.plan.repository_id, view.number, number),
        "url": f"{base['url']}/issues/events/{event_id}",
        "actor": found.render.user(event.actor),
        "event": event.kind,
        "commit_id": commit_id,
        "commit_url": f"{base['url']}/commits/{commit_id}" if commit_id else None,
        "created_at": iso(event.at),
        "performed_via_github_app": None,
    }
    if event.kind in ("labeled", "unlabeled"):
        written["label"] = {"name": event.detail, "color": LABEL_COLORS.get(event.detail, "ededed")}
    elif event.kind == "assigned":
        written |= {role: found.render.user(event.actor) for role in ("assignee", "assigner")}
    elif event.kind in ("closed", "reopened"):
        written["state_reason"] = event.detail or None
    return written


def _commit_of(view: ThreadView, event: Event) -> str | None:
    change = view.thread.change
    return change.merge_sha if change is not None and event.kind == "merged" else None


def list_issue_events(found: RepositoryContext) -> Answer:
    """Answer /issues/events: what happened to any issue or change request, newest first."""
    moments = [(view, k, event) for view in found.view.threads for k, event in enumerate(view.events)]
    moments.sort(key=lambda moment: (moment[2].at, moment[0].number, moment[1]), reverse=True)

    def write(moment: tuple[ThreadView, int, Event]) -> Json:
        return {**_event_json(found, *moment), "issue": issue_json(found.render, moment[0])}

    return numbered(moments, found.query, found.page_url, write)


def list_timeline(found: RepositoryContext, number: str) -> Answer:
    """Answer /issues/{number}/timeline: events, remarks, commits and reviews, oldest first."""
    view = found.thread(number)
    known = [k for k, event in enumerate(view.events) if present(event.actor, found.view.at) is not None]
    moments = [(view.events[k].at, _event_json(found, view, k, view.events[k])) for k in known]
    for comment in view.comments:
        written = issue_comment_json(found.render, view, comment)
        moments.append((comment.created_at, {**written, "event": "commented", "actor": written["user"]}))
    moments += _of_change(found, view)
    moments.sort(key=lambda moment: moment[0])
    return numbered([written for _, written in moments], found.query, found.page_url, lambda item: item)


def _of_change(found: RepositoryContext, view: ThreadView) -> list[tuple[int, Json]]:
    """Write what only a change request has in its timeline."""
    change, commits = view.thread.change, found.view.git.commits if found.view.git else {}
    if change is None:
        return []
    made = [commits[sha] for sha in change.commit_shas]
    moments = [(commit.committer.at, _committed(found, commit)) for commit in made]
    for review in view.reviews:
        if present(review.author, found.view.at) is not None:
            written = review_json(found.render, view, change, review)
            state = str(written["state"]).lower()
            moments.append((review.submitted_at, {**written, "event": "reviewed", "state": state}))
    return moments


def _committed(found: RepositoryContext, commit: Commit) -> Json:
    whole = found.render.commit(found.plan, commit)
    facts = whole["commit"]
    return {
        "event": "committed",
        **{name: whole[name] for name in ("sha", "node_id", "url", "html_url")},
        **{name: facts[name] for name in ("author", "committer", "tree", "message", "verification")},
        "parents": whole["parents"],
    }


def compare(found: RepositoryContext, base: str, head: str) -> Answer:
    """Answer /compare/{base}...{head}: what the head has and the base has not, oldest first, page by page."""
    known = found.view.git.commits if found.view.git else {}
    tips = {found.plan.default_branch: main_commits(found)[0].sha}
    ends = [tips.get(name, name) for name in (base, head)]
    if any(sha not in known for sha in ends):
        raise refusal(404, "Not Found")
    behind, ahead = (ancestors(known, [sha]) for sha in ends)
    fresh = sorted((known[sha] for sha in ahead - behind), key=lambda c: (c.committer.at, c.sha))
    shared = max((known[sha] for sha in ahead & behind), key=lambda c: (c.committer.at, c.sha), default=None)
    if shared is None:
        raise refusal(404, f"No common ancestor between {base} and {head}.")
    return Answer.json(_comparison(found, (base, head), known[ends[0]], shared, fresh, len(behind - ahead)))


def _comparison(
    found: RepositoryContext,
    names: tuple[str, str],
    base: Commit,
    shared: Commit,
    fresh: list[Commit],
    behind_count: int,
) -> Json:
    repository, name = found.render.repository(found.plan), "...".join(names)
    page, size = page_number(found.query), page_size(found.query, _MOST_COMPARED, _MOST_COMPARED)
    page_url = f"{repository['html_url']}/compare/{name}"
    states = {(True, True): "diverged", (True, False): "ahead", (False, True): "behind"}
    return {
        "url": f"{repository['url']}/compare/{name}",
        "html_url": page_url,
        "permalink_url": page_url,
        "diff_url": f"{page_url}.diff",
        "patch_url": f"{page_url}.patch",
        "base_commit": found.render.commit(found.plan, base),
        "merge_base_commit": found.render.commit(found.plan, shared),
        "status": states.get((bool(fresh), bool(behind_count)), "identical"),
        "ahead_by": len(fresh),
        "behind_by": behind_count,
        "total_commits": len(fresh),
        "commits": [found.render.commit(found.plan, c) for c in fresh[(page - 1) * size : page * size]],
        "files": [],
    }
