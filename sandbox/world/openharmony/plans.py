"""The demonstration's OpenHarmony: who takes part, and the plans of its repositories.

Its repositories live on GitCode. Some came from Gitee, where they stand as they were on the day of the move.
"""

import random
from dataclasses import dataclass, replace

from sandbox.world.code.commits import GitModel
from sandbox.world.openharmony.files import community_git, manifest_git
from sandbox.world.openharmony.parts import (
    BEGAN,
    BESIDE,
    COMMUNITY,
    EMPLOYERS,
    INCUBATION,
    LIBRARIES,
    MANIFEST,
    MIRRORED,
    MIRRORS,
    MOVED,
    OF_THE_WORLD,
    OWNER,
    PARTS,
    PROJECT,
    Beside,
    Part,
)
from sandbox.world.organizations import LOGIN_PREFIX, MARK_EN, MARK_ZH, Organization
from sandbox.world.people import ORGANIZATION_ID_BASE, Account, Person, make_person
from sandbox.world.plans import REPOSITORY_ID_BASE, Cast, Plan, Size
from sandbox.world.seasons import BIRTH, DAY, DEFAULT_UNTIL, instant

_ACCOUNTS_FROM = 500_000
_MIRRORED_AFTER = 200 * DAY
_WENT_OVER_AT = instant("2024-06-03")  # when some of the largest employer's people came to Guangzhou
_WENT_OVER = {"demo-zhulang": 2, "demo-xinglan": 1}


@dataclass(slots=True, eq=False)
class OpenHarmony:
    """The project within a world: its accounts, its people by employer, and its repositories."""

    organization: Organization
    accounts: dict[str, Account]
    people: dict[str, list[Person]]
    cast: Cast
    plans: list[Plan]

    @property
    def outsiders(self) -> list[Person]:
        """The people who are in this project alone, and whom no organisation of the world employs."""
        return [person for employer in EMPLOYERS for person in self.people[employer]]

    def plan(self, name: str, owner: str = OWNER) -> Plan:
        """Give the plan of a repository by what it is called now."""
        full_name = f"{owner}/{name}"
        return next(plan for plan in self.plans if plan.full_name_at(DEFAULT_UNTIL) == full_name)

    def staff(self, name: str) -> tuple[Person, ...]:
        """Give those with write access to a repository."""
        return self.plan(name).staff

    def written(self, plan: Plan) -> GitModel | None:
        """Give the commits of a repository whose files say what the project is; None for any other."""
        name = plan.names[0][2]
        if plan.project is None or name not in (MANIFEST, COMMUNITY):
            return None
        chief = self.people["haishu"][0]
        return manifest_git(chief) if name == MANIFEST else community_git(chief, self.people, self.staff)


def make_openharmony(seed: int, first_number: int, cast: Cast) -> OpenHarmony:
    """Make the project beside the first ``first_number`` repositories of a world and its people."""
    organization = _organization()
    owners = (OWNER, LIBRARIES, INCUBATION, MIRRORS)
    accounts = {login: _account(n, login, organization) for n, login in enumerate(owners)}
    people = _people(seed, cast)
    everyone = [person for employed in people.values() for person in employed]
    made = OpenHarmony(organization, accounts, people, Cast([], [], everyone, {}), [])
    chief = (("haishu", 3),)
    documents = [Beside(OWNER, name, BEGAN, 0, chief) for name in (MANIFEST, COMMUNITY)]
    for part in PARTS:
        made.plans.append(_part(seed, first_number + len(made.plans), made, part))
    for beside in (*documents, *BESIDE):
        made.plans.append(_beside(seed, first_number + len(made.plans), made, beside))
        made.plans[-1].moved_at = instant(MOVED) if beside in documents else None
    for name in MIRRORED:
        made.plans.append(_mirror(first_number + len(made.plans), made, made.plan(name)))
    return made


def _organization() -> Organization:
    return Organization(
        organization_id=PROJECT,
        name_zh=f"{MARK_ZH}·开源鸿蒙项目",
        name_en=f"{MARK_EN} OpenHarmony project",
        kind="community",
        sector="operating_system",
        district=None,
        park=None,
        size_class="large",
        is_backbone=False,
        relation="reference",
        login=OWNER,
        mail_domain="openharmony.example",
        domain_scope="exclusive",
        has_public_account=True,
        weight=0,
    )


def _account(number: int, login: str, organization: Organization) -> Account:
    return Account(
        ORGANIZATION_ID_BASE + _ACCOUNTS_FROM + number,
        login,
        "organization",
        f"{MARK_ZH}·{login}",
        BIRTH,
        organization=organization,
    )


