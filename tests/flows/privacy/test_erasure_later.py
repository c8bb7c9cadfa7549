"""What becomes known of somebody only after they opted out, and what was compacted, is forgotten too."""

import io
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from collectors import records
from flows.collecting.progress import PlainLines
from flows.config.load import load_config
from flows.privacy.opt_outs import OPTED_OUT, append
from flows.runs import steps
from flows.runs.run import Job, Request, open_job
from warehouse import Stream
from warehouse.landing.file import Record

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HERS, NEW, HIS = "a" * 32, "b" * 32, "c" * 32
STREAM = Stream("git", "github:harbour/crane", "history")
ACCOUNTS = Stream("github", "github:harbour/crane", "commit_accounts")


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    monkeypatch.setenv("SUIYUAN_MAILBOX_KEY", str(tmp_path / "mailbox.key"))
    config = shutil.copytree(Path(__file__).parents[1] / "config_sample", tmp_path / "config")
    return Request(command="build", config=Path(config), data=tmp_path / "data")


def commit(sha: str, key: str) -> list[Record]:
    made = records.Commit(
        sha=sha * 40,
        parent_shas=(),
        authored_at=LONG_AGO,
        author_offset_minutes=480,
        committed_at=LONG_AGO,
        committer_offset_minutes=480,
        key_id="k",
        author_key=key,
        author_domain="people.example",
        committer_key=key,
        committer_domain="people.example",
    )
    return [made, records.RepositoryCommit(repository_id=STREAM.target_id, sha=made.sha)]


def whose(sha: str, account_id: str) -> records.CommitAccount:
    return records.CommitAccount(
        sha=sha * 40, forge="github", author_account_id=account_id, committer_account_id=None
    )


def land(job: Job, day: int, stream: Stream, *found: Record) -> None:
    """Land as a collector's batch does, past the list."""
    job.landing.append(
        stream,
        job.opt_outs.without(found),
        {"day": day},
        observed_at=LONG_AGO + timedelta(days=day),
        run_id="run",
        key_id="k",
    )


def run(request: Request, day: int, batches: dict[Stream, list[Record]]) -> list[str]:
    """Land, load, forget and fold; give what was noted of forgetting."""
    with open_job(request, progress=PlainLines(io.StringIO())) as job:
        steps.land_config(job, is_asked=False)
        for stream, found in batches.items():
            land(job, day, stream, *found)
        steps.load(job)
        steps.forget(job)
        steps.tidy(job)
        return [entry.detail or "" for entry in job.ledger.entries]


def authors(request: Request) -> list[tuple]:
    with duckdb.connect(request.data / "warehouse.duckdb", read_only=True) as db:
        return db.execute("select left(sha, 1), author_key from raw.commits order by 1").fetchall()


def listed(request: Request) -> set[str]:
    return {row.node for row in load_config(request.config).opt_outs}


def test_a_mailbox_that_the_forge_links_later_is_forgotten_too(request_: Request):
    account = records.Account(account_id="github:1234", forge="github", login="Her", kind="user")
    first = {STREAM: [*commit("1", HERS), *commit("2", HIS)], ACCOUNTS: [whose("1", "github:1234"), account]}
    assert run(request_, 1, first) == []
    assert run(request_, 2, {STREAM: commit("3", HIS)}) == []
    assert list(request_.data.glob("landing/git/*.parquet"))
    append(request_.config / "opt_outs.csv", ["account:github:1234"], LONG_AGO.date(), "")

    (noted,) = run(request_, 3, {})

    assert "rewrote 2 landing files" in noted
    assert authors(request_) == [("1", OPTED_OUT), ("2", HIS), ("3", HIS)]
    assert listed(request_) == {"account:github:1234", f"key:{HERS}", "account:github:@her"}

    later = {STREAM: [*commit("4", NEW), *commit("5", HERS)], ACCOUNTS: [whose("4", "github:1234")]}
    (noted,) = run(request_, 4, later)

    assert authors(request_)[3:] == [("4", OPTED_OUT), ("5", OPTED_OUT)]
    assert f"key:{NEW}" in listed(request_)
    assert run(request_, 5, {STREAM: commit("6", NEW)}) == []
    assert authors(request_)[5:] == [("6", OPTED_OUT)]


def test_nobody_on_the_list_costs_nothing(request_: Request):
    run(request_, 1, {STREAM: commit("1", HIS)})
    before = (request_.data / "warehouse.duckdb").stat().st_ino
    append(request_.config / "opt_outs.csv", [f"key:{HERS}"], LONG_AGO.date(), "")
    assert run(request_, 2, {}) == []
    assert (request_.data / "warehouse.duckdb").stat().st_ino == before
