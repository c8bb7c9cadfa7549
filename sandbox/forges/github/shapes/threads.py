"""Issues, change requests, reviews and comments in the shape of GitHub's REST API."""

from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.repositories import Json, Render, iso_or_none
from sandbox.world.history.threads import Change, Comment, Review, ReviewComment
from sandbox.world.people import Account
from sandbox.world.plans import Plan
from sandbox.world.seasons import iso
from sandbox.world.view import ThreadView

REACTIONS = ("+1", "heart", "rocket", "eyes")
_REACTION_KEYS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")
LABEL_COLORS = {"bug": "d73a4a", "enhancement": "a2eeef", "question": "d876e3", "documentation": "0075ca"}
_TEXT = "演示文本，内容均为虚构。(Demonstration text, all of it invented.)"


def label_json(render: Render, plan: Plan, name: str) -> Json:
    """Write a label."""
    number = sum(name.encode())
    return {
        "id": plan.repository_id * 4 + number,
        "node_id": node_id("LA", plan.repository_id, name.replace(".", "_")),
        "url": f"{render.repository(plan)['url']}/labels/{name.replace(' ', '%20')}",
        "name": name,
        "description": "演示标签",
        "color": LABEL_COLORS.get(name, "ededed"),
        "default": name in LABEL_COLORS,
    }


def reactions_json(url: str, count: int) -> Json:
    """Write the roll-up of reactions."""
    found = dict.fromkeys(_REACTION_KEYS, 0)
    for k in range(count):
        found[REACTIONS[k % len(REACTIONS)]] += 1
    return {"url": f"{url}/reactions", "total_count": count, **found}


def _assignees(render: Render, accounts: tuple[Account, ...]) -> Json:
    users = [user for user in (render.user(account) for account in accounts) if user is not None]
    found: Json = {"assignees": users}
    if not render.is_new:
        found["assignee"] = users[0] if users else None
    return found


def issue_json(render: Render, view: ThreadView, *, single: bool = False) -> Json:
    """Write an issue; a change request too, since lists of issues hold both."""
    plan, thread = view.repository.plan, view.thread
    base = render.repository(plan)
    url = f"{base['url']}/issues/{view.number}"
    page = f"{base['html_url']}/{'pull' if view.is_change else 'issues'}/{view.number}"
    issue: Json = {
        "url": url,
        "repository_url": base["url"],
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": page,
        "id": thread.issue_id,
        "node_id": _thread_node(view),
        "number": view.number,
        "title": thread.title,
        "user": render.author(thread.author),
        "labels": [label_json(render, plan, name) for name in view.labels],
        "state": view.state,
        "locked": False,
        **_assignees(render, view.assignees),
        "milestone": None,
        "comments": len(view.comments),
        "created_at": iso(thread.created_at),
        "updated_at": iso(view.updated_at),
        "closed_at": iso_or_none(view.closed_at),
        "author_association": thread.association,
        "active_lock_reason": None,
        "body": _TEXT if thread.has_body else None,
        "reactions": reactions_json(url, 0),
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": view.state_reason,
    }
    if view.is_change:
        pull = f"{base['url']}/pulls/{view.number}"
        issue["draft"] = view.is_draft
        issue["pull_request"] = {
            "url": pull,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "merged_at": iso_or_none(view.merged_at),
        }
    if single:
        issue["closed_by"] = render.user(view.closed_by)
    return issue


def _thread_node(view: ThreadView) -> str:
    return node_id("PR" if view.is_change else "I", view.repository.plan.repository_id, view.number)


def issue_comment_json(render: Render, view: ThreadView, comment: Comment) -> Json:
    """Write a remark on an issue or change request."""
    base = render.repository(view.repository.plan)
    url = f"{base['url']}/issues/comments/{comment.comment_id}"
    kind = "pull" if view.is_change else "issues"
    edited = comment.edited_at if comment.edited_at and comment.edited_at <= render.at else None
    return {
        "url": url,
        "html_url": f"{base['html_url']}/{kind}/{view.number}#issuecomment-{comment.comment_id}",
        "issue_url": f"{base['url']}/issues/{view.number}",
        "id": comment.comment_id,
        "node_id": node_id("IC", view.repository.plan.repository_id, view.number, comment.comment_id),
        "user": render.author(comment.author),
        "created_at": iso(comment.created_at),
        "updated_at": iso(edited or comment.created_at),
        "body": _TEXT,
        "author_association": "MEMBER",
        "reactions": reactions_json(url, comment.reaction_count),
        "performed_via_github_app": None,
    }


def _branch(render: Render, plan: Plan, owner: Account | None, branch: str, sha: str) -> Json:
    """Write one end of a change request; the repository is null where the fork is gone."""
    return {
        "label": f"{owner.login}:{branch}" if owner else None,
        "ref": branch,
        "sha": sha,
        "user": render.user(owner),
        "repo": None if owner is None else render.repository(plan),
    }


