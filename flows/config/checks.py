"""Rules that no single cell shows: references between config files, duplicates, dates and their order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from flows.config.files import ConfigProblem, Document, Table, line_of
from flows.config.identities import IdentityRow, identity_problems
from flows.config.openharmony import HOMES, earlier_places
from flows.config.rows import (
    EVERY_RELEASE,
    AccountRow,
    BotRow,
    ClaimRow,
    DecisionRow,
    MailDomainRow,
    OpenHarmonyEmployerRow,
    OpenHarmonyRepositoryRow,
    OpenHarmonySigRow,
    OptOutRow,
    OrganizationRow,
    PackageRow,
    RepositoryRow,
    Row,
    Scope,
    VocabularyRow,
)
from flows.config.settings import Settings

STUDENT_NUMBER = re.compile(r"\d{7,}")
REGISTERED = "a repository of repositories.csv or openharmony_repositories.csv"


@dataclass(frozen=True, slots=True)
class ConfigTables:
    """Every file of the config as read, before the rules between them."""

    organizations: Table[OrganizationRow]
    claims: Table[ClaimRow]
    decisions: Table[DecisionRow]
    identities: Table[IdentityRow]
    accounts: Table[AccountRow]
    repositories: Table[RepositoryRow]
    mail_domains: Table[MailDomainRow]
    packages: Table[PackageRow]
    openharmony_repositories: Table[OpenHarmonyRepositoryRow]
    openharmony_sigs: Table[OpenHarmonySigRow]
    openharmony_employers: Table[OpenHarmonyEmployerRow]
    bots: Table[BotRow]
    opt_outs: Table[OptOutRow]
    vocabulary: Table[VocabularyRow]
    scopes: Document[dict[str, Scope]]
    settings: Document[Settings]

    def csv_tables(self) -> dict[str, Table[Row]]:
        """Give the CSV files by their names without the ending."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: table for name, table in found.items() if isinstance(table, Table)}

    @property
    def is_readable(self) -> bool:
        """Whether every CSV file could be read, so that references between them can be checked."""
        return all(table.is_readable for table in self.csv_tables().values())

    def repository_keys(self) -> set[str]:
        """Collect the id of every registered repository."""
        openharmony = (row.repository_id.lower() for row in self.openharmony_repositories.rows)
        return {*self.repositories.keys, *openharmony}

    def place_keys(self) -> set[str]:
        """Collect the ids of all repositories and of the places where they stood before."""
        scopes, listed = self.scopes.content or {}, self.openharmony_repositories.rows
        return {*self.repository_keys(), *earlier_places(self.repositories.rows, listed, scopes.values())}


