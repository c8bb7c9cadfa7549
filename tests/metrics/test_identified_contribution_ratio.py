def test_the_share_of_commits_whose_domain_names_an_employer(employed, built):
    result = built(employed)

    months = result.values("identified_contribution_ratio", "repository:github:zhu/river")
    assert months["2026-01"] == 3 / 4
    assert months["2026-02"] == 1 / 3
    assert months["2026-03"] == 1 / 2
    assert months["2026-04"] is None
    assert result.samples("identified_contribution_ratio", "repository:github:zhu/river", "year") == {
        "2026": 9
    }
