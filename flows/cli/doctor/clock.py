"""What a wrong clock has left behind: what landed with a time to come, and what was put right since."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import warehouse
from warehouse import Landing
from warehouse.clock import is_ahead
from warehouse.publishing import find_snapshot

CHECK = "misdated_batches"


@dataclass(frozen=True, slots=True)
class Late:
    """What landed with times to come by the present clock."""

    streams: tuple[str, ...]
    row_count: int
    until: str


def late(data: Path, now: datetime) -> Late | None:
    """Find what landed with a time to come; None where nothing did. The next load lets it count from then."""
    landing = Landing(data / "landing", "")
    streams = [header.stream for header in landing.newest() if is_ahead(header.observed_at, now)]
    if not streams:
        return None
    files = landing.files()
    headers = [file.header for stream in streams for file in files[stream]]
    ahead = [header for header in headers if is_ahead(header.observed_at, now)]
    return Late(
        tuple(map(str, streams)),
        sum(header.record_count for header in ahead),
        max(header.observed_at for header in ahead),
    )


def put_right(data: Path) -> int:
    """Count the streams with wrongly dated batches in the newest snapshot."""
    try:
        checks = find_snapshot(data).manifest["checks"]
    except warehouse.SnapshotMissing:
        return 0
    return sum(each["mistake_count"] for each in checks if each["check_name"] == CHECK)
