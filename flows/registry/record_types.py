"""What the config says, as records: one frozen class per raw table."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A company, university, institute, community, public body or foundation."""

    table: ClassVar[str] = "organizations"
    key: ClassVar[tuple[str, ...]] = ("organization_id",)
    version: ClassVar[int] = 1

    organization_id: str
    name_zh: str
    name_en: str
    kind: str
    sector: str
    district: str | None
    park: str | None
    size_class: str | None
    is_backbone: bool | None
    relation: str  # guangzhou | reference
    parent_organization_id: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Evidence that a subject belongs to an organisation; ids of forges and domains are in lower case."""

    table: ClassVar[str] = "claims"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)
    version: ClassVar[int] = 1

    claim_id: str
    subject_kind: str  # repository | account | mail_domain | package | sig
    subject_id: str
    organization_id: str
    evidence_kind: str
    source: str
    affiliation_confidence: str  # is it a Guangzhou organisation? high | medium | low | none
    account_confidence: str  # is the subject theirs? high | medium | low | none
    valid_from_on: date | None
    valid_until_on: date | None
    review_status: str  # unreviewed | accepted | rejected
    reviewer: str | None
    reviewed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredAccount:
    """An account on a forge whose repositories are looked for."""

    table: ClassVar[str] = "registered_accounts"
    key: ClassVar[tuple[str, ...]] = ("account_id",)
    version: ClassVar[int] = 1

    account_id: str  # "github:login" in lower case
    forge: str
    login: str
    is_aggregate_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredRepository:
    """A repository that the config names."""

    table: ClassVar[str] = "registered_repositories"
    key: ClassVar[tuple[str, ...]] = ("repository_id",)
    version: ClassVar[int] = 1

    repository_id: str
    forge: str
    full_name: str
    url: str
    role: str  # own | fork | likely_fork | mirror | upstream
    project_id: str
    mirror_of: str | None  # the original's repository_id, where it is known
    is_aggregate_only: bool
    depth: str  # full | metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRepository:
    """A scope selects a registered repository."""

    table: ClassVar[str] = "scope_repositories"
    key: ClassVar[tuple[str, ...]] = ("scope_id", "repository_id")
    version: ClassVar[int] = 1

    scope_id: str
    repository_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDomain:
    """What a mail domain says, or does not say, about an employer."""

    table: ClassVar[str] = "mail_domains"
    key: ClassVar[tuple[str, ...]] = ("domain",)
    version: ClassVar[int] = 1

    domain: str
    canonical_domain: str  # the domain itself, unless it is a typo, a sub-domain or an older name
    domain_scope: str  # exclusive | shared | contractor | personal | platform
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredPackage:
    """A package that the config names."""

    table: ClassVar[str] = "registered_packages"
    key: ClassVar[tuple[str, ...]] = ("package_id",)
    version: ClassVar[int] = 1

    package_id: str
    ecosystem: str
    name: str
    repository_id: str | None
    relation: str  # official | likely | community | upstream_of_fork | unverified


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A rule by which a name, login or mailbox is no person, and why."""

    table: ClassVar[str] = "bots"
    key: ClassVar[tuple[str, ...]] = ("bot_id",)
    version: ClassVar[int] = 1

    bot_id: str
    match_kind: str  # login | login_suffix | mailbox_suffix
    pattern: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHarmonyRepository:
    """A project of OpenHarmony's manifests or of its list of SIGs."""

    table: ClassVar[str] = "openharmony_repositories"
    key: ClassVar[tuple[str, ...]] = ("name",)
    version: ClassVar[int] = 1

    name: str
    repository_id: str
    path: str | None
    groups: tuple[str, ...]
    releases: tuple[str, ...]
    repository_class: str
    sig: str | None
    sub_systems: tuple[str, ...]
    committer_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHarmonySig:
    """A special interest group of OpenHarmony."""

    table: ClassVar[str] = "openharmony_sigs"
    key: ClassVar[tuple[str, ...]] = ("sig_id",)
    version: ClassVar[int] = 1

    sig_id: str
    description: str
    sub_systems: tuple[str, ...]
    leader_domain: str | None
    repository_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHarmonyEmployer:
    """Whose a mail domain in OpenHarmony is, where no organisation claims it, and in which city."""

    table: ClassVar[str] = "openharmony_employers"
    key: ClassVar[tuple[str, ...]] = ("domain",)
    version: ClassVar[int] = 1

    domain: str
    name_zh: str
    name_en: str
    city_zh: str | None
    city_en: str | None
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """How many mailboxes or accounts somebody asked on one day to leave out; whose they are never lands."""

    table: ClassVar[str] = "opt_outs"
    key: ClassVar[tuple[str, ...]] = ("requested_on", "node_kind")
    version: ClassVar[int] = 1

    requested_on: date
    node_kind: str  # key | account
    node_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectName:
    """What a kind, sector, district, park, size class or scope is called."""

    table: ClassVar[str] = "subject_names"
    key: ClassVar[tuple[str, ...]] = ("subject_kind", "subject_id")
    version: ClassVar[int] = 1

    subject_kind: str
    subject_id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStream:
    """A stream that the operator's scopes ask for, so that coverage can say what was not collected."""

    table: ClassVar[str] = "planned_streams"
    key: ClassVar[tuple[str, ...]] = ("source", "target_id", "kind")
    version: ClassVar[int] = 1

    source: str
    target_id: str
    kind: str
