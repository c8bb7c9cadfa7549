"""How fresh and complete the data is, how the last run ended, what is missing, and what comes next."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import warehouse
from collectors.clock import minute_of
from flows.data_folder import holder
from flows.runs.ending_words import ENDINGS, OUTCOMES, STEPS
from warehouse.publishing import find_snapshot

MISSING = """
select source, state, coalesce(reason, ''), count(distinct target_id), min(since)
from marts.coverage
where state not in ('complete', 'impossible') and reason is distinct from 'month_is_running'
group by all order by 4 desc, 1, 2 limit 12
"""


def show(data: Path, console: Console) -> int:
    """Print it all; give 0 where there is a complete snapshot, 2 where something is missing."""
    if at_work := holder(data):
        console.print(f"正在运行 at work   {at_work}", highlight=False)
    is_whole = _last_run(data, console, is_at_work=bool(at_work))
    _next_run(data, console)
    try:
        snapshot = find_snapshot(data)
    except warehouse.SnapshotMissing as error:
        console.print(f"快照 snapshot     {error}", highlight=False, soft_wrap=True)
        return 2
    info = snapshot.manifest["snapshot_info"]
    ratio = info.get("coverage_ratio")
    complete = "–" if ratio is None else f"{ratio:.1%}"
    console.print(
        f"快照 snapshot     [bold]{snapshot.snapshot_id}[/]  截至 as of {_minute(snapshot.manifest['as_of'])}"
        f"  完整 complete {complete}",
        highlight=False,
    )
    return _missing(data, console) if is_whole else max(2, _missing(data, console))


def _last_run(data: Path, console: Console, *, is_at_work: bool) -> bool:
    """Print how the last run ended; tell whether it came to its end, as far as is known."""
    run = warehouse.newest_run(data, datetime.now(UTC))
    if run is None:
        console.print("上次运行 last run  还没有 none yet: suiyuan run")
        return True
    ending, is_whole = _ending(data, run, is_at_work=is_at_work)
    outcomes = "  ".join(f"{OUTCOMES[name]} {count:,}" for name, count in run["outcomes"].items())
    what = " · ".join(part for part in (run["command"], run["scope"], run["only"]) if part)
    console.print(
        f"上次运行 last run  {what}  {_minute(run['started_at'])}  {ending}  {outcomes}",
        highlight=False,
        soft_wrap=True,
    )
    return is_whole


def _ending(data: Path, run: Mapping[str, Any], *, is_at_work: bool) -> tuple[str, bool]:
    """Say how a run ended, and whether it did. That its collecting ended is not enough."""
    last_step = run.get("last_step")
    if run["ended_at"] is not None and (last_step or _is_known_to_have_ended(data, run)):
        return ENDINGS[run["exit_code"]], True
    if run["ended_at"] is not None:
        return "[yellow]不详 unknown (recorded by an earlier version)[/]", True
    where = f"最后一步 last step: {STEPS.get(last_step or '', last_step or '–')}"
    if is_at_work:
        return f"[yellow]进行中 at work[/]  {where}", True
    remedy = "什么也没有丢失，再运行一次 nothing that landed is lost, run it again"
    return f"[bold red]✗ 未完成 did not finish[/]  {where}；{remedy}", False


def _is_known_to_have_ended(data: Path, run: Mapping[str, Any]) -> bool:
    """Tell of a record of before the end of collecting and of the run were two facts: did it publish?"""
    if run["command"] not in ("run", "build", "rebuild") or run["exit_code"] == 1:
        return True
    published = (snapshot.manifest["published_at"] for snapshot in warehouse.list_snapshots(data))
    started_at, ended_at = (datetime.fromisoformat(run[name]) for name in ("started_at", "ended_at"))
    return any(started_at <= datetime.fromisoformat(at) <= ended_at for at in published)


def _next_run(data: Path, console: Console) -> None:
    try:
        words = json.loads((data / "schedule.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    if datetime.fromisoformat(words["next_run_at"]) > datetime.now(UTC):
        console.print(f"下次运行 next run  {_minute(words['next_run_at'])}", highlight=False)


def _missing(data: Path, console: Console) -> int:
    with warehouse.open_snapshot(data) as db:
        rows = db.execute(MISSING).fetchall()
    if not rows:
        console.print("缺口 missing      没有 nothing")
        return 0
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in ("来源 source", "状态 state", "原因 reason"):
        table.add_column(header, no_wrap=True)
    table.add_column("对象 targets", justify="right")
    table.add_column("自 since", no_wrap=True)
    for source, state, reason, target_count, since in rows:
        table.add_row(source, state, OUTCOMES.get(reason, reason), f"{target_count:,}", str(since or ""))
    console.print("缺口 missing")
    console.print(table)
    return 2


def _minute(instant: str) -> str:
    return minute_of(datetime.fromisoformat(instant))
