"""HTTP on loopback: one thread per connection, keep-alive, and connections that can be made to fail."""

import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from sandbox.http.messages import Answer, Request
from sandbox.server.admin import ROOT, answer_admin
from sandbox.server.deliveries import Delivery
from sandbox.server.site import Site

_PIECES = 20


class Server(ThreadingHTTPServer):
    """A server that knows its open connections, so that stopping never waits for a client."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, site: Site, port: int) -> None:
        """Listen on loopback; port 0 takes any free one."""
        self.site = site
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self.base_url = f"http://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[socket.socket, Any]:
        """Remember every connection."""
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Forget a connection that ends."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a client hung up; show everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]

    def stop(self) -> None:
        """Stop listening and end all connections."""
        self.shutdown()
        self.server_close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it ended by itself


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo-sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the counters hold what happened."""

    def _request(self, server: Server) -> Request:
        path, _, query = self.path.partition("?")
        return Request(
            method=self.command,
            path=path,
            query_text=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self._body(),
            base_url=server.base_url,
            at=server.site.world.until,
        )

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _serve(self) -> None:
        server = cast(Server, self.server)
        delivery = _answer(self._request(server), server.site)
        if delivery.drops:
            self._hang_up()
            return
        self._head(delivery.answer)
        if self.command == "HEAD" or delivery.answer.status in (204, 304):
            return
        self._send_body(delivery)

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()

    def _send_body(self, delivery: Delivery) -> None:
        body = delivery.answer.body
        if delivery.cut_at is not None:
            self.wfile.write(body[: delivery.cut_at])
            self._hang_up()
        elif delivery.seconds:
            step = max(len(body) // _PIECES, 1)
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                self.wfile.flush()
                time.sleep(delivery.seconds / _PIECES)
        else:
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True

    do_GET = do_POST = do_HEAD = do_PATCH = do_PUT = do_DELETE = _serve


def _answer(request: Request, site: Site) -> Delivery:
    """Ask the sandbox's own endpoint where the path is its, else the site."""
    if request.path.startswith(ROOT):
        return Delivery(answer_admin(request, site))
    return site.answer(request)
