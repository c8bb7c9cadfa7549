"""创新中心: the six platforms of the OpenHarmony centre, what is registered beside what is measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.views.plan import clauses, table
from dashboard.views.plan.readings import Choice, Reading
from dashboard.words import quantities
from dashboard.words.say import say

ACTIVITY = """
select * from marts.openharmony_activity
where period_kind = 'year' and is_complete and employer_group in ('all', $group)
    and period_id = (
        select max(period_id) from marts.openharmony_activity
        where period_kind = 'year' and is_complete and employer_group = 'all'
    )
"""
PLACES = """
select if(m.is_read, count(distinct repository_name), null) as repository_count,
    if(m.is_read, count(distinct organization_id), null) as organization_count,
    count(commit_count) as held_count,
    if(held_count > 0, count(distinct organization_id) filter (commit_count > 0), null) as active_count
from (select count(*) > 0 as is_read from marts.openharmony_releases) m
left join marts.openharmony_guangzhou on m.is_read
group by m.is_read
"""
MILESTONES = "select * from marts.register_centre_milestones order by reached_on desc nulls last, title"
MEMBERS = """
select * from marts.register_centre_members where left_on is null
order by member_role, joined_on, organization_name
"""
ROLES = {
    "founder": ("共建单位", "Founders"),
    "member": ("成员单位", "Members"),
    "partner": ("合作单位", "Partners"),
}
REGISTERS = (
    ("centre_members", "创新中心成员单位", "Members of the centre"),
    ("centre_milestones", "平台里程碑", "Milestones of the platforms"),
    ("certified_products", "通过兼容性测评的产品", "Products with certificates"),
    ("industry_distributions", "行业发行版", "Industry distributions"),
    ("trainings", "培训", "Trainings"),
    ("courses", "课程", "Courses"),
    ("competitions", "赛事与校园活动", "Competitions and campus events"),
    ("adoption_cases", "应用案例", "Adoption cases"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What public data says of OpenHarmony in the last complete year: all of it, and Guangzhou."""

    year: str | None
    everybody: data.Row
    guangzhou: data.Row
    places: data.Row

    @property
    def is_known(self) -> bool:
        """Whether the snapshot holds a complete year of OpenHarmony."""
        return self.year is not None


@dataclass(frozen=True, slots=True)
class Platform:
    """One of the six: its milestones, the registers beside them, and its measured figures."""

    code: str
    name_zh: str
    name_en: str
    registered: tuple[str, ...]
    figures: Callable[[Measured], list[tuple[str, str]]]


def measured(choice: Choice) -> Measured:
    """Read the measured figures at the chosen confidence."""
    group = f"guangzhou{choice.suffix}"
    rows = {row["employer_group"]: row for row in data.rows(ACTIVITY, group=group)}
    year = rows["all"]["period_id"] if "all" in rows else None
    return Measured(
        year=year,
        everybody=rows.get("all", {}),
        guangzhou=rows.get(group, {}),
        places=data.rows(PLACES)[0],
    )


def _ecosystem(m: Measured) -> list[tuple[str, str]]:
    return [
        (say("广州机构参与的仓库", "Repositories with Guangzhou's work"), _n(m.places["repository_count"])),
        (
            say("有提交的仓库（全部）", "Repositories with commits, all"),
            _n(m.everybody.get("repository_count")),
        ),
    ]


def _evaluation(m: Measured) -> list[tuple[str, str]]:
    hours = m.everybody.get("median_hours_to_merge")
    return [
        (
            say("测评结果", "Results of tests"),
            say("没有公开接口，以登记为准", "no public source: registered"),
        ),
        (say("合并请求合入中位小时", "Median hours to merge"), _n(hours)),
    ]


def _industry(m: Measured) -> list[tuple[str, str]]:
    return [
        (say("参与的广州机构", "Guangzhou organisations"), _n(m.places["organization_count"])),
        (say("其中有提交的", "those with commits"), _n(m.places["active_count"])),
    ]


def _technology(m: Measured) -> list[tuple[str, str]]:
    if not m.everybody:
        return [(say("广州机构提交", "Guangzhou's commits"), _n(None))]
    identified = quantities.percent(m.everybody["identified_ratio"])
    share = quantities.percent(m.guangzhou.get("share_ratio", 0.0))
    return [
        (say("广州机构提交", "Guangzhou's commits"), _n(m.guangzhou.get("commit_count", 0))),
        (
            say("占全部提交", "Share of all commits"),
            f"{share} <small>{say('可识别', 'identified')} {identified}</small>",
        ),
    ]


def _talent(m: Measured) -> list[tuple[str, str]]:
    people = _people(m.guangzhou) if m.guangzhou else _n(0 if m.everybody else None)
    return [
        (say("广州机构贡献者", "Guangzhou's contributors"), people),
        (say("参与的高校（全国）", "Universities, all places"), _n(m.everybody.get("university_count"))),
    ]


def _sector(m: Measured) -> list[tuple[str, str]]:
    words = say("没有公开接口，以登记为准", "no public source: registered")
    return [(say("行业落地", "Use in the sectors"), words)]


PLATFORMS = (
    Platform("ecosystem", "生态构建", "Ecosystem", ("platform_ecosystem", "certified_products"), _ecosystem),
    Platform(
        "evaluation", "技术评测", "Evaluation", ("platform_evaluation", "certified_products"), _evaluation
    ),
    Platform("industry", "产业聚集", "Industry", ("platform_industry", "centre_members"), _industry),
    Platform("technology", "技术创新", "Technology", ("platform_technology",), _technology),
    Platform("talent", "人才培养", "Talent", ("platform_talent", "people_trained", "courses"), _talent),
    Platform(
        "sector",
        "行业创新",
        "Sector innovation",
        ("platform_sector", "industry_distributions", "adoption_cases"),
        _sector,
    ),
)


