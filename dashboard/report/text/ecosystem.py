"""The sections beside the plan: OpenHarmony, people and the supply chain. One without data is left out."""

from dashboard.kit import charts
from dashboard.report.facts import Facts, Row
from dashboard.report.model import Block, Figure, Note, Paragraph, Section, Table
from dashboard.report.text.sentences import CONFIDENCES, day, percent, year_name
from dashboard.words.quantities import exact

WITHHELD = "不公布"
POINTS = {
    "no_license": "没有许可证",
    "unrecognised_license": "许可证未识别",
    "no_security_policy": "没有安全策略",
    "no_lock_file": "有依赖而未锁定版本",
    "no_release": "从未发布版本",
    "quiet_year": "一年没有提交",
    "far_behind": "依赖落后一年以上",
    "license_review": "许可证组合须核对",
    "package_license_differs": "软件包与仓库许可证不一致",
}


def ecosystem(facts: Facts) -> list[Section]:
    """Make the sections for which the snapshot holds something."""
    made = (_openharmony(facts), _people(facts), _supply_chain(facts))
    return [section for section in made if section]


def _source(facts: Facts, table: str, held: str) -> str:
    since = f"数据：快照{facts.snapshot_id}的{table}，截至{day(facts.as_of_on)}"
    return f"{since}，{CONFIDENCES[facts.confidence]}；{held}"


def _same(note: Note) -> Note:
    """Make a table's note of the sentence's: the definition is the same, the source is said again."""
    return Note("口径同上一条脚注。数据：" + note.text.split("数据：", 1)[1])


def _openharmony(facts: Facts) -> Section | None:
    years = facts.ecosystem["openharmony"]
    if not years:
        return None
    newest = years[0]
    note = Note(
        "开源鸿蒙自有代码的提交：每次提交计一次，不含合并、机器人和上游代码；"
        "雇主取首个 Signed-off-by 的邮箱域名，没有时取作者。份额须与可识别比例同看。"
        + _source(facts, "开源鸿蒙活动表", _openharmony_held(facts))
    )
    name = _when(facts, int(newest["year"]))
    said = f"{name}，开源鸿蒙自有代码提交{exact(newest['commit_count'])}次"
    more = f"，其中{percent(newest['identified_ratio'])}可识别雇主；" + _guangzhou(newest)
    blocks: list[Block] = [Paragraph([said, note, more]), _openharmony_table(facts, years, note)]
    if sum(row["guangzhou_count"] is not None for row in years) > 1:
        blocks.append(_openharmony_figure(facts, years))
    return Section("鸿蒙生态", 1, blocks)


def _when(facts: Facts, year: int) -> str:
    """Name a year in a sentence; one that is not over says until when it is known."""
    return (
        f"{year}年（截至{day(facts.as_of_on)}，未结束，数值暂定）" if facts.is_running(year) else f"{year}年"
    )


def _guangzhou(row: Row) -> str:
    if row["guangzhou_count"] is None:
        return "未见广州机构的提交，或涉及人数过少不公布。"
    return f"广州机构提交{exact(row['guangzhou_count'])}次，占{percent(row['guangzhou_ratio'])}。"


def _openharmony_held(facts: Facts) -> str:
    found = facts.ecosystem["openharmony_held"]
    if not found:
        return "清单未采集，完整度未知。"
    own, held = found[0]["own_repository_count"], found[0]["collected_repository_count"]
    return f"清单中自有代码仓库{exact(own)}个，已采集{exact(held)}个。"


def _openharmony_table(facts: Facts, years: list[Row], note: Note) -> Table:
    columns = ("年", "全部提交", "可识别雇主", "可识别机构", "其中高校", "广州提交", "广州份额")
    names = ("commit_count", "identified_ratio", "organization_count", "university_count")
    names = (*names, "guangzhou_count", "guangzhou_ratio")
    return Table(
        "开源鸿蒙自有代码的提交与广州份额",
        columns,
        [
            (
                year_name(facts, int(row["year"])),
                *(percent(row[n]) if n.endswith("ratio") else exact(row[n]) for n in names),
            )
            for row in years
        ],
        [(year_name(facts, int(row["year"])), *(row[n] for n in names)) for row in years],
        note=_same(note),
    )


def _openharmony_figure(facts: Facts, years: list[Row]) -> Figure:
    drawn = [
        {
            "label": str(row["year"]),
            "value": row["guangzhou_count"],
            "year_before": None,
            "state": "complete" if row["is_complete"] else "running",
        }
        for row in reversed(years)
    ]
    return Figure(
        "广州机构对开源鸿蒙自有代码的提交（虚线框为未结束的年份）",
        charts.trend(drawn, "count"),
        "广州机构各年提交数的柱状图",
        ("年", "广州提交"),
        [(year_name(facts, int(row["label"])), row["value"]) for row in drawn],
    )


