"""What the operator can put right. The text names the thing, what happened, and what to do.

WarehouseError
├── LandingError        a landing file cannot be written or read
│   └── StreamTaken     another collector has landed the same stream meanwhile
├── LoadError           landed records cannot be loaded as they are
│   ├── WorldMismatch   the demonstration and reality would be mixed
│   ├── KeyMismatch     persons were hashed with another key
│   └── VersionMismatch the records have a shape that this software does not know
├── WarehouseBusy       another process is writing the warehouse
├── ModelError          a SQL model breaks a rule
├── PublishError        the snapshot must not be published
│   ├── ChecksFailed    a check of severity stop found mistakes
│   └── PrivacyError    the public edition would hold what identifies a person
└── SnapshotMissing     there is no such snapshot
"""


class WarehouseError(Exception):
    """Something that the operator can put right; the text is one line that says how."""


class LandingError(WarehouseError):
    """A landing file cannot be written or read."""


class StreamTaken(LandingError):
    """Another collector has landed the same stream meanwhile."""


class LoadError(WarehouseError):
    """Landed records cannot be loaded as they are."""


class WorldMismatch(LoadError):
    """The demonstration and reality would be mixed."""


class KeyMismatch(LoadError):
    """Persons were hashed with another key."""


class VersionMismatch(LoadError):
    """The records have a shape that this software does not know."""


class WarehouseBusy(WarehouseError):
    """Another process is writing the warehouse."""


class ModelError(WarehouseError):
    """A SQL model breaks a rule."""


class PublishError(WarehouseError):
    """The snapshot must not be published."""


class ChecksFailed(PublishError):
    """A check of severity stop found mistakes."""


class PrivacyError(PublishError):
    """The public edition would hold what identifies a person."""


class SnapshotMissing(WarehouseError):
    """There is no such snapshot."""
