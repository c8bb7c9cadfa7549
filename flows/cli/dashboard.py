"""`suiyuan dashboard`: the dashboard as a program of its own, told by its environment what settings say."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import ConfigFolder, DataFolder


def dashboard(
    data: DataFolder = None,
    config: ConfigFolder = None,
    address: Annotated[str, typer.Option(help="0.0.0.0 to be reached from other machines.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="TCP port.")] = 8501,
) -> None:
    """Show the newest snapshot in the browser."""
    from flows.config.settings import CHECKOUT, config_folder, data_folder
    from flows.runs.surroundings import program

    folder = str(data_folder(data).absolute())
    options = ["--data", folder, "--address", address, "--port", str(port)]
    told = {**os.environ, **_told(config_folder(config))}
    typer.echo(f"看板 dashboard: http://{'localhost' if address == '127.0.0.1' else address}:{port}")
    sys.stdout.flush()
    os.chdir(CHECKOUT)  # Streamlit reads .streamlit/ of the working folder
    os.execve(sys.executable, program("dashboard", *options), told)


def _told(folder: Path) -> dict[str, str]:
    """Give the variables by which the dashboard learns its settings; the password stays in its own."""
    from flows.config.files import read_document
    from flows.config.load import ConfigError, ConfigProblem
    from flows.config.settings import Settings

    problems: list[ConfigProblem] = []
    found = read_document(folder / "settings.toml", Settings, problems).content
    if found is None:
        typer.echo(str(ConfigError(tuple(problems))), err=True)
        raise typer.Exit(1)
    return {
        "SUIYUAN_PASSWORD_VARIABLE": found.dashboard.password_variable or "",
        "SUIYUAN_QUERY_PAGE": "yes" if found.dashboard.has_query_page else "no",
    }
