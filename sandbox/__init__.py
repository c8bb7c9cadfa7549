"""Forges served over real HTTP on loopback from a generated world.

from sandbox import Sandbox, World
with Sandbox(World(seed=1, scale=1)) as sandbox:
    sandbox.api_url, sandbox.graphql_url, sandbox.token
"""

from sandbox.http.faults import Faults
from sandbox.http.limits import LimitSettings
from sandbox.server.sandbox import Sandbox
from sandbox.world.world import World

__all__ = ["Faults", "LimitSettings", "Sandbox", "World"]
