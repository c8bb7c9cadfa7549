"""All indicators of the plan in one table, under their clauses."""

from collections.abc import Iterator, Mapping
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.views.plan import clauses, readings, texts
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.indicator_words import KINDS, STATUSES
from dashboard.words.say import say


def listing(choice: Choice, found: Mapping[str, Reading]) -> None:
    """Show every indicator once, under the first clause that it is read against."""
    columns = [
        layout.Column(say("指标", "Indicator")),
        layout.Column(say("类别", "Kind"), "nowrap"),
        layout.Column(say("数值", "Value"), "num"),
        layout.Column(say("同比", "YoY"), "num", say("与上年同期比", "against a year before")),
        layout.Column(say("环比", "On prev."), "num", say("与上一期比", "against the period before")),
        layout.Column(say("目标", "Target"), "num"),
        layout.Column(say("状态", "Standing"), "nowrap"),
        layout.Column(say("完整采集", "Held in full"), "num"),
        layout.Column(say("责任处室", "Owner")),
    ]
    layout.table(columns, _lines(choice, found))
    layout.note(rules())


def _lines(choice: Choice, found: Mapping[str, Reading]) -> Iterator[list[str]]:
    for clause in data.rows(readings.CLAUSES, plan=choice.plan["plan_id"]):
        members = [r for r in found.values() if r.indicator["clause_id"] == clause["clause_id"]]
        if members:
            title = escape(say(clause["title_zh"], clause["title_en"]))
            yield [f"{texts.marked(clause, 'task')} · {title}"]
            yield from (_line(reading, choice) for reading in members)


def _line(reading: Reading, choice: Choice) -> list[str]:
    indicator, point = reading.indicator, reading.point or {}
    held = (
        "" if not point.get("target_count") else f"{point['complete_target_count']} / {point['target_count']}"
    )
    return [
        layout.link("indicators", reading.title, id=reading.id, **clauses.carried(choice)),
        say(*KINDS[indicator["kind"]]),
        amount(reading.value, reading.unit),
        growth(reading, "year_ago"),
        growth(reading, "previous"),
        amount(indicator["target_value"], reading.unit),
        _standing(reading),
        held,
        texts.marked(indicator, "owner"),
    ]


def amount(value: float | None, unit: str) -> str:
    """Make a value with its unit."""
    if value is None:
        return quantities.MISSING
    return f"{layout.figure(value, unit)} {readings.unit_name(unit)}".rstrip()


def growth(reading: Reading, comparison: str) -> str:
    """Make a change with its direction; hovering gives the two values that were compared."""
    row = reading.change(comparison)
    words, direction = readings.change_words(row, reading.unit)
    if row is None or not direction:
        return quantities.MISSING
    before, now = (quantities.exact_in_unit(row[name], reading.unit) for name in ("compared_value", "value"))
    return f'<span class="sy-{direction}" title="{before} → {now}">{words}</span>'


def _standing(reading: Reading) -> str:
    """Make how an indicator stands; one without a value says why."""
    shown = standing(reading.status)
    if reading.status != "no_value" or not reading.absence:
        return shown
    return f'{shown}<span class="sub">{escape(reading.absence)}</span>'


def standing(status: str) -> str:
    """Make a status: its shape and its word."""
    _, zh, en = STATUSES[status]
    return f"{clauses.status_sign(status)}{say(zh, en)}"


def rules() -> str:
    """Say by which rule the status comes about."""
    return say(
        "状态按书面规则判定：没有数值或完整采集不足一半为数据不足；主管部门未设目标的只列变化；已设目标的，与基期年到目标的直线相比，"
        "好于二十分之一为超前，差于二十分之一为滞后，其间为正常。测量类的同比、环比只比较两期都已采集的同一批仓库。",
        "The status follows a written rule: too little data without a value or with less than half held in "
        "full; only growth where no target is set; else against the line from the baseline year to the "
        "target a twentieth better is ahead, a twentieth worse behind. Measured growth is like for like.",
    )
