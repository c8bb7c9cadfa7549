"""`suiyuan register`: templates for facts that no API has, and what was filled in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.operator_errors import entry_errors

if TYPE_CHECKING:
    from flows.config.load import Config
    from flows.config.registers import Register

register_app = typer.Typer(no_args_is_help=True, help="登记：模板、导入、清单、撤销 · facts that no API has.")

Name = Annotated[
    str, typer.Argument(metavar="REGISTER", help="登记表，如 trainings；见 suiyuan register list。")
]
ConfigFolder = Annotated[
    Path | None, typer.Option("--config", metavar="DIR", help="Config folder; else $SUIYUAN_CONFIG, config/.")
]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Data folder; else $SUIYUAN_DATA, data/.")
]
By = Annotated[str, typer.Option("--by", metavar="UNIT", help="录入单位或岗位，不写人名。")]


@register_app.command("template")
def template(
    name: Name,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    config: ConfigFolder = None,
) -> None:
    """Write the Excel template of a register, with drop-downs, examples and explanations."""
    with entry_errors():
        from flows.registers.cells import Vocabulary
        from flows.registers.template import write_template

        found = _config(config)
        register = _known(found, name)
        path = output or Path(f"{name}.xlsx")
        write_template(path, name, register, Vocabulary.of(found))
        typer.echo(f"{register.name_zh}：{path}")


@register_app.command("import")
def import_filled(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="填好的模板（.xlsx）。")],
    by: By,
    document: Annotated[str, typer.Option("--document", metavar="TEXT", help="依据文件的标题或文号。")],
    is_agreed: Annotated[bool, typer.Option("--yes", help="不再询问，直接导入。")] = False,
    config: ConfigFolder = None,
    data: DataFolder = None,
) -> None:
    """Check a filled template cell by cell, show the difference, and store it as a dated entry."""
    with entry_errors():
        from flows.config.settings import data_folder
        from flows.errors import RegisterError
        from flows.registers.cells import Vocabulary
        from flows.registers.entries import RegisterBook, describe_change
        from flows.registers.template import read_filled

        found = _config(config)
        register = _known(found, name)
        rows, problems = read_filled(file, register, Vocabulary.of(found))
        if problems or not rows:
            told = [f"{file.name} {problem}" for problem in problems] or [f"{file.name}: 没有填报任何行。"]
            raise RegisterError("\n".join(told))
        book = RegisterBook(data_folder(data), name)
        changes = book.changes(rows)
        for change in changes:
            typer.echo(("+ " if change.before is None else "~ ") + describe_change(change, register))
        added = sum(change.before is None for change in changes)
        typer.echo(f"新增 {added} 行，修改 {len(changes) - added} 行，相同 {len(rows) - len(changes)} 行。")
        if changes and (is_agreed or typer.confirm("导入？")):
            changed = {change.row_id: change.after for change in changes}
            entry_id = book.enter(changed, file, at=datetime.now(UTC), by=by, document=document)
            typer.echo(f"已导入，批次 {entry_id}。下次构建后计入；撤销：suiyuan register undo {entry_id}")


@register_app.command("list")
def list_entries(config: ConfigFolder = None, data: DataFolder = None) -> None:
    """List the registers and what was entered into each, what was taken back included."""
    with entry_errors():
        from rich.console import Console
        from rich.table import Table

        from flows.config.settings import data_folder
        from flows.registers.entries import RegisterBook

        table = Table()
        for title in ("登记表", "批次", "状态"):
            table.add_column(title, no_wrap=True)
        for title in ("录入", "依据文件", "行数"):
            table.add_column(title, overflow="fold")
        for name, register in _config(config).registers.items():
            book = RegisterBook(data_folder(data), name)
            undone = book.undone()
            for entry in book.entries():
                reason = undone.get(entry.entry_id)
                state = "有效" if reason is None else "已撤销"
                document = entry.document + (f"（撤销原因：{reason}）" if reason else "")
                entered = f"{entry.entered_at[:10]} {entry.entered_by}"
                table.add_row(name, entry.entry_id, state, entered, document, str(entry.row_count))
            if not book.entries():
                table.add_row(name, "—", "未填报", register.name_zh, "", "0")
        Console().print(table)


@register_app.command("undo")
def undo(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="批次编号，如 trainings-20261123-001。")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="撤销原因。")],
    data: DataFolder = None,
) -> None:
    """Take an entry back: what stood before it stands again. The entry itself stays on record."""
    with entry_errors():
        from flows.config.settings import data_folder
        from flows.registers.entries import RegisterBook

        book = RegisterBook(data_folder(data), entry.rsplit("-", 2)[0])
        book.undo(entry, at=datetime.now(UTC), by=by, reason=reason)
        typer.echo(f"已撤销 {entry}。下次构建后不再计入。")


def _config(folder: Path | None) -> "Config":
    from flows.config.load import load_config
    from flows.config.settings import config_folder

    return load_config(config_folder(folder))


def _known(config: "Config", name: str) -> "Register":
    from flows.errors import RegisterError

    if name not in config.registers:
        raise RegisterError(f"{name}: 没有这个登记表，应为 {'、'.join(config.registers)} 之一。")
    return config.registers[name]
