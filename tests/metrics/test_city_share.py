def test_the_share_of_guangzhou_in_what_is_identified(employed, built):
    employed.organization("far", relation="reference")
    employed.claim("other.example", "far", subject_kind="mail_domain")
    employed.claim("third.example", "zhu", subject_kind="mail_domain", account_confidence="low")
    employed.claim("github:zhu/river", "zhu")
    for number in range(2):
        employed.commit(
            "github:zhu/river", f"third{number}", "tom", "2026-03-09", author_domain="third.example"
        )

    result = built(employed)

    months = result.values("city_share", "repository:github:zhu/river")
    assert months["2026-01"] == 2 / 3  # zhu by two of its domains, and far
    assert months["2026-02"] == 1  # of three commits the one that is known
    assert months["2026-03"] == 2 / 3  # far 1, third.example 2
    assert months["2026-04"] is None
    assert result.samples("city_share", "repository:github:zhu/river")["2026-02"] == 1
    assert result.values("city_share", "repository:github:zhu/river", "year") == {"2026": 5 / 7}
    # where the claim of third.example is not sure enough, its commits are not known
    assert result.values("city_share", "organization:zhu")["2026-03"] == 0
    assert result.values("city_share", "organization:zhu", "year") == {"2026": 3 / 5}
    assert result.values("city_share", "organization:zhu@all", "year") == {"2026": 5 / 7}
