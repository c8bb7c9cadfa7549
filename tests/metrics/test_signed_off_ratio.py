from collectors.records import CommitTrailer


def trailer(sha, kind, position=0):
    return CommitTrailer(
        sha=sha, position=position, kind=kind, key_id="k", person_key="ann", person_domain="zhu.example"
    )


def test_the_share_of_commits_that_somebody_signed_off(world, built):
    river = world.repository("github:zhu/river")
    for sha in ("signed", "twice", "reviewed", "plain"):
        world.commit(river, sha, "ann", "2026-01-05")
    world.commit(river, "merge", "ann", "2026-01-06", parent_shas=("signed", "plain"))
    world.add(
        trailer("signed", "signed-off-by"),
        trailer("twice", "signed-off-by"),
        trailer("twice", "signed-off-by", position=1),
        trailer("reviewed", "reviewed-by"),
        trailer("merge", "signed-off-by"),
    )

    result = built(world)

    months = result.values("signed_off_ratio", f"repository:{river}")
    assert (months["2026-01"], months["2026-02"]) == (0.5, None)
    assert result.samples("signed_off_ratio", f"repository:{river}", "year") == {"2026": 4}
