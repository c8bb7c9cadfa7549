"""Charts of the pages' own specifications as pictures for paper: SVG for PDF, PNG for Word and Excel."""

from typing import Any

import vl_convert

from dashboard.kit import charts
from dashboard.report.model import Figure

WIDTH = 560
PIXELS_PER_POINT = 2.5


def specification(figure: Figure) -> dict[str, Any]:
    """Give the Vega-Lite specification of a figure at the width of a page, on white."""
    chart = figure.chart.configure(**charts.CONFIG).properties(width=WIDTH).to_dict()
    return chart | {"config": chart["config"] | {"background": "#ffffff"}}


def svg(figure: Figure) -> bytes:
    """Draw a figure as SVG; its letters stay letters."""
    return vl_convert.vegalite_to_svg(specification(figure)).encode()


def png(figure: Figure) -> bytes:
    """Draw a figure as PNG, sharp enough for print."""
    return vl_convert.vegalite_to_png(specification(figure), scale=PIXELS_PER_POINT)
