"""骨干企业: the sectors that Task 10 names, who in them has public projects, since when, and of what kind."""

from collections.abc import Iterable, Sequence
from html import escape

from dashboard import data
from dashboard.kit import charts, confidence, layout
from dashboard.views.organizations import directory
from dashboard.words import quantities
from dashboard.words.say import say, term

MANUFACTURING = ("high_end_equipment", "electronic_information", "automotive", "energy_power", "cnc")
INDUSTRY_INTERNET = "industry_internet"  # 产业互联网; 工业互联网 is another sector of its own
SIZES = ("large", "medium")
TAKES = {"high": ("high",), "medium": ("high", "medium"), "all": ("high", "medium", "low")}
"""Which confidences of a claim a figure takes."""
MEMBERS = """
with

work as (
    select organization_id, min(first_commit_on) as first_commit_on, max(last_commit_on) as last_commit_on,
        arg_min(repository_id, first_commit_on) as first_repository_id,
        arg_min(full_name, first_commit_on) as first_name
    from marts.repositories where role in ('own', 'mirror') and first_commit_on is not null
    group by organization_id
),

present as (
    select distinct organization_id from marts.claims
    where review_status != 'rejected' and subject_kind in ('account', 'repository', 'package')
        and list_contains($takes, affiliation_confidence) and list_contains($takes, account_confidence)
)

select o.* replace (if(p.organization_id is null, 'none_known', 'known') as public_presence),
    w.* exclude (organization_id)
from marts.organizations o
left join work w using (organization_id)
left join present p using (organization_id)
where o.relation = 'guangzhou' and o.kind in ('enterprise', 'institute')
    and o.sector in ('high_end_equipment', 'electronic_information', 'automotive', 'energy_power', 'cnc',
        'industry_internet')
order by p.organization_id is null, w.first_commit_on nulls last, o.name_zh
"""
STARTS = """
select year(r.first_commit_on) as started_year, count(*) as n
from marts.repositories r join marts.organizations o using (organization_id)
where o.relation = 'guangzhou' and o.kind in ('enterprise', 'institute') and r.role = 'own'
    and o.sector in ('high_end_equipment', 'electronic_information', 'automotive', 'energy_power', 'cnc',
        'industry_internet')
    and r.first_commit_on is not null
group by started_year order by started_year
"""
REVIEWS = "select * from marts.register_project_reviews order by reviewed_on desc nulls last, repository"
VERDICTS = {
    "foundational": ("基础性", "foundational"),
    "forward_looking": ("前瞻性", "forward-looking"),
    "both": ("基础性、前瞻性", "foundational and forward-looking"),
    "neither": ("均不属于", "neither"),
}


def members(level: str) -> list[data.Row]:
    """Read the enterprises and institutes of the six sectors at a confidence, those with projects first."""
    return data.rows(MEMBERS, takes=TAKES[level])


def beside(level: str) -> None:
    """Show how many have public projects at every confidence, and how far the claims are reviewed."""
    found = {code: members(code) for code in TAKES}
    values = {code: sum(row["public_presence"] == "known" for row in rows) for code, rows in found.items()}
    listed = [row["organization_id"] for row in found[level]]
    title = say("有公开项目的单位", "Those with public projects")
    confidence.counts(title, values, level, ("account", "repository", "package"), listed)


def list_state(rows: Sequence[data.Row]) -> None:
    """Say whether the bureau's list of backbone enterprises is known, and whom the page shows meanwhile."""
    backbone = sum(bool(row["is_backbone"]) for row in rows)
    sized = sum(row["size_class"] is not None for row in rows)
    if backbone:
        words = say(
            f"名录中已登记骨干企业 {backbone} 家。",
            f"{backbone} enterprises are registered as backbone.",
        )
        layout.note(words)
        return
    layout.put(
        "<p>"
        + layout.mark(say("名单待主管部门提供", "list awaited from the bureau"), "warn")
        + " "
        + say(
            "骨干企业名单尚未提供，<code>config/organizations.csv</code> 的 is_backbone 一栏为空；"
            f"规模已登记 {sized} / {len(rows)} 家。"
            "在此之前，列出这些行业的全部企业和科研院所，大中型的加注。",
            "The list of backbone enterprises has not been provided: is_backbone is blank in "
            f"<code>config/organizations.csv</code>, the size is known of {sized} of {len(rows)}. Until then "
            "every enterprise and institute of these sectors is listed, the large and medium ones marked.",
        )
        + "</p>"
    )


