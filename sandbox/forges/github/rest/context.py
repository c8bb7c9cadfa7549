"""What a GitHub handler gets to work with, and the errors that it may raise as answers."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.forges.github.rest.pages import CURSOR_ABOVE
from sandbox.forges.github.shapes.repositories import Render
from sandbox.http.messages import Answer, Request
from sandbox.world.plans import Plan
from sandbox.world.view import RepositoryView, ThreadView
from sandbox.world.world import World

DOCS = "https://docs.github.com/rest"


class Refusal(Exception):
    """An answer other than the one asked for; it carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refusal(status: int, message: str, *, docs: str = DOCS, **more: object) -> Refusal:
    """Make an error in GitHub's shape: message, documentation_url and the status as text."""
    body = {"message": message, **more, "documentation_url": docs, "status": str(status)}
    return Refusal(Answer.json(body, status))


def moved_permanently(context: "Context", plan: Plan, rest: str) -> Answer:
    """Lead to what is now at ``rest`` of a repository, by the repository's number."""
    url = f"{context.render.api}/repositories/{plan.repository_id}{rest}"
    if context.request.query_text:
        url += f"?{context.request.query_text}"
    body = {"message": "Moved Permanently", "url": url, "documentation_url": f"{DOCS}/guides#http-redirects"}
    return Answer.json(body, 301, Location=url)


@dataclass(slots=True)
class GithubSettings:
    """How the GitHub side behaves beyond its limits."""

    cursor_above: int = CURSOR_ABOVE
    resource_limit: int = 10_000  # work that a GraphQL query may cause, see github_graphql
    saml_hazard: bool = True  # whether one repository refuses everyone with 403
    removed: frozenset[str] = frozenset()  # of the GraphQL schema: Type.field or Type.field(argument)
    computed: set[tuple[str, int]] = field(default_factory=set)  # statistics that are ready


class Context(NamedTuple):
    """One request on its way through the GitHub API."""

    request: Request
    world: World
    render: Render
    settings: GithubSettings
    path: str  # below the API's base

    @property
    def query(self) -> dict[str, str]:
        """The query parameters."""
        return self.request.query

    @property
    def at(self) -> int:
        """The world's instant."""
        return self.request.at

    def url(self, path: str | None = None) -> str:
        """Write an address below the API's base."""
        return f"{self.render.api}{self.path if path is None else path}"


class RepositoryContext(NamedTuple):
    """A request about one repository that exists and may be read."""

    context: Context
    plan: Plan
    view: RepositoryView
    rest: str  # the path behind the repository

    @property
    def query(self) -> dict[str, str]:
        """The query parameters."""
        return self.context.query

    @property
    def render(self) -> Render:
        """How to write JSON."""
        return self.context.render

    @property
    def page_url(self) -> str:
        """The address that page links use: by the repository's number."""
        return f"{self.render.api}/repositories/{self.plan.repository_id}{self.rest}"

    def thread(self, number: str) -> ThreadView:
        """Find an issue or change request, or refuse: 301 if transferred, 410 if deleted, else 404."""
        if not self.plan.has_issues and int(number) not in self.view.by_number:
            raise refusal(410, "Issues are disabled for this repo")
        view = self.view.by_number.get(int(number))
        if view is not None:
            return view
        if moved := self.context.world.transferred(self.plan, int(number), self.context.at):
            rest = self.rest.replace(f"/{number}", f"/{moved[1]}", 1)
            raise Refusal(moved_permanently(self.context, moved[0], rest))
        if self.view.deleted_thread(int(number)) is not None:
            raise refusal(410, "This issue was deleted")
        raise refusal(404, "Not Found")
