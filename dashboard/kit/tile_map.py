"""Guangzhou's eleven districts as a schematic map of tiles: where they lie to each other, no boundary."""

from collections.abc import Mapping
from html import escape

from dashboard import data
from dashboard.kit import layout
from dashboard.words.say import say

TILES = {
    "huadu": (2, 1),
    "conghua": (3, 1),
    "baiyun": (2, 2),
    "zengcheng": (4, 2),
    "liwan": (1, 3),
    "yuexiu": (2, 3),
    "tianhe": (3, 3),
    "huangpu": (4, 3),
    "haizhu": (2, 4),
    "panyu": (2, 5),
    "nansha": (2, 6),
}
"""Column and row of each district, north above."""

SHADES = 4


def html(values: Mapping[str, float | None], shown: Mapping[str, str], missing: str) -> str:
    """Draw a tile per district: its name and value, darker where more; a district without a value is hollow.

    ``values`` shade, ``shown`` are the words in the tile, both by the district's code; ``missing`` stands in
    those without.
    """
    top = max((value for value in values.values() if value), default=0)
    tiles = "".join(
        _tile(code, values.get(code), shown.get(code, missing), top, values.get(code) is not None)
        for code in TILES
    )
    label = say("广州十一区示意图", "Schematic map of the eleven districts")
    return f'<ul class="sy-tiles" aria-label="{label}">{tiles}</ul>'


def _tile(code: str, value: float | None, words: str, top: float, is_known: bool) -> str:
    column, row = TILES[code]
    step = -(-SHADES * (value or 0) // top) if top else 0
    shade = f"s{step:.0f}" if is_known else "none"
    return (
        f'<li class="{shade}" style="grid-column:{column};grid-row:{row}">'
        f"<b>{escape(data.name_of('district', code))}</b><span>{words}</span></li>"
    )


def note() -> None:
    """Say why no real boundary is drawn."""
    layout.note(
        say(
            "示意图，只表示各区的相对方位：公开使用真实边界的地图须先取得审图号，本系统不附带边界数据。",
            "A scheme of where the districts lie: publishing real boundaries needs a map approval number "
            "(审图号), and none are held here.",
        )
    )
