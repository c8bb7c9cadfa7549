"""Repositories that nobody has registered, found under accounts that the config claims.

A claim on an account is a claim on all that it holds. So what is found there counts as registered from the
next run on: forks as forks, mirrors as mirrors, all else as own work, without line counts. That holds for
claims that are sure (both confidences high); what other accounts hold waits to be registered. A row in
repositories.csv is the exception and always wins.

A registered repository may be what was found, under a newer name: its forge's id tells, once it is collected.
So what was found on a forge is taken in only at the end of a run after which every registered one there is
known, or gone. Forges do not wait for each other, but for what ``departures`` says of an organisation that
left one for another.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from collectors.forges.known import KNOWN
from flows.config.load import Config
from flows.config.rows import ClaimRow, RepositoryRow
from flows.ledger import Ledger, LedgerEntry
from flows.registry.discovered import Found, found_under
from flows.registry.left_accounts import Departures
from flows.registry.record_types import RegisteredRepository
from flows.registry.selection import claims_discovered, registered_repositories, targets
from warehouse import Landing, Stream

SURE = "high"
NOT_THERE = frozenset({"gone", "forbidden"})


def with_discovered(config: Config, landing: Landing, today: date) -> Config:
    """Add the repositories that earlier runs found under surely claimed accounts.

    The hash of the config changes with them, so that they land with it.
    """
    taken = {forge: _taken(landing, forge) for forge in KNOWN}
    return _completed(config, landing, today, lambda each: each.forge_id in taken[each.forge])


def foreseen(config: Config, landing: Landing, today: date) -> Config:
    """Add all that was found under surely claimed accounts, also what the next run does not take in yet."""
    return _completed(config, landing, today, lambda each: True)


def take_in(config: Config, scope: str, landing: Landing, ledger: Ledger, now: datetime) -> None:
    """Let what was found on a forge count from the next run on, if nothing registered there is unknown."""
    accounts = {row.subject_id.lower() for row in claims_discovered(config)}
    found = [each for account_id in sorted(accounts) for each in found_under(account_id, landing)]
    for forge in KNOWN:
        known = _taken(landing, forge)
        new = {each.forge_id for each in found if each.forge == forge} - known
        if new and _is_all_known(config, scope, landing, ledger, forge):
            state = {"taken": sorted(new | known)}
            landing.append(_stream(forge), [], state, observed_at=now, run_id=ledger.run.run_id)


def _stream(forge: str) -> Stream:
    return Stream("discovery", forge, "taken")


def _taken(landing: Landing, forge: str) -> set[str]:
    """Give the forge's ids of what was taken in so far."""
    return set((landing.state(_stream(forge)) or {}).get("taken", ()))


def _is_all_known(config: Config, scope: str, landing: Landing, ledger: Ledger, forge: str) -> bool:
    """Tell whether every registered repository of a forge was once collected, or is not there."""
    outcomes = {
        entry.target_id: entry.outcome
        for entry in ledger.entries
        if _is_of_repository(entry) and entry.source == forge
    }
    return all(
        landing.state(Stream(forge, target.target_id, "repository")) is not None
        or outcomes.get(target.target_id) in NOT_THERE
        for target in targets(config, scope)[forge, "repository"]
    )


def _is_of_repository(entry: LedgerEntry) -> bool:
    return entry.kind == "repository"


def _completed(config: Config, landing: Landing, today: date, is_taken: Callable[[Found], bool]) -> Config:
    rows = tuple(_rows(config, landing, today, is_taken))
    if not rows:
        return config
    names = "\n".join(f"{row.repository_id} {row.role}" for row in rows)
    config_hash = hashlib.sha256(f"{config.config_hash}\n{names}".encode()).hexdigest()
    return replace(config, discovered=rows, config_hash=config_hash)


def _rows(
    config: Config, landing: Landing, today: date, is_taken: Callable[[Found], bool]
) -> Iterator[RepositoryRow]:
    """Make a row of every repository that was found and is not registered; of what was left behind last."""
    accounts = _sure_accounts(config, today)
    found = [each for account_id in accounts for each in found_under(account_id, landing) if is_taken(each)]
    if not found:
        return
    registered, departures = registered_repositories(config), Departures.of(accounts, landing)
    roles = {repository_id: row.role for repository_id, row in registered.items()}
    renamed = _forge_ids(registered, landing)
    for each in sorted(found, key=lambda each: (departures.is_from(each.account_id), each.full_name)):
        if each.repository_id in roles or (each.forge, each.forge_id) in renamed:
            continue
        row = departures.row(each, roles) if departures.is_from(each.account_id) else each.row()
        if row is not None:
            roles[row.repository_id] = row.role
            yield row


def _sure_accounts(config: Config, today: date) -> Mapping[str, str]:
    """Give the accounts whose claims are sure and hold today, each with whose it is."""
    claims = [row for row in claims_discovered(config) if _is_sure(row, today)]
    return {
        row.subject_id.lower(): row.organization_id for row in sorted(claims, key=lambda row: row.claim_id)
    }


def _is_sure(claim: ClaimRow, today: date) -> bool:
    is_current = (claim.valid_from_on or today) <= today <= (claim.valid_until_on or today)
    return is_current and claim.affiliation_confidence == claim.account_confidence == SURE


def _forge_ids(registered: Mapping[str, RegisteredRepository], landing: Landing) -> set[tuple[str, str]]:
    """Give forges and their ids of registered repositories, which may go by another name today."""
    states = {
        row.repository_id: (row.forge, landing.state(Stream(row.forge, row.repository_id, "repository")))
        for row in registered.values()
    }
    return {(forge, state["forge_repository_id"]) for forge, state in states.values() if state}
