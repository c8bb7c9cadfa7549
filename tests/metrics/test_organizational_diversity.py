def test_employers_are_told_by_their_own_domains(employed, built):
    result = built(employed)

    months = result.values("organizational_diversity", "repository:github:zhu/river")
    assert months["2026-01"] == 2  # zhu by two of its domains, and other.example
    assert months["2026-02"] is None  # one of three is known
    assert months["2026-03"] == 1  # one of two: just half
    assert months["2026-04"] is None
    assert result.samples("organizational_diversity", "repository:github:zhu/river")["2026-02"] == 1
