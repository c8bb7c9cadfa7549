"""What was planned and is not there: by source, by target and month, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from dashboard import data
from dashboard.kit import charts, choices, layout
from dashboard.words import quantities
from dashboard.words.say import say, term

STATES = ("complete", "partial", "not_collected", "impossible", "quarantined")
SPANS = ("12", "24", "48")
BY_MONTH = """
select month_on, state, count(*) as stream_count
from marts.coverage
where month_on >= $since and ($source = '' or source = $source) and ($kind = '' or kind = $kind)
group by month_on, state order by month_on
"""
BY_SOURCE = """
select source, kind, count(distinct target_id) as target_count, count(*) as n,
    count(*) filter (state = 'complete') as complete, count(*) filter (state = 'partial') as partial,
    count(*) filter (state = 'not_collected') as not_collected,
    count(*) filter (state = 'impossible') as impossible,
    count(*) filter (state = 'quarantined') as quarantined
from marts.coverage
group by source, kind order by source, kind
"""
STREAMS = """
select source, target_id, kind,
    count(*) filter (state != 'complete' and month_on < $until) as gap_count,
    count(*) filter (state = 'complete') as complete_count
from marts.coverage
where month_on >= $since and ($source = '' or source = $source) and ($kind = '' or kind = $kind)
    and ($text = '' or contains(lower(target_id), lower($text)))
group by source, target_id, kind
order by gap_count > 0 and complete_count > 0 desc, gap_count desc, target_id, source, kind
"""
CELLS = """
select source, target_id, kind, month_on, state, reason, since
from marts.coverage
where month_on >= $since and concat_ws(' ', source, target_id, kind) in (select unnest($streams))
order by month_on
"""
MISSING = """
select source, target_id, kind, state, reason, since, count(*) as month_count
from marts.coverage
where state != 'complete' and month_on < $until
    and ($source = '' or source = $source) and ($kind = '' or kind = $kind)
    and ($text = '' or contains(lower(target_id), lower($text)))
group by source, target_id, kind, state, reason, since
order by since desc nulls last, month_count desc, target_id
"""
ALIKE = """
select source, kind, state, reason, count(distinct target_id) as target_count, count(*) as month_count,
    min(since) as first_since, max(since) as last_since
from marts.coverage
where state != 'complete' and month_on < $until
    and ($source = '' or source = $source) and ($kind = '' or kind = $kind)
    and ($text = '' or contains(lower(target_id), lower($text)))
