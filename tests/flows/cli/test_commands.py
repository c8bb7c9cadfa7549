"""The command as a user starts it: a process with arguments, its words and its exit code."""

import gzip
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from warehouse import list_snapshots

QUICK_SECONDS = 1.0
TOKEN = "ghp_thisIsNoRealTokenButLooksLikeOne12345678"
COMMANDS = [
    *("run", "collect", "schedule", "doctor", "config"),
    *("build", "publish", "rebuild"),
    *("dashboard", "sql", "status", "snapshot"),
]


@pytest.fixture(scope="module")
def published(ground, tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Run the daily job once on the whole world."""
    data = tmp_path_factory.mktemp("published")
    return data, ground.suiyuan("run", "--scope", "quay", data=data)


def test_a_run_collects_builds_checks_and_publishes(published):
    data, done = published
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "git github:harbour/crane ok" in done.stderr
    assert "✓ 完成 all done" in done.stdout
    assert len(list_snapshots(data)) == 1
    with duckdb.connect(data / "snapshots" / "current" / "public.duckdb", read_only=True) as db:
        counts = db.execute(
            "select repository_id, commit_count from marts.repositories where commit_count > 0 order by 1"
        ).fetchall()
        outcomes = db.execute(
            "select source, outcome, count(*) from marts.ledger group by all order by 1"
        ).fetchall()
        run = db.execute("select command, scope, state, ended_at, last_step from marts.runs").fetchall()
    assert counts == [
        ("gitcode:project/board", 900),
        ("github:harbour/crane", 2400),
        ("github:harbour/crane-docs", 40),
        ("github:harbour/elsewhere", 7),
    ]
    assert outcomes == [
        ("git", "ok", 4),
        ("gitcode", "no_token", 9),  # kinds of one repository
        ("github", "no_token", 24),  # eight kinds of three
        ("npm", "ok", 1),
        ("pypi", "ok", 1),
    ]
    assert run == [("run", "quay", "building", None, "load")]  # it ends after its own snapshot is made


def test_a_missing_token_is_told_once_and_is_no_failure(published):
    _, done = published
    assert done.stderr.count("github: its interface needs a token") == 1
    assert "set FORGE_TOKEN or FORGE_TOKENS" in done.stderr
    assert done.stdout.count("needs a token") == 2  # one line for each forge


def test_a_second_run_finds_nothing_new(published, ground):
    data, _ = published
    done = ground.suiyuan("collect", "--scope", "quay", data=data)
    assert done.returncode == 0
    assert done.stderr.count(" not_modified ") == 6


def test_only_collects_what_fits(ground, tmp_path):
    done = ground.suiyuan("collect", "--scope", "quay", "--only", "*:harbour/crane*", data=tmp_path)
    assert done.returncode == 0
    names = {path.name for path in (tmp_path / "landing" / "git").iterdir()}
    assert names == {"github%3Aharbour%2Fcrane", "github%3Aharbour%2Fcrane-docs"}


def test_collect_build_and_publish_make_a_run_without_prefect(ground, tmp_path):
    """An address that nothing listens on: a command that asked Prefect would fail."""
    nowhere = "http://127.0.0.1:9/api"
    for command in (["collect", "--scope", "quay", "--only", "*docs"], ["build"], ["publish"]):
        done = ground.suiyuan(*command, data=tmp_path, PREFECT_API_URL=nowhere)
        assert done.returncode == 0, done.stderr
    assert len(list_snapshots(tmp_path)) == 1


def test_rebuild_from_landing_gives_the_same_tables(published, ground):
    data, _ = published
    before = ground.marts(data / "snapshots" / "current" / "public.duckdb")
    done = ground.suiyuan("rebuild", data=data)
    assert done.returncode == 0, done.stderr
    again = ground.marts(data / "warehouse.duckdb")
    assert sum(map(len, before.values())) > 1_000
    assert {name: again[name] for name in before} == before


def test_no_token_appears_anywhere(ground, tmp_path):
    """The forge's interface is at a port that takes no connection, so that there are errors to be told."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
    config = ground.copied_config(tmp_path / "config", **{"https://api.forge.example": address})
    options = ("--scope", "quay", "--only", "*docs", "--config", config)
    done = ground.suiyuan("collect", *options, data=tmp_path / "data", FORGE_TOKEN=TOKEN)
    assert "github github:harbour/crane-docs unreachable" in done.stderr
    doctor = ground.suiyuan("doctor", "--config", config, data=tmp_path / "data", FORGE_TOKEN=TOKEN)
    assert "1 in FORGE_TOKEN" in doctor.stdout
    assert TOKEN not in done.stdout + done.stderr + doctor.stdout + doctor.stderr
    for path in (path for path in (tmp_path / "data").rglob("*") if path.is_file()):
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        assert TOKEN.encode() not in content, path


def test_neither_mailbox_nor_name_appears_anywhere(published):
    data, done = published
    for path in (path for path in data.rglob("*") if path.is_file() and "clones" not in path.parts):
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        assert b"person1@" not in content, path
        assert b"Person 1" not in content, path
    assert "person1@" not in done.stdout + done.stderr


def test_status_names_what_is_missing(published, ground):
    data, _ = published
    done = ground.suiyuan("status", data=data)
    assert "快照 snapshot" in done.stdout
    assert list_snapshots(data)[-1].snapshot_id in done.stdout
    assert "缺令牌 no token" in done.stdout
    assert done.returncode == 2


def test_status_before_the_first_run(ground, tmp_path):
    done = ground.suiyuan("status", data=tmp_path)
    assert "suiyuan run" in done.stdout
    assert done.returncode == 2


def test_snapshot_list_and_diff(published, ground):
    data, _ = published
    listed = ground.suiyuan("snapshot", "list", data=data)
    assert list_snapshots(data)[0].snapshot_id in listed.stdout
    same = ground.suiyuan("snapshot", "diff", "current", "current", data=data)
    assert same.returncode == 0
    assert "marts.measures" in same.stdout
    missing = ground.suiyuan("snapshot", "diff", "current", "1999-01-01T000000Z", data=data)
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["run", "collect", "build", "publish", "schedule"])
def test_a_wrong_config_stops_everything_with_all_its_mistakes(ground, tmp_path, command):
    config = ground.copied_config(tmp_path / "config", **{"workers = 2": 'workers = "many"'})
    (config / "bots.csv").write_text("bot_id,match_kind,pattern,reason\nx,no_kind,y,z\n")
    done = ground.suiyuan(command, "--config", config, data=tmp_path / "data")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "bots.csv:2 match_kind" in done.stderr
    assert "settings.toml" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "--scope", "nowhere"], 'no scope "nowhere"'),
        (["collect", "--scope", "quay", "--only", "gitee:*"], "nothing in the scope quay fits gitee:*"),
        (["publish"], "run the checks first"),
        (["sql", "select 1"], "holds no snapshot"),
    ],
)
def test_what_the_operator_can_put_right_is_told_on_one_line(ground, tmp_path, arguments, told):
    done = ground.suiyuan(*arguments, data=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) <= 2  # the step's name may stand before it
    assert "Traceback" not in done.stderr


