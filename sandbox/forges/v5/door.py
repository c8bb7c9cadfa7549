"""A v5 API from the outside, Gitee's or GitCode's: who asks, may they, and which handler answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sandbox.http.limits import Limits, LimitSettings
from sandbox.http.messages import Answer, Request
from sandbox.http.tokens import Tokens
from sandbox.world.plans import Plan
from sandbox.world.view import RepositoryView, ThreadView
from sandbox.world.world import World

GITCODE_LIMITS = LimitSettings(core_per_hour=4_000, rest_points_per_minute=50)
"""What GitCode publishes: for each token, by the hour and by the minute."""


class Turned(Exception):
    """An answer other than the one asked for."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Asked(NamedTuple):
    """A request about one repository that may be read."""

    request: Request
    world: World
    plan: Plan
    view: RepositoryView
    web: str  # the address of the forge's pages

    def thread(self, number: int, *, is_change: bool) -> ThreadView:
        """Find an issue or change request, or turn away."""
        found = self.view.by_number.get(number)
        if found is None or found.is_change != is_change:
            raise Turned(404, "404 Not Found")
        return found


class AskedOwner(NamedTuple):
    """A request about everything that an organisation or a person owns."""

    request: Request
    world: World
    views: list[RepositoryView]
    web: str
    login: str  # whose token it is

    def issues(self) -> list[ThreadView]:
        """Give the issues by ``filter``: those assigned to the asker unless told otherwise."""
        chosen = self.request.query.get("filter", "assigned")
        found = [thread for view in self.views for thread in view.ordered("issues", "updated")]
        if chosen == "created":
            return [each for each in found if each.author and each.author.login == self.login]
        if chosen == "assigned":
            return [each for each in found if self.login in {account.login for account in each.assignees}]
        return found


class Forge(Protocol):
    """One forge behind the door."""

    name: str

    @property
    def of_repository(self) -> Mapping[str, Callable[..., Answer]]:
        """Give the handlers below a repository, by a pattern of the rest of the path."""
        ...

    @property
    def of_owner(self) -> Mapping[str, Callable[[AskedOwner], Answer]]:
        """Give the handlers of organisations, by a pattern of the path."""
        ...

    def refusal(self, status: int, message: str) -> Answer:
        """Write an error in the forge's own shape."""
        ...

    def quota_headers(self, limit: int, remaining: int, reset_at: int) -> dict[str, str]:
        """Write what the forge says of its quota: some say nothing."""
        ...


_REPOSITORY = re.compile(r"/repos/([^/]+)/([^/]+)((?:/.*)?)")


@dataclass(slots=True)
class V5Door:
    """Serves one forge below /<name>/api/v5."""

    world: World
    forge: Forge
    limits: Limits
    tokens: Tokens
    begins_at: int = 0  # nothing that was opened before was carried over from elsewhere

    def serves(self, request: Request) -> bool:
        """Tell whether a request is for this forge."""
        return request.path.startswith(self._base)

    @property
    def _base(self) -> str:
        return f"/{self.forge.name}/api/v5"

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        try:
            return self._limited(request)
        except Turned as turned:
            return self.forge.refusal(turned.status, turned.message)

    def _limited(self, request: Request) -> Answer:
        if "access_token" in request.query:
            raise Turned(400, "the sandbox takes tokens in headers only")
        holder = self.tokens.holder(request.token)
        if holder is None:
            raise Turned(401, "401 Unauthorized: Access token does not exist")
        if self.limits.is_hurried(holder, "core"):
            raise Turned(429, "Too Many Requests")
        quota = self.limits.take(holder, "core")
        if quota.is_exceeded:
            raise Turned(429, "API rate limit exceeded")
        answer = self._dispatch(request, request.path.removeprefix(self._base), holder.login)
        answer.headers |= self.forge.quota_headers(quota.limit, quota.remaining, quota.reset_at)
        return answer

    def _dispatch(self, request: Request, path: str, asker: str) -> Answer:
        web = f"{request.base_url}/{self.forge.name}"
        if match := _REPOSITORY.fullmatch(path):
            asked = self._asked(request, match[1], match[2], web)
            return _call(self.forge.of_repository, match[3], asked)
        for pattern, handler in self.forge.of_owner.items():
            if match := re.fullmatch(pattern, path):
                owner = self._owner(request, match[1], is_person=path.startswith("/users/"))
                return handler(AskedOwner(request, self.world, owner, web, asker))
        raise Turned(404, "404 Not Found")

    def _asked(self, request: Request, owner: str, name: str, web: str) -> Asked:
        found = self.world.named(owner, name, request.at)
        if found is None or not found[1]:
            raise Turned(404, "Not Found Project")
        plan = found[0]
        if not plan.is_on(self.forge.name):
            raise Turned(404, "Not Found Project")
        if plan.hazard == "forbidden":
            raise Turned(403, "no permission")
        if plan.blocked_at is not None and plan.blocked_at <= request.at:
            raise Turned(404, "Not Found Project")  # hidden or frozen
        return Asked(request, self.world, plan, self._view(plan, request.at), web)

    def _view(self, plan: Plan, at: int) -> RepositoryView:
        name = self.forge.name
        begins_at = max(self.begins_at, plan.begins_at(name))
        return self.world.view(plan, plan.shown_at(name, at), begins_at)

    def _owner(self, request: Request, login: str, *, is_person: bool) -> list[RepositoryView]:
        account = self.world.account(login, request.at)
        if account is None or (account.organization is None) != is_person:
            raise Turned(404, "404 User Not Found" if is_person else "404 Group Not Found")
        owned = [plan for plan in self.world.owned_by(account, request.at) if plan.is_on(self.forge.name)]
        return [self._view(plan, request.at) for plan in owned if _is_listed(plan, request.at)]


def _is_listed(plan: Plan, at: int) -> bool:
    return plan.hazard != "forbidden" and not (plan.blocked_at is not None and plan.blocked_at <= at)


def _call(handlers: Mapping[str, Callable[..., Answer]], rest: str, asked: Asked) -> Answer:
    for pattern, handler in handlers.items():
        if match := re.fullmatch(pattern, rest.rstrip("/")):
            return handler(asked, *match.groups())
    raise Turned(404, "404 Not Found")
