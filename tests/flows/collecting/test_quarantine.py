"""What suddenly halves is held back until somebody decides; landing files and the command are real."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from collectors.clock import SystemClock
from collectors.git.reach import Reach
from collectors.protocol import Batch, State, Target
from collectors.records import Tag
from flows.collecting.collect import Collecting
from flows.collecting.progress import PlainLines
from flows.collecting.quarantine import STREAM, Quarantine, Quarantined
from flows.collecting.stop import Stop
from flows.errors import QuarantineError
from flows.ledger import Ledger, LedgerEntry, Run
from warehouse import Landing, Stream

SUIYUAN = Path(sys.executable).with_name("suiyuan")
ISSUES = Stream("github", "github:a/b", "issues")
NAME = "github/github:a/b/issues"


@pytest.fixture
def quarantine(tmp_path) -> Quarantine:
    return opened(tmp_path)


def opened(data: Path) -> Quarantine:
    return Quarantine(Landing(data / "landing", "reality"), SystemClock(), "run")


@pytest.mark.parametrize(("before", "now"), [(20, 9), (20, 0), (1_000, 499)])
def test_less_than_half_is_held_back(quarantine, before, now):
    quarantine.check(ISSUES, before)
    with pytest.raises(Quarantined, match=f"tells {now:,} in all and told {before:,} before"):
        quarantine.check(ISSUES, now)
    (held,) = quarantine.held
    assert (held.stream, held.base, held.told) == (NAME, before, now)


@pytest.mark.parametrize(("before", "now"), [(20, 10), (19, 0), (0, 5), (1_000, 500), (30, None)])
def test_half_or_a_small_base_passes(quarantine, before, now):
    quarantine.check(ISSUES, before)
    quarantine.check(ISSUES, now)
    assert quarantine.held == ()


def test_an_unknown_total_leaves_the_base_as_it_was(quarantine):
    quarantine.check(ISSUES, 100)
    quarantine.check(ISSUES, None)
    with pytest.raises(Quarantined):
        quarantine.check(ISSUES, 10)


def test_the_base_stays_while_it_is_held_back_and_recovery_ends_it(quarantine):
    quarantine.check(ISSUES, 100)
    for told in (10, 30):
        with pytest.raises(Quarantined):
            quarantine.check(ISSUES, told)
    quarantine.check(ISSUES, 90)
    assert quarantine.held == ()


def test_it_stands_in_landing_and_is_written_only_where_it_changed(tmp_path, quarantine):
    quarantine.check(ISSUES, 100)
    quarantine.save()
    quarantine.save()
    again = opened(tmp_path)
    with pytest.raises(Quarantined):
        again.check(ISSUES, 3)
    again.save()
    assert [each.stream for each in opened(tmp_path).held] == [NAME]
    folder = tmp_path / "landing" / STREAM.source
    assert len(list(folder.rglob("*.jsonl.gz"))) == 2


def test_what_was_accepted_passes_and_is_compared_with_from_then_on(quarantine):
    quarantine.check(ISSUES, 100)
    with pytest.raises(Quarantined):
        quarantine.check(ISSUES, 40)
    quarantine.accept(NAME)
    quarantine.check(ISSUES, 40)
    with pytest.raises(Quarantined, match="told 40 before"):
        quarantine.check(ISSUES, 19)


def test_what_was_rejected_stays_held_back_and_is_known_to_be(tmp_path, quarantine):
    quarantine.check(ISSUES, 100)
    with pytest.raises(Quarantined):
        quarantine.check(ISSUES, 40)
    assert not quarantine.is_rejected(ISSUES)
    quarantine.reject(NAME)
    with pytest.raises(Quarantined):
        quarantine.check(ISSUES, 40)
    quarantine.save()
    assert opened(tmp_path).is_rejected(ISSUES)


def test_a_stream_that_is_not_held_back_is_refused_by_name(quarantine):
    with pytest.raises(QuarantineError, match='no stream "x" in quarantine; it holds nothing'):
        quarantine.accept("x")


@dataclass
class Telling:
    """A source that says how many tags there are in all, and gives that many, in place of all others."""

    total: int
    source: str = "made_up"
    kind: str = "tags"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        tags = [
            Tag(repository_id="r", name=str(n), target_sha=None, tagged_at=None, is_annotated=False)
            for n in range(self.total)
        ]
        yield Batch(records=tags, next_state={"total": self.total}, forge_total=self.total)


def collected(data: Path, total: int) -> LedgerEntry:
    clock, landing = SystemClock(), Landing(data / "landing", "reality")
    now = clock.now()
    run = Run(
        run_id=f"run-{total}",
        command="collect",
        scope="s",
        only=None,
        started_at=now,
        ended_at=None,
        exit_code=None,
        suiyuan_version="0",
    )
    with (data / "said").open("w") as said:
        collecting = Collecting(
            landing,
            Ledger(landing, run, clock),
            clock=clock,
            stop=Stop(),
            reach=Reach(1.0),
            progress=PlainLines(said),
            workers=1,
        )
        (entry,) = collecting.batch(Telling(total), [Target(target_id="a", url="pkg:a")])
        collecting.close()
    return entry


def suiyuan(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SUIYUAN, "quarantine", *words, "--data", data], capture_output=True, text=True, timeout=120
    )


def test_a_run_keeps_the_last_good_and_the_operator_decides(tmp_path):
    stream = Stream("made_up", "a", "tags")
    assert collected(tmp_path, 50).outcome == "ok"
    entry = collected(tmp_path, 2)
    assert (entry.outcome, entry.is_good, entry.row_count) == ("quarantined", False, 0)
    assert Landing(tmp_path / "landing", "reality").state(stream) == {"total": 50}
    assert "2 (was 50)  made_up/a/tags" in suiyuan(tmp_path, "list").stdout
    refused = suiyuan(tmp_path, "accept", "made_up/b/tags")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert suiyuan(tmp_path, "accept", "made_up/a/tags").returncode == 0
    assert "nothing is held back" in suiyuan(tmp_path, "list").stdout
    assert collected(tmp_path, 2).outcome == "ok"
