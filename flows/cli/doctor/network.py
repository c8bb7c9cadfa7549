"""The hosts that a run may need, by the settings of the user's own clients, and what forges say of quotas."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from collectors.forges.credentials import quota_left
from collectors.forges.known import KNOWN
from collectors.git import Door, door_of, real_url
from collectors.packages import npm_registry, pip_index
from collectors.protocol import CollectError
from flows.config.load import Config
from flows.config.settings import tokens

ARCHIVES = {"https://data.gharchive.org/": "GH Archive, the history of GitHub's events"}
EXAMPLE = "owner/name"


def doors_of(config: Config) -> dict[Door, str]:
    """Give every door that a run may need, with what it is needed for."""
    uses: defaultdict[Door, list[str]] = defaultdict(list)
    for url, use in _addresses(config):
        if door := door_of(real_url(url)):
            uses[door].append(use)
    return {door: ", ".join(dict.fromkeys(found)) for door, found in uses.items()}


def _addresses(config: Config) -> Iterator[tuple[str, str]]:
    for name, forge in config.settings.forges.items():
        yield forge.clone_url.replace("{full_name}", EXAMPLE), f"{name} git"
        yield forge.api_url, f"{name} API"
    yield pip_index(os.environ, Path.home()) or PYPI_SIMPLE_ENDPOINT, "PyPI packages, as pip is set"
    yield npm_registry(os.environ, Path.home()), "npm packages, as npm is set"
    yield from ARCHIVES.items()


def forge_quota(config: Config, name: str, reached: set[str]) -> Iterator[str]:
    """Say a forge's limits and, where it answers, what is left of them for each token."""
    forge = config.settings.forges[name]
    if name in KNOWN:
        yield KNOWN[name].limits
    if urlsplit(forge.api_url).hostname not in reached:
        return
    found = [token.get_secret_value() for token in tokens(config.settings, name)]
    for number, token in enumerate(found or [None], 1):
        label = f"token {number}" if token else "without a token"
        try:
            left = quota_left(name, forge.api_url, token)
        except CollectError as error:
            left = str(error)
        yield f"{label}: {left}"
