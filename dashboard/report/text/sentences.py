"""Figures in, plain official Chinese out. Each rule is one function; a report says nothing else.

A change of less than half a percent is 持平; below a base of BASE_FOR_RATIO only the difference is said,
since a ratio of small numbers misleads; without a value the sentence says so.
"""

from collections.abc import Sequence
from datetime import date

from dashboard.report.facts import Facts, Period, Row
from dashboard.report.model import Note, Text
from dashboard.words.indicator_words import BASE_FOR_RATIO, STATUSES, UNITS
from dashboard.words.quantities import exact

STATUS = {
    code: f"{sign} {zh}"
    for code, (sign, zh, _) in STATUSES.items()
    if code in ("ahead", "on_track", "behind", "no_target", "no_data")
}
NO_VALUE = "○ 无数据"
NOT_OVER = "未满期"
WITHHELD = "涉及少于5人，不公布"
CONFIDENCES = {"high": "仅高置信", "medium": "中置信及以上", "all": "全部归属主张"}
LEVEL, WHOLE, ENOUGH = 0.005, 0.95, 0.5
QUARTERS = "一二三四"


def period_name(period: Period) -> str:
    """Name a period: 2026年第三季度, 2026年9月, 2026年."""
    year, month = period.start_on.year, period.start_on.month
    if period.kind == "quarter":
        return f"{year}年第{QUARTERS[(month - 1) // 3]}季度"
    return f"{year}年{month}月" if period.kind == "month" else f"{year}年"


def running_name(facts: Facts) -> str:
    """Name the report's period; one that is not over says until when it is known."""
    name = period_name(facts.period)
    return f"{name}（截至{day(_last_day(facts))}，未结束）" if facts.is_provisional else name


def year_name(facts: Facts, year: int) -> str:
    """Name a year for a table or chart: 2026, or 2026（未结束）."""
    return f"{year}（未结束）" if facts.is_running(year) else str(year)


def provisional(facts: Facts) -> str | None:
    """Say why a running period is compared with nothing; None where the period is over."""
    if not facts.is_provisional:
        return None
    return (
        f"{period_name(facts.period)}尚未结束，数值截至{day(_last_day(facts))}，均为暂定；"
        "不足一期的数值与完整的一期不可比，因此不列同比、环比和与基期的变化。"
    )


def day(value: date) -> str:
    """Write a day in Chinese form."""
    return f"{value.year}年{value.month}月{value.day}日"


def amount(value: float | None, unit: str) -> str:
    """Write a value with its unit; a ratio as a percentage, nothing as a dash."""
    if value is None:
        return "—"
    return percent(value) if unit == "ratio" else f"{exact(value)}{UNITS.get(unit, ('',))[0]}"


def percent(ratio: float | None) -> str:
    """Write a ratio of 0-1 as a percentage."""
    return "—" if ratio is None else f"{ratio * 100:.1f}%"


def movement(ratio: float | None, value: float | None, before: float | None, unit: str) -> str | None:
    """Say a change in words: 增长12.5%, 持平, 减少3家; None where nothing can be said."""
    if ratio is not None and before is not None and abs(before) >= BASE_FOR_RATIO:
        return (
            "基本持平" if abs(ratio) < LEVEL else f"{'增长' if ratio > 0 else '下降'}{abs(ratio) * 100:.1f}%"
        )
    if value is None or before is None:
        return None
    if value == before:
        return "持平"
    words = "增加" if value > before else "减少"
    points = f"{abs(value - before) * 100:.1f}个百分点"
    return words + (points if unit == "ratio" else amount(abs(value - before), unit))


def change_cell(ratio: float | None, value: float | None, before: float | None, unit: str) -> str:
    """Write a change for a table's cell, with its sign."""
    if ratio is not None and before is not None and abs(before) >= BASE_FOR_RATIO:
        return f"{ratio * 100:+.1f}%".replace("-", "−")
    if value is None or before is None:
        return "—"
    difference = value - before
    shown = f"{difference * 100:+.1f}个百分点" if unit == "ratio" else f"{_signed(difference)}"
    return shown.replace("-", "−")


def note(facts: Facts, reading: Row) -> Note:
    """Make the footnote of an indicator: definition, snapshot, completeness, confidence, caution."""
    parts = [f"{reading['name_zh']}：{_stopped(reading['definition_zh'])}", _held(facts, reading)]
    if reading["caution_zh"]:
        parts.append(f"注意：{_stopped(reading['caution_zh'])}")
    return Note("".join(parts))


def completeness(reading: Row) -> str:
    """Write how much of what an indicator rests on is held; registers have no such share."""
    if reading["kind"] == "registered":
        return "登记"
    return percent(reading["completeness_ratio"])


