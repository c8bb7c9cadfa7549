"""What collectors yield: one frozen class per raw table, its columns made from the annotations.

Every class names its ``table``, its ``key`` and the ``version`` of its shape. Adding a nullable field is
automatic; any other change raises the version and brings an upgrade SELECT (``warehouse/loading/load.py``).

``constant`` names columns beyond the key that never change for a row: a batch can replace by them.

Instants are aware datetimes in UTC; days are dates. ``None`` means not known, never zero. No free text
(messages, titles, bodies, file paths), no mailbox and no person's name is ever a field.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol


class Record(Protocol):
    """A dataclass instance that names its raw table, key and shape version."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    version: ClassVar[int]


# ---------------------------------------------------------------------------------------------- git


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit's facts, the same wherever it is found. Line counts are unknown (None) without its blobs."""

    table: ClassVar[str] = "commits"
    key: ClassVar[tuple[str, ...]] = ("sha",)
    version: ClassVar[int] = 1

    sha: str
    parent_shas: tuple[str, ...]
    authored_at: datetime
    author_offset_minutes: int
    committed_at: datetime
    committer_offset_minutes: int
    key_id: str
    author_key: str
    author_domain: str
    committer_key: str
    committer_domain: str
    author_account: str | None = None  # "github:1234" or "gitee:@login", from a noreply address
    bot_rule: str | None = None  # which rule says that the author is a bot
    change_request_number: int | None = None  # named by a merge or squash text
    is_platform_merge: bool = False  # made by the forge's merge button
    lines_added: int | None = None
    lines_deleted: int | None = None
    files_changed: int | None = None
    binary_files_changed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitTrailer:
    """One person-naming trailer of a commit, such as Signed-off-by, as domain and keyed hash."""

    table: ClassVar[str] = "commit_trailers"
    key: ClassVar[tuple[str, ...]] = ("sha", "position")
    version: ClassVar[int] = 1

    sha: str
    position: int
    kind: str  # signed-off-by, co-authored-by, reviewed-by, created-by, merged-by ...
    key_id: str
    person_key: str
    person_domain: str
    person_account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryCommit:
    """Membership: the commit is, or was, reachable from the repository's default branch."""

    table: ClassVar[str] = "repository_commits"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "sha")
    version: ClassVar[int] = 1

    repository_id: str
    sha: str
    is_reachable: bool = True
    author_mapped_key: str | None = None  # the author's key by the repository's mailmap, where it differs
    author_mapped_domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A git tag and the commit that it points to in the end."""

    table: ClassVar[str] = "tags"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "name")
    version: ClassVar[int] = 1

    repository_id: str
    name: str
    target_sha: str | None
    tagged_at: datetime | None  # the tagger's instant, else the target's committer date
    is_annotated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryHead:
    """What the tip of the default branch shows: presence of licence, policies, CI and so on."""

    table: ClassVar[str] = "repository_heads"
    key: ClassVar[tuple[str, ...]] = ("repository_id",)
    version: ClassVar[int] = 1

    repository_id: str
    is_empty: bool
    default_branch: str | None
    head_sha: str | None
    head_committed_at: datetime | None
    root_shas: tuple[str, ...]
    license_spdx_id: str | None  # None with has_license = a licence text that is not recognised
    has_license: bool | None
    has_security_policy: bool | None
    has_contributing_guide: bool | None
    has_code_of_conduct: bool | None
    has_ci: bool | None
    has_lock_file: bool | None
    has_sbom: bool | None
    has_mailmap: bool | None
    is_line_count_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A direct dependency that a known manifest at HEAD declares."""

    table: ClassVar[str] = "dependencies"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "manifest", "ecosystem", "name", "kind")
    version: ClassVar[int] = 1

    repository_id: str
    manifest: str  # its file name without the folder: package.json, pyproject.toml
    ecosystem: str  # npm | pypi | maven | go | cargo | ohpm ...
    name: str
    kind: str  # runtime | development | optional | peer
    requirement: str | None
    locked_version: str | None = None  # what the lock file of the manifest fixes


