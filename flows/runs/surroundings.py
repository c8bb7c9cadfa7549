"""What this program takes from where it is started: no proxy to itself, no code and no settings.

A workplace sets a proxy for everybody, and a folder may hold a ``click.py``, a ``prefect.toml`` or a git
configuration of anybody. None of these is meant for us.
"""

import os
import sys
from collections.abc import MutableMapping

LOOPBACK = ("localhost", "127.0.0.1", "::1")
UNREADABLE = "[::1]"  # httpx, by which Prefect asks, takes it for a wrong port and ends; all know ::1
SPELLINGS = ("NO_PROXY", "no_proxy")


def prepare(environment: MutableMapping[str, str] = os.environ) -> None:
    """Prepare this process, and with it all children, at the start of any command."""
    reach_loopback_directly(environment)
    environment["PYTHONSAFEPATH"] = "1"


def reach_loopback_directly(environment: MutableMapping[str, str] = os.environ) -> None:
    """Add loopback to what is asked past the proxy, in both spellings; how others are asked stays as it is.

    Some clients read the one spelling, some the other, so an empty one takes what the other holds. A lone *
    already says all.
    """
    held = {name: environment.get(name, "").strip() for name in SPELLINGS}
    for name, other in zip(SPELLINGS, reversed(SPELLINGS), strict=True):
        entries = [entry.strip() for entry in (held[name] or held[other]).split(",") if entry.strip()]
        kept = [entry for entry in entries if entry != UNREADABLE]
        added = () if entries == ["*"] else (entry for entry in LOOPBACK if entry not in kept)
        environment[name] = ",".join((*kept, *added))


def program(module: str, *words: str) -> list[str]:
    """Give the command of one of our own programs, which must find no module in the folder of the start.

    Start it in a folder of ours, so that it finds no settings there either.
    """
    return [sys.executable, "-P", "-m", module, *words]
