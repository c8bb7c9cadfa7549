"""What the operator can put right. The text names the thing, what happened, and what to do.

    WarehouseError
    ├── LandingError        a landing file cannot be written or read
    │   └── StreamTaken     another collector has landed the same stream meanwhile
    ├── LoadError           landed records are of another world, key or shape
    ├── WarehouseBusy       another process is writing the warehouse
    ├── ModelError          a SQL file breaks a rule
    ├── PublishError        the snapshot must not be published
    │   └── ChecksFailed    a check of severity stop found mistakes
    └── SnapshotMissing     there is no such snapshot

A bug is none of these and ends in a traceback.
"""


class WarehouseError(Exception):
    """Something that the operator can put right; the text is one line that says how."""


class LandingError(WarehouseError):
    """A landing file cannot be written or read."""


class StreamTaken(LandingError):
    """Another collector has landed the same stream meanwhile."""


class LoadError(WarehouseError):
    """Landed records are of another world, key or shape than the warehouse."""


class WarehouseBusy(WarehouseError):
    """Another process is writing the warehouse."""


class ModelError(WarehouseError):
    """A SQL file breaks a rule."""


class PublishError(WarehouseError):
    """The snapshot must not be published."""


class ChecksFailed(PublishError):
    """A check of severity stop found mistakes."""


class SnapshotMissing(WarehouseError):
    """There is no such snapshot."""