def _pull_links(base: Json, number: int, head_sha: str) -> dict[str, str]:
    url, issue = f"{base['url']}/pulls/{number}", f"{base['url']}/issues/{number}"
    return {
        "self": url,
        "html": f"{base['html_url']}/pull/{number}",
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{url}/comments",
        "review_comment": f"{base['url']}/pulls/comments{{/number}}",
        "commits": f"{url}/commits",
        "statuses": f"{base['url']}/statuses/{head_sha}",
    }


def pull_json(render: Render, view: ThreadView, change: Change, *, single: bool = False) -> Json:
    """Write a change request as lists do, or with all that only its own page has."""
    plan, thread = view.repository.plan, view.thread
    base = render.repository(plan)
    head_sha = change.commit_shas[-1]
    merge_sha = change.merge_sha if view.merged_at else None
    links = _pull_links(base, view.number, head_sha)
    reviewers = [render.user(account) for account in change.requested_reviewers]
    pull: Json = {
        "url": links["self"],
        "id": thread.change_id,
        "node_id": _thread_node(view),
        "html_url": links["html"],
        "diff_url": f"{links['html']}.diff",
        "patch_url": f"{links['html']}.patch",
        "issue_url": links["issue"],
        **{f"{name}_url": links[name] for name in ("commits", "review_comments", "review_comment")},
        **{f"{name}_url": links[name] for name in ("comments", "statuses")},
        "number": view.number,
        "state": view.state,
        "locked": False,
        "title": thread.title,
        "user": render.author(thread.author),
        "body": _TEXT if thread.has_body else None,
        "created_at": iso(thread.created_at),
        "updated_at": iso(view.updated_at),
        "closed_at": iso_or_none(view.closed_at),
        "merged_at": iso_or_none(view.merged_at),
        **({} if render.is_new else {"merge_commit_sha": merge_sha}),
        **_assignees(render, view.assignees),
        "requested_reviewers": [user for user in reviewers if user is not None],
        "requested_teams": [],
        "labels": [label_json(render, plan, name) for name in view.labels],
        "milestone": None,
        "draft": view.is_draft,
        "head": _branch(render, plan, change.head_owner, change.head_branch, head_sha),
        "base": _branch(render, plan, plan.name_at(render.at)[0], plan.default_branch, change.base_sha),
        "_links": {name: {"href": href} for name, href in links.items()},
        "author_association": thread.association,
        "auto_merge": None,
        "active_lock_reason": None,
    }
    return pull | _pull_details(render, view, change) if single else pull


def _pull_details(render: Render, view: ThreadView, change: Change) -> Json:
    is_open = view.state == "open"
    return {
        "merged": view.merged_at is not None,
        "mergeable": True if is_open else None,
        "rebaseable": None,
        "mergeable_state": "clean" if is_open else "unknown",
        "merged_by": render.author(change.merged_by) if view.merged_at and change.merged_by else None,
        "comments": len(view.comments),
        "review_comments": len(view.remarks()),
        "maintainer_can_modify": False,
        "commits": len(change.commits),
        "additions": change.additions,
        "deletions": change.deletions,
        "changed_files": change.changed_files,
    }


def review_json(render: Render, view: ThreadView, change: Change, review: Review) -> Json:
    """Write a review."""
    base = render.repository(view.repository.plan)
    page = f"{base['html_url']}/pull/{view.number}#pullrequestreview-{review.review_id}"
    pull = f"{base['url']}/pulls/{view.number}"
    return {
        "id": review.review_id,
        "node_id": node_id("PRR", view.repository.plan.repository_id, view.number, review.review_id),
        "user": render.user(review.author),
        "body": "" if review.comments else _TEXT,
        "state": review.state,
        "html_url": page,
        "pull_request_url": pull,
        "author_association": "MEMBER",
        "_links": {"html": {"href": page}, "pull_request": {"href": pull}},
        "submitted_at": iso(review.submitted_at),
        "commit_id": change.commit_shas[-1],
    }


def review_comment_json(render: Render, view: ThreadView, change: Change, comment: ReviewComment) -> Json:
    """Write a remark on a line."""
    base = render.repository(view.repository.plan)
    url = f"{base['url']}/pulls/comments/{comment.comment_id}"
    pull = f"{base['url']}/pulls/{view.number}"
    page = f"{base['html_url']}/pull/{view.number}#discussion_r{comment.comment_id}"
    review = (
        next(r for r in view.thread.change.reviews if comment in r.comments) if view.thread.change else None
    )
    return {
        "url": url,
        "pull_request_review_id": review.review_id if review else None,
        "id": comment.comment_id,
        "node_id": node_id("PRRC", view.repository.plan.repository_id, view.number, comment.comment_id),
        "diff_hunk": "@@ -1 +1 @@",
        "path": change.commits[0].edits[0].path,
        "commit_id": change.commit_shas[-1],
        "original_commit_id": change.commit_shas[0],
        "user": render.user(comment.author),
        "body": _TEXT,
        "created_at": iso(comment.created_at),
        "updated_at": iso(comment.created_at),
        "html_url": page,
        "pull_request_url": pull,
        "author_association": "MEMBER",
        "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": pull}},
        "reactions": reactions_json(url, 0),
        "line": 1,
        "side": "RIGHT",
        "subject_type": "line",
    }
