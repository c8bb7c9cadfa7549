"""What concerns fewer than five people says so wherever it stands, and is neither missing nor zero."""

WITHHELD = "涉及少于5人，不公布"


def test_a_measure_of_an_organisation(read):
    assert WITHHELD in read("organizations", id="qihang").html
    assert "fewer than 5 people concerned: withheld" in read("organizations", id="qihang", lang="en").html


def test_a_ranking_names_what_it_leaves_out(read):
    html = read("overview", metric="new_contributors", period="month").html
    assert f"{WITHHELD}：" in html


def test_a_metric_says_how_many_values_are_withheld(read):
    assert "其中不公布" in read("dictionary", metric="contributors").html


def test_the_correction_log(read):
    assert WITHHELD in read("evidence").html


def test_a_chart_names_the_periods_that_it_leaves_empty(read):
    """The fiction's city has fewer than five newcomers in December 2024."""
    html = read("overview", metric="new_contributors", period="month").html
    (note,) = (line for line in html.splitlines() if f"{WITHHELD}：" in line and "2024-12" in line)
    assert "2026-10" not in note
