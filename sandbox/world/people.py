"""Fictional people: several accounts and mailboxes each, employers that change, bots, deleted accounts."""

import random
from bisect import bisect_right
from dataclasses import dataclass

from sandbox.world.organizations import LOGIN_PREFIX, MARK_ZH, Organization
from sandbox.world.seasons import BIRTH, DAY, HORIZON

ACCOUNT_ID_BASE = 1_900_000_000  # far above any real account, and still 32 bits wide
ORGANIZATION_ID_BASE = 1_890_000_000
_SURNAMES = "林陈黄李梁何吴张刘罗郑谢冯邓"
_GIVEN = "一二三四五六七八九十甲乙丙丁"
PERSONAL_DOMAINS = ("mail-a.example", "mail-b.example")
_BOTS = ("demo-renovate", "demo-ci", "demo-cla")


@dataclass(slots=True, eq=False)
class Account:
    """A login; after ``deleted_at`` forges answer with null where it stood."""

    account_id: int
    login: str
    kind: str  # user | organization | bot
    name: str
    created_at: int
    deleted_at: int | None = None
    company: str | None = None
    location: str | None = None
    organization: Organization | None = None


GHOST = Account(10137, "ghost", "user", "Deleted user", BIRTH - 3_000 * DAY)
"""The account that GitHub's REST API shows in place of a deleted one, by its real number."""


@dataclass(slots=True, eq=False)
class Person:
    """A human or a bot: who pushes, opens, reviews and comments."""

    number: int
    name: str
    accounts: tuple[Account, ...]
    employers: tuple[tuple[int, Organization | None], ...]  # from when, oldest first
    personal_mailbox: str
    uses_noreply: bool
    utc_offset_minutes: int
    is_bot: bool = False

    @property
    def account(self) -> Account:
        """The account that the person mostly uses."""
        return self.accounts[0]

    def employer(self, at: int) -> Organization | None:
        """Tell who employed the person at an instant."""
        position = bisect_right([since for since, _ in self.employers], at)
        return self.employers[max(position - 1, 0)][1]

    def work_mailbox(self, at: int) -> str | None:
        """Give the mailbox at whoever employed the person at an instant; None where nobody did."""
        employer = self.employer(at)
        return f"{self.account.login}@{employer.mail_domain}" if employer is not None else None

    def mailbox(self, at: int, choice: float) -> str:
        """Pick the mailbox of a commit: the employer's, a personal one or the forge's noreply address."""
        if self.is_bot or (self.uses_noreply and choice < 0.6):
            return noreply(self.account)
        at_work = self.work_mailbox(at) if choice < 0.85 else None
        return at_work or self.personal_mailbox


def noreply(account: Account) -> str:
    """Write the address with which GitHub hides a mailbox."""
    login = f"{account.login}[bot]" if account.kind == "bot" else account.login
    return f"{account.account_id}+{login}@users.noreply.github.com"


def make_bot(number: int) -> Person:
    """Make one of the world's bots."""
    login = _BOTS[number]
    account = Account(ACCOUNT_ID_BASE + number, login, "bot", f"{MARK_ZH}·{login}[bot]", BIRTH)
    return Person(number, account.name, (account,), ((BIRTH, None),), "", True, 0, is_bot=True)


def _employers(
    rng: random.Random, organizations: list[Organization]
) -> tuple[tuple[int, Organization | None], ...]:
    if rng.random() < 0.35:
        return ((BIRTH, None),)
    weights = [organization.weight for organization in organizations]
    first, second = rng.choices(organizations, weights, k=2)
    if rng.random() < 0.75:
        return ((BIRTH, first),)
    return ((BIRTH, first), (BIRTH + rng.randrange(1_000, 3_500) * DAY, second))


def make_person(seed: int, number: int, organizations: list[Organization]) -> Person:
    """Make the ``number``-th person of a world, accounts included."""
    rng = random.Random(f"{seed}:person:{number}")
    name = f"{MARK_ZH}·{rng.choice(_SURNAMES)}{rng.choice(_GIVEN)}{number}"
    login = f"{LOGIN_PREFIX}{rng.choice(('dev', 'coder', 'user', 'maker'))}-{number}"
    employers = _employers(rng, organizations)
    employer = employers[-1][1]
    created_at = BIRTH - rng.randrange(400) * DAY
    deleted_at = rng.randrange(BIRTH + 900 * DAY, HORIZON) if rng.random() < 0.05 else None
    main = Account(
        ACCOUNT_ID_BASE + 1_000 + number * 2,
        login,
        "user",
        name,
        created_at,
        deleted_at,
        f"@{employer.login}" if employer and rng.random() < 0.5 else None,
        "Guangzhou (demo)" if rng.random() < 0.4 else None,
    )
    accounts = [main]
    if rng.random() < 0.08:
        accounts.append(Account(main.account_id + 1, f"{login}-work", "user", name, created_at + 500 * DAY))
    return Person(
        number,
        name,
        tuple(accounts),
        employers,
        f"{login}@{rng.choice(PERSONAL_DOMAINS)}",
        rng.random() < 0.3,
        rng.choices((480, 0, -480, 540, 60), (90, 3, 3, 2, 2))[0],
    )


def organization_account(number: int, organization: Organization) -> Account:
    """Make the account under which an organisation owns repositories."""
    return Account(
        ORGANIZATION_ID_BASE + number,
        organization.login,
        "organization",
        organization.name_zh,
        BIRTH - 30 * DAY,
        location="Guangzhou (demo)" if organization.relation == "guangzhou" else None,
        organization=organization,
    )
