"""OpenHarmony as a project: its manifest, its SIGs, its gate's remarks, its moves between forges."""

from collectors.openharmony.collectors import OpenHarmonyManifest, OpenHarmonySigs
from collectors.openharmony.forge_moves import MOVES, Move

__all__ = ["MOVES", "Move", "OpenHarmonyManifest", "OpenHarmonySigs"]
