def test_the_fewest_employers_with_half_of_the_identified_commits(employed, built):
    for number in range(3):
        employed.commit(
            "github:zhu/river", f"third{number}", "tom", "2026-01-09", author_domain="third.example"
        )

    result = built(employed)

    factor = result.values("elephant_factor", "repository:github:zhu/river")
    # zhu 2, other.example 1, third.example 3 of six commits: third.example alone has half
    assert factor["2026-01"] == 1
    assert factor["2026-02"] is None
    # in the year zhu has 3, third.example 3, other.example 2, of thirteen commits eight are known
    assert result.values("elephant_factor", "repository:github:zhu/river", "year") == {"2026": 2}
