"""供应链安全: licences, practices and dependencies of a scope's repositories, and what each leaves open."""

from collections.abc import Mapping, Sequence
from html import escape

from dashboard import data
from dashboard.kit import charts, choices, confidence, layout
from dashboard.views.overview.headlines import View
from dashboard.words import quantities
from dashboard.words.say import say

ROWS_PER_PAGE = 30
LONGEST_LIST = 20
A_YEAR = 365
REPOSITORIES = """
select r.*, c.license_class, o.name_zh, o.name_en
from marts.repositories r
left join marts.license_classes c on c.license = lower(r.license_spdx_id)
left join marts.organizations o using (organization_id)
where r.role in ('own', 'mirror') and r.repository_id in (
    select repository_id from marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
)
order by r.repository_id
"""
POINTS = """
select p.* from marts.supply_chain_points p
where p.repository_id in (
    select repository_id from marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
)
order by p.repository_id, p.point
"""
HISTORY = """
select metric, period_start_on, value, sample_count, is_complete
from marts.measures join marts.periods using (period_kind, period_start_on)
where subject_kind = 'scope' and subject_id = $subject and period_kind = $period_kind
    and metric in ('license_coverage', 'security_policy_coverage',
        'dependency_releases_behind', 'dependency_lag') and value is not null
order by metric, period_start_on
"""
CLASSES = {
    "permissive": ("宽松", "Permissive"),
    "weak_copyleft": ("弱著佐权", "Weak copyleft"),
    "strong_copyleft": ("强著佐权", "Strong copyleft"),
    "network_copyleft": ("网络著佐权", "Network copyleft"),
    "unknown": ("有许可证，未识别", "A licence, not recognised"),
    "none": ("没有许可证", "No licence"),
}
VERDICTS = {
    "compatible": ("●", "相容", "Compatible"),
    "conditions": ("◐", "有义务", "With duties"),
    "review": ("!", "须核对", "To be looked at"),
}
POINT_WORDS = {
    "no_license": ("没有许可证", "No licence"),
    "unrecognised_license": ("许可证未识别", "Licence not recognised"),
    "no_security_policy": ("没有安全策略", "No security policy"),
    "no_lock_file": ("有依赖而未锁定版本", "Dependencies without a lock file"),
    "no_release": ("从未发布版本", "Never released"),
    "quiet_year": ("一年没有提交", "No commit for a year"),
    "far_behind": ("依赖落后一年或一个主版本", "Dependencies a year or a major version behind"),
    "license_review": ("许可证组合须核对", "Combination of licences to be looked at"),
    "package_license_differs": ("软件包与仓库许可证不一致", "Package and repository differ in licence"),
}
PRACTICES = (
    ("has_license", "有许可证", "Licence", "licensed_repositories"),
    ("has_security_policy", "有安全策略", "Security policy", "security_policy_repositories"),
    ("has_lock_file", "锁定依赖版本", "Lock file", "lock_file_repositories"),
    ("has_ci", "有持续集成", "Continuous integration", None),
    ("has_sbom", "有软件物料清单", "SBOM", None),
    ("has_contributing_guide", "有贡献指南", "Contributing guide", None),
)


def repositories(view: View) -> list[data.Row]:
    """Read the repositories of original work of the scope."""
    return data.rows(REPOSITORIES, subject=view.subject_id)


def license_class(row: data.Row) -> str:
    """Sort a repository by its licence; none and unknown are classes too."""
    if not row["has_license"]:
        return "none"
    return row["license_class"] or "unknown"


def practices(rows: Sequence[data.Row]) -> None:
    """Show what share of the repositories whose HEAD is held has each of the practices."""
    held = [row for row in rows if row["has_license"] is not None]
    layout.note(
        say(
            f"依据默认分支的当前内容：应看 {len(rows)} 个仓库，已检出 {len(held)} 个；"
            "没有检出的不计入任何比例。",
            f"By the default branch as it is: {len(held)} of {len(rows)} repositories are checked out; "
            "the others enter no share.",
        )
    )
    if not held:
        return
    columns = [
        layout.Column(say("做法", "Practice")),
        layout.Column(say("有", "With"), "num"),
        layout.Column(say("没有", "Without"), "num"),
        layout.Column(say("占比", "Share"), "num"),
        layout.Column(""),
    ]
    lines = [_practice(held, *practice) for practice in PRACTICES]
    layout.table(columns, [*lines, *_releases(held)])


def _practice(held: Sequence[data.Row], fact: str, zh: str, en: str, indicator: str | None) -> list[str]:
    known = [row for row in held if row[fact] is not None]
    count = sum(row[fact] for row in known)
    name = layout.link("indicators", say(zh, en), id=indicator) if indicator else say(zh, en)
    return _share(name, count, len(known))


def _releases(held: Sequence[data.Row]) -> list[list[str]]:
    snapshot = data.snapshot()
    known = [row for row in held if row["release_count"] is not None]
    released = sum(row["release_count"] > 0 for row in known)
    dated = [row for row in held if row["last_commit_on"] is not None]
    today = quantities.day_of(snapshot.as_of) if snapshot else None
    active = sum((today - row["last_commit_on"]).days <= A_YEAR for row in dated) if today else 0
    releases = layout.link("indicators", say("发布过版本（标签）", "Has releases (tags)"), id="releases")
    return [
        _share(releases, released, len(known)),
        _share(say("一年内有提交", "Commits within a year"), active, len(dated)),
    ]


def _share(name: str, count: int, known: int) -> list[str]:
    if not known:
        return [name, *[quantities.MISSING] * 3, ""]
    ratio = count / known
    return [name, str(count), str(known - count), quantities.percent(ratio), layout.bar(ratio)]


