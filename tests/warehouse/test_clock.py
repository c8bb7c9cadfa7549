"""Clocks that were ahead, are behind, or step: what builds see, and that rebuilding agrees."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest

import warehouse
from warehouse import Landing, Stream
from warehouse.clock import Settling, believed

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
YEAR, DAY, HOUR = timedelta(days=365), timedelta(days=1), timedelta(hours=1)
A, B = Stream("git", "a", "history"), Stream("git", "b", "history")
LATEST = """-- grain: one row per name
select name, state from raw.doors cross join build.parameters where observed_at <= as_of
qualify row_number() over (partition by name order by observed_at desc, stream desc, sequence desc) = 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    table: ClassVar[str] = "doors"
    key: ClassVar[tuple[str, ...]] = ("name",)
    version: ClassVar[int] = 1

    name: str
    state: str


class House:
    """A data folder that collects, loads and looks."""

    def __init__(self, data: Path, landing: Landing, models: Path) -> None:
        self.data, self.models, self.landing = data, models, landing

    def land(self, stream: Stream, at: datetime, **states: str) -> None:
        doors = [Door(name=name, state=state) for name, state in states.items()]
        self.landing.append(stream, doors, {"at": str(at)}, observed_at=at, run_id=f"{at}")

    def load(self, now: datetime) -> tuple[str, ...]:
        with warehouse.open_working(self.data) as db:
            settling = Settling(now, now - HOUR / 60, "loading")
            return warehouse.load(db, self.landing, [Door], settling=settling).late

    def seen(self, now: datetime, as_of: datetime | None = None) -> dict[str, str]:
        with warehouse.open_working(self.data) as db:
            warehouse.build(db, models=self.models, now=now, as_of=as_of)
            return dict(db.execute("from staging.doors").fetchall())

    def raw(self) -> list[tuple]:
        with duckdb.connect(self.data / "warehouse.duckdb", read_only=True) as db:
            return db.execute("select * from raw.doors order by all").fetchall()

    def rebuilt(self) -> list[tuple]:
        warehouse.rebuild(self.data, self.landing, [Door])
        return self.raw()


@pytest.fixture
def house(data: Path, landing: Landing, write_models) -> House:
    return House(data, landing, write_models({"staging/doors": LATEST}))


@pytest.mark.parametrize(
    ("headers", "times"),
    [
        ("abc", "abc"),
        ("aabb", "aabb"),
        ("azb", "abb"),  # z by a clock ahead: it counts from what followed
        ("amxyzn", "amnnnn"),  # several of them
        ("dez", "dez"),  # z is the last word so far
        ("mnoap", "mnoop"),  # a by a clock behind: the clock came back, and nothing else moves
        ("mnoa", "aaaa"),  # while it is behind it is the only clock there is
        ("azbcz", "abbcz"),  # the year has passed: the honest ones stay what they were
        ("zb", "bb"),
    ],
)
def test_which_times_are_believed(headers: str, times: str):
    assert "".join(believed([*headers])) == times


def test_what_is_collected_after_a_clock_was_ahead_is_seen(house: House):
    house.land(A, NOW - 2 * DAY, front="open")
    house.land(A, NOW + YEAR, front="shut")
    house.load(NOW + YEAR)
    assert house.seen(NOW + YEAR) == {"front": "shut"}
    house.land(A, NOW, front="ajar")
    house.load(NOW)
    assert house.seen(NOW) == {"front": "ajar"}
    assert house.raw() == house.rebuilt()
    house.land(A, NOW + DAY, front="open")
    house.load(NOW + DAY)
    assert house.seen(NOW + DAY) == {"front": "open"}
    assert house.seen(NOW + DAY, as_of=NOW) == {"front": "ajar"}
    assert house.seen(NOW + DAY, as_of=NOW - DAY) == {"front": "open"}
    assert house.raw() == house.rebuilt()


def test_a_quiet_stream_that_a_clock_ahead_left_is_seen_at_the_next_load(house: House):
    house.land(A, NOW + YEAR, front="open", back="shut")
    house.load(NOW + YEAR)
    assert house.load(NOW) == ("git/a/history",)
    assert house.seen(NOW) == {"front": "open", "back": "shut"}
    assert house.load(NOW) == ()
    assert house.landing.state(A) == {"at": str(NOW + YEAR)}
    assert house.raw() == house.rebuilt()


def test_when_the_year_has_passed_the_wrong_row_does_not_win(house: House):
    """The same door told by another stream, honestly, a day later."""
    house.land(A, NOW + YEAR, front="wrong")
    house.load(NOW + YEAR)
    house.load(NOW)
    house.land(B, NOW + DAY, front="right")
    house.load(NOW + DAY)
    for later in (NOW + DAY, NOW + 2 * YEAR):
        assert house.seen(later) == {"front": "right"}
    house.land(A, NOW + 2 * YEAR, back="shut")
    house.load(NOW + 2 * YEAR)
    assert house.seen(NOW + 2 * YEAR) == {"front": "right", "back": "shut"}
    assert house.raw() == house.rebuilt()


def test_an_unchanged_row_is_compared_with_what_is_really_the_latest(house: House):
    """open (honest), shut (ahead), open (honest): the last one must be a row, or the door stays shut."""
    house.land(A, NOW - DAY, front="open")
    house.load(NOW - DAY)
    house.land(B, NOW + YEAR, front="shut")
    house.load(NOW + YEAR)
    house.land(A, NOW + DAY, front="open")
    house.load(NOW + DAY)
    assert house.seen(NOW + DAY) == {"front": "open"}
    assert house.raw() == house.rebuilt()


def test_a_clock_set_back_by_a_year_hides_nothing_and_the_times_come_back(house: House):
    for number in range(3):
        house.land(A, NOW + number * DAY, front=f"state {number}")
        house.load(NOW + number * DAY)
    honest = house.raw()
    behind = NOW - YEAR
    house.land(A, behind, front="behind")
    house.load(behind)
    assert house.seen(behind) == {"front": "behind"}
    house.land(A, NOW + 3 * DAY, front="back")
    house.load(NOW + 3 * DAY)
    assert house.seen(NOW + 3 * DAY) == {"front": "back"}
    assert [row for row in house.raw() if row[-1] <= 3] == honest
    assert house.seen(NOW + 3 * DAY, as_of=NOW + DAY) == {"front": "state 1"}
    assert house.raw() == house.rebuilt()


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(minutes=59), 3 * HOUR, 23 * HOUR])
def test_a_step_back_keeps_the_order_and_hides_nothing(house: House, step: timedelta):
    house.land(A, NOW, front="first")
    house.load(NOW)
    house.land(A, NOW - step, front="second")
    house.load(NOW - step)
    assert house.seen(NOW - step) == {"front": "second"}
    assert house.raw() == house.rebuilt()


def test_a_long_run_does_not_settle_what_others_land_meanwhile(house: House):
    """It began five hours ago; what landed an hour ago is no clock's fault."""
    house.land(A, NOW - HOUR, front="open")
    with warehouse.open_working(house.data) as db:
        settling = Settling(NOW, NOW - 5 * HOUR, "long")
        assert warehouse.load(db, house.landing, [Door], settling=settling).late == ()


def test_a_warehouse_of_before_batches_had_two_times_is_loaded_again(house: House):
    house.land(A, NOW, front="open")
    house.load(NOW)
    before = house.raw()
    with warehouse.open_working(house.data) as db:
        db.execute("alter table landing.files drop column header_at")
        db.execute("alter table landing.files drop column observed_at")
    house.load(NOW)
    assert house.raw() == before
    assert house.seen(NOW) == {"front": "open"}
