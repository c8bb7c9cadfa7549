"""The password in a real browser: asked once, remembered over links and reloads, guessing held up."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dashboard_browser import HAS_BROWSER, PATIENCE_SECONDS, Dashboard, opened, served
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PASSWORD = "kapok 2026"
SETTINGS = {
    "SUIYUAN_PASSWORD_VARIABLE": "PASSWORD_OF_THIS_TEST",
    "PASSWORD_OF_THIS_TEST": PASSWORD,
    "SUIYUAN_QUERY_PAGE": "no",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_BROWSER, reason="chromedriver is not installed"),
]


@pytest.fixture(scope="module")
def guarded(fiction: Path) -> Iterator[str]:
    """Serve the made-up world with a password and without the page for SQL."""
    with served(fiction, SETTINGS) as address:
        yield address


@pytest.fixture
def stranger(guarded: str, tmp_path: Path) -> Iterator[Dashboard]:
    with opened(tmp_path) as driver:
        yield Dashboard(guarded, driver)


def wait_for(dashboard: Dashboard, words: str) -> None:
    WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(lambda d: words in dashboard.text)


def enter(dashboard: Dashboard, password: str) -> None:
    box = WebDriverWait(dashboard.driver, PATIENCE_SECONDS).until(
        lambda d: d.find_element(By.CSS_SELECTOR, "input[type=password]")
    )
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(password, Keys.ENTER)


def test_whoever_knows_the_password_is_asked_once(stranger: Dashboard):
    stranger.driver.get(stranger.address + "/overview")
    wait_for(stranger, "请输入访问密码")
    assert "2026-11-22T191421Z" not in stranger.text
    enter(stranger, "guess")
    wait_for(stranger, "密码不对")
    enter(stranger, PASSWORD)
    wait_for(stranger, "2026-11-22T191421Z")
    stranger.settle()
    cookies = [cookie["name"] for cookie in stranger.driver.get_cookies()]
    assert "suiyuan_viewer" in cookies
    stranger.open("/projects?repository=github%3Azhushui%2Friverbed")
    assert "各项指标" in stranger.text, "a link begins a new session, and must not ask again"


def test_the_page_for_sql_is_neither_in_the_menu_nor_at_its_address(stranger: Dashboard):
    stranger.driver.get(stranger.address + "/overview")
    wait_for(stranger, "请输入访问密码")
    enter(stranger, PASSWORD)
    wait_for(stranger, "2026-11-22T191421Z")
    menu = stranger.driver.find_element(By.CSS_SELECTOR, "[data-testid=stSidebarNav]").text
    assert "指标词典" in menu and "查询" not in menu
    stranger.driver.get(stranger.address + "/query?sql=select%201")
    wait_for(stranger, "2026-11-22T191421Z")
    assert stranger.driver.find_elements(By.TAG_NAME, "textarea") == []


def test_guessing_is_held_up(stranger: Dashboard):
    """The last test of this file: from then on everybody at this address waits a minute."""
    stranger.driver.get(stranger.address)
    wait_for(stranger, "请输入访问密码")
    guesses = 0
    while "尝试次数过多" not in stranger.text:
        assert guesses < 20
        enter(stranger, f"guess {guesses}")
        guesses += 1
        time.sleep(1)  # else the next guess is typed over one that is still on its way
    assert guesses > 3
    enter(stranger, PASSWORD)
    wait_for(stranger, "尝试次数过多")
    assert "2026-11-22T191421Z" not in stranger.text
