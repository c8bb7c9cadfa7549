"""A walk through the dashboard in a real headless Chromium, at the widths of a desk, a tablet and a phone.

Pictures of every page go to the folder that SUIYUAN_SCREENSHOTS names, else ``data/screenshots``. Where
SUIYUAN_README_PICTURE names a file, the overview is also written there for the README.
"""

import ast
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).parents[2]
WIDTHS = (1440, 768, 390)
DESK_WIDTH = 1_000  # below it a reader holds a tablet or a phone, where choosing a page closes the sidebar
PAGES = sorted((ROOT / "dashboard" / "pages").glob("[0-9]*_*.py"))
TITLES = [ast.get_docstring(ast.parse(path.read_text())).split(" | ")[0] for path in PAGES]
PATIENCE_SECONDS = 30
LARGEST_README_PICTURE_BYTES = 300_000
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

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromedriver"), reason="chromedriver is not installed"),
]


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
def served(data: Path) -> Iterator[str]:
    """Serve a data folder; give the address."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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


@pytest.fixture(scope="module")
def address(fiction: Path) -> Iterator[str]:
    """Serve the made-up world."""
    with served(fiction) as address:
        yield address


@pytest.fixture
def dashboard(address: str, tmp_path: Path) -> Iterator[Dashboard]:
    """A fresh browser on the served dashboard."""
    options = webdriver.ChromeOptions()
    for argument in (*QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1440,900"):
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs",
        {"download.default_directory": str(tmp_path / "downloads"), "download.prompt_for_download": False},
    )
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield Dashboard(address, driver)
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder for pictures of the pages."""
    return Path(os.environ.get("SUIYUAN_SCREENSHOTS") or ROOT / "data" / "screenshots")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_walk_through_all_pages(dashboard: Dashboard, pictures: Path, width: int):
    dashboard.resize(width)
    dashboard.open()
    for number, title in enumerate(TITLES, start=1):
        dashboard.click_page(title)
        assert "演示数据" in dashboard.text
        overflow = dashboard.driver.execute_script("return document.documentElement.scrollWidth")
        assert overflow <= width, f"{title} is wider than the screen of {width}"
        dashboard.picture(pictures / f"{number}-{width}.png", width)
    assert dashboard.requested == {"127.0.0.1"}, "a request left this machine"


def test_details_open_by_their_links(dashboard: Dashboard, pictures: Path):
    dashboard.open("/projects")
    dashboard.driver.find_element(By.LINK_TEXT, "zhushui/riverbed").click()
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: "各项指标" in dashboard.text)
    dashboard.settle()
    dashboard.picture(pictures / "project-1440.png", 1440)
    assert "repository=github%3Azhushui%2Friverbed" in dashboard.driver.current_url
    dashboard.open("/organizations?id=yunshan")
    assert "未见公开项目" in dashboard.text
    dashboard.open("/dictionary?metric=contributors")
    dashboard.picture(pictures / "metric-1440.png", 1440)
    assert dashboard.requested == {"127.0.0.1"}


def test_english_stays_while_the_reader_moves_on(dashboard: Dashboard, pictures: Path):
    dashboard.open("/?lang=en")
    dashboard.click_page("Overview")
    dashboard.picture(pictures / "english-1440.png", 1440)
    dashboard.click_page("Coverage")
    assert "lang=en" in dashboard.driver.current_url
    dashboard.driver.find_element(By.XPATH, "//button[contains(., '中文')]").click()
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: dashboard.title == "数据覆盖")
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: "lang=en" not in d.current_url)


def test_a_query_is_written_run_and_downloaded(dashboard: Dashboard, tmp_path: Path, pictures: Path):
    dashboard.open("/query")
    box = dashboard.driver.find_element(By.TAG_NAME, "textarea")
    box.send_keys("select organization_id, name_zh from marts.organizations order by 1")
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: "9 行" in dashboard.text)
    dashboard.settle()
    dashboard.picture(pictures / "query-1440.png", 1440)
    dashboard.driver.find_element(By.XPATH, "//button[contains(., '下载 csv')]").click()
    file = tmp_path / "downloads" / "演示数据-suiyuan-2026-11-22T191421Z.csv"
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: file.exists())
    assert "木棉汽车" in file.read_text(encoding="utf-8-sig")


def test_an_open_page_shows_a_snapshot_as_soon_as_it_is_published(
    dashboard: Dashboard, publish, tmp_path: Path
):
    """Nobody touches the page: first there is nothing, then a snapshot, then a newer one."""
    with served(tmp_path) as address:
        dashboard.driver.get(address)
        wait = WebDriverWait(dashboard.driver, PATIENCE_SECONDS)
        wait.until(lambda d: "还没有可看的快照" in dashboard.text)
        for name, edition in (("2026-11-21T191347Z", "older"), ("2026-11-22T191421Z", "newer")):
            publish(name, edition)
            wait.until(lambda d, name=name: f"快照 {name}" in dashboard.text)


def test_the_readmes_picture(dashboard: Dashboard, pictures: Path):
    path = Path(os.environ.get("SUIYUAN_README_PICTURE") or pictures / "overview.png")
    dashboard.resize(1440)
    dashboard.open()
    dashboard.click_page("总览")
    dashboard.picture(path, 1440, is_whole=False)
    assert path.stat().st_size < LARGEST_README_PICTURE_BYTES
