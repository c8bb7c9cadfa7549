"""Two snapshots → why a headline moved: activity, registry, definition or late data.

A headline is the value of the newest complete period. Between two snapshots it moves by

    activity   = newest period - the older snapshot's period, both as the newer snapshot knows them
    revision   = the older snapshot's period, as the newer one knows it - as the older one knew it

and the revision is split by what is seen to differ. Repositories that entered or left the subject are
registry; a metric whose SQL reads differently is definition; other repositories with other values are late
data. Where only one of them is seen it owns the whole revision, exactly. Where the registry changed and
something else did too, they are told apart only if the metric adds up, which is tested: the repositories'
values must sum to the subject's own value in both snapshots. Distinct people do not, and then the two are
given together.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

COMPARISON = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why one headline moved. ``together`` holds what the registry and another cause did jointly."""

    total: float
    activity: float
    registry: float = 0
    definition: float = 0
    late: float = 0
    together: float = 0
    unexplained: float = 0
    is_redefined: bool
    added_count: int
    removed_count: int
    changed_count: int
    old_period_on: date
    new_period_on: date


def between(older: Path, newer: Path, subject_id: str, period_kind: str) -> dict[str, Change]:
    """Explain every headline of a scope by metric; one that either snapshot lacks is left out."""
    with duckdb.connect(":memory:") as db:
        for name, folder in (("older", older), ("newer", newer)):
            quoted = str(folder / "public.duckdb").replace("'", "''")
            db.execute(f"attach '{quoted}' as {name} (read_only)")
        cursor = db.execute(
            COMPARISON.read_text(encoding="utf-8"), {"subject": subject_id, "period_kind": period_kind}
        )
        names = [column[0] for column in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    values = ("old_value", "revised_value", "new_value")
    return {row["metric"]: explain(row) for row in found if all(row[name] is not None for name in values)}


def explain(row: dict[str, Any]) -> Change:
    """Split one headline's movement by what is seen to differ between the snapshots."""
    revision = row["revised_value"] - row["old_value"]
    return Change(
        total=row["new_value"] - row["old_value"],
        activity=row["new_value"] - row["revised_value"],
        is_redefined=row["is_redefined"],
        added_count=row["added_count"],
        removed_count=row["removed_count"],
        changed_count=row["changed_count"],
        old_period_on=row["old_period_on"],
        new_period_on=row["new_period_on"],
        **_split(row, revision),
    )


def _split(row: dict[str, Any], revision: float) -> dict[str, float]:
    """Share the revision among its causes; the values sum to it."""
    has_registry = bool(row["added_count"] or row["removed_count"])
    other = "definition" if row["is_redefined"] else "late" if row["changed_count"] else None
    if has_registry and other:
        if not row["adds_up"]:
            return {"together": revision}
        return {"registry": row["registry_sum"], other: revision - row["registry_sum"]}
    if has_registry:
        return {"registry": revision}
    return {other or "unexplained": revision}
