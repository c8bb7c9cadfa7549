"""How the command line tells what the operator can put right: one line on stderr, and the exit code 1."""

import errno
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import typer

MACHINE_TROUBLES = {
    errno.ENOSPC: "Make room and run again; what has landed stays.",
    errno.EDQUOT: "Make room and run again; what has landed stays.",
    errno.EROFS: "Name a data folder that can be written, with --data.",
    errno.EACCES: "Give yourself the right to it, or name another folder.",
}
"""Troubles of this machine, and what to do."""


@contextmanager
def operator_errors(*kinds: type[Exception]) -> Iterator[None]:
    """Tell on one line what the operator can put right, and end with 1. Anything else is a traceback."""
    try:
        yield
    except kinds as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise typer.Exit(1) from error
    except OSError as error:
        if error.errno not in MACHINE_TROUBLES:
            raise
        place = f"{error.filename}: " if error.filename else ""
        typer.secho(
            f"{place}{error.strerror}. {MACHINE_TROUBLES[error.errno]}", err=True, fg=typer.colors.RED
        )
        raise typer.Exit(1) from error


def entry_errors() -> AbstractContextManager[None]:
    """Tell what is wrong with the config, an entry or a snapshot. Imports what these are only when called."""
    from flows.config.load import ConfigError
    from flows.errors import OperatorError
    from warehouse.errors import WarehouseError

    return operator_errors(ConfigError, OperatorError, WarehouseError)
