def test_the_share_of_repositories_with_a_policy(world, built):
    world.organization("zhu")
    for name, has_security_policy in {"river": True, "tide": False, "brook": False, "pond": True}.items():
        repository = world.repository(f"github:zhu/{name}", "zhu")
        world.add(world.head(repository, has_security_policy=has_security_policy))

    result = built(world)

    assert result.values("security_policy_coverage", "organization:zhu") == {"2026-11": 0.5}
    assert result.samples("security_policy_coverage", "organization:zhu") == {"2026-11": 4}
