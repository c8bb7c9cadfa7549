"""Issues and change requests that stand on two forges, joined and counted once; worked out by hand."""

PAIRS = "select repository_id, number, kept_repository_id, kept_number from intermediate.carried_threads"
OLD, NEW = "gitee:zhu/river", "gitcode:zhu/river"


def test_what_was_opened_in_the_same_second_of_one_repository_is_one(world, built):
    """Numbers differ, two share a second; what stands in another repository or kind is something else."""
    world.repository(NEW)
    world.repository(OLD, role="mirror", mirror_of=NEW)
    world.repository("github:zhu/river", role="fork", project_id=NEW)
    world.repository("gitee:zhu/tide", project_id=NEW)
    for repository_id, first, second in ((OLD, "9", "10"), (NEW, "104", "105")):
        world.issue(repository_id, first, None, "2025-09-01 00:00:07")
        world.issue(repository_id, second, None, "2025-09-01 00:00:07.900")
    for elsewhere in ("github:zhu/river", "gitee:zhu/tide"):
        world.issue(elsewhere, "1", None, "2025-09-01 00:00:07")
    world.change_request(OLD, "11", None, "2025-09-01 00:00:07")
    world.issue(OLD, "12", None, "2025-09-01 00:00:08")
    assert sorted(built(world).rows(PAIRS)) == [(OLD, "10", NEW, "105"), (OLD, "9", NEW, "104")]


def test_two_places_of_a_project_keep_the_thread_where_something_was_opened_last(world, built):
    for repository_id in (OLD, NEW):
        world.repository(repository_id, project_id="river")
        world.issue(repository_id, "1", None, "2025-09-01 00:00")
    world.issue(NEW, "2", None, "2025-09-20 00:00")
    assert built(world).rows(PAIRS) == [(OLD, "1", NEW, "1")]


def test_a_merge_counts_where_it_was_and_a_person_before_the_bot_that_carried_it(world, built):
    """An import may close what was merged, date the merge anew, or open everything in its own name."""
    world.repository(NEW)
    world.repository(OLD, role="mirror", mirror_of=NEW)
    world.account("gitcode:@importer", kind="bot")
    world.change_request(OLD, "1", None, "2025-09-01 00:00", merged="2025-09-02 00:00")
    world.change_request(NEW, "1", None, "2025-09-01 00:00", closed="2025-09-15 00:00")
    world.change_request(OLD, "2", None, "2025-09-01 01:00", merged="2025-09-02 00:00")
    world.change_request(NEW, "2", None, "2025-09-01 01:00", merged="2025-09-15 00:00")
    world.change_request(OLD, "3", "gitee:1", "2025-09-01 02:00")
    world.change_request(NEW, "3", "gitcode:@importer", "2025-09-01 02:00")
    world.change_request(OLD, "4", "gitee:1", "2025-09-01 03:00", closed="2025-09-02 00:00")
    world.change_request(NEW, "4", "gitcode:@ann", "2025-09-01 03:00", merged="2025-10-01 00:00")
    assert sorted(built(world).rows(PAIRS)) == [
        (NEW, "1", OLD, "1"),
        (NEW, "2", OLD, "2"),
        (NEW, "3", OLD, "3"),
        (OLD, "4", NEW, "4"),
    ]


def test_a_thread_of_three_places_counts_once_in_any_two_of_them(world, built):
    backup = "github:zhu/river"
    world.repository(NEW)
    for copy in (OLD, backup):
        world.repository(copy, role="mirror", mirror_of=NEW)
    for day, repository_id in enumerate((OLD, backup, NEW), start=2):
        world.issue(repository_id, "1", None, "2025-09-01 00:00")
        world.issue(repository_id, "2", None, f"2025-10-0{day} 00:00")
    assert sorted(built(world).rows(PAIRS)) == [
        (OLD, "1", NEW, "1"),
        (OLD, "1", backup, "1"),
        (backup, "1", NEW, "1"),
    ]
