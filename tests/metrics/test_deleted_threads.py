"""What hangs on a deleted issue or change request is gone with it."""

from datetime import UTC, datetime

from collectors import records


def test_comments_and_reviews_without_their_parent_do_not_count(world, built):
    river = world.repository("github:zhu/river")
    world.add(
        records.Comment(
            repository_id=river,
            comment_id="1",
            parent_kind="issue",
            parent_number="7",  # no issue 7 is held
            author_account_id="github:1",
            commented_at=datetime(2026, 1, 5, tzinfo=UTC),
        ),
        records.Review(
            repository_id=river,
            review_id="1",
            change_request_number="8",  # nor a change request 8
            reviewer_account_id="github:1",
            state="approved",
            submitted_at=datetime(2026, 1, 5, tzinfo=UTC),
            comment_count=0,
        ),
    )

    result = built(world)

    assert result.rows("select count(*) from raw.comments") == [(1,)]
    assert result.rows("select count(*) from staging.comments") == [(0,)]
    assert result.rows("select count(*) from staging.reviews") == [(0,)]
