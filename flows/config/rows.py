"""What a row of each config file looks like: one frozen pydantic model per file in ``config/``.

A blank cell is a value that is not given. Lists inside a cell are separated by ``;``. References to
repositories are written ``forge:owner/name`` in any letter case.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

SubjectKind = Literal["repository", "account", "mail_domain", "package", "sig"]
EvidenceKind = Literal[
    "official_statement",
    "copyright_or_readme",
    "governance_record",
    "account_ownership",
    "repo_list",
    "commit_domain",
    "profile_location",
]
Confidence = Literal["high", "medium", "low", "none"]
DecidedKind = Literal["claim", "mail_domain", "node"]
ReviewStatus = Literal["unreviewed", "accepted", "rejected"]
Relation = Literal["guangzhou", "reference"]
Role = Literal["own", "fork", "likely_fork", "mirror", "upstream"]
Depth = Literal["full", "metadata"]
DomainScope = Literal["exclusive", "shared", "contractor", "personal", "platform"]
PackageRelation = Literal["official", "likely", "community", "upstream_of_fork", "unverified"]
MatchKind = Literal["login", "login_suffix", "mailbox_suffix"]
VocabularyKind = Literal["kind", "sector", "district", "park", "size_class"]
EVERY_RELEASE = "all"
"""Stands for all of OpenHarmony's releases in a scope."""


def matching(pattern: str, expected: str) -> AfterValidator:
    """Accept text that matches the whole pattern; else say what was expected."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value):
            return value
        raise PydanticCustomError("expected", "{expected}", {"expected": expected})

    return AfterValidator(check)


def _day(value: object) -> object:
    """Accept 2026/1/5 beside 2026-01-05, because Excel rewrites days so."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", value)):
        year, month, day = map(int, found.groups())
        return f"{year:04}-{month:02}-{day:02}"
    return value


def _parts(value: object) -> object:
    """Split a cell such as ``a;b`` into its parts."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return value


_DOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
_OWNER = r"[a-z][a-z0-9]*:[A-Za-z0-9_.-]+"

Text = Annotated[str, matching(r"(?s).*\S.*", "some text")]
Slug = Annotated[str, matching(r"[a-z0-9][a-z0-9_-]*", "lower-case letters, digits, - and _")]
ClaimId = Annotated[str, matching(r"C\d{4,}|D\d{5}", "an id such as C0042")]
DecisionId = Annotated[str, matching(r"D\d{5}", "an id such as D00042")]
FullName = Annotated[str, matching(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+", "owner/name")]
RepositoryReference = Annotated[str, matching(_OWNER + r"(/[A-Za-z0-9_.-]+)+", "forge:owner/name")]
AccountReference = Annotated[str, matching(_OWNER, "forge:account")]
PackageId = Annotated[
    str, matching(r"(pypi|npm|maven|bioconductor|ohpm):[@A-Za-z0-9][A-Za-z0-9_.:/@-]*", "ecosystem:name")
]
Domain = Annotated[str, matching(_DOMAIN, "a mail domain in lower case, such as example.org")]
Day = Annotated[date, BeforeValidator(_day)]
Parts = Annotated[tuple[str, ...], BeforeValidator(_parts)]
Domains = Annotated[tuple[Domain, ...], BeforeValidator(_parts)]


class Row(BaseModel):
    """A row of a config file and the line that it stands on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]]

    line: int

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Name the columns of the file in order."""
        return tuple(name for name in cls.model_fields if name != "line")

    @classmethod
    def key_of(cls, cells: Mapping[str, str]) -> str:
        """Join the key columns of a raw row; empty where one is blank."""
        parts = [cells.get(column, "") for column in cls.key]
        return ":".join(parts) if all(parts) else ""


class OrganizationRow(Row):
    """organizations.csv: a company, university, institute, community, public body or foundation."""

    key: ClassVar = ("organization_id",)

    organization_id: Slug
    name_zh: Text
    name_en: Text
    kind: Slug
    sector: Slug
    district: Slug | None = None
    park: Slug | None = None
    size_class: Slug | None = None
    is_backbone: bool | None = None
    relation: Relation
    parent_organization_id: Slug | None = None
    source: Text
    note: Text | None = None


class ClaimRow(Row):
    """claims.csv: somebody's evidence that a subject belongs to an organisation, and how sure it is."""

    key: ClassVar = ("claim_id",)

    claim_id: ClaimId
    subject_kind: SubjectKind
    subject_id: Text
    organization_id: Slug
    evidence_kind: EvidenceKind
    source: Text
    affiliation_confidence: Confidence
    account_confidence: Confidence
    valid_from_on: Day | None = None
    valid_until_on: Day | None = None
    review_status: ReviewStatus
    reviewer: Text | None = None
    reviewed_on: Day | None = None


