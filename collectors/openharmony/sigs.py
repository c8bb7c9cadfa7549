"""OpenHarmony's list of special interest groups goes in; groups and seats come out, people as keyed hashes.

Source: ``sig/sigs_list.json`` of openharmony/community. Each group has a leader, sub-systems and projects;
each project has committers. People are given by a forge address (``gitee_id``) and a mailbox
(``gitee_email``).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from collectors.identity.mailboxes import MailboxKey
from collectors.records import Record, SigSeat, SpecialInterestGroup

LIST_FILE = "sig/sigs_list.json"


class SigListError(Exception):
    """The list of groups cannot be read; the text says which part of it."""


def sig_records(text: bytes, mailbox_key: MailboxKey) -> list[Record]:
    """Read the list into SpecialInterestGroup and SigSeat records, each seat once."""
    try:
        groups: Sequence[Mapping[str, Any]] = json.loads(text)
        records = {_identity(record): record for group in groups for record in _group(group, mailbox_key)}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SigListError(f"{LIST_FILE}: not the list of groups as it was known ({error!r})") from error
    return list(records.values())


def _identity(record: Record) -> tuple[object, ...]:
    return (record.table, *(getattr(record, column) for column in record.key))


def _group(group: Mapping[str, Any], mailbox_key: MailboxKey) -> Iterator[Record]:
    sig_id = group["sig_name"]
    leaders = [seat for seat in [_seat(sig_id, "", "leader", group.get("leader"), mailbox_key)] if seat]
    yield SpecialInterestGroup(
        sig_id=sig_id,
        status=group.get("sig_status"),
        sub_systems=tuple(group.get("sub_system") or ()),
        leader_domains=tuple(sorted({seat.person_domain for seat in leaders})),
        repository_count=len(group.get("projects") or ()),
    )
    yield from leaders
    for project in group.get("projects") or ():
        name = urlsplit(project["https_url"]).path.rpartition("/")[2].removesuffix(".git")
        for person in project.get("committer") or ():
            seat = _seat(sig_id, name, "committer", person, mailbox_key)
            if seat:
                yield seat


def _seat(
    sig_id: str, repository_name: str, role: str, person: Mapping[str, str] | None, mailbox_key: MailboxKey
) -> SigSeat | None:
    mailbox = (person or {}).get("gitee_email", "").strip()
    if not person or not mailbox:
        return None
    hashed = mailbox_key.hashed(mailbox)
    return SigSeat(
        sig_id=sig_id,
        repository_name=repository_name,
        role=role,
        key_id=mailbox_key.key_id,
        person_key=hashed.key,
        person_domain=hashed.domain,
        person_account=_account(person.get("gitee_id", "")),
    )


def _account(address: str) -> str | None:
    """Name the account of a forge address: https://gitee.com/login is gitee:@login."""
    parts = urlsplit(address)
    forge = (parts.hostname or "").partition(".")[0]
    login = parts.path.strip("/").lower()
    return f"{forge}:@{login}" if forge and login and "/" not in login else None
