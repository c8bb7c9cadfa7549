"""Rules on ``decisions.csv``: it grows at its end, names what there is, and a verdict fits its subject."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from flows.config.checks import ConfigTables, at
from flows.config.decisions import TYPO, WITHDRAWN
from flows.config.files import ConfigProblem
from flows.config.rows import DecisionRow

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "claim": ("accepted", "rejected", WITHDRAWN),
    "mail_domain": ("exclusive", "shared", "contractor", "personal", "platform", TYPO, WITHDRAWN),
    "node": ("bot", "person", WITHDRAWN),
}


def decision_problems(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """Yield every row that names what there is not, or does not fit."""
    if not tables.is_readable:
        return
    table = tables.decisions
    for row in table.rows:
        yield from _subject(tables, row)
        if row.verdict not in VERDICTS[row.subject_kind]:
            yield at(table, row, "verdict", f"one of {', '.join(VERDICTS[row.subject_kind])}")
        if row.organization_id and row.organization_id not in tables.organizations.keys:
            yield at(table, row, "organization_id", "an organization_id of organizations.csv")
        if row.organization_id and row.verdict != "exclusive":
            yield at(table, row, "organization_id", "nothing, as only an exclusive domain names an employer")
        if (row.verdict == TYPO) != bool(row.canonical_domain):
            yield at(table, row, "canonical_domain", "the domain that is meant, of a typo only")
    yield from _order(tables)


def _subject(tables: ConfigTables, row: DecisionRow) -> Iterator[ConfigProblem]:
    if row.subject_kind == "claim" and row.subject_id.lower() not in tables.claims.keys:
        yield at(tables.decisions, row, "subject_id", "a claim_id of claims.csv")
    if row.canonical_domain and row.canonical_domain not in tables.mail_domains.keys:
        yield at(tables.decisions, row, "canonical_domain", "a domain of mail_domains.csv")


def _order(tables: ConfigTables) -> Iterator[ConfigProblem]:
    """A new decision stands below the older ones, so that the last on a subject is the newest."""
    rows = tables.decisions.rows
    for before, row in pairwise(rows):
        if row.decision_id <= before.decision_id:
            yield at(tables.decisions, row, "decision_id", f"an id after {before.decision_id}")
        if row.decided_on < before.decided_on:
            yield at(tables.decisions, row, "decided_on", f"a day not before {before.decided_on}")