def _people(seed: int, cast: Cast) -> dict[str, list[Person]]:
    """Gather the people by employer: those of the world first, then those of nobody there."""
    found: dict[str, list[Person]] = {}
    for organization_id, count in OF_THE_WORLD.items():
        staff = cast.staff_of.get(organization_id, [])
        steady = [person for person in staff if len(person.employers) == 1]
        found[organization_id] = steady[:count] or cast.people[:count]
    number = len(cast.people)
    for name, employer in EMPLOYERS.items():
        organization = _employing(name)
        found[name] = [_outsider(seed, number + n, organization) for n in range(employer.people)]
        number += employer.people
    organizations = {each.organization_id: each for each in cast.organizations}
    _go_over(found["haishu"], organizations)
    return found


def _employing(name: str) -> Organization:
    """Make an employer that is no organisation of the world."""
    employer = EMPLOYERS[name]
    return replace(
        _organization(),
        organization_id=f"{LOGIN_PREFIX}{name}",
        name_zh=f"{MARK_ZH}·{employer.name_zh}",
        name_en=f"{MARK_EN} {employer.name_en}",
        relation="elsewhere",
        login=f"{LOGIN_PREFIX}{name}",
        mail_domain=employer.domain,
        has_public_account=False,
        weight=1,
    )


def _outsider(seed: int, number: int, employer: Organization) -> Person:
    return replace(make_person(seed, number, [employer]), employers=((BIRTH, employer),))


def _go_over(people: list[Person], organizations: dict[str, Organization]) -> None:
    """Let the last of some people change to organisations of the world."""
    leaving = list(people)
    for organization_id, count in _WENT_OVER.items():
        for _ in range(count if organization_id in organizations else 0):
            person = leaving.pop()
            person.employers = (*person.employers, (_WENT_OVER_AT, organizations[organization_id]))


def _part(seed: int, number: int, project: OpenHarmony, part: Part) -> Plan:
    born_at, owner = instant(part.since), project.accounts[OWNER]
    first = (born_at, owner, part.former_name or part.name)
    later = ((instant(part.renamed_on), owner, part.name),) if part.renamed_on else ()
    plan = _plan(seed, number, project, part.makers, part.change_requests)
    plan.names, plan.created_at = (first, *later), born_at
    plan.moved_at = instant(MOVED) if part.on_gitee else None
    plan.is_carried_over = part.on_gitee != "left"
    return plan


def _beside(seed: int, number: int, project: OpenHarmony, beside: Beside) -> Plan:
    plan = _plan(seed, number, project, beside.makers, beside.change_requests)
    plan.created_at = instant(beside.since)
    plan.names = ((plan.created_at, project.accounts[beside.owner], beside.name),)
    return plan


def _mirror(number: int, project: OpenHarmony, parent: Plan) -> Plan:
    """Make a mirror of a repository on GitHub."""
    born_at, name = parent.created_at + _MIRRORED_AFTER, parent.names[-1][2]
    return replace(
        parent,
        number=number,
        repository_id=REPOSITORY_ID_BASE + number,
        forge="github",
        names=((born_at, project.accounts[MIRRORS], name),),
        created_at=born_at,
        hazard="mirror",
        parent=parent,
        moved_at=None,
    )


def _plan(
    seed: int, number: int, project: OpenHarmony, makers: tuple[tuple[str, int], ...], change_requests: int
) -> Plan:
    rng = random.Random(f"{seed}:openharmony:{number}")
    return Plan(
        number=number,
        repository_id=REPOSITORY_ID_BASE + number,
        forge="gitcode",
        names=(),
        created_at=BIRTH,
        organization=project.organization,
        size=_size(change_requests),
        trend=rng.choice(("growing", "steady")),
        language=rng.choice(("C", "C++")),
        license_id="Apache-2.0",
        topics=("demo", "openharmony"),
        merge_style="merge",
        default_branch="master",
        staff=_staff(rng, project, makers),
        project=OWNER,
    )


def _staff(
    rng: random.Random, project: OpenHarmony, makers: tuple[tuple[str, int], ...]
) -> tuple[Person, ...]:
    """Draw the staff: one of every employer in turn, so that whoever is named first leads."""
    drawn = [
        rng.sample(people, min(n, len(people))) for people, n in ((project.people[e], n) for e, n in makers)
    ]
    longest = max(map(len, drawn))
    return tuple(people[k] for k in range(longest) for people in drawn if k < len(people))


def _size(change_requests: int) -> Size:
    return Size(
        issue_count=change_requests * 3 // 4,
        change_request_count=change_requests,
        direct_commit_count=change_requests // 6,
        star_count=change_requests * 2 + 9,
        fork_count=change_requests // 3 + 2,
        release_count=0,
    )
