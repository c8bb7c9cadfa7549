"""A logged commit goes in, records come out; all that hashing would destroy is derived here, before it.

No message, name, mailbox or path leaves this module.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from collectors.git.log import FIELD_COUNT, PERSON_TRAILERS, TRAILER_SEPARATOR, LoggedCommit
from collectors.git.merge_messages import change_request_number, gitcode_people
from collectors.identity import noreply
from collectors.identity.bots import Bots
from collectors.identity.mailboxes import MailboxKey
from collectors.records import Commit, CommitTrailer, RepositoryCommit

REMEMBERED = 1 << 16  # people of one repository whose hashes are kept at hand
EARLIEST = int(datetime(1, 1, 2, tzinfo=UTC).timestamp())
LATEST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
KINDS = {kind.encode(): kind for kind in PERSON_TRAILERS}
LOGIN = re.compile(r"[\w.-]+", re.ASCII)
SIGNED_OFF = "signed-off-by"
SIGNED_OFF_LINE = re.compile(rb"^[ \t]*signed-off-by[ \t]*(?::|\xef\xbc\x9a)[ \t]*(\S.*@.*)$", re.I | re.M)


class Person(NamedTuple):
    """What is kept of somebody who is named in a commit."""

    key: str
    domain: str
    account: str | None


class LineCounts(NamedTuple):
    """What a commit changed; None where that is not known, as for merges nothing is counted."""

    added: int | None
    deleted: int | None
    files: int | None
    binaries: int | None


UNKNOWN = LineCounts(None, None, None, None)


class Facts:
    """Turns the logged commits of one repository into records."""

    def __init__(self, repository_id: str, mailbox_key: MailboxKey, bots: Bots) -> None:
        self._repository_id = repository_id
        self._key_id = mailbox_key.key_id
        self._mailbox_key = mailbox_key
        self._person = lru_cache(REMEMBERED)(self._hash)
        self._trailer_person = lru_cache(REMEMBERED)(self._hash_trailer)
        self._bot_rule = lru_cache(REMEMBERED)(lambda name, mailbox: bots.rule(_text(name), _text(mailbox)))

    def records(self, logged: LoggedCommit) -> list[Commit | CommitTrailer | RepositoryCommit]:
        """Give the commit, its trailers and its membership."""
        parts = logged.parts
        sha, parents, authored, committed, name, author, _, committer, trailers, message = parts[:FIELD_COUNT]
        parent_shas = tuple(parents.decode().split())
        authored_at, author_offset = instant(authored)
        committed_at, committer_offset = instant(committed)
        author_person, committer_person = self._person(author), self._person(committer)
        is_merge = len(parent_shas) > 1
        subject = message.partition(b"\n")[0]
        number = change_request_number(subject, message, is_merge=is_merge)
        counts = line_counts(parts) if logged.is_counted else UNKNOWN
        commit = Commit(
            sha=sha.decode(),
            parent_shas=parent_shas,
            authored_at=authored_at,
            author_offset_minutes=author_offset,
            committed_at=committed_at,
            committer_offset_minutes=committer_offset,
            key_id=self._key_id,
            author_key=author_person.key,
            author_domain=author_person.domain,
            committer_key=committer_person.key,
            committer_domain=committer_person.domain,
            author_account=author_person.account,
            bot_rule=self._bot_rule(name, author),
            change_request_number=number,
            is_platform_merge=is_merge and number is not None,
            lines_added=counts.added,
            lines_deleted=counts.deleted,
            files_changed=counts.files,
            binary_files_changed=counts.binaries,
        )
        return [commit, *self._trailers(commit.sha, trailers, message), self.membership(logged)]

    def membership(self, logged: LoggedCommit) -> RepositoryCommit:
        """Give the membership, with the author as the repository's mailmap has it where that differs."""
        sha, author, mapped = logged.parts[0].decode(), logged.parts[5], logged.parts[6]
        if author == mapped:
            return RepositoryCommit(repository_id=self._repository_id, sha=sha)
        person = self._person(mapped)
        return RepositoryCommit(
            repository_id=self._repository_id,
            sha=sha,
            author_mapped_key=person.key,
            author_mapped_domain=person.domain,
        )

    def withdrawn(self, sha: str) -> RepositoryCommit:
        """Give the membership of a commit that the default branch no longer reaches."""
        return RepositoryCommit(repository_id=self._repository_id, sha=sha, is_reachable=False)

    def _trailers(self, sha: str, trailers: bytes, message: bytes) -> Iterator[CommitTrailer]:
        named = [*self._git_trailers(trailers)]
        if SIGNED_OFF not in {kind for kind, _ in named}:
            named += self._signed_off_lines(message)
        named += [(kind, self._gitcode_person(login)) for kind, login in gitcode_people(message)]
        for position, (kind, person) in enumerate(named):
            yield CommitTrailer(
                sha=sha,
                position=position,
                kind=kind,
                key_id=self._key_id,
                person_key=person.key,
                person_domain=person.domain,
                person_account=person.account,
            )

    def _git_trailers(self, trailers: bytes) -> Iterator[tuple[str, Person]]:
        for trailer in trailers.split(TRAILER_SEPARATOR) if trailers else ():
            name, _, value = trailer.partition(b":")
            kind = KINDS.get(name.strip().lower())
            if kind and value.strip():
                yield kind, self._trailer_person(value)

    def _signed_off_lines(self, message: bytes) -> Iterator[tuple[str, Person]]:
        """Find who signed off outside of a trailer block.

        Without an empty line before it git sees no trailer, yet the forges' checks accept the line: in a
        sample of OpenHarmony, one in ten commits of 2022 is signed off so.
        """
        if b"igned-off-by" in message or b"IGNED-OFF-BY" in message:
            for value in SIGNED_OFF_LINE.findall(message):
                yield SIGNED_OFF, self._trailer_person(value)

    def _gitcode_person(self, named: str) -> Person:
        """Hash a login as the mailbox that GitCode would hide it behind, so that both give one key."""
        if LOGIN.fullmatch(named):
            named = f"{named}@noreply.gitcode.com"
        return self._person(named.encode())

    def _hash_trailer(self, value: bytes) -> Person:
        _, bracket, mailbox = value.rpartition(b"<")
        return self._person(mailbox.partition(b">")[0] if bracket else value.strip())

    def _hash(self, mailbox: bytes) -> Person:
        text = _text(mailbox)
        hashed = self._mailbox_key.hashed(text)
        return Person(hashed.key, hashed.domain, noreply.account(text))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def instant(raw: bytes) -> tuple[datetime, int]:
    """Read git's ``1612345678 +0800`` as an instant and an offset in minutes.

    Git gives nothing for a date that it cannot read, and shows 1970; so does this. What no calendar holds
    becomes the first or last day that one does. Offsets may be absurd (+51800) and are kept.
    """
    seconds, _, zone = raw.partition(b" ")
    at = min(max(int(seconds or 0), EARLIEST), LATEST)
    return datetime.fromtimestamp(at, UTC), _offset_minutes(zone)


@lru_cache(1024)
def _offset_minutes(zone: bytes) -> int:
    number = abs(int(zone or 0))
    minutes = number // 100 * 60 + number % 100
    return -minutes if zone.startswith(b"-") else minutes


def line_counts(parts: list[bytes]) -> LineCounts:
    """Add up a numstat: ``added TAB deleted TAB path``, or an empty path and then the old and the new one."""
    added = deleted = files = binaries = 0
    position, last = FIELD_COUNT, len(parts) - 1
    while position < last:
        plus, minus, path = parts[position].split(b"\t", 2)
        if minus == b"-":
            binaries += 1
        else:
            added += int(plus)
            deleted += int(minus)
        files += 1
        position += 1 if path else 3
    return LineCounts(added, deleted, files, binaries)
