"""Records to tables to snapshot. Imports nothing of ours; ``errors.py`` draws what can go wrong."""

from warehouse.building.build import build as build
from warehouse.building.check import check as check
from warehouse.database import open_working as open_working
from warehouse.errors import ChecksFailed as ChecksFailed
from warehouse.errors import LandingError as LandingError
from warehouse.errors import LoadError as LoadError
from warehouse.errors import ModelError as ModelError
from warehouse.errors import PublishError as PublishError
from warehouse.errors import SnapshotMissing as SnapshotMissing
from warehouse.errors import StreamTaken as StreamTaken
from warehouse.errors import WarehouseBusy as WarehouseBusy
from warehouse.errors import WarehouseError as WarehouseError
from warehouse.landing.file import Stream as Stream
from warehouse.landing.landing import Landing as Landing
from warehouse.landing.runs import newest_run as newest_run
from warehouse.loading.load import load as load
from warehouse.loading.rebuild import rebuild as rebuild
from warehouse.publishing.publish import publish as publish
from warehouse.publishing.snapshots import list_snapshots as list_snapshots
from warehouse.publishing.snapshots import open_snapshot as open_snapshot
