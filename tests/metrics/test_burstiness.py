from math import sqrt

from pytest import approx


def test_steady_and_sudden_work(world, built):
    river = world.repository("github:zhu/river")
    world.commits(river, "ann", *(f"2026-02-{day:02}" for day in range(1, 29)))  # one a day
    world.commits(river, "ann", *["2026-03-09"] * 31)  # all on one day of 31

    index = built(world).values("burstiness", f"repository:{river}")

    assert index["2026-02"] == approx(-1)
    # mean 1, mean of squares 31 * 31 / 31, so the deviation is the root of 30
    assert index["2026-03"] == approx((sqrt(30) - 1) / (sqrt(30) + 1))
    assert index["2026-04"] is None
