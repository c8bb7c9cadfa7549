"""What GitHub's REST and GraphQL halves share: who asks how often, and how its answers are written."""

from dataclasses import dataclass, field

from sandbox.forges.github.rest.context import DOCS, GithubSettings, refusal
from sandbox.forges.github.shapes.repositories import NEW_VERSION, Render
from sandbox.http.limits import Holder, Limits, Quota
from sandbox.http.messages import Answer, Request
from sandbox.http.tokens import Tokens
from sandbox.world.world import World

ENTERPRISE = "/api/v3"
GRAPHQL = ("/graphql", "/api/graphql")
_VERSIONS = ("2022-11-28", NEW_VERSION)
_SECONDARY_DOCS = (
    "https://docs.github.com/free-pro-team@latest/rest/overview/"
    "rate-limits-for-the-rest-api#about-secondary-rate-limits"
)
_MOST_RENDERS = 8


@dataclass(slots=True)
class GithubState:
    """The world that is served, its limits and tokens, and the writers that are kept."""

    world: World
    limits: Limits
    tokens: Tokens
    settings: GithubSettings = field(default_factory=GithubSettings)
    _renders: dict[tuple[str, int, str], Render] = field(default_factory=dict)

    def render(self, request: Request) -> Render:
        """Give the writer for this request's base address, instant and API version; a few are kept."""
        enterprise = request.path.startswith(ENTERPRISE)
        api = request.base_url + (ENTERPRISE if enterprise else "")
        key = (api, request.at, version(request))
        if key not in self._renders:
            if len(self._renders) >= _MOST_RENDERS:
                self._renders.clear()
            self._renders[key] = Render(self.world, api, request.base_url, request.at, key[2])
        return self._renders[key]

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
            resource = "graphql" if request.path in GRAPHQL else "core"
            answer.headers |= self.limits.quota(holder, resource).headers()
        return answer


def version(request: Request) -> str:
    """Give the API version that a request asks for. Raises Refusal."""
    asked = request.headers.get("x-github-api-version", _VERSIONS[0])
    if asked not in _VERSIONS:
        raise refusal(400, f"'{asked}' is not a supported version.")
    return asked
