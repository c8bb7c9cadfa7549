"""The demonstration's forges as a child process: served, found by the run, and gone with it."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import pytest

from flows.config.load import load_config
from flows.errors import SandboxError
from flows.registers.demo import enter_registers
from flows.registers.entries import RegisterBook
from flows.runs.demo import bring_plans, environment, forges, run_demo

HOLDING = """
import sys, time
from pathlib import Path
from flows.runs.demo import forges
with forges(Path(sys.argv[1])) as told:
    print(told["base_urls"]["github"], flush=True)
    time.sleep(600)
"""
LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def test_the_forges_serve_for_as_long_as_they_are_held(tmp_path):
    with forges(tmp_path) as told:
        address = told["base_urls"]["github"]
        with LOOPBACK.open(f"{address}/api/v3/rate_limit", timeout=30) as answer:
            assert answer.status == 200
        config = load_config(tmp_path / "config")
    assert told["world_id"] == "demo"
    assert {row.forge for row in config.repositories} == {"github", "gitee", "gitcode"}
    assert config.scopes["everything"].includes == ("demo", "openharmony")
    assert {f"{forge.upper()}_TOKEN" for forge in config.settings.forges} < told["environment"].keys()
    with pytest.raises(urllib.error.URLError):
        LOOPBACK.open(f"{address}/api/v3/rate_limit", timeout=30)


def test_the_forges_go_with_a_demonstration_that_is_killed(tmp_path):
    words = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        address = f"{holder.stdout.readline().strip()}/api/v3/rate_limit"
        assert is_served(address)
        holder.kill()
    deadline = time.monotonic() + 20
    while is_served(address) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_served(address)


def is_served(address: str) -> bool:
    try:
        with LOOPBACK.open(address, timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_nothing_that_is_written_holds_the_token(tmp_path):
    with forges(tmp_path) as told:
        token = told["environment"]["GITHUB_TOKEN"]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if token in path.read_text(encoding="utf-8")]


def test_forges_that_do_not_start_are_one_line_that_names_their_log(tmp_path):
    (tmp_path / "config").write_text("a file in the place of the config's folder")
    with (
        pytest.raises(SandboxError, match=r"did not start; they say why in .*sandbox\.log"),
        forges(tmp_path),
    ):
        pass
    assert "FileExistsError" in (tmp_path / "sandbox.log").read_text()


def test_the_demonstrations_plan_reads_its_own_scope_and_its_registers_are_filled(tmp_path):
    with forges(tmp_path) as told:
        bring_plans(tmp_path / "config")
        enter_registers(tmp_path / "config", tmp_path, told["world_id"])
        enter_registers(tmp_path / "config", tmp_path, told["world_id"])  # nothing is new
    config = load_config(tmp_path / "config")
    members = RegisterBook(tmp_path, "centre_members", "demo")
    assert [entry.row_count for entry in members.entries()] == [9]
    assert {name for name in config.registers if RegisterBook(tmp_path, name, "demo").entries()} == {
        *config.registers
    }
    assert next(iter(members.standing().values()))["district"] == "huangpu"
    read = {row.subject_id for plan in config.plans for row in plan.indicators if row.kind == "measured"}
    assert "demo" in read and "guangzhou" not in read
    assert "demo" in config.scopes


def test_a_real_token_is_hidden_while_the_demonstration_runs(monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "a-real-one")
    monkeypatch.delenv("GITEE_TOKEN", raising=False)
    with environment({"GITHUB_TOKEN": "demo", "GITEE_TOKEN": "demo"}):
        assert (os.environ["GITHUB_TOKEN"], os.environ["GITEE_TOKEN"]) == ("demo", "demo")
    assert os.environ["GITHUB_TOKEN"] == "a-real-one"
    assert "GITEE_TOKEN" not in os.environ


@pytest.mark.prove
def test_two_demonstrations_in_a_row_publish_two_snapshots_of_the_demo_world(tmp_path: Path):
    assert run_demo(tmp_path) in (0, 2)
    assert run_demo(tmp_path) in (0, 2)
    assert len(list((tmp_path / "snapshots").glob("20*"))) == 2
    with duckdb.connect(tmp_path / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        assert db.execute("select world_id from marts.snapshot_info").fetchall() == [("demo",)]
        forges_held = "select distinct forge from marts.repositories order by 1"
        assert db.execute(forges_held).fetchall() == [("gitcode",), ("gitee",), ("github",)]
        ecosystems = "select distinct ecosystem from marts.packages order by 1"
        assert db.execute(ecosystems).fetchall() == [("npm",), ("ohpm",), ("pypi",)]
        assert empty_marts(db) == ["openharmony_manifest_changes", "openharmony_sig_changes"]
        found = "select distinct import_state from marts.openharmony_migration order by 1"
        assert db.execute(found).fetchall() == [("imported",), ("not_imported",), ("unknown",)]


def empty_marts(db: duckdb.DuckDBPyConnection) -> list[str]:
    """List the tables about OpenHarmony that have no row; two wait for a change to be watched."""
    listed = (
        "select table_name from duckdb_tables() where schema_name = 'marts' and table_name like $1 order by 1"
    )
    names = [name for (name,) in db.execute(listed, ["openharmony_%"]).fetchall()]
    return [name for name in names if db.execute(f"select 1 from marts.{name} limit 1").fetchone() is None]
