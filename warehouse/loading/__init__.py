"""Landed files into raw tables, and the whole warehouse again from landing alone."""

from warehouse.loading.load import LoadReport, loaded_positions
from warehouse.loading.rebuild import RebuildReport

__all__ = ["LoadReport", "RebuildReport", "loaded_positions"]
