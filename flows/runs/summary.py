"""The one screen at the end of a run: what came in, what is missing and why, and what to do next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from flows.ledger import LedgerEntry
from flows.runs.ending_words import ENDINGS, OUTCOMES
from flows.runs.run import Job
from warehouse.publishing import Snapshot

SHOWN_TROUBLES = 8
COLOURS = {0: "green", 2: "yellow"}


def rows(entries: Iterable[LedgerEntry]) -> list[dict[str, str | int]]:
    """Count streams and rows per source and outcome, one dict per source."""
    by_source: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_source[entry.source].append(entry)
    return [
        {
            "source": source,
            "streams": len(found),
            **Counter(entry.outcome for entry in found),
            "rows": sum(entry.row_count for entry in found),
        }
        for source, found in sorted(by_source.items())
    ]


def show(job: Job, snapshot: Snapshot | None, console: Console) -> None:
    """Print the summary of a run that has come to its end."""
    parts = [_collected(job.ledger.entries), _troubles(job), _outlook(job, snapshot)]
    console.print(
        Panel(
            Group(*(Padding(part, (0, 0, 1, 0)) for part in parts[:-1]), parts[-1]),
            title=f"穗源 SuiYuan · {ENDINGS[job.exit_code]}",
            subtitle=_subtitle(job),
            border_style=COLOURS[job.exit_code],
            padding=(1, 2),
        )
    )


def _subtitle(job: Job) -> str:
    run = job.ledger.run
    took = _duration(run.started_at, run.ended_at or run.started_at)
    name = job.config.scopes[job.scope].name_zh
    return f"{run.command} · {name} {job.scope}{f' · {run.only}' if run.only else ''} · {took}"


def _collected(entries: Sequence[LedgerEntry]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    counts = Counter(entry.outcome for entry in entries)
    shown = [outcome for outcome in OUTCOMES if counts[outcome]]
    table.add_column("来源 source")
    for header in ("采集流 streams", *(OUTCOMES[outcome] for outcome in shown), "行 rows"):
        table.add_column(header, justify="right")
    for row in rows(entries):
        cells = [row["streams"], *(row.get(outcome, 0) for outcome in shown), row["rows"]]
        table.add_row(str(row["source"]), *(f"{cell:,}" if cell else "·" for cell in cells))
    return table


def _troubles(job: Job) -> Text:
    """Say what is missing, each reason once, the widest first."""
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in job.ledger.entries:
        if not entry.is_good:
            reasons[entry.outcome, entry.detail or ""].append(entry.target_id)
    widest = sorted(reasons.items(), key=lambda item: -len(item[1]))
    lines = [
        f"{OUTCOMES[outcome]} × {len(names)}  {detail or ', '.join(names[:3])}"
        for (outcome, detail), names in widest[:SHOWN_TROUBLES]
    ]
    lines += (
        [f"… {len(widest) - SHOWN_TROUBLES} 种其他原因 other reasons"] if len(widest) > SHOWN_TROUBLES else []
    )
    lines += job.remarks
    return Text("\n".join(lines) or "没有缺失 nothing is missing", style="" if lines else "dim")


def _outlook(job: Job, snapshot: Snapshot | None) -> Text:
    if snapshot is None:
        return Text("没有发布新快照，下次运行接着采集。No new snapshot; the next run goes on from here.")
    ratio = snapshot.manifest["snapshot_info"].get("coverage_ratio")
    complete = "–" if ratio is None else f"{ratio:.1%}"
    return Text.assemble(
        ("快照 snapshot  ", "dim"),
        (snapshot.snapshot_id, "bold"),
        (f"   完整 complete {complete}\n", "dim"),
        ("看板 dashboard ", "dim"),
        "suiyuan dashboard",
        ("   查询 query  ", "dim"),
        "suiyuan sql",
        ("   缺口 gaps  ", "dim"),
        "suiyuan status",
    )


def _duration(start: datetime, end: datetime) -> str:
    seconds = round((end - start).total_seconds())
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"
