"""`suiyuan quarantine`: what is held back because its source suddenly has nothing or less than half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import DataFolder

if TYPE_CHECKING:
    from flows.collecting.quarantine import Quarantine

quarantine_app = typer.Typer(
    no_args_is_help=True, help="See and decide what is held back: sources that suddenly lost half."
)

StreamName = Annotated[
    str, typer.Argument(metavar="STREAM", help="As list writes it: source/target/kind.", show_default=False)
]


@quarantine_app.command("list")
def held_list(data: DataFolder = None) -> None:
    """List what is held back: since when, what the source tells, and what it told before."""
    with _opened(data, is_changed=False) as quarantine:
        held = quarantine.held
    if not held:
        typer.echo("没有 nothing is held back")
    for each in held:
        decided = "  已驳回 rejected" if each.is_rejected else ""
        typer.echo(f"{each.since}  {each.told:,} (was {each.base:,})  {each.stream}{decided}")


@quarantine_app.command("accept")
def accept(stream: StreamName, data: DataFolder = None) -> None:
    """Believe the source: the next run takes what it tells."""
    with _opened(data) as quarantine:
        quarantine.accept(stream)
    typer.echo(f"{stream}: 下次运行照来源所说采集 the next run takes what the source tells")


@quarantine_app.command("reject")
def reject(stream: StreamName, data: DataFolder = None) -> None:
    """Find the source wrong: the last good stays until it has recovered, and runs do not complain."""
    with _opened(data) as quarantine:
        quarantine.reject(stream)
    typer.echo(f"{stream}: 保留原有数据，直到来源恢复 the last good stays until the source has recovered")


@contextmanager
def _opened(data: Path | None, *, is_changed: bool = True) -> Iterator["Quarantine"]:
    """Open the quarantine of a data folder and land what is decided, with no run at work meanwhile."""
    from flows.cli.operator_errors import operator_errors
    from flows.collecting.quarantine import open_quarantine
    from flows.config.settings import data_folder
    from flows.runs.run import OPERATOR_ERRORS

    with operator_errors(*OPERATOR_ERRORS), open_quarantine(data_folder(data), is_changed) as quarantine:
        yield quarantine
