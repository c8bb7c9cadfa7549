"""Which world a data folder is of: reality, or one that was generated.

Nothing of one world may ever land beside another's: what lands stays, and loading refuses the mixture.
"""

from pathlib import Path

from warehouse import WarehouseError
from warehouse.landing_file import SUFFIX, read_header

REALITY = "reality"


def world_held(data: Path) -> str | None:
    """Give the world of what has landed, None where nothing has. Raises LandingError for a broken file."""
    loose = next(
        (data / "landing").glob(f"*/*/*/*{SUFFIX}"), None
    )  # the newest of a stream is never compacted
    return read_header(loose).world_id if loose else None


def refuse_other_world(data: Path, world_id: str) -> None:
    """Raise WarehouseError where something of another world has landed."""
    held = world_held(data)
    if held not in (None, world_id):
        raise WarehouseError(
            f"{data} holds the world {held}, this is a run in {world_id}: they never mix, use another data"
            " folder. What make demo made, make demo builds."
        )
