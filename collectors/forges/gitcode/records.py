"""GitCode's rows go in, records come out. AtomGit answers the same, from the same platform.

A user's id is 24 hex digits in some lists and a number in others, so that accounts go by their login, the one
name that all lists and the noreply mailboxes share. Issue numbers are numbers written as text. Lists of
change requests carry merger and lines; ``notes`` counts the system's own events and is no comment count.
"""

import re
from collections.abc import Iterator
from datetime import date

from collectors.forges.v5.descriptions import has_license, is_archived, license_of
from collectors.forges.v5.owner_lists import full_name
from collectors.http.loose_json import (
    Row,
    Unexpected,
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

OPEN_STATES = ("open", "opened", "reopened", "progressing")
ACCOUNT_KINDS = {"user": "user", "bot": "bot", "organization": "organization", "group": "organization"}
UNPUBLISHED = ("draft",)
_LINK = r"\[[^\]\n]+\]\([^)\s]+\)"
_OWN_NOTE = re.compile(rf"(changed this line (on|in)|mentioned in) {_LINK}( view {_LINK})?\.?")
"""What the forge writes in a discussion under somebody's name: fixed words and links, and nothing else."""


class GitcodeReader:
    """Reads the rows of one host of the platform; ``forge`` is gitcode or atomgit."""

    def __init__(self, forge: str) -> None:
        """Name the forge that ids begin with."""
        self._forge = forge
        self._numbers: dict[tuple[str, str | None], str] = {}  # of the issues that were read, by their id

    def repository(self, row: Row, repository_id: str, counted_on: date) -> Iterator[Record]:
        """Read a repository, its totals and its owner."""
        owner, _, name = (full_name(row) or repository_id.partition(":")[2]).partition("/")
        account = self.account(inner(row, "owner"))
        yield Repository(
            repository_id=repository_id,
            forge=self._forge,
            forge_repository_id=needed_text(row, "id", "repositories"),
            owner=owner,
            name=text(row.get("path")) or name,
            owner_account_id=account.account_id if account else None,
            created_at=instant(row.get("created_at")),
            pushed_at=instant(row.get("pushed_at")),
            default_branch=text(row.get("default_branch")),
            primary_language=text(row.get("language")),
            license_spdx_id=license_of(row),
            parent_repository=full_name(inner(row, "parent")),
            is_fork=bool(flag(row.get("fork"))),
            is_archived=is_archived(row),
            has_issues=flag(row.get("has_issue")),
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

    def issue(self, row: Row, repository_id: str) -> Iterator[Record]:
        """Read an issue and its author."""
        state = needed_text(row, "state", "issues")
        is_open = state in OPEN_STATES
        author = self.account(inner(row, "user"))
        number = needed_text(row, "number", "issues")
        self._numbers[repository_id, text(row.get("id"))] = number
        yield Issue(
            repository_id=repository_id,
            number=number,
            forge_issue_id=text(row.get("id")),
            author_account_id=author.account_id if author else None,
            state="open" if is_open else "closed",
            forge_state=state,
            state_reason=None,
            opened_at=needed_instant(row, "created_at", "issues"),
            updated_at=instant(row.get("updated_at")),
            closed_at=None if is_open else instant(row.get("finished_at")) or instant(row.get("closed_at")),
            reopened_count=None,
            comment_count=count(row.get("comments")),
            labels=names(row, "labels"),
        )
        if author:
            yield author

    def change_request(self, row: Row, repository_id: str) -> Iterator[Record]:
        """Read a change request, its author and who merged it."""
        state = needed_text(row, "state", "change_requests")
        merged_at = instant(row.get("merged_at"))
        author, merger = self.account(inner(row, "user")), self.account(inner(row, "merged_by"))
        drafts = (flag(row.get("draft")), flag(row.get("work_in_progress")))
        yield ChangeRequest(
            repository_id=repository_id,
            number=needed_text(row, "number" if row.get("number") else "iid", "change_requests"),
            forge_change_request_id=text(row.get("id")),
            author_account_id=author.account_id if author else None,
            merged_by_account_id=merger.account_id if merger else None,
            state=_change_request_state(state, merged_at is not None),
            is_draft=None if drafts == (None, None) else any(drafts),
            opened_at=needed_instant(row, "created_at", "change_requests"),
            updated_at=instant(row.get("updated_at")),
            merged_at=merged_at,
            closed_at=instant(row.get("closed_at")) or merged_at,
            merge_commit_sha=text(row.get("merge_commit_sha")),
            base_branch=text(inner(row, "base").get("ref")) or text(row.get("target_branch")),
            lines_added=count(row.get("added_lines")),
            lines_deleted=count(row.get("removed_lines")),
            files_changed=count(row.get("changes_count")),
            commit_count=None,
            comment_count=count(row.get("user_notes_count")),
            review_count=None,
            review_comment_count=None,
            labels=names(row, "labels"),
        )
        yield from (account for account in (author, merger) if account)

    def issue_comment(self, row: Row, repository_id: str) -> Iterator[Record]:
        """Read a comment of the repository-wide list, which names its issue as the target."""
        issue = inner(inner(row, "target"), "issue")
        number = text(issue.get("number")) or self._numbers.get((repository_id, text(issue.get("id"))))
        if number is None:
            raise Unexpected("comments.target.number")
        yield from self._comment(row, repository_id, "issue", number)

    def change_request_comment(self, row: Row, repository_id: str, number: str) -> Iterator[Record]:
        """Read a comment on a change request and the replies that it holds.

        Its ``id`` names the discussion, in which every remark has a ``note_id`` of its own.
        """
        for remark in (row, *(each for each in row.get("reply") or () if isinstance(each, dict))):
            yield from self._comment(remark, repository_id, "change_request", number)

    def _comment(self, row: Row, repository_id: str, parent_kind: str, number: str) -> Iterator[Record]:
        """Read a remark and its author; what the forge itself wrote is none."""
        if _OWN_NOTE.fullmatch((text(row.get("body")) or "").lower()):
            return
        user = inner(row, "user")
        author = self.account(user)
        yield Comment(
            repository_id=repository_id,
            comment_id=text(row.get("note_id")) or needed_text(row, "id", "comments"),
            parent_kind=parent_kind,
            parent_number=number,
            author_account_id=author.account_id if author else None,
            commented_at=needed_instant(row, "created_at", "comments"),
            gate_signal=gate_signal(row.get("body"), text(user.get("login"))),
        )
        if author:
            yield author

    def release(self, row: Row, repository_id: str) -> Iterator[Record]:
        """Read a release and its author; some answers have no id, and then the tag stands for it."""
        author = self.account(inner(row, "author"))
        created_at = instant(row.get("created_at"))
        yield Release(
            repository_id=repository_id,
            release_id=text(row.get("id")) or needed_text(row, "tag_name", "releases"),
            tag_name=needed_text(row, "tag_name", "releases"),
            author_account_id=author.account_id if author else None,
            created_at=created_at,
            published_at=instant(row.get("published_at")) or created_at,
            is_prerelease=bool(flag(row.get("prerelease"))),
            is_draft=text(row.get("release_status")) in UNPUBLISHED,
        )
        if author:
            yield author

    def fork(self, row: Row, repository_id: str) -> Iterator[Record]:
        """Read a fork and its owner."""
        owner = self.account(inner(row, "owner"))
        yield Fork(
            repository_id=repository_id,
            forge_fork_id=needed_text(row, "id", "forks"),
            owner_account_id=owner.account_id if owner else None,
            forked_at=needed_instant(row, "created_at", "forks"),
        )
        if owner:
            yield owner

    def account(self, user: Row) -> Account | None:
        """Read an account by its login; None where it was deleted."""
        login = text(user.get("login")) or text(user.get("username"))
        if login is None:
            return None
        kind = (text(user.get("type")) or "").lower()
        return Account(
            account_id=f"{self._forge}:@{login.lower()}",
            forge=self._forge,
            login=login,
            kind=ACCOUNT_KINDS.get(kind, "unknown"),
        )


def _change_request_state(state: str, is_merged: bool) -> str:
    if is_merged or state == "merged":
        return "merged"
    return "open" if state in OPEN_STATES else "closed"
