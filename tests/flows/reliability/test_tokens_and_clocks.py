"""Tokens that end in the middle, and a clock that jumps: a clear line, cursors kept, all there in the end."""

import json
import threading
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

FORGES = ("github", "gitee", "gitcode")
LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))
OF_THE_DAY = {
    "raw.repository_counts",
    "raw.release_asset_counts",
    "raw.package_counts",
    "raw.repository_aliases",
}
JUMP = timedelta(days=400)
CALLS_PER_JUMP = 40


OF_WORK = {"code_changes_commits", "contributors", "issues_new", "issues_closed", "change_requests"}
"""Metrics that rest on what is landed, and on no count of a day."""


def measures_of(tables) -> list[tuple]:
    """Give the measures of work that a build shows."""
    return [row for row in tables["marts.measures"] if OF_WORK & set(row)]


def order(ground, name: str, body: dict[str, object]) -> None:
    """Give the served world an order at its own endpoint."""
    request = urllib.request.Request(f"{ground.sandbox.url}/__sandbox__/{name}", json.dumps(body).encode())
    with LOOPBACK.open(request, timeout=30) as answer:
        assert answer.status == 200


def revoked_after(ground, token: str, request_count: int, ended: threading.Event) -> threading.Thread:
    """Revoke a token as soon as so many requests more have been answered."""
    before = ground.sandbox.counters.totals["requests"]

    def watch() -> None:
        while ground.sandbox.counters.totals["requests"] - before < request_count and not ended.wait(0.002):
            pass
        order(ground, "tokens", {"revoke": token})

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def outcomes_of(entries) -> Counter[str]:
    return Counter(entry.outcome for entry in entries if entry.source in FORGES)


def test_a_token_revoked_in_the_middle_is_named_and_the_next_run_goes_on(ground, same, tmp_path: Path):
    token, ended = "a-token-for-a-while", threading.Event()
    order(ground, "tokens", {"add": token})
    with pytest.MonkeyPatch.context() as patch:
        for forge in FORGES:
            patch.setenv(f"{forge.upper()}_TOKEN", token)
        watcher = revoked_after(ground, token, 80, ended)
        code, entries = ground.collect(tmp_path)
        ended.set()
        watcher.join()
    outcomes = outcomes_of(entries)
    assert code == 2
    assert outcomes["ok"] > 10
    assert outcomes["no_token"] > 10
    lines = {entry.detail for entry in entries if entry.outcome == "no_token"}
    assert all("token" in (line or "") and token not in (line or "") for line in lines)
    assert any("set the variable that config/settings.toml names" in (line or "") for line in lines)
    ground.collect_until_settled(tmp_path, ground.clock(), runs=6)
    same(ground.raw(tmp_path))


def test_quotas_that_are_used_up_say_until_when_and_keep_their_cursors(ground, same, tmp_path: Path):
    """An hour's quota of a few requests: each run gets a little further."""
    order(ground, "limits", {"graphql_per_hour": 25, "core_per_hour": 25})
    code, entries = ground.collect(tmp_path)
    outcomes = outcomes_of(entries)
    assert code == 2
    assert outcomes["ok"] > 0
    assert outcomes["rate_limited"] > 10
    lines = [entry.detail for entry in entries if entry.outcome == "rate_limited"]
    assert all("goes on from its cursor after" in (line or "") for line in lines)
    order(ground, "limits", {"graphql_per_hour": 5_000_000, "core_per_hour": 5_000_000})
    order(ground, "reset", {})
    ground.collect_until_settled(tmp_path, ground.clock(), runs=6)
    same(ground.raw(tmp_path))


def test_a_clock_that_jumps_by_a_year_and_back_changes_nothing(ground, same, clean, tmp_path: Path):
    class JumpingClock(ground.clock):
        """Is a year ahead for a while, then right for a while."""

        calls = 0

        def now(self) -> datetime:
            self.calls += 1
            return self.instant + JUMP * (self.calls // CALLS_PER_JUMP % 2)

    clock = JumpingClock()
    ground.collect_until_settled(tmp_path, clock, runs=6)
    assert clock.calls > 10 * CALLS_PER_JUMP
    found = ground.warehouse(tmp_path)
    raw = {name: rows for name, rows in found.items() if name.startswith("raw.")}
    same({name: clean[name] if name in OF_THE_DAY else rows for name, rows in raw.items()})
    told = measures_of(clean)
    assert len(told) > 100
    assert measures_of(found) == told