def beside(view: View) -> None:
    """Show the share of repositories with a licence at every confidence, in the newest period there is."""
    rows = data.rows(HISTORY, subject=view.subject_id, period_kind=view.period_kind)
    starts = [row["period_start_on"] for row in rows if row["metric"] == "license_coverage"]
    if starts:
        confidence.beside(view.subject, "license_coverage", view.period_kind, starts[-1])


def licenses(rows: Sequence[data.Row]) -> None:
    """Show the licences by class, with what each repository chose."""
    held = [row for row in rows if row["has_license"] is not None]
    if not held:
        return
    layout.section(
        say("许可证", "Licences"),
        say(
            "未列入对照表的记为未识别，不推定为宽松。",
            "What is not listed is unknown, never taken as permissive.",
        ),
    )
    columns = [
        layout.Column(say("类别", "Class")),
        layout.Column(say("仓库", "Repositories"), "num"),
        layout.Column(say("占比", "Share"), "num"),
        layout.Column(say("许可证", "Licences")),
    ]
    layout.table(columns, (_license_line(code, held) for code in CLASSES))


def _license_line(code: str, held: Sequence[data.Row]) -> list[str]:
    mine = [row for row in held if license_class(row) == code]
    names: dict[str, int] = {}
    for row in mine:
        name = row["license_spdx_id"] or ""
        names[name] = names.get(name, 0) + 1
    ordered = sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
    words = "　".join(f"{escape(name)} {count}" for name, count in ordered if name)
    return [say(*CLASSES[code]), str(len(mine)), quantities.percent(len(mine) / len(held)), words]


def history(view: View) -> None:
    """Draw how the shares of licences and security policies went, since they were first looked at."""
    by_metric: dict[str, list[data.Row]] = {}
    for row in data.rows(HISTORY, subject=view.subject_id, period_kind=view.period_kind):
        by_metric.setdefault(row["metric"], []).append(row)
    drawn = {metric: points for metric, points in by_metric.items() if len(points) > 1}
    if not drawn:
        return
    definitions = {row["metric"]: row for row in data.rows("select * from marts.metric_definitions")}
    layout.section(say("历史", "History"), say("自首次检出之日起。", "Since first checked out."))
    for metric, points in drawn.items():
        definition = definitions[metric]
        title = say(definition["title_zh"], definition["title_en"])
        layout.put(f"<b>{layout.link('dictionary', title, metric=metric)}</b>")
        rows = [_drawn(point, view, definition["unit"]) for point in points]
        charts.show(charts.trend, rows, definition["unit"], 150, alt_text=title)


def _drawn(point: data.Row, view: View, unit: str) -> data.Row:
    start = point["period_start_on"]
    return {
        "label": quantities.short_period(view.period_kind, start),
        "period": quantities.period(view.period_kind, start),
        "value": point["value"],
        "year_before": None,
        "state": "complete" if point["is_complete"] else "running",
        "shown": quantities.exact_in_unit(point["value"], unit),
        "shown_before": "",
        "covered": quantities.exact(point["sample_count"]),
    }


def points(view: View, rows: Sequence[data.Row]) -> None:
    """List every repository with its open points; the reader may ask for one kind of point."""
    found = data.rows(POINTS, subject=view.subject_id)
    layout.section(
        say("逐个仓库的未完事项", "Open points by repository"),
        say("每一项都能由仓库自己关闭。", "Each can be closed by the repository itself."),
    )
    if not found:
        layout.note(say("没有未完事项，或尚未检出仓库。", "None, or no repository is checked out yet."))
        return
    counts = {code: sum(row["point"] == code for row in found) for code in POINT_WORDS}
    codes = [code for code, n in counts.items() if n]
    label = say("事项", "Point")
    asked = choices.one_or_all(
        label, codes, "point", lambda code: f"{say(*POINT_WORDS[code])}（{counts[code]}）"
    )
    by_repository: dict[str, list[data.Row]] = {}
    for row in found:
        by_repository.setdefault(row["repository_id"], []).append(row)
    chosen = [
        name for name, open_ in by_repository.items() if not asked or any(p["point"] == asked for p in open_)
    ]
    chosen.sort(key=lambda name: (-len(by_repository[name]), name))
    described = {row["repository_id"]: row for row in rows}
    columns = [
        layout.Column(say("仓库", "Repository")),
        layout.Column(say("机构", "Organisation")),
        layout.Column(say("项数", "Points"), "num"),
        layout.Column(say("未完事项", "Open points"), "wide"),
    ]
    page = chosen[choices.pages(len(chosen), ROWS_PER_PAGE, "page")]
    layout.table(columns, (_point_line(name, by_repository[name], described.get(name, {})) for name in page))


def _point_line(name: str, open_: Sequence[data.Row], row: Mapping[str, str]) -> list[str]:
    full_name = row.get("full_name") or name
    owner = say(row.get("name_zh") or "", row.get("name_en") or row.get("name_zh") or "")
    link = (
        layout.link("organizations", owner, id=row["organization_id"]) if row.get("organization_id") else ""
    )
    marks = " ".join(_point(point) for point in open_)
    return [layout.link("projects", full_name, repository=name), link, str(len(open_)), marks]


def _point(point: data.Row) -> str:
    count = f" {point['case_count']}" if point["detail"] else ""
    words = f"{say(*POINT_WORDS[point['point']])}{count}"
    hint = f' title="{escape(point["detail"], quote=True)}"' if point["detail"] else ""
    return f'<span class="sy-mark quiet"{hint}>{words}</span>'
