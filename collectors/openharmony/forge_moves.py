"""Which owners left a forge for another, when, and with which of their releases behind them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An owner's repositories left ``home`` for ``forge``, all on one day.

    ``last_release`` is the newest release of the owner's manifest that was made at home: what only later ones
    name never stood there.
    """

    home: str
    forge: str
    moved_on: date
    last_release: tuple[int, ...]


MOVES = {"openharmony": Move(home="gitee", forge="gitcode", moved_on=date(2025, 9, 15), last_release=(6, 0))}
"""By owner, in lower case. Sources: the notice on OpenHarmony's organisation page of 2025-09; the manifest's
tags OpenHarmony-v6.0-Release of 2025-09-06 and OpenHarmony-v6.1-Release of 2026-03-07."""
