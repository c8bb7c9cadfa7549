"""Forges served over real HTTP on loopback from a generated world.

from sandbox import Sandbox, World
with Sandbox(World(seed=1, scale=1)) as sandbox:
    sandbox.api_url, sandbox.graphql_url, sandbox.token
"""

from sandbox.faults import Faults
from sandbox.limits import LimitSettings
from sandbox.service import Sandbox
from sandbox.world import World

__all__ = ["Faults", "LimitSettings", "Sandbox", "World"]
