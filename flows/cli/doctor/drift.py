"""Which answers of the sources no longer looked as expected, by the ledgers of the last days' runs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from warehouse import Landing, Stream

LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Drift:
    """How often a field of a source's answers was not as expected, and in which run last."""

    source: str
    kind: str
    field: str  # and what was odd about it: "Issue.state: value PARKED"
    count: int
    last_run_id: str


def drifts(data: Path, now: datetime) -> list[Drift]:
    """Sum up the drift of all runs since a week before ``now``, by source, kind and field."""
    counts, last = Counter[tuple[str, str, str]](), dict[tuple[str, str, str], str]()
    landing = Landing(data / "landing", "")
    for run_id in _runs(data, f"{now - LOOKED_BACK:%Y-%m-%dT%H%M%SZ}"):
        state = landing.state(Stream("suiyuan", run_id, "ledger")) or {}
        for source, kind, field, count in state.get("drift", ()):
            counts[source, kind, field] += count
            last[source, kind, field] = run_id
    return [Drift(*key, counts[key], last[key]) for key in sorted(counts)]


def _runs(data: Path, oldest: str) -> Iterator[str]:
    """Yield the runs since then, the oldest first; their ids begin with their instant."""
    names = sorted(unquote(path.name) for path in (data / "landing" / "suiyuan").glob("*/"))
    yield from (name for name in names if name >= oldest)
