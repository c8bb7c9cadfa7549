"""Records to tables to snapshot. Imports nothing of ours.

``errors.py`` draws the tree of what can go wrong; all of it derives from WarehouseError.
"""

from warehouse.database import open_working
from warehouse.errors import (
    KeyMismatch,
    LandingError,
    LoadError,
    StreamTaken,
    VersionMismatch,
    WarehouseBusy,
    WarehouseError,
    WorldMismatch,
)
from warehouse.land import Landing
from warehouse.landing_file import Stream
from warehouse.load import load

__all__ = [
    "KeyMismatch",
    "Landing",
    "LandingError",
    "LoadError",
    "Stream",
    "StreamTaken",
    "VersionMismatch",
    "WarehouseBusy",
    "WarehouseError",
    "WorldMismatch",
    "load",
    "open_working",
]
