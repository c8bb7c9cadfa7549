"""The rows of the world's config that are about its OpenHarmony."""

from collections.abc import Iterable, Iterator

from sandbox.config.rows import Row, claim, written_list
from sandbox.world.invented import SOURCE
from sandbox.world.openharmony.files import cut_at, name_on, named_at, parts_of
from sandbox.world.openharmony.parts import (
    BEGAN,
    BESIDE,
    CHIPSET,
    DEVELOPMENT,
    EMPLOYERS,
    GROUPS,
    INCUBATION,
    LIBRARIES,
    MANIFEST,
    MIRRORED,
    MIRRORS,
    OWNER,
    PARTS,
    RELEASES,
    Beside,
    Group,
    Part,
    Upstream,
)
from sandbox.world.openharmony.plans import OpenHarmony
from sandbox.world.organizations import MARK_EN, MARK_ZH, Organization
from sandbox.world.seasons import instant

_HOME, _LEFT = "gitcode", "gitee"
_GATE = "openharmony_ci"
_ACCOUNTS = (f"{_HOME}:{OWNER}", f"{_LEFT}:{OWNER}", f"{_HOME}:{LIBRARIES}", f"{_HOME}:{INCUBATION}")
_WITH_GIT_ON_GITEE = ("demo_graphic_2d", "demo_communication_bus")  # of the others the API only


def begun(project: OpenHarmony | None, until: int) -> OpenHarmony | None:
    """Give the project where there is one and it has begun by an instant."""
    return project if until >= instant(BEGAN) else None


def _parts(until: int) -> list[Part]:
    """List the repositories that the manifest has named by an instant."""
    return [part for part in PARTS if instant(part.since) <= until]


def _beside(until: int) -> list[Beside]:
    return [beside for beside in BESIDE if instant(beside.since) <= until]


def _places(until: int) -> list[tuple[str, str, str]]:
    """List forge, owner and name of the places at which git is asked beside the home."""
    names = {part.name for part in _parts(until)}
    found = [(_LEFT, OWNER, name) for name in _WITH_GIT_ON_GITEE]
    found += [("github", MIRRORS, name) for name in MIRRORED]
    return [place for place in found if place[2] in names]


def _home(name: str, owner: str = OWNER) -> str:
    return f"{_HOME}:{owner}/{name}"


def organizations(project: OpenHarmony) -> Iterator[Row]:
    """Write the project itself, which is nobody's in the city."""
    own = project.organization
    yield {
        "organization_id": own.organization_id,
        "name_zh": own.name_zh,
        "name_en": own.name_en,
        "kind": own.kind,
        "sector": own.sector,
        "is_backbone": "no",
        "relation": own.relation,
        "source": SOURCE,
    }


def accounts() -> Iterator[Row]:
    """Write the accounts that the project has."""
    for account_id in _ACCOUNTS:
        yield {"account_id": account_id, "note": SOURCE}


def claims(project: OpenHarmony, first_number: int, organization_ids: set[str], until: int) -> Iterator[Row]:
    """Write whose the accounts, boards and libraries are, and who leads which group."""
    wanted = [("account", account, project.organization.organization_id) for account in _ACCOUNTS]
    parts = _parts(until)
    wanted += [("repository", _home(part.name), part.claimed_by) for part in parts if part.claimed_by]
    wanted += [
        ("repository", f"{_LEFT}:{OWNER}/{part.name}", part.claimed_by)
        for part in parts
        if part.claimed_by and part.on_gitee
    ]
    wanted += [("repository", _home(b.name, b.owner), b.claimed_by) for b in _beside(until) if b.claimed_by]
    wanted += [("sig", group.sig_id, group.led_by) for group in GROUPS]
    known = organization_ids | {project.organization.organization_id}
    for n, (kind, subject, owner) in enumerate(each for each in wanted if each[2] in known):
        yield claim(first_number + n, kind, subject, owner, "governance_record")


def repositories(until: int) -> Iterator[Row]:
    """Write what is in no manifest, what is read with its lines, and places at which git is asked too."""
    original = {"role": "own", "is_aggregate_only": "no", "depth": "full", "note": SOURCE}
    yield {"forge": _HOME, "full_name": f"{OWNER}/{MANIFEST}", **original}
    for beside in _beside(until):
        yield {"forge": _HOME, "full_name": f"{beside.owner}/{beside.name}", **original}
    for part in _parts(until):
        yield {"forge": _HOME, "full_name": f"{OWNER}/{part.name}", **original}
    for forge, owner, name in _places(until):
        yield {
            "forge": forge,
            "full_name": f"{owner}/{name}",
            "role": "mirror",
            "mirror_of": _home(name),
            "is_aggregate_only": "no",
            "depth": "metadata",
            "note": SOURCE,
        }


