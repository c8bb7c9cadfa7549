from collectors.records import Dependency


def dependency(repository_id, name, manifest="package.json", kind="runtime"):
    return Dependency(
        repository_id=repository_id,
        manifest=manifest,
        ecosystem="npm",
        name=name,
        kind=kind,
        requirement=None,
    )


def test_each_package_that_is_needed_at_run_time_counts_once(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    bare = world.repository("github:zhu/bare", "zhu")
    world.add(world.head(river), world.head(tide), world.head(bare))
    world.add(
        dependency(river, "left"),
        dependency(river, "left", manifest="packages/package.json"),
        dependency(river, "jest", kind="development"),
        dependency(tide, "left"),
        dependency(tide, "right"),
    )

    result = built(world)

    def dependencies(subject):
        return result.values("dependency_count", subject)

    assert dependencies("organization:zhu") == {"2026-11": 2}
    assert dependencies(f"repository:{river}") == {"2026-11": 1}
    assert dependencies(f"repository:{bare}") == {"2026-11": 0}
    assert result.samples("dependency_count", "organization:zhu") == {"2026-11": 3}
