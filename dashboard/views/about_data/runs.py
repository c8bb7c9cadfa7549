"""The runs behind the figures: when, how they ended, what is left of each quota, what was published."""

import json
from datetime import UTC, datetime
from html import escape

import warehouse
from dashboard import data
from dashboard.kit import layout
from dashboard.words import quantities
from dashboard.words.say import say, term

SHOWN_RUNS = 20
RUNS = """
select r.*, count(l.run_id) as stream_count,
    count(*) filter (l.outcome in ('ok', 'not_modified')) as good_count, sum(l.row_count) as row_count
from marts.runs r left join marts.ledger l using (run_id)
group by all order by r.started_at desc limit $n
"""
OUTCOMES = """
select source, outcome, count(*) as n, any_value(detail) as detail
from marts.ledger where run_id = (select run_id from marts.runs order by started_at desc limit 1)
group by source, outcome order by source, n desc
"""
QUOTA = """
select source, arg_max(quota_remaining, ended_at) as remaining, max(ended_at) as seen_at,
    sum(request_count) as request_count
from marts.ledger
where quota_remaining is not null
    and started_at >= (select max(started_at) from marts.ledger) - interval 7 day
group by source order by source
"""
EXITS = {
    0: ("全部完成", "All done", "ok"),
    1: ("需要处理", "Needs attention", "failed"),
    2: ("部分完成", "Partial", "partial"),
}


STEPS = {
    "begin": ("开始", "begin"),
    "collect": ("采集", "collect"),
    "load": ("装载", "load"),
    "forget": ("遗忘", "forget"),
    "build": ("建模", "build"),
    "check": ("检查", "check"),
    "publish": ("发布", "publish"),
    "tidy": ("整理", "tidy"),
    "rebuild": ("重建", "rebuild"),
}


def listing() -> None:
    """Show the last runs."""
    columns = [
        layout.Column(say("开始", "Started"), "nowrap"),
        layout.Column(say("命令 · 范围", "Command · scope")),
        layout.Column(say("结果", "Result"), "nowrap"),
        layout.Column(say("用时", "Took"), "num"),
        layout.Column(say("采集流", "Streams"), "num"),
        layout.Column(say("其中成功", "Good"), "num"),
        layout.Column(say("新行", "New rows"), "num"),
    ]
    layout.section(say("最近的运行", "The last runs"))
    layout.table(columns, (_line(row) for row in data.rows(RUNS, n=SHOWN_RUNS)))
    since_then()


def _line(row: data.Row) -> list[str]:
    is_over = row["ended_at"] is not None
    seconds = (row["ended_at"] - row["started_at"]).total_seconds() if is_over else None
    return [
        quantities.minute(row["started_at"]),
        f"{escape(row['command'])} · {escape(data.name_of('scope', row['scope']))}",
        _ending(row),
        quantities.duration(seconds),
        layout.figure(row["stream_count"]),
        layout.figure(row["good_count"]),
        layout.figure(row["row_count"]),
    ]


def _ending(row: data.Row) -> str:
    """Say how a run ended; that its collecting ended is not enough."""
    state = row.get("state", "unknown")  # snapshots of before it was told apart have no such column
    if state == "ended":
        return _state(*EXITS[row["exit_code"]])
    if state == "building":
        return _state("本快照由此建成", "Built this snapshot", "ok")
    if state == "unknown":
        return _state("不详（较早版本的记录）", "Not known (an earlier version's record)", "partial")
    return _unfinished(row["last_step"])


def _state(zh: str, en: str, state: str) -> str:
    return f'<span class="sy-state {state}"><i>{layout.STATE_SIGNS[state]}</i>{say(zh, en)}</span>'


def _unfinished(last_step: str | None) -> str:
    zh, en = STEPS.get(last_step or "", ("不详", "not known"))
    return _state(f"未完成，最后一步：{zh}", f"Did not finish, last step: {en}", "failed")


