"""No proxy to ourselves, and neither code nor settings of the folder that a command is started in."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import requests
from websockets.proxy import get_proxy
from websockets.uri import parse_uri

from collectors.git.reach import real_url
from flows.runs.prefect_server import temporary_server
from flows.runs.surroundings import prepare, reach_loopback_directly

SUIYUAN = Path(sys.executable).with_name("suiyuan")
OURS = "localhost,127.0.0.1,::1"
PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
BYSTANDERS = (
    "click",
    "typer",
    "rich",
    "duckdb",
    "streamlit",
    "prefect",
    "orjson",
    "numpy",
    "pyarrow",
    "httpx",
)
"""Modules that some command imports, as somebody's own files of the same name."""


@pytest.mark.parametrize(
    ("upper", "lower", "expected_upper", "expected_lower"),
    [
        (None, None, OURS, OURS),
        ("", "", OURS, OURS),
        ("corp.example", None, f"corp.example,{OURS}", f"corp.example,{OURS}"),
        (None, "corp.example", f"corp.example,{OURS}", f"corp.example,{OURS}"),
        ("a.example", " b.example , 10.0.0.0/8", f"a.example,{OURS}", f"b.example,10.0.0.0/8,{OURS}"),
        ("127.0.0.1", "::1,localhost", "127.0.0.1,localhost,::1", "::1,localhost,127.0.0.1"),
        ("*", None, "*", "*"),
        ("[::1],corp.example", None, f"corp.example,{OURS}", f"corp.example,{OURS}"),
    ],
)
def test_what_the_user_asks_directly_stays(upper, lower, expected_upper, expected_lower):
    held = {"NO_PROXY": upper, "no_proxy": lower}
    environment = {name: value for name, value in held.items() if value is not None}
    reach_loopback_directly(environment)
    assert environment == {"NO_PROXY": expected_upper, "no_proxy": expected_lower}
    reach_loopback_directly(environment)
    assert environment == {"NO_PROXY": expected_upper, "no_proxy": expected_lower}


class Six(ThreadingHTTPServer):
    """Listens on IPv6 loopback."""

    address_family = socket.AF_INET6


