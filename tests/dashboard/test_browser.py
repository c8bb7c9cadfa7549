"""A walk through the dashboard in a real headless Chromium, at the widths of a desk, a tablet and a phone.

Pictures of every page go to the folder that SUIYUAN_SCREENSHOTS names, else ``data/screenshots``. Where
SUIYUAN_README_PICTURE names a file, the overview is also written there for the README.
"""

import os
from pathlib import Path

import pytest
from dashboard_browser import HAS_BROWSER, PATIENCE_SECONDS, TITLES, Dashboard, served
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

WIDTHS = (1440, 768, 390)
LARGEST_README_PICTURE_BYTES = 300_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_BROWSER, reason="chromedriver is not installed"),
]


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
