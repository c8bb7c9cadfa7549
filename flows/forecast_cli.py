"""`suiyuan forecast`: how many requests and hours a first pass over a scope's GitCode organisations takes."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import ConfigFolder, DataFolder

if TYPE_CHECKING:
    from collectors.gitcode_forecast import Forecast
    from collectors.protocol import Target

COLLECTING = "采集 Collecting"
FORGE = "gitcode"
FEWEST = 3  # repositories of one owner; a pass over fewer is over before it can be forecast
forecast_app = typer.Typer()


@forecast_app.command(rich_help_panel=COLLECTING)
def forecast(
    scope: Annotated[str | None, typer.Option("--scope", help="The scope; else the default one.")] = None,
    config: ConfigFolder = None,
    data: DataFolder = None,
) -> None:
    """Say how long a first pass over GitCode takes, before it starts: its quota is the scarcest of all."""
    from collectors.clock import SystemClock
    from collectors.gitcode import PACE_SECONDS
    from collectors.gitcode_forecast import Forecaster
    from collectors.protocol import CollectError
    from flows.config import load_config
    from flows.edges import LIVE, Edges
    from flows.job import OPERATOR_ERRORS
    from flows.selection import targets
    from flows.settings import config_folder, data_folder, tokens
    from flows.telling import operator_errors

    with operator_errors(*OPERATOR_ERRORS, CollectError):
        known = load_config(config_folder(config))
        forge, clock = known.settings.forges[FORGE], SystemClock()
        owners = _owners(targets(known, scope or known.settings.default_scope)[FORGE, "repository"])
        http = Edges(known, data_folder(data), clock, "forecast", LIVE).open(FORGE)
        pace = PACE_SECONDS if forge.pace_seconds is None else forge.pace_seconds
        token_count = len(tokens(known.settings, FORGE))
        for owner in owners:
            found = Forecaster(http, forge.api_url, owner).forecast(clock.now(), pace_seconds=pace)
            _show(owner, found, token_count)
        http.close()
    if not owners:
        typer.echo(f"没有 no owner of {FEWEST} repositories or more on {FORGE}: nothing to plan")


def _owners(found: "Sequence[Target]") -> list[str]:
    counts = Counter(target.target_id.partition(":")[2].partition("/")[0] for target in found)
    return [owner for owner, count in counts.most_common() if count >= FEWEST]


def _show(owner: str, found: "Forecast", token_count: int) -> None:
    hours = found.duration / timedelta(hours=1) / token_count
    total = found.request_count
    typer.echo(f"{owner}: 首次采集约 {total:,} 次请求，{token_count} 个令牌需 {hours:.1f} 小时")
    typer.echo(f"  a first pass takes some {total:,} requests: {hours:.1f} hours with {token_count} token(s)")
    for kind, count in found.request_counts.items():
        typer.echo(f"  {count:>9,}  {kind}")