group by source, kind, state, reason
order by target_count desc, source, kind, state
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which streams and months the reader wants to see."""

    source: str
    kind: str
    text: str
    months: list[date]

    def parameters(self) -> dict[str, str | date]:
        """Give the parameters of a query for gaps; the running month is always partial and is none."""
        return {"source": self.source, "kind": self.kind, "text": self.text, "until": self.months[-1]}


def choose() -> Filters | None:
    """Let the reader filter; None where nothing is planned."""
    months = [row["month_on"] for row in data.rows("select distinct month_on from marts.coverage order by 1")]
    if not months:
        return None
    first, second, third, fourth = st.columns([1.2, 1.2, 1.6, 2])
    sources = [row["source"] for row in data.rows("select distinct source from marts.coverage order by 1")]
    kinds = [row["kind"] for row in data.rows("select distinct kind from marts.coverage order by 1")]
    source = choices.one_or_all(say("来源", "Source"), sources, "source", term, place=first)
    kind = choices.one_or_all(say("内容", "Kind"), kinds, "kind", term, place=second)
    text = choices.text(say("对象名称含", "Target contains"), "target", place=third)
    span = choices.segments(say("时间", "Span"), SPANS, "months", SPANS[1], _span, place=fourth)
    return Filters(source, kind, text, months[-int(span) :])


def _span(months: str) -> str:
    return say(f"近{months}个月", f"{months} months")


def by_month(filters: Filters) -> None:
    """Draw the share of streams in each state, month by month."""
    found = data.rows(BY_MONTH, since=filters.months[0], source=filters.source, kind=filters.kind)
    rows = [
        row | {"label": quantities.short_period("month", row["month_on"]), "month_on": None} for row in found
    ]
    alt_text = say("逐月各状态的占比", "Share of each state by month")
    charts.show(charts.states_by_month, rows, alt_text=alt_text)


def streams(filters: Filters) -> list[data.Row]:
    """Find the streams of the filters: first those with holes in what was collected, then by their gaps."""
    return data.rows(STREAMS, since=filters.months[0], **filters.parameters())


def missing(filters: Filters) -> list[data.Row]:
    """Find every gap of the filters, the newest first."""
    return data.rows(MISSING, **filters.parameters())


def alike(filters: Filters) -> None:
    """Show the gaps that have the same reason together: how many targets, since when."""
    columns = [
        layout.Column(say("来源 · 内容", "Source · kind")),
        layout.Column(say("状态", "State"), "nowrap"),
        layout.Column(say("原因", "Reason")),
        layout.Column(say("对象", "Targets"), "num"),
        layout.Column(say("对象×月", "Target months"), "num"),
        layout.Column(say("始于", "Since"), "nowrap"),
    ]
    layout.table(columns, (_alike(row) for row in data.rows(ALIKE, **filters.parameters())))


def _alike(row: data.Row) -> list[str]:
    first, last = quantities.day(row["first_since"]), quantities.day(row["last_since"])
    return [
        f"{escape(term(row['source']))} · {escape(term(row['kind']))}",
        layout.state(row["state"]),
        _reason(row),
        layout.figure(row["target_count"]),
        layout.figure(row["month_count"]),
        first if first == last else say(f"{first}至{last}间", f"{first} to {last}"),
    ]


def _reason(row: data.Row) -> str:
    return escape(term(row["reason"])) if row["reason"] else quantities.MISSING


def summary() -> None:
    """Show how complete each source and kind is."""
    lines = []
    for row in data.rows(BY_SOURCE):
        shares = (quantities.percent(row[state] / row["n"]) if row[state] else "·" for state in STATES[1:])
        complete = row["complete"] / row["n"]
        lines.append(
            [
                f"{escape(term(row['source']))} · {escape(term(row['kind']))}",
                layout.figure(row["target_count"]),
                layout.bar(complete),
                quantities.percent(complete),
                *shares,
            ]
        )
    columns = [
        layout.Column(say("来源 · 内容", "Source · kind")),
        layout.Column(say("对象", "Targets"), "num"),
        layout.Column(""),
        *(layout.Column(f"{layout.STATE_SIGNS[code]} {term(code)}", "num") for code in STATES),
    ]
    layout.table(columns, lines)


def legend() -> None:
    """Show the sign, the colour and the word of every state."""
    keys = (
        f'<span><span class="key sy-cell-{code}">{layout.STATE_SIGNS[code]}</span>{term(code)}</span>'
        for code in STATES
    )
    blank = say("空白：未列入计划，或已迁离该平台", "Blank: not planned, or moved away by then")
    none = f'<span><span class="key"></span>{blank}</span>'
    layout.put(f'<div class="sy-legend">{"".join(keys)}{none}</div>')


def grid(streams: Sequence[data.Row], filters: Filters) -> None:
    """Show one line per stream and one cell per month; a cell says its state by sign, colour and hint."""
    months, names = filters.months, [_name(stream) for stream in streams]
    answer = data.rows(CELLS, since=months[0], streams=tuple(names))
    cells = {(_name(row), row["month_on"]): row for row in answer}
    lines = "".join(
        f'<tr><th scope="row" title="{escape(name, quote=True)}">{_label(stream)}</th>'
        + "".join(_cell(cells.get((name, month)), month) for month in months)
        + "</tr>"
        for name, stream in zip(names, streams, strict=True)
    )
    head = _years(months) + _months(months)
    table = f'<table class="sy-grid"><thead>{head}</thead><tbody>{lines}</tbody></table>'
    layout.put(layout.scrolling(table))


def _name(row: data.Row) -> str:
    return f"{row['source']} {row['target_id']} {row['kind']}"


def _label(stream: data.Row) -> str:
    return f"{escape(stream['target_id'])} · {escape(term(stream['kind']))}"


def _years(months: Sequence[date]) -> str:
    spans = ((year, sum(month.year == year for month in months)) for year in sorted({m.year for m in months}))
    heads = "".join(
        f'<th scope="colgroup" class="year" colspan="{n}">{say(f"{year}年", str(year))}</th>'
        if n > 1
        else '<td class="none"></td>'
        for year, n in spans
    )
    return f"<tr><td></td>{heads}</tr>"


def _months(months: Sequence[date]) -> str:
    heads = "".join(f'<th scope="col" class="month">{month.month}</th>' for month in months)
    return f'<tr><th scope="col">{say("对象 · 内容", "Target · kind")}</th>{heads}</tr>'


def _cell(row: data.Row | None, month: date) -> str:
    if row is None:
        return '<td class="none"></td>'
    hint = f"{quantities.month(month)} · {term(row['state'])}"
    hint += f" · {term(row['reason'])}" if row["reason"] else ""
    sign = layout.STATE_SIGNS.get(row["state"], "·")
    return f'<td class="sy-cell-{escape(row["state"])}" title="{escape(hint, quote=True)}">{sign}</td>'


def table(rows: Sequence[data.Row]) -> None:
    """Show every gap once: what, why and since when."""
    columns = [
        layout.Column(say("对象", "Target")),
        layout.Column(say("来源 · 内容", "Source · kind"), "nowrap"),
        layout.Column(say("状态", "State"), "nowrap"),
        layout.Column(say("原因", "Reason")),
        layout.Column(say("始于", "Since"), "nowrap"),
        layout.Column(say("缺月数", "Months"), "num"),
    ]
    layout.table(
        columns,
        (
            [
                escape(row["target_id"]),
                f"{escape(term(row['source']))} · {escape(term(row['kind']))}",
                layout.state(row["state"]),
                _reason(row),
                quantities.day(row["since"]),
                layout.figure(row["month_count"]),
            ]
            for row in rows
        ),
    )
