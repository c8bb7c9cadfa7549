"""GraphQL nodes into records: one function per kind, in the shapes of ``queries/*.graphql``."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from collectors.forges.github.fields import Fields, Unreadable
from collectors.records import (
    Account,
    ChangeRequest,
    Comment,
    CommitAccount,
    DiscoveredRepository,
    Fork,
    Issue,
    Record,
    Release,
    ReleaseAssetCount,
    Repository,
    RepositoryCount,
    Review,
)

NO_LICENSE_IDS = ("NOASSERTION", "NONE")
LABELS_ASKED = 20
FORGES_OWN = frozenset({"web-flow"})  # commits that were made in the browser
ACCOUNT_KINDS = {
    "User": "user",
    "Organization": "organization",
    "Bot": "bot",
    "Mannequin": "mannequin",
    "EnterpriseUserAccount": "user",
}
ISSUE_STATES = {"OPEN": "open", "CLOSED": "closed"}
STATE_REASONS = {
    "COMPLETED": "completed",
    "DUPLICATE": "duplicate",
    "NOT_PLANNED": "not_planned",
    "REOPENED": "reopened",
}
CHANGE_REQUEST_STATES = {"OPEN": "open", "MERGED": "merged", "CLOSED": "closed"}
REVIEW_STATES = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes_requested",
    "COMMENTED": "commented",
    "DISMISSED": "dismissed",
    "PENDING": "pending",
}


def account(fields: Fields | None) -> Account | None:
    """Read an actor. None is a deleted account, GitHub's ghost."""
    if fields is None:
        return None
    kind = fields.choice("__typename", ACCOUNT_KINDS) or "unknown"
    login = fields.text("login")
    if kind == "bot" and not login.endswith("[bot]"):
        login += "[bot]"  # GraphQL leaves it out, REST and commit mailboxes do not
    forge_id = fields.optional_identifier("databaseId")
    account_id = f"github:{forge_id}" if forge_id else f"github:@{login.lower()}"
    return Account(account_id=account_id, forge="github", login=login, kind=kind)


class Accounts:
    """Gathers the accounts that the records of a batch name, each once."""

    def __init__(self) -> None:
        self._found: dict[str, Account] = {}

    def id_of(self, fields: Fields | None) -> str | None:
        """Read an actor, remember it and give its account_id; None for a ghost."""
        try:
            found = account(fields)
        except Unreadable:
            return None
        if found is None:
            return None
        self._found[found.account_id] = found
        return found.account_id

    def take(self) -> list[Account]:
        """Give what was gathered, in order, and start anew."""
        found = [self._found[key] for key in sorted(self._found)]
        self._found = {}
        return found


def issue(repository_id: str, fields: Fields, accounts: Accounts) -> Issue:
    """Read an issue. Raises Unreadable."""
    closed_at = fields.optional_instant("closedAt")
    return Issue(
        repository_id=repository_id,
        number=str(fields.integer("number")),
        forge_issue_id=fields.optional_identifier("fullDatabaseId"),
        author_account_id=accounts.id_of(fields.child("author", "Actor")),
        state=fields.choice("state", ISSUE_STATES) or ("closed" if closed_at else "open"),
        forge_state=fields.text("state").lower(),
        state_reason=fields.choice("stateReason", STATE_REASONS),
        opened_at=fields.instant("createdAt"),
        updated_at=fields.optional_instant("updatedAt"),
        closed_at=closed_at,
        reopened_count=fields.total("reopenings"),
        comment_count=fields.total("comments"),
        labels=_labels(fields),
    )


