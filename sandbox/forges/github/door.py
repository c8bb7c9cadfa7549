"""The GitHub REST API from the outside: who asks, may they, what comes out, and does the client have it."""

import hashlib
from dataclasses import dataclass

from sandbox.forges.github.graphql.endpoint import answer_query
from sandbox.forges.github.rest.apps import answer_app, is_for_apps
from sandbox.forges.github.rest.context import DOCS, Context, Refusal, refusal
from sandbox.forges.github.rest.pages import BadPage
from sandbox.forges.github.rest.routes import dispatch, rate_limit, resource_of
from sandbox.forges.github.shapes.repositories import NEW_VERSION
from sandbox.forges.github.state import ENTERPRISE, GRAPHQL, GithubState, version
from sandbox.http.limits import Holder
from sandbox.http.messages import Answer, Request


@dataclass(slots=True)
class Github:
    """The GitHub of a world: REST and GraphQL behind one door."""

    state: GithubState

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
            return answer_app(request, path, self.state.tokens, self.state.render(request))
        holder = self.state.tokens.holder(request.token)
        if holder is None:
            raise refusal(401, "Bad credentials")
        if not self.state.limits.enter(holder):
            return self.state.secondary(request)
        try:
            return self._limited(request, holder)
        finally:
            self.state.limits.leave(holder)

    def _limited(self, request: Request, holder: Holder) -> Answer:
        if request.path in GRAPHQL:
            return self._graphql(request, holder)
        path = _below_base(request.path)
        if path == "/rate_limit":
            return rate_limit(self.state.limits, holder, version(request) == NEW_VERSION)
        if self.state.limits.is_hurried(holder, "core") or self.state.limits.is_laborious(holder, "core"):
            return self.state.secondary(request)
        quota = self.state.limits.take(holder, resource_of(path))
        if quota.is_exceeded:
            return self.state.primary(holder, quota)
        answer = viewer(holder) if path == "/user" else self._dispatch(request, path)
        answer = _with_etag(request, answer)
        if answer.status == 304:
            quota = self.state.limits.give_back(holder, quota.resource)
        answer.headers |= quota.headers()
        answer.headers["X-GitHub-Api-Version-Selected"] = version(request)
        answer.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
        return answer

    def _dispatch(self, request: Request, path: str) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return refusal(404, "Not Found").answer
        try:
            return dispatch(
                Context(request, self.state.world, self.state.render(request), self.state.settings, path)
            )
        except BadPage as error:
            return refusal(422, str(error), docs=f"{DOCS}/issues/issues#list-repository-issues").answer
        except Refusal as refused:
            return refused.answer

    def _graphql(self, request: Request, holder: Holder) -> Answer:
        if holder.kind == "anonymous":
            raise refusal(401, "This endpoint requires you to be authenticated.")
        if request.method != "POST":
            raise refusal(404, "Not Found")
        return answer_query(request, holder, self.state)


def viewer(holder: Holder) -> Answer:
    """Answer /user: whose token it is."""
    if holder.kind != "user":
        status = 401 if holder.kind == "anonymous" else 403
        message = "Requires authentication" if status == 401 else "Resource not accessible by integration"
        return refusal(status, message).answer
    return Answer.json({"login": holder.login, "id": holder.holder_id, "type": "User"})


def _below_base(path: str) -> str:
    return path.removeprefix(ENTERPRISE) or "/"


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
