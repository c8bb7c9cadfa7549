"""任务十: the plan clause by clause, each a band of its sentence and its indicators."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from dashboard import data
from dashboard.kit import charts, layout
from dashboard.views.plan import readings, texts
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.indicator_words import KINDS, STATUSES
from dashboard.words.say import say

FIRST_ROW = 3  # the three sentences of Task 10 come first, whatever follows
SPARK_PERIODS = {"month": 24, "quarter": 12, "year": 8}
COMPARISONS = {"year_ago": ("同比", "YoY"), "previous": ("环比", "On prev.")}


def clauses(choice: Choice, found: Mapping[str, Reading], why: Mapping[str, str]) -> None:
    """Show a band for each clause, the three sentences of Task 10 before the rest."""
    rows = data.rows(readings.CLAUSES, plan=choice.plan["plan_id"])
    phrases = data.rows(readings.PHRASES, plan=choice.plan["plan_id"])
    bands = [_band(row, phrases, found, why, choice) for row in rows]
    layout.put(f'<div class="sy-bands">{"".join(bands[:FIRST_ROW])}</div>')
    if bands[FIRST_ROW:]:
        title = say("发展方向与相关任务", "The direction and further tasks")
        layout.section(title, say("与开源有关的其他条款。", "Other clauses that concern open source."))
        layout.put(f'<div class="sy-bands">{"".join(bands[FIRST_ROW:])}</div>')


def _band(
    clause: data.Row,
    phrases: Sequence[data.Row],
    found: Mapping[str, Reading],
    why: Mapping[str, str],
    choice: Choice,
) -> str:
    mine = [row for row in phrases if row["clause_id"] == clause["clause_id"]]
    names = readings.of_clause(mine, clause["clause_id"])
    lines = (_row(found[name], choice, why.get(name, "")) for name in names if name in found)
    title = escape(say(clause["title_zh"], clause["title_en"]))
    anchor = escape(clause["clause_id"], quote=True)
    task = texts.task(clause)
    text = texts.clause(clause, mine, lambda row, words: _phrase(row, words, found))
    return (
        f'<section class="sy-band" aria-labelledby="{anchor}"><header><div class="task">{task}</div>'
        f'<h2 id="{anchor}">{title}</h2><p class="text">{text}</p></header>'
        f"<ul>{''.join(lines)}</ul></section>"
    )


def _phrase(row: data.Row, words: str, found: Mapping[str, Reading]) -> str:
    """Lead from a phrase to what reads it, or say why nothing can."""
    if row["not_measurable_because_zh"]:
        why = texts.plain(row, "not_measurable_because")
        reason = escape(say("不可衡量：", "Not measurable: ") + why, quote=True)
        return f'<abbr class="none" title="{reason}">{words}</abbr>'
    names = [name for name in row["indicator_ids"] if name in found]
    if not names:
        return f"<span>{words}</span>"
    hint = escape(say("；", "; ").join(found[name].title for name in names), quote=True)
    return f'<a href="{layout.href("indicators", id=names[0])}" target="_self" title="{hint}">{words}</a>'


def _row(reading: Reading, choice: Choice, why: str) -> str:
    """Make one indicator: what it is, its value, its course, how it stands and how sure that is."""
    definition = escape(texts.plain(reading.indicator, "definition"), quote=True)
    address = layout.href("indicators", id=reading.id, **carried(choice))
    values = [p["value"] for p in reading.points if not p["is_provisional"]]
    course = values[-SPARK_PERIODS[choice.period_kind] :]
    spark = charts.sparkline(course, width=54, height=18) if any(course) else ""
    return (
        f'<li class="{reading.indicator["kind"]} {reading.status}">{status_sign(reading.status)}'
        f'<a class="name" href="{address}" target="_self" title="{definition}">{escape(reading.title)}</a>'
        f'<span class="spark">{spark}</span><span class="value">{_value(reading)}</span>'
        f'<span class="more">{_more(reading)}</span>{_target(reading)}{why}</li>'
    )


def carried(choice: Choice) -> dict[str, str]:
    """Give the choices that differ from the defaults, for the address of a link."""
    kept = {"period": choice.period_kind, "confidence": choice.confidence}
    return {k: v for k, v in kept.items() if v not in ("quarter", "high")}


def status_sign(status: str) -> str:
    """Make the shape of a status, with its word for who hovers or listens."""
    sign, zh, en = STATUSES[status]
    word = say(zh, en)
    return f'<i class="status {status}" role="img" aria-label="{word}" title="{word}">{sign}</i>'


def _value(reading: Reading) -> str:
    if reading.value is None:
        _, zh, en = STATUSES[reading.status]
        return f'<span class="none">{say(zh, en)}</span>'
    exact = quantities.exact_in_unit(reading.value, reading.unit)
    shown = readings.amount(reading.value, reading.unit)
    return f'<b title="{exact}">{shown}</b><small>{readings.unit_name(reading.unit)}</small>'


def _more(reading: Reading) -> str:
    """Say growth and completeness of what has a value, and of what has none the reason."""
    if reading.value is None:
        return f"<span>{escape(reading.absence)}</span>" if reading.status == "no_value" else ""
    changes = [_change(reading, comparison) for comparison in COMPARISONS]
    if reading.point and reading.point["is_provisional"]:
        changes = [f"<span>{say('截至今日，暂定', 'as of today, provisional')}</span>"]
    return "".join([*changes, _held(reading)])


def _change(reading: Reading, comparison: str) -> str:
    row = reading.change(comparison)
    words, direction = readings.change_words(row, reading.unit)
    if not direction:
        return ""
    hint = f"{quantities.exact(row['compared_value'])} → {quantities.exact(row['value'])}" if row else ""
    name = say(*COMPARISONS[comparison])
    return f'<span>{name} <span class="sy-{direction}" title="{hint}">{words}</span></span>'


def _held(reading: Reading) -> str:
    """Say how much of what a value rests on is held in full; a register has no such share."""
    point = reading.point or {}
    if reading.indicator["kind"] == "registered" or not point["target_count"]:
        return f"<span>{say(*KINDS[reading.indicator['kind']])}</span>"
    complete, n = point["complete_target_count"], point["target_count"]
    sign = layout.STATE_SIGNS["complete" if complete == n else "partial"]
    hint = say("完整采集的仓库 / 应采集的仓库", "repositories held in full / to be held")
    return f'<span title="{hint}">{sign} {complete}/{n}</span>'


def _target(reading: Reading) -> str:
    """Draw the way to the target, with a tick where the line to it stands now."""
    target = reading.indicator["target_value"]
    if target is None or reading.value is None:
        return ""
    top = max(target, reading.value, reading.expected or 0) or 1
    tick = f'<i style="left:{(reading.expected or 0) / top * 100:.1f}%"></i>' if reading.expected else ""
    words = say("目标", "Target")
    shown = readings.amount(target, reading.unit)
    done = f'<span style="width:{reading.value / top * 100:.1f}%"></span>'
    return f'<span class="target" title="{words} {shown}">{done}{tick}</span>'


def horizon(choice: Choice) -> None:
    """Say which plan it is, who leads, until when, and how many days are left."""
    snapshot = data.snapshot()
    plan, last = choice.plan, date(choice.plan["last_year"], 12, 31)
    today = quantities.day_of(snapshot.as_of) if snapshot else None
    left = (last - today).days if today else None
    source = escape(plan["source"], quote=True)
    name = escape(say(plan["name_zh"], plan["name_en"]))
    layout.put(
        '<div class="sy-horizon">'
        f'<a href="{source}" rel="noreferrer" target="_blank">{name}</a>'
        f"<span>{say('牵头', 'Lead')} <b>{texts.marked(plan, 'lead_unit')}</b></span>"
        f"<span>{say('期限', 'Until')} <b>{quantities.day(last)}</b>{_days_left(left)}</span></div>"
    )


def tally(choice: Choice, found: Mapping[str, Reading]) -> None:
    """Say which period is shown, and how many indicators stand how."""
    start = next(iter(found.values())).start_on
    counts = {code: sum(r.status == code for r in found.values()) for code in STATUSES}
    parts = [f"{say('本页所示', 'Shown')} <b>{quantities.period(choice.period_kind, start)}</b>"]
    parts += [f"{status_sign(code)}{say(*STATUSES[code][1:])} <b>{n}</b>" for code, n in counts.items() if n]
    more = layout.link("indicators", say("全部指标 →", "all indicators →"), **carried(choice))
    layout.put(f'<div class="sy-tally">{"".join(f"<span>{part}</span>" for part in [*parts, more])}</div>')


def _days_left(left: int | None) -> str:
    if left is None:
        return ""
    if left < 0:
        return say("（已到期）", " (over)")
    return say(f"（还有 <b>{left}</b> 天）", f" (<b>{left}</b> days left)")


def unmeasured(choice: Choice) -> None:
    """List the phrases that no public data can measure, each with its reason."""
    rows = [
        row
        for row in data.rows(readings.PHRASES, plan=choice.plan["plan_id"])
        if row["not_measurable_because_zh"]
    ]
    if not rows:
        return
    clauses_by_id = {
        row["clause_id"]: row for row in data.rows(readings.CLAUSES, plan=choice.plan["plan_id"])
    }
    title = say("暂不可衡量的词句", "Phrases that nothing can measure")
    layout.section(title, say("写明原因，不略去。", "Shown with the reason, not left out."))
    columns = [
        layout.Column(say("条款", "Clause"), "nowrap"),
        layout.Column(say("词句", "Phrase"), "nowrap"),
        layout.Column(say("原因", "Reason")),
    ]
    lines = (
        [
            texts.marked(clauses_by_id[row["clause_id"]], "task"),
            texts.marked(row, "phrase"),
            texts.marked(row, "not_measurable_because"),
        ]
        for row in rows
    )
    layout.table(columns, lines)


def legend() -> None:
    """Say what the shapes, the kinds and the figures beside a value mean."""
    layout.note(
        say(
            "测量：由公开数据算出；推算：按机构名录直接计数；登记：没有公开接口，由责任处室填报。"
            "◐ 18/196 表示应采集的仓库中完整采集的数目。"
            "同比、环比只比较完整的周期，测量类只比较两期都已采集的同一批仓库。"
            "“无数据”与“待登记”都不是零。点开指标可见口径、每一行与 SQL。",
            "Measured: computed from public data; derived: counted over the directory of organisations; "
            "registered: no public source, entered by the owner. ◐ 18/196 is how many of the repositories to "
            'be held are held in full. Growth is of complete periods, measures like for like. "No data" '
            'and "to be registered" are no zeros. Open an indicator for its definition, rows and SQL.',
        )
    )
