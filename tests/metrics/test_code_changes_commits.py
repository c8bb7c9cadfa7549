from datetime import UTC, datetime

QUIET = {f"2026-{month:02}": 0 for month in range(4, 12)}


def test_a_commit_counts_once_and_in_its_month_of_shanghai(built_estuary):
    def counts(subject, period_kind="month"):
        return built_estuary.values("code_changes_commits", subject, period_kind)

    assert counts("organization:zhu") == {"2026-01": 2, "2026-02": 2, "2026-03": 1} | QUIET
    assert counts("organization:zhu", "quarter") == {"2026Q1": 5, "2026Q2": 0, "2026Q3": 0, "2026Q4": 0}
    assert counts("organization:zhu", "year") == {"2026": 5}
    assert counts("scope:guangzhou", "year") == counts("sector:internet", "year") == {"2026": 5}


def test_a_repository_counts_what_it_holds(built_estuary):
    def of_the_year(subject):
        return built_estuary.values("code_changes_commits", subject, "year")["2026"]

    assert of_the_year("repository:github:zhu/river") == 3
    assert of_the_year("repository:github:zhu/tide") == 2
    assert of_the_year("repository:gitee:zhu/river") == 2
    assert of_the_year("project:github:zhu/river") == 3
    assert of_the_year("repository:github:zhu/borrowed") == 1


def test_a_suspect_author_date_gives_way_to_the_committers(world, built):
    river = world.repository("github:zhu/river")
    world.commit(river, "first", "ann", "2025-12-01")
    world.commit(river, "epoch", "ann", "1970-01-01", committed_at=datetime(2026, 1, 5, tzinfo=UTC))
    world.commit(river, "future", "ann", "2031-01-01", committed_at=datetime(2026, 2, 5, tzinfo=UTC))

    counts = built(world).values("code_changes_commits", f"repository:{river}")

    assert counts["2025-12"] == counts["2026-01"] == counts["2026-02"] == 1
    assert min(counts) == "2025-12"
    assert max(counts) == "2026-11"