def problems_between(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Yield every broken rule between cells, rows and files; none while a CSV file is unreadable."""
    if tables.is_readable:
        for rule in RULES:
            yield from rule(tables)


def at(table: Table[Row], row: Row, column: str, expected: str) -> ConfigProblem:
    """Point at a cell."""
    value = getattr(row, column)
    return ConfigProblem(table.path, row.line, column, None if value is None else str(value), expected)


def _unknown(table: Table[Row], column: str, known: Iterable[str], expected: str) -> Iterator[ConfigProblem]:
    """Find cells of a column that name nothing known."""
    names = set(known)
    for row in table.rows:
        value = getattr(row, column)
        if value is not None and value.lower() not in names:
            yield at(table, row, column, expected)


def _organizations(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Words are in the vocabulary; parents are organisations, and nobody's own."""
    table = tables.organizations
    words: dict[str, list[str]] = {}
    for key in tables.vocabulary.keys:
        kind, _, word = key.partition(":")
        words.setdefault(kind, []).append(word)
    for column in ("kind", "sector", "district", "park", "size_class"):
        known = words.get(column, [])
        yield from _unknown(
            table, column, known, f"a {column} of vocabulary.csv: {', '.join(known) or 'none yet'}"
        )
    expected = "another organization_id of organizations.csv"
    yield from _unknown(table, "parent_organization_id", table.keys, expected)
    for row in table.rows:
        if row.parent_organization_id == row.organization_id:
            yield at(table, row, "parent_organization_id", expected)


def _claims(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Claims name an organisation, and their dates and review hang together."""
    table = tables.claims
    yield from _unknown(
        table, "organization_id", tables.organizations.keys, "an organization_id of organizations.csv"
    )
    for row in table.rows:
        if row.valid_from_on and row.valid_until_on and row.valid_from_on > row.valid_until_on:
            yield at(table, row, "valid_until_on", f"a day not before valid_from_on {row.valid_from_on}")
        if row.evidence_kind == "profile_location" and row.account_confidence == "high":
            yield at(table, row, "account_confidence", "medium or less: a name or place only proposes")
        if row.review_status == "unreviewed" and (row.reviewer or row.reviewed_on):
            yield at(table, row, "review_status", "accepted or rejected, as there is a reviewer or a day")
        if row.review_status != "unreviewed" and not (row.reviewer and row.reviewed_on):
            yield at(table, row, "review_status", "a reviewer and a reviewed_on beside it")


def _identities(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Claims on who is who name two nodes, and their dates and review hang together."""
    yield from identity_problems(tables.identities)


def _claim_subjects(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Claims name a registered subject; only an exclusive mail domain says who employs."""
    exclusive = {
        row.domain
        for row in tables.mail_domains.rows
        if row.domain_scope == "exclusive" and row.canonical_domain is None
    }
    known: Mapping[str, tuple[Iterable[str], str]] = {
        "repository": (tables.place_keys(), REGISTERED),
        "account": (tables.accounts.keys, "an account of accounts.csv"),
        "package": (tables.packages.keys, "a package of packages.csv"),
        "sig": (tables.openharmony_sigs.keys, "a SIG of openharmony_sigs.csv"),
        "mail_domain": (
            exclusive,
            "an exclusive, canonical domain of mail_domains.csv; others attribute nobody",
        ),
    }
    for row in tables.claims.rows:
        names, expected = known[row.subject_kind]
        if row.subject_id.lower() not in names:
            yield at(tables.claims, row, "subject_id", expected)


def _repeated_claims(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """One subject and organisation have one claim at a time."""
    earlier: dict[tuple[str, str, str], list[ClaimRow]] = {}
    for row in tables.claims.rows:
        same = earlier.setdefault((row.subject_kind, row.subject_id.lower(), row.organization_id), [])
        for other in same:
            if _overlap(row, other):
                yield at(
                    tables.claims, row, "subject_id", f"dates apart from {other.claim_id}, the same claim"
                )
        same.append(row)


def _overlap(one: ClaimRow, other: ClaimRow) -> bool:
    """Say whether two claims hold on a common day."""
    start = max(one.valid_from_on or date.min, other.valid_from_on or date.min)
    return start <= min(one.valid_until_on or date.max, other.valid_until_on or date.max)


def _repositories(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Mirrors name a registered original; a student number stays out of sight."""
    table = tables.repositories
    yield from _unknown(table, "mirror_of", tables.repository_keys(), REGISTERED)
    mirrors = {row.repository_id for row in table.rows if row.role == "mirror"}
    for row in table.rows:
        if row.mirror_of and row.role != "mirror":
            yield at(table, row, "role", "mirror, as mirror_of is given")
        if row.mirror_of and row.mirror_of.lower() in mirrors:
            yield at(table, row, "mirror_of", "the original, which is no mirror")
        if STUDENT_NUMBER.search(row.full_name) and not row.is_aggregate_only:
            yield at(table, row, "is_aggregate_only", "yes, as the name may hold a student number")


def _forges(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Every forge that is named has its addresses in the settings."""
    settings = tables.settings.content
    if settings is None:
        return
    expected = f"a forge of settings.toml: {', '.join(settings.forges)}"
    yield from _unknown(tables.repositories, "forge", settings.forges, expected)
    for table, column in (
        (tables.accounts, "account_id"),
        (tables.openharmony_repositories, "repository_id"),
    ):
        for row in table.rows:
            if getattr(row, column).partition(":")[0] not in settings.forges:
                yield at(table, row, column, expected)


def _mail_domains(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """A canonical domain stands for itself and has the scope of those that lead to it."""
    table = tables.mail_domains
    rows = {row.domain: row for row in table.rows}
    yield from _unknown(table, "canonical_domain", table.keys, "a domain of this file")
    for row in table.rows:
        target = rows.get(row.canonical_domain or "")
        if target and target.canonical_domain:
            yield at(table, row, "canonical_domain", f"{target.canonical_domain}, to which it leads in turn")
        if target and target.domain_scope != row.domain_scope:
            yield at(table, row, "domain_scope", f"{target.domain_scope}, as {target.domain} has")


def _packages(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Packages are made from registered repositories."""
    yield from _unknown(tables.packages, "repository_id", tables.repository_keys(), REGISTERED)


def _openharmony(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """OpenHarmony's repositories name known SIGs, its employers known mail domains."""
    expected = "a sig_id of openharmony_sigs.csv"
    yield from _unknown(tables.openharmony_repositories, "sig", tables.openharmony_sigs.keys, expected)
    domains = {row.domain for row in tables.mail_domains.rows if not row.canonical_domain}
    expected = "a domain of mail_domains.csv that stands for itself"
    yield from _unknown(tables.openharmony_employers, "domain", domains, expected)


def _scopes(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Scopes name registered repositories, packages, releases and each other."""
    scopes = tables.scopes.content or {}
    releases = {name.lower() for row in tables.openharmony_repositories.rows for name in row.releases}
    forges = tables.settings.content.forges.keys() if tables.settings.content else HOMES
    homes = sorted(HOMES & forges)
    known: Mapping[str, tuple[Iterable[str], str]] = {
        "includes": (scopes, f"one of {', '.join(scopes)}"),
        "repositories": (tables.place_keys(), REGISTERED),
        "packages": (tables.packages.keys, "a package of packages.csv"),
        "accounts": (tables.accounts.keys, "an account of accounts.csv"),
        "openharmony_releases": (
            {EVERY_RELEASE, *releases},
            f'a release of openharmony_repositories.csv, or "{EVERY_RELEASE}"',
        ),
        "openharmony_places": (
            homes,
            f"a forge of settings.toml that was left: {', '.join(homes) or 'none'}",
        ),
    }
    for scope_id, scope in scopes.items():
        for field, (names, expected) in known.items():
            for position, value in enumerate(getattr(scope, field)):
                if value.lower() not in names:
                    line = line_of(tables.scopes.lines, (scope_id, field, str(position)))
                    yield ConfigProblem(tables.scopes.path, line, f"{scope_id}.{field}", value, expected)


def _scope_circles(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """No scope includes itself, not even by way of others."""
    scopes = tables.scopes.content or {}

    def reached(scope_id: str, seen: frozenset[str]) -> bool:
        return any(
            name in seen or reached(name, seen | {name})
            for name in (scopes[scope_id].includes if scope_id in scopes else ())
        )

    for scope_id in scopes:
        if reached(scope_id, frozenset({scope_id})):
            line = line_of(tables.scopes.lines, (scope_id, "includes"))
            yield ConfigProblem(tables.scopes.path, line, f"{scope_id}.includes", None, "no circle of scopes")


def _default_scope(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """The default scope is one of the scopes."""
    settings, scopes = tables.settings, tables.scopes.content
    if settings.content and scopes and settings.content.default_scope not in scopes:
        line = line_of(settings.lines, ("default_scope",))
        expected = f"a scope of scopes.toml: {', '.join(scopes)}"
        yield ConfigProblem(settings.path, line, "default_scope", settings.content.default_scope, expected)


RULES: tuple[Callable[[ConfigTables], Iterator[ConfigProblem]], ...] = (
    _organizations,
    _claims,
    _claim_subjects,
    _identities,
    _repeated_claims,
    _repositories,
    _forges,
    _mail_domains,
    _packages,
    _openharmony,
    _scopes,
    _scope_circles,
    _default_scope,
)
