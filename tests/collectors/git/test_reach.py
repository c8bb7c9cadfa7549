"""Hosts found out by real connections on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from collectors.git.reach import FAILURES, Door, Reach, door_of, host_of, probe, real_url
from collectors.protocol import Unreachable


class Listener:
    """A port that accepts connections and counts them."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.count = 0
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            with connection:
                if connection.recv(4) == b"stop":
                    return
                self.count += 1

    def close(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"stop")
        self._thread.join()
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port whose queue is full: a connection is neither accepted nor refused."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch, tmp_path) -> Path:
    """Give git settings of its own and take proxies away; the file can be written to."""
    settings = tmp_path / "gitconfig"
    settings.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return settings


def test_probing(listener, closed_port, silent_port):
    assert probe(Door("127.0.0.1", listener.port), 5) is None
    assert probe(Door("127.0.0.1", closed_port), 5) == "connection refused"
    started = time.monotonic()
    assert probe(Door("127.0.0.1", silent_port), 0.3) in ("timed out", "no answer within 0.3 s")
    assert time.monotonic() - started < 2


def test_a_host_that_does_not_answer_is_found_out_once(silent_port):
    reach = Reach(0.5)
    started = time.monotonic()
    for number in range(50):
        with pytest.raises(Unreachable, match=rf"127\.0\.0\.1:{silent_port} does not answer"):
            reach.check(f"http://127.0.0.1:{silent_port}/owner/name{number}.git")
    assert time.monotonic() - started < 5  # fifty probes would take 25 seconds


def test_many_threads_probe_one_host_once(listener):
    reach = Reach(5)
    threads = [
        threading.Thread(target=reach.check, args=(f"http://127.0.0.1:{listener.port}/o/{number}.git",))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(100):
        if listener.count:
            break
        time.sleep(0.01)
    assert listener.count == 1


def test_a_folder_needs_no_connection(no_settings_of_the_machine, closed_port, tmp_path):
    no_settings_of_the_machine.write_text(
        f'[url "file://{tmp_path}/"]\n\tinsteadOf = http://127.0.0.1:{closed_port}/\n'
    )
    url = f"http://127.0.0.1:{closed_port}/owner/name.git"
    assert real_url(url) == f"file://{tmp_path}/owner/name.git"
    reach = Reach(5)
    reach.check(url)
    assert reach.route(url).host is None


@pytest.mark.parametrize(
    ("url", "host", "door"),
    [
        ("https://forge.example/o/n.git", "forge.example", Door("forge.example", 443)),
        ("http://forge.example:8080/o/n", "forge.example", Door("forge.example", 8080)),
        ("git://forge.example/o/n", "forge.example", Door("forge.example", 9418)),
        ("ssh://git@forge.example/o/n", "forge.example", None),
        ("git@forge.example:o/n.git", "forge.example", None),
        ("/srv/mirrors/n.git", None, None),
        ("file:///srv/mirrors/n.git", None, None),
        ("./n.git", None, None),
    ],
)
def test_where_a_connection_can_be_tried(url, host, door):
    assert (host_of(url), door_of(url)) == (host, door)


def test_behind_a_proxy_it_is_the_proxy_that_must_answer(monkeypatch, listener, closed_port):
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{listener.port}")
    Reach(5).check("https://nowhere.invalid/o/n.git")
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(Unreachable, match="the proxy 127"):
        Reach(5).check("https://nowhere.invalid/o/n.git")


def test_git_knows_a_proxy_of_its_own(no_settings_of_the_machine):
    no_settings_of_the_machine.write_text(
        '[http "https://forge.example"]\n\tproxy = socks5h://relay.example:1081\n'
    )
    assert door_of("https://forge.example/o/n.git") == Door("relay.example", 1081, is_proxy=True)
    assert door_of("https://other.example/o/n.git") == Door("other.example", 443)


def test_hosts_that_need_no_proxy(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://relay.example:3128")
    monkeypatch.setenv("no_proxy", "forge.example")
    assert door_of("https://forge.example/o/n.git") == Door("forge.example", 443)
    assert door_of("https://other.example/o/n.git") == Door("relay.example", 3128, is_proxy=True)


def test_a_host_that_fails_target_after_target_is_left_alone(listener):
    reach = Reach(5)
    url = f"http://127.0.0.1:{listener.port}/o/n.git"
    for _ in range(FAILURES - 1):
        reach.check(url)
        reach.note(url, is_reached=False)
    reach.note(url, is_reached=True)  # one that works makes up for the failures before
    for _ in range(FAILURES):
        reach.check(url)
        reach.note(url, is_reached=False)
    with pytest.raises(Unreachable, match=f"failed {FAILURES} targets in a row"):
        reach.check(url)
