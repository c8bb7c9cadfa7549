"""The ``suiyuan`` command, a file for each group."""

from flows.cli.app import main

__all__ = ["main"]
