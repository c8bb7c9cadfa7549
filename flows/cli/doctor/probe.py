"""The few live questions that settle what forges leave open, asked with the operator's tokens."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from collectors.clock import SystemClock
from collectors.forges.probe import PROBES, Fact
from collectors.openharmony import MOVES
from collectors.protocol import CollectError
from flows.collecting.forge_clients import LIVE, Edges
from flows.config.load import Config
from flows.config.openharmony import HOMES
from flows.registry.selection import registered_repositories, select


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
        for question, answer in PROBES[forge_id](http, forge.api_url, full_name):
            yield f"{forge_id}: {question}", f"{answer} ({full_name} at {host})"
        http.close()


def _example(config: Config, forge_id: str) -> str | None:
    """Choose a registered repository: one of the default scope first, one that moved where its owner did."""
    registered = registered_repositories(config).values()
    chosen = [*select(config, config.settings.default_scope).repositories, *registered]
    names = [each.full_name for each in chosen if each.forge == forge_id]
    if forge_id in {move.forge for move in MOVES.values()}:
        names = [name for name in names if name.partition("/")[0].lower() in MOVES]
        stood_elsewhere = {each.full_name for each in registered if each.forge in HOMES}
        names.sort(key=lambda name: name not in stood_elsewhere)  # a younger one had nothing to carry over
    return names[0] if names else None
