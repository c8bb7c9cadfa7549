"""Who shows up in a repository: its staff, a community with a long tail, passers-by and bots."""

import random
from itertools import accumulate

from sandbox.world.people import Account, Person
from sandbox.world.plans import Cast, Plan

_STAFF_SHARE = 0.62
_COMMUNITY_SIZE = 60


class Crowd:
    """Draws people for one repository, the same few most of the time."""

    def __init__(self, rng: random.Random, plan: Plan, cast: Cast, bots: list[Person]) -> None:
        """Choose the community; the staff comes from the plan."""
        self._rng = rng
        self._staff = list(plan.staff) or cast.people[:3]
        pool = min(_COMMUNITY_SIZE, len(cast.people))
        self._community = rng.sample(cast.people, pool)
        if plan.hazard == "ghosts":
            leavers = [person for person in cast.people if person.account.deleted_at is not None]
            self._community = leavers[:20] or self._community
        self._everyone = cast.people
        self._bots = bots
        self._staff_weights = list(accumulate(1 / (n + 1) for n in range(len(self._staff))))
        self._community_weights = list(accumulate(1 / (n + 1) ** 0.7 for n in range(len(self._community))))

    def staff(self, at: int) -> Person:
        """Draw one of those with write access."""
        return _present(self._rng.choices(self._staff, cum_weights=self._staff_weights)[0], at, self._staff)

    def anyone(self, at: int) -> Person:
        """Draw a person of any standing."""
        draw = self._rng.random()
        if draw < _STAFF_SHARE:
            return self.staff(at)
        if draw < 0.94:
            person = self._rng.choices(self._community, cum_weights=self._community_weights)[0]
            return _present(person, at, self._staff)
        return _present(self._rng.choice(self._everyone), at, self._staff)

    def bot(self, number: int) -> Person:
        """Pick one of the world's bots."""
        return self._bots[number]

    def account(self, person: Person) -> Account:
        """Pick the account that the person uses this time."""
        return person.account if len(person.accounts) == 1 else self._rng.choice(person.accounts)

    def association(self, person: Person) -> str:
        """Say how the person stands to the repository."""
        if person in self._staff:
            return "MEMBER"
        return "CONTRIBUTOR" if person in self._community[:15] else "NONE"


def _present(person: Person, at: int, fallback: list[Person]) -> Person:
    """Replace a person whose account is gone by then: the deleted do not act."""
    deleted_at = person.account.deleted_at
    if deleted_at is None or at < deleted_at - 90 * 86_400:
        return person
    for other in fallback:
        if other.account.deleted_at is None:
            return other
    return person
