"""Options that several files of the command line share."""

from pathlib import Path
from typing import Annotated

import typer

ConfigFolder = Annotated[
    Path | None, typer.Option("--config", metavar="DIR", help="Config folder; else $SUIYUAN_CONFIG, config/.")
]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Data folder; else $SUIYUAN_DATA, data/.")
]
