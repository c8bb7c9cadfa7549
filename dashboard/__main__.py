"""Serve the dashboard: ``python -m dashboard --data DIR``. Ends with the server, by the usual signals."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from streamlit.web import cli

from dashboard.data import DATA_VARIABLE, data_folder

SCRIPT = Path(__file__).parent / "main" / "app.py"


def main() -> None:
    """Start Streamlit on the dashboard's script with the data folder named in the environment."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder())
    parser.add_argument("--address", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    parser.add_argument("--port", type=int, default=8501)
    arguments = parser.parse_args()
    os.environ[DATA_VARIABLE] = str(arguments.data.absolute())
    sys.argv = [
        "streamlit",
        "run",
        str(SCRIPT),
        f"--server.address={arguments.address}",
        f"--server.port={arguments.port}",
    ]
    importlib.import_module("dashboard.kit.charts")  # Altair takes seconds: better now than later
    cli.main()


if __name__ == "__main__":
    main()
