"""The world's repositories, issues and change requests as GitCode's v5 API writes them."""

import hashlib
from collections.abc import Sequence

from sandbox.forges.v5.commits import commit_facts, linked
from sandbox.forges.v5.door import Asked
from sandbox.forges.v5.gate import body_of, login_of
from sandbox.forges.v5.lists import Json, local_time, zulu_time
from sandbox.world.code.commits import Commit
from sandbox.world.history.threads import Comment, Fork, Release
from sandbox.world.people import Account
from sandbox.world.view import RepositoryView, ThreadView, present


def state_of(view: ThreadView) -> str:
    """Tell the state in GitCode's words."""
    return "merged" if view.merged_at is not None else view.state


def user(account: Account | None, at: int, web: str) -> Json | None:
    """Write an account by a hex id; null where it was deleted. The world's gate goes by its real name.

    What kind it is stands with the owner of a repository and the author of a release alone.
    """
    account = present(account, at)
    if account is None:
        return None
    login = login_of(account)
    return {
        "id": hashlib.sha256(login.encode()).hexdigest()[:24],
        "login": login,
        "name": account.name,
        "html_url": f"{web}/{login}",
    }


def _typed_user(account: Account | None, at: int, web: str) -> Json | None:
    written = user(account, at, web)
    return written and written | {"type": "User"}


def repository(view: RepositoryView, web: str) -> Json:
    """Write a repository."""
    plan = view.plan
    owner, name = plan.name_at(view.at)
    full_name = f"{owner.login}/{name}"
    parent = plan.parent.full_name_at(view.at) if plan.parent and plan.is_fork else None
    return {
        "id": plan.repository_id,
        "full_name": full_name,
        "human_name": f"{owner.name} / {name}",
        "path": name,
        "name": name.capitalize(),
        "owner": _typed_user(owner, view.at, web),
        "private": False,
        "public": 1,
        "internal": False,
        "fork": plan.is_fork,
        "html_url": f"{web}/{full_name}",
        "web_url": f"{web}/{full_name}",
        "forks_count": len(view.forks),
        "stargazers_count": view.star_count,
        "watchers_count": view.watcher_count,
        "default_branch": plan.default_branch,
        "open_issues_count": view.open_count,
        "license": _license(plan.license_id),
        "language": plan.language,
        "pushed_at": zulu_time(view.pushed_at),
        "created_at": local_time(plan.created_at),
        "updated_at": zulu_time(view.updated_at),
        "parent": {"full_name": parent} if parent else None,
        "status": "close" if plan.archived_at is not None and plan.archived_at <= view.at else "开始",
        "has_issue": plan.has_issues,
    }


def _license(license_id: str | None) -> str | None:
    """Write a licence as text, in which Apache's has a name that is no SPDX id."""
    return "Apache_License_v2.0" if license_id == "Apache-2.0" else license_id


def _labels(view: ThreadView) -> list[Json]:
    return [{"id": n, "name": name, "color": "#20c22e"} for n, name in enumerate(view.labels, start=1)]


def issue(view: ThreadView, web: str) -> Json:
    """Write an issue; its number is a number written as text."""
    repository_view = view.repository
    full_name = repository_view.plan.full_name_at(repository_view.at)
    return {
        "id": view.thread.issue_id,
        "html_url": f"{web}/{full_name}/issues/{view.number}",
        "number": str(view.number),
        "state": view.state,
        "issue_state": "已完成" if view.state == "closed" else "待处理",
        "title": view.thread.title,
        "user": user(view.author, repository_view.at, web),
        "repository": {
            "id": repository_view.plan.repository_id,
            "full_name": full_name,
            "path": full_name.partition("/")[2],
        },
        "created_at": local_time(view.thread.created_at, milliseconds=True),
        "updated_at": local_time(view.updated_at),
        "finished_at": zulu_time(view.closed_at),
        "labels": _labels(view),
        "priority": "0",
        "comments": len(view.comments),
    }


