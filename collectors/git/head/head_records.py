"""The tip of a default branch goes in; what it shows comes out: licence, policies, CI, tags, dependencies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from collectors.git.clones import Clone
from collectors.git.command import Deadline, run
from collectors.git.commit_records import instant
from collectors.git.head.licenses import first_spdx_id
from collectors.git.head.lock_files import LARGEST_LOCK_BYTES, Lock, locks_of, read_lock
from collectors.git.head.manifests import Declared, declared, is_manifest
from collectors.git.head.tags import tags
from collectors.git.head.tree import Entry, texts, tree
from collectors.git.state import Landed
from collectors.records import Dependency, Record, RepositoryHead

HEAD_RULES = 3  # raise it where a HEAD is read differently: each is then read again, without its commits
MOST_MANIFESTS = 200  # those nearest to the root; the rest of a monorepo repeats them
MOST_LOCKS = 40  # likewise; each may take megabytes while it is read
LICENSE_NAMES = ("license", "licence", "copying", "unlicense")
SECURITY_NAMES = ("security",)
CONTRIBUTING_NAMES = ("contributing", "贡献指南")
CONDUCT_NAMES = ("code_of_conduct", "code-of-conduct", "codeofconduct")
POLICY_FOLDERS = frozenset(((), (".github",), (".gitee",), (".gitcode",), (".gitlab",), ("docs",), ("doc",)))
CI_FILES = frozenset(
    (
        ".appveyor.yml",
        ".circleci/config.yml",
        ".cirrus.yml",
        ".drone.yml",
        ".gitlab-ci.yml",
        ".travis.yml",
        ".woodpecker.yml",
        "appveyor.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "jenkinsfile",
    )
)
CI_FOLDERS = (".github/workflows/", ".gitcode/workflows/", ".workflow/", ".woodpecker/", ".buildkite/")
LOCK_FILES = frozenset(
    (
        "bun.lock",
        "bun.lockb",
        "cargo.lock",
        "composer.lock",
        "conan.lock",
        "gemfile.lock",
        "go.sum",
        "gradle.lockfile",
        "npm-shrinkwrap.json",
        "oh-package-lock.json5",
        "package-lock.json",
        "package.resolved",
        "packages.lock.json",
        "pdm.lock",
        "pipfile.lock",
        "pnpm-lock.yaml",
        "podfile.lock",
        "poetry.lock",
        "pubspec.lock",
        "requirements.lock",
        "uv.lock",
        "yarn.lock",
    )
)
SBOM_FILES = frozenset(("bom.json", "bom.xml", "sbom.json", "sbom.xml"))
SBOM_ENDINGS = (".spdx", ".spdx.json", ".spdx.yaml", ".spdx.rdf", ".cdx.json", ".cdx.xml")


class Head:
    """What the clone's tags and the tip of its default branch show, read when it is made."""

    def __init__(self, clone: Clone, goal: Landed, deadline: Deadline) -> None:
        self.repository_id = clone.target_id
        self._clone, self._goal, self._deadline = clone, goal, deadline
        self._tags = [*tags(clone, deadline)]
        self._past: Past | None = None
        self._dependencies: list[Dependency] = []
        self._facts = self._read_tree(goal.tip) if goal.tip else _headless(clone, goal)

    def look_back(self) -> "Past":
        """Walk the history behind the tip, unless that has been done: it takes seconds where it is long."""
        self._past = self._past or _past(self._clone, self._goal.tip, self._deadline)
        return self._past

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages needed at run time, by package_id."""
        needed = (each for each in self._dependencies if each.kind == "runtime")
        return tuple(sorted({f"{each.ecosystem}:{each.name}" for each in needed}))

    def records(self, landed: Landed) -> Iterator[Record]:
        """Give the tags, the facts and the direct dependencies, now that all commits have been read."""
        past = self.look_back()
        yield from self._tags
        yield replace(
            self._facts,
            head_committed_at=past.committed_at,
            root_shas=past.root_shas,
            is_line_count_known=landed.tip is not None and landed.depth == "full" and landed.uncounted == 0,
        )
        yield from self._dependencies

    def _read_tree(self, tip: str) -> RepositoryHead:
        entries = tree(self._clone, tip, self._deadline)
        licenses = [entry for entry in entries if is_license(entry)]
        manifests = _manifests(entries)
        text_of = texts(self._clone, [*licenses, *manifests], self._deadline)
        locks = self._read_locks(entries, manifests)
        self._dependencies += _dependencies(self.repository_id, manifests, text_of, locks)
        spdx_id = first_spdx_id(text_of[entry.blob] for entry in licenses if entry.blob in text_of)
        return _facts(self.repository_id, self._goal, entries, spdx_id)

    def _read_locks(self, entries: Sequence[Entry], manifests: Sequence[Entry]) -> dict[Entry, "Locked"]:
        """Read the lock file of each manifest that has one."""
        beside = _lock_entries(entries, manifests)
        locks = {*beside.values()}
        text_of = texts(self._clone, [*locks], self._deadline, LARGEST_LOCK_BYTES) if locks else {}
        read = {each: read_lock(each.name, text_of.get(each.blob, "")) for each in locks}
        return {
            manifest: Locked(read[lock], "/".join(manifest.folders[len(lock.folders) :]))
            for manifest, lock in beside.items()
        }


class Locked(NamedTuple):
    """The lock of a manifest, and the manifest's folder seen from it."""

    lock: Lock
    folder: str

    def version(self, name: str, requirement: str | None) -> str | None:
        """Give the version of a package that is fixed for the manifest."""
        return self.lock.version(name, requirement, self.folder)


