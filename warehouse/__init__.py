"""Records to tables to snapshot. Imports nothing of ours.

``errors.py`` draws the tree of what can go wrong; all of it derives from WarehouseError.
"""

from warehouse.build import build
from warehouse.check import check
from warehouse.database import open_working
from warehouse.errors import (
    ChecksFailed,
    KeyMismatch,
    LandingError,
    LoadError,
    ModelError,
    PrivacyError,
    PublishError,
    SnapshotMissing,
    StreamTaken,
    VersionMismatch,
    WarehouseBusy,
    WarehouseError,
    WorldMismatch,
)
from warehouse.land import Landing
from warehouse.landing_file import Stream
from warehouse.load import load
from warehouse.publish import publish
from warehouse.rebuild import rebuild
from warehouse.snapshots import list_snapshots, open_snapshot

__all__ = [
    "ChecksFailed",
    "KeyMismatch",
    "Landing",
    "LandingError",
    "LoadError",
    "ModelError",
    "PrivacyError",
    "PublishError",
    "SnapshotMissing",
    "Stream",
    "StreamTaken",
    "VersionMismatch",
    "WarehouseBusy",
    "WarehouseError",
    "WorldMismatch",
    "build",
    "check",
    "list_snapshots",
    "load",
    "open_snapshot",
    "open_working",
    "publish",
    "rebuild",
]
