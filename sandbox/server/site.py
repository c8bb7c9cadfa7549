"""Everything that the sandbox serves of a world, each part by its paths."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.forges.github.door import Github
from sandbox.forges.v5.door import V5Door
from sandbox.git.http import GitHttp
from sandbox.http.counters import Counters
from sandbox.http.faults import Faults
from sandbox.http.messages import Answer, Request
from sandbox.packages.ohpm import PackageCentre
from sandbox.packages.pypi_and_npm import Packages
from sandbox.server.deliveries import Delivery, deliver
from sandbox.world.world import World

_OPERATION = re.compile(rb"\b(?:query|mutation)\s+(\w+)")


@dataclass(slots=True)
class Site:
    """Everything that is served, by path."""

    world: World
    github: Github
    git: GitHttp
    packages: Packages
    centre: PackageCentre
    faults: Faults
    counters: Counters
    doors: tuple[V5Door, ...] = ()

    def kind_of(self, request: Request) -> str:
        """Say which of the servers a request is for."""
        if any(door.serves(request) for door in self.doors):
            return "v5"
        if request.path.endswith("/graphql"):
            return "graphql"
        if self.git.serves(request):
            return "git"
        if self.packages.serves(request):
            return "packages"
        if self.centre.serves(request):
            return "ohpm"
        return "rest"

    def answer(self, request: Request) -> Delivery:
        """Answer a request, perhaps with a fault, and count it."""
        kind = self.kind_of(request)
        if kind == "graphql" and (match := _OPERATION.search(request.body)):
            request.operation = match[1].decode()
        handler: Callable[[Request], Answer] = {
            "git": self.git.handle,
            "packages": self.packages.handle,
            "ohpm": self.centre.handle,
            "v5": self._at_door,
        }.get(kind, self.github.handle)
        rule = self.faults.pick(request)
        delivery = deliver(request, rule, self.github.state, lambda: handler(request))
        self.counters.note(request, delivery.answer, kind, rule.fault if rule else None)
        return delivery

    def _at_door(self, request: Request) -> Answer:
        door = next(door for door in self.doors if door.serves(request))
        return door.handle(request)
