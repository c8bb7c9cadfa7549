"""Repositories that nobody has registered, found under accounts that the config claims.

A claim on an account is a claim on all that it holds. So what is found there counts as registered from the
next run on: forks as forks, mirrors as mirrors, all else as own work, without line counts. That holds for
claims that are sure (both confidences high); what other accounts hold waits to be registered. A row in
repositories.csv is the exception and always wins.

A registered repository may be what was found, under a newer name: its forge's id tells, once it is collected.
So what was found is taken in only at the end of a run after which every registered one is known, or gone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from flows.config import Config
from flows.config_rows import ClaimRow, RepositoryRow
from flows.ledger import Ledger, LedgerEntry
from flows.selection import DISCOVERY, claims_discovered, targets
from warehouse import Landing, Stream

SURE = "high"
TAKEN = Stream("discovery", "github", "taken")
NOT_THERE = frozenset({"gone", "forbidden"})


def with_discovered(config: Config, landing: Landing, today: date) -> Config:
    """Add the repositories that earlier runs found under surely claimed accounts.

    The hash of the config changes with them, so that they land with it.
    """
    rows = tuple(_rows(config, landing, today))
    if not rows:
        return config
    names = "\n".join(f"{row.repository_id} {row.role}" for row in rows)
    config_hash = hashlib.sha256(f"{config.config_hash}\n{names}".encode()).hexdigest()
    return replace(config, repositories=(*config.repositories, *rows), config_hash=config_hash)


def take_in(config: Config, scope: str, landing: Landing, ledger: Ledger, now: datetime) -> None:
    """Let what was found so far count from the next run on, if nothing registered is still unknown."""
    outcomes = {entry.target_id: entry.outcome for entry in ledger.entries if _is_of_repository(entry)}
    for target in targets(config, scope)["github", "repository"]:
        is_known = landing.state(Stream("github", target.target_id, "repository")) is not None
        if not is_known and outcomes.get(target.target_id) not in NOT_THERE:
            return
    known = set((landing.state(TAKEN) or {}).get("taken", ()))
    accounts = {row.subject_id.lower() for row in claims_discovered(config)}
    found = {forge_id for account_id in accounts for forge_id in _found(landing, account_id)}
    if found - known:
        state = {"taken": sorted(found | known)}
        landing.append(TAKEN, [], state, observed_at=now, run_id=ledger.run.run_id)


def _is_of_repository(entry: LedgerEntry) -> bool:
    return (entry.source, entry.kind) == ("github", "repository")


def _rows(config: Config, landing: Landing, today: date) -> Iterator[RepositoryRow]:
    """Make a row of every repository that was found and is not registered."""
    taken = set((landing.state(TAKEN) or {}).get("taken", ()))
    found = {
        forge_id: told
        for account_id in _sure_accounts(config, today)
        for forge_id, told in _found(landing, account_id).items()
        if forge_id in taken
    }
    known = {row.repository_id for row in config.repositories}
    renamed = _forge_ids(config, landing) if found else set[str]()
    for forge_id, (full_name, role) in sorted(found.items(), key=lambda each: each[1]):
        row = _row(full_name, role)
        if row.repository_id not in known and forge_id not in renamed:
            known.add(row.repository_id)
            yield row


def _row(full_name: str, role: str) -> RepositoryRow:
    cells = {"forge": "github", "full_name": full_name, "role": role, "depth": "metadata"}
    return RepositoryRow.model_validate({"line": 0, **cells})


def _sure_accounts(config: Config, today: date) -> list[str]:
    """Give the accounts whose claims are sure and hold today."""
    return sorted({row.subject_id.lower() for row in claims_discovered(config) if _is_sure(row, today)})


def _is_sure(claim: ClaimRow, today: date) -> bool:
    is_current = (claim.valid_from_on or today) <= today <= (claim.valid_until_on or today)
    return is_current and claim.affiliation_confidence == claim.account_confidence == SURE


def _found(landing: Landing, account_id: str) -> Mapping[str, tuple[str, str]]:
    """Give name and role of all that was ever found under an account, by the forge's id."""
    source, kind = DISCOVERY
    return (landing.state(Stream(source, account_id, kind)) or {}).get("found", {})


def _forge_ids(config: Config, landing: Landing) -> set[str]:
    """Give the forge's ids of registered repositories, which may go by another name today."""
    registered = (row.repository_id for row in config.repositories if row.forge == "github")
    states = (landing.state(Stream("github", each, "repository")) for each in registered)
    return {state["forge_repository_id"] for state in states if state}
