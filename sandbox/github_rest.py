"""The GitHub REST API from the outside: who asks, may they, what comes out, and does the client have it."""

import hashlib
from dataclasses import dataclass, field

from sandbox.exchange import Answer, Request
from sandbox.github_apps import answer_app, is_for_apps
from sandbox.github_context import DOCS, Context, GithubSettings, Refusal, refusal
from sandbox.github_graphql import answer_query
from sandbox.github_json import NEW_VERSION, Render
from sandbox.github_pages import BadPage
from sandbox.github_routes import dispatch, rate_limit, resource_of
from sandbox.limits import Holder, Limits, Quota
from sandbox.tokens import Tokens
from sandbox.world import World

_VERSIONS = ("2022-11-28", NEW_VERSION)
_ENTERPRISE = "/api/v3"
_GRAPHQL = ("/graphql", "/api/graphql")
_SECONDARY_DOCS = (
    "https://docs.github.com/free-pro-team@latest/rest/overview/"
    "rate-limits-for-the-rest-api#about-secondary-rate-limits"
)
_MOST_RENDERS = 8


@dataclass(slots=True)
class Github:
    """The GitHub of a world: REST and GraphQL behind one door."""

    world: World
    limits: Limits
    tokens: Tokens
    settings: GithubSettings = field(default_factory=GithubSettings)
    _renders: dict[tuple[str, int, str], Render] = field(default_factory=dict)

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        try:
            return self._handle(request)
        except Refusal as refused:
            return refused.answer

    def _handle(self, request: Request) -> Answer:
        if not request.headers.get("user-agent"):
            raise refusal(403, "Request forbidden by administrative rules. Please send a User-Agent header.")
        path = _below_base(request.path)
        if is_for_apps(path):
            return answer_app(request, path, self.tokens, self.render(request))
        holder = self.tokens.holder(request.token)
        if holder is None:
            raise refusal(401, "Bad credentials")
        if not self.limits.enter(holder):
            return self.secondary(request)
        try:
            return self._limited(request, holder)
        finally:
            self.limits.leave(holder)

    def _limited(self, request: Request, holder: Holder) -> Answer:
        if request.path in _GRAPHQL:
            return self._graphql(request, holder)
        path = _below_base(request.path)
        if path == "/rate_limit":
            return rate_limit(self.limits, holder, _version(request) == NEW_VERSION)
        if self.limits.is_hurried(holder, "core") or self.limits.is_laborious(holder, "core"):
            return self.secondary(request)
        quota = self.limits.take(holder, resource_of(path))
        if quota.is_exceeded:
            return self.primary(holder, quota)
        answer = viewer(holder) if path == "/user" else self._dispatch(request, path)
        answer = _with_etag(request, answer)
        if answer.status == 304:
            quota = self.limits.give_back(holder, quota.resource)
        answer.headers |= quota.headers()
        answer.headers["X-GitHub-Api-Version-Selected"] = _version(request)
        answer.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
        return answer

    def _dispatch(self, request: Request, path: str) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return refusal(404, "Not Found").answer
        try:
            return dispatch(Context(request, self.world, self.render(request), self.settings, path))
        except BadPage as error:
            return refusal(422, str(error), docs=f"{DOCS}/issues/issues#list-repository-issues").answer
        except Refusal as refused:
            return refused.answer

    def _graphql(self, request: Request, holder: Holder) -> Answer:
        if holder.kind == "anonymous":
            raise refusal(401, "This endpoint requires you to be authenticated.")
        if request.method != "POST":
            raise refusal(404, "Not Found")
        return answer_query(request, holder, self)

    def render(self, request: Request) -> Render:
        """Give the writer for this request's base address, instant and API version; a few are kept."""
        enterprise = request.path.startswith(_ENTERPRISE)
        api = request.base_url + (_ENTERPRISE if enterprise else "")
        key = (api, request.at, _version(request))
        if key not in self._renders:
            if len(self._renders) >= _MOST_RENDERS:
                self._renders.clear()
            self._renders[key] = Render(self.world, api, request.base_url, request.at, key[2])
        return self._renders[key]

    # ----------------------------------------------------------------------------------------- limits

    def primary(self, holder: Holder, quota: Quota) -> Answer:
        """Answer that the hourly limit is used up."""
        if holder.kind == "anonymous":
            message = (
                f"API rate limit exceeded for {holder.login}. (But here's the good news: Authenticated "
                "requests get a higher rate limit. Check out the documentation for more details.)"
            )
        else:
            kind = "installation" if holder.kind == "installation" else "user"
            message = f"API rate limit exceeded for {kind} ID {holder.holder_id}."
        docs = f"{DOCS}/overview/rate-limits-for-the-rest-api"
        answer = refusal(self.limits.settings.primary_status, message, docs=docs).answer
        answer.headers |= quota.headers()
        return answer

    def secondary(self, request: Request, retry_after: int | None = None) -> Answer:
        """Answer that the client is too quick; the wait is told only sometimes."""
        message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        answer = refusal(self.limits.settings.secondary_status, message, docs=_SECONDARY_DOCS).answer
        wait = self.limits.settings.retry_after_seconds if retry_after is None else retry_after
        if wait is not None:
            answer.headers["Retry-After"] = str(wait)
        holder = self.tokens.holder(request.token)
        if holder is not None:
            resource = "graphql" if request.path in _GRAPHQL else "core"
            answer.headers |= self.limits.quota(holder, resource).headers()
        return answer


def viewer(holder: Holder) -> Answer:
    """Answer /user: whose token it is."""
    if holder.kind != "user":
        status = 401 if holder.kind == "anonymous" else 403
        message = "Requires authentication" if status == 401 else "Resource not accessible by integration"
        return refusal(status, message).answer
    return Answer.json({"login": holder.login, "id": holder.holder_id, "type": "User"})


def _below_base(path: str) -> str:
    return path.removeprefix(_ENTERPRISE) or "/"


def _version(request: Request) -> str:
    version = request.headers.get("x-github-api-version", _VERSIONS[0])
    if version not in _VERSIONS:
        raise refusal(400, f"'{version}' is not a supported version.")
    return version


def _with_etag(request: Request, answer: Answer) -> Answer:
    """Add an ETag to a 200; answer 304 where the client already has it."""
    if answer.status != 200:
        return answer
    seen_by = f"{request.headers.get('accept', '')}|{request.token}|".encode()
    etag = f'W/"{hashlib.sha256(seen_by + answer.body).hexdigest()}"'
    answer.headers |= {"ETag": etag, "Cache-Control": "private, max-age=60, s-maxage=60"}
    answer.headers["Vary"] = "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With"
    if etag in [known.strip() for known in request.headers.get("if-none-match", "").split(",")]:
        kept = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        return Answer(304, b"", kept)
    return answer
