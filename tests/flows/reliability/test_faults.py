"""A fifth of all answers fail, in every way that answers fail: in the end nothing is missing or different."""

import pytest

from sandbox.http.faults import RANDOM_FAULTS

RATE = 0.2
STALL_SECONDS = 1.8  # longer than the run waits for an answer
FAULTS = (
    *RANDOM_FAULTS,
    {"fault": "primary_limit"},
    {"fault": "stall", "seconds": STALL_SECONDS},
)
"""5xx, pages in place of JSON, dropped, cut and truncated answers, both limits, overload, and silence."""
RUNS = 40


def troubled(ground, tmp_path, seed: int):
    """Collect under faults until nothing is amiss; give how many answers failed and how the runs ended."""
    ground.sandbox.faults.kinds = FAULTS
    ground.sandbox.faults.replan(rate=RATE, seed=seed)
    ground.sandbox.counters.reset()
    outcomes = ground.collect_until_settled(tmp_path, ground.clock(), RUNS)
    totals = dict(ground.sandbox.counters.totals)
    ground.sandbox.faults.replan()
    return totals, outcomes


def test_a_fifth_of_all_answers_fails_and_nothing_differs(ground, same, tmp_path):
    totals, outcomes = troubled(ground, tmp_path, seed=1)
    assert 0.15 < totals["faults"] / totals["requests"] < 0.25
    assert totals["faults"] > 50
    same(ground.warehouse(tmp_path))
    assert len(outcomes) > 1  # one run was not enough


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_other_series_of_faults_change_nothing_either(ground, same, tmp_path, seed):
    totals, _ = troubled(ground, tmp_path, seed)
    assert totals["faults"] > 50
    same(ground.warehouse(tmp_path))
