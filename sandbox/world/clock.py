"""A clock for collectors that are to live in the world's time rather than in ours."""

from datetime import UTC, datetime

from sandbox.world.world import World


class WorldClock:
    """Shows the world's time; waits pass at once."""

    def __init__(self, world: World) -> None:
        """Follow a world, wherever it moves to."""
        self._world = world
        self._waited = 0.0

    def now(self) -> datetime:
        """Give the world's instant."""
        return datetime.fromtimestamp(self._world.until, UTC)

    def elapsed(self) -> float:
        """Give the seconds that were waited."""
        return self._waited

    def sleep(self, seconds: float) -> None:
        """Let a wait be over."""
        self._waited += seconds
