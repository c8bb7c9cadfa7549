"""OpenHarmony as a project: its manifest, its SIGs, its gate's remarks, its moves between forges."""

from collectors.openharmony.collectors import TARGETS, OpenHarmonyManifest, OpenHarmonySigs
from collectors.openharmony.forge_moves import MOVES, Move

__all__ = ["MOVES", "TARGETS", "Move", "OpenHarmonyManifest", "OpenHarmonySigs"]
