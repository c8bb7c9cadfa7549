"""Handlers for what GitHub tells of git: commits, branches, tags, contributors, statistics."""

from collections import Counter
from typing import Any

from sandbox.forges.github.rest.context import RepositoryContext, refusal
from sandbox.forges.github.rest.pages import numbered
from sandbox.forges.github.rest.threads import since
from sandbox.forges.github.shapes.ids import node_id
from sandbox.http.messages import Answer
from sandbox.world.code.commits import Commit
from sandbox.world.people import Account
from sandbox.world.view import WEEK

_HUGE = 10_000  # commits; beyond it GitHub leaves line counts out of its statistics


def main_commits(found: RepositoryContext) -> list[Commit]:
    """List the commits of the default branch, newest first, or refuse with 409 where there are none."""
    if not found.view.commits:
        raise refusal(409, "Git Repository is empty.")
    return found.view.commits


def list_commits(found: RepositoryContext) -> Answer:
    """Answer /commits; since and until go by the committer date."""
    query = found.query
    first = since(query)
    last = since({"since": query["until"]}) if "until" in query else found.view.at
    commits = [c for c in main_commits(found) if first <= c.committer.at <= last]
    return numbered(commits, query, found.page_url, lambda commit: found.render.commit(found.plan, commit))


def get_commit(found: RepositoryContext, reference: str) -> Answer:
    """Answer /commits/{ref}, by sha or by the default branch's name."""
    commits = main_commits(found)
    git = found.view.git
    commit = commits[0] if reference == found.plan.default_branch else None
    if commit is None and git is not None:
        commit = git.commits.get(reference)
    if commit is None:
        raise refusal(422, f"No commit found for SHA: {reference}")
    body = found.render.commit(found.plan, commit)
    total = commit.additions + commit.deletions
    body["stats"] = {"total": total, "additions": commit.additions, "deletions": commit.deletions}
    body["files"] = []
    return Answer.json(body)


def list_branches(found: RepositoryContext) -> Answer:
    """Answer /branches: there is one."""
    git = found.view.git
    tip = git.tip(found.view.activity_at) if git else None
    base = found.render.repository(found.plan)["url"]
    branches = [] if tip is None else [(found.plan.default_branch, tip.sha)]

    def write(branch: tuple[str, str]) -> dict[str, Any]:
        name, sha = branch
        return {"name": name, "commit": {"sha": sha, "url": f"{base}/commits/{sha}"}, "protected": False}

    return numbered(branches, found.query, found.page_url, write)


def list_tags(found: RepositoryContext) -> Answer:
    """Answer /tags, newest first."""
    git, base = found.view.git, found.render.repository(found.plan)["url"]
    tags = [tag for tag in (git.tags if git else []) if tag[0] <= found.view.activity_at]

    def write(tag: tuple[int, str, str, object]) -> dict[str, Any]:
        _, name, sha, _ = tag
        return {
            "name": name,
            "zipball_url": f"{base}/zipball/refs/tags/{name}",
            "tarball_url": f"{base}/tarball/refs/tags/{name}",
            "commit": {"sha": sha, "url": f"{base}/commits/{sha}"},
            "node_id": node_id("REF", found.plan.repository_id, "tags", name),
        }

    return numbered(sorted(tags, reverse=True, key=lambda tag: tag[0]), found.query, found.page_url, write)


def list_contributors(found: RepositoryContext) -> Answer:
    """Answer /contributors; 204 for an empty repository."""
    if found.plan.is_empty:
        return Answer(204)
    counts: Counter[Account] = Counter(
        commit.account for commit in main_commits(found) if commit.account is not None
    )
    known = [(account, n) for account, n in counts.most_common() if found.render.user(account) is not None]

    def write(pair: tuple[Account, int]) -> dict[str, Any]:
        return {**(found.render.user(pair[0]) or {}), "contributions": pair[1]}

    return numbered(known, found.query, found.page_url, write)


# ----------------------------------------------------------------------------------------- statistics


def _computed(found: RepositoryContext, kind: str) -> list[Commit] | Answer:
    """Answer 202 the first time, as if the figures had to be worked out, and 204 where there are none."""
    key = (f"{found.plan.number}/{kind}", found.view.at)
    if key not in found.context.settings.computed:
        found.context.settings.computed.add(key)
        return Answer.json({}, 202)
    return Answer(204) if found.plan.is_empty else main_commits(found)


def _week(at: int) -> int:
    return at - (at - 3 * 86_400) % WEEK


def stats_contributors(found: RepositoryContext) -> Answer:
    """Answer /stats/contributors; line counts are zero for very long histories, as on GitHub."""
    commits = _computed(found, "contributors")
    if isinstance(commits, Answer):
        return commits
    is_huge = len(commits) >= _HUGE
    weeks: dict[Account, dict[int, list[int]]] = {}
    for commit in commits:
        if commit.account is None or found.render.user(commit.account) is None:
            continue
        row = weeks.setdefault(commit.account, {}).setdefault(_week(commit.author.at), [0, 0, 0])
        row[0] += 0 if is_huge else commit.additions
        row[1] += 0 if is_huge else commit.deletions
        row[2] += 1
    body = [
        {
            "total": sum(row[2] for row in rows.values()),
            "weeks": [{"w": w, "a": a, "d": d, "c": c} for w, (a, d, c) in sorted(rows.items())],
            "author": found.render.user(account),
        }
        for account, rows in weeks.items()
    ]
    return Answer.json(sorted(body, key=lambda entry: entry["total"])[-100:])


def stats_commit_activity(found: RepositoryContext) -> Answer:
    """Answer /stats/commit_activity: 52 weeks, oldest first."""
    commits = _computed(found, "commit_activity")
    if isinstance(commits, Answer):
        return commits
    newest = _week(found.view.at)
    days = {newest - n * WEEK: [0] * 7 for n in range(51, -1, -1)}
    for commit in commits:
        week = _week(commit.author.at)
        if week in days:
            days[week][(commit.author.at - week) // 86_400] += 1
    return Answer.json([{"days": d, "total": sum(d), "week": w} for w, d in days.items()])


def stats_code_frequency(found: RepositoryContext) -> Answer:
    """Answer /stats/code_frequency; 422 for very long histories."""
    commits = _computed(found, "code_frequency")
    if isinstance(commits, Answer):
        return commits
    if len(commits) >= _HUGE:
        return Answer(422)
    weeks: dict[int, list[int]] = {}
    for commit in commits:
        row = weeks.setdefault(_week(commit.author.at), [0, 0])
        row[0] += commit.additions
        row[1] -= commit.deletions
    return Answer.json([[week, *row] for week, row in sorted(weeks.items())])


def stats_participation(found: RepositoryContext) -> Answer:
    """Answer /stats/participation: commits per week of the last year, of all and of the owner."""
    newest = _week(found.view.at)
    owner = found.plan.name_at(found.view.at)[0]
    everyone, owners = [0] * 52, [0] * 52
    for commit in main_commits(found):
        position = 51 - (newest - _week(commit.author.at)) // WEEK
        if 0 <= position < 52:
            everyone[position] += 1
            owners[position] += commit.account is owner
    return Answer.json({"all": everyone, "owner": owners})
