from pathlib import Path

from warehouse.building.model import MODELS


def test_every_metric_has_a_test_of_its_name():
    metrics = {path.stem for path in (MODELS / "metrics").glob("*.sql")}
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert metrics
    assert metrics <= tested