def summary(rows: Sequence[data.Row]) -> None:
    """Show by sector how many are listed, have public projects, have none known, and who was first."""
    columns = [
        layout.Column(say("行业", "Sector")),
        layout.Column(say("名录", "Listed"), "num"),
        layout.Column(say("其中大中型", "Large, medium"), "num"),
        layout.Column(f"{layout.STATE_SIGNS['known']} {term('known')}", "num"),
        layout.Column(f"{layout.STATE_SIGNS['none_known']} {term('none_known')}", "num"),
        layout.Column(say("占比", "Share")),
        layout.Column(say("最早开始", "First to start"), "nowrap"),
    ]
    lines: list[list[str]] = [[say("制造领域", "Manufacturing")]]
    lines += [_sector(code, rows) for code in MANUFACTURING]
    lines += [[say("产业互联网（不同于工业互联网）", "Industry internet (not the industrial internet)")]]
    lines += [_sector(INDUSTRY_INTERNET, rows)]
    layout.table(columns, lines)


def sector_name(code: str) -> str:
    """Name a sector; the industry internet also where no vocabulary holds it."""
    name = data.name_of("sector", code)
    return say("产业互联网", "Industry internet") if name == INDUSTRY_INTERNET else name


def _sector(code: str, rows: Sequence[data.Row]) -> list[str]:
    mine = [row for row in rows if row["sector"] == code]
    known = [row for row in mine if row["public_presence"] == "known"]
    part = len(known) / max(1, len(mine))
    share = f'{layout.bar(part)}<span class="sub">{len(known)} / {len(mine)}</span>'
    first = next((row for row in known if row["first_commit_on"]), None)
    known_ids = {row["indicator_id"] for row in data.rows("select indicator_id from marts.indicators")}
    indicator = f"{code}_present"
    name = sector_name(code)
    return [
        layout.link("indicators", name, id=indicator) if indicator in known_ids else escape(name),
        str(len(mine)) if mine else say("名录暂无", "none listed"),
        _sized(mine),
        str(len(known)) if mine else quantities.MISSING,
        str(len(mine) - len(known)) if mine else quantities.MISSING,
        share if mine else quantities.MISSING,
        f"{quantities.month(first['first_commit_on'])} · {escape(directory.name(first))}" if first else "",
    ]


def _sized(rows: Sequence[data.Row]) -> str:
    """Count the large and medium ones; with none of the sizes registered it is unknown."""
    if not any(row["size_class"] for row in rows):
        return f'<span class="sy-faint">{term(None)}</span>' if rows else quantities.MISSING
    return str(sum(row["size_class"] in SIZES for row in rows))


def starts() -> None:
    """Draw in which year the public projects of these sectors began."""
    found = {row["started_year"]: row["n"] for row in data.rows(STARTS)}
    if len(found) < 2:
        return
    layout.section(
        say("何时开始", "When they began"),
        say(
            "按首次提交的年份；只含已采集提交历史的自有仓库。",
            "By the year of the first commit; own repositories whose history is held.",
        ),
    )
    years = range(min(found), max(found) + 1)
    rows = [_year(year, found.get(year, 0)) for year in years]
    alt_text = say("每年新开始的公开项目数", "Public projects begun by year")
    charts.show(charts.trend, rows, "count", 170, alt_text=alt_text)


def _year(year: int, count: int) -> data.Row:
    return {
        "label": str(year),
        "period": str(year),
        "value": count,
        "year_before": None,
        "state": "complete",
        "shown": str(count),
        "shown_before": "",
        "covered": "",
    }


