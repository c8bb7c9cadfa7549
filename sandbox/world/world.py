"""One generated world: organisations, people and repositories, seen as of an instant that can be moved.

Everything derives from the seed. Plans are made at once; histories, commits and views only when asked for,
and kept for the repositories used last.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TypeVar

from sandbox.world.code.commits import GitModel, walk
from sandbox.world.history.activity import FORK_ID_BASE, FORKS_PER_REPOSITORY, make_history
from sandbox.world.history.threads import Fork, History, Thread
from sandbox.world.openharmony.plans import make_openharmony
from sandbox.world.organizations import make_organizations
from sandbox.world.people import GHOST, Account, Person, make_bot, make_person, organization_account
from sandbox.world.plans import BLOCK, REPOSITORY_ID_BASE, Cast, Plan, Size, make_plan, relate
from sandbox.world.seasons import DEFAULT_UNTIL
from sandbox.world.view import RepositoryView

_KEPT = 400
_BOTS = 3
Value = TypeVar("Value")


class _Kept:
    """Remembers what was made for the keys used last; makes each only once, whoever asks."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[object, object] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """Give the value of a key, making it where it is not there yet."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            else:
                self._values[key] = make()
            while len(self._values) > self._limit:
                self._values.popitem(last=False)
            return self._values[key]  # pyright: ignore[reportReturnType]


def _make_people(seed: int, scale: float, cast: Cast) -> None:
    for number in range(max(40, round(320 * scale**0.7))):
        person = make_person(seed, number, cast.organizations)
        cast.people.append(person)
        for _, employer in person.employers:
            if employer is not None:
                cast.staff_of.setdefault(employer.organization_id, []).append(person)


