"""The command line. A command imports what it needs when it runs, so that help is there at once.

Exit codes: 0 all good, 1 something that the operator can put right (one line on stderr), 2 partial.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.job import Request

COLLECTING, TABLES, LOOKING = "采集 Collecting", "数据表 Tables", "查看 Looking"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="穗源 SuiYuan: evidence on how Guangzhou's open-source ecosystem grows.",
    epilog="Exit codes: 0 all good · 1 you can put it right · 2 partial, the rest comes with the next run.",
)
snapshots = typer.Typer(no_args_is_help=True, help="List and compare what is published.")
settings = typer.Typer(no_args_is_help=True, help="Look after the config.")
app.add_typer(snapshots, name="snapshot", rich_help_panel=LOOKING)
app.add_typer(settings, name="config", rich_help_panel=COLLECTING)

ConfigFolder = Annotated[
    Path | None, typer.Option("--config", metavar="DIR", help="Config folder; else $SUIYUAN_CONFIG, config/.")
]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Data folder; else $SUIYUAN_DATA, data/.")
]
ScopeName = Annotated[
    str | None, typer.Option("--scope", metavar="NAME", help="What to collect; else the settings' default.")
]
OnlyPattern = Annotated[
    str | None,
    typer.Option("--only", metavar="PATTERN", help="Of the scope only what fits, e.g. 'github:tencent/*'."),
]


@app.command(rich_help_panel=COLLECTING)
def run(
    config: ConfigFolder = None, data: DataFolder = None, scope: ScopeName = None, only: OnlyPattern = None
) -> None:
    """Collect what changed, build, check and publish: the daily job, once."""
    with operator_errors():
        from flows.running import run_daily

        raise typer.Exit(run_daily(_request("run", config, data, scope, only)))


@app.command(rich_help_panel=COLLECTING)
def collect(
    config: ConfigFolder = None, data: DataFolder = None, scope: ScopeName = None, only: OnlyPattern = None
) -> None:
    """Collect and land only; `suiyuan build` and `suiyuan publish` do the rest."""
    with operator_errors():
        from flows.running import run_collect

        raise typer.Exit(run_collect(_request("collect", config, data, scope, only)))


@app.command(rich_help_panel=TABLES)
def build(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Load what has landed, make every table anew and check them."""
    with operator_errors():
        from flows.running import run_build

        raise typer.Exit(run_build(_request("build", config, data)))


@app.command(rich_help_panel=TABLES)
def publish(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Publish what is built and checked as a dated snapshot."""
    with operator_errors():
        from flows.running import run_publish

        raise typer.Exit(run_publish(_request("publish", config, data)))


@app.command(rich_help_panel=TABLES)
def rebuild(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Make the warehouse again from the landing folder alone, and say what differs from the old one."""
    with operator_errors():
        from flows.running import run_rebuild

        raise typer.Exit(run_rebuild(_request("rebuild", config, data)))


def _request(
    command: str,
    config: Path | None,
    data: Path | None,
    scope: str | None = None,
    only: str | None = None,
) -> "Request":
    from flows.job import Request
    from flows.settings import config_folder, data_folder

    return Request(
        command=command, config=config_folder(config), data=data_folder(data), scope=scope, only=only
    )


@contextmanager
def operator_errors() -> Iterator[None]:
    """Tell on one line what the operator can put right, and end with 1. Anything else is a traceback."""
    from flows.job import OPERATOR_ERRORS

    try:
        yield
    except OPERATOR_ERRORS as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise typer.Exit(1) from error


def main() -> None:
    """Run the command line."""
    app()
