"""What all charts share: sizes, colors of frames and text, the axis of time and the axis of values."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import altair as alt

from groundswell.report.palette import LIGHT
from groundswell.report.quantities import Quantity

PERCENT, COUNT = ".0%", ",d"
YEARS_OF_MONTHS = 1.5  # years up to which the axis of time names months
LABEL_WIDTH = {"month": 62, "year": 38}  # pixels that a label of the axis of time needs
TICKS = 5


class Size(NamedTuple):
    """The plot's own size in pixels, without axes."""

    width: int
    height: int


WIDE = Size(610, 230)
NARROW = Size(262, 200)  # with its axes it fits a screen of 320 pixels

TEXT = 12  # pixels, the smallest letters that are used
CONFIG: dict[str, Any] = {
    "background": LIGHT["paper"],
    "font": "sans-serif",
    "padding": {"left": 4, "right": 16, "top": 6, "bottom": 4},  # text is a little wider on some machines
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "offset": 10, "color": LIGHT["ink"], "fontSize": 14,
        "subtitleColor": LIGHT["muted"], "subtitleFontSize": TEXT,
    },
    "axis": {
        "labelColor": LIGHT["muted"], "titleColor": LIGHT["muted"], "gridColor": LIGHT["rule"], "domainColor": LIGHT["outline"],
        "tickColor": LIGHT["outline"], "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal", "labelOverlap": True,
    },
    "header": {"labelColor": LIGHT["ink"], "labelFontSize": TEXT, "labelFontWeight": "bold", "title": None, "labelAnchor": "start"},
}  # fmt: skip


def finished(chart: Any, title: str, subtitle: Sequence[str] = ()) -> Any:
    """The chart with its title and the look that all charts share."""
    titled = chart.properties(title=alt.Title(title, subtitle=list(subtitle))) if title else chart
    return titled.configure(**CONFIG)


def time_axis(field: str, first: date, last: date, width: int = WIDE.width) -> Any:
    """Days from left to right, in universal time so that no zone moves a date."""
    days = (last - first).days
    unit, form, length = ("month", "%b %Y", 30) if days < YEARS_OF_MONTHS * 365 else ("year", "%Y", 365)
    step = math.ceil(LABEL_WIDTH[unit] * days / (length * width))
    axis = alt.Axis(title=None, format=form, tickCount={"interval": unit, "step": step}, grid=False, labelFlush=width < WIDE.width / 2)
    ends = [first.isoformat(), last.isoformat()]
    return alt.X(field, type="temporal", axis=axis, scale=alt.Scale(type="utc", domain=ends, nice=False))


def value_axis(field: str, quantity: Quantity, top: float, count: int = TICKS) -> Any:
    """Values from 0 up to `top`, on the scale that the quantity is read on."""
    axis = alt.Axis(title=None, format=axis_format(quantity, top), values=ticks(quantity, top, count))
    return alt.Y(field, type="quantitative", axis=axis, scale=alt.Scale(type=quantity.scale, domain=[0, top], nice=False))


def axis_format(quantity: Quantity, top: float) -> str:
    """How values are written along the axis."""
    if quantity.unit == "persons":
        return COUNT
    return PERCENT if top >= 0.1 else ".1%"


def ticks(quantity: Quantity, top: float, count: int = TICKS) -> list[float]:
    """Round values, about evenly spaced on the axis; 0 and the top are among them.

    >>> ticks(Quantity("killed", "", "persons", scale="sqrt"), 2000)
    [0.0, 100.0, 500.0, 1000.0, 2000]
    """
    wanted = [quantity.off_axis(quantity.on_axis(top) * k / (count - 1)) for k in range(count)]
    return wanted if quantity.scale == "linear" else sorted({0.0, top, *(_rounded(value) for value in wanted[1:-1])})


def _rounded(value: float) -> float:
    return float(f"{value:.1g}")
