"""Prefect's settings, to be made before it is imported: quiet, at home under data/, and calling nobody."""

import os
from pathlib import Path

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",  # a cold start on a busy machine takes over 20
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the run speaks for itself; what is raised is told by the command
}


def settle(data: Path) -> None:
    """Set what the environment leaves open. Where PREFECT_API_URL is set, that server is used."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_HOME", str((data / "prefect").absolute()))
