"""Prefect's temporary server, as a child that lives exactly as long as the run.

The one that Prefect starts by itself shares our terminal and our signals: Ctrl-C ends it before the run can
say how it ended, and after a kill of the run it stays. This one hears no signals, and ends when the pipe to
its parent closes, whatever closed it. Where PREFECT_API_URL is set, that server is used and none is started.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from flows.errors import PrefectServerError
from flows.runs.surroundings import program, reach_loopback_directly

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",  # a cold start on a busy machine takes over 20
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the run speaks for itself; what is raised is told by the command
}
ENDING_SECONDS = 10
LOG = "server.log"


@contextmanager
def temporary_server(data: Path) -> Iterator[None]:
    """Hold a server for this process. Prefect must not be imported before: it reads its settings then.

    It would read them from the working folder too (.env, prefect.toml, pyproject.toml), where they may name
    modules to import and servers to ask. So work goes on in Prefect's own folder.
    """
    home = data.absolute() / "prefect"
    for name, value in (DEFAULTS | {"PREFECT_HOME": str(home)}).items():
        os.environ.setdefault(name, value)
    reach_loopback_directly()
    home.mkdir(parents=True, exist_ok=True)
    with chdir(home):
        if os.environ.get("PREFECT_API_URL"):
            yield
        else:
            with _own_server(home):
                yield


@contextmanager
def _own_server(home: Path) -> Iterator[None]:
    with (home / LOG).open("wb") as log:
        child, port = _start(log.fileno())
        try:
            _wait(port, home / LOG)
            os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
            yield
        finally:
            os.environ.pop("PREFECT_API_URL", None)
            _end(child)


def _start(log: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start the child on a port that is bound already, so that nobody else can take it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        child = subprocess.Popen(
            program("flows.runs.prefect_server", str(listener.fileno())),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        return child, listener.getsockname()[1]


def _wait(port: int, log: Path) -> None:
    """Ask for its health; the answer comes once the server is up. Raises PrefectServerError."""
    seconds = float(os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", "/api/health")
        status = connection.getresponse().status
    except OSError as error:
        raise PrefectServerError(f"Prefect's server did not start ({error}); it says why in {log}") from error
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        raise PrefectServerError(f"Prefect's server answers {status}; it says why in {log}")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve(listener: socket.socket) -> None:
    """Serve Prefect's API on a bound socket until stdin closes."""
    import uvicorn
    from prefect.server.api.server import create_app

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    server = uvicorn.Server(uvicorn.Config(create_app(ephemeral=True, final=True), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    sys.stdin.buffer.read()
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
