"""The sections of the official's report, from the facts of one snapshot."""

from collections.abc import Sequence

from dashboard.kit import charts
from dashboard.report.facts import Facts, Row
from dashboard.report.model import Block, Figure, Note, Paragraph, Report, Section, Table
from dashboard.report.text.activity import activity
from dashboard.report.text.ecosystem import ecosystem
from dashboard.report.text.sentences import (
    CONFIDENCES,
    NOT_OVER,
    amount,
    change_cell,
    completeness,
    day,
    headline,
    missing,
    percent,
    period_name,
    provisional,
    standing,
    status,
    sureness,
)
from dashboard.words.indicator_words import KINDS
from dashboard.words.place_words import REPORT_SOURCES
from dashboard.words.quantities import day_of, exact

TITLE = "广州市开源生态发展情况报告"
TASK = "任务十"
HOW_TO_READ = (
    "序号对应文末“指标口径”。同比对测量类指标只比较两期都采集的仓库，其余为差值；基数不足20的只列差值。"
    "完整度为完整采集的仓库占比，不足一半的状态记为数据不足。"
)
HEADLINES = (
    "repositories_present",
    "commits",
    "contributors",
    "enterprises_present",
    "openatom_participants",
)
MANUFACTURING = ("high_end_equipment", "electronic_information", "automotive", "energy_power", "cnc")
INDUSTRY_INTERNET = "industry_internet"
NUMERALS = (*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九"))


def compose(facts: Facts) -> Report:
    """Make the whole report. The same facts always give the same report."""
    sections = [
        _overview(facts),
        *_clauses(facts, f"{TASK}逐句对照", [c for c in facts.clauses if c["task_zh"].startswith(TASK)]),
        *_clauses(facts, "相关方向与任务", [c for c in facts.clauses if not c["task_zh"].startswith(TASK)]),
        activity(facts),
        _presence(facts),
        *ecosystem(facts),
        _registers(facts),
        _quality(facts),
        _definitions(facts),
    ]
    return Report(
        title=TITLE,
        subtitle=f"（{period_name(facts.period)}{'，本期未结束，数值暂定' if facts.is_provisional else ''}）",
        facts=_cover(facts),
        sections=_numbered(sections),
        made_at_day=(facts.as_of.year, facts.as_of.month, facts.as_of.day),
        is_demonstration=facts.info["world_id"] != "reality",
        sign_off=("编制：", "审核：", "签发：", "日期："),
    )


def _cover(facts: Facts) -> list[tuple[str, str]]:
    plan = facts.plan
    return [
        ("对应规划", f"《{plan['name_zh']}》（{plan['first_year']}—{plan['last_year']}年）"),
        ("统计范围", f"{facts.scope['name_zh']}，{CONFIDENCES[facts.confidence]}"),
        ("数据截至", f"{day(facts.as_of_on)} {facts.as_of:%H:%M}（北京时间）"),
        ("数据快照", facts.snapshot_id),
        ("采集完整度", f"{percent(facts.info['coverage_ratio'])}（最近一个完整月份的数据流）"),
        ("归属主张已复核", f"{facts.claims['done']} / {facts.claims['n']}"),
    ]


def _numbered(sections: Sequence[Section]) -> list[Section]:
    """Number headings as official papers do: 一、 and （一）."""
    numbered, first, second = [], 0, 0
    for section in sections:
        if section.level == 1:
            first, second = first + 1, 0
            title = f"{NUMERALS[first - 1]}、{section.title}"
        else:
            second += 1
            title = f"（{NUMERALS[second - 1]}）{section.title}"
        numbered.append(Section(title, section.level, section.blocks))
    return numbered


def _overview(facts: Facts) -> Section:
    readings = list(facts.readings.values())
    shown = [facts.readings[name] for name in HEADLINES if name in facts.readings]
    blocks: list[Block] = [Paragraph(headline(facts, row)) for row in shown]
    if words := provisional(facts):
        blocks.append(Paragraph([words]))
    blocks.append(Paragraph([sureness(facts, readings)]))
    blocks.append(Paragraph([standing(readings)]))
    return Section("总体情况", 1, blocks)


def _clauses(facts: Facts, title: str, clauses: Sequence[Row]) -> list[Section]:
    return [Section(title), *(_clause(facts, clause) for clause in clauses)]


def _clause(facts: Facts, clause: Row) -> Section:
    kind = "条款原文" if clause["is_verbatim"] else "条款要点（非原文）"
    readings = facts.of_clause(clause["clause_id"])
    blocks: list[Block] = [
        Paragraph([f"{kind}：{clause['text_zh']}", Note(f"来源：{clause['source']}。")], "quote"),
        _indicator_table(facts, clause, readings),
    ]
    if absent := missing(facts, readings):
        blocks.append(Paragraph([absent], "small"))
    unmeasured = [row for row in facts.phrases if row["clause_id"] == clause["clause_id"]]
    for row in unmeasured:
        if row["not_measurable_because_zh"]:
            said = f"“{row['phrase_zh']}”不作衡量：{row['not_measurable_because_zh']}。"
            blocks.append(Paragraph([said], "small"))
    return Section(clause["title_zh"], 2, blocks)


def _indicator_table(facts: Facts, clause: Row, readings: Sequence[Row]) -> Table:
    year = facts.plan["baseline_year"]
    now, until = "本期", ""
    if facts.is_provisional:
        now, until = "本期至今", f"，截至{day(facts.as_of_on)}，未结束"
    columns = ("序号", "指标", "类别", now, "同比", f"{year}年同期", "完整度", "状态")
    return Table(
        caption=f"{clause['task_zh']}指标（{period_name(facts.period)}{until}）",
        columns=columns,
        rows=[_indicator_line(facts, row) for row in readings],
        values=[
            (
                row["position"],
                row["name_zh"],
                KINDS[row["kind"]][0],
                row["value"],
                NOT_OVER if facts.is_provisional else row["year_ago_value"],
                NOT_OVER if facts.is_provisional else row["baseline_value"],
                row["completeness_ratio"],
                status(row),
            )
            for row in readings
        ],
        widths=(1.15, 3.8, 1.0, 1.5, 1.5, 2.0, 1.4, 2.2),
        value_columns=(*columns[:4], "上年同期", *columns[5:]),
        note=Note(
            f"数据：快照{facts.snapshot_id}，截至{day(facts.as_of_on)}，{CONFIDENCES[facts.confidence]}。"
            + (HOW_TO_READ if clause is facts.clauses[0] else "读法同表1。")
            + ("未满期：本期尚未结束，不与完整的一期相比。" if facts.is_provisional else "")
        ),
    )


def _indicator_line(facts: Facts, row: Row) -> tuple[str, ...]:
    unit, is_running = row["unit"], facts.is_provisional
    change = change_cell(row["year_ago_ratio"], row["value"], row["year_ago_value"], unit)
    return (
        str(row["position"]),
        row["name_zh"],
        KINDS[row["kind"]][0],
        amount(row["value"], unit),
        NOT_OVER if is_running else change,
        NOT_OVER if is_running else amount(row["baseline_value"], unit),
        completeness(row) if row["value"] is not None else "—",
        status(row),
    )


def _presence(facts: Facts) -> Section:
    columns = ("行业", "名录机构", "有公开项目", "未见公开项目", "骨干企业", "公开仓库", "其中高置信")
    names = ("listed_count", "known_count", "none_known_count", "backbone_count", "repository_count")
    names = (*names, "high_confidence_repository_count")
    lines = [(row["name_zh"], *(row[name] for name in names)) for row in facts.presence]
    ranked = [
        {"name": row["name_zh"], "value": row["repository_count"], "shown": exact(row["repository_count"])}
        for row in facts.presence
        if row["repository_count"]
    ]
    table = Table(
        "按行业的机构与公开项目（截至快照）",
        columns,
        [(line[0], *(exact(value) for value in line[1:])) for line in lines],
        lines,
        widths=(2.4, 1.6, 1.8, 2.0, 1.6, 1.6, 1.8),
        note=Note(f"数据：快照{facts.snapshot_id}，机构名录与归属主张；仓库数含全部置信档，不含派生仓库。"),
    )
    blocks: list[Block] = [Paragraph([_sectors(facts)]), table]
    if ranked:
        figure = Figure(
            "各行业机构的公开仓库数",
            charts.ranking(ranked),
            "各行业公开仓库数的条形图",
            ("行业", "公开仓库"),
            [(row["name"], row["value"]) for row in ranked],
        )
        blocks.append(figure)
    return Section("骨干企业与产业互联网", 1, blocks)


def _sectors(facts: Facts) -> str:
    listed = {row["sector"]: row for row in facts.presence}
    five = [listed[code] for code in MANUFACTURING if code in listed]
    count, known = sum(r["listed_count"] for r in five), sum(r["known_count"] for r in five)
    backbone = sum(row["backbone_count"] for row in facts.presence)
    said = f"名录收录高端装备、电子信息、汽车制造、能源电力、数控五类机构{count}家，"
    said += f"其中{known}家有已知公开项目，{count - known}家未见公开项目。"
    if not backbone:
        said += "名录尚未标注骨干企业，待主管部门提供名单后才能单列。"
    if INDUSTRY_INTERNET not in listed:
        said += "名录中尚无标注为产业互联网的机构；产业互联网与工业互联网是两个行业代码，不合并统计。"
    return said


def _registers(facts: Facts) -> Section:
    if not facts.registers:
        said = "各登记表尚未填报。登记类指标因此没有数据，请用登记模板填报后重新构建。"
        return Section("登记事项", 1, [Paragraph([said])])
    rows = [
        (
            row["name_zh"] or row["register"],
            exact(row["entry_count"]),
            exact(row["row_count"] or 0),
            day(day_of(row["newest_at"])) if row["newest_at"] else "—",
        )
        for row in facts.registers
    ]
    table = Table(
        "登记表填报情况", ("登记表", "有效批次", "行数", "最近录入"), rows, rows, widths=(5, 2, 2, 3)
    )
    return Section("登记事项", 1, [table])


def _quality(facts: Facts) -> Section:
    states = ("complete", "partial", "not_collected", "impossible")
    lines = [
        (
            REPORT_SOURCES.get(str(row["source"]), str(row["source"])),
            row["target_count"],
            *(row[s] / row["month_count"] for s in states),
        )
        for row in facts.coverage
    ]
    table = Table(
        "各来源采集情况（按计划采集的对象与月份）",
        ("来源", "对象", "完整", "部分", "未采集", "无法采集"),
        [(line[0], exact(line[1]), *map(percent, line[2:])) for line in lines],
        lines,
        widths=(3, 2, 2, 2, 2, 2),
        note=Note(f"数据：快照{facts.snapshot_id}的采集覆盖表。"),
    )
    done, total = facts.claims["done"], facts.claims["n"]
    said = (
        f"本报告由快照{facts.snapshot_id}按书面规则生成，同一快照得到同一报告。机构归属主张共{total}条，"
        f"已复核{done}条；未复核的主张可能有误。贡献者按去标识的提交作者计，不含任何个人信息。"
    )
    return Section("数据质量与说明", 1, [Paragraph([said]), table])


def _definitions(facts: Facts) -> Section:
    rows = [
        (
            str(row["position"]),
            row["name_zh"],
            row["definition_zh"],
            _sort_and_share(row),
            row["caution_zh"] or "",
        )
        for row in facts.readings.values()
    ]
    columns = ("序号", "指标", "口径", "类别与完整度", "注意事项")
    held = Note(
        f"全部指标读自快照{facts.snapshot_id}，截至{day(facts.as_of_on)}，{CONFIDENCES[facts.confidence]}。"
    )
    table = Table("指标口径", columns, rows, rows, widths=(0.8, 3.2, 5.2, 2.0, 3.6), note=held)
    return Section("指标口径", 1, [table])


def _sort_and_share(row: Row) -> str:
    kind = KINDS[row["kind"]][0]
    if row["value"] is None:
        return f"{kind}，无数据"
    return kind if row["kind"] == "registered" else f"{kind}，{completeness(row)}"
