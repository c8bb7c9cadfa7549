"""`suiyuan doctor`: what this machine has and reaches, and what the forges answer."""

from typing import Annotated

import typer

from flows.cli.options import ConfigFolder, DataFolder

COLLECTING = "采集 Collecting"
doctor_app = typer.Typer()


@doctor_app.command(rich_help_panel=COLLECTING)
def doctor(
    config: ConfigFolder = None,
    data: DataFolder = None,
    is_probing: Annotated[
        bool, typer.Option("--probe", help="Ask each forge the few things its documents leave open.")
    ] = False,
) -> None:
    """Say what this machine has and reaches, and the remedy for what is short."""
    from rich.console import Console

    from flows.cli.doctor.examine import examine
    from flows.config.settings import config_folder, data_folder

    raise typer.Exit(examine(config_folder(config), data_folder(data), Console(), is_probing=is_probing))
