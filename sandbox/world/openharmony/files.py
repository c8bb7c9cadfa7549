"""The files that say what OpenHarmony is: the manifest by release, and the list of interest groups."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from sandbox.world.code.commits import GitModel
from sandbox.world.invented import SOURCE
from sandbox.world.openharmony.parts import (
    BEGAN,
    CHIPSET,
    DEVELOPMENT,
    GROUPS,
    OWNER,
    PARTS,
    RELEASES,
    UPSTREAM,
    Group,
    Part,
    Upstream,
)
from sandbox.world.openharmony.written_files import WrittenFiles
from sandbox.world.organizations import MARK_ZH
from sandbox.world.people import Person
from sandbox.world.seasons import instant

_TAGGED_AFTER = 3_600  # seconds into its day
_LISTED_ON, _REVISED_ON = "2021-06-15", "2025-10-27"
_COMMITTERS = 4
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {SOURCE} -->\n'


def name_on(part: Part | Upstream, at: int) -> str:
    """Tell what the manifest calls a repository at an instant."""
    if isinstance(part, Part) and part.former_name and at < instant(part.renamed_on or ""):
        return part.former_name
    return part.name


def named_at(at: int) -> list[Part | Upstream]:
    """List what the manifest names at an instant."""
    every: tuple[Part | Upstream, ...] = (*PARTS, *UPSTREAM)
    return [p for p in every if instant(p.since) <= at and (p.until is None or at < instant(p.until))]


def cut_at(branch: str) -> int:
    """Tell when a release branch left master."""
    return instant(RELEASES[branch].cut_on)


def manifest_files(at: int, revision: str) -> dict[str, str]:
    """Write the manifest as of an instant: one file includes that of the system and that of the chips."""
    named = named_at(at)
    chips = [part for part in named if part.groups == CHIPSET]
    includes = ['<include name="ohos/ohos.xml"/>', '<include name="chipsets/all.xml"/>']
    return {
        "default.xml": _manifest(revision, includes),
        "ohos/ohos.xml": _manifest(revision, [_project(p, at) for p in named if p not in chips]),
        "chipsets/all.xml": _manifest(revision, ['<include name="chipsets/demo.xml"/>']),
        "chipsets/demo.xml": _manifest(revision, [_project(part, at) for part in chips]),
    }


def _manifest(revision: str, lines: Sequence[str]) -> str:
    remotes = [
        f'<remote fetch="https://gitee.com/{OWNER}" name="origin"/>',
        f'<remote fetch="https://gitcode.com/{OWNER}" name="gitcode"/>',
        f'<default remote="gitcode" revision={quoteattr(revision)} sync-j="4"/>',
    ]
    body = "".join(f"  {line}\n" for line in (*remotes, *lines))
    return f"{_HEAD}<manifest>\n{body}</manifest>\n"


def _project(part: Part | Upstream, at: int) -> str:
    facts = {"groups": part.groups, "name": name_on(part, at), "path": part.path, "remote": "gitcode"}
    return f"<project {' '.join(f'{key}={quoteattr(value)}' for key, value in facts.items())}/>"


def _changes() -> list[int]:
    """List the instants at which the manifest changes, oldest first."""
    days = {day for part in (*PARTS, *UPSTREAM) for day in (part.since, part.until)}
    days |= {part.renamed_on for part in PARTS}
    return sorted(instant(day) for day in days if day)


def manifest_git(author: Person) -> GitModel:
    """Make the commits of the manifest: one for every change, and one that begins each release branch."""
    written = WrittenFiles(DEVELOPMENT)
    cuts = {cut_at(branch): branch for branch in RELEASES}
    for at in sorted({*_changes(), *cuts}):
        branch = cuts.get(at)
        subject = f"init {branch} {MARK_ZH}" if branch else f"{MARK_ZH}：清单"
        sha = written.commit(manifest_files(at, branch or DEVELOPMENT), author, at, subject, branch)
        tagged_on = RELEASES[branch].tagged_on if branch else None
        if branch and tagged_on:
            tag = branch.replace("OpenHarmony-", "OpenHarmony-v")
            written.tag(tag, sha, author, instant(tagged_on) + _TAGGED_AFTER)
    return written.model


def community_git(
    author: Person, people: Mapping[str, list[Person]], staff: Callable[[str], tuple[Person, ...]]
) -> GitModel:
    """Make the commits of the list of groups: as it first was, and since it was last revised."""
    written = WrittenFiles(DEVELOPMENT)
    readme = f"# {MARK_ZH}：社区\n"
    written.commit({"README.md": readme}, author, instant(BEGAN), f"{MARK_ZH}：初始提交")
    for day in (_LISTED_ON, _REVISED_ON):
        at = instant(day)
        listed = json.dumps(list(_groups(at, people, staff)), ensure_ascii=False, indent=4)
        written.commit({"sig/sigs_list.json": listed + "\n"}, author, at, f"{MARK_ZH}：SIG 名单")
    return written.model


def _groups(
    at: int, people: Mapping[str, list[Person]], staff: Callable[[str], tuple[Person, ...]]
) -> Iterator[dict[str, object]]:
    for group in GROUPS:
        yield {
            "sig_name": group.sig_id,
            "description": group.description,
            "sig_status": "active",
            "leader": _member(people[group.led_by][0], at),
            "sub_system": list(group.sub_systems),
            "projects": [_listed(part, at, staff) for part in parts_of(group) if instant(part.since) <= at],
        }


def parts_of(group: Group) -> list[Part]:
    """List the repositories of a group that are still there."""
    return [part for part in PARTS if part.sig == group.sig_id]


def _listed(part: Part, at: int, staff: Callable[[str], tuple[Person, ...]]) -> dict[str, object]:
    return {
        "https_url": f"https://gitcode.com/{OWNER}/{name_on(part, at)}",
        "repo_status": "0",
        "committer": [_member(person, at) for person in staff(part.name)[:_COMMITTERS]],
    }


def _member(person: Person, at: int) -> dict[str, str]:
    return {
        "gitee_id": f"https://gitee.com/{person.account.login}",
        "gitee_email": person.work_mailbox(at) or person.personal_mailbox,
    }
