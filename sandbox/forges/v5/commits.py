"""Commits of a v5 API: what git says of them, and whose accounts a forge sees in their mailboxes."""

from collections.abc import Callable

from sandbox.forges.v5.door import Asked, Turned
from sandbox.forges.v5.lists import Json, paged, read_time
from sandbox.http.messages import Answer
from sandbox.world.code.commits import Commit, Signature
from sandbox.world.people import Account


def list_commits(asked: Asked, write: Callable[[Commit], Json], *, is_linked: bool) -> Answer:
    """Answer /commits, newest first; ``since`` goes by the committer's date."""
    if not asked.view.commits:
        raise Turned(404, "404 Commit Not Found")
    oldest = read_time(asked.request.query.get("since"))
    commits = [commit for commit in asked.view.commits if commit.committer.at >= oldest]
    return paged(asked.request, commits, write, is_linked=is_linked)


def linked(commit: Commit) -> tuple[Account | None, Account | None]:
    """Give the accounts of author and committer; the forge's own button has none."""
    is_same = commit.committer.who == commit.author.who
    return commit.account, commit.account if is_same else None


def commit_facts(asked: Asked, commit: Commit, write_time: Callable[[int], str | None]) -> Json:
    """Write what both forges say alike."""
    api = f"{asked.web}/api/v5/repos/{asked.plan.full_name_at(asked.view.at)}/commits"
    return {
        "sha": commit.sha,
        "url": f"{api}/{commit.sha}",
        "html_url": f"{asked.web}/{asked.plan.full_name_at(asked.view.at)}/commit/{commit.sha}",
        "commit": {
            "author": _signature(commit.author, write_time),
            "committer": _signature(commit.committer, write_time),
            "message": commit.message,
            "tree": {"sha": commit.tree, "url": f"{api}/{commit.tree}"},
        },
        "parents": [{"sha": sha, "url": f"{api}/{sha}"} for sha in commit.parents],
    }


def _signature(signature: Signature, write_time: Callable[[int], str | None]) -> Json:
    name, _, mailbox = signature.who.partition(" <")
    return {"name": name, "email": mailbox.removesuffix(">"), "date": write_time(signature.at)}
