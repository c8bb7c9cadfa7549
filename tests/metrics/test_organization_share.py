def test_the_share_of_the_organisation_with_the_most(employed, built):
    result = built(employed)

    months = result.values("organization_share", "repository:github:zhu/river")
    assert months["2026-01"] == 2 / 3  # zhu by two of its domains, and other.example
    assert months["2026-02"] == 1
    assert months["2026-03"] == 1  # other.example alone is known
    assert months["2026-04"] is None
    # zhu 3, other.example 2
    assert result.values("organization_share", "repository:github:zhu/river", "year") == {"2026": 3 / 5}
    assert result.samples("organization_share", "repository:github:zhu/river", "year") == {"2026": 5}
