"""What an issue or a change request is over its whole life, before anyone asks when "now" is."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.world.people import Account, Person


class Event(NamedTuple):
    """What happened to a thread: closed, reopened, merged, labeled, unlabeled, assigned, ready_for_review."""

    at: int
    kind: str
    actor: Account
    detail: str = ""  # the label's name, the state reason, the assignee's login


@dataclass(slots=True, eq=False)
class Comment:
    """A remark on a thread."""

    author: Account
    created_at: int
    edited_at: int | None = None
    deleted_at: int | None = None
    comment_id: int = 0
    reaction_count: int = 0


@dataclass(slots=True, eq=False)
class ReviewComment:
    """A remark on a line of a change request; replies follow in the same review thread."""

    author: Account
    created_at: int
    comment_id: int = 0


@dataclass(slots=True, eq=False)
class Review:
    """A judgement on a change request."""

    author: Account
    submitted_at: int
    state: str  # APPROVED | CHANGES_REQUESTED | COMMENTED | DISMISSED
    comments: list[ReviewComment]
    review_id: int = 0


class Edit(NamedTuple):
    """A change to one file: lines dropped from its top and added at its end."""

    path: str
    added: int
    deleted: int


@dataclass(slots=True, eq=False)
class CommitPlan:
    """A commit before it has a parent and therefore a sha."""

    author: Person
    authored_at: int
    committed_at: int
    mailbox: str
    subject: str
    edits: tuple[Edit, ...]
    trailers: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Change:
    """What a change request has beyond an issue."""

    commits: list[CommitPlan]
    head_branch: str
    head_owner: Account | None  # None: the fork that it came from was deleted
    merged_at: int | None = None
    merged_by: Account | None = None
    merge_style: str = "merge"
    draft_until: int | None = None
    reviews: list[Review] = field(default_factory=list)
    requested_reviewers: tuple[Account, ...] = ()
    # filled by the git model
    base_sha: str = ""
    commit_shas: tuple[str, ...] = ()
    merge_sha: str | None = None
    additions: int = 0
    deletions: int = 0
    changed_files: int = 0


@dataclass(slots=True, eq=False)
class Thread:
    """An issue or, where ``change`` is set, a change request."""

    author: Account
    created_at: int
    title: str
    association: str
    labels: tuple[str, ...] = ()
    events: list[Event] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    change: Change | None = None
    deleted_at: int | None = None
    is_transferred: bool = False  # it is not deleted but in another repository from then on
    arrived_at: int | None = None  # from another repository, where it was ``moved_from``
    moved_from: "Thread | None" = None
    number: int = 0
    issue_id: int = 0
    change_id: int = 0
    has_body: bool = True

    @property
    def appears_at(self) -> int:
        """When it began to be in its repository."""
        return self.arrived_at or self.created_at


@dataclass(slots=True, eq=False)
class Asset:
    """A file of a release; its downloads grow with time."""

    asset_id: int
    name: str
    size: int
    downloads_per_day: float


@dataclass(slots=True, eq=False)
class Release:
    """A version published on the forge."""

    release_id: int
    tag_name: str
    author: Account
    created_at: int
    published_at: int
    is_prerelease: bool
    assets: tuple[Asset, ...]
    tag_sha: str = ""


@dataclass(slots=True, eq=False)
class Fork:
    """A copy in somebody else's account; it has a name and a date and no activity of its own."""

    fork_id: int
    owner: Account
    created_at: int


@dataclass(slots=True, eq=False)
class History:
    """Everything that ever happens in one repository, up to the horizon."""

    threads: list[Thread]
    releases: list[Release]
    forks: list[Fork]
    star_instants: list[int]
    direct_commits: list[CommitPlan]
    stars_taken_back: list[tuple[int, int]] = field(default_factory=list)  # when given, and when taken back