def change_request(repository_id: str, fields: Fields, accounts: Accounts) -> ChangeRequest:
    """Read a change request. Raises Unreadable."""
    merged_at, closed_at = fields.optional_instant("mergedAt"), fields.optional_instant("closedAt")
    merge_commit = fields.child("mergeCommit", "Commit")
    seen = "merged" if merged_at else "closed" if closed_at else "open"
    state = fields.choice("state", CHANGE_REQUEST_STATES) or seen
    return ChangeRequest(
        repository_id=repository_id,
        number=str(fields.integer("number")),
        forge_change_request_id=fields.optional_identifier("fullDatabaseId"),
        author_account_id=accounts.id_of(fields.child("author", "Actor")),
        merged_by_account_id=accounts.id_of(fields.child("mergedBy", "Actor")),
        state=state,
        is_draft=fields.optional_flag("isDraft"),
        opened_at=fields.instant("createdAt"),
        updated_at=fields.optional_instant("updatedAt"),
        merged_at=merged_at,
        closed_at=closed_at,
        merge_commit_sha=merge_commit.optional_text("oid") if merge_commit and state == "merged" else None,
        base_branch=fields.optional_text("baseRefName"),
        lines_added=fields.optional_integer("additions"),
        lines_deleted=fields.optional_integer("deletions"),
        files_changed=fields.optional_integer("changedFiles"),
        commit_count=fields.total("commits"),
        comment_count=fields.total("comments"),
        review_count=fields.total("reviews"),
        review_comment_count=_review_comment_count(fields),
        labels=_labels(fields),
    )


def _review_comment_count(fields: Fields) -> int | None:
    """Give the remarks on the code: all comments less those of the conversation."""
    everything, conversation = fields.optional_integer("totalCommentsCount"), fields.total("comments")
    if everything is None or conversation is None or everything < conversation:
        return None
    return everything - conversation


def review(repository_id: str, number: str, fields: Fields, accounts: Accounts) -> Review:
    """Read a review. Its comments are not asked for: they would cost as much as all the rest together."""
    return Review(
        repository_id=repository_id,
        review_id=fields.identifier("fullDatabaseId"),
        change_request_number=number,
        reviewer_account_id=accounts.id_of(fields.child("author", "Actor")),
        state=fields.choice("state", REVIEW_STATES) or fields.text("state").lower(),
        submitted_at=fields.optional_instant("submittedAt"),
        comment_count=None,
    )


def comment(repository_id: str, parent_kind: str, number: str, fields: Fields, accounts: Accounts) -> Comment:
    """Read a remark on an ``issue`` or ``change_request``. Raises Unreadable."""
    return Comment(
        repository_id=repository_id,
        comment_id=fields.identifier("fullDatabaseId"),
        parent_kind=parent_kind,
        parent_number=number,
        author_account_id=accounts.id_of(fields.child("author", "Actor")),
        commented_at=fields.instant("createdAt"),
    )


def commit_account(fields: Fields, accounts: Accounts) -> CommitAccount:
    """Read whose accounts a commit belongs to; the forge itself is nobody. Raises Unreadable."""
    author, committer = fields.child("author", "GitActor"), fields.child("committer", "GitActor")
    return CommitAccount(
        sha=fields.text("oid"),
        forge="github",
        author_account_id=_linked(author, accounts),
        committer_account_id=_linked(committer, accounts),
    )


def _linked(actor: Fields | None, accounts: Accounts) -> str | None:
    """Give the account that the forge links a git identity with."""
    user = actor.child("user", "Actor") if actor else None
    if user is None or user.optional_text("login") in FORGES_OWN:
        return None
    return accounts.id_of(user)


def release(repository_id: str, fields: Fields, accounts: Accounts, counted_on: date) -> Iterator[Record]:
    """Read a release and the downloads of its assets on that day. Raises Unreadable."""
    release_id = fields.identifier("databaseId")
    yield Release(
        repository_id=repository_id,
        release_id=release_id,
        tag_name=fields.text("tagName"),
        author_account_id=accounts.id_of(fields.child("author", "Actor")),
        created_at=fields.optional_instant("createdAt"),
        published_at=fields.optional_instant("publishedAt"),
        is_prerelease=fields.flag("isPrerelease"),
        is_draft=fields.flag("isDraft"),
    )
    for asset in fields.nodes("releaseAssets", "ReleaseAsset"):
        yield ReleaseAssetCount(
            repository_id=repository_id,
            release_id=release_id,
            asset_id=asset.text("id"),
            counted_on=counted_on,
            size_bytes=asset.optional_integer("size"),
            download_count=asset.integer("downloadCount"),
        )


