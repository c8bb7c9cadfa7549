"""Which path of GitHub's REST API is answered by which handler."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from sandbox.forges.github.rest import activity, events, git, history, owners, threads
from sandbox.forges.github.rest.context import Context, refusal
from sandbox.forges.github.rest.lookup import by_id, by_name
from sandbox.http.limits import Holder, Limits
from sandbox.http.messages import Answer

_GENERAL: tuple[tuple[str, Callable[..., Answer]], ...] = (
    (r"/orgs/([^/]+)", owners.get_organization),
    (r"/orgs/([^/]+)/repos", owners.list_repositories),
    (r"/orgs/([^/]+)/events", events.list_organization_events),
    (r"/events", events.list_public_events),
    (r"/users/([^/]+)", owners.get_user),
    (r"/users/([^/]+)/repos", owners.list_repositories),
    (r"/users/([^/]+)/orgs", owners.get_user_organizations),
    (r"/user/(\d+)", owners.get_user_by_id),
    (r"/search/repositories", activity.search_repositories),
    (r"/search/issues", activity.search_issues),
)
_REPOSITORY: tuple[tuple[str, Callable[..., Answer]], ...] = (
    (r"", owners.get_repository),
    (r"/languages", owners.get_languages),
    (r"/topics", owners.get_topics),
    (r"/license", owners.get_license),
    (r"/community/profile", owners.get_community_profile),
    (r"/issues", threads.list_issues),
    (r"/issues/comments", threads.list_repository_comments),
    (r"/issues/events", history.list_issue_events),
    (r"/issues/(\d+)/timeline", history.list_timeline),
    (r"/issues/(\d+)", threads.get_issue),
    (r"/issues/(\d+)/comments", threads.list_issue_comments),
    (r"/issues/(\d+)/reactions", threads.list_issue_reactions),
    (r"/issues/comments/(\d+)/reactions", threads.list_comment_reactions),
    (r"/pulls", threads.list_pulls),
    (r"/pulls/comments", threads.list_repository_remarks),
    (r"/pulls/comments/(\d+)/reactions", threads.list_remark_reactions),
    (r"/pulls/(\d+)", threads.get_pull),
    (r"/pulls/(\d+)/reviews", threads.list_reviews),
    (r"/pulls/(\d+)/comments", threads.list_remarks),
    (r"/pulls/(\d+)/commits", threads.list_pull_commits),
    (r"/pulls/(\d+)/files", threads.list_pull_files),
    (r"/pulls/(\d+)/requested_reviewers", threads.list_requested_reviewers),
    (r"/compare/(.+)\.\.\.(.+)", history.compare),
    (r"/commits", git.list_commits),
    (r"/commits/([^/]+)", git.get_commit),
    (r"/branches", git.list_branches),
    (r"/tags", git.list_tags),
    (r"/contributors", git.list_contributors),
    (r"/stats/contributors", git.stats_contributors),
    (r"/stats/commit_activity", git.stats_commit_activity),
    (r"/stats/code_frequency", git.stats_code_frequency),
    (r"/stats/participation", git.stats_participation),
    (r"/stargazers", activity.list_stargazers),
    (r"/subscribers", activity.list_stargazers),
    (r"/stargazers/count", activity.count_stargazers),
    (r"/stargazers/history", activity.star_history),
    (r"/forks", activity.list_forks),
    (r"/releases", activity.list_releases),
    (r"/events", events.list_events),
    (r"/activity", activity.list_activity),
)


def _compiled(
    routes: tuple[tuple[str, Callable[..., Answer]], ...],
) -> list[tuple[re.Pattern[str], Callable[..., Answer]]]:
    return [(re.compile(pattern), handler) for pattern, handler in routes]


_GENERAL_ROUTES, _REPOSITORY_ROUTES = _compiled(_GENERAL), _compiled(_REPOSITORY)
_NAMED = re.compile(r"/repos/([^/]+)/([^/]+)(/.*)?")
_NUMBERED = re.compile(r"/repositories/(\d+)(/.*)?")
_OWNER_NUMBERED = re.compile(r"/(?:organizations|user)/(\d+)/repos")


def dispatch(context: Context) -> Answer:
    """Find the handler of a path and let it answer; what GitHub does not have is 404."""
    path = unquote(context.path)
    if match := _NAMED.fullmatch(path):
        rest = (match[3] or "").rstrip("/")
        return _call(_REPOSITORY_ROUTES, rest, by_name(context, match[1], match[2], rest))
    if match := _NUMBERED.fullmatch(path):
        rest = (match[2] or "").rstrip("/")
        return _call(_REPOSITORY_ROUTES, rest, by_id(context, match[1], rest))
    if match := _OWNER_NUMBERED.fullmatch(path):
        account = context.world.account_by_id(int(match[1]), context.at)
        if account is None:
            raise refusal(404, "Not Found")
        return owners.list_repositories(context, account.login)
    return _call(_GENERAL_ROUTES, path, context)


def _call(routes: list[tuple[re.Pattern[str], Callable[..., Answer]]], path: str, subject: object) -> Answer:
    for pattern, handler in routes:
        if match := pattern.fullmatch(path):
            return handler(subject, *match.groups())
    raise refusal(404, "Not Found")


def rate_limit(limits: Limits, holder: Holder, is_new: bool) -> Answer:
    """Answer /rate_limit, which costs nothing of the primary limit."""
    names = ("core", "search", "graphql", "code_search")
    resources = {name: limits.quota(holder, name).as_json() for name in names}
    return Answer.json({"resources": resources} | ({} if is_new else {"rate": resources["core"]}))


def resource_of(path: str) -> str:
    """Name the bucket that a path is counted in."""
    return "search" if path.startswith("/search/") else "core"
