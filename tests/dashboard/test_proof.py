"""The long proof: every page walked and every report taken, on a demonstration and on real commit facts.

The demonstration is collected for this test. Where SUIYUAN_PROOF_DATA names a data folder, such as one made
by ``benchmarks/real_snapshot.py``, that is walked too. Reports are drawn to pictures beside those of the
pages, to be looked at.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from dashboard_browser import ADDRESSES, HAS_BROWSER, PATIENCE_SECONDS, Dashboard, opened, served
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import warehouse
from dashboard.report.files import kept_file
from warehouse.publishing.snapshots import find_snapshot

WORDS = {"docx": "下载 Word", "pdf": "下载 PDF", "xlsx": "下载 Excel"}
WIDTHS = (1440, 390)
FIRST_SCOPE = """
select base_subject_id from marts.subjects where subject_kind = 'scope'
order by base_subject_id != 'guangzhou', base_subject_id limit 1
"""
NEWEST_QUARTER = """
select year(period_start_on) || 'Q' || quarter(period_start_on) from marts.periods
where period_kind = 'quarter' and is_complete order by period_start_on desc limit 1
"""

pytestmark = [
    pytest.mark.prove,
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_BROWSER, reason="chromedriver is not installed"),
]


@dataclass
class World:
    """A data folder that is served, and the browser on it."""

    name: str
    data: Path
    dashboard: Dashboard
    downloads: Path

    @property
    def folder(self) -> Path:
        """The folder of its newest snapshot."""
        return find_snapshot(self.data).folder

    @property
    def is_demonstration(self) -> bool:
        """Whether its figures are of a made-up world."""
        return self.first("select world_id from marts.snapshot_info") != "reality"

    def first(self, sql: str) -> str:
        """Give the one value that a query asks of the snapshot."""
        with warehouse.open_snapshot(self.folder) as db:
            found = db.execute(sql).fetchone()
        assert found
        return str(found[0])


def demonstration(folder: Path) -> Path:
    suiyuan = Path(sys.executable).with_name("suiyuan")
    done = subprocess.run([suiyuan, "demo", "--data", folder], check=False)
    assert done.returncode in (0, 2)
    return folder


def given() -> Path:
    named = os.environ.get("SUIYUAN_PROOF_DATA")
    if not named:
        pytest.skip("SUIYUAN_PROOF_DATA names no data folder: real commit facts were NOT walked")
    return Path(named)


@pytest.fixture(scope="module", params=["demonstration", "real"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp(request.param)
    data = given() if request.param == "real" else demonstration(folder / "data")
    with served(data) as address, opened(folder) as driver:
        yield World(request.param, data, Dashboard(address, driver), folder / "downloads")


def details(world: World) -> list[str]:
    """Name a repository, an organisation and a metric that the snapshot holds."""
    repository = world.first(
        "select repository_id from marts.repositories order by commit_count desc limit 1"
    )
    organization = world.first(
        "select organization_id from marts.organizations order by repository_count desc limit 1"
    )
    metric = world.first("select metric from marts.metric_definitions order by metric limit 1")
    return [
        f"/projects?repository={quote(repository, safe='')}",
        f"/organizations?id={quote(organization, safe='')}",
        f"/dictionary?metric={metric}",
        f"/query?sql={quote('select * from marts.snapshot_info')}",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_walked(world: World, pictures: Path, width: int):
    world.dashboard.resize(width)
    for number, address in enumerate((*ADDRESSES, *details(world)), start=1):
        world.dashboard.open(address)
        overflow = world.dashboard.driver.execute_script("return document.documentElement.scrollWidth")
        assert overflow <= width, f"{address} is wider than the screen"
        assert ("演示数据" in world.dashboard.text) is world.is_demonstration
        world.dashboard.picture(pictures / f"{world.name}-{number}-{width}.png", width)
    assert world.dashboard.requested == {"127.0.0.1"}, "a request left this machine"


def test_every_report_is_taken(world: World, pictures: Path, tmp_path: Path):
    """What the browser takes is what the command writes, byte for byte; its sheets are drawn."""
    world.dashboard.resize(1440)
    world.dashboard.open("/reports")
    period, scope = world.first(NEWEST_QUARTER), world.first(FIRST_SCOPE)
    mark = "演示数据-" if world.is_demonstration else ""
    for ending, words in WORDS.items():
        world.dashboard.driver.find_element(By.XPATH, f"//button[contains(., '{words}')]").click()
        file = world.downloads / f"{mark}广州市开源生态发展情况报告-{period}.{ending}"
        WebDriverWait(world.dashboard.driver, 2 * PATIENCE_SECONDS).until(lambda d, file=file: file.exists())
        assert file.read_bytes() == kept_file(world.folder, period, scope, "high", ending)
        draw(file, pictures / f"{world.name}-report-{ending}", tmp_path)


def draw(file: Path, picture: Path, folder: Path) -> None:
    """Draw the sheets of a file; LibreOffice prints the office files."""
    paper = file if file.suffix == ".pdf" else folder / f"{file.stem}.pdf"
    if paper is not file:
        office = shutil.which("soffice")
        assert office, "LibreOffice is not installed"
        profile = f"-env:UserInstallation=file://{folder}/office"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    picture.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "60", "-png", paper, picture], check=True)
    assert list(picture.parent.glob(f"{picture.name}-*.png"))
