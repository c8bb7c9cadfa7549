"""Gitee's rows go in, records come out. What Gitee does not say stays unknown.

Issues are numbered by text (``I1ABC2``), open or ``progressing``, closed or ``rejected``, and end at
``finished_at``. Change requests name neither who merged them nor their lines. Accounts have numbers.
"""

from collections.abc import Iterator
from datetime import date

from collectors.forges.v5.descriptions import has_license, is_archived, license_of
from collectors.http.loose_json import (
    Row,
    count,
    flag,
    inner,
    instant,
    names,
    needed_instant,
    needed_text,
    text,
)
from collectors.openharmony.gate import gate_signal
from collectors.records import (
    Account,
    ChangeRequest,
    Comment,
    Fork,
    Issue,
    Record,
    Release,
    Repository,
    RepositoryCount,
)

FORGE = "gitee"
OPEN_STATES = ("open", "progressing")
STATE_REASONS = {"rejected": "not_planned"}


def repository_records(row: Row, repository_id: str, counted_on: date) -> Iterator[Record]:
    """Read a repository, its totals and its owner."""
    owner, name = _names(row)
    account = account_of(inner(row, "owner"))
    yield Repository(
        repository_id=repository_id,
        forge=FORGE,
        forge_repository_id=needed_text(row, "id", "repositories"),
        owner=owner,
        name=name,
        owner_account_id=account.account_id if account else None,
        created_at=instant(row.get("created_at")),
        pushed_at=instant(row.get("pushed_at")),
        default_branch=text(row.get("default_branch")),
        primary_language=text(row.get("language")),
        license_spdx_id=license_of(row),
        parent_repository=text(inner(row, "parent").get("full_name")),
        is_fork=bool(flag(row.get("fork"))),
        is_archived=is_archived(row),
        is_empty=None,
        has_issues=flag(row.get("has_issues")),
        has_license=has_license(row),
    )
    yield RepositoryCount(
        repository_id=repository_id,
        counted_on=counted_on,
        star_count=count(row.get("stargazers_count")),
        fork_count=count(row.get("forks_count")),
        watcher_count=count(row.get("watchers_count")),
    )
    if account:
        yield account


def _names(row: Row) -> tuple[str, str]:
    """Give owner and name as they stand in addresses: ``path``, not ``name`` or ``human_name``."""
    owner, _, name = needed_text(row, "full_name", "repositories").partition("/")
    return owner, name or needed_text(row, "path", "repositories")


def issue_records(row: Row, repository_id: str) -> Iterator[Record]:
    """Read an issue and its author."""
    state = needed_text(row, "state", "issues")
    author = account_of(inner(row, "user"))
    yield Issue(
        repository_id=repository_id,
        number=needed_text(row, "number", "issues"),
        forge_issue_id=text(row.get("id")),
        author_account_id=author.account_id if author else None,
        state="open" if state in OPEN_STATES else "closed",
        forge_state=state,
        state_reason=STATE_REASONS.get(state),
        opened_at=needed_instant(row, "created_at", "issues"),
        updated_at=instant(row.get("updated_at")),
        closed_at=None if state in OPEN_STATES else instant(row.get("finished_at")),
        reopened_count=None,
        comment_count=count(row.get("comments")),
        labels=names(row, "labels"),
    )
    if author:
        yield author


def change_request_records(row: Row, repository_id: str) -> Iterator[Record]:
    """Read a change request and its author."""
    state = needed_text(row, "state", "change_requests")
    merged_at = instant(row.get("merged_at"))
    author = account_of(inner(row, "user"))
    yield ChangeRequest(
        repository_id=repository_id,
        number=needed_text(row, "number", "change_requests"),
        forge_change_request_id=text(row.get("id")),
        author_account_id=author.account_id if author else None,
        merged_by_account_id=None,
        state="merged" if merged_at or state == "merged" else "open" if state == "open" else "closed",
        is_draft=flag(row.get("draft")),
        opened_at=needed_instant(row, "created_at", "change_requests"),
        updated_at=instant(row.get("updated_at")),
        merged_at=merged_at,
        closed_at=instant(row.get("closed_at")) or merged_at,
        merge_commit_sha=None,
        base_branch=text(inner(row, "base").get("ref")),
        lines_added=None,
        lines_deleted=None,
        files_changed=None,
        commit_count=None,
        comment_count=count(row.get("comments")),
        review_count=None,
        review_comment_count=None,
        labels=names(row, "labels"),
    )
    if author:
        yield author


def issue_comment_records(row: Row, repository_id: str) -> Iterator[Record]:
    """Read a comment of the repository-wide list, which names its issue as the target."""
    number = needed_text(inner(inner(row, "target"), "issue"), "number", "comments.target")
    yield from comment_records(row, repository_id, "issue", number)


def comment_records(row: Row, repository_id: str, parent_kind: str, number: str) -> Iterator[Record]:
    """Read a comment and its author; its text is only held against the gate's words."""
    user = inner(row, "user")
    author = account_of(user)
    yield Comment(
        repository_id=repository_id,
        comment_id=needed_text(row, "id", "comments"),
        parent_kind=parent_kind,
        parent_number=number,
        author_account_id=author.account_id if author else None,
        commented_at=needed_instant(row, "created_at", "comments"),
        gate_signal=gate_signal(row.get("body"), text(user.get("login"))),
    )
    if author:
        yield author


def release_records(row: Row, repository_id: str) -> Iterator[Record]:
    """Read a release. Gitee has neither drafts nor a time of publication of its own."""
    author = account_of(inner(row, "author"))
    created_at = instant(row.get("created_at"))
    yield Release(
        repository_id=repository_id,
        release_id=needed_text(row, "id", "releases"),
        tag_name=needed_text(row, "tag_name", "releases"),
        author_account_id=author.account_id if author else None,
        created_at=created_at,
        published_at=created_at,
        is_prerelease=bool(flag(row.get("prerelease"))),
        is_draft=False,
    )
    if author:
        yield author


def fork_records(row: Row, repository_id: str) -> Iterator[Record]:
    """Read a fork and its owner."""
    owner = account_of(inner(row, "owner"))
    yield Fork(
        repository_id=repository_id,
        forge_fork_id=needed_text(row, "id", "forks"),
        owner_account_id=owner.account_id if owner else None,
        forked_at=needed_instant(row, "created_at", "forks"),
    )
    if owner:
        yield owner


def account_of(user: Row) -> Account | None:
    """Read an account by its number; None where it was deleted."""
    number = text(user.get("id"))
    if number is None:
        return None
    kind = text(user.get("type")) or ""
    kinds = {"user": "user", "bot": "bot", "organization": "organization", "group": "organization"}
    return Account(
        account_id=f"{FORGE}:{number}",
        forge=FORGE,
        login=text(user.get("login")),
        kind=kinds.get(kind.lower(), "unknown"),
    )
