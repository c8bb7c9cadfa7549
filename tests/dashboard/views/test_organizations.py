"""The page of organisations: the list at a confidence, and the profile of one."""

import duckdb

from dashboard.views.organizations import work


def line(html: str, name: str) -> str:
    """Find the line of the list that names an organisation."""
    return next(found for found in html.split("<tr") if name in found)


def test_the_list_says_what_people_do_elsewhere(read):
    html = read("organizations").html
    assert "在他处" in line(html, "珠水网络")
    yunshan = line(html, "云麓数控")
    assert "未见公开项目" in yunshan and "在他处 19" in yunshan, "its people commit to others' projects"
    assert "没有可归属于它的提交" in line(html, "西关开源社")


def test_the_list_follows_the_confidence(read):
    high, everything = (
        line(read("organizations", confidence=level).html, "云麓数控") for level in ("high", "all")
    )
    assert "在他处 19" in high and "在他处 27" in everything


def test_every_level_of_confidence_stands_beside_the_chosen_one(read):
    html = read("organizations", confidence="medium").html
    assert "中及以上（当前）" in html and "主张已复核 1 / 13" in html
    assert "2025年受雇于本市机构的人在各处的提交" in html


def test_a_profile_shows_what_is_owned_where_its_people_work_and_the_evidence(read):
    html = read("organizations", id="zhushui").html
    for section in ("拥有什么", "它的人在哪里工作", "各项指标", "归属主张"):
        assert f"<h2>{section}</h2>" in html
    assert "他人的项目（1）" in html and "自有项目（5）" in html
    assert "github:wuyang-lab/genomap" in html
    assert "五羊大学" in html and "涉及少于5人，不公布" in html
    assert "仓库清单" in html and "claim-" in html


def test_threads_stand_beside_commits_with_how_much_of_them_is_identified(read):
    html = read("organizations", id="zhushui", confidence="medium").html
    (line,) = (found for found in html.split("<tr") if "github:wuyang-lab/genomap" in found)
    # 130 // 12 issues, 130 // 6 change requests, 130 // 9 reviews, of which 47 % are identified
    assert [f">{count}<" in line for count in ("10", "21", "14", "47.0%")] == [True] * 4
    assert "最近一次提交的雇主推断" in html


def test_what_differs_without_the_join_across_forges_is_said_in_a_line(read):
    html = read("organizations", id="zhushui").html
    assert html.count("各平台账号不合并时：2026年贡献者 ") == 1
    assert "各平台账号不合并时" not in read("organizations", id="xiguanshe").html


def test_a_profile_names_the_organisations_above_and_below(read, publish, monkeypatch, tmp_path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute(
            "update marts.organizations set parent_organization_id = 'zhushui'"
            " where organization_id = 'qihang'"
        )
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    above, below = read("organizations", id="zhushui").html, read("organizations", id="qihang").html
    assert "下属机构" in above and "启航电子" in above and "上级机构" not in above
    assert "上级机构" in below and "珠水网络" in below and "下属机构" not in below


def test_an_organisation_without_a_presence_still_shows_where_its_people_work(read):
    html = read("organizations", id="yunshan").html
    assert "未见公开项目" in html and "拥有什么" not in html
    assert "他人的项目（1）" in html and "名录里没有它的归属主张" in html


def test_no_attributed_work_is_not_said_to_be_none(read):
    html = read("organizations", id="xiguanshe").html
    assert "这不等于没有贡献" in html


def test_empty_marts_are_no_error(read, publish, monkeypatch, tmp_path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        for table in ("organization_work", "employed_work", "contributor_flows"):
            db.execute(f"delete from marts.{table}")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    assert "珠水网络" in read("organizations").html
    assert "这不等于没有贡献" in read("organizations", id="zhushui").html


def test_a_chart_of_years_says_which_is_not_over():
    """The running year's bar is lower than it will be: its label says so."""
    rows = [
        {"year": year, "period": year, "where": "own", "value": 4, "rank": 0} for year in ("2025", "2026")
    ]
    spec = work.divided(rows, "own", "elsewhere", ("2026",)).to_dict()
    axis = spec["encoding"]["x"]["axis"]
    assert axis["labelExpr"] == """indexof(["2026"],datum.label)<0?datum.label:datum.label+'至今'"""
