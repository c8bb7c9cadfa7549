"""Which repositories and packages a scope selects, and what each source is asked about them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import quote

from collectors.forges.known import KNOWN
from collectors.openharmony import TARGETS
from collectors.protocol import Target
from flows.config.load import Config
from flows.config.openharmony import earlier_places, listed_rows, released_ids
from flows.config.rows import ClaimRow, RepositoryRow, Scope
from flows.registry.record_types import PlannedStream, RegisteredPackage, RegisteredRepository

COUNTED_PACKAGES = ("official", "likely")
"""Relations of packages that are an organisation's own output; the others are downstream reach."""


class SelectionError(Exception):
    """The operator asked for something that the config does not have."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one source is asked: a kind of records about the repositories (or the like) of one home."""

    source: str
    kind: str
    subject: str  # repository | package | account
    home: str | None = None  # the forge or ecosystem; None: any


DISCOVERY = "repositories"
"""The kind that looks for what a claimed account holds, on every forge."""

SOURCES: tuple[Source, ...] = (
    *(Source(forge, DISCOVERY, "account", forge) for forge in KNOWN),
    Source("git", "history", "repository"),
    Source("pypi", "releases", "package", "pypi"),
    Source("npm", "releases", "package", "npm"),
    Source("ohpm", "releases", "package", "ohpm"),
    Source("ohpm", "counts", "package", "ohpm"),
    *(Source(forge, kind, "repository", forge) for forge, known in KNOWN.items() for kind in known.kinds),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The repositories, packages and claimed accounts of a scope, each ordered by its id.

    ``place_ids`` are those of the repositories that are only where an original stood before. ``upstream`` is
    other people's code under the scope's accounts: its metadata is read, and it is not the scope's.
    """

    repositories: tuple[RegisteredRepository, ...]
    packages: tuple[RegisteredPackage, ...]
    account_ids: tuple[str, ...] = ()
    place_ids: frozenset[str] = frozenset()
    upstream: tuple[RegisteredRepository, ...] = ()
    has_openharmony: bool = False  # a rule on OpenHarmony's releases is among the scope's


def registered_repositories(config: Config) -> dict[str, RegisteredRepository]:
    """Give every registered repository by its id; repositories.csv decides over OpenHarmony's list."""
    listed = listed_rows(config.openharmony_repositories)
    rows = {row.repository_id: row for row in (*config.discovered, *listed, *config.repositories)}
    rows |= _places(config)
    hidden = {row.account_id.lower() for row in config.accounts if row.is_aggregate_only}
    return {repository_id: _registered(config, rows, hidden, row) for repository_id, row in rows.items()}


def registered_packages(config: Config) -> dict[str, RegisteredPackage]:
    """Give every registered package by its id."""
    return {
        row.package_id: RegisteredPackage(
            package_id=row.package_id,
            ecosystem=row.package_id.partition(":")[0],
            name=row.package_id.partition(":")[2],
            repository_id=row.repository_id.lower() if row.repository_id else None,
            relation=row.relation,
        )
        for row in config.packages
    }


def select(config: Config, scope_id: str) -> Selection:
    """Select what a scope's lists and rules name; raise SelectionError where there is no such scope."""
    if scope_id not in config.scopes:
        raise SelectionError(f'no scope "{scope_id}" in scopes.toml; it has {", ".join(config.scopes)}')
    registered, packages = registered_repositories(config), registered_packages(config)
    scopes = list(_with_included(config, scope_id))
    places = _places(config)
    repository_ids = set[str]().union(
        *(_repository_ids(config, registered, places, scope) for scope in scopes)
    )
    accounts = {account_id.lower() for scope in scopes for account_id in scope.accounts}
    package_ids = set[str]().union(*(_package_ids(config, packages, scope) for scope in scopes))
    package_ids.update(
        package.package_id
        for package in packages.values()
        if package.relation in COUNTED_PACKAGES and package.repository_id in repository_ids
    )
    return Selection(
        tuple(registered[repository_id] for repository_id in sorted(repository_ids)),
        tuple(packages[package_id] for package_id in sorted(package_ids)),
        tuple(sorted(set[str]().union(*(_account_ids(config, scope) for scope in scopes)))),
        place_ids=frozenset(places.keys() & repository_ids),
        upstream=tuple(
            registered[repository_id]
            for repository_id in sorted(registered.keys() - repository_ids)
            if registered[repository_id].role == "upstream" and _account_of(repository_id) in accounts
        ),
        has_openharmony=any(scope.openharmony_releases for scope in scopes),
    )


def targets(
    config: Config, scope_id: str, only: str | None = None
) -> dict[tuple[str, str], tuple[Target, ...]]:
    """Give the targets of every (source, kind) in a scope, ordered by id.

    ``only`` is a glob on ``forge:owner/name`` or ``ecosystem:name``, whatever the letter case.
    """
    selection = select(config, scope_id)
    asked = {(each.source, each.kind): _targets_of(config, selection, each) for each in SOURCES}
    asked |= {("openharmony", kind): _openharmony(config, selection, kind) for kind in TARGETS}
    return {
        stream: tuple(
            target for target in found if only is None or fnmatchcase(target.target_id.lower(), only.lower())
        )
        for stream, found in asked.items()
    }


def planned_streams(config: Config, scope_ids: Iterable[str]) -> list[PlannedStream]:
    """Give every stream that the scopes ask for, each once."""
    planned = {
        (source, target.target_id, kind)
        for scope_id in scope_ids
        for (source, kind), found in targets(config, scope_id).items()
        for target in found
    }
    return [
        PlannedStream(source=source, target_id=target_id, kind=kind)
        for source, target_id, kind in sorted(planned)
    ]


def _places(config: Config) -> dict[str, RepositoryRow]:
    """Give where originals stood before: by OpenHarmony's list, and as found under what was left."""
    found = {row.repository_id: row for row in config.discovered if row.mirror_of}
    return found | earlier_places(
        config.repositories, config.openharmony_repositories, config.scopes.values()
    )


def _registered(
    config: Config, rows: Mapping[str, RepositoryRow], hidden: set[str], row: RepositoryRow
) -> RegisteredRepository:
    """Complete a row: its address, its project and whether its account hides it."""
    mirror_of = row.mirror_of.lower() if row.mirror_of else None
    original = rows[mirror_of] if mirror_of else row
    account_id = _account_of(row.repository_id)
    return RegisteredRepository(
        repository_id=row.repository_id,
        forge=row.forge,
        full_name=row.full_name,
        url=config.settings.forges[row.forge].web_url.replace("{full_name}", row.full_name),
        role=row.role,
        project_id=row.project_id or original.project_id or original.repository_id,
        mirror_of=mirror_of,
        is_aggregate_only=row.is_aggregate_only or account_id in hidden,
        depth=row.depth,
    )


def _with_included(config: Config, scope_id: str) -> Iterator[Scope]:
    """Yield a scope and those that it includes."""
    scope = config.scopes[scope_id]
    yield scope
    for name in scope.includes:
        yield from _with_included(config, name)


def _repository_ids(
    config: Config,
    registered: Mapping[str, RegisteredRepository],
    places: Mapping[str, RepositoryRow],
    scope: Scope,
) -> set[str]:
    """Collect the repositories that a scope's own list and rules name, and where these stood before."""
    found = {*(reference.lower() for reference in scope.repositories), *_ruled_ids(config, registered, scope)}
    return found | {
        place_id
        for place_id, place in places.items()
        if place.forge in scope.openharmony_places and place.mirror_of in found
    }


def _ruled_ids(config: Config, registered: Mapping[str, RegisteredRepository], scope: Scope) -> Iterator[str]:
    """Yield the repositories that a scope's rules name."""
    members = _members(config, scope)
    released = released_ids(config.openharmony_repositories, scope.openharmony_releases)
    accounts = {account_id.lower() for account_id in scope.accounts}
    claimed = _claimed_organizations(config)
    for repository_id, repository in registered.items():
        account_id = _account_of(repository_id)
        owners = claimed.get(repository_id) or claimed.get(account_id, set())
        is_meant = repository_id in released or account_id in accounts or owners & members
        if repository.role in scope.roles and is_meant:
            yield repository_id


def _account_of(repository_id: str) -> str:
    return repository_id.rpartition("/")[0]


def _package_ids(config: Config, packages: Mapping[str, RegisteredPackage], scope: Scope) -> Iterator[str]:
    """Yield the packages that a scope's list names or its organisations claim themselves."""
    yield from scope.packages
    members, claimed = _members(config, scope), _claimed_organizations(config)
    for package in packages.values():
        if package.relation in COUNTED_PACKAGES and claimed.get(package.package_id, set()) & members:
            yield package.package_id


def claims_discovered(config: Config) -> Iterator[ClaimRow]:
    """Yield the claims on accounts whose repositories are looked for: not those that may not be named."""
    hidden = {row.account_id.lower() for row in config.accounts if row.is_aggregate_only}
    for row in config.claims:
        is_open = row.subject_kind == "account" and row.review_status != "rejected"
        if is_open and row.subject_id.lower() not in hidden:
            yield row


def _account_ids(config: Config, scope: Scope) -> Iterator[str]:
    """Yield the accounts that a scope's organisations claim, and those that it names, if anybody does."""
    members, accounts = _members(config, scope), {account_id.lower() for account_id in scope.accounts}
    for row in claims_discovered(config):
        if row.organization_id in members or row.subject_id.lower() in accounts:
            yield row.subject_id.lower()


def _members(config: Config, scope: Scope) -> set[str]:
    """Collect the organisations that a scope's rule names."""
    relations = scope.organization_relations
    return {row.organization_id for row in config.organizations if row.relation in relations}


def _claimed_organizations(config: Config) -> dict[str, set[str]]:
    """Collect who claims each repository, account or package, rejected claims apart."""
    claimed: dict[str, set[str]] = {}
    for row in config.claims:
        if row.review_status != "rejected":
            claimed.setdefault(canonical_subject(row), set()).add(row.organization_id)
    return claimed


def canonical_subject(claim: ClaimRow) -> str:
    """Give a claim's subject as the records spell it: packages as written, all else in lower case."""
    return claim.subject_id if claim.subject_kind == "package" else claim.subject_id.lower()


def _targets_of(config: Config, selection: Selection, source: Source) -> Iterator[Target]:
    """Yield what a source is asked about a selection."""
    if source.subject == "account":
        for account_id in selection.account_ids:
            forge, _, login = account_id.partition(":")
            if forge == source.home:
                yield Target(target_id=account_id, url=_clone_url(config, forge, login))
        return
    if source.subject == "package":
        for package in selection.packages:
            if source.home in (None, package.ecosystem):
                url = f"pkg:{package.ecosystem}/{quote(package.name)}"
                yield Target(target_id=package.package_id, url=url)
        return
    upstream = selection.upstream if source.kind == "repository" else ()
    for repository in (*selection.repositories, *upstream):
        is_of_original = source.source == "git" and repository.repository_id in selection.place_ids
        if source.home in (None, repository.forge) and not is_of_original:
            url = _clone_url(config, repository.forge, repository.full_name)
            yield Target(target_id=repository.repository_id, url=url, options={"depth": repository.depth})


def _openharmony(config: Config, selection: Selection, kind: str) -> Iterator[Target]:
    """Yield the repository that tells one kind of fact about OpenHarmony as a project."""
    target_id = TARGETS[kind]
    forge, _, full_name = target_id.partition(":")
    if selection.has_openharmony and forge in config.settings.forges:
        yield Target(target_id=target_id, url=_clone_url(config, forge, full_name))


def _clone_url(config: Config, forge: str, full_name: str) -> str:
    return config.settings.forges[forge].clone_url.replace("{full_name}", full_name)
