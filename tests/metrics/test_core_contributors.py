import pytest


@pytest.fixture
def tiers(world):
    """One repository with 20 commits in January and 20 of Ann's in February, another with 10 of Zoe's."""
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    for author, count in {"ann": 10, "bob": 5, "eve": 3, "max": 1, "zoe": 1}.items():
        world.commits(river, author, *["2026-01-05"] * count)
    world.commits(river, "ann", *["2026-02-05"] * 20)
    world.commits(tide, "zoe", *["2026-01-06"] * 10)
    world.commit(river, "auto", "robot", "2026-01-07", bot_rule="forge-app")
    return world


def test_the_fewest_people_with_80_percent_of_the_commits(tiers, built):
    result = built(tiers)

    def core(subject, period_kind):
        return result.values("core_contributors", subject, period_kind)

    months = core("repository:github:zhu/river", "month")
    assert months["2026-01"] == 3  # of 20, ann and bob have 15, with eve 18
    assert months["2026-02"] == 1
    assert months["2026-03"] == 0
    # of 40, ann and bob have 35
    assert core("repository:github:zhu/river", "year") == {"2026": 2}
    # of 30 in January, zoe, ann and bob have 26; of 50 in the year, ann, zoe and bob 46, without bob 41
    assert core("organization:zhu", "month")["2026-01"] == 3
    assert core("organization:zhu", "quarter")["2026Q1"] == 2
    assert result.samples("core_contributors", "organization:zhu", "year") == {"2026": 5}


def test_the_three_tiers_make_up_all_contributors(tiers, built):
    result = built(tiers)

    for subject in ("repository:github:zhu/river", "organization:zhu"):
        for period_kind in ("month", "quarter", "year"):
            parts = [
                result.values(f"{tier}_contributors", subject, period_kind)
                for tier in ("core", "regular", "occasional")
            ]
            everybody = result.values("contributors", subject, period_kind)
            assert {start: sum(part[start] for part in parts) for start in everybody} == everybody
