"""Reality and a generated world never meet in one folder, whichever came first."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.data_folder import REALITY, refuse_other_world, world_held
from flows.runs.run import Request, open_job
from warehouse import Landing, Stream, WarehouseError

CONFIG = Path(__file__).parent / "config_sample"


def land(data: Path, world_id: str) -> None:
    """Land one empty batch."""
    landing = Landing(data / "landing", world_id)
    landing.append(Stream("git", "github:a/b", "history"), [], {}, observed_at=datetime.now(UTC), run_id="r")


def test_a_new_folder_is_of_no_world_yet(tmp_path: Path):
    assert world_held(tmp_path) is None
    refuse_other_world(tmp_path, "demo")


@pytest.mark.parametrize(("first", "second"), [(REALITY, "demo"), ("demo", REALITY)])
def test_a_run_in_another_world_leaves_the_folder_as_it_was(tmp_path: Path, first: str, second: str):
    land(tmp_path, first)
    before = sorted(tmp_path.rglob("*"))
    request = Request(command="build", config=CONFIG, data=tmp_path, world_id=second)
    with pytest.raises(WarehouseError, match=f"holds the world {first}"), open_job(request):
        pass
    assert sorted(tmp_path.rglob("*")) == before