def _people(facts: Facts) -> Section | None:
    years = facts.ecosystem["people"]
    if not years:
        return None
    newest = years[0]
    note = Note(
        "广州机构人员：邮箱域名或账号归属广州机构的贡献者，在任何公开仓库的提交都算，每次提交计一次；"
        "少于5人，或可由其他数相减得出的，不公布。"
        + _source(facts, "受雇工作表", "归属主张决定可识别的范围。")
    )
    own = percent(newest["own_commit_count"] / newest["commit_count"]) if newest["commit_count"] else "—"
    count = "未采集" if newest["commit_count"] is None else f"{exact(newest['commit_count'])}次"
    said = f"{_when(facts, newest['year'])}，可识别的广州机构人员提交{count}"
    more = f"，其中{own}在自有仓库；贡献者{_people_cell(newest, 'contributor_count', '人')}"
    more += f"，当年首次出现的{_people_cell(newest, 'newcomer_count', '人')}。"
    columns = ("年", "提交", "其中自有仓库", "涉及项目", "贡献者", "当年新人")
    counted = ("commit_count", "own_commit_count", "project_count")
    held_back = ("contributor_count", "newcomer_count")
    table = Table(
        "广州机构人员的公开贡献",
        columns,
        [
            (
                year_name(facts, row["year"]),
                *(exact(row[n]) for n in counted),
                *(_people_cell(row, n) for n in held_back),
            )
            for row in years
        ],
        [
            (
                year_name(facts, row["year"]),
                *(row[n] for n in counted),
                *(WITHHELD if row[n] is None else row[n] for n in held_back),
            )
            for row in years
        ],
        note=_same(note),
    )
    blocks: list[Block] = [Paragraph([said, note, more]), table]
    if moves := _moves(facts):
        blocks.insert(1, moves)
    return Section("开源人才", 1, blocks)


def _people_cell(row: Row, name: str, unit: str = "") -> str:
    return WITHHELD if row[name] is None else f"{exact(row[name])}{unit}"


def _moves(facts: Facts) -> Paragraph | None:
    """Say who came to employers of Guangzhou and who left them in the newest year that tells it."""
    found = facts.ecosystem["moves"]
    if not found:
        return None
    year = found[0]["year"]
    counts = {
        (row["from_id"], row["to_id"]): _people_cell(row, "contributor_count", "人")
        for row in found
        if row["year"] == year
    }
    came, left = counts.get(("elsewhere", "guangzhou")), counts.get(("guangzhou", "elsewhere"))
    note = Note(
        "流动：在前一雇主的最后一次提交之后，才为后一雇主首次提交；同时为两家工作或不再提交的不算。"
        + _source(facts, "人员流动表", "只计雇主可识别的人。")
    )
    said = f"{_when(facts, year)}，从外地雇主转到广州雇主的贡献者{came or '未见'}"
    said += f"，从广州转到外地的{left or '未见'}"
    return Paragraph([said, note, "。"])


def _supply_chain(facts: Facts) -> Section | None:
    practices = facts.ecosystem["practices"]
    if not practices or not practices[0]["held_count"]:
        return None
    row = practices[0]
    held = row["held_count"]
    complete = percent(held / row["repository_count"])
    note = Note(
        "原创仓库（自有与镜像）当前默认分支所见：许可证与安全策略以仓库中的文件为准，"
        "发布按版本标签。" + _source(facts, "仓库表", f"已读取{exact(held)}个，完整度{complete}。")
    )
    said = f"{facts.scope['name_zh']}范围内已读取的原创仓库{exact(held)}个"
    shares = (
        ("有许可证", "license_count"),
        ("许可证可识别", "recognised_count"),
        ("有安全策略", "policy_count"),
        ("发布过版本", "released_count"),
    )
    more = "，".join(f"{word}的占{percent(row[name] / held)}" for word, name in shares)
    blocks: list[Block] = [Paragraph([said, note, f"，其中{more}。"])]
    if points := facts.ecosystem["points"]:
        blocks.append(_points_table(points, held, note))
    return Section("供应链安全", 1, blocks)


def _points_table(points: list[Row], held: int, note: Note) -> Table:
    lines = [
        (
            POINTS.get(str(row["point"]), str(row["point"])),
            row["repository_count"],
            row["repository_count"] / held,
        )
        for row in points
    ]
    return Table(
        "供应链未完事项（每一项都能由仓库自己关闭）",
        ("事项", "涉及仓库", "占已读取仓库"),
        [(name, exact(count), percent(share)) for name, count, share in lines],
        lines,
        widths=(6, 2, 2.4),
        note=_same(note),
    )
