"""How people come, stay and go, how much of the work is theirs, and how they are answered."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard import data
from dashboard.kit import charts, layout
from dashboard.views.talent import charts as talent_charts
from dashboard.views.talent.measures import People, View, amount, few
from dashboard.words import quantities
from dashboard.words.say import say

TIERS = {
    "core_contributors": ("核心（八成提交）", "Core (80 % of commits)"),
    "regular_contributors": ("经常（再一成半）", "Regular (the next 15 %)"),
    "occasional_contributors": ("偶尔（最后半成）", "Occasional (the last 5 %)"),
}
RESPONSES = {
    "newcomer_response_time": ("新人的第一个变更请求", "A newcomer's first change request"),
    "regular_response_time": ("提过的人再提", "Somebody who has opened one before"),
}
COHORTS = """
select cohort_start_on, months_since, cohort_count, active_count, active_ratio, unjoined_cohort_count,
    unjoined_active_count, is_suppressed
from marts.contributor_cohorts
where subject_kind = $kind and subject_id = $id and cohort_start_on >= $since
order by cohort_start_on desc, months_since
"""
SHOWN_COHORTS = 12
SHADE = "display:block;padding:0 .3rem;background:color-mix(in srgb, var(--blue) {}%, transparent)"
DEEPEST_SHADE = 46  # per cent of blue in a cell of 100 %: ink stays readable on it by day and by night


def flow(view: View, found: People) -> None:
    """Draw newcomers and those who fell silent, by period."""
    layout.section(
        say("流入与流失", "Coming and going"),
        say(
            "向上：第一次在这里提交的人；向下：到本期为止连续六个月没有提交的人。"
            "涉及少于 5 人的时期不公布，留空。",
            "Upwards: first commit here. Downwards: silent for six months by this period. Periods that "
            "concern fewer than five people are withheld and stay empty.",
        ),
    )
    coming, going = say("新贡献者", "Newcomers"), say("停止活动", "Fell silent")
    rows = []
    for start in found.starts:
        for metric, side, sign in (("new_contributors", coming, 1), ("inactive_contributors", going, -1)):
            point = found.at(metric, start)
            if point is not None and point["value"] is not None:
                shown = quantities.exact(point["value"])
                rows.append(
                    _label(view, start) | {"side": side, "value": sign * point["value"], "shown": shown}
                )
    _draw(
        talent_charts.comings_and_goings,
        rows,
        _labels(view, found),
        coming,
        going,
        alt_text=say("新贡献者与停止活动者，按周期", "Newcomers and those who fell silent, by period"),
    )


def cohorts(view: View) -> None:
    """Show of each half-year's newcomers the share who still commit, half-year by half-year."""
    newest = data.rows(
        "select max(cohort_start_on) as start_on from marts.contributor_cohorts"
        " where subject_kind = $kind and subject_id = $id and cohort_count is distinct from 0",
        kind=view.subject["subject_kind"],
        id=view.subject["subject_id"],
    )[0]["start_on"]
    layout.section(
        say("留存", "Who stays"),
        say(
            "每一行是同一个半年里第一次提交的人；各列是距本人首次提交的月数，格内是该半年里仍有提交的比例，"
            "颜色越深，留下的越多。‹5：涉及少于 5 人，不公布；·：尚未满期。",
            "A row is the people who first committed in one half-year; a column the months since one's own "
            "first commit; a cell the share who commit in that half-year: the darker, the more stay. "
            "‹5: fewer than five people concerned, withheld; ·: not over yet.",
        ),
    )
    if newest is None:
        layout.note(say("还没有满一年可供跟踪的新贡献者。", "No newcomers could be followed for a year yet."))
        return
    since = newest.replace(year=newest.year - SHOWN_COHORTS // 2)
    answer = data.rows(COHORTS, kind=view.subject["subject_kind"], id=view.subject["subject_id"], since=since)
    _heat_map([row for row in answer if row["cohort_count"] != 0])
    _without_join(answer)


def _without_join(answer: Sequence[data.Row]) -> None:
    """Say in a line where somebody would count for every forge, were accounts not joined across them."""
    others = [row for row in answer if row["cohort_count"] != row["unjoined_cohort_count"]]
    spans = sum(row["active_count"] != row["unjoined_active_count"] for row in answer)
    if not (others or spans):
        return
    cohorts = len({row["cohort_start_on"] for row in others})
    zh, en = "", ""
    if others:
        row = others[0]
        half, joined, unjoined = (
            _half_year(row["cohort_start_on"]),
            row["cohort_count"],
            row["unjoined_cohort_count"],
        )
        zh, en = f"，如{half} {unjoined} 人而非 {joined} 人", f", as {half} {unjoined} people for {joined}"
    layout.note(
        say(
            f"不合并各平台的账号时，{cohorts} 批的人数、{spans} 格的留存人数不同{zh}。",
            f"Without joining accounts across forges {cohorts} cohorts and {spans} cells are others{en}.",
        )
    )


def _heat_map(answer: Sequence[data.Row]) -> None:
    spans = sorted({row["months_since"] for row in answer})
    columns = [
        layout.Column(say("首次提交", "First commit"), "nowrap"),
        layout.Column(say("人数", "People"), "num"),
        *(layout.Column(say(f"{n}–{n + 5}月", f"{n}–{n + 5} m"), "num") for n in spans),
    ]
    by_cohort: dict[date, dict[int, data.Row]] = {}
    for row in answer:
        by_cohort.setdefault(row["cohort_start_on"], {})[row["months_since"]] = row
    lines = []
    for start, cells in by_cohort.items():
        n = next(iter(cells.values()))["cohort_count"]
        size = layout.value({"value": n, "is_suppressed": n is None})
        lines.append([_half_year(start), size, *(_cell(cells.get(span)) for span in spans)])
    layout.table(columns, lines)


def _half_year(start: date) -> str:
    half = 1 if start.month == 1 else 2
    return say(f"{start.year}年{'上' if half == 1 else '下'}半年", f"{start.year} H{half}")


def _cell(row: data.Row | None) -> str:
    if row is None:
        return f'<span class="sy-faint" title="{say("尚未满期", "not over yet")}">·</span>'
    if row["is_suppressed"]:
        return few()
    shade = round(row["active_ratio"] * DEEPEST_SHADE)
    hint = say(
        f"{row['cohort_count']} 人中 {row['active_count']} 人",
        f"{row['active_count']} of {row['cohort_count']}",
    )
    return (
        f'<span style="{SHADE.format(shade)}" title="{hint}">{quantities.percent(row["active_ratio"])}</span>'
    )


def tiers(view: View, found: People) -> None:
    """Draw people by how much of the work is theirs."""
    layout.section(
        say("核心、经常与偶尔", "Core, regular and occasional"),
        say(
            "CHAOSS 的“洋葱模型”：核心是完成八成提交的最少人数，经常是把它补到百分之九十五的人，其余是偶尔。"
            "三档合起来是全部贡献者。",
            "The CHAOSS onion: core is the fewest people with 80 % of the commits, regular those who make it "
            "95 %, occasional the rest. Together they are all contributors.",
        ),
    )
    rows = []
    for start in found.starts:
        points = [found.at(metric, start) for metric in TIERS]
        if all(point is not None and point["value"] is not None for point in points):
            rows += [
                _label(view, start) | {"tier": say(*TIERS[metric]), "rank": rank, "value": point["value"]}
                for rank, (metric, point) in enumerate(zip(TIERS, points, strict=True))
                if point is not None
            ]
    names = tuple(say(*words) for words in TIERS.values())
    _draw(
        talent_charts.tiers,
        rows,
        _labels(view, found),
        names,
        alt_text=say("三档贡献者，按周期", "Contributors by tier and period"),
    )


def responses(view: View, found: People) -> None:
    """Draw how long newcomers and others wait for an answer, and how much is reviewed."""
    layout.section(
        say("新人得到的回应", "How newcomers are answered"),
        say(
            "变更请求提出后多久得到他人的首次回应（中位数，只看有回应的）；按平台账号判断是否第一次。",
            "How long until somebody else answers a change request (median of those answered); first by "
            "account.",
        ),
    )
    rows = []
    for start in found.starts:
        for metric, words in RESPONSES.items():
            point = found.at(metric, start)
            if point is not None and point["value"] is not None:
                shown, cases = quantities.exact(point["value"]), point["sample_count"]
                rows.append(
                    _label(view, start)
                    | {"who": say(*words), "value": point["value"], "shown": shown, "cases": cases}
                )
    names = tuple(say(*words) for words in RESPONSES.values())
    alt_text = say("新人与其他人等待首次回应的时间", "Hours until newcomers and others are answered")
    _draw(talent_charts.responses, rows, _labels(view, found), names, alt_text=alt_text)
    layout.facts(
        [
            (
                say("合入前有他人评审或评论", "Looked at by others before merging"),
                amount(found.now("review_participation"), "ratio"),
            ),
            (say("自行合入", "Merged by the author"), amount(found.now("self_merge_ratio"), "ratio")),
        ]
    )


def _labels(view: View, found: People) -> tuple[str, ...]:
    return tuple(quantities.short_period(view.period_kind, start) for start in found.starts)


def _label(view: View, start: date) -> data.Row:
    kind = view.period_kind
    return {"label": quantities.short_period(kind, start), "period": quantities.period(kind, start)}


def _draw(
    shape: Callable[..., charts.AnyChart], rows: Sequence[data.Row], *options: object, alt_text: str
) -> None:
    """Draw rows, or say that there is nothing to draw."""
    if rows:
        charts.show(shape, rows, *options, alt_text=alt_text)
    else:
        layout.note(
            say(
                "这些时期没有可公布的数值：未采集，或涉及少于 5 人。",
                "Nothing to show: not collected, or withheld.",
            )
        )