# ----------------------------------------------------------------------------------------- packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package as its registry describes it today."""

    table: ClassVar[str] = "packages"
    key: ClassVar[tuple[str, ...]] = ("package_id",)
    version: ClassVar[int] = 1

    package_id: str  # "pypi:airtest", "npm:@scope/name"
    ecosystem: str
    name: str
    license: str | None
    repository_url: str | None
    latest_version: str | None
    release_count: int
    is_deprecated: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRelease:
    """One published version of a package."""

    table: ClassVar[str] = "package_releases"
    key: ClassVar[tuple[str, ...]] = ("package_id", "package_version")
    version: ClassVar[int] = 1

    package_id: str
    package_version: str
    published_at: datetime | None
    is_prerelease: bool
    is_yanked: bool
    is_deprecated: bool
    license: str | None
    size_bytes: int | None  # pypi: all its archives together; npm: unpacked
    file_count: int | None  # pypi: archives; npm: files in the package


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCount:
    """Totals of a package on the day they were asked for."""

    table: ClassVar[str] = "package_counts"
    key: ClassVar[tuple[str, ...]] = ("package_id", "counted_on")
    version: ClassVar[int] = 1

    package_id: str
    counted_on: date
    download_count: int | None = None
    dependent_count: int | None = None


# ------------------------------------------------------------------------------------------- forges


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A repository as its forge describes it."""

    table: ClassVar[str] = "repositories"
    key: ClassVar[tuple[str, ...]] = ("repository_id",)
    version: ClassVar[int] = 1

    repository_id: str  # "github:owner/name" in lower case as first registered or discovered
    forge: str
    forge_repository_id: str
    owner: str
    name: str
    owner_account_id: str | None = None
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    default_branch: str | None = None
    primary_language: str | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    license_spdx_id: str | None = None
    parent_repository: str | None = None  # "owner/name" that this one was forked from
    is_fork: bool = False
    is_archived: bool | None = None
    is_mirror: bool | None = None
    is_template: bool | None = None
    is_empty: bool | None = None
    has_issues: bool | None = None
    has_security_policy: bool | None = None
    has_code_of_conduct: bool | None = None
    has_contributing_guide: bool | None = None
    has_license: bool | None = None  # True without license_spdx_id = one that the forge does not recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveredRepository:
    """A public repository that a claimed account holds, registered or not, as its forge describes it."""

    table: ClassVar[str] = "discovered_repositories"
    key: ClassVar[tuple[str, ...]] = ("account_id", "forge_repository_id")
    version: ClassVar[int] = 1

    account_id: str  # as the config names it: "github:owner"
    forge: str
    forge_repository_id: str
    full_name: str
    created_at: datetime | None
    is_fork: bool
    is_archived: bool | None
    is_mirror: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryAlias:
    """Another name that the repository has had: after a rename, a transfer or a move between forges."""

    table: ClassVar[str] = "repository_aliases"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "forge", "full_name")
    version: ClassVar[int] = 1

    repository_id: str
    forge: str
    full_name: str
    forge_repository_id: str | None
    seen_on: date
    reason: str  # renamed | transferred | moved | name_taken_over


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryCount:
    """The forge's own totals on the day they were asked for."""

    table: ClassVar[str] = "repository_counts"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "counted_on")
    version: ClassVar[int] = 1

    repository_id: str
    counted_on: date
    star_count: int | None = None
    fork_count: int | None = None
    watcher_count: int | None = None
    issue_count: int | None = None
    change_request_count: int | None = None
    release_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StarDay:
    """Stars that a repository gained on one day; who gave them is not public."""

    table: ClassVar[str] = "star_days"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "starred_on")
    version: ClassVar[int] = 1

    repository_id: str
    starred_on: date
    star_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A login on one forge, by the forge's stable id."""

    table: ClassVar[str] = "accounts"
    key: ClassVar[tuple[str, ...]] = ("account_id",)
    version: ClassVar[int] = 1

    account_id: str  # "github:1234"
    forge: str
    login: str | None
    kind: str  # user | organization | bot | mannequin | unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitAccount:
    """Whose accounts a forge itself says a commit belongs to. None: the forge knows no account for it."""

    table: ClassVar[str] = "commit_accounts"
    key: ClassVar[tuple[str, ...]] = ("sha", "forge")
    version: ClassVar[int] = 1

    sha: str
    forge: str
    author_account_id: str | None
    committer_account_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A tracked report or task; never a change request."""

    table: ClassVar[str] = "issues"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "number")
    version: ClassVar[int] = 1

    repository_id: str
    number: str  # text on every forge: Gitee numbers look like "I1ABC2"
    forge_issue_id: str | None
    author_account_id: str | None  # None: the account was deleted
    state: str  # open | closed, whatever the forge calls it
    forge_state: str
    state_reason: str | None
    opened_at: datetime
    updated_at: datetime | None
    closed_at: datetime | None
    reopened_count: int | None
    comment_count: int | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """A proposal to change a repository: a pull request or merge request."""

    table: ClassVar[str] = "change_requests"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "number")
    version: ClassVar[int] = 1

    repository_id: str
    number: str
    forge_change_request_id: str | None
    author_account_id: str | None
    merged_by_account_id: str | None
    state: str  # open | merged | closed
    is_draft: bool | None
    opened_at: datetime
    updated_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    merge_commit_sha: str | None
    base_branch: str | None
    lines_added: int | None
    lines_deleted: int | None
    files_changed: int | None
    commit_count: int | None
    comment_count: int | None
    review_count: int | None
    review_comment_count: int | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A judgement on a change request."""

    table: ClassVar[str] = "reviews"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "review_id")
    constant: ClassVar[tuple[str, ...]] = ("change_request_number",)
    version: ClassVar[int] = 1

    repository_id: str
    review_id: str
    change_request_number: str
    reviewer_account_id: str | None
    state: str  # approved | changes_requested | commented | dismissed | pending
    submitted_at: datetime | None
    comment_count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark on an issue or change request; its text never lands."""

    table: ClassVar[str] = "comments"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "comment_id")
    version: ClassVar[int] = 1
    constant: ClassVar[tuple[str, ...]] = ("parent_kind", "parent_number")

    repository_id: str
    comment_id: str
    parent_kind: str  # issue | change_request
    parent_number: str
    author_account_id: str | None
    commented_at: datetime
    gate_signal: str | None = None  # OpenHarmony's gate: start_build | build_passed | build_failed ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version published on the forge; a tag is git's."""

    table: ClassVar[str] = "releases"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "release_id")
    version: ClassVar[int] = 1

    repository_id: str
    release_id: str
    tag_name: str
    author_account_id: str | None
    created_at: datetime | None
    published_at: datetime | None
    is_prerelease: bool
    is_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAssetCount:
    """Downloads of one release asset on the day they were asked for."""

    table: ClassVar[str] = "release_asset_counts"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "release_id", "asset_id", "counted_on")
    version: ClassVar[int] = 1

    repository_id: str
    release_id: str
    asset_id: str
    counted_on: date
    size_bytes: int | None
    download_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A forge-side fork of a repository."""

    table: ClassVar[str] = "forks"
    key: ClassVar[tuple[str, ...]] = ("repository_id", "forge_fork_id")
    version: ClassVar[int] = 1

    repository_id: str
    forge_fork_id: str
    owner_account_id: str | None
    forked_at: datetime


# ------------------------------------------------------------------------------------- OpenHarmony


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRepository:
    """A repository that one release branch of the OpenHarmony manifest names."""

    table: ClassVar[str] = "manifest_repositories"
    key: ClassVar[tuple[str, ...]] = ("release_branch", "name")
    version: ClassVar[int] = 1

    release_branch: str  # master, OpenHarmony-5.0.0-Release ...
    name: str
    source_path: str  # where the manifest checks it out
    groups: tuple[str, ...]
    system_types: tuple[str, ...]  # mini, small, standard
    repository_class: str  # system, chipset or other, by its groups
    remote: str | None
    revision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestBranch:
    """When a release branch of the OpenHarmony manifest began, by the commit that says so."""

    table: ClassVar[str] = "manifest_branches"
    key: ClassVar[tuple[str, ...]] = ("release_branch",)
    version: ClassVar[int] = 1

    release_branch: str
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialInterestGroup:
    """A SIG of OpenHarmony as the community repository lists it."""

    table: ClassVar[str] = "special_interest_groups"
    key: ClassVar[tuple[str, ...]] = ("sig_id",)
    version: ClassVar[int] = 1

    sig_id: str
    status: str | None
    sub_systems: tuple[str, ...]
    leader_domains: tuple[str, ...]
    repository_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SigSeat:
    """A governance seat: who, as a keyed hash, leads a SIG or commits to one of its repositories."""

    table: ClassVar[str] = "sig_seats"
    key: ClassVar[tuple[str, ...]] = ("sig_id", "repository_name", "role", "person_key")
    version: ClassVar[int] = 1

    sig_id: str
    repository_name: str  # empty for a leader
    role: str  # leader | committer
    key_id: str
    person_key: str
    person_domain: str
    person_account: str | None = None


RECORD_TYPES: tuple[type[Record], ...] = (
    Commit,
    CommitTrailer,
    RepositoryCommit,
    Tag,
    RepositoryHead,
    Dependency,
    Package,
    PackageRelease,
    PackageCount,
    Repository,
    DiscoveredRepository,
    RepositoryAlias,
    RepositoryCount,
    StarDay,
    Account,
    CommitAccount,
    Issue,
    ChangeRequest,
    Review,
    Comment,
    Release,
    ReleaseAssetCount,
    Fork,
    ManifestRepository,
    ManifestBranch,
    SpecialInterestGroup,
    SigSeat,
)
