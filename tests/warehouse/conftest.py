"""Small worlds for the warehouse tests: a data folder, a landing, and models written by the test itself."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

import warehouse


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def landing(data: Path) -> warehouse.Landing:
    return warehouse.Landing(data / "landing", "reality")


@pytest.fixture
def db(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.open_working(data, run_id="test") as connection:
        yield connection


@pytest.fixture
def write_models(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write models by name, such as {"staging/issues": "select ..."}, into a folder of their own."""

    def write(models: Mapping[str, str]) -> Path:
        folder = tmp_path / "models"
        for name, sql in models.items():
            path = folder / f"{name}.sql"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(sql, encoding="utf-8")
        return folder

    return write
