"""Collecting from made-up sources that keep the collectors' contract, into real landing files."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.clock import SystemClock
from collectors.git.reach import Reach
from collectors.protocol import Batch, Failed, Gone, RateLimited, State, Target
from collectors.records import Record, Tag
from flows.collecting.collect import STOPPED, Collecting
from flows.collecting.progress import PlainLines
from flows.collecting.stop import Stop, StoppableClock
from flows.ledger import Ledger, LedgerEntry, Run
from warehouse import Landing, Stream

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def tags(count: int, start: int = 0) -> list[Record]:
    return [
        Tag(repository_id="r", name=str(n), target_sha=None, tagged_at=None, is_annotated=False)
        for n in range(start, start + count)
    ]


@dataclass
class Counting:
    """A source whose targets hold so many batches of two records each; its state counts them."""

    held: Mapping[str, int]
    source: str = "made_up"
    kind: str = "tags"
    before_batch: Callable[[str, int], None] = lambda _target_id, _number: None
    turns: list[str] = field(default_factory=list)

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        self.turns.append(target.target_id)
        for number in range((state or {"done": 0})["done"], self.held[target.target_id]):
            self.before_batch(target.target_id, number)
            yield Batch(records=tags(2, 2 * number), next_state={"done": number + 1}, request_count=3)


class Ground:
    """A landing folder and all that collecting needs."""

    def __init__(self, data: Path, *, workers: int = 2, turn_seconds: float = 100.0) -> None:
        self.stop = Stop()
        self.landing = Landing(data / "landing", "reality")
        clock = StoppableClock(self.stop)
        run = Run(
            run_id="2026-01-01T000000Z-000000",
            command="collect",
            scope="small",
            only=None,
            started_at=SystemClock().now(),
            ended_at=None,
            exit_code=None,
            suiyuan_version="0",
        )
        self.ledger = Ledger(self.landing, run, clock)
        self.said = (data / "said").open("w+")
        self.collecting = Collecting(
            self.landing,
            self.ledger,
            clock=clock,
            stop=self.stop,
            reach=Reach(1.0),
            progress=PlainLines(self.said),
            workers=workers,
            turn_seconds=turn_seconds,
        )

    def collect(self, collector: Counting) -> dict[str, LedgerEntry]:
        targets = [Target(target_id=name, url=f"pkg:{name}") for name in collector.held]
        return {entry.target_id: entry for entry in self.collecting.batch(collector, targets)}

    def state(self, target_id: str) -> State | None:
        return self.landing.state(Stream("made_up", target_id, "tags"))


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    made = Ground(tmp_path)
    yield made
    made.collecting.close()
    made.said.close()


def test_batches_land_and_are_summed_up(ground):
    found = ground.collect(Counting({"a": 3, "b": 0}))
    assert ground.state("a") == {"done": 3}
    assert ground.state("b") is None
    assert found["a"].outcome == "ok"
    assert (found["a"].row_count, found["a"].request_count, found["a"].is_complete) == (6, 9, True)
    assert (found["b"].outcome, found["b"].row_count, found["b"].is_complete) == ("not_modified", 0, True)
    assert set(ground.ledger.entries) == set(found.values())


def test_window_totals_and_quota_are_those_of_all_batches(ground):
    class Windowed(Counting):
        def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
            yield Batch(records=tags(1), next_state={}, window_from=FROM, window_until=FROM, forge_total=9)
            yield Batch(
                records=[],
                next_state={},
                window_until=UNTIL,
                quota_remaining=41,
                deletions={"tags": [{"repository_id": "r", "name": "x"}]},
                drift={"issue.flavour": 2},
            )

    entry = ground.collect(Windowed({"a": 0}))["a"]
    assert (entry.window_from, entry.window_until) == (FROM, UNTIL)
    assert (entry.forge_total, entry.quota_remaining) == (9, 41)
    assert entry.row_count == 2  # a tag and a deletion
    assert entry.detail == "unexpected fields: issue.flavour (2)"
    assert entry.outcome == "ok"


def test_what_a_collector_notices_of_its_own_is_told_once_whether_or_not_anything_landed(ground):
    class Noticing(Counting):
        def drift(self) -> Mapping[str, int]:
            told, self.untold = self.untold, {}
            return told

    collector = Noticing({"a": 0, "b": 0})
    collector.untold = {"issue.flavour": 1}
    entries = ground.collect(collector)
    assert sorted(entry.detail or "" for entry in entries.values()) == [
        "",
        "unexpected fields: issue.flavour (1)",
    ]


@pytest.mark.parametrize("error", [Gone("a: deleted"), RateLimited("a: wait"), Failed("a: odd")])
def test_a_failing_stream_keeps_what_landed_and_the_others_go_on(ground, error):
    def fail(target_id: str, number: int) -> None:
        if (target_id, number) == ("a", 2):
            raise error

    found = ground.collect(Counting({"a": 5, "b": 5}, before_batch=fail))
    assert (found["a"].outcome, found["a"].detail) == (error.outcome, str(error))
    assert (found["a"].row_count, found["a"].is_complete) == (4, False)
    assert ground.state("a") == {"done": 2}
    assert (found["b"].outcome, ground.state("b")) == ("ok", {"done": 5})
    again = ground.collect(Counting({"a": 5}))
    assert (again["a"].row_count, ground.state("a")) == (6, {"done": 5})


def test_a_bug_in_one_stream_is_logged_with_its_traceback_and_the_others_go_on(ground, caplog):
    def stumble(target_id: str, number: int) -> None:
        if target_id == "a":
            raise ZeroDivisionError("a person's name")

    with caplog.at_level(logging.ERROR):
        found = ground.collect(Counting({"a": 1, "b": 1}, before_batch=stumble))
    assert found["a"].outcome == "failed"
    assert found["a"].detail == "a bug: ZeroDivisionError; the run's log has the traceback"
    assert found["b"].outcome == "ok"
    (record,) = caplog.records
    assert record.exc_info and record.exc_info[0] is ZeroDivisionError


def test_trouble_of_this_machine_ends_the_run(ground):
    def no_room(_target_id: str, _number: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        ground.collect(Counting({"a": 1, "b": 1}, before_batch=no_room))
    assert ground.stop.is_requested()


def test_a_large_stream_gives_way_while_others_wait(tmp_path):
    """One thread, turns of no length: each batch of the large stream ends its turn while others wait."""
    ground = Ground(tmp_path, workers=1, turn_seconds=0.0)
    collector = Counting({"large": 4, "small": 1, "tiny": 1})
    found = ground.collect(collector)
    ground.collecting.close()
    ground.said.close()
    assert collector.turns[:3] == ["large", "small", "tiny"]
    assert {name: entry.outcome for name, entry in found.items()} == dict.fromkeys(found, "ok")
    assert (found["large"].row_count, found["large"].is_complete) == (8, True)
    assert ground.state("large") == {"done": 4}


def test_streams_of_one_host_are_read_side_by_side(ground):
    """Each of the two waits for the other: one after the other they would wait for ever."""
    meeting = threading.Barrier(2, timeout=10)
    found = ground.collect(Counting({"a": 1, "b": 1}, before_batch=lambda *_: meeting.wait()))
    assert [entry.outcome for entry in found.values()] == ["ok", "ok"]


def test_a_stream_that_says_there_is_more_is_asked_again(ground):
    class Sliced(Counting):
        """Gives one batch a turn and says whether that was all."""

        def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
            self.turns.append(target.target_id)
            done = (state or {"done": 0})["done"]
            if done < self.held[target.target_id]:
                is_complete = done + 1 == self.held[target.target_id]
                yield Batch(records=tags(1, done), next_state={"done": done + 1}, is_complete=is_complete)

    collector = Sliced({"a": 3})
    entry = ground.collect(collector)["a"]
    assert collector.turns == ["a", "a", "a"]
    assert (entry.outcome, entry.row_count, entry.is_complete) == ("ok", 3, True)


def test_a_stopped_run_keeps_what_landed_and_starts_nothing_new(tmp_path):
    ground = Ground(tmp_path, workers=1)

    def stop(target_id: str, number: int) -> None:
        if number == 1:
            ground.stop.request()

    found = ground.collect(Counting({"a": 5, "b": 5}, before_batch=stop))
    ground.collecting.close()
    ground.said.close()
    assert {entry.outcome for entry in found.values()} == {"skipped"}
    assert {entry.detail for entry in found.values()} == {STOPPED}
    assert ground.state("a") == {"done": 2}  # the batch in flight landed
    assert ground.state("b") is None


def test_once_a_run_is_stopped_every_time_budget_is_used_up_and_no_wait_lasts():
    stop = Stop()
    clock = StoppableClock(stop)
    before = clock.elapsed()
    stop.request()
    assert clock.elapsed() - before > 10_000
    started = time.monotonic()
    clock.sleep(60)
    assert time.monotonic() - started < 1


def test_a_planner_looks_at_all_targets_first(ground):
    class Planning(Counting):
        def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
            self.turns.append(f"{[target.target_id for target in targets]} {dict(states)}")

    ground.collect(Counting({"a": 2}))
    collector = Planning({"a": 2, "b": 1})
    ground.collect(collector)
    assert collector.turns[0] == "['a', 'b'] {'a': {'done': 2}, 'b': None}"
    assert sorted(collector.turns[1:]) == ["a", "b"]


def test_where_a_planner_finds_the_source_shut_no_target_is_asked(ground):
    class Shut(Counting):
        def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
            raise RateLimited("made_up: the quota is used up")

    collector = Shut({"a": 1, "b": 1})
    found = ground.collect(collector)
    assert {entry.outcome for entry in found.values()} == {"rate_limited"}
    assert collector.turns == []


def test_a_stream_that_somebody_else_collects_meanwhile_is_left_to_them(ground, tmp_path):
    elsewhere = Landing(tmp_path / "landing", "reality")

    def cut_in(_target_id: str, number: int) -> None:
        if number == 0:
            stream = Stream("made_up", "a", "tags")
            elsewhere.append(stream, tags(1), {"done": 1}, observed_at=FROM, run_id="theirs")

    entry = ground.collect(Counting({"a": 2}, before_batch=cut_in))["a"]
    assert entry.outcome == "failed"
    assert "another collector has landed file 1" in (entry.detail or "")
    assert ground.state("a") == {"done": 1}
