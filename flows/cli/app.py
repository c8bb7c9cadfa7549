"""The command line. A command imports what it needs when it runs, so that help is there at once.

Exit codes: 0 all good, 1 something that the operator can put right (one line on stderr), 2 partial.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.dashboard import dashboard
from flows.cli.doctor.command import doctor_app
from flows.cli.forecast import forecast_app
from flows.cli.operator_errors import operator_errors
from flows.cli.opt_out import opt_out_app
from flows.cli.options import ConfigFolder, DataFolder
from flows.cli.quarantine import quarantine_app
from flows.cli.report import official
from flows.cli.review import review_app
from flows.runs.surroundings import prepare

if TYPE_CHECKING:
    from flows.runs.run import Request


class Format(StrEnum):
    """How ``sql`` writes rows."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


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
app.command(rich_help_panel=LOOKING)(dashboard)
app.add_typer(snapshots, name="snapshot", rich_help_panel=LOOKING)
app.add_typer(settings, name="config", rich_help_panel=COLLECTING)
app.add_typer(opt_out_app, name="opt-out", rich_help_panel=COLLECTING)
app.add_typer(quarantine_app, name="quarantine", rich_help_panel=COLLECTING)
app.add_typer(review_app, name="review", rich_help_panel=COLLECTING)
app.add_typer(official)
app.add_typer(doctor_app)
app.add_typer(forecast_app)

ScopeName = Annotated[
    str | None, typer.Option("--scope", metavar="NAME", help="What to collect; else the settings' default.")
]
OnlyPattern = Annotated[
    str | None,
    typer.Option("--only", metavar="PATTERN", help="Of the scope only what fits, e.g. 'github:tencent/*'."),
]
RecordFolder = Annotated[
    Path | None, typer.Option("--record", metavar="DIR", help="Keep what the forges answer in this folder.")
]
ReplayFolder = Annotated[
    Path | None, typer.Option("--replay", metavar="DIR", help="Take the forges' answers from this folder.")
]


@app.command(rich_help_panel=COLLECTING)
def run(
    config: ConfigFolder = None,
    data: DataFolder = None,
    scope: ScopeName = None,
    only: OnlyPattern = None,
    record: RecordFolder = None,
    replay: ReplayFolder = None,
) -> None:
    """Collect what changed, build, check and publish: the daily job, once."""
    from flows.runs.commands import run_daily
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_daily(_request("run", config, data, scope, only, record, replay)))


@app.command(rich_help_panel=COLLECTING)
def collect(
    config: ConfigFolder = None,
    data: DataFolder = None,
    scope: ScopeName = None,
    only: OnlyPattern = None,
    record: RecordFolder = None,
    replay: ReplayFolder = None,
) -> None:
    """Collect and land, nothing else."""
    from flows.runs.commands import run_collect
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_collect(_request("collect", config, data, scope, only, record, replay)))


@app.command(rich_help_panel=COLLECTING)
def demo(data: DataFolder = None) -> None:
    """Collect a generated world from forges on this machine, into data/demo: no token, no network."""
    from flows.runs.demo import run_demo
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_demo(data))


@app.command(rich_help_panel=COLLECTING)
def schedule(
    config: ConfigFolder = None, data: DataFolder = None, scope: ScopeName = None, only: OnlyPattern = None
) -> None:
    """Stay and run the daily job at the times that the settings name."""
    from flows.runs.run import OPERATOR_ERRORS
    from flows.runs.schedule import serve

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(serve(_request("run", config, data, scope, only)))


@settings.command("check")
def config_check(config: ConfigFolder = None) -> None:
    """Read the config and say every mistake in it: file, line, column, value and what is expected."""
    from flows.config.load import ConfigError, load_config
    from flows.config.settings import config_folder

    with operator_errors(ConfigError):
        found = load_config(config_folder(config))
    counts = (
        f"{len(found.organizations)} organisations, {len(found.claims)} claims, {len(found.scopes)} scopes"
    )
    typer.echo(f"{found.folder}: 正确 correct ({counts})")


