def test_versions_in_a_month_of_the_period(estuary, built):
    river, mirror, tide = "github:zhu/river", "gitee:zhu/river", "github:zhu/tide"
    for repository in (river, mirror):
        estuary.tag(repository, "v1.0.0", "2026-01-11", "a1")
    estuary.tag(river, "river-core@1.0", "2026-01-12", "a1")  # the same commit: one release
    estuary.tag(river, "v1.1.0", "2026-02-11", "b1")
    estuary.tag(tide, "1.0-rc.1", "2026-02-28 16:00", "e1")  # March in Shanghai
    estuary.tag(tide, "weekly_1.0", "2026-02-20", "a2")
    estuary.tag(tide, "nothing-like-a-version", "2026-02-20", "a2")
    estuary.tag("github:zhu/borrowed", "v9.9", "2026-02-20", "foreign")

    result = built(estuary)

    def frequency(subject, period_kind="month"):
        return result.values("release_frequency", subject, period_kind)

    months = frequency("organization:zhu")
    assert [months[f"2026-{month:02}"] for month in range(1, 5)] == [1, 1, 1, 0]
    assert frequency("organization:zhu", "quarter") == {"2026Q1": 1, "2026Q2": 0, "2026Q3": 0, "2026Q4": 0}
    assert frequency("organization:zhu", "year") == {"2026": 3 / 11}  # eleven months have begun
    assert result.samples("release_frequency", "organization:zhu", "year") == {"2026": 3}
    assert frequency("repository:gitee:zhu/river", "year") == {"2026": 1 / 11}
