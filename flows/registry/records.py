"""The config as records, so that it lands like any other source and a snapshot explains itself.

All of them land as one batch of the stream ``config / registry / all`` that replaces every table, so a
removed row is a dated tombstone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TypeVar

from pydantic import BaseModel

from collectors.protocol import Replaces
from collectors.records import Record
from flows.config.decisions import ReviewDecision
from flows.config.identities import IdentityClaim
from flows.config.load import Config
from flows.config.plans.load import plan_records
from flows.config.plans.records import CONFIG_RECORD_TYPES, ENTERED_RECORD_TYPES
from flows.config.registers import register_records
from flows.registry.record_types import (
    Bot,
    Claim,
    MailDomain,
    OpenHarmonyEmployer,
    OpenHarmonyRepository,
    OpenHarmonySig,
    OptOut,
    Organization,
    PlannedStream,
    RegisteredAccount,
    RegisteredPackage,
    RegisteredRepository,
    ScopeRepository,
    SubjectName,
)
from flows.registry.selection import (
    canonical_subject,
    planned_streams,
    registered_packages,
    registered_repositories,
    select,
)

R = TypeVar("R")

CONFIG_TYPES: tuple[type[Record], ...] = (
    Organization,
    Claim,
    IdentityClaim,
    RegisteredAccount,
    RegisteredRepository,
    ScopeRepository,
    MailDomain,
    RegisteredPackage,
    Bot,
    OpenHarmonyRepository,
    OpenHarmonySig,
    OpenHarmonyEmployer,
    OptOut,
    SubjectName,
    PlannedStream,
    *CONFIG_RECORD_TYPES,
)

RECORD_TYPES = (*CONFIG_TYPES, *ENTERED_RECORD_TYPES, ReviewDecision)

REPLACES: tuple[Replaces, ...] = tuple(Replaces(table=kind.table, where={}) for kind in CONFIG_TYPES)
"""Every batch of the config holds all there is, but for decisions, which nobody can take out again."""


def registry_records(config: Config, planned_scopes: Iterable[str]) -> list[Record]:
    """Turn the config into records, with the streams that ``planned_scopes`` ask for."""
    return [
        *(_record(Organization, row) for row in config.organizations),
        *(_record(Claim, row, subject_id=canonical_subject(row)) for row in config.claims),
        *(_record(ReviewDecision, row) for row in config.decisions),
        *(_record(IdentityClaim, row) for row in config.identities),
        *_accounts(config),
        *registered_repositories(config).values(),
        *_scope_repositories(config),
        *(
            _record(MailDomain, row, canonical_domain=row.canonical_domain or row.domain)
            for row in config.mail_domains
        ),
        *registered_packages(config).values(),
        *(_record(Bot, row) for row in config.bots),
        *(
            _record(OpenHarmonyRepository, row, repository_id=row.repository_id.lower())
            for row in config.openharmony_repositories
        ),
        *(_record(OpenHarmonySig, row) for row in config.openharmony_sigs),
        *(_record(OpenHarmonyEmployer, row) for row in config.openharmony_employers),
        *_opt_outs(config),
        *_subject_names(config),
        *planned_streams(config, planned_scopes),
        *register_records(config.registers),
        *plan_records(config.plans),
    ]


def _record(kind: type[R], row: BaseModel, **changed: object) -> R:
    """Make a record from a row with columns of the same names, some of them changed."""
    names = [field.name for field in fields(kind)]  # pyright: ignore[reportArgumentType]
    return kind(**{name: changed.get(name, getattr(row, name, None)) for name in names})


def _accounts(config: Config) -> Iterator[RegisteredAccount]:
    """Make a record of every account."""
    for row in config.accounts:
        forge, _, login = row.account_id.partition(":")
        yield RegisteredAccount(
            account_id=row.account_id.lower(),
            forge=forge,
            login=login,
            is_aggregate_only=row.is_aggregate_only,
        )


def _scope_repositories(config: Config) -> Iterator[ScopeRepository]:
    """Say which repositories every scope selects."""
    for scope_id in config.scopes:
        for repository in select(config, scope_id).repositories:
            yield ScopeRepository(scope_id=scope_id, repository_id=repository.repository_id)


def _opt_outs(config: Config) -> Iterator[OptOut]:
    """Count what opted out by day and kind."""
    found = Counter((row.requested_on, row.node.partition(":")[0]) for row in config.opt_outs)
    for (requested_on, node_kind), node_count in found.items():
        yield OptOut(requested_on=requested_on, node_kind=node_kind, node_count=node_count)


def _subject_names(config: Config) -> Iterator[SubjectName]:
    """Name the words of the vocabulary, and the scopes."""
    yield from (_record(SubjectName, row) for row in config.vocabulary)
    for scope_id, scope in config.scopes.items():
        yield SubjectName(
            subject_kind="scope", subject_id=scope_id, name_zh=scope.name_zh, name_en=scope.name_en
        )
