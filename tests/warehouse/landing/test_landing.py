"""Landing: immutable numbered files, of which the newest one says where its stream stands."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from warehouse import Landing, LandingError, Stream, StreamTaken

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STREAM = Stream("github", "github:owner/名 字", "issues")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    table: ClassVar[str] = "tickets"
    key: ClassVar[tuple[str, ...]] = ("number",)
    version: ClassVar[int] = 3

    number: str
    opened_at: datetime
    labels: tuple[str, ...] = ()
    closed_at: datetime | None = None
    weight: int | None = None


def lines_of(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def test_a_batch_is_one_file_with_a_header_and_a_line_per_record(landing: Landing):
    records = [
        Ticket(number="1", opened_at=NOON, labels=("甲",)),
        Ticket(number="2", opened_at=NOON, weight=0),
    ]
    gone = SimpleNamespace(table="tickets", where={"number": "9"})
    beijing = datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=8)))
    path = landing.append(
        STREAM,
        records,
        {"page": 2},
        observed_at=beijing,
        run_id="r1",
        key_id="k1",
        replaces=[gone],
        deletions={"tickets": [{"number": "8"}]},
    )
    assert path.relative_to(landing.folder).parts == (
        *("github", "github%3Aowner%2F%E5%90%8D%20%E5%AD%97", "issues"),
        "00000001.jsonl.gz",
    )
    header, *rest = lines_of(path)
    assert json.loads(header)["header"] == {
        "stream": "github/github:owner/名 字/issues",
        "source": "github",
        "target_id": "github:owner/名 字",
        "kind": "issues",
        "sequence": 1,
        "observed_at": "2026-03-01T12:00:00.000000Z",
        "world_id": "reality",
        "key_id": "k1",
        "run_id": "r1",
        "versions": {"tickets": 3},
        "counts": {"tickets": 2, "~tickets": 1},
        "replaces": [{"table": "tickets", "where": {"number": "9"}}],
        "next_state": {"page": 2},
    }
    assert rest == [
        '{"tickets":{"number":"1","opened_at":"2026-03-01T12:00:00Z","labels":["甲"]}}',
        '{"tickets":{"number":"2","opened_at":"2026-03-01T12:00:00Z","labels":[],"weight":0}}',
        '{"~tickets":{"number":"8"}}',
    ]


def test_the_newest_file_says_where_the_stream_stands(landing: Landing):
    assert landing.state(STREAM) is None
    landing.append(STREAM, [], {"page": 2}, observed_at=NOON, run_id="r1")
    landing.append(STREAM, [], {"page": 3}, observed_at=NOON, run_id="r1")
    elsewhere = Landing(landing.folder, "reality")
    assert elsewhere.state(STREAM) == {"page": 3}
    assert elsewhere.state(Stream("github", "github:owner/other", "issues")) is None


def test_a_second_collector_of_the_same_stream_is_refused_and_replaces_nothing(landing: Landing):
    other = Landing(landing.folder, "reality")
    assert landing.state(STREAM) is None and other.state(STREAM) is None
    path = landing.append(STREAM, [], {"by": "first"}, observed_at=NOON, run_id="r1")
    with pytest.raises(StreamTaken, match=r"github:owner/名 字.*another collector has landed file 1"):
        other.append(STREAM, [], {"by": "second"}, observed_at=NOON, run_id="r2")
    assert list(path.parent.iterdir()) == [path]
    assert other.state(STREAM) == {"by": "first"}
    assert (
        other.append(STREAM, [], {"by": "second"}, observed_at=NOON, run_id="r2").name == "00000002.jsonl.gz"
    )


def test_time_never_runs_back_within_a_stream(landing: Landing):
    landing.append(STREAM, [], {}, observed_at=NOON, run_id="r1")
    path = landing.append(STREAM, [], {}, observed_at=NOON - timedelta(hours=1), run_id="r1")
    assert json.loads(lines_of(path)[0])["header"]["observed_at"] == "2026-03-01T12:00:00.000000Z"


def test_an_instant_without_a_time_zone_is_refused(landing: Landing):
    with pytest.raises(ValueError, match="no time zone"):
        landing.append(STREAM, [], {}, observed_at=datetime(2026, 3, 1), run_id="r1")


@pytest.mark.parametrize("parts", [("a/b", "x", "y"), ("a", "x", "y z"), ("a", "..", "y"), ("a", "", "y")])
def test_a_stream_cannot_leave_its_folder(parts: tuple[str, str, str]):
    with pytest.raises(ValueError, match=r"plain words|target_id"):
        Stream(*parts)


def test_a_broken_newest_file_is_named(landing: Landing):
    path = landing.append(STREAM, [], {"page": 2}, observed_at=NOON, run_id="r1")
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(LandingError, match=r"00000001\.jsonl\.gz is no landing file.*backup"):
        Landing(landing.folder, "reality").state(STREAM)


@pytest.fixture
def three_days(landing: Landing) -> Callable[[], dict[int, list[str]]]:
    """Land one file on each of 1, 2 and 3 March, two on the first, and give a way to read all lines."""
    for number, day in enumerate((1, 1, 2, 3)):
        ticket = Ticket(number=str(number), opened_at=NOON)
        landing.append(STREAM, [ticket], {"n": number}, observed_at=NOON.replace(day=day), run_id="r1")
    return lambda: {file.sequence: [file.path.name] for file in landing.files()[STREAM]}


def test_loaded_files_of_a_day_become_one_parquet_file(landing: Landing, three_days):
    written = landing.compact({STREAM: 4}, before=date(2026, 3, 9))
    assert [path.name for path in written] == ["2026-03-01.parquet", "2026-03-02.parquet"]
    assert three_days() == {
        1: ["2026-03-01.parquet"],
        2: ["2026-03-01.parquet"],
        3: ["2026-03-02.parquet"],
        4: ["00000004.jsonl.gz"],  # the newest stays: it is the stream's state
    }
    assert Landing(landing.folder, "reality").state(STREAM) == {"n": 3}


def test_only_loaded_files_of_past_days_are_compacted(landing: Landing, three_days):
    assert landing.compact({STREAM: 1}, before=date(2026, 3, 9)) == [
        landing.folder / "github/2026-03-01.parquet"
    ]
    assert landing.compact({STREAM: 4}, before=date(2026, 3, 1)) == []
    assert three_days()[2] == ["00000002.jsonl.gz"]


def test_compacting_a_day_again_keeps_what_it_held(landing: Landing, three_days):
    landing.compact({STREAM: 1}, before=date(2026, 3, 2))
    landing.compact({STREAM: 2}, before=date(2026, 3, 2))
    assert three_days()[1] == three_days()[2] == ["2026-03-01.parquet"]
    assert [file.header.counts for file in landing.files()[STREAM]] == [{"tickets": 1}] * 4


def test_a_kill_between_folding_and_removing_leaves_each_batch_once(landing: Landing, three_days):
    first = landing.files()[STREAM][0].path
    content = first.read_bytes()
    landing.compact({STREAM: 2}, before=date(2026, 3, 2))
    first.write_bytes(content)  # as if the process had died before it removed the file
    assert list(three_days()) == [1, 2, 3, 4]
    landing.compact({STREAM: 2}, before=date(2026, 3, 2))
    assert not first.exists()
    assert list(three_days()) == [1, 2, 3, 4]
