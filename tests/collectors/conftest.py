"""A real HTTP server on loopback that answers as a test says and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from collectors.http.client import Http


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    connection: int = 0  # the client's port: one per connection

    def json(self):
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What to answer.

    ``cut`` promises a whole body and breaks off after that many bytes; ``drop`` hangs up without a word;
    ``delay_seconds`` keeps the asker waiting.
    """

    status: int = 200
    body: bytes | str | dict | list = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drop: bool = False
    delay_seconds: float = 0.0

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


Rule = Callable[[Asked], Reply] | list[Reply] | Reply


class Loopback:
    """The server: ``answer[path]`` is a reply, a list used up one by one (the last stays), or a function."""

    def __init__(self) -> None:
        self.answer: dict[str, Rule] = {}
        self.asked: list[Asked] = []
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                asked = Asked(self.command, self.path, dict(self.headers), body, self.client_address[1])
                loopback.asked.append(asked)
                self._send(loopback.reply(asked))

            do_POST = do_GET

            def _send(self, reply: Reply) -> None:
                time.sleep(reply.delay_seconds)
                if reply.drop:
                    self.close_connection = True
                    return
                content = reply.content()
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(content if reply.cut is None else content[: reply.cut])
                if reply.cut is not None:
                    self.close_connection = True

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def reply(self, asked: Asked) -> Reply:
        rule = self.answer.get(asked.path, self.answer.get(asked.path.partition("?")[0], Reply(404)))
        if isinstance(rule, list):
            return rule.pop(0) if len(rule) > 1 else rule[0]
        return rule if isinstance(rule, Reply) else rule(asked)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


class FakeClock:
    """Time that only moves when somebody sleeps, or when the test says so."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 1, 1, tzinfo=UTC)
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.instant

    def elapsed(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.instant += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def http(clock) -> Iterator[Http]:
    client = Http(clock=clock)
    yield client
    client.close()