def test_config_check(ground, tmp_path):
    good = ground.suiyuan("config", "check", "--config", ground.config, data=None)
    assert (good.returncode, good.stderr) == (0, "")
    assert "3 organisations" in good.stdout
    config = ground.copied_config(tmp_path / "config", **{"workers = 2": "workers = 0"})
    bad = ground.suiyuan("config", "check", "--config", config, data=None)
    assert bad.returncode == 1
    assert "workers" in bad.stderr


def test_help_names_every_command(ground):
    done = ground.suiyuan("--help", data=None)
    assert done.returncode == 0
    assert [name for name in COMMANDS if name not in done.stdout] == []


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"]])
def test_help_is_there_at_once(ground, arguments):
    def seconds() -> float:
        started = time.monotonic()
        assert ground.suiyuan(*arguments, data=None).returncode == 0
        return time.monotonic() - started

    assert min(seconds() for _ in range(3)) < QUICK_SECONDS


def test_looking_imports_neither_prefect_nor_streamlit(published):
    data, _ = published
    code = (
        "import sys\nfrom flows.cli.app import app\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'prefect', 'streamlit', 'pandas', 'altair'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    for arguments in (["sql", "select 1"], ["status"], ["snapshot", "list"]):
        command = [sys.executable, "-c", code, *arguments, "--data", str(data)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
