"""Increments add up to what a full collection gives, however they are cut."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collectors.records import Account

DAY = 86_400
PEOPLE = ("author_account_id", "merged_by_account_id", "reviewer_account_id", "owner_account_id")
KINDS = ("issues", "change_requests", "releases", "forks", "stars")


def forgetting_ghosts(rows, whole):
    """Blank the people whom the full collection does not know any more, and leave out their accounts.

    An account's deletion changes no thread that it took part in, so increments keep what was known of it.
    """

    def forget(row, other):
        gone = [name for name in PEOPLE if hasattr(row, name) and getattr(other, name, row) is None]
        return replace(row, **dict.fromkeys(gone))

    return {
        key: forget(row, whole.get(key))
        for key, row in rows.items()
        if not isinstance(row, Account) or key in whole
    }


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(1, 10_000),
    steps=st.lists(st.integers(1, 900), min_size=1, max_size=5),
    batch_items=st.integers(1, 60),
    round_items=st.integers(1, 200),
    first_size=st.integers(1, 50),
    cut_after=st.lists(st.sampled_from([None, None, 1, 2]), min_size=6, max_size=6),
)
def test_increments_equal_a_full_collection(
    serve, shelf, small_world, seed, steps, batch_items, round_items, first_size, cut_after
):
    world = small_world(1, seed)
    end = world.until
    with serve(world) as forge:
        sizes = {"batch_items": batch_items, "round_items": round_items, "first_size": first_size}
        stepwise, whole = shelf(), shelf()
        for days, cut in zip(sorted(steps, reverse=True), cut_after, strict=False):
            forge.move_to(end - days * DAY)
            if world.plans[0].exists_at(world.until):
                github = forge.open(**sizes)
                forge.collect(stepwise, [forge.target(0)], github=github, kinds=KINDS, batches_each=cut)
        forge.move_to(end)
        forge.collect(stepwise, [forge.target(0)], github=forge.open(**sizes), kinds=KINDS)
        forge.collect(whole, [forge.target(0)], kinds=KINDS)
        assert forge.errors == {}
        assert forgetting_ghosts(stepwise.threads(), whole.threads()) == whole.threads()
        assert whole.table("issues")
        assert whole.table("change_requests")
        assert not stepwise.drift
