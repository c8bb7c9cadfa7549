"""The example notebook runs from top to bottom on a published snapshot."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import warehouse

NOTEBOOK = Path(__file__).parents[2] / "docs" / "read-a-snapshot.ipynb"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::RuntimeWarning")
def test_the_example_notebook_runs(estuary, built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    db = built(estuary).whole().db
    warehouse.check(db)
    warehouse.publish(db, tmp_path)
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    printed = "\n".join(str(output) for cell in notebook.cells for output in cell.get("outputs", ()))
    assert "reality" in printed
    assert "contributors" in printed
