from datetime import UTC, datetime

QUIET = {f"2026-{month:02}": 0 for month in range(4, 12)}


def test_a_person_counts_once_in_every_period_and_subject(built_estuary):
    def people(subject, period_kind="month"):
        return built_estuary.values("contributors", subject, period_kind)

    assert people("organization:zhu") == {"2026-01": 1, "2026-02": 2, "2026-03": 1} | QUIET
    assert people("organization:zhu", "quarter") == {"2026Q1": 3, "2026Q2": 0, "2026Q3": 0, "2026Q4": 0}
    assert people("organization:zhu", "year") == people("scope:guangzhou", "year") == {"2026": 3}
    assert people("repository:github:zhu/tide", "year") == {"2026": 2}
    assert people("repository:gitee:zhu/river", "year") == {"2026": 2}
    assert built_estuary.samples("contributors", "organization:zhu", "year") == {"2026": 5}


def test_a_mailmap_joins_two_mailboxes_of_one_person(world, built):
    river = world.repository("github:zhu/river")
    world.commit(river, "1", "ann", "2026-01-10")
    world.commit(river, "2", "ann-at-home", "2026-01-11", author_mapped_key="ann")

    assert built(world).values("contributors", f"repository:{river}", "year") == {"2026": 1}


def test_no_value_without_collection(estuary, built):
    estuary.collected_until["github:zhu/tide"] = datetime(2026, 2, 25, tzinfo=UTC)

    result = built(estuary)

    assert max(result.values("contributors", "repository:github:zhu/tide")) == "2026-02"
    assert max(result.values("contributors", "repository:github:zhu/river")) == "2026-11"