class DecisionRow(Row):
    """decisions.csv: what a review decided; rows are only ever added, the last on a subject holds."""

    key: ClassVar = ("decision_id",)

    decision_id: DecisionId
    decided_on: Day
    reviewer: Text
    subject_kind: DecidedKind
    subject_id: Text
    verdict: Slug
    organization_id: Slug | None = None
    canonical_domain: Domain | None = None
    reason: Text


class OptOutRow(Row):
    """opt_outs.csv: a mailbox (as its key) or an account of somebody who asked to be left out."""

    key: ClassVar = ("node",)

    node: Annotated[
        str,
        matching(
            r"key:[0-9a-f]{32}|account:[a-z][a-z0-9]*:@?[A-Za-z0-9_.\[\]-]+",
            "key:<mailbox key> or account:<forge>:<id>",
        ),
    ]
    requested_on: Day
    note: Text | None = None


class AccountRow(Row):
    """accounts.csv: an account on a forge whose repositories are looked for."""

    key: ClassVar = ("account_id",)

    account_id: AccountReference
    is_aggregate_only: bool = False
    note: Text | None = None


class RepositoryRow(Row):
    """repositories.csv: a repository, under the name that its forge writes."""

    key: ClassVar = ("forge", "full_name")

    forge: Slug
    full_name: FullName
    role: Role
    project_id: Annotated[str, matching(r"[a-z0-9][a-z0-9_.:/-]*", "a lower-case id")] | None = None
    mirror_of: RepositoryReference | None = None
    is_aggregate_only: bool = False
    depth: Depth
    note: Text | None = None

    @property
    def repository_id(self) -> str:
        """Give the identity that never changes."""
        return f"{self.forge}:{self.full_name}".lower()


class MailDomainRow(Row):
    """mail_domains.csv: what a mail domain says, or does not say, about an employer."""

    key: ClassVar = ("domain",)

    domain: Domain
    canonical_domain: Domain | None = None
    domain_scope: DomainScope
    note: Text | None = None


class PackageRow(Row):
    """packages.csv: a package in a registry and the repository that it is made from."""

    key: ClassVar = ("package_id",)

    package_id: PackageId
    repository_id: RepositoryReference | None = None
    relation: PackageRelation
    source: Text


class OpenHarmonyRepositoryRow(Row):
    """openharmony_repositories.csv: a project of OpenHarmony's manifests or of its list of SIGs."""

    key: ClassVar = ("name",)

    name: Text
    repository_id: RepositoryReference
    path: Text | None = None
    groups: Parts = ()
    releases: Parts = ()
    repository_class: Slug
    sig: Slug | None = None
    sub_systems: Parts = ()
    committer_domains: Domains = ()


class OpenHarmonySigRow(Row):
    """openharmony_sigs.csv: a special interest group of OpenHarmony."""

    key: ClassVar = ("sig_id",)

    sig_id: Slug
    description: Text
    sub_systems: Parts = ()
    leader_domain: Domain | None = None
    repository_count: int


class OpenHarmonyEmployerRow(Row):
    """openharmony_employers.csv: whose a mail domain in OpenHarmony is, where no organisation claims it."""

    key: ClassVar = ("domain",)

    domain: Domain
    name_zh: Text
    name_en: Text
    city_zh: Text | None = None
    city_en: Text | None = None
    kind: Slug
    source: Text


class BotRow(Row):
    """bots.csv: a rule by which a name, login or mailbox is no person, and why."""

    key: ClassVar = ("bot_id",)

    bot_id: Slug
    match_kind: MatchKind
    pattern: Text
    reason: Text


class VocabularyRow(Row):
    """vocabulary.csv: a word that organisations are sorted by, in both languages."""

    key: ClassVar = ("subject_kind", "subject_id")

    subject_kind: VocabularyKind
    subject_id: Slug
    name_zh: Text
    name_en: Text


class Scope(BaseModel):
    """A table of scopes.toml: lists and rules that select repositories and packages.

    The rules select registered repositories in one of ``roles`` that belong to an organisation in
    one of ``organization_relations``, stand under one of ``accounts``, or are in one of OpenHarmony's
    ``openharmony_releases``; with ``openharmony_places`` also where these stood before, on the forges named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_zh: Text
    name_en: Text
    includes: tuple[str, ...] = ()
    organization_relations: tuple[Relation, ...] = ()
    accounts: tuple[AccountReference, ...] = ()
    openharmony_releases: tuple[str, ...] = ()
    openharmony_places: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    repositories: tuple[RepositoryReference, ...] = ()
    packages: tuple[PackageId, ...] = ()
