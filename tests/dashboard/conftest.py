"""A data folder with two small snapshots of made-up organisations, and the app opened on it."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

HERE = Path(__file__).parent
FICTION = HERE / "fiction"  # files in order; each page may bring its own tables
APP = HERE.parent.parent / "dashboard" / "main" / "app.py"
PAGES = sorted((HERE.parent.parent / "dashboard" / "pages").glob("[0-9]*_*.py"))
spec = importlib.util.spec_from_file_location("dashboard_browser", HERE / "browser.py")
assert spec and spec.loader
browser = importlib.util.module_from_spec(spec)  # tests are no package, so a neighbour is loaded by its path
sys.modules[spec.name] = browser
spec.loader.exec_module(browser)

OLDER, NEWER = "2026-11-21T191347Z", "2026-11-22T191421Z"


def publish_fiction(data: Path, name: str, edition: str) -> Path:
    """Write one snapshot of the made-up world and make it the current one."""
    folder = data / "snapshots" / name
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("set variable edition = $edition", {"edition": edition})
        for path in sorted(FICTION.glob("*.sql")):
            db.execute(path.read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    link = data / "snapshots" / "current"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    return folder


@pytest.fixture(scope="session")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots of the made-up world, a day apart."""
    data = tmp_path_factory.mktemp("data")
    publish_fiction(data, OLDER, "older")
    publish_fiction(data, NEWER, "newer")
    return data


@pytest.fixture
def publish(tmp_path: Path):
    """Publish further snapshots of the made-up world into a folder of the test's own."""
    return lambda name, edition: publish_fiction(tmp_path, name, edition)


class Reader:
    """Somebody who opens the dashboard: an address in, the words on the page out."""

    def __init__(self, page: str = "", **address: str) -> None:
        self.app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in address.items():
            self.app.query_params[name] = value
        self.app.run()
        if page:
            self.go(page)
        self.must_be_well()

    def go(self, page: str, **address: str) -> None:
        """Move on to a page within the session."""
        (path,) = (path for path in PAGES if path.stem.split("_", 1)[1] == page)
        for name, value in address.items():
            self.app.query_params[name] = value
        self.app.switch_page(f"../pages/{path.name}").run()
        self.must_be_well()

    def must_be_well(self) -> None:
        """Fail on an exception that the page shows."""
        assert not self.app.exception, self.app.exception[0].message

    @property
    def html(self) -> str:
        """Everything that the page wrote as HTML."""
        return "\n".join(element.proto.body for element in self.app.get("html"))


@pytest.fixture
def read(fiction: Path, monkeypatch: pytest.MonkeyPatch) -> type[Reader]:
    """Open a page of the made-up world by its name and the parameters of its address."""
    monkeypatch.setenv("SUIYUAN_DATA", str(fiction))
    return Reader


@pytest.fixture(scope="session")
def address(fiction: Path) -> Iterator[str]:
    """Serve the made-up world."""
    with browser.served(fiction) as address:
        yield address


@pytest.fixture
def dashboard(address: str, tmp_path: Path) -> Iterator[browser.Dashboard]:
    """A fresh browser on the served dashboard."""
    with browser.opened(tmp_path) as driver:
        yield browser.Dashboard(address, driver)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder for pictures of the pages."""
    return Path(os.environ.get("SUIYUAN_SCREENSHOTS") or HERE.parents[1] / "data" / "screenshots")
