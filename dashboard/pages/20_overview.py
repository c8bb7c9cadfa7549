"""总览 | Overview

广州的开源在增长吗，增长来自哪里 | Is open source in Guangzhou growing, and where does the growth come from

生态 | Ecosystem
"""

from dashboard.kit import confidence, layout
from dashboard.views.overview import breakdowns, cards, headlines
from dashboard.words.say import say

view = headlines.choose()
found = headlines.series(view) if view else {}
if view is None or not any(series.points for series in found.values()):
    layout.empty(
        say("这份快照里还没有范围指标", "This snapshot has no figures of a scope yet"),
        say(
            "采集到第一批仓库之后，这里会显示它们的增长。",
            "They appear after the first repositories are collected.",
        ),
    )
else:
    cards.strip(view, found, headlines.growth(view))
    layout.note(
        say(
            "增长只比较完整的周期，并且只比较两期都已采集的同一批仓库（同口径）；新登记的仓库另列，不计作增长。"
            "人数不可相加。光标移到数字上可见精确值。",
            "Growth compares complete periods on the repositories covered in both; newly registered ones "
            "stand apart and never count. People do not add up. Hover over a number for its exact value.",
        )
    )
    metric = breakdowns.choose_metric(found)
    if newest := found[metric].newest:
        confidence.beside(view.subject, metric, view.period_kind, newest["period_start_on"])
    breakdowns.trend(view, found[metric])
    breakdowns.rankings(view, found[metric])
    breakdowns.gaps()
