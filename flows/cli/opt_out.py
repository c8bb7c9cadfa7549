"""`suiyuan opt-out`: take in that somebody wants to be left out, without ever showing who."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import ConfigFolder

if TYPE_CHECKING:
    from flows.config.settings import Settings

opt_out_app = typer.Typer(no_args_is_help=True, help="Leave out people who asked for it.")


@opt_out_app.command("add")
def add(
    account: Annotated[
        str | None,
        typer.Option(
            metavar="FORGE:ID", help="A forge's account; else a mailbox is read from standard input."
        ),
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="The request's file number; names nobody.")] = "",
    config: ConfigFolder = None,
) -> None:
    """Put a mailbox, read from standard input, or an account on the list; the next build forgets it.

    The mailbox is hashed at once with the mailbox key; it is no argument, and neither printed nor kept.
    """
    from collectors.clock import day_of
    from collectors.identity import KeyFileError
    from flows.cli.operator_errors import operator_errors
    from flows.config.load import ConfigError, load_config
    from flows.config.settings import config_folder
    from flows.errors import OptOutError
    from flows.privacy.opt_outs import append

    with operator_errors(ConfigError, KeyFileError, OptOutError):
        found = load_config(config_folder(config))
        asked = [_account_node(account)] if account else _mailbox_nodes(found.settings)
        listed = {row.node.lower() for row in found.opt_outs}
        new = [node for node in asked if node.lower() not in listed]
        path: Path = found.folder / "opt_outs.csv"
        append(path, new, day_of(datetime.now(UTC)), note)
    typer.echo(f"{path}: 新增 added {len(new)}; 下次构建时处理 honoured at the next build.")


def _account_node(account: str) -> str:
    from flows.errors import OptOutError

    if not re.fullmatch(r"[a-z][a-z0-9]*:@?[A-Za-z0-9_.\[\]-]+", account):
        raise OptOutError("--account: expected forge:id such as github:1234, or forge:@login")
    return f"account:{account}"


def _mailbox_nodes(settings: "Settings") -> list[str]:
    """Hash the mailbox on standard input; a noreply mailbox also names an account."""
    from collectors.identity import MailboxKey, noreply
    from flows.config.settings import mailbox_key_path
    from flows.errors import OptOutError

    mailbox = sys.stdin.readline().strip()
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", mailbox):
        raise OptOutError("standard input: expected one line with one mailbox, and nothing else")
    path = mailbox_key_path(settings)
    if not path.exists():
        raise OptOutError(f"{path}: no mailbox key, so nothing was collected; restore it from the backup")
    account = noreply.account(mailbox)
    key = f"key:{MailboxKey.open(path).hashed(mailbox).key}"
    return [key, *([f"account:{account}"] if account else [])]