def listing(rows: Sequence[data.Row], reviews: Sequence[data.Row]) -> None:
    """Show every one by name under its sector: its presence, first project, and what was reviewed."""
    columns = [
        layout.Column(say("单位", "Organisation")),
        layout.Column(say("规模", "Size"), "nowrap"),
        layout.Column(say("公开项目", "Public presence"), "nowrap"),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say("首个项目", "First project"), "nowrap"),
        layout.Column(say("最近提交", "Last commit"), "nowrap"),
        layout.Column(say("评审结论", "Reviewed as")),
    ]
    lines: list[list[str]] = []
    for code in (*MANUFACTURING, INDUSTRY_INTERNET):
        mine = [row for row in rows if row["sector"] == code]
        lines.append([f"{escape(sector_name(code))}{say(f'（{len(mine)}）', f' ({len(mine)})')}"])
        lines += [_member(row, reviews) for row in mine]
    layout.section(say("单位名单", "The organisations"))
    layout.table(columns, lines)
    layout.note(
        say(
            "“未见公开项目”是一种已核查的状态：在所选置信档上没有可确认属于该单位的账号或仓库，换一档可能就有。它不是零。首个项目以已采集的提交历史为准。",
            '"No known public presence" is a state, not a zero: no account or repository could be confirmed. '
            "The first project is known only where the history is held.",
        )
    )


def _member(row: data.Row, reviews: Sequence[data.Row]) -> list[str]:
    is_known = row["public_presence"] == "known"
    backbone = " " + layout.mark(say("骨干", "backbone")) if row["is_backbone"] else ""
    size = layout.mark(term_of_size(row)) if row["size_class"] in SIZES else term_of_size(row)
    return [
        layout.link("organizations", directory.name(row), id=row["organization_id"]) + backbone,
        size,
        layout.state(row["public_presence"]),
        layout.figure(row["repository_count"]) if is_known else quantities.MISSING,
        _first(row) if is_known else quantities.MISSING,
        quantities.day(row["last_commit_on"]) if is_known else quantities.MISSING,
        _verdicts(row, reviews),
    ]


def term_of_size(row: data.Row) -> str:
    """Name the size of an organisation, or say that none is registered."""
    return escape(data.name_of("size_class", row["size_class"]))


def _first(row: data.Row) -> str:
    if row["first_commit_on"] is None:
        return f'<span class="sy-faint">{say("提交历史未采集", "history not held")}</span>'
    name = layout.link("projects", row["first_name"], repository=row["first_repository_id"])
    return f'{quantities.month(row["first_commit_on"])}<span class="sub">{name}</span>'


def _verdicts(row: data.Row, reviews: Sequence[data.Row]) -> str:
    names = {row["organization_id"], row["name_zh"], row["name_en"]}
    codes = dict.fromkeys(review["verdict"] for review in reviews if review["organization"] in names)
    return "、".join(_verdict(code) for code in codes)


def _verdict(code: str | None) -> str:
    return say(*VERDICTS[code]) if code in VERDICTS else escape(code or "")


def reviewed(reviews: Sequence[data.Row]) -> None:
    """Show the registered reviews of projects, or how to register them."""
    layout.section(
        say("基础性、前瞻性项目", "Foundational and forward-looking projects"),
        say(
            "由专家评审后登记，不由程序判定。",
            "Registered after review by experts, never judged by a program.",
        ),
    )
    if not reviews:
        command = "<code>suiyuan register template project_reviews</code>"
        layout.empty(
            say("还没有登记评审结论", "No review is registered yet"),
            say(
                f"取得模板：{command}；填写仓库、机构、结论与依据，"
                "再用 <code>suiyuan register import</code> 导入。",
                f"Get the template with {command}; fill in and import it with "
                "<code>suiyuan register import</code>.",
            ),
        )
        return
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("单位", "Organisation")),
        layout.Column(say("结论", "Verdict"), "nowrap"),
        layout.Column(say("认定理由", "Reasons")),
        layout.Column(say("评审日期", "Reviewed on"), "nowrap"),
        layout.Column(say("依据", "Source")),
    ]
    layout.table(columns, _reviews(reviews))


def _reviews(reviews: Sequence[data.Row]) -> Iterable[list[str]]:
    for row in reviews:
        words = (row["repository"], row["organization"], None, row["criteria"], None, row["source"])
        line = [escape(word or "") for word in words]
        yield [*line[:2], _verdict(row["verdict"]), line[3], quantities.day(row["reviewed_on"]), line[5]]
