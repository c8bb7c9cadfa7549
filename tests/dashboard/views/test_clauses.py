"""The pages on the plan: where each clause stands, why nothing is known where it is not, what lies behind."""

import re
from pathlib import Path

import duckdb
import pytest

from dashboard.kit import tile_map
from dashboard.views.plan import readings


def row_of(html: str, name: str) -> str:
    """Cut out the list item of one indicator."""
    return next(item for item in html.split("<li") if f">{name}</a>" in item)


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_the_three_sentences_come_first_and_say_whether_they_are_verbatim(read):
    html = read("task_ten").html
    sentences = [
        html.index(name) for name in ("任务十 第一句", "任务十 第二句", "任务十 第三句", "发展方向五")
    ]
    assert sentences == sorted(sentences)
    assert html.count("条款要点（非原文）") == 5, (
        "all but the second sentence, whose text is the published one"
    )


def test_the_lead_the_horizon_and_the_days_left_are_said(read):
    """From 23 November to 31 December 2026 there are 38 days."""
    text = words(read("task_ten").html)
    assert "某市工业局" in text and "2026年12月31日" in text
    assert re.search(r"还有\s+38\s+天", text)


def test_a_status_is_a_shape_and_a_word(read):
    html = read("task_ten").html
    for name, sign, word in (
        ("有公开项目的企业", "▲", "超前"),
        ("广州机构公开项目", "●", "正常"),
        ("参与开源基金会的机构", "▼", "滞后"),
        ("有公开项目的汽车制造企业", "◇", "未设目标"),
    ):
        assert f'aria-label="{word}" title="{word}">{sign}</i>' in row_of(html, name)


def test_what_is_not_registered_or_not_known_is_no_zero(read):
    html = read("task_ten").html
    assert "待登记" in row_of(html, "创新中心成员单位")
    assert "无数据" in row_of(html, "人工智能机构公开项目")
    cnc = row_of(html, "有公开项目的数控企业")
    assert "无数据" in cnc and "<b " not in cnc and "同比" not in cnc
    assert "高置信度下无可计入的仓库；中置信度下有 2 家（7 个仓库，未采集）" in cnc


def test_growth_is_like_for_like_where_it_is_measured_and_a_difference_where_it_counts_few(read):
    """Three enterprises since 2025, two before: level on the year. Commits grow on the panel alone."""
    html = read("task_ten").html
    assert "持平" in row_of(html, "有公开项目的企业")
    foundations = words(row_of(html, "参与开源基金会的机构"))
    assert re.search(r"同比\s+\+2\b", foundations), "four in 2026, two in 2025; below twenty no ratio is said"
    commits = row_of(html, "广州项目代码提交")
    assert re.search(r"同比 <span class=\"sy-up\" title=\"[\d,]+ → [\d,.]+\">\+\d+\.\d%", commits)


def test_a_target_is_drawn_with_where_the_line_to_it_stands(read):
    """Four of ten, seven and a half expected by now."""
    bar = row_of(read("task_ten").html, "参与开源基金会的机构")
    assert 'title="目标 10"' in bar
    assert "width:40.0%" in bar and "left:75.0%" in bar
    assert 'class="target"' not in row_of(read("task_ten").html, "广州项目代码提交")


def test_each_indicator_that_moved_says_why(read):
    """The newer snapshot registered one repository, with 63 commits in the quarter."""
    html = read("task_ten").html
    assert "为什么变了</b> +63：活动 0、名录（仓库 +1 −0） +63" in row_of(html, "广州项目代码提交")
    assert "为什么变了" not in row_of(html, "有公开项目的企业")


def test_a_phrase_that_nothing_can_measure_says_why(read):
    html = read("task_ten").html
    assert 'title="不可衡量：内部研发不公开">发挥内部研发优势</abbr>' in html
    table = html[html.index("暂不可衡量的词句") :]
    assert "发挥内部研发优势" in table and "内部研发不公开" in table


def test_a_phrase_leads_to_what_reads_it(read):
    assert re.search(r'href="indicators\?id=commits"[^>]*>提升整合利用能力</a>', read("task_ten").html)


def test_the_confidence_is_kept_in_the_links(read):
    html = read("task_ten", confidence="all").html
    assert "indicators?id=commits&amp;confidence=all" in html


