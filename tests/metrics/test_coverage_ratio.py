"""How complete a snapshot says it is: a source without a token is apart, one that failed is missing."""

from datetime import UTC, date, datetime

import pytest

from flows import ledger
from flows.registry import record_types

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "ratio"), [("no_token", 1.0), ("no_registry", 1.0), ("unreachable", 0.5)]
)
def test_streams_that_wait_for_a_token_are_left_out(world, built, outcome: str, ratio: float):
    world.stream_kinds = ("history",)
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2026-01-05")
    streams = (("git", "history"), ("github", "issues"))
    world.add(*(record_types.PlannedStream(source=s, target_id=river, kind=k) for s, k in streams))
    world.add(
        ledger.LedgerEntry(
            run_id="run",
            source="github",
            target_id=river,
            kind="issues",
            started_at=AT,
            ended_at=AT,
            outcome=outcome,
            detail=None,
            window_from=None,
            window_until=None,
            row_count=0,
            forge_total=None,
            request_count=0,
            quota_remaining=None,
            is_complete=False,
        )
    )

    result = built(world)

    assert result.rows("select coverage_ratio from marts.snapshot_info") == [(ratio,)]
    before = "where month_on < '2026-11-01'"
    states = f"select kind, any_value(state) from marts.coverage {before} group by kind order by kind"
    assert result.rows(states) == [("history", "complete"), ("issues", "not_collected")]


def test_a_place_that_was_left_is_missed_until_then_and_never_later(world, built):
    """Gitee's side of one repository was read, of the other it was not, for want of a token."""
    world.stream_kinds = ()
    world.organization("zhu")
    for name in ("read", "unread"):
        original = world.repository(f"gitcode:openharmony/{name}", "zhu", "guangzhou")
        place = f"gitee:openharmony/{name}"
        world.repository(place, "zhu", "guangzhou", role="mirror", mirror_of=original)
        world.issue(original, "1", None, "2025-08-05")
        for target_id, outcome in ((original, "ok"), (place, "ok" if name == "read" else "no_token")):
            source = target_id.partition(":")[0]
            world.add(record_types.PlannedStream(source=source, target_id=target_id, kind="issues"))
            world.asked(source, target_id, "issues", outcome)
    world.issue("gitee:openharmony/read", "I1", None, "2025-07-05")

    result = built(world)

    months = (
        "select min(month_on), max(month_on), state, reason from marts.coverage"
        " where target_id = ? group by all"
    )
    assert result.rows(months, "gitee:openharmony/read") == [
        (date(2025, 7, 1), date(2025, 9, 1), "complete", None)
    ]
    assert result.rows(months, "gitee:openharmony/unread") == [
        (date(2025, 7, 1), date(2025, 9, 1), "not_collected", "no_token")
    ]
    targets = dict(
        result.rows(
            "select period_start_on, (target_count, covered_target_count, is_complete)"
            " from intermediate.subject_periods where subject_kind = 'organization' and subject_id = 'zhu'"
            " and period_kind = 'month' and stream_kind = 'issues'"
        )
    )
    assert targets[date(2025, 7, 1)] == (2, 1, False)
    assert targets[date(2025, 9, 1)] == (4, 3, False)
    assert targets[date(2025, 10, 1)] == (2, 2, True)
