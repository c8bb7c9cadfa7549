"""What reviews decided about claims, mail domains and accounts; the newest decision on a subject holds.

``config/decisions.csv`` only ever grows: a decision is taken back by a later one, ``withdrawn``. So the
registry's own rows stay as they were found, and what stands is always the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flows.config.rows import ClaimRow, Confidence, DecisionRow, MailDomainRow

WITHDRAWN = "withdrawn"
TYPO = "typo"
CONFIDENCES: tuple[Confidence, ...] = ("none", "low", "medium", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision:
    """One decision of a review, as it was entered."""

    table: ClassVar[str] = "review_decisions"
    key: ClassVar[tuple[str, ...]] = ("decision_id",)
    version: ClassVar[int] = 1

    decision_id: str
    decided_on: date
    reviewer: str
    subject_kind: str  # claim | mail_domain | node
    subject_id: str
    verdict: str
    organization_id: str | None
    canonical_domain: str | None
    reason: str


def standing(decisions: Iterable[DecisionRow], subject_kind: str) -> dict[str, DecisionRow]:
    """Give the decision that holds on every subject of a kind; those withdrawn are left out."""
    newest = {row.subject_id.lower(): row for row in decisions if row.subject_kind == subject_kind}
    return {subject: row for subject, row in newest.items() if row.verdict != WITHDRAWN}


def decided_claims(claims: Iterable[ClaimRow], decisions: Iterable[DecisionRow]) -> tuple[ClaimRow, ...]:
    """Give the claims as reviewed, and those that a decision on a mail domain adds."""
    claims, decisions = tuple(claims), tuple(decisions)
    decided = standing(decisions, "claim")
    domains = standing(decisions, "mail_domain")
    known = tuple(
        _reviewed(row, decided.get(row.claim_id.lower()) or _overruling(row, domains)) for row in claims
    )
    sureness = _affiliation_confidences(claims)
    return known + tuple(
        _claim(row, row.organization_id, sureness.get(row.organization_id, "medium"))
        for row in domains.values()
        if row.organization_id
    )


def decided_domains(
    domains: Iterable[MailDomainRow], decisions: Iterable[DecisionRow]
) -> tuple[MailDomainRow, ...]:
    """Give the mail domains as reviewed: a decision says all there is to say of its domain."""
    rows = {row.domain: row for row in domains}
    for domain, decision in standing(decisions, "mail_domain").items():
        rows[domain] = _domain(decision, rows)
    return tuple(rows.values())


def _overruling(row: ClaimRow, domains: Mapping[str, DecisionRow]) -> DecisionRow | None:
    """Find the decision on a mail domain that a claim on it gives way to: the decision makes its own."""
    return domains.get(row.subject_id.lower()) if row.subject_kind == "mail_domain" else None


def _reviewed(row: ClaimRow, decision: DecisionRow | None) -> ClaimRow:
    if decision is None:
        return row
    return row.model_copy(
        update={
            "review_status": "accepted" if decision.verdict == "accepted" else "rejected",
            "reviewer": decision.reviewer,
            "reviewed_on": decision.decided_on,
        }
    )


def _claim(decision: DecisionRow, organization_id: str, confidence: Confidence) -> ClaimRow:
    """Claim a mail domain for the organisation that a decision names, under the decision's own id."""
    return ClaimRow(
        line=decision.line,
        claim_id=decision.decision_id,
        subject_kind="mail_domain",
        subject_id=decision.subject_id.lower(),
        organization_id=organization_id,
        evidence_kind="commit_domain",
        source=decision.reason,
        affiliation_confidence=confidence,
        account_confidence="high",
        review_status="accepted",
        reviewer=decision.reviewer,
        reviewed_on=decision.decided_on,
    )


def _domain(decision: DecisionRow, rows: Mapping[str, MailDomainRow]) -> MailDomainRow:
    leads_to = rows.get(decision.canonical_domain or "")
    return MailDomainRow.model_validate(
        {
            "line": decision.line,
            "domain": decision.subject_id.lower(),
            "canonical_domain": decision.canonical_domain,
            "domain_scope": leads_to.domain_scope if leads_to else decision.verdict,
            "note": decision.reason,
        }
    )


def _affiliation_confidences(claims: Iterable[ClaimRow]) -> dict[str, Confidence]:
    """Say how sure it is that an organisation is what its relation says: the best of its claims."""
    rows = sorted(claims, key=lambda row: CONFIDENCES.index(row.affiliation_confidence))
    return {row.organization_id: row.affiliation_confidence for row in rows}
