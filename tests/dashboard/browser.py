"""A served dashboard and the real headless Chromium that looks at it."""

import ast
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).parents[2]
HAS_BROWSER = bool(shutil.which("chromedriver"))
DESK_WIDTH = 1_000  # below it a reader holds a tablet or a phone, where choosing a page closes the sidebar
PAGES = sorted((ROOT / "dashboard" / "pages").glob("[0-9]*_*.py"))
TITLES = [ast.get_docstring(ast.parse(path.read_text())).split(" | ")[0] for path in PAGES]
ADDRESSES = ["/", *("/" + path.stem.split("_", 1)[1].replace("_", "-") for path in PAGES[1:])]
DETAILS = [
    "/projects?repository=github%3Azhushui%2Friverbed",
    "/organizations?id=zhushui",
    "/dictionary?metric=contributors",
    "/query?sql=select+sector+from+marts.organizations",
]
PATIENCE_SECONDS = 90
TALLEST_PICTURE_PIXELS = 6_000
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
)
DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
HANDHELD = DESK.replace("X11; Linux x86_64", "Linux; Android 14").replace("Safari", "Mobile Safari")
SETTLED = """
const app = document.querySelector('[data-testid="stApp"]');
return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale="true"]')
    && !document.querySelector('.stSkeleton') && document.querySelector('.sy-footer') !== null;
"""

CLICK_PAGE = """
const links = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')];
links.find(link => link.textContent.trim() === arguments[0]).click();
"""


class Dashboard:
    """A served dashboard and the browser that looks at it."""

    def __init__(self, address: str, driver: WebDriver) -> None:
        self.address = address
        self.driver = driver
        self.requested: set[str] = set()

    def resize(self, width: int, height: int = 900) -> None:
        """Give the page the size of a screen."""
        agent = DESK if width >= DESK_WIDTH else HANDHELD
        self.driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": agent})
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < DESK_WIDTH}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self, path: str = "/") -> None:
        """Go to an address as a new session."""
        self.driver.get(self.address + path)
        self.settle()

    def shade(self, mode: str) -> None:
        """Let the device prefer ``light`` or ``dark``."""
        features = [{"name": "prefers-color-scheme", "value": mode}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def settle(self) -> None:
        """Wait until the page is drawn to its end; fail on a box of error."""
        WebDriverWait(self.driver, PATIENCE_SECONDS).until(lambda d: d.execute_script(SETTLED))
        time.sleep(0.4)  # charts draw after the script has ended
        boxes = self.driver.find_elements(By.CSS_SELECTOR, ".stException, [data-testid='stAlert']")
        assert [box.text for box in boxes] == []
        self.note_requests()

    def click_page(self, title: str) -> None:
        """Choose a page in the sidebar, which a phone has to open first."""
        is_collapsed = "return document.querySelector('[data-testid=stSidebar]')?.dataset.collapsed"
        if self.driver.execute_script(is_collapsed) != "false":
            self.driver.find_element(By.CSS_SELECTOR, "[data-testid='stExpandSidebarButton']").click()
            WebDriverWait(self.driver, PATIENCE_SECONDS).until(
                lambda d: d.execute_script(is_collapsed) == "false"
            )
        self.driver.execute_script(CLICK_PAGE, title)
        WebDriverWait(self.driver, PATIENCE_SECONDS).until(lambda d: self.title == title)
        self.settle()

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.driver.execute_script(
            "return document.querySelector('.sy-masthead h1')?.textContent ?? ''"
        )

    @property
    def text(self) -> str:
        """All words on the page."""
        return self.driver.execute_script("return document.querySelector('.stMain')?.innerText ?? ''")

    def picture(self, path: Path, width: int, *, is_whole: bool = True) -> None:
        """Take a picture of the page, from its head to its end or of one screen."""
        height = self.driver.execute_script("return document.querySelector('.stMain').scrollHeight")
        self.resize(width, min(max(height, 900), TALLEST_PICTURE_PIXELS) if is_whole else 900)
        time.sleep(0.8)  # charts take the new width
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(shot["data"]))
        self.resize(width)

    def paper(self) -> bytes:
        """Print the page as the browser would, to PDF."""
        asked = {"printBackground": True, "preferCSSPageSize": True}
        return base64.b64decode(self.driver.execute_cdp_cmd("Page.printToPDF", asked)["data"])

    def note_requests(self) -> None:
        """Remember the host of every request that the browser sent."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                params = message["params"]
                address = params["request"]["url"] if "request" in params else params["url"]
                if urlsplit(address).scheme not in ("data", "blob", "chrome"):
                    self.requested.add(urlsplit(address).hostname or address)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a data folder; give the address."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert time.monotonic() < until and server.poll() is None, "the dashboard does not start"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


@contextmanager
def opened(folder: Path) -> Iterator[WebDriver]:
    """Open a fresh browser that keeps its profile and its downloads in a folder."""
    options = webdriver.ChromeOptions()
    for argument in (*QUIET, f"--user-data-dir={folder / 'profile'}", "--window-size=1440,900"):
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs",
        {"download.default_directory": str(folder / "downloads"), "download.prompt_for_download": False},
    )
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()
