"""OpenHarmony's list as rows of repositories.csv, and the places where its repositories stood before.

A repository has a place at the forge that its owner left where the manifest of a release that was made there
names it, or where no release names it at all. A place is a mirror of its original: issues and change requests
are its own, the commits are the original's, so that git asks for them once.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from collectors.openharmony import MOVES
from flows.config.rows import EVERY_RELEASE, OpenHarmonyRepositoryRow, RepositoryRow, Scope

HOMES = frozenset(move.home for move in MOVES.values())
"""The forges that somebody left."""
_VERSION = re.compile(r"\d+(\.\d+)*")


def listed_rows(listed: Iterable[OpenHarmonyRepositoryRow]) -> Iterator[RepositoryRow]:
    """Register OpenHarmony's own list: upstream code apart, metadata only."""
    for row in listed:
        forge, _, full_name = row.repository_id.partition(":")
        role = "upstream" if row.repository_class == "third_party" else "own"
        yield RepositoryRow(line=row.line, forge=forge, full_name=full_name, role=role, depth="metadata")


def released_ids(listed: Iterable[OpenHarmonyRepositoryRow], releases: Collection[str]) -> set[str]:
    """Collect the repositories that any of ``releases`` names; EVERY_RELEASE stands for all of them."""
    is_any = EVERY_RELEASE in releases
    return {
        row.repository_id.lower()
        for row in listed
        if row.releases and (is_any or not set(releases).isdisjoint(row.releases))
    }


def earlier_places(
    repositories: Iterable[RepositoryRow],
    listed: Iterable[OpenHarmonyRepositoryRow],
    scopes: Iterable[Scope],
) -> dict[str, RepositoryRow]:
    """Give by id where own repositories stood before they moved, at the forges that any of ``scopes`` names.

    A row of ``repositories`` on the same place decides instead, and it is then no place of this rule.
    """
    listed = tuple(listed)
    homes = {forge for scope in scopes for forge in scope.openharmony_places}
    releases = {row.repository_id.lower(): row.releases for row in listed}
    known = {row.repository_id: row for row in (*listed_rows(listed), *repositories)}
    places = (_place(row, releases.get(row.repository_id, ()), homes) for row in known.values())
    return {place.repository_id: place for place in places if place and place.repository_id not in known}


def _place(
    original: RepositoryRow, releases: Collection[str], homes: Collection[str]
) -> RepositoryRow | None:
    """Give the place that a repository left; None where it never stood there, or nobody asks for it."""
    move = MOVES.get(original.full_name.partition("/")[0].lower())
    if move is None or move.home not in homes or (original.role, original.forge) != ("own", move.forge):
        return None
    if releases and not any(() < _version(name) <= move.last_release for name in releases):
        return None
    return RepositoryRow(
        line=original.line,
        forge=move.home,
        full_name=original.full_name,
        role="mirror",
        mirror_of=original.repository_id,
        is_aggregate_only=original.is_aggregate_only,
        depth="metadata",
    )


def _version(release: str) -> tuple[int, ...]:
    """Read the numbers at the beginning of "5.1.0-Release"; "master" has none."""
    found = _VERSION.match(release)
    return tuple(map(int, found[0].split("."))) if found else ()