def serve(status: int, host: str) -> ThreadingHTTPServer:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_CONNECT = do_POST = do_GET

        def log_message(self, *words: object) -> None:
            """Stay quiet."""

    server = (Six if ":" in host else ThreadingHTTPServer)((host, 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def workplace(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give a proxy for everybody that answers 502, as real ones do for a loopback that is theirs."""
    proxy = serve(502, "127.0.0.1")
    address = f"http://127.0.0.1:{proxy.server_address[1]}"
    for name in PROXIES:
        monkeypatch.setenv(name, address)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    yield address
    proxy.shutdown()
    proxy.server_close()


def git_says(url: str) -> str:
    done = subprocess.run(["git", "ls-remote", f"{url}/x"], capture_output=True, text=True)
    return "502" if "502" in done.stderr else "200"


def websockets_proxy(url: str) -> str:
    return "502" if get_proxy(parse_uri(url.replace("http", "ws"))) else "200"


CLIENTS = {
    "httpx": lambda url: str(httpx.get(url).status_code),
    "requests": lambda url: str(requests.get(url).status_code),
    "git": git_says,
    "websockets": websockets_proxy,
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("host", "listens"), [("127.0.0.1",) * 2, ("localhost", "127.0.0.1"), ("[::1]", "::1")]
)
def test_each_client_asks_loopback_directly_and_others_through_the_proxy(workplace, client, host, listens):
    server = serve(200, listens)
    url = f"http://{host}:{server.server_address[1]}"
    assert CLIENTS[client](url) == "502"  # before
    reach_loopback_directly()
    assert CLIENTS[client](url) == "200"
    assert CLIENTS[client]("http://forge.example:80") == "502"
    server.shutdown()
    server.server_close()


CLIENT_OF_PREFECT = """
import sys
from pathlib import Path
from flows.runs.prefect_server import temporary_server
with temporary_server(Path(sys.argv[1])):
    from prefect.client.orchestration import get_client
    with get_client(sync_client=True) as client:
        print("health", client.api_healthcheck())
"""


@pytest.mark.parametrize("held", ["", "[::1],corp.example"], ids=["nothing", "brackets"])
def test_prefect_reaches_its_own_server_behind_a_workplace_proxy(workplace, tmp_path: Path, held: str):
    environment = {**os.environ, "NO_PROXY": held, "no_proxy": held, "PREFECT_CLIENT_MAX_RETRIES": "0"}
    command = [sys.executable, "-c", CLIENT_OF_PREFECT, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)
    assert "health None" in done.stdout, done.stderr


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder of somebody's own files, each of which leaves a mark where it is run or followed."""
    folder = tmp_path / "trap"
    (folder / "flows").mkdir(parents=True)
    spring = f"open({str(tmp_path / 'sprung')!r}, 'a').write(__name__ + ' ')\nraise SystemExit(99)\n"
    for name in BYSTANDERS:
        (folder / f"{name}.py").write_text(spring)
    for name in ("flows", "dashboard", "sandbox", "warehouse", "collectors"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "__init__.py").write_text(spring)
    (folder / ".env").write_text("PREFECT_API_URL=http://127.0.0.1:9/env\n")
    (folder / "prefect.toml").write_text('[api]\nurl = "http://127.0.0.1:9/toml"\n')
    (folder / "pyproject.toml").write_text('[tool.prefect.api]\nurl = "http://127.0.0.1:9/pyproject"\n')
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("[server]\nport = 9\naddress = '127.0.0.2'\n")
    subprocess.run(["git", "init", "-q", folder], check=True)
    for setting in ("url.https://elsewhere.example/.insteadOf=https://forge.example/", "core.gitProxy=false"):
        subprocess.run(["git", "-C", folder, "config", *setting.rsplit("=", 1)], check=True)
    return folder


COMMANDS = [
    ("--help",),
    ("status",),
    ("doctor",),
    ("config", "check"),
    ("snapshot", "list"),
    ("sql", "select 1"),
    ("dictionary",),
    ("register", "list"),
    ("review", "list"),
    ("quarantine", "list"),
    ("build",),
    ("publish",),
    ("rebuild",),
    ("collect", "--only", "nothing:*"),
    ("run", "--only", "nothing:*"),
    ("report", "--period", "2026Q3"),
    ("assess", "--check"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_runs_what_lies_where_it_is_started(trap: Path, ground, words: tuple[str, ...]):
    data = [] if words[0] in ("--help", "dictionary", "config") else ["--data", str(trap.parent / "data")]
    environment = {**ground.environment, "SUIYUAN_CONFIG": str(ground.config)}
    done = subprocess.run(
        [SUIYUAN, *words, *data], cwd=trap, env=environment, capture_output=True, text=True, timeout=200
    )
    assert not (trap.parent / "sprung").exists(), (trap.parent / "sprung").read_text()
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr


def test_prefect_follows_no_settings_of_the_folder_and_the_run_ends_well(trap: Path, ground):
    """The whole run, its server among it."""
    environment = {**ground.environment, "SUIYUAN_CONFIG": str(ground.config)}
    done = subprocess.run(
        [SUIYUAN, "run", "--scope", "quay", "--data", "../data"],
        cwd=trap, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (trap.parent / "sprung").exists()
    assert (trap.parent / "data" / "snapshots" / "current").exists()
    assert not (trap / "data").exists()


def test_the_dashboard_takes_nothing_from_the_folder(trap: Path, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [SUIYUAN, "dashboard", "--data", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, cwd=trap, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(_healthy(f"http://127.0.0.1:{port}/_stcore/health"))
        finally:
            process.kill()
    assert not (tmp_path / "sprung").exists()


async def _healthy(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(600):
            try:
                if (await client.get(url)).text == "ok":
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            await asyncio.sleep(0.1)
    raise AssertionError("the dashboard does not answer")


def test_git_is_asked_in_no_repository(trap: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(trap)
    assert real_url("https://forge.example/a/b") == "https://forge.example/a/b"


def test_children_are_told_to_keep_to_safe_paths():
    environment: dict[str, str] = {}
    prepare(environment)
    assert environment["PYTHONSAFEPATH"] == "1"


def test_work_goes_on_in_prefects_own_folder_and_comes_back(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with temporary_server(tmp_path / "data"):
        assert Path.cwd() == tmp_path / "data" / "prefect"
    assert Path.cwd() == tmp_path
