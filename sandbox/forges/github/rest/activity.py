"""Handlers for stars, watchers, forks, releases, pushes and search."""

from typing import Any

import orjson

from sandbox.forges.github.rest.context import Context, RepositoryContext, refusal
from sandbox.forges.github.rest.pages import numbered, page_number, page_size
from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.repositories import Json
from sandbox.forges.github.shapes.threads import issue_json
from sandbox.http.messages import Answer
from sandbox.world.history.activity import downloads
from sandbox.world.history.threads import Asset, Fork, Release
from sandbox.world.seasons import iso

_LARGEST_HISTORY_PAGE = 30  # weeks
_SEARCH_RESULTS = 1_000


def list_stargazers(found: RepositoryContext) -> Answer:
    """Refuse /stargazers and /subscribers as GitHub does since July 2026: 401 without, 404 with a token."""
    if found.context.request.token is None:
        raise refusal(401, "Requires authentication")
    raise refusal(404, "Not Found")


def count_stargazers(found: RepositoryContext) -> Answer:
    """Answer /stargazers/count."""
    return Answer.json({"count": found.view.star_count})


def star_history(found: RepositoryContext) -> Answer:
    """Answer /stargazers/history: stars per week and day, newest week first."""
    return numbered(
        found.view.star_weeks,
        found.query,
        found.page_url,
        lambda week: {"week": week[0], "total": sum(week[1]), "days": week[1]},
        largest=_LARGEST_HISTORY_PAGE,
    )


def list_forks(found: RepositoryContext) -> Answer:
    """Answer /forks, newest first unless asked otherwise."""
    forks = found.view.forks
    if found.query.get("sort", "newest") != "oldest":
        forks = forks[::-1]
    return numbered(forks, found.query, found.page_url, lambda fork: fork_json(found, fork))


def fork_json(found: RepositoryContext, fork: Fork) -> Json:
    """Write one fork."""
    return found.render.fork(found.plan, fork)


def _asset_json(found: RepositoryContext, release: Release, asset: Asset) -> Json:
    base = found.render.repository(found.plan)
    return {
        "url": f"{base['url']}/releases/assets/{asset.asset_id}",
        "id": asset.asset_id,
        "node_id": node_id("RA", found.plan.repository_id, release.release_id, asset.asset_id),
        "name": asset.name,
        "label": None,
        "uploader": found.render.user(release.author),
        "content_type": "application/octet-stream",
        "state": "uploaded",
        "size": asset.size,
        "digest": None,
        "download_count": downloads(asset, release.published_at, found.view.at),
        "created_at": iso(release.created_at),
        "updated_at": iso(release.created_at),
        "browser_download_url": f"{base['html_url']}/releases/download/{release.tag_name}/{asset.name}",
    }


def _release_json(found: RepositoryContext, release: Release) -> Json:
    base = found.render.repository(found.plan)
    url = f"{base['url']}/releases/{release.release_id}"
    return {
        "url": url,
        "assets_url": f"{url}/assets",
        "upload_url": f"{url}/assets{{?name,label}}",
        "html_url": f"{base['html_url']}/releases/tag/{release.tag_name}",
        "id": release.release_id,
        "author": found.render.author(release.author),
        "node_id": node_id("RE", found.plan.repository_id, release.release_id),
        "tag_name": release.tag_name,
        "target_commitish": found.plan.default_branch,
        "name": f"演示 {release.tag_name}",
        "draft": False,
        "immutable": False,
        "prerelease": release.is_prerelease,
        "created_at": iso(release.created_at),
        "updated_at": iso(release.published_at),
        "published_at": iso(release.published_at),
        "assets": [_asset_json(found, release, asset) for asset in release.assets],
        "tarball_url": f"{base['url']}/tarball/{release.tag_name}",
        "zipball_url": f"{base['url']}/zipball/{release.tag_name}",
        "body": None,
    }


def list_releases(found: RepositoryContext) -> Answer:
    """Answer /releases."""
    return numbered(
        found.view.releases, found.query, found.page_url, lambda release: _release_json(found, release)
    )


def list_activity(found: RepositoryContext) -> Answer:
    """Answer /activity: pushes to the default branch, newest first."""
    points = found.view.git.main if found.view.git else []
    known = [(k, p) for k, p in enumerate(points) if k and p.at <= found.view.activity_at][::-1]

    def write(pair: tuple[int, Any]) -> Json:
        k, point = pair
        before = points[k - 1].sha
        commit = found.view.git.commits[point.sha] if found.view.git else None
        rewritten = commit is not None and before not in commit.parents
        return {
            "id": found.plan.repository_id + k,
            "node_id": node_id("E", found.plan.repository_id, k),
            "before": before,
            "after": point.sha,
            "ref": f"refs/heads/{found.plan.default_branch}",
            "timestamp": iso(point.at),
            "activity_type": "force_push" if rewritten else "push",
            "actor": found.render.user(commit.account) if commit else None,
        }

    return numbered(known, found.query, found.page_url, write)


# --------------------------------------------------------------------------------------------- search


def _terms(query: str) -> tuple[dict[str, str], list[str]]:
    qualifiers, words = {}, []
    for word in query.split():
        name, colon, value = word.partition(":")
        if colon:
            qualifiers[name] = value
        else:
            words.append(word.lower())
    return qualifiers, words


def _search_answer(context: Context, items: list[Json], **more: str) -> Answer:
    if not context.query.get("q"):
        raise refusal(
            422, "Validation Failed", errors=[{"resource": "Search", "field": "q", "code": "missing"}]
        )
    if page_number(context.query) * page_size(context.query) > _SEARCH_RESULTS + 100:
        raise refusal(422, "Only the first 1000 search results are available")
    found = numbered(items[:_SEARCH_RESULTS], context.query, context.url(), lambda item: item)
    whole = {"total_count": len(items), "incomplete_results": False, **more}
    found.body = orjson.dumps(whole)[:-1] + b',"items":' + found.body + b"}"
    return found


def search_repositories(context: Context) -> Answer:
    """Answer /search/repositories: words in the name, and user: or org:."""
    qualifiers, words = _terms(context.query.get("q", ""))
    owner = qualifiers.get("org", qualifiers.get("user"))
    found = []
    for plan in context.world.plans:
        if not plan.exists_at(context.at):
            continue
        name = plan.full_name_at(context.at).lower()
        if all(word in name for word in words) and (owner is None or name.startswith(f"{owner.lower()}/")):
            found.append({**context.render.repository(plan), "has_downloads": True, "score": 1.0})
    return _search_answer(context, found)


def search_issues(context: Context) -> Answer:
    """Answer /search/issues: repo:, is: and state:."""
    qualifiers, _ = _terms(context.query.get("q", ""))
    owner, _, name = qualifiers.get("repo", "/").partition("/")
    known = context.world.named(owner, name, context.at)
    threads = context.world.view(known[0], context.at).threads if known else []
    kind = qualifiers.get("is", qualifiers.get("type", ""))
    if kind in ("issue", "pr", "pull-request"):
        threads = [view for view in threads if view.is_change == (kind != "issue")]
    if "state" in qualifiers:
        threads = [view for view in threads if view.state == qualifiers["state"]]
    items = [{**issue_json(context.render, view), "score": 1.0} for view in threads[::-1]]
    for item in items:
        item.setdefault("assignee", None)
        item["body"] = item["body"] or ""
    return _search_answer(context, items, search_type="lexical")
