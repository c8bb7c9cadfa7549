"""`suiyuan report`: the official's report as Word, PDF and Excel, made from one published snapshot.

The dashboard makes it, as a program of its own: nothing imports the dashboard.
"""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

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


def report(
    period: Period,
    formats: Formats = "docx,pdf,xlsx",
    scope: Scope = "guangzhou",
    confidence: Confidence = "high",
    data: DataFolder = None,
    output: Output = Path(),
) -> None:
    """Write the report of a period from the newest snapshot: same snapshot, same report."""
    from flows.settings import data_folder

    words = {
        "--data": data_folder(data),
        "--period": period,
        "--format": formats,
        "--scope": scope,
        "--confidence": confidence,
        "--output": output,
    }
    command = [sys.executable, "-m", "dashboard.report"]
    for name, value in words.items():
        command += [name, str(value)]
    raise typer.Exit(subprocess.run(command, check=False).returncode)