def status(reading: Row) -> str:
    """Write how an indicator stands: a shape and a word."""
    if reading["is_suppressed"]:
        return WITHHELD
    return NO_VALUE if reading["value"] is None else STATUS[reading["status"] or "no_data"]


def headline(facts: Facts, reading: Row) -> Text:
    """Say one indicator: value, change from a year ago and from the period before."""
    value, unit, name = reading["value"], reading["unit"], reading["name_zh"]
    when = f"截至{day(_last_day(facts))}" if reading["accumulation"] == "stock" else running_name(facts)
    if reading["is_suppressed"]:
        return [f"{when}，{name}{WITHHELD}", note(facts, reading), "。"]
    if value is None:
        why = facts.absences.get(reading["indicator_id"])
        return [f"{when}，{name}没有数据", note(facts, reading), f"（{why}）。" if why else "。"]
    said: list[str | Note] = [f"{when}，{name}{amount(value, unit)}", note(facts, reading)]
    year_ago = movement(reading["year_ago_ratio"], value, reading["year_ago_value"], unit)
    before = movement(reading["previous_ratio"], value, reading["previous_value"], unit)
    if year_ago and facts.period.kind != "year":
        said.append(f"，同比{year_ago}")
    if before:
        said.append(f"，{'同比' if facts.period.kind == 'year' else '环比'}{before}")
    return [*said, "。"]


def sureness(facts: Facts, readings: Sequence[Row]) -> str:
    """Say how complete the figures are, and what that means."""
    known = [row for row in readings if row["target_count"]]
    if not known:
        return "本期没有可说明采集完整度的指标。"
    widest = max(known, key=lambda row: row["target_count"])
    ratio, held, planned = (
        widest[name] for name in ("completeness_ratio", "complete_target_count", "target_count")
    )
    said = f"本期应采集仓库{exact(planned)}个，完整采集{exact(held)}个，完整度{percent(ratio)}。"
    if ratio >= WHOLE:
        return said + "采集基本完整，数值可以代表所登记的范围。"
    if ratio >= ENOUGH:
        return said + "数值为已采集部分，引用时请一并注明完整度。"
    return said + "完整度不足一半，数值仅反映已采集的仓库，不宜作为全市总量引用。"


def standing(readings: Sequence[Row]) -> str:
    """Say how many indicators have a value and how they stand to their targets."""
    with_value = [row for row in readings if row["value"] is not None]
    said = (
        f"{len(readings)}项指标中，{len(with_value)}项有数值，{len(readings) - len(with_value)}项尚无数据。"
    )
    judged = [row for row in readings if row["target_value"] is not None]
    if not judged:
        return said + "主管部门尚未录入目标值，本报告只列变化，不作进度判断。"
    counts = [
        f"{STATUS[code][2:]}{n}项" for code in STATUS if (n := sum(r["status"] == code for r in judged))
    ]
    return said + f"已设目标的{len(judged)}项中，{'、'.join(counts)}。"


def missing(facts: Facts, readings: Sequence[Row]) -> str | None:
    """Name the indicators without data and why they have none; None where all have a value."""
    unfilled = [row["name_zh"] for row in readings if row["value"] is None and row["kind"] == "registered"]
    withheld = [row["name_zh"] for row in readings if row["is_suppressed"]]
    unknown: dict[str, list[str]] = {}
    for row in readings:
        if row["value"] is None and row["kind"] != "registered" and not row["is_suppressed"]:
            why = facts.absences.get(row["indicator_id"]) or "尚未采集"
            unknown.setdefault(why, []).append(row["name_zh"])
    parts = []
    if unfilled:
        parts.append(f"待填报登记表：{'、'.join(unfilled)}")
    parts += [f"{why}：{'、'.join(names)}" for why, names in unknown.items()]
    if withheld:
        parts.append(f"{WITHHELD}：{'、'.join(withheld)}")
    return f"尚无数据的指标。{'；'.join(parts)}。" if parts else None


def _stopped(text: str) -> str:
    """End a sentence with its stop, whoever wrote it."""
    return text if text.endswith("。") else f"{text}。"


def _held(facts: Facts, reading: Row) -> str:
    source = f"数据：快照{facts.snapshot_id}，截至{day(facts.as_of_on)}"
    if reading["kind"] == "registered":
        return f"{source}，以登记为准。"
    ratio = reading["completeness_ratio"]
    share = "完整度不适用" if ratio is None else f"完整度{percent(ratio)}"
    panel = reading["panel_repository_count"]
    alike = f"，同比、环比只比较两期都采集的{panel}个仓库" if panel else ""
    return f"{source}，{share}，{CONFIDENCES[facts.confidence]}{alike}。"


def _last_day(facts: Facts) -> date:
    return min(facts.period.end_on, facts.as_of_on)


def _signed(difference: float) -> str:
    return "0" if difference == 0 else f"{'+' if difference > 0 else '-'}{exact(abs(round(difference, 2)))}"
