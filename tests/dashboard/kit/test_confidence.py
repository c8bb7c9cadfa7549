"""The switch of confidence: one for all pages, with what its other positions would show."""

import re

import pytest

from dashboard.kit import confidence
from dashboard.kit.confidence import Level

HERE, MORE = Level("high", 100, False, 4, 1), Level("medium", 130, False, 6, 1)
SAME, UNSAID = Level("all", 100, False, 8, 1), Level("all", None, True, 8, 1)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (MORE, "+30（+30.0%）"),
        (SAME, "无差别"),
        (UNSAID, "差额不可知"),
        (Level("all", None, False, 0, 0), "差额不可知"),
    ],
)
def test_a_level_says_how_far_it_is_from_the_chosen_one(level: Level, words: str):
    assert confidence._difference(level, HERE, "count") == words


def test_shares_differ_by_percentage_points():
    share, other = Level("high", 0.5, False, 1, 1), Level("all", 0.375, False, 1, 1)
    assert confidence._difference(other, share, "ratio") == "−12.5 个百分点"


def test_the_overview_shows_all_levels_and_marks_the_chosen_one(read):
    html = read("overview").html
    levels = re.findall(r'<div class="(level[^"]*)"><span class="name"><i>(.)</i> ([^<]+)<', html)
    assert levels == [("level here", "●", "仅高（当前）"), ("level", "○", "中及以上"), ("level", "○", "全部")]
    assert "主张已复核 1 / 12（8.3%）" in html and "主张已复核 1 / 14（7.1%）" in html


def test_the_choice_comes_from_the_address(read):
    reader = read("overview", confidence="all")
    assert '<div class="level here"><span class="name"><i>●</i> 全部（当前）' in reader.html


def test_the_list_of_projects_leaves_out_what_weaker_claims_put_there(read):
    """Of the made-up claims one is medium (course-2025) and one low (handbook)."""
    sure, all_of_them = read("projects").html, read("projects", confidence="all").html
    assert "xiguan/handbook" not in sure and "xiguan/handbook" in all_of_them
    assert "zhushui/riverbed" in sure and "列出的仓库" in sure


def test_backbone_enterprises_count_at_the_chosen_confidence(read):
    html = read("backbone").html
    assert "有公开项目的单位" in html and "仅高" in html