class World:
    """The generated world. ``until`` is the instant it takes for now."""

    def __init__(
        self,
        seed: int = 1,
        scale: float = 1,
        until: int = DEFAULT_UNTIL,
        count: int | None = None,
        sizes: Mapping[int, Size] | None = None,
        kept: int = _KEPT,
        *,
        has_openharmony: bool = False,
    ) -> None:
        """Make about 60 repositories per unit of scale, or ``count``; ``sizes`` overrides some by number.

        Of so many repositories as ``kept`` what was generated is remembered. A small OpenHarmony comes
        after them where it is wanted.
        """
        self.seed, self.scale, self.until = seed, scale, until
        organizations = make_organizations(seed, scale)
        accounts = [organization_account(n, organization) for n, organization in enumerate(organizations)]
        self.cast = Cast(organizations, accounts, [], {})
        _make_people(seed, scale, self.cast)
        self.bots = [make_bot(number) for number in range(_BOTS)]
        total = count if count is not None else round(BLOCK * scale)
        self.plans = [make_plan(seed, number, self.cast) for number in range(total)]
        for number, size in (sizes or {}).items():
            self.plans[number].size = size
        relate(self.plans)
        self.openharmony = make_openharmony(seed, total, self.cast) if has_openharmony else None
        self.plans += self.openharmony.plans if self.openharmony else []
        self._index()
        self._histories, self._gits, self._views = _Kept(kept), _Kept(kept), _Kept(kept)

    def _index(self) -> None:
        self._names: dict[str, list[tuple[int, Plan]]] = {}
        for plan in self.plans:
            for since, owner, name in plan.names:
                self._names.setdefault(f"{owner.login}/{name}".lower(), []).append((since, plan))
        people: list[Person] = [*self.bots, *self.cast.people]
        people += self.openharmony.outsiders if self.openharmony else []
        every = [account for person in people for account in person.accounts]
        every.append(GHOST)
        every += [
            a for a in self.cast.organization_accounts if a.organization and a.organization.has_public_account
        ]
        every += self.openharmony.accounts.values() if self.openharmony else []
        self._logins = {account.login.lower(): account for account in every}
        self._account_ids = {account.account_id: account for account in every}

    def rename_account(self, account: Account, login: str) -> None:
        """Give an account another login, before anything is asked: a real organisation's, for a trial."""
        account.login = login
        self._index()

    # ------------------------------------------------------------------------------------- looking up

    def account(self, login: str, at: int) -> Account | None:
        """Find an account that exists at an instant; bots also by ``login[bot]``."""
        account = self._logins.get(login.lower().removesuffix("[bot]"))
        return account if account is not None and _exists(account, at) else None

    def account_by_id(self, account_id: int, at: int) -> Account | None:
        """Find an account by its number."""
        account = self._account_ids.get(account_id)
        return account if account is not None and _exists(account, at) else None

    def named(self, owner: str, name: str, at: int) -> tuple[Plan, bool] | None:
        """Find a repository by a name it has or had; the flag says that the name is the current one."""
        wanted = f"{owner}/{name}".lower()
        known = [(since, plan) for since, plan in self._names.get(wanted, []) if since <= at]
        for _, plan in known:
            if plan.exists_at(at) and plan.full_name_at(at).lower() == wanted:
                return plan, True
        alive = [plan for _, plan in known if plan.exists_at(at)]
        return (alive[-1], False) if alive else None

    def repository(self, repository_id: int, at: int) -> Plan | None:
        """Find a repository by its number."""
        number = repository_id - REPOSITORY_ID_BASE
        if not 0 <= number < len(self.plans):
            return None
        plan = self.plans[number]
        return plan if plan.exists_at(at) else None

    def fork(self, fork_id: int, at: int) -> tuple[Plan, Fork] | None:
        """Find a fork without activity of its own, and what it was forked from."""
        number, k = divmod(fork_id - FORK_ID_BASE, FORKS_PER_REPOSITORY)
        if not 0 <= number < len(self.plans) or not self.plans[number].exists_at(at):
            return None
        forks = self.view(self.plans[number], at).forks
        return (self.plans[number], forks[k]) if k < len(forks) else None

    def owned_by(self, account: Account, at: int) -> list[Plan]:
        """List the repositories of an owner, by number."""
        return [plan for plan in self.plans if plan.exists_at(at) and plan.name_at(at)[0] is account]

    def transferred(self, plan: Plan, number: int, at: int) -> tuple[Plan, int] | None:
        """Tell the repository and number to which an issue was transferred by then."""
        if plan.heir is None:
            return None
        for thread in self.history(plan.heir).threads:
            if thread.moved_from is not None and thread.moved_from.number == number:
                return (plan.heir, thread.number) if thread.appears_at <= at else None
        return None

    # ------------------------------------------------------------------------------------- generating

    def history(self, plan: Plan) -> History:
        """Everything that ever happens in a repository, shas included."""
        self.git(plan)
        return self._raw_history(plan)

    def git(self, plan: Plan) -> GitModel | None:
        """The commits of a repository; None where there is none."""
        if plan.is_empty:
            return None
        if plan.is_mirror and plan.parent is not None:
            return self.git(plan.parent)
        return self._gits.get(plan.number, lambda: self._written(plan) or self._walked(plan))

    def _written(self, plan: Plan) -> GitModel | None:
        return self.openharmony.written(plan) if self.openharmony is not None else None

    def _walked(self, plan: Plan) -> GitModel:
        parent = self.git(plan.parent) if plan.parent is not None else None
        return walk(self.seed, plan, self._raw_history(plan), parent)

    def view(self, plan: Plan, at: int | None = None, begins_at: int = 0) -> RepositoryView:
        """A repository as of an instant, by default the world's; without what was opened before it begins."""
        at = self.until if at is None else at
        key = (plan.number, at, begins_at)
        return self._views.get(key, lambda: RepositoryView(plan, self, at, begins_at))

    def _raw_history(self, plan: Plan) -> History:
        is_of_it = self.openharmony is not None and plan.project is not None
        cast = self.openharmony.cast if self.openharmony is not None and is_of_it else self.cast
        return self._histories.get(
            plan.number,
            lambda: make_history(self.seed, plan, cast, self.bots, self._departed(plan)),
        )

    def _departed(self, plan: Plan) -> list[Thread]:
        sources = [each for each in self.plans[max(plan.number - 1, 0) : plan.number] if each.heir is plan]
        return [thread for source in sources for thread in self._raw_history(source).threads]


def _exists(account: Account, at: int) -> bool:
    return account.created_at <= at and (account.deleted_at is None or at < account.deleted_at)