def pull(view: ThreadView, web: str) -> Json:
    """Write a change request with its merger and lines, as lists have it: without files and merge commit."""
    change, repository_view = view.thread.change, view.repository
    plan = repository_view.plan
    full_name = plan.full_name_at(repository_view.at)
    is_merged = view.merged_at is not None and change is not None
    return {
        "number": view.number,
        "iid": view.number,
        "id": view.thread.change_id or view.thread.issue_id,
        "project_id": plan.repository_id,
        "html_url": f"{web}/{full_name}/merge_requests/{view.number}",
        "title": view.thread.title,
        "state": state_of(view),
        "draft": view.is_draft,
        "labels": _labels(view),
        "user": user(view.author, repository_view.at, web),
        "base": {"ref": plan.default_branch, "repo": {"full_name": full_name}},
        "created_at": zulu_time(view.thread.created_at),
        "updated_at": local_time(view.updated_at, milliseconds=True),
        "merged_at": local_time(view.merged_at),
        "merged_by": user(change.merged_by, repository_view.at, web) if is_merged and change else None,
        "closed_at": local_time(view.closed_at) if view.merged_at is None else None,
        "target_branch": plan.default_branch,
        "added_lines": change.additions if change else 0,
        "removed_lines": change.deletions if change else 0,
        "notes": len(view.comments) + len(view.events),
    }


def touched(comment: Comment) -> int:
    """Tell when a remark was said or edited."""
    return comment.edited_at or comment.created_at


def issue_comment(view: ThreadView, comment: Comment, web: str) -> Json:
    """Write a remark on an issue."""
    return {
        "id": comment.comment_id,
        "body": body_of(view, comment),
        "user": user(comment.author, view.repository.at, web),
        "target": {"issue": {"id": view.thread.issue_id, "number": str(view.number)}},
        "created_at": local_time(comment.created_at),
        "updated_at": zulu_time(touched(comment)),
    }


def discussion(view: ThreadView, held: Sequence[Comment], web: str) -> Json:
    """Write a remark on a change request and the replies to it, some by the forge itself."""
    first, *replies = held
    written = {
        "id": hashlib.sha256(str(first.comment_id).encode()).hexdigest()[:40],
        "note_id": first.comment_id,
        "body": body_of(view, first),
        "user": user(first.author, view.repository.at, web),
        "created_at": local_time(first.created_at),
        "updated_at": local_time(touched(first)),
        "comment_type": "pr_comment",
    }
    if replies:
        written["reply"] = [discussion(view, [reply], web) for reply in replies] + _own_notes(
            view, first, web
        )
    return written


def _own_notes(view: ThreadView, first: Comment, web: str) -> list[Json]:
    """Write what the forge notes below a remark when its line is changed, in the name of whoever pushed."""
    if first.comment_id % 3:
        return []
    page = f"{web}/{view.repository.plan.full_name_at(view.repository.at)}"
    digest = hashlib.sha256(f"note {first.comment_id}".encode()).hexdigest()
    return [
        {
            "id": digest[:40],
            "note_id": first.comment_id << 20,
            "body": f"changed this line on [{digest[:8]}]({page}/commits/detail/{digest[:40]})"
            f" view [diff detail]({page}/merge_requests/{view.number}/diffs)",
            "user": user(view.author, view.repository.at, web),
            "created_at": local_time(touched(first) + 60),
            "updated_at": local_time(touched(first) + 60),
            "comment_type": "pr_comment",
        }
    ]


def release(asked: Asked, published: Release) -> Json:
    """Write a release; its flag is a number."""
    return {
        "id": published.release_id,
        "tag_name": published.tag_name,
        "target_commitish": asked.plan.default_branch,
        "prerelease": int(published.is_prerelease),
        "name": published.tag_name,
        "author": _typed_user(published.author, asked.view.at, asked.web),
        "created_at": local_time(published.created_at),
        "published_at": zulu_time(published.published_at),
        "assets": [],
    }


def commit(asked: Asked, made: Commit) -> Json:
    """Write a commit; where no account is known for a mailbox, git's own words stand in its place."""
    facts = commit_facts(asked, made, zulu_time)
    accounts = zip(("author", "committer"), linked(made), strict=True)
    return facts | {
        role: user(account, asked.view.at, asked.web) or facts["commit"][role] for role, account in accounts
    }


def fork(asked: Asked, forked: Fork) -> Json:
    """Write a fork: a repository in short."""
    name = asked.plan.name_at(asked.view.at)[1]
    return {
        "id": forked.fork_id,
        "full_name": f"{forked.owner.login}/{name}",
        "path": name,
        "owner": user(forked.owner, asked.view.at, asked.web),
        "fork": 1,
        "html_url": f"{asked.web}/{forked.owner.login}/{name}",
        "created_at": local_time(forked.created_at),
    }


def stargazer(asked: Asked, at: int) -> Json:
    """Write a star given on a day, by an account whose id is a number here."""
    people = asked.world.cast.people
    account = people[at // 86_400 % len(people)].account
    return {"id": account.account_id, "login": account.login, "starred_at": local_time(at)}
