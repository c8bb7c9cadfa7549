"""A commit message goes in; the change request that it names and GitCode's people lines come out.

Every forge writes the number into what its merge button makes:

    GitHub    Merge pull request #12 from ...     a squash: "Add this (#12)"
    Gitee     !12 title, then: Merge pull request !12 from ...
    GitCode   !12 merge ... into ..., then Created-by, Commit-by and Merged-by, and See merge request: o/r!12
    GitLab    Merge branch ..., then: See merge request o/r!12
"""

import re

MERGE_SUBJECT = re.compile(rb"(?:Merge pull request [#!]|!)(\d{1,9})\b")
SQUASH_SUBJECT = re.compile(rb"\([#!](\d{1,9})\)\s*$")
SEE_MERGE_REQUEST = b"See merge request"
GITCODE_MERGE_REQUEST = b"\nSee merge request: "
DESCRIPTION = b"\nDescription:"
PEOPLE_LINES = (b"Created-by: ", b"Commit-by: ", b"Merged-by: ")


def change_request_number(subject: bytes, message: bytes, *, is_merge: bool) -> int | None:
    """Give the number of the change request that a merge or squash text names."""
    if found := MERGE_SUBJECT.match(subject):
        return int(found[1])
    if not is_merge:
        found = SQUASH_SUBJECT.search(subject)
        return int(found[1]) if found else None
    if (start := message.rfind(SEE_MERGE_REQUEST)) < 0:
        return None
    digits = message[start:].partition(b"\n")[0].rstrip().rpartition(b"!")[2]
    return int(digits) if digits.isdigit() and len(digits) < 10 else None


def gitcode_people(message: bytes) -> list[tuple[str, str]]:
    """Give (kind, login) of the people that GitCode's merge text names; several share a line with ``;``."""
    if GITCODE_MERGE_REQUEST not in message:
        return []
    lines = message.partition(DESCRIPTION)[0].split(b"\n")
    named = [
        line.decode("utf-8", "replace").partition(": ") for line in lines if line.startswith(PEOPLE_LINES)
    ]
    return [
        (kind.lower(), login.strip())
        for kind, _, logins in named
        for login in logins.split(";")
        if login.strip()
    ]
