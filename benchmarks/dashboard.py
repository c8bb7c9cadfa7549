"""How soon a page of the dashboard is drawn, in a real browser and with twenty readers at once.

    python benchmarks/dashboard.py --data DIR       a data folder with a published snapshot

``benchmarks/large_snapshot.py`` makes one of 5,000 repositories. Every page of the folder is measured.

Three times are taken, each from the reader's act to the last chart on the screen, after one walk that warms
the server:

- navigation: a click on every page in an open session, several rounds;
- session: the home page in a fresh browser profile, on the running server;
- crowd: twenty sessions that begin together, 19 over the websocket and one in the browser; the slowest.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webdriver import WebDriver
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websocket import create_connection

CROWD = 20
FILES = sorted((Path(__file__).parent.parent / "dashboard" / "pages").glob("[0-9]*_*.py"))
PAGES = ("", *(path.stem.split("_", 1)[1].replace("_", "-") for path in FILES[1:]))
GATES = {"navigation": 1.5, "session": 4.0, "crowd": 4.0}
GOALS = {"navigation": 1.0, "session": 2.0, "crowd": 4.0}
PATIENCE_SECONDS = 60
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
)
# Resolves with the milliseconds since `began`, once the script has ended and every chart has its drawing.
DRAWN = """
const [title, isClick, done] = arguments;
const app = () => document.querySelector('[data-testid="stApp"]');
const heading = () => document.querySelector('.sy-masthead h1')?.textContent;
const isDrawn = () => app()?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale="true"], .stSkeleton')
    && document.querySelector('.sy-footer') && (title === null || heading() === title)
    && [...document.querySelectorAll('.stVegaLiteChart')].every(chart => chart.querySelector('canvas, svg'));
let began = 0;
if (isClick) {
    const links = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')];
    began = performance.now();
    links.find(link => link.textContent.trim() === title).click();
}
const look = () => isDrawn() ? done(performance.now() - began) : requestAnimationFrame(look);
requestAnimationFrame(look);
"""


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve a data folder for as long as the context lasts; give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not _answers(port):
            if time.monotonic() > until or server.poll() is not None:
                raise SystemExit("the dashboard does not start")
            time.sleep(0.2)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


@contextmanager
def browser() -> Iterator[WebDriver]:
    """Open a browser with a fresh profile."""
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        for argument in (*QUIET, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.page_load_strategy = "none"
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        driver.set_script_timeout(PATIENCE_SECONDS)
        try:
            yield driver
        finally:
            driver.quit()


def open_home(driver: WebDriver, address: str) -> float:
    """Open the home page as a new session; give the seconds to its last chart."""
    driver.get(f"http://{address}/")
    while driver.execute_script("return document.readyState") == "uninitialized" or "127.0.0.1" not in (
        driver.current_url
    ):
        time.sleep(0.005)
    return driver.execute_async_script(DRAWN, None, False) / 1000


def navigate(driver: WebDriver, rounds: int) -> dict[str, list[float]]:
    """Click through all pages of an open session; give the seconds of each click by page."""
    links = "[...document.querySelectorAll('[data-testid=stSidebarNavLink]')]"
    titles = driver.execute_script(f"return {links}.map(link => link.textContent.trim())")
    times: dict[str, list[float]] = {title: [] for title in titles}
    for _ in range(rounds):
        for title in (*titles[1:], titles[0]):
            times[title].append(driver.execute_async_script(DRAWN, title, True) / 1000)
    return times


def visit(address: str, page: str) -> float:
    """Open a page as a session of its own over the websocket; give the seconds to the end of its script."""
    began = time.perf_counter()
    connection = create_connection(
        f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], timeout=PATIENCE_SECONDS
    )
    try:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        connection.send_binary(asked.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(connection.recv())
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - began
    finally:
        connection.close()


def crowd(driver: WebDriver, address: str) -> float:
    """Begin twenty sessions together; give the seconds until the last of them is served."""
    with ThreadPoolExecutor(CROWD) as pool:
        visits = [pool.submit(visit, address, PAGES[i % len(PAGES)]) for i in range(CROWD - 1)]
        drawn = open_home(driver, address)
        return max(drawn, *(one.result() for one in visits))


def measure(address: str, rounds: int) -> dict[str, list[float]]:
    """Take all three times on a running server."""
    with browser() as driver:
        cold = open_home(driver, address)
        navigate(driver, 1)
        pages = navigate(driver, rounds)
    sessions, crowds = [], []
    for _ in range(rounds):
        with browser() as driver:
            sessions.append(open_home(driver, address))
        with browser() as driver:
            crowds.append(crowd(driver, address))
    by_page = {f"  {title}": times for title, times in pages.items()}
    every = [seconds for times in pages.values() for seconds in times]
    return {"first visit": [cold], "navigation": every} | by_page | {"session": sessions, "crowd": crowds}


def report(measured: dict[str, list[float]]) -> bool:
    """Print the times beside their gates and goals; tell whether every gate is held by the median."""
    print(f"{'':24}{'median s':>10}{'worst s':>10}{'gate':>8}{'goal':>8}")
    for name, times in measured.items():
        gate, goal = GATES.get(name, ""), GOALS.get(name, "")
        print(f"{name:24}{median(times):>10.2f}{max(times):>10.2f}{gate:>8}{goal:>8}")
    return all(median(measured[name]) <= gate for name, gate in GATES.items())


def main() -> None:
    """Measure, print, and fail where a gate is not held."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="also write the times to this file")
    arguments = parser.parse_args()
    with served(arguments.data.absolute()) as address:
        measured = measure(address, arguments.rounds)
    if arguments.json:
        arguments.json.write_text(json.dumps(measured, ensure_ascii=False, indent=2), encoding="utf-8")
    sys.exit(0 if report(measured) else 1)


if __name__ == "__main__":
    main()
