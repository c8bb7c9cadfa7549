"""The hosts that a run may need, by the settings of the user's own clients, and what forges say of quotas."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from github import Auth
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from collectors.clock import SystemClock
from collectors.forges.github import quotas
from collectors.git import Door, door_of, real_url
from collectors.http import Credential, Http, TokenPool, WaitingBudget
from collectors.packages import npm_registry, pip_index
from collectors.protocol import CollectError
from flows.config.load import Config
from flows.config.settings import Forge, tokens

ARCHIVES = {"https://data.gharchive.org/": "GH Archive, the history of GitHub's events"}
LIMITS = {
    "github": "5,000 requests and 5,000 GraphQL points an hour with a token, 60 requests without",
    "gitee": "60 requests a minute without a token; with one, as its headers say",
    "gitcode": "50 requests a minute and 4,000 an hour with a token",
}
"""What the forges document or were seen to allow."""
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
    if name in LIMITS:
        yield LIMITS[name]
    if urlsplit(forge.api_url).hostname not in reached:
        return
    found = [token.get_secret_value() for token in tokens(config.settings, name)]
    for number, token in enumerate(found or [None], 1):
        label = f"token {number}" if token else "without a token"
        try:
            left = _github_left(forge, token) if name == "github" else _left(forge, token)
        except CollectError as error:
            left = str(error)
        yield f"{label}: {left}"


def _github_left(forge: Forge, token: str | None) -> str:
    found = quotas(Auth.Token(token) if token else None, forge.api_url)
    shown = (name for name in ("core", "graphql", "search") if name in found)
    return ", ".join(f"{name} {found[name].remaining:,} of {found[name].limit:,} left" for name in shown)


def _left(forge: Forge, token: str | None) -> str:
    """Ask for the token's own account, the lightest question that every v5 forge answers."""
    if token is None:
        return "not asked"
    clock = SystemClock()
    waiting = WaitingBudget(clock, seconds=0)
    credential = Credential(label="token", secret=lambda: token)
    pool = TokenPool([credential], clock, waiting, host=urlsplit(forge.api_url).netloc)
    answer = Http(tokens=pool, clock=clock, waiting=waiting).get(f"{forge.api_url}/user")
    if answer.quota_remaining is None:
        return "accepted; the forge does not say what is left"
    return f"accepted, {answer.quota_remaining:,} requests left"
