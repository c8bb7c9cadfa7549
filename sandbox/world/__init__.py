"""The generated world: people, organisations, repositories, and all as of an instant."""

from sandbox.world.world import World

__all__ = ["World"]