def mail_domains() -> Iterator[Row]:
    """Write the domains of those who are no organisation of the world, where anybody knows them."""
    for employer in EMPLOYERS.values():
        if employer.domain_scope is not None:
            yield {
                "domain": employer.domain,
                "canonical_domain": employer.canonical_domain,
                "domain_scope": employer.domain_scope,
                "note": SOURCE,
            }


def employers(shared: Iterable[Organization]) -> Iterator[Row]:
    """Write who these domains belong to, with a city where it is settled; of groups nobody knows one."""
    for organization in shared:
        yield {
            "domain": organization.mail_domain,
            "name_zh": f"{organization.name_zh}集团",
            "name_en": f"{organization.name_en} Group",
            "kind": organization.kind,
            "source": SOURCE,
        }
    for employer in EMPLOYERS.values():
        city_zh, city_en = employer.city or (None, None)
        if employer.name_zh:
            yield {
                "domain": employer.domain,
                "name_zh": f"{MARK_ZH}·{employer.name_zh}",
                "name_en": f"{MARK_EN} {employer.name_en}",
                "city_zh": city_zh,
                "city_en": city_en,
                "kind": employer.kind,
                "source": SOURCE,
            }


def listed_repositories(project: OpenHarmony, until: int) -> Iterator[Row]:
    """Write what the manifest names or named, each name with the releases that have it."""
    found: dict[str, tuple[Part | Upstream, list[str]]] = {}
    cuts = [(name, cut_at(name)) for name in reversed(RELEASES) if cut_at(name) <= until]
    for release, at in ((DEVELOPMENT, until), *cuts):
        for part in named_at(at):
            name = name_on(part, at)
            found.setdefault(name, (part, []))[1].append(release.removeprefix("OpenHarmony-"))
    for name, (part, releases) in sorted(found.items()):
        yield _listed(project, name, part, releases, until)


def _listed(project: OpenHarmony, name: str, part: Part | Upstream, releases: list[str], until: int) -> Row:
    row: Row = {
        "name": name,
        "repository_id": _home(name),
        "path": part.path,
        "groups": ";".join(part.groups.split(",")),
        "releases": ";".join(releases),
        "repository_class": "third_party",
    }
    if isinstance(part, Part):
        row["repository_class"] = "board_or_vendor" if part.groups == CHIPSET else "core"
        row["sig"] = part.sig
        row["committer_domains"] = ";".join(_domains(project, part, until))
    return row


def _domains(project: OpenHarmony, part: Part, until: int) -> list[str]:
    """List where the staff of a repository worked when it was last listed."""
    at = min(instant(part.until), until) if part.until else until
    boxes = (person.work_mailbox(at) for person in project.staff(part.name))
    return sorted({box.partition("@")[2] for box in boxes if box})


def groups(project: OpenHarmony, until: int) -> Iterator[Row]:
    """Write the special interest groups."""
    for group in GROUPS:
        yield {
            "sig_id": group.sig_id,
            "description": group.description,
            "sub_systems": ";".join(group.sub_systems),
            "leader_domain": _leader_domain(project, group, until),
            "repository_count": len(parts_of(group)),
        }


def _leader_domain(project: OpenHarmony, group: Group, until: int) -> str | None:
    mailbox = project.people[group.led_by][0].work_mailbox(until)
    return mailbox.partition("@")[2] if mailbox else None


def bots() -> Iterator[Row]:
    """Write the gate."""
    yield {"bot_id": "openharmony-ci", "match_kind": "login", "pattern": _GATE, "reason": SOURCE}


def scopes(city_scope: str, every_scope: str, until: int) -> str:
    """Write the scope of the project, and the one of everything."""
    named = [_home(MANIFEST), *(_home(part.name) for part in _parts(until) if part.until)]
    named += [_home(beside.name, beside.owner) for beside in _beside(until)]
    named += [f"{forge}:{owner}/{name}" for forge, owner, name in _places(until)]
    return (
        f'\n[{OWNER}]\nname_zh = "{MARK_ZH}开源鸿蒙"\nname_en = "{MARK_EN} OpenHarmony"\n'
        f'openharmony_releases = ["{DEVELOPMENT}"]\nopenharmony_places = ["{_LEFT}"]\nroles = ["own"]\n'
        f"repositories = [\n{written_list(named)}]\n"
        f'\n[{every_scope}]\nname_zh = "{MARK_ZH}全部"\nname_en = "{MARK_EN}: everything"\n'
        f'includes = ["{city_scope}", "{OWNER}"]\n'
    )
