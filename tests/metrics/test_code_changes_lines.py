from dataclasses import replace

from collectors.records import Commit

QUIET = {f"2026-{month:02}": 0 for month in range(4, 12)}


def test_lines_of_each_commit_count_once(built_estuary):
    def lines(subject, period_kind="month"):
        return built_estuary.values("code_changes_lines", subject, period_kind)

    # a1 11 and a2 22; b1 33 and a3 44; e1 55, in March by Shanghai's clock
    assert lines("organization:zhu") == {"2026-01": 33, "2026-02": 77, "2026-03": 55} | QUIET
    assert lines("organization:zhu", "quarter") == {"2026Q1": 165, "2026Q2": 0, "2026Q3": 0, "2026Q4": 0}
    assert lines("repository:gitee:zhu/river", "year") == {"2026": 44}


def test_a_sum_with_an_unknown_part_is_undefined(estuary, built):
    tide = "github:zhu/tide"
    estuary.commit(tide, "blobless", "ann", "2026-02-03", lines_added=None, lines_deleted=None)

    result = built(estuary)

    assert result.values("code_changes_lines", "organization:zhu")["2026-02"] is None
    assert result.samples("code_changes_lines", "organization:zhu")["2026-02"] == 2  # of three commits
    assert result.values("code_changes_lines", "organization:zhu", "year") == {"2026": None}
    assert result.values("code_changes_lines", "repository:github:zhu/river", "year") == {"2026": 88}


def test_a_known_count_wins_over_a_later_unknown_one(estuary, built):
    (known,) = (fact for fact in estuary.facts if isinstance(fact, Commit) and fact.sha == "a1")

    result = built(estuary, later=[replace(known, lines_added=None, lines_deleted=None)])

    assert result.values("code_changes_lines", "organization:zhu")["2026-01"] == 33
