"""What every part of the exported config writes alike: claims, lists, and that all of it is invented."""

from collections.abc import Iterable

from sandbox.world.invented import SOURCE

Row = dict[str, object]
_REVIEWER = "演示小组 demo team"


def claim(number: int, kind: str, subject: str, organization_id: str, evidence: str) -> Row:
    """Write a claim; most are sure, some less so, and about half have been reviewed."""
    is_sure, is_reviewed = number % 5 != 4, number % 2 == 0
    review: Row = {"review_status": "unreviewed"}
    if is_reviewed:
        review = {"review_status": "accepted", "reviewer": _REVIEWER, "reviewed_on": "2026-11-01"}
    return {
        "claim_id": f"C{number:04}",
        "subject_kind": kind,
        "subject_id": subject,
        "organization_id": organization_id,
        "evidence_kind": evidence,
        "source": SOURCE,
        "affiliation_confidence": "high" if number % 7 != 3 else "medium",
        "account_confidence": "high" if is_sure else "medium",
        **review,
    }


def written_list(values: Iterable[str]) -> str:
    """Write the inside of a list of TOML, one value a line."""
    return "".join(f'  "{value}",\n' for value in values)