def since_then() -> None:
    """Say how the newest run stands where the snapshot does not know it yet; it has landed beside."""
    run = warehouse.newest_run(data.data_folder(), datetime.now(UTC))
    if run is None or data.rows("select 1 from marts.runs where run_id = $run", run=run["run_id"]):
        return
    if run["ended_at"] is not None:
        ending = _state(*EXITS[run["exit_code"]])
    else:
        ending = f"{_unfinished(run.get('last_step'))} {say('（或仍在运行）', '(or still at work)')}"
    started = quantities.minute(datetime.fromisoformat(run["started_at"]))
    said = say("本快照之后的运行", "The newest run, after this snapshot")
    layout.put(f"<p>{said}：{started} · {escape(run['command'])} · {ending}</p>")


def outcomes() -> None:
    """Show how the streams of the newest run ended, by source."""
    columns = [
        layout.Column(say("来源", "Source")),
        layout.Column(say("结果", "Outcome"), "nowrap"),
        layout.Column(say("采集流", "Streams"), "num"),
        layout.Column(say("说明", "Remark")),
    ]
    layout.section(say("最近一次运行的结果", "Outcomes of the newest run"))
    layout.table(
        columns,
        (
            [
                escape(term(r["source"])),
                layout.state(r["outcome"]),
                layout.figure(r["n"]),
                escape(r["detail"] or ""),
            ]
            for r in data.rows(OUTCOMES)
        ),
    )


def quota() -> None:
    """Show what was left of each source's quota when it was last asked."""
    found = data.rows(QUOTA)
    layout.section(say("配额", "Quota"))
    if not found:
        layout.note(say("近七天没有来源报告配额。", "No source reported a quota in the last seven days."))
        return
    columns = [
        layout.Column(say("来源", "Source")),
        layout.Column(say("剩余请求", "Requests left"), "num"),
        layout.Column(say("查看时间", "Seen"), "nowrap"),
        layout.Column(say("近七天请求", "Requests in seven days"), "num"),
    ]
    layout.table(
        columns,
        (
            [
                escape(term(row["source"])),
                layout.figure(row["remaining"]),
                quantities.minute(row["seen_at"]),
                layout.figure(row["request_count"]),
            ]
            for row in found
        ),
    )


def next_run() -> None:
    """Say when the next run is due, as the schedule wrote it beside the data."""
    due = _due()
    if due:
        layout.put(f"<p>{say('下一次运行', 'Next run')}：<b>{quantities.minute(due)}</b></p>")
        return
    layout.put(
        f"<p>{say('下一次运行：没有正在值守的定时任务。', 'Next run: no schedule is being served.')} "
        '<span class="sy-code">suiyuan schedule</span> '
        f"{say('会按设定的时间自动运行。', 'runs it at the set times.')}</p>"
    )


def _due() -> datetime | None:
    """Read the instant of the next run; one that is past belongs to a schedule that has stopped."""
    try:
        written = json.loads((data.data_folder() / "schedule.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    due = datetime.fromisoformat(written["next_run_at"])
    return due if due > datetime.now(UTC) else None


def snapshots() -> None:
    """List what is published; each can be looked at and cited by its name."""
    columns = [
        layout.Column(say("快照", "Snapshot")),
        layout.Column(say("数据截至", "As of"), "nowrap"),
        layout.Column(say("完整度", "Completeness"), "num"),
        layout.Column(say("大小", "Size"), "num"),
    ]
    layout.section(
        say("已发布的快照", "Published snapshots"),
        say(
            "快照发布后不再改变，可以按名称引用；点开即以该快照浏览各页。",
            "A snapshot never changes and is cited by its name.",
        ),
    )
    layout.table(columns, (_snapshot(data.describe(folder)) for folder in data.folders()))


def _snapshot(found: data.Snapshot) -> list[str]:
    size = data.database(found.folder).stat().st_size
    return [
        layout.link("", found.name, snapshot=found.name),
        quantities.minute(found.as_of),
        quantities.percent(found.coverage_ratio),
        f"{size / 1e6:,.1f} MB",
    ]
