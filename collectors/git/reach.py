"""Is a host there at all? Found out once per run, by a short TCP connect before git is started.

Git's own settings decide what an address means: ``url.<base>.insteadOf`` may lead to another host or to a
folder of this machine, and behind a proxy it is the proxy that must answer.
"""

import socket
import subprocess
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from collectors.git.command import NO_REPOSITORY, environment
from collectors.protocol import Unreachable

DEFAULT_PORTS = {"http": 80, "https": 443, "git": 9418, "socks5": 1080, "socks5h": 1080, "socks4": 1080}
FAILURES = 3  # targets of a host that did not answer git, one after the other, before the rest is not tried


@dataclass(frozen=True, slots=True)
class Door:
    """Where a connection must be accepted: the host itself, or the proxy that leads to it."""

    host: str
    port: int
    is_proxy: bool = False

    def __str__(self) -> str:
        return f"{'the proxy ' if self.is_proxy else ''}{self.host}:{self.port}"


def probe(door: Door, seconds: float) -> str | None:
    """Try to connect for at most ``seconds``; give None where that worked, else what went wrong."""
    answers: list[str | None] = []
    thread = threading.Thread(target=lambda: answers.append(_connect(door, seconds)), daemon=True)
    thread.start()
    thread.join(seconds)  # names may take longer to resolve than any connection to open
    return answers[0] if answers else f"no answer within {seconds:g} s"


def _connect(door: Door, seconds: float) -> str | None:
    try:
        with socket.create_connection((door.host, door.port), timeout=seconds):
            return None
    except OSError as error:
        return (error.strerror or str(error)).lower()


def real_url(url: str) -> str:
    """Give the address that git will really use for ``url``."""
    return _git("ls-remote", "--get-url", url) or url


def host_of(url: str) -> str | None:
    """Give the host of a real address; None for a folder of this machine."""
    if "://" in url:
        return urlsplit(url).hostname
    before, colon, _ = url.partition(":")
    return before.rpartition("@")[2] if colon and "/" not in before else None


def door_of(url: str) -> Door | None:
    """Say where a connection to a real address can be tried; None where that would say nothing.

    A folder needs no connection. For ssh, the user's ssh settings may say anything of a host.
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ("http", "https", "git"):
        return None
    if proxy := _proxy(url, parts.scheme, parts.hostname):
        split = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = split.port or DEFAULT_PORTS.get(split.scheme)
        return Door(split.hostname, port, is_proxy=True) if split.hostname and port else None
    return Door(parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme])


def _proxy(url: str, scheme: str, host: str) -> str | None:
    """Give the proxy that git takes: its own setting first, then the environment's."""
    if scheme == "git" or proxy_bypass(host):
        return None
    proxies = getproxies()
    return _git("config", "--get-urlmatch", "http.proxy", url) or proxies.get(scheme) or proxies.get("all")


def _git(*arguments: str) -> str:
    command = ["git", "--git-dir", str(NO_REPOSITORY), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Route:
    """Where git will go for an address: ``host`` is None for a folder of this machine."""

    host: str | None
    door: Door | None

    @classmethod
    def of(cls, url: str) -> "Route":
        """Ask git where it would go."""
        real = real_url(url)
        return cls(host_of(real), door_of(real))


class Reach:
    """What this run has found out about hosts. Threads may share it."""

    def __init__(self, probe_seconds: float) -> None:
        self._probe_seconds = probe_seconds
        self._routes: dict[str, Route] = {}
        self._probed: dict[Door, str | None] = {}
        self._locks: defaultdict[Door, threading.Lock] = defaultdict(threading.Lock)
        self._failures: Counter[str] = Counter()

    def route(self, url: str) -> Route:
        """Say where git will go for an address."""
        if url not in self._routes:
            self._routes[url] = Route.of(url)
        return self._routes[url]

    def check(self, url: str) -> None:
        """Return where git may be started; raise Unreachable where the host is known not to answer."""
        route = self.route(url)
        if route.door and (reason := self._probe_once(route.door)):
            raise Unreachable(f"{route.door} does not answer ({reason}). Check the network and run again.")
        if route.host and self._failures[route.host] >= FAILURES:
            raise Unreachable(f"{route.host} failed {FAILURES} targets in a row. Run again later.")

    def note(self, url: str, *, is_reached: bool) -> None:
        """Remember how git fared; a host that failed several targets in a row is left alone from then on."""
        if host := self.route(url).host:
            self._failures[host] = 0 if is_reached else self._failures[host] + 1

    def _probe_once(self, door: Door) -> str | None:
        with self._locks[door]:
            if door not in self._probed:
                self._probed[door] = probe(door, self._probe_seconds)
            return self._probed[door]