def test_a_snapshot_without_a_plan_says_where_plans_stand(read, publish, monkeypatch, tmp_path: Path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("delete from marts.plans")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    for page in ("task_ten", "indicators", "centre"):
        assert "config/plans/" in read(page).html


@pytest.mark.parametrize(
    ("value", "before", "said"),
    [
        (3, 2, ("+1", "up")),
        (30, 20, ("+50.0%", "up")),
        (19, 20, ("−5.0%", "down")),
        (20, 20, ("持平", "flat")),
        (5, 0, ("+5", "up")),
    ],
)
def test_a_ratio_is_said_on_a_wide_base_only(read, value: float, before: float, said: tuple[str, str]):
    assert readings.change_words(readings.compared(value, before), "people") == said


def test_nothing_to_compare_is_a_dash():
    assert readings.change_words(None, "people") == ("—", "")


def test_every_indicator_is_listed_once_with_its_standing(read):
    html = read("indicators").html
    names = re.findall(r'href="indicators\?id=([a-z0-9_]+)"', html)
    assert len(names) == len(set(names)) == 14
    assert "测量" in html and "推算" in html and "登记" in html


def test_an_indicator_shows_its_clause_definition_rows_and_sql(read):
    reader = read("indicators", id="automotive_present")
    html = reader.html
    assert "<mark>支持汽车制造</mark>" in html
    assert "有公开项目的汽车制造企业，期末数" in html
    assert "mumian/canbus-kit" in html and "zhushui/riverbed" not in html
    code = "\n".join(element.value for element in reader.app.get("code"))
    assert "coalesce(o.sector::varchar, '') in ('automotive')" in code
    assert "审图号" in html
    assert [button.proto.label for button in reader.app.get("download_button")] == ["下载 csv", "下载 xlsx"]


def test_the_sql_of_an_indicator_gives_the_rows_that_the_page_counts(read, fiction: Path):
    code = [element.value for element in read("indicators", id="automotive_present").app.get("code")]
    with duckdb.connect(fiction / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        found = {row[7] for row in db.execute(code[-1]).fetchall()}
    assert found == {"github:mumian/canbus-kit", "gitcode:mumian/cockpit-ui"}


def test_a_measured_indicator_links_its_metric_and_divides_by_its_own_counts(read):
    html = read("indicators", id="contributors").html
    assert 'href="dictionary?metric=contributors"' in html
    assert "各组分别去重计数" in html
    assert html.count('class="sy-ranks"') == 3


def test_an_empty_register_says_what_to_run(read):
    html = read("indicators", id="centre_members").html
    assert "suiyuan register template centre_members" in html


def test_an_unknown_indicator_is_answered_with_care(read):
    assert "这份快照里没有这个指标" in read("indicators", id="none").html


def test_the_tile_map_has_the_eleven_districts_and_no_two_in_one_place():
    assert len(tile_map.TILES) == len(set(tile_map.TILES.values())) == 11


def test_a_register_is_divided_by_the_directory_and_what_is_not_there_is_no_zero(read):
    html = read("indicators", id="people_trained").html
    tile = re.search(r'<li class="([^"]*)"[^>]*><b>天河区</b><span>([^<]*)</span>', html)
    assert tile and tile[1] == "s4" and tile[2] == "20"
    others = re.findall(r'<li class="none"[^>]*><b>[^<]*</b><span>([^<]*)</span>', html)
    assert others == ["未登记"] * 10
    assert "所在区未登记：40" in html
    assert "这份登记表不记单位" in read("indicators", id="foundational_projects").html


def test_work_for_others_is_shown_by_organisation(read):
    html = read("indicators", id="upstream_commits").html
    rows = html[html.index("数字背后") :]
    assert "共 2 行" in rows and "在外部项目的提交" in rows
    assert re.search(r"<b>天河区</b><span>[^<]*</span>", html)


def test_in_english_the_plan_is_translated_and_says_that_this_is_unofficial(read):
    """What has no translation stands in the words of the source, marked as Chinese."""
    html = read("indicators", lang="en", id="automotive_present").html
    assert '<span lang="en">Task 10, second sentence</span>' in html and "unofficial translation" in html
    assert '<span lang="en"><mark>Support car making</mark> and the CNC backbone' in html
    assert '<span lang="en">Car makers with public projects, at the end</span>' in html
    plain = read("indicators", lang="en", id="commits").html
    assert '<span lang="zh">任务十 第一句</span>' in plain and "<mark>提升整合利用能力</mark>" in plain
    assert "unofficial translation" not in plain
    band = read("task_ten", lang="en").html
    assert (
        'title="Not measurable: In-house research is not public">use their in-house research</abbr>' in band
    )
    assert "unofficial translation" not in read("task_ten").html


def test_a_district_without_a_row_is_hollow(read):
    html = read("indicators", id="automotive_present").html
    panyu, tianhe = (next(t for t in html.split("<li") if f"<b>{d}</b>" in t) for d in ("番禺区", "天河区"))
    assert 'class="s4"' in panyu and "<span>1</span>" in panyu
    assert 'class="none"' in tianhe


def test_the_sectors_say_who_has_begun_and_who_is_not_known(read):
    html = read("backbone").html
    assert "名录中已登记骨干企业 4 家" in html
    cnc = next(line for line in html.split("<tr>") if "云麓数控" in line)
    assert "未见公开项目" in cnc and ">0<" not in cnc
    car = next(line for line in html.split("<tr>") if ">木棉汽车</a>" in line)
    assert "2022年4月" in car and "mumian/canbus-kit" in car and "基础性" in car
    assert "珠水网络" not in html.split("基础性、前瞻性项目")[0], "the internet is none of the six sectors"


def test_without_the_bureaus_list_the_page_says_so(read, publish, monkeypatch, tmp_path: Path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("update marts.organizations set is_backbone = null, size_class = null")
        db.execute("delete from marts.register_project_reviews")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("backbone").html
    assert "名单待主管部门提供" in html and "云麓数控" in html
    assert "suiyuan register template project_reviews" in html


def test_the_centres_platforms_show_registered_beside_measured(read):
    html = read("centre").html
    for name in ("生态构建", "技术评测", "产业聚集", "技术创新", "人才培养", "行业创新"):
        assert f"<h2>{name}</h2>" in html
    assert html.count("<h3>登记</h3>") == 2, "the made-up plan has indicators of two platforms only"
    assert html.count("<h3>测量</h3>") == 6
    assert "首期师资培训" in html
    members = html[html.index("<h2>成员单位</h2>") :]
    assert "珠水网络" in members and "岭电电力" not in members, "who has left is no member"
    courses = next(line for line in html.split("<tr>") if "register template courses" in line)
    assert "待登记" in courses


def test_the_supply_chain_says_what_is_known_and_what_asks_for_a_look(read):
    """Of four runtime dependencies two have a fixed version whose releases are held, one of them is behind.

    A range shuts out the newest release, so it is behind at least so far; of another no releases are held.
    """
    html = read("supply_chain").html
    assert "直接依赖 4 项" in html and "的 2 项（50.0%）" in html and "锁文件（1 项）" in html
    lines = html.split("<tr>")
    late = next(line for line in lines if "1.9.0 · 2025年3月1日" in line)
    assert ">457<" in late and "主版本" in late
    wide = next(line for line in lines if "至多 1.4.0 · 2025年1月1日" in line)
    assert ">≥ 365<" in wide and ">≥ 3 " in wide
    unknown = html[html.index("为何未知") :]
    assert [word in unknown for word in ("版本未固定", "尚未采集", "登记处没有此软件包")] == [
        True,
        True,
        False,
    ]
    assert "落后多少未知的 2 项" in html
    assert "1 项的登记处没有给出发布日期" in html and "1 项的范围已排除最新稳定版" in html
    assert "须核对的组合" in html
    riverbed = html[html.index("逐个仓库的未完事项") :]
    assert "依赖落后一年或一个主版本 1" in riverbed and 'title="left"' in riverbed


def test_the_reader_may_ask_for_one_kind_of_open_point(read):
    html = read("supply_chain", point="no_license").html
    found = html[html.index("逐个仓库的未完事项") :]
    assert "zhushui/sluice" in found and "zhushui/tidegate" not in found