NO_LOCK = Locked(Lock(), "")


class Past(NamedTuple):
    """The newest commit's instant and the history behind it."""

    committed_at: datetime | None
    root_shas: tuple[str, ...]
    commit_count: int


def _past(clone: Clone, tip: str | None, deadline: Deadline) -> Past:
    if tip is None:
        return Past(None, (), 0)
    committed = run(clone.folder, ["log", "-1", "--format=%cd", "--date=raw", tip, "--"], deadline=deadline)
    roots = run(clone.folder, ["rev-list", "--max-parents=0", tip, "--"], deadline=deadline)
    count = run(clone.folder, ["rev-list", "--count", tip, "--"], deadline=deadline)
    return Past(instant(committed.strip())[0], tuple(sorted(roots.decode().split())), int(count))


def is_license(entry: Entry) -> bool:
    """Tell whether a file is the repository's licence: at the root, or in REUSE's folder."""
    return entry.folders in ((), ("licenses",)) and (
        entry.folders != () or entry.name.startswith(LICENSE_NAMES)
    )


def _facts(
    repository_id: str, goal: Landed, entries: Sequence[Entry], license_spdx_id: str | None
) -> RepositoryHead:
    return RepositoryHead(
        repository_id=repository_id,
        is_empty=False,
        default_branch=goal.branch,
        head_sha=goal.tip,
        head_committed_at=None,
        root_shas=(),
        license_spdx_id=license_spdx_id,
        has_license=any(is_license(entry) for entry in entries),
        has_security_policy=_has_policy(entries, SECURITY_NAMES),
        has_contributing_guide=_has_policy(entries, CONTRIBUTING_NAMES),
        has_code_of_conduct=_has_policy(entries, CONDUCT_NAMES),
        has_ci=any(entry.path in CI_FILES or entry.path.startswith(CI_FOLDERS) for entry in entries),
        has_lock_file=any(entry.is_own and entry.name in LOCK_FILES for entry in entries),
        has_sbom=any(entry.is_own and _is_sbom(entry.name) for entry in entries),
        has_mailmap=goal.mailmap is not None,
        is_line_count_known=False,
    )


def _headless(clone: Clone, goal: Landed) -> RepositoryHead:
    return RepositoryHead(
        repository_id=clone.target_id,
        is_empty=clone.remote_head().is_empty,
        default_branch=goal.branch,
        head_sha=None,
        head_committed_at=None,
        root_shas=(),
        license_spdx_id=None,
        has_license=None,
        has_security_policy=None,
        has_contributing_guide=None,
        has_code_of_conduct=None,
        has_ci=None,
        has_lock_file=None,
        has_sbom=None,
        has_mailmap=None,
        is_line_count_known=False,
    )


def _has_policy(entries: Iterable[Entry], names: tuple[str, ...]) -> bool:
    return any(entry.folders in POLICY_FOLDERS and entry.name.startswith(names) for entry in entries)


def _is_sbom(name: str) -> bool:
    return name in SBOM_FILES or name.endswith(SBOM_ENDINGS)


def _manifests(entries: Iterable[Entry]) -> list[Entry]:
    found = [entry for entry in entries if entry.is_own and is_manifest(entry.name)]
    return sorted(found, key=lambda entry: (len(entry.folders), entry.path))[:MOST_MANIFESTS]


def _lock_entries(entries: Iterable[Entry], manifests: Iterable[Entry]) -> dict[Entry, Entry]:
    """Find the lock file of each manifest: the nearest in its folder or above, those of the root first."""
    by_place = {(entry.folders, entry.name): entry for entry in entries if entry.name in LOCK_FILES}
    found: dict[Entry, Entry] = {}
    for manifest in manifests:
        above = (manifest.folders[:depth] for depth in range(len(manifest.folders), -1, -1))
        places = ((folders, name) for folders in above for name in locks_of(manifest.name))
        lock = next((by_place[place] for place in places if place in by_place), None)
        if lock and (lock in found.values() or len({*found.values()}) < MOST_LOCKS):
            found[manifest] = lock
    return found


def _dependencies(
    repository_id: str,
    manifests: Iterable[Entry],
    text_of: Mapping[str, str],
    locks: Mapping[Entry, Locked],
) -> Iterator[Dependency]:
    """Give each dependency once; of two manifests with one name the one nearer to the root counts."""
    seen: set[Declared] = set()
    for entry in manifests:
        locked = locks.get(entry, NO_LOCK)
        for manifest, found in declared(entry.name, text_of.get(entry.blob, "")):
            identity = found._replace(requirement=manifest)
            if identity not in seen:
                seen.add(identity)
                yield Dependency(
                    repository_id=repository_id,
                    manifest=manifest,
                    ecosystem=found.ecosystem,
                    name=found.name,
                    kind=found.kind,
                    requirement=found.requirement,
                    locked_version=locked.version(found.name, found.requirement),
                )
