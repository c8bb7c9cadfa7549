"""Which collectors read which source: the one place that knows them all, a line for each source.

They are made when the source's first target comes up: a scope without npm packages never asks for npm.
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from collectors.clock import Clock
from collectors.forges.gitcode import gitcode_collectors
from collectors.forges.gitee import gitee_collectors
from collectors.forges.github import open_github, owner_collector, repository_collectors
from collectors.forges.known import KNOWN
from collectors.git import GitHistory
from collectors.http import Http, Network
from collectors.identity import BotRule, MailboxKey
from collectors.openharmony import OpenHarmonyManifest, OpenHarmonySigs
from collectors.packages import (
    NpmReleases,
    OhpmCounts,
    OhpmReleases,
    PyPIReleases,
    npm_registry,
    ohpm_registry,
    pip_index,
)
from collectors.protocol import Collector
from flows.collecting.forge_clients import Edges
from flows.config.load import Config
from flows.config.settings import mailbox_key_path

GIT_SOURCES = frozenset({"git", "openharmony"})
"""Sources that speak git to the target's address, so that its host can be probed before."""
FORGES = frozenset(KNOWN)
"""Sources that look at many targets with one request, so that their targets are not cut into small tasks."""


class Sources:
    """The collectors of one run, by source and kind."""

    def __init__(self, config: Config, data: Path, clock: Clock, edges: Edges) -> None:
        self.config = config
        self.data = data
        self.clock = clock
        self._edges = edges
        self._open = ExitStack()
        self._made: dict[str, Mapping[str, Collector]] = {}
        self._locks: dict[str, threading.Lock] = {}

    def collector(self, source: str, kind: str) -> Collector:
        """Give the collector of a source and kind, the same one each time.

        Raises the CollectError that keeps the whole source from being asked, such as NoToken.
        """
        with self._locks.setdefault(source, threading.Lock()):
            if source not in self._made:
                self._made[source] = {each.kind: each for each in COLLECTORS[source](self)}
            return self._made[source][kind]

    @property
    def made(self) -> Mapping[str, Mapping[str, Collector]]:
        """Give the collectors that were needed so far, by source and kind."""
        return self._made

    def forge(self, name: str) -> tuple[Http, str]:
        """Open the edge of a forge and give it with the root of the forge's interface. Raises NoToken."""
        edge = self._edges.open(name)
        self._open.callback(edge.close)
        return edge, self.config.settings.forges[name].api_url

    def registry(self) -> Http:
        """Open the way to a package registry."""
        seconds = self.config.settings.collecting.answer_timeout_seconds
        http = Http(Network(read_seconds=seconds), clock=self.clock)
        self._open.callback(http.close)
        return http

    def close(self) -> None:
        """Let go of connections and files."""
        self._open.close()

    @property
    def clones(self) -> Path:
        """The folder of the bare clones."""
        return self.data / "clones"

    @cached_property
    def mailbox_key(self) -> MailboxKey:
        """The secret that turns mailboxes into keys. Raises KeyFileError where its file cannot be used."""
        return MailboxKey.open(mailbox_key_path(self.config.settings))


def _git(sources: Sources) -> Sequence[Collector]:
    limits = sources.config.settings.collecting
    history = GitHistory(
        sources.clones,
        sources.mailbox_key,
        bots=[BotRule(row.bot_id, row.match_kind, row.pattern) for row in sources.config.bots],
        clock=sources.clock,
        time_budget_seconds=limits.seconds_per_repository,
        disk_budget_bytes=limits.megabytes_per_repository * 1024**2,
    )
    return [history]


def _openharmony(sources: Sources) -> Sequence[Collector]:
    return [
        OpenHarmonyManifest(sources.clones, clock=sources.clock),
        OpenHarmonySigs(sources.clones, sources.mailbox_key, clock=sources.clock),
    ]


def _pypi(sources: Sources) -> Sequence[Collector]:
    return [PyPIReleases(sources.registry(), pip_index(os.environ, Path.home()))]


def _npm(sources: Sources) -> Sequence[Collector]:
    return [NpmReleases(sources.registry(), npm_registry(os.environ, Path.home()))]


def _ohpm(sources: Sources) -> Sequence[Collector]:
    address, http = ohpm_registry(os.environ, Path.home()), sources.registry()
    return [OhpmReleases(http, address), OhpmCounts(http, address, clock=sources.clock)]


def _github(sources: Sources) -> Sequence[Collector]:
    github = open_github(*sources.forge("github"), sources.clock)
    return [*repository_collectors(github), owner_collector(github)]


def _gitee(sources: Sources) -> Sequence[Collector]:
    return gitee_collectors(*sources.forge("gitee"), clock=sources.clock)


def _gitcode(sources: Sources) -> Sequence[Collector]:
    return gitcode_collectors(*sources.forge("gitcode"), clock=sources.clock)


COLLECTORS: Mapping[str, Callable[[Sources], Sequence[Collector]]] = {
    "git": _git,
    "openharmony": _openharmony,
    "pypi": _pypi,
    "npm": _npm,
    "ohpm": _ohpm,
    "github": _github,
    "gitee": _gitee,
    "gitcode": _gitcode,
}