def platforms(choice: Choice, found: Mapping[str, Reading]) -> None:
    """Show the six side by side: milestones, registered facts, measured facts."""
    facts = measured(choice)
    milestones = data.rows(MILESTONES)
    cards = "".join(_card(one, facts, found, milestones, choice) for one in PLATFORMS)
    layout.put(f'<div class="sy-platforms">{cards}</div>')
    more = layout.link("openharmony", say("鸿蒙生态的全部数据 →", "all figures on OpenHarmony →"))
    when = (
        say(f"测量取最近的完整年度 {facts.year} 年，", f"Measured in the last complete year, {facts.year}; ")
        if facts.is_known
        else say("本快照尚无开源鸿蒙的完整年度，", "This snapshot holds no complete year of OpenHarmony; ")
    )
    words = say("登记以已导入的模板为准。", "registered as imported. ")
    layout.put(f'<p class="sy-note small">{when}{words}{more}</p>')


def _card(
    one: Platform,
    facts: Measured,
    found: Mapping[str, Reading],
    milestones: Sequence[data.Row],
    choice: Choice,
) -> str:
    registered = "".join(_registered(found[name], choice) for name in one.registered if name in found)
    figures = "".join(
        f"<li><span>{layout.link('openharmony', name)}</span><b>{shown}</b></li>"
        for name, shown in one.figures(facts)
    )
    latest = next((row for row in milestones if row["platform"] == one.code), None)
    newest = (
        f'<p class="newest">{quantities.day(latest["reached_on"])} {escape(latest["title"] or "")}</p>'
        if latest
        else ""
    )
    heads = say("登记", "Registered"), say("测量", "Measured")
    entered = f"<h3>{heads[0]}</h3><ul>{registered}</ul>" if registered else ""
    return (
        f"<section><h2>{say(one.name_zh, one.name_en)}</h2>{newest}"
        f"{entered}<h3>{heads[1]}</h3><ul>{figures}</ul></section>"
    )


def _registered(reading: Reading, choice: Choice) -> str:
    name = layout.link("indicators", reading.title, id=reading.id, **clauses.carried(choice))
    if reading.value is None:
        return f"<li><span>{name}</span><b>{table.standing(reading.status)}</b></li>"
    return f"<li><span>{name}</span><b>{table.amount(reading.value, reading.unit)}</b></li>"


def _n(value: float | None) -> str:
    return say("未采集", "not collected") if value is None else layout.figure(round(value, 1))


def _people(row: Mapping[str, object]) -> str:
    """Write a count of people; a group below five is not shown."""
    count = row["contributor_count"]
    return _n(count) if isinstance(count, int) else say("少于 5，不显示", "under 5, not shown")


def members() -> None:
    """Show who belongs to the centre, by role."""
    rows = data.rows(MEMBERS)
    if not rows:
        return
    layout.section(say("成员单位", "Members"))
    columns = [
        layout.Column(say("单位", "Organisation")),
        layout.Column(say("身份", "Role"), "nowrap"),
        layout.Column(say("区", "District"), "nowrap"),
        layout.Column(say("加入日期", "Joined on"), "nowrap"),
        layout.Column(say("依据", "Source")),
    ]
    layout.table(columns, (_member(row) for row in rows))


def _member(row: data.Row) -> list[str]:
    role = (
        say(*ROLES[row["member_role"]]) if row["member_role"] in ROLES else escape(row["member_role"] or "")
    )
    return [
        escape(row["organization_name"] or ""),
        role,
        escape(data.name_of("district", row["district"])),
        quantities.day(row["joined_on"]),
        escape(row["source"] or ""),
    ]


def milestones() -> None:
    """List the milestones that are registered, the newest first."""
    rows = data.rows(MILESTONES)
    if not rows:
        return
    names = {one.code: say(one.name_zh, one.name_en) for one in PLATFORMS}
    layout.section(say("里程碑", "Milestones"))
    columns = [
        layout.Column(say("里程碑", "Milestone")),
        layout.Column(say("平台", "Platform"), "nowrap"),
        layout.Column(say("完成日期", "Reached on"), "nowrap"),
        layout.Column(say("依据", "Source")),
    ]
    lines = (
        [
            escape(row["title"] or ""),
            names.get(row["platform"], escape(row["platform"] or "")),
            quantities.day(row["reached_on"]),
            escape(row["source"] or ""),
        ]
        for row in rows
    )
    layout.table(columns, lines)


def registers() -> None:
    """Say of every register of the centre how much it holds, and how to fill it in."""
    counts = {row["register"]: row for row in data.rows(_counts())}
    layout.section(
        say("登记表", "The registers"),
        say(
            "没有公开接口的事实由责任处室登记：取模板，按表头填写并注明依据，导入；每次导入都可撤回。",
            "What no public source has is registered: get the template, fill it in, import it; "
            "every import can be taken back.",
        ),
    )
    columns = [
        layout.Column(say("登记表", "Register")),
        layout.Column(say("已登记", "Rows"), "num"),
        layout.Column(say("取得模板", "Get the template")),
    ]
    layout.table(columns, (_register(*one, counts) for one in REGISTERS))


def _counts() -> str:
    parts = (
        f"select '{name}' as register, count(*) as n from marts.register_{name}" for name, *_ in REGISTERS
    )
    return " union all ".join(parts)


def _register(name: str, name_zh: str, name_en: str, counts: Mapping[str, data.Row]) -> list[str]:
    n = counts[name]["n"]
    shown = layout.figure(n) if n else say("□ 待登记", "□ to be filled")
    return [say(name_zh, name_en), shown, f'<span class="sy-code">suiyuan register template {name}</span>']
