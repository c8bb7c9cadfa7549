"""The few live questions that settle what forges leave open, asked with the operator's tokens."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from collectors.clock import SystemClock
from collectors.forges.github import graphql_url
from collectors.forges.probe import Fact, probe_gitcode, probe_gitee, probe_github
from collectors.http import Http
from collectors.openharmony import MOVES
from collectors.protocol import CollectError
from flows.collecting.forge_clients import LIVE, Edges
from flows.config.load import Config
from flows.config.openharmony import HOMES
from flows.config.settings import Forge
from flows.registry.selection import registered_repositories, select

Probe = Callable[[Http, Forge, str], Iterator[Fact]]
PROBES: dict[str, Probe] = {
    "github": lambda http, forge, name: probe_github(http, forge.api_url, graphql_url(forge.api_url), name),
    "gitee": lambda http, forge, name: probe_gitee(http, forge.api_url, name),
    "gitcode": lambda http, forge, name: probe_gitcode(http, forge.api_url, name),
}


def probe_forges(config: Config, data: Path) -> Iterator[Fact]:
    """Ask every forge that there is a token for; give "forge: question" and what it answered."""
    edges = Edges(config, data, SystemClock(), "probe", LIVE)
    for forge_id, forge in config.settings.forges.items():
        full_name = _example(config, forge_id)
        if forge_id not in PROBES or full_name is None:
            continue
        try:
            http = edges.open(forge_id)
        except CollectError as error:
            yield forge_id, f"not asked: {error}"
            continue
        host = urlsplit(forge.api_url).hostname
        for question, answer in PROBES[forge_id](http, forge, full_name):
            yield f"{forge_id}: {question}", f"{answer} ({full_name} at {host})"
        http.close()


def _example(config: Config, forge_id: str) -> str | None:
    """Choose a registered repository: one of the default scope first, on GitCode one that moved there."""
    registered = registered_repositories(config).values()
    chosen = [*select(config, config.settings.default_scope).repositories, *registered]
    names = [each.full_name for each in chosen if each.forge == forge_id]
    if forge_id == "gitcode":
        names = [name for name in names if name.partition("/")[0].lower() in MOVES]
        stood_elsewhere = {each.full_name for each in registered if each.forge in HOMES}
        names.sort(key=lambda name: name not in stood_elsewhere)  # a younger one had nothing to carry over
    return names[0] if names else None
