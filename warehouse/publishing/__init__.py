"""What is built into dated snapshots, and finding them again."""

from warehouse.publishing.snapshots import Snapshot, diff, find_snapshot, list_snapshots

__all__ = ["Snapshot", "diff", "find_snapshot", "list_snapshots"]
