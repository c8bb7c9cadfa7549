"""Claims on who is who: the rows of identities.csv, their rules, and the record that lands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from flows.config.files import ConfigProblem, Table
from flows.config.rows import Day, ReviewStatus, Row, Text, matching

Node = Annotated[
    str,
    matching(
        r"key:[0-9a-f]{32}|account:[a-z][a-z0-9]*:@?[A-Za-z0-9_.\[\]-]+",
        "key:<mailbox key> or account:<account_id>, as a research snapshot writes it",
    ),
    AfterValidator(str.lower),
]
IdentityClaimId = Annotated[str, matching(r"I\d{4,}", "an id such as I0042")]


class IdentityRow(Row):
    """identities.csv: somebody's evidence that two mailboxes or accounts are one person, or are not."""

    key: ClassVar = ("claim_id",)

    claim_id: IdentityClaimId
    left_node: Node
    right_node: Node
    relation: Literal["same", "different"]
    evidence: Text
    source: Text
    valid_from_on: Day | None = None
    valid_until_on: Day | None = None
    review_status: ReviewStatus
    reviewer: Text | None = None
    reviewed_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityClaim:
    """A claim that two nodes (mailboxes or accounts) are one person, or that they are not."""

    table: ClassVar[str] = "identity_claims"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)
    version: ClassVar[int] = 1

    claim_id: str
    left_node: str  # key:<mailbox key> | account:<account_id>
    right_node: str
    relation: str  # same | different
    evidence: str
    source: str
    valid_from_on: date | None
    valid_until_on: date | None
    review_status: str
    reviewer: str | None
    reviewed_on: date | None


def identity_problems(table: Table[IdentityRow]) -> Iterator[ConfigProblem]:
    """Find claims of a node on itself, and dates and reviews that do not hang together."""
    for row in table.rows:
        if row.left_node == row.right_node:
            yield _at(table, row, "right_node", "another node than left_node")
        if row.valid_from_on and row.valid_until_on and row.valid_from_on > row.valid_until_on:
            yield _at(table, row, "valid_until_on", f"a day not before valid_from_on {row.valid_from_on}")
        if row.review_status == "unreviewed" and (row.reviewer or row.reviewed_on):
            yield _at(table, row, "review_status", "accepted or rejected, as there is a reviewer or a day")
        if row.review_status != "unreviewed" and not (row.reviewer and row.reviewed_on):
            yield _at(table, row, "review_status", "a reviewer and a reviewed_on beside it")


def _at(table: Table[IdentityRow], row: IdentityRow, column: str, expected: str) -> ConfigProblem:
    return ConfigProblem(table.path, row.line, column, str(getattr(row, column)), expected)
