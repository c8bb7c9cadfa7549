"""A review: what is worth a human look, and the decisions that are appended to ``config/decisions.csv``."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

import warehouse
from flows.config.decision_checks import decision_problems
from flows.config.files import ConfigProblem
from flows.config.load import ConfigError, read_tables
from flows.config.rows import DecisionRow
from flows.errors import QueryError
from warehouse.errors import SnapshotMissing

ITEMS = """
select i.item_kind, i.subject_id, c.subject_id as claimed_id, i.organization_id, i.repository_count,
    i.commit_count, i.contributor_count, i.share_ratio
from {table} i
left join marts.claims c on i.subject_kind = 'claim' and c.claim_id = i.subject_id
where $kind is null or i.item_kind = $kind
order by i.subject_id is null, i.share_ratio desc nulls last, i.repository_count desc nulls last, i.subject_id
limit $limit
"""
CLAIM = """
select c.*, o.name_zh, o.kind, o.district
from marts.claims c left join marts.organizations o using (organization_id)
where lower(c.claim_id) = lower($id)
"""
EFFECTS = """
select confidence, is_counted, year(year_start_on) as year, repository_count, commit_count, contributor_count,
    total_commit_count, total_contributor_count, is_suppressed, target_count, complete_target_count,
    total_target_count, total_complete_target_count
from marts.claim_effects where lower(claim_id) = lower($id)
order by array_position(['high', 'medium', 'all'], confidence)
"""
LOG = "select * from marts.corrections order by changed_at desc, subject_id"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody decides now; the id and the line come with the file."""

    subject_kind: str  # claim | mail_domain | node
    subject_id: str
    verdict: str
    reviewer: str
    reason: str
    organization_id: str | None = None
    canonical_domain: str | None = None


def open_review(data: Path) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Open the newest snapshot, the research edition where it is held, and name the table of items in it.

    The public one names no domain that fewer than five people use. Raises SnapshotMissing.
    """
    try:
        return warehouse.open_snapshot(data, "research"), "intermediate.review_items"
    except SnapshotMissing:
        return warehouse.open_snapshot(data), "marts.review_items"


def items(data: Path, kind: str | None, limit: int) -> list[Row]:
    """Read what is worth a look, the most figure-moving first."""
    db, table = open_review(data)
    with db:
        return _rows(db, ITEMS.format(table=table), kind=kind, limit=limit)


def claim(data: Path, claim_id: str) -> tuple[Row | None, list[Row]]:
    """Read a claim with its organisation, and what it moves at each confidence."""
    with warehouse.open_snapshot(data) as db:
        found = _rows(db, CLAIM, id=claim_id)
        return (found[0] if found else None), _rows(db, EFFECTS, id=claim_id)


def decide(config: Path, verdict: Verdict, decided_on: date) -> DecisionRow:
    """Append a decision to the config. Raises ConfigError, and writes nothing, where it does not fit."""
    problems: list[ConfigProblem] = []
    tables = read_tables(config, problems)
    if problems:
        raise ConfigError(tuple(problems))
    rows = tables.decisions.rows
    number = int(rows[-1].decision_id[1:]) + 1 if rows else 1
    row = DecisionRow.model_validate(
        {
            "line": (rows[-1].line if rows else 1) + 1,
            "decision_id": f"D{number:05}",
            "decided_on": decided_on.isoformat(),
            "reviewer": verdict.reviewer,
            "subject_kind": verdict.subject_kind,
            "subject_id": verdict.subject_id,
            "verdict": verdict.verdict,
            "organization_id": verdict.organization_id,
            "canonical_domain": verdict.canonical_domain,
            "reason": verdict.reason,
        }
    )
    extended = replace(tables.decisions, rows=(*rows, row))
    if wrong := tuple(decision_problems(replace(tables, decisions=extended))):
        raise ConfigError(wrong)
    _append(tables.decisions.path, row)
    return row


def _append(path: Path, row: DecisionRow) -> None:
    """Write one line at the end of the file, in one go, whatever editor left it without a last line end."""
    text = io.StringIO()
    values = row.model_dump(mode="json", exclude={"line"})
    csv.DictWriter(text, DecisionRow.columns(), lineterminator="\n").writerow(values)
    before = path.read_bytes()
    separator = "" if before.endswith(b"\n") else "\n"
    with path.open("ab") as file:
        file.write((separator + text.getvalue()).encode())


def _rows(db: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> list[Row]:
    try:
        found = db.execute(sql, parameters)
    except duckdb.CatalogException as error:
        raise QueryError("这份快照早于复核功能：先运行 suiyuan build 与 suiyuan publish。") from error
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
