def test_a_mirror_and_its_original_are_one(estuary, built):
    estuary.repository("github:zhu/quiet", "zhu", "guangzhou")
    estuary.commits("github:zhu/quiet", "ann", "2025-12-05")

    result = built(estuary)

    def active(subject, period_kind="month"):
        return result.values("active_repositories", subject, period_kind)

    months = active("organization:zhu")
    assert [months[m] for m in ("2025-12", "2026-01", "2026-02", "2026-03", "2026-04")] == [1, 2, 1, 1, 0]
    assert active("organization:zhu", "quarter")["2026Q1"] == 2
    assert active("district:tianhe", "year") == active("scope:guangzhou", "year") == {"2025": 1, "2026": 2}
    assert active("repository:gitee:zhu/river", "year") == {"2026": 1}


def test_a_mirror_stands_for_an_original_that_was_not_collected(world, built):
    world.organization("zhu")
    world.repository("gitcode:zhu/river", "zhu")
    mirror = world.repository("github:zhu/river", "zhu", role="mirror", mirror_of="gitcode:zhu/river")
    world.commits(mirror, "ann", "2026-01-10")

    assert built(world).values("active_repositories", "organization:zhu", "year") == {"2026": 1}


def test_an_original_and_its_mirror_are_one_of_an_organisations_repositories(built_estuary):
    """River, which the mirror repeats, and Tide; the fork is no work of its own."""
    subjects = "select repository_count from marts.subjects where subject_id = 'zhu'"
    assert built_estuary.rows(subjects) == [(2,)]
    organizations = "select repository_count, high_confidence_repository_count from marts.organizations"
    assert built_estuary.rows(organizations) == [(2, 2)]
    mirror = "select repository_count from marts.subjects where subject_id = 'gitee:zhu/river'"
    assert built_estuary.rows(mirror) == [(1,)]
