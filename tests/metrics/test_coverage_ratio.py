"""How complete a snapshot says it is: a source without a token is apart, one that failed is missing."""

from datetime import UTC, datetime

import pytest

from flows import ledger, registered

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(("outcome", "ratio"), [("no_token", 1.0), ("unreachable", 0.5)])
def test_streams_that_wait_for_a_token_are_left_out(world, built, outcome: str, ratio: float):
    world.stream_kinds = ("history",)
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", "2026-01-05")
    streams = (("git", "history"), ("github", "issues"))
    world.add(*(registered.PlannedStream(source=s, target_id=river, kind=k) for s, k in streams))
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
