"""Which collector reads which source: the one place that knows them all, a line for each.

A collector is made when its first target comes up, so that a scope without npm packages never asks for npm.
"""

import os
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from collectors.bots import BotRule
from collectors.clock import Clock
from collectors.git import GitHistory
from collectors.http import Http
from collectors.mailboxes import MailboxKey
from collectors.npm import NpmReleases
from collectors.package_settings import npm_registry, pip_index
from collectors.protocol import Collector
from collectors.pypi import PyPIReleases
from flows.config import Config
from flows.settings import mailbox_key_path

GIT_SOURCES = frozenset({"git"})
"""Sources that speak git to the target's address, so that its host can be probed before."""


class Sources:
    """The collectors of one run, by source and kind."""

    def __init__(self, config: Config, data: Path, clock: Clock) -> None:
        self.config = config
        self.data = data
        self.clock = clock
        self._made: dict[tuple[str, str], Collector] = {}
        self._lock = threading.Lock()

    def collector(self, source: str, kind: str) -> Collector:
        """Give the collector of a source and kind, the same one each time."""
        with self._lock:
            if (source, kind) not in self._made:
                self._made[source, kind] = COLLECTORS[source, kind](self)
            return self._made[source, kind]

    @cached_property
    def mailbox_key(self) -> MailboxKey:
        """The secret that turns mailboxes into keys. Raises KeyFileError where its file cannot be used."""
        return MailboxKey.open(mailbox_key_path(self.config.settings))


def _git_history(sources: Sources) -> Collector:
    limits = sources.config.settings.collecting
    return GitHistory(
        sources.data / "clones",
        sources.mailbox_key,
        bots=[BotRule(row.bot_id, row.match_kind, row.pattern) for row in sources.config.bots],
        clock=sources.clock,
        time_budget_seconds=limits.seconds_per_repository,
        disk_budget_bytes=limits.megabytes_per_repository * 1024**2,
    )


def _pypi_releases(sources: Sources) -> Collector:
    return PyPIReleases(Http(clock=sources.clock), pip_index(os.environ, Path.home()))


def _npm_releases(sources: Sources) -> Collector:
    return NpmReleases(Http(clock=sources.clock), npm_registry(os.environ, Path.home()))


COLLECTORS: Mapping[tuple[str, str], Callable[[Sources], Collector]] = {
    ("git", "history"): _git_history,
    ("pypi", "releases"): _pypi_releases,
    ("npm", "releases"): _npm_releases,
}
