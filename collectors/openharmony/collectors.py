"""OpenHarmony as a project: what its manifest and its list of groups say, each read whole through git.

A row that is new, other or gone since the last reading becomes a dated version of its record, so that "how
many repositories has release 5.0" and "who leads this group" have an answer for every day since then.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from collectors.clock import Clock, SystemClock
from collectors.git.clones import held
from collectors.git.command import Deadline
from collectors.identity.mailboxes import MailboxKey
from collectors.openharmony.branches import Branches
from collectors.openharmony.manifest import ManifestError, manifest_repositories
from collectors.openharmony.sigs import LIST_FILE, SigListError, sig_records
from collectors.protocol import Batch, Failed, Replaces, State, Target
from collectors.records import ManifestBranch, ManifestRepository, SigSeat, SpecialInterestGroup

TARGETS: Mapping[str, str] = {
    "manifest": "gitcode:openharmony/manifest",
    "sigs": "gitcode:openharmony/community",
}
"""Which repository is asked for each kind of fact about OpenHarmony as a project."""

DEVELOPMENT_BRANCH = "master"
RELEASE_BRANCHES = (DEVELOPMENT_BRANCH, "OpenHarmony-*-Release", "OpenHarmony-*-LTS")
"""Branches of the manifest that name a release; betas, features and debugging branches are left out."""

TIME_BUDGET_SECONDS = 600.0
DERIVATION = 2  # raise it where the same files come out as other records: everything is then read again


class OpenHarmonyManifest:
    """The repositories of every release, by release branch, and when the branch began."""

    source = "openharmony"
    kind = "manifest"

    def __init__(self, clones: Path, *, clock: Clock | None = None) -> None:
        """Take the folder of the bare clones."""
        self._clones = clones
        self._clock = clock or SystemClock()

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch per release branch that moved, came or went, each with all that it names.

        A branch that cannot be read does not hold up the others. Raises Failed in the end, naming it.
        """
        branches = _branches(self._clones, target, self._clock)
        with held(branches.folder, target.target_id, self._clock):
            tips = branches.fetch(RELEASE_BRANCHES)
            landed = dict((state or {}).get("tips", {})) if _is_current(state, DERIVATION) else {}
            yield from self._changed(branches, target, tips, landed)

    def _changed(
        self, branches: Branches, target: Target, tips: Mapping[str, str], landed: dict[str, str]
    ) -> Iterator[Batch]:
        changed = sorted(name for name in tips.keys() | landed.keys() if tips.get(name) != landed.get(name))
        began = branches.began([name for name in changed if name in tips and name != DEVELOPMENT_BRANCH])
        broken: list[str] = []
        for name in changed:
            try:
                records = _manifest(branches, name, tips.get(name))
            except ManifestError as error:
                broken.append(f"branch {name}: {error}")
                continue
            landed = {other: sha for other, sha in landed.items() if other != name}
            landed |= {name: tips[name]} if name in tips else {}
            dates = [ManifestBranch(release_branch=name, began_at=began[name])] if name in began else []
            yield Batch(
                records=[*records, *dates],
                next_state={"tips": landed, "derivation": DERIVATION},
                replaces=[
                    Replaces(table=kind.table, where={"release_branch": name})
                    for kind in (ManifestRepository, ManifestBranch)
                ],
                forge_total=len(records),
                is_complete=name == changed[-1],
            )
        if broken:
            raise Failed(f"{target.target_id}: {'; '.join(broken)}. The other branches were read.")


class OpenHarmonySigs:
    """The special interest groups and who sits in them, people as keyed hashes."""

    source = "openharmony"
    kind = "sigs"

    def __init__(self, clones: Path, mailbox_key: MailboxKey, *, clock: Clock | None = None) -> None:
        """Take the folder of the bare clones, and the key that hashes people."""
        self._clones = clones
        self._mailbox_key = mailbox_key
        self._clock = clock or SystemClock()

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all groups and seats where the list's branch moved, else nothing."""
        branches = _branches(self._clones, target, self._clock)
        with held(branches.folder, target.target_id, self._clock):
            tip = branches.fetch(["master"])["master"]
            derivation = [DERIVATION, self._mailbox_key.key_id]
            if _is_current(state, derivation) and (state or {}).get("tip") == tip:
                return
            text = _read(branches, target, tip)
        try:
            records = sig_records(text, self._mailbox_key)
        except SigListError as error:
            raise Failed(f"{target.target_id}: {error}") from error
        yield Batch(
            records=records,
            next_state={"tip": tip, "derivation": derivation},
            replaces=[Replaces(table=kind.table, where={}) for kind in (SpecialInterestGroup, SigSeat)],
            forge_total=len(records),
        )


def _branches(clones: Path, target: Target, clock: Clock) -> Branches:
    return Branches(clones, target, Deadline(clock, clock.elapsed() + TIME_BUDGET_SECONDS, target.target_id))


def _is_current(state: State | None, derivation: object) -> bool:
    """Tell whether what has landed would come out the same today."""
    return state is not None and state.get("derivation") == derivation


def _manifest(branches: Branches, name: str, tip: str | None) -> list[ManifestRepository]:
    """Resolve the manifest of a branch; nothing where the branch is gone."""
    if tip is None:
        return []
    return manifest_repositories(name, branches.files(tip, lambda path: path.endswith(".xml")).get)


def _read(branches: Branches, target: Target, tip: str) -> bytes:
    """Read the list of groups. Raises Failed where it is not where it was."""
    text = branches.files(tip, LIST_FILE.__eq__).get(LIST_FILE)
    if text is None:
        raise Failed(f"{target.target_id}: no {LIST_FILE} on branch master; it was moved or renamed")
    return text
