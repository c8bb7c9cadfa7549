"""The world's repositories, issues and change requests as Gitee's v5 API writes them."""

from sandbox.forges.v5.commits import commit_facts, linked
from sandbox.forges.v5.door import Asked
from sandbox.forges.v5.gate import body_of, login_of
from sandbox.forges.v5.lists import Json, local_time
from sandbox.world.code.commits import Commit
from sandbox.world.history.threads import Comment, Fork, Release
from sandbox.world.people import Account
from sandbox.world.plans import description
from sandbox.world.view import RepositoryView, ThreadView, present

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_REJECTED = ("not_planned", "duplicate")


def issue_number(view: ThreadView) -> str:
    """Write an issue's number as Gitee does: unique over the whole forge, in base 36."""
    value, text = view.thread.issue_id or view.number, ""
    while value:
        value, digit = divmod(value, 36)
        text = _DIGITS[digit] + text
    return f"I{text or '0'}"


def state_of(view: ThreadView) -> str:
    """Tell the state in Gitee's words."""
    if view.merged_at is not None:
        return "merged"
    if view.state == "closed":
        return "rejected" if not view.is_change and view.state_reason in _REJECTED else "closed"
    return "progressing" if not view.is_change and view.assignees else "open"


def user(account: Account | None, at: int, web: str) -> Json | None:
    """Write an account; null where it was deleted."""
    account = present(account, at)
    if account is None:
        return None
    login = login_of(account)
    kinds = {"user": "User", "bot": "User", "organization": "Group"}
    return {
        "id": account.account_id,
        "login": login,
        "name": account.name,
        "html_url": f"{web}/{login}",
        "type": kinds[account.kind],
        "remark": "",
    }


def repository(view: RepositoryView, web: str) -> Json:
    """Write a repository."""
    plan = view.plan
    owner, name = plan.name_at(view.at)
    full_name = f"{owner.login}/{name}"
    parent = plan.parent.full_name_at(view.at) if plan.parent and plan.is_fork else None
    return {
        "id": plan.repository_id,
        "full_name": full_name,
        "human_name": f"{owner.name}/{name}",
        "url": f"{web}/api/v5/repos/{full_name}",
        "path": name,
        "name": name.capitalize(),
        "owner": user(owner, view.at, web),
        "description": description(plan),
        "private": False,
        "public": True,
        "internal": False,
        "fork": plan.is_fork,
        "html_url": f"{web}/{full_name}.git",
        "language": plan.language,
        "forks_count": len(view.forks),
        "stargazers_count": view.star_count,
        "watchers_count": view.watcher_count,
        "default_branch": plan.default_branch,
        "open_issues_count": view.open_count,
        "has_issues": plan.has_issues,
        "license": plan.license_id,
        "pushed_at": local_time(view.pushed_at),
        "created_at": local_time(plan.created_at),
        "updated_at": local_time(view.updated_at),
        "parent": {"full_name": parent} if parent else None,
        "status": "关闭" if plan.archived_at is not None and plan.archived_at <= view.at else "开始",
    }


def _labels(view: ThreadView) -> list[Json]:
    return [{"id": n, "name": name, "color": "20c22e"} for n, name in enumerate(view.labels, start=1)]


def issue(view: ThreadView, web: str) -> Json:
    """Write an issue."""
    repository_view = view.repository
    full_name, number = repository_view.plan.full_name_at(repository_view.at), issue_number(view)
    return {
        "id": view.thread.issue_id,
        "url": f"{web}/api/v5/repos/{full_name}/issues/{number}",
        "html_url": f"{web}/{full_name}/issues/{number}",
        "number": number,
        "state": state_of(view),
        "title": view.thread.title,
        "body": view.thread.title if view.thread.has_body else None,
        "user": user(view.author, repository_view.at, web),
        "labels": _labels(view),
        "repository": {"id": repository_view.plan.repository_id, "full_name": full_name},
        "created_at": local_time(view.thread.created_at),
        "updated_at": local_time(view.updated_at),
        "finished_at": local_time(view.closed_at),
        "comments": len(view.comments),
        "priority": 0,
        "security_hole": False,
    }


def pull(view: ThreadView, web: str) -> Json:
    """Write a change request: neither who merged it nor its lines."""
    change, repository_view = view.thread.change, view.repository
    plan = repository_view.plan
    full_name = plan.full_name_at(repository_view.at)
    return {
        "id": view.thread.change_id or view.thread.issue_id,
        "url": f"{web}/api/v5/repos/{full_name}/pulls/{view.number}",
        "html_url": f"{web}/{full_name}/pulls/{view.number}",
        "number": view.number,
        "state": state_of(view),
        "title": view.thread.title,
        "body": view.thread.title if view.thread.has_body else None,
        "user": user(view.author, repository_view.at, web),
        "labels": _labels(view),
        "draft": view.is_draft,
        "created_at": local_time(view.thread.created_at),
        "updated_at": local_time(view.updated_at),
        "merged_at": local_time(view.merged_at),
        "closed_at": local_time(view.closed_at) if view.merged_at is None else None,
        "base": {"label": plan.default_branch, "ref": plan.default_branch},
        "head": {"label": change.head_branch, "ref": change.head_branch} if change else None,
    }


def touched(comment: Comment) -> int:
    """Tell when a remark was said or edited."""
    return comment.edited_at or comment.created_at


def note(view: ThreadView, comment: Comment, web: str) -> Json:
    """Write a remark on an issue."""
    return {
        "id": comment.comment_id,
        "body": "演示 demonstration",
        "user": user(comment.author, view.repository.at, web),
        "target": {"issue": {"id": view.thread.issue_id, "number": issue_number(view)}, "pull_request": None},
        "created_at": local_time(comment.created_at),
        "updated_at": local_time(touched(comment)),
    }


def pull_comment(view: ThreadView, comment: Comment, web: str) -> Json:
    """Write a remark on a change request."""
    return {
        "id": comment.comment_id,
        "body": body_of(view, comment),
        "user": user(comment.author, view.repository.at, web),
        "created_at": local_time(comment.created_at),
        "updated_at": local_time(touched(comment)),
        "comment_type": "pr_comment",
    }


def release(asked: Asked, published: Release) -> Json:
    """Write a release."""
    return {
        "id": published.release_id,
        "tag_name": published.tag_name,
        "target_commitish": asked.plan.default_branch,
        "prerelease": published.is_prerelease,
        "name": published.tag_name,
        "author": user(published.author, asked.view.at, asked.web),
        "created_at": local_time(published.created_at),
        "assets": [],
    }


def commit(asked: Asked, made: Commit) -> Json:
    """Write a commit: the accounts that the forge knows for its mailboxes beside what git says."""
    author, committer = linked(made)
    return {
        **commit_facts(asked, made, local_time),
        "author": user(author, asked.view.at, asked.web),
        "committer": user(committer, asked.view.at, asked.web),
    }


def fork(asked: Asked, forked: Fork) -> Json:
    """Write a fork: a repository in short."""
    owner = user(forked.owner, asked.view.at, asked.web)
    login = forked.owner.login
    name = asked.plan.name_at(asked.view.at)[1]
    return {
        "id": forked.fork_id,
        "full_name": f"{login}/{name}",
        "owner": owner,
        "fork": True,
        "html_url": f"{asked.web}/{login}/{name}.git",
        "created_at": local_time(forked.created_at),
        "updated_at": local_time(forked.created_at),
    }