@app.command(rich_help_panel=TABLES)
def build(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Load what has landed, make every table anew and check them."""
    from flows.runs.commands import run_build
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_build(_request("build", config, data)))


@app.command(rich_help_panel=TABLES)
def publish(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Publish what is built and checked as a dated snapshot."""
    from flows.runs.commands import run_publish
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_publish(_request("publish", config, data)))


@app.command(rich_help_panel=TABLES)
def rebuild(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """Make the warehouse again from the landing folder alone; say what differs from the old one."""
    from flows.runs.commands import run_rebuild
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS):
        raise typer.Exit(run_rebuild(_request("rebuild", config, data)))


@app.command(rich_help_panel=LOOKING)
def sql(
    query: Annotated[
        str | None, typer.Argument(help="One query; else stdin, or a shell on a terminal.")
    ] = None,
    data: DataFolder = None,
    form: Annotated[Format, typer.Option("--format", help="How the rows are written.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="File to write; else stdout.", metavar="FILE")] = None,
    snapshot: Annotated[str | None, typer.Option(help="Its name; else the newest.", metavar="ID")] = None,
    edition: Annotated[str, typer.Option(help="public, or research where you hold it.")] = "public",
) -> None:
    """Query a snapshot, read-only: one query, or a shell with a history."""
    from flows.cli.inspect.query import answer, open_for_queries
    from flows.config.settings import data_folder
    from flows.errors import OperatorError
    from warehouse.errors import WarehouseError

    folder = data_folder(data)
    with operator_errors(OperatorError, WarehouseError), open_for_queries(folder, edition, snapshot) as db:
        if query is None and sys.stdin.isatty():
            from flows.cli.inspect.query_shell import shell

            shell(db, folder / "sql_history", form.value)
        else:
            answer(db, sys.stdin.read() if query is None else query, form.value, output)


@app.command(rich_help_panel=LOOKING)
def status(data: DataFolder = None) -> None:
    """Say how fresh and how complete the data is, how the last run ended and what is missing."""
    from rich.console import Console

    from flows.cli.inspect.status import show
    from flows.config.settings import data_folder

    raise typer.Exit(show(data_folder(data), Console()))


@app.command(rich_help_panel=LOOKING)
def dictionary() -> None:
    """Write the data dictionary of every public table, column and metric to stdout."""
    from flows.cli.inspect.data_dictionary import data_dictionary

    typer.echo(data_dictionary())


@snapshots.command("list")
def snapshot_list(data: DataFolder = None) -> None:
    """List the published snapshots, oldest first."""
    from rich.console import Console

    from flows.cli.inspect.snapshots import show_list
    from flows.config.settings import data_folder

    show_list(data_folder(data), Console())


@snapshots.command("diff")
def snapshot_diff(older: str, newer: str, data: DataFolder = None) -> None:
    """Say which tables differ between two snapshots, by how many rows."""
    from rich.console import Console

    from flows.cli.inspect.snapshots import show_diff
    from flows.config.settings import data_folder
    from warehouse.errors import WarehouseError

    with operator_errors(WarehouseError):
        show_diff(data_folder(data), older, newer, Console())


def _request(
    command: str,
    config: Path | None,
    data: Path | None,
    scope: str | None = None,
    only: str | None = None,
    record: Path | None = None,
    replay: Path | None = None,
) -> "Request":
    from flows.collecting.forge_clients import Recording
    from flows.config.settings import config_folder, data_folder
    from flows.runs.run import Request

    return Request(
        command=command,
        config=config_folder(config).absolute(),
        data=data_folder(data).absolute(),
        scope=scope,
        only=only,
        recording=Recording(
            record=record.absolute() if record else None, replay=replay.absolute() if replay else None
        ),
    )


def main() -> None:
    """Run the command line."""
    prepare()
    app()
