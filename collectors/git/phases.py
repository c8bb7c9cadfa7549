"""A reading goes in; the records of what it has not yet landed come out, one commit after the other."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from collectors.git.commit_records import Facts
from collectors.git.log import Log, Range
from collectors.git.state import PHASES, Reading
from collectors.records import Record

WITHDRAWN_AT_ONCE = 5_000


def started(log: Log, facts: Facts, reading: Reading) -> Iterator[Sequence[Record]]:
    """Give the records of one commit after the other, each noted in the reading; git is at work at once."""
    steps = _steps(log, facts, reading)
    return chain([*islice(steps, 1)], steps)


def _steps(log: Log, facts: Facts, reading: Reading) -> Iterator[Sequence[Record]]:
    for phase in PHASES[PHASES.index(reading.phase) :]:
        reading.enter(phase)
        yield from _STEPS[phase](log, facts, reading)


def _new_commits(log: Log, facts: Facts, reading: Reading) -> Iterator[Sequence[Record]]:
    is_counted = reading.goal.depth == "full"
    for logged in log.commits(remaining(reading), is_counted=is_counted):
        reading.move(logged.sha)
        reading.goal.uncounted += is_counted and not logged.is_counted
        yield facts.records(logged)


def _memberships(log: Log, facts: Facts, reading: Reading) -> Iterator[Sequence[Record]]:
    if reading.is_remapped:
        for logged in log.commits(remaining(reading), is_counted=False):
            reading.move(logged.sha)
            yield [facts.membership(logged)]


def _withdrawn(log: Log, facts: Facts, reading: Reading) -> Iterator[Sequence[Record]]:
    while shas := log.shas(remaining(reading), WITHDRAWN_AT_ONCE):
        for sha in shas:
            reading.move(sha)
            yield [facts.withdrawn(sha)]


_STEPS = {"commits": _new_commits, "memberships": _memberships, "withdrawn": _withdrawn}


def remaining(reading: Reading) -> Range:
    """Give what is left of the phase that a reading is in."""
    tips = tips_of(reading.goal.tip)
    if reading.phase == "commits":
        return Range(tips, reading.excluded, reading.position)
    if reading.phase == "memberships":
        return Range(tips, (), reading.position)
    return Range(reading.known, tips, reading.position)


def tips_of(tip: str | None) -> tuple[str, ...]:
    """Give the tip, if there is one."""
    return (tip,) if tip else ()
