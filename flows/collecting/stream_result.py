"""One stream's collecting in one run, summed up over all its turns into a ledger entry."""

from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from collectors.protocol import Batch, Collector, Target
from flows.ledger import LedgerEntry
from warehouse import Stream


@dataclass(slots=True, eq=False)
class Reading:
    """What a stream has given so far; ``done`` gets the entry in the end."""

    collector: Collector
    target: Target
    done: Future[LedgerEntry] = field(default_factory=Future)
    started_at: datetime | None = None
    is_complete: bool = False
    batch_count: int = 0
    row_count: int = 0
    request_count: int = 0
    forge_total: int | None = None
    quota_remaining: int | None = None
    window_from: datetime | None = None
    window_until: datetime | None = None
    drift: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def stream(self) -> Stream:
        """The stream that is read."""
        return Stream(self.collector.source, self.target.target_id, self.collector.kind)

    def add(self, batch: Batch) -> None:
        """Count a batch that has landed."""
        self.batch_count += 1
        self.row_count += len(batch.records) + sum(map(len, batch.deletions.values()))
        self.request_count += batch.request_count
        self.forge_total = self.forge_total if batch.forge_total is None else batch.forge_total
        if batch.quota_remaining is not None:
            self.quota_remaining = batch.quota_remaining
        froms = (self.window_from, batch.window_from)
        untils = (self.window_until, batch.window_until)
        self.window_from = min((each for each in froms if each), default=None)
        self.window_until = max((each for each in untils if each), default=None)
        self.drift.update(batch.drift)
        self.missing.update(batch.missing)

    def entry(
        self, run_id: str, ended_at: datetime, outcome: str | None = None, detail: str | None = None
    ) -> LedgerEntry:
        """Sum up. Without an ``outcome`` all went well, whether there was something new or not."""
        notice = getattr(self.collector, "drift", None)
        self.drift.update(notice() if notice else {})
        drift, missing = _counts(self.drift), _counts(self.missing)
        remarks = [
            detail,
            f"unexpected fields: {drift}" if drift else None,
            f"counted by the source and not given: {missing}" if missing else None,
        ]
        return LedgerEntry(
            run_id=run_id,
            source=self.collector.source,
            target_id=self.target.target_id,
            kind=self.collector.kind,
            started_at=self.started_at or ended_at,
            ended_at=ended_at,
            outcome=outcome or ("ok" if self.batch_count else "not_modified"),
            detail="; ".join(remark for remark in remarks if remark) or None,
            window_from=self.window_from,
            window_until=self.window_until,
            row_count=self.row_count,
            forge_total=self.forge_total,
            request_count=self.request_count,
            quota_remaining=self.quota_remaining,
            is_complete=self.is_complete and outcome is None,
        )


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} ({number:,})" for name, number in sorted(found.items()) if number)
