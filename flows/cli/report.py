"""`suiyuan report` and `suiyuan assess`: the official's report, and the closing assessment that is frozen.

The dashboard makes them, as a program of its own: nothing imports the dashboard.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.register import register_app

OFFICIAL = "报告与登记 Reports and registers"
official = typer.Typer(help="What officials enter and take away.")
official.add_typer(register_app, name="register", rich_help_panel=OFFICIAL)

Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2026、2026Q3 或 2026-09。")]
Formats = Annotated[str, typer.Option("--format", metavar="LIST", help="docx,pdf,xlsx 中的一种或几种。")]
Scope = Annotated[str, typer.Option("--scope", metavar="NAME", help="走势图的范围。")]
Confidence = Annotated[
    str, typer.Option("--confidence", metavar="LEVEL", help="归属置信档：high、medium、all。")
]
DataFolder = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Data folder or a snapshot's; else $SUIYUAN_DATA, data/."),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")]


@official.command(rich_help_panel=OFFICIAL)
def report(
    period: Period,
    formats: Formats = "docx,pdf,xlsx",
    scope: Scope = "guangzhou",
    confidence: Confidence = "high",
    data: DataFolder = None,
    output: Output = Path(),
    sign: Annotated[
        str | None, typer.Option("--sign", metavar="UNIT", help="签发并冻结；写单位或岗位，不写人名。")
    ] = None,
) -> None:
    """Write the report of a period from the newest snapshot: same snapshot, same report."""
    from flows.config.settings import data_folder

    words: dict[str, object] = {
        "--data": data_folder(data).absolute(),
        "--period": period,
        "--format": formats,
        "--scope": scope,
        "--confidence": confidence,
        "--output": output.absolute(),
    }
    if sign:
        words["--sign"] = sign
    raise typer.Exit(_run("dashboard.report", words))


@official.command(rich_help_panel=OFFICIAL)
def assess(
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="2026、2026Q3 或 2026-09。")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="UNIT", help="签发单位或岗位，不写人名。")] = None,
    confidence: Confidence = "high",
    is_check: Annotated[bool, typer.Option("--check", help="只核对已签发的报告和评估是否完好。")] = False,
    data: DataFolder = None,
) -> None:
    """Sign off the closing assessment of the plan: frozen, hashed, its snapshot kept for good."""
    from flows.config.settings import data_folder

    folder = data_folder(data).absolute()
    asked = {"--data": folder, "--period": period, "--by": by, "--confidence": confidence}
    words = {name: value for name, value in asked.items() if value is not None}
    raise typer.Exit(_run("dashboard.report.assessment", words, *(["--check"] if is_check else [])))


def _run(module: str, words: Mapping[str, object], *flags: str) -> int:
    """Run one of the dashboard's programs and give its exit code."""
    from flows.config.settings import CHECKOUT
    from flows.runs.surroundings import program

    command = program(module, *flags)
    for name, value in words.items():
        command += [name, str(value)]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode
