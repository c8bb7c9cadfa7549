"""What GraphQL resolvers pass around: a thing of the world together with where it was found."""

from typing import NamedTuple

from graphql import GraphQLError

from sandbox.forges.github.graphql.cost import Cost
from sandbox.forges.github.shapes.repositories import Render
from sandbox.http.limits import Quota
from sandbox.world.code.commits import Commit, GitModel
from sandbox.world.history.threads import Asset, Comment, Event, Fork, Release, Review, ReviewComment
from sandbox.world.people import Account
from sandbox.world.plans import Plan
from sandbox.world.view import RepositoryView, ThreadView


class Scope(NamedTuple):
    """What every resolver can see of the request."""

    render: Render
    cost: Cost
    quota: Quota
    resource_limit: int
    login: str

    def check_work(self, view: RepositoryView) -> None:
        """Refuse a page that is too much work; the work grows with the length of the history."""
        work = self.cost.node_count * (1 + len(view.threads) / 20_000)
        if work > self.resource_limit:
            raise GraphQLError(
                "Resource limits for this query exceeded.", extensions={"type": "RESOURCE_LIMITS_EXCEEDED"}
            )


class CommentNode(NamedTuple):
    """A remark on a thread."""

    view: ThreadView
    comment: Comment


class ReviewNode(NamedTuple):
    """A review of a change request."""

    view: ThreadView
    review: Review


class RemarkNode(NamedTuple):
    """A remark on a line."""

    view: ThreadView
    review: Review
    remark: ReviewComment


class RemarkThread(NamedTuple):
    """A review thread, opened by its first remark."""

    view: ThreadView
    review: Review
    remark: ReviewComment


class EventNode(NamedTuple):
    """Something that happened to a thread."""

    view: ThreadView
    event: Event
    position: int


class LabelNode(NamedTuple):
    """A label of a repository."""

    view: RepositoryView
    name: str


class ReleaseNode(NamedTuple):
    """A release."""

    view: RepositoryView
    release: Release


class AssetNode(NamedTuple):
    """A file of a release."""

    view: RepositoryView
    release: Release
    asset: Asset


class ForkNode(NamedTuple):
    """A fork without activity of its own."""

    parent: Plan
    fork: Fork


class CommitNode(NamedTuple):
    """A commit."""

    view: RepositoryView
    commit: Commit


class PullCommitNode(NamedTuple):
    """A commit of a change request."""

    view: ThreadView
    commit: Commit


class RefNode(NamedTuple):
    """A branch or a tag."""

    view: RepositoryView
    prefix: str
    name: str
    sha: str


class BlobNode(NamedTuple):
    """A file at the tip of the default branch."""

    view: RepositoryView
    path: str
    body: bytes


class RequestedReview(NamedTuple):
    """Someone who was asked for a review."""

    view: ThreadView
    account: Account
    position: int


_EVENT_TYPES = {
    "closed": "ClosedEvent",
    "reopened": "ReopenedEvent",
    "labeled": "LabeledEvent",
    "unlabeled": "UnlabeledEvent",
    "assigned": "AssignedEvent",
    "merged": "MergedEvent",
    "ready_for_review": "ReadyForReviewEvent",
}
_TYPES: dict[type, str] = {
    RepositoryView: "Repository",
    ForkNode: "Repository",
    CommentNode: "IssueComment",
    ReviewNode: "PullRequestReview",
    RemarkNode: "PullRequestReviewComment",
    RemarkThread: "PullRequestReviewThread",
    LabelNode: "Label",
    ReleaseNode: "Release",
    AssetNode: "ReleaseAsset",
    CommitNode: "Commit",
    PullCommitNode: "PullRequestCommit",
    RefNode: "Ref",
    BlobNode: "Blob",
    RequestedReview: "ReviewRequest",
}


def type_name(value: object, *_: object) -> str:
    """Name the GraphQL type of a value, for interfaces and unions."""
    if isinstance(value, ThreadView):
        return "PullRequest" if value.is_change else "Issue"
    if isinstance(value, Account):
        return {"organization": "Organization", "bot": "Bot"}.get(value.kind, "User")
    if isinstance(value, EventNode):
        return _EVENT_TYPES[value.event.kind]
    return _TYPES[type(value)]


def git_of(view: RepositoryView) -> GitModel:
    """Give the commits of a repository that has some."""
    if view.git is None:
        raise GraphQLError("The repository is empty.")
    return view.git
