def test_the_share_of_repositories_with_a_licence(world, built):
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu")
    tide = world.repository("github:zhu/tide", "zhu")
    empty = world.repository("github:zhu/empty", "zhu")
    mirror = world.repository("gitee:zhu/river", "zhu", role="mirror", mirror_of=river)
    world.commits(river, "ann", "2026-01-05")
    world.add(
        world.head(river, has_license=True),
        world.head(tide, has_license=False),
        world.head(empty, is_empty=True),
        world.head(mirror, has_license=True),
    )

    result = built(world, later=[world.head(tide, has_license=True)])

    # before the day of collection nobody knows; a month's value is that of its last day so far
    assert result.values("license_coverage", "organization:zhu") == {"2026-11": 1}
    assert result.samples("license_coverage", "organization:zhu", "year") == {"2026": 2}
    assert result.values("license_coverage", f"repository:{tide}", "quarter") == {"2026Q4": 1}


def test_what_was_not_there_yet_is_missing(world, built):
    world.organization("zhu")
    for name, has_license in {"river": True, "tide": False, "brook": False}.items():
        world.add(world.head(world.repository(f"github:zhu/{name}", "zhu"), has_license=has_license))

    assert built(world).values("license_coverage", "organization:zhu") == {"2026-11": 1 / 3}
