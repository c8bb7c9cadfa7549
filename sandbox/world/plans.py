"""Plans of repositories: what each is, who owns it when, and how much will happen in it. No activity yet.

Hard cases sit at fixed places in every block of sixty repositories, so that each world has all of them.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass

from sandbox.world.organizations import MARK_ZH, Organization
from sandbox.world.people import Account, Person
from sandbox.world.seasons import BIRTH, DAY, DEFAULT_UNTIL, HORIZON, TRENDS, instant

REPOSITORY_ID_BASE = 1_910_000_000
BLOCK = 60
LEFT_FORGE = "gitee"  # from which a repository may have moved
_NOUNS = (
    "gateway", "scheduler", "rtos", "toolkit", "sdk", "editor", "codec", "renderer", "parser", "console",
    "atlas", "bridge", "pipeline", "registry", "simulator", "notebook", "framework", "drivers", "robot",
    "ledger",
)  # fmt: skip
_LANGUAGES = (
    ("Python", "pypi"), ("TypeScript", "npm"), ("JavaScript", "npm"), ("Go", None), ("C", None),
    ("C++", None), ("Java", None), ("Rust", None), ("ArkTS", "ohpm"), ("Kotlin", None),
)  # fmt: skip
_LICENSES = ("Apache-2.0", "MIT", "BSD-3-Clause", "MulanPSL-2.0", "GPL-3.0-only", "UNRECOGNISED", None)
_LICENSE_WEIGHTS = (40, 25, 6, 8, 6, 4, 11)
_TOPICS = (
    "demo",
    "embedded",
    "openharmony",
    "web",
    "ai",
    "iot",
    "tools",
    "education",
    "database",
    "graphics",
)
_WEEK = 7 * DAY

HAZARDS: dict[int, str] = {
    3: "renamed", 5: "transferred", 7: "deleted", 9: "archived", 11: "empty", 13: "issues_disabled",
    15: "blocked", 17: "fork", 19: "mirror", 21: "force_push", 23: "odd_dates", 25: "renamed_later",
    27: "deleted_later", 29: "transferred_later", 33: "template", 35: "name_taken_over", 37: "user_owned",
    39: "mailmap", 41: "forbidden", 43: "issue_moves", 45: "ghosts", 47: "unborn",
}  # fmt: skip
_LATER = {"renamed_later": 2, "deleted_later": 3, "transferred_later": 5, "unborn": 4}


@dataclass(frozen=True, slots=True)
class Size:
    """How much will ever happen in a repository, up to the horizon."""

    issue_count: int
    change_request_count: int
    direct_commit_count: int
    star_count: int
    fork_count: int
    release_count: int


@dataclass(slots=True, eq=False)
class Plan:
    """One repository: everything that is known of it without generating its history."""

    number: int
    repository_id: int
    forge: str
    names: tuple[tuple[int, Account, str], ...]  # since when, owner, name; oldest first
    created_at: int
    organization: Organization | None
    size: Size
    trend: str
    language: str
    license_id: str | None
    topics: tuple[str, ...]
    merge_style: str  # merge | squash | rebase
    default_branch: str
    staff: tuple[Person, ...]
    hazard: str | None = None
    deleted_at: int | None = None
    archived_at: int | None = None
    blocked_at: int | None = None
    parent: "Plan | None" = None  # forked or mirrored from
    heir: "Plan | None" = None  # the repository that its issues are transferred to
    ecosystem: str | None = None  # npm | pypi | ohpm, where it publishes a package
    project: str | None = None  # whose rules it follows, and where it is at home: on its forge alone
    moved_at: int | None = None  # from Gitee, where it stands as it was then
    is_carried_over: bool = True  # its issues and change requests moved along

    def name_at(self, at: int) -> tuple[Account, str]:
        """Tell owner and name at an instant."""
        position = bisect_right([since for since, _, _ in self.names], at)
        _, owner, name = self.names[max(position - 1, 0)]
        return owner, name

    def full_name_at(self, at: int) -> str:
        """Write ``owner/name`` at an instant."""
        owner, name = self.name_at(at)
        return f"{owner.login}/{name}"

    def exists_at(self, at: int) -> bool:
        """Tell whether it has been created and not yet deleted."""
        return self.created_at <= at and (self.deleted_at is None or at < self.deleted_at)

    def is_on(self, forge: str) -> bool:
        """Tell whether a forge has it; what is of no project stands on all of them."""
        return self.project is None or forge == self.forge or self.stays_behind_on(forge)

    def stays_behind_on(self, forge: str) -> bool:
        """Tell whether it was left on a forge as it was when it moved."""
        return self.moved_at is not None and forge == LEFT_FORGE

    def shown_at(self, forge: str, at: int) -> int:
        """Tell as of when a forge shows it."""
        return min(at, self.moved_at or at) if forge == LEFT_FORGE else at

    def begins_at(self, forge: str) -> int:
        """Tell from when on a forge has its issues and change requests."""
        return 0 if self.is_carried_over or forge == LEFT_FORGE else self.moved_at or 0

    @property
    def ends_at(self) -> int:
        """The instant after which nothing happens in it any more."""
        return min(self.deleted_at or HORIZON, self.archived_at or HORIZON)

    @property
    def is_fork(self) -> bool:
        """Whether the forge shows it as a fork."""
        return self.hazard == "fork"

    @property
    def is_mirror(self) -> bool:
        """Whether it is a pull mirror of its parent."""
        return self.hazard == "mirror"

    @property
    def is_empty(self) -> bool:
        """Whether it never got a commit."""
        return self.hazard == "empty"

    @property
    def has_issues(self) -> bool:
        """Whether its issue tracker is on."""
        return self.hazard not in ("issues_disabled", "mirror")


def size_of_rank(rank: int) -> Size:
    """Spread sizes with a long tail: the first of a block has thousands of issues, the last a few."""
    if rank == 0:
        return Size(2_500, 2_450, 900, 6_200, 700, 42)
    share = 1 / rank
    return Size(
        issue_count=int(520 * share) + 4,
        change_request_count=int(480 * share) + 3,
        direct_commit_count=int(300 * share) + 18,
        star_count=int(2_600 * share**1.3) + 1,
        fork_count=int(300 * share**1.2) + 1,
        release_count=int(28 * share**0.6),
    )


@dataclass(slots=True)
class Cast:
    """Who can own and work on repositories."""

    organizations: list[Organization]
    organization_accounts: list[Account]
    people: list[Person]
    staff_of: dict[str, list[Person]]


def _owner(rng: random.Random, cast: Cast, hazard: str | None) -> Account:
    if hazard == "user_owned" or rng.random() < 0.05:
        return rng.choice(cast.people).account
    public = [a for a in cast.organization_accounts if a.organization and a.organization.has_public_account]
    return rng.choices(public, [a.organization.weight if a.organization else 1 for a in public])[0]


def _birth(rng: random.Random, rank: int, hazard: str | None) -> int:
    if hazard in _LATER:
        return DEFAULT_UNTIL + 2 * DAY if hazard == "unborn" else BIRTH + rng.randrange(1_200) * DAY
    if rank == 0:
        return instant("2017-03-06T02:00:00")
    return BIRTH + int(rng.random() ** 0.8 * 3_500) * DAY + rng.randrange(DAY)


def _names(
    rng: random.Random, cast: Cast, number: int, owner: Account, born_at: int
) -> tuple[tuple[int, Account, str], ...]:
    hazard = HAZARDS.get(number % BLOCK)
    name = f"{_NOUNS[(number * 7 + number // BLOCK) % len(_NOUNS)]}-{number}"
    first = (born_at, owner, name)
    changes_at = born_at + (DEFAULT_UNTIL - born_at) // 2
    if hazard in _LATER:
        changes_at = DEFAULT_UNTIL + _LATER[hazard] * DAY
    if hazard in ("renamed", "renamed_later", "name_taken_over"):
        return (first, (changes_at, owner, f"{name}-next"))
    if hazard in ("transferred", "transferred_later"):
        others = [account for account in cast.organization_accounts if account is not owner]
        return (first, (changes_at, rng.choice(others), name))
    return (first,)


def _staff(rng: random.Random, cast: Cast, owner: Account) -> tuple[Person, ...]:
    if owner.organization is None:
        return tuple(person for person in cast.people if person.account is owner)
    known = cast.staff_of.get(owner.organization.organization_id) or cast.people[:4]
    return tuple(rng.sample(known, min(len(known), rng.randint(3, 14))))


def make_plan(seed: int, number: int, cast: Cast) -> Plan:
    """Make the plan of the ``number``-th repository of a world."""
    rng = random.Random(f"{seed}:repository:{number}")
    rank, hazard = number % BLOCK, HAZARDS.get(number % BLOCK)
    owner, born_at = _owner(rng, cast, hazard), _birth(rng, rank, hazard)
    language, ecosystem = rng.choice(_LANGUAGES)
    middle = born_at + (DEFAULT_UNTIL - born_at) * 2 // 3
    return Plan(
        number=number,
        repository_id=REPOSITORY_ID_BASE + number,
        forge="github",
        names=_names(rng, cast, number, owner, born_at),
        created_at=born_at,
        organization=owner.organization,
        size=size_of_rank(rank),
        trend="growing" if rank == 0 else rng.choice(tuple(TRENDS)),
        language=language,
        license_id=rng.choices(_LICENSES, _LICENSE_WEIGHTS)[0],
        topics=("demo", *sorted(rng.sample(_TOPICS[1:], rng.randrange(5)))),
        merge_style=rng.choices(("squash", "merge", "rebase"), (5, 4, 1))[0],
        default_branch="master" if rng.random() < 0.3 else "main",
        staff=_staff(rng, cast, owner),
        hazard=hazard,
        deleted_at={"deleted": middle, "deleted_later": DEFAULT_UNTIL + 3 * DAY}.get(hazard or ""),
        archived_at=middle if hazard == "archived" else None,
        blocked_at=middle if hazard == "blocked" else None,
        ecosystem=ecosystem,
    )


def relate(plans: list[Plan]) -> None:
    """Point forks and mirrors at their parents, moving issues at their goal; let one name be taken over."""
    for plan in plans:
        block = plan.number - plan.number % BLOCK
        if plan.hazard in ("fork", "mirror") and block + 2 < len(plans):
            plan.parent = plans[block + (1 if plan.is_fork else 2)]
            plan.created_at = max(plan.created_at, plan.parent.created_at + _WEEK)
            _, owner, name = plan.names[0]
            plan.names = ((plan.created_at, owner, name),)
            plan.default_branch, plan.license_id = plan.parent.default_branch, plan.parent.license_id
        if plan.hazard == "name_taken_over" and plan.number + 1 < len(plans):
            freed_at, abandoned, heir = plan.names[-1][0], plan.names[0], plans[plan.number + 1]
            heir.created_at = freed_at + _WEEK
            heir.names = ((heir.created_at, abandoned[1], abandoned[2]),)
            heir.organization = plan.organization
        if plan.hazard == "issue_moves" and plan.number + 1 < len(plans):
            plan.heir = plans[plan.number + 1]


def description(plan: Plan) -> str:
    """Write the one-line description that says that nothing of this is real."""
    return f"{MARK_ZH}仓库 (demonstration data): {plan.language} {plan.names[0][2]}"
