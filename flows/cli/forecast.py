"""`suiyuan forecast`: the requests and hours of a first pass over a scope's owners on GitCode and Gitee."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import ConfigFolder, DataFolder

if TYPE_CHECKING:
    from collectors.forges.forecasts import Forecast
    from collectors.protocol import Target
    from flows.collecting.forge_clients import Edges
    from flows.config.load import Config

COLLECTING = "采集 Collecting"
READ = "change_requests"  # of every repository but upstream code, of which only the owner's list is read
FEWEST = 3  # repositories of one owner; a pass over fewer is over before it can be forecast
Owners = Mapping[str, set[str]]
"""The repositories that are planned ("owner/name"), by their owner."""
forecast_app = typer.Typer()


@forecast_app.command(rich_help_panel=COLLECTING)
def forecast(
    scope: Annotated[str | None, typer.Option("--scope", help="The scope; else the default one.")] = None,
    config: ConfigFolder = None,
    data: DataFolder = None,
) -> None:
    """Say how long a first pass over GitCode and Gitee takes, before it starts: their quotas are scarce."""
    from collectors.clock import SystemClock, day_of
    from collectors.forges.forecasts import FORECASTERS
    from collectors.protocol import CollectError
    from flows.cli.operator_errors import operator_errors
    from flows.collecting.forge_clients import LIVE, Edges
    from flows.config.load import load_config
    from flows.config.settings import config_folder, data_folder
    from flows.registry.discovery import foreseen
    from flows.registry.selection import targets
    from flows.runs.run import OPERATOR_ERRORS, REALITY
    from warehouse import Landing

    with operator_errors(*OPERATOR_ERRORS):
        landing = Landing(data_folder(data) / "landing", REALITY)
        now = SystemClock().now()
        known = foreseen(load_config(config_folder(config)), landing, day_of(now))
        selected = targets(known, scope or known.settings.default_scope)
    planned = {forge: _owners(selected[forge, READ]) for forge in FORECASTERS}
    edges = Edges(known, data_folder(data), SystemClock(), "forecast", LIVE)
    is_whole = True
    for forge, owners in planned.items():
        try:
            _tell(known, edges, forge, owners)
        except CollectError as error:
            is_whole = False
            typer.secho(str(error), err=True, fg=typer.colors.RED)
    if not any(planned.values()):
        typer.echo(
            f"没有 no owner of {FEWEST} repositories or more on {' or '.join(FORECASTERS)}: nothing to plan"
        )
    raise typer.Exit(0 if is_whole else 1)


def _owners(found: "Sequence[Target]") -> Owners:
    """Sort the targets by owner, the one with the most first."""
    owners: dict[str, set[str]] = {}
    for target in found:
        name = target.target_id.partition(":")[2]
        owners.setdefault(name.partition("/")[0], set()).add(name)
    most_first = sorted(owners.items(), key=lambda owner: -len(owner[1]))
    return {owner: names for owner, names in most_first if len(names) >= FEWEST}


def _tell(config: "Config", edges: "Edges", forge: str, owners: Owners) -> None:
    """Say what every owner on a forge takes. Raises a CollectError."""
    from flows.config.settings import tokens

    if owners:
        token_count = len(tokens(config.settings, forge))
        for owner, found in _forecasts(config, edges, forge, owners):
            _show(f"{forge}:{owner}", found, token_count)


def _forecasts(
    config: "Config", edges: "Edges", forge: str, owners: Owners
) -> "Iterator[tuple[str, Forecast]]":
    """Yield a forecast for every owner, at the pace of its forge. Raises a CollectError."""
    from collectors.clock import SystemClock
    from collectors.forges.forecasts import FORECASTERS
    from collectors.forges.known import KNOWN

    settings, now = config.settings.forges[forge], SystemClock().now()
    pace = KNOWN[forge].pace_seconds if settings.pace_seconds is None else settings.pace_seconds
    with closing(edges.open(forge)) as http:
        for owner, names in owners.items():
            asked = FORECASTERS[forge](http, settings.api_url, owner, names)
            yield owner, asked.forecast(now, pace_seconds=pace)


def _show(owner: str, found: "Forecast", token_count: int) -> None:
    hours = found.duration / timedelta(hours=1) / token_count
    total = found.request_count
    typer.echo(f"{owner}: 首次采集约 {total:,} 次请求，{token_count} 个令牌需 {hours:.1f} 小时")
    typer.echo(f"  a first pass takes some {total:,} requests: {hours:.1f} hours with {token_count} token(s)")
    for kind, count in found.request_counts.items():
        typer.echo(f"  {count:>9,}  {kind}")
