"""The state of a git stream: what has landed, and how far a reading to the next tip has come."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from collectors.protocol import State

Phase = Literal["commits", "memberships", "withdrawn"]
PHASES: tuple[Phase, ...] = ("commits", "memberships", "withdrawn")
"""A reading takes new commits, all memberships again after a mailmap change, then what was withdrawn."""


@dataclass(slots=True, kw_only=True)
class Landed:
    """A complete picture of a repository, landed or aimed at.

    ``rules`` digests what records are derived with, ``refs`` the default branch and tags. ``uncounted`` is
    the number of commits whose line counts the clone could not give. ``head_rules`` says how HEAD was read;
    ``packages`` are those needed at run time, as package_ids, by which their releases are planned.
    """

    rules: str
    depth: str
    refs: str
    tip: str | None
    branch: str | None
    mailmap: str | None
    uncounted: int = 0
    head_rules: int = 1
    packages: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Reading:
    """The way from what has landed to ``goal``, and the position on it.

    Commits reachable from ``excluded`` need not be read again. Memberships of commits reachable from
    ``known`` may have landed; ``is_lost`` says that there are others, of a tip that can no longer be found.
    ``position`` counts the commits of the phase that have landed; ``last`` is the last of them.
    """

    goal: Landed
    excluded: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    is_remapped: bool = False
    is_lost: bool = False
    phase: Phase = "commits"
    position: int = 0
    last: str | None = None

    def move(self, sha: str) -> None:
        """Note that one more commit of the phase is in the batch."""
        self.position += 1
        self.last = sha

    def enter(self, phase: Phase) -> None:
        """Begin a phase, unless it is the one that the reading resumes in."""
        if self.phase != phase:
            self.phase, self.position, self.last = phase, 0, None


@dataclass(slots=True, kw_only=True)
class GitState:
    """What has landed, and the reading that is under way."""

    landed: Landed | None = None
    reading: Reading | None = None

    @classmethod
    def parse(cls, state: State | None) -> Self:
        """Read the state as it was landed."""
        if not state:
            return cls()
        landed, reading = state["landed"], state["reading"]
        return cls(landed=_landed(landed) if landed else None, reading=_reading(reading) if reading else None)

    def json(self) -> State:
        """Give the state as plain data."""
        return asdict(self)

    def tips(self) -> tuple[str, ...]:
        """Name every tip from which commits may have landed."""
        tips = [self.landed.tip if self.landed else None]
        if self.reading:
            tips += [self.reading.goal.tip, *self.reading.excluded, *self.reading.known]
        return tuple(dict.fromkeys(tip for tip in tips if tip))


def _landed(plain: dict[str, Any]) -> Landed:
    return Landed(**{**plain, "packages": tuple(plain.get("packages", ()))})


def _reading(plain: dict[str, Any]) -> Reading:
    lists = {name: tuple(plain[name]) for name in ("excluded", "known")}
    return Reading(**{**plain, **lists, "goal": _landed(plain["goal"])})
