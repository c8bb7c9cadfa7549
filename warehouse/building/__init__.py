"""SQL files into tables: what a model is, in which order they are built, and the checks."""

from warehouse.building.check import CheckResult
from warehouse.building.model import MODELS, literal

__all__ = ["MODELS", "CheckResult", "literal"]