def fork(repository_id: str, fields: Fields, accounts: Accounts) -> Fork:
    """Read a fork. Raises Unreadable."""
    return Fork(
        repository_id=repository_id,
        forge_fork_id=fields.identifier("databaseId"),
        owner_account_id=accounts.id_of(fields.child("owner", "Actor")),
        forked_at=fields.instant("createdAt"),
    )


def repository(repository_id: str, fields: Fields, accounts: Accounts) -> Repository:
    """Read what a repository says of itself. Raises Unreadable."""
    owner, _, _ = fields.text("nameWithOwner").partition("/")
    return Repository(
        repository_id=repository_id,
        forge="github",
        forge_repository_id=fields.identifier("databaseId"),
        owner=owner,
        name=fields.text("name"),
        owner_account_id=accounts.id_of(fields.child("owner", "Actor")),
        created_at=fields.optional_instant("createdAt"),
        pushed_at=fields.optional_instant("pushedAt"),
        default_branch=_of(fields, "defaultBranchRef", "name"),
        primary_language=_of(fields, "primaryLanguage", "name"),
        languages=_names(fields.nodes("languages", "Language")),
        topics=_names(
            topic for node in fields.nodes("repositoryTopics", "Topic") if (topic := node.child("topic"))
        ),
        license_spdx_id=_license(fields),
        parent_repository=_of(fields, "parent", "nameWithOwner"),
        is_fork=fields.flag("isFork"),
        is_archived=fields.flag("isArchived"),
        is_mirror=fields.optional_flag("isMirror"),
        is_template=fields.optional_flag("isTemplate"),
        is_empty=fields.optional_flag("isEmpty"),
        has_issues=fields.optional_flag("hasIssuesEnabled"),
        has_security_policy=fields.optional_flag("isSecurityPolicyEnabled"),
        has_code_of_conduct=fields.has("codeOfConduct"),
        has_contributing_guide=None,
        has_license=fields.has("licenseInfo"),
    )


def discovered_repository(account_id: str, fields: Fields) -> DiscoveredRepository:
    """Read what an owner's list says of a repository. Raises Unreadable."""
    return DiscoveredRepository(
        account_id=account_id,
        forge="github",
        forge_repository_id=fields.identifier("databaseId"),
        full_name=fields.text("nameWithOwner"),
        created_at=fields.optional_instant("createdAt"),
        is_fork=fields.flag("isFork"),
        is_archived=fields.flag("isArchived"),
        is_mirror=fields.optional_flag("isMirror"),
    )


def repository_count(repository_id: str, fields: Fields, counted_on: date) -> RepositoryCount:
    """Read the forge's own totals."""
    return RepositoryCount(
        repository_id=repository_id,
        counted_on=counted_on,
        star_count=fields.optional_integer("stargazerCount"),
        fork_count=fields.optional_integer("forkCount"),
        watcher_count=fields.total("watchers"),
        issue_count=fields.total("issues"),
        change_request_count=fields.total("pullRequests"),
        release_count=fields.total("releases"),
    )


def newest(fields: Fields, connection: str) -> datetime | None:
    """Give the last change among the first nodes of a connection."""
    instants = (node.optional_instant("updatedAt") for node in fields.nodes(connection, connection))
    return max((instant for instant in instants if instant), default=None)


def _labels(fields: Fields) -> tuple[str, ...]:
    """Read the labels; more than are asked for is counted as drift, since almost nobody uses so many."""
    names = _names(fields.nodes("labels", "Label"))
    if (fields.total("labels") or 0) > LABELS_ASKED:
        fields.drift[f"{fields.where}.labels: more than {LABELS_ASKED}"] += 1
    return names


def _names(nodes: Iterable[Fields]) -> tuple[str, ...]:
    return tuple(name for node in nodes if (name := node.optional_text("name")))


def _license(fields: Fields) -> str | None:
    """Give a licence's SPDX id; GitHub writes a placeholder where it does not recognise one."""
    spdx_id = _of(fields, "licenseInfo", "spdxId")
    return None if spdx_id in NO_LICENSE_IDS else spdx_id


def _of(fields: Fields, name: str, part: str) -> str | None:
    child = fields.child(name)
    return child.optional_text(part) if child else None
