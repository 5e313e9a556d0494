"""The layers that charts are made of: bands, medians with their names, cells, and the record's diamonds."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from groundswell.report.axes import Size
from groundswell.report.palette import LIGHT
from groundswell.report.spread import Mark, Spread

Axis = Callable[[str], Any]  # makes an axis for a field

BANDS = (("p05", "p95", 0.2), ("p25", "p75", 0.3))  # nine in ten and five in ten of the histories, with their opacity
NAMES = {"p95": "90 in 100", "p75": "50 in 100", "p50": "median"}  # written where a band or line ends
OPACITIES = [0.1, 0.25, 0.42, 0.6, 0.8, 1.0]  # of the shades of a density
LINE_GAP = 14  # pixels between two names at the end of a fan
DIAMOND = 64  # square pixels


def values(rows: Sequence[Any]) -> Any:
    """Rows as the data of a chart; as one text, since charts copy their data each time they are put together."""
    return alt.InlineData(values=json.dumps(rows, ensure_ascii=False), format={"type": "json"})


def bands(data: Any, x: Any, y: Axis) -> list[Any]:
    """Two bands and the median of a fan."""
    color = LIGHT["simulated"]
    areas = [
        alt.Chart(data).mark_area(color=color, opacity=opacity, clip=True).encode(x=x, y=y(low), y2=alt.Y2(high))
        for low, high, opacity in BANDS
    ]
    return [*areas, alt.Chart(data).mark_line(color=color, strokeWidth=2, clip=True).encode(x=x, y=y("p50"))]


def names_of_bands(spread: Spread, x: Any, y: Axis, size: Size) -> Any:
    """What each line of a fan is, written at its end, and moved apart where the ends lie close."""
    last, on_axis = spread.rows()[-1], spread.quantity.on_axis
    gap = LINE_GAP * on_axis(spread.top) / size.height
    places = apart([on_axis(min(last[field], spread.top)) for field in NAMES], gap)
    rows = [
        {"date": spread.last.isoformat(), "value": spread.quantity.off_axis(place), "name": name}
        for place, name in zip(places, NAMES.values(), strict=True)
    ]
    text = alt.Chart(values(rows)).mark_text(align="left", dx=5, fontSize=12, color=LIGHT["simulated"])
    return text.encode(x=x, y=y("value"), text="name:N")


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Places from the highest to the lowest, moved so that each lies at least `gap` above the next; none under 0.

    >>> apart([0.5, 0.1, 0.1], 0.25)
    [0.6, 0.35, 0.1]
    """
    floor, found = 0.0, []
    for place in reversed(places):
        found.append(max(place, floor))
        floor = found[-1] + gap
    return found[::-1]


def shaded(spread: Spread, x: Axis, y: Axis) -> Any:
    """The cells of a density: the darker, the more histories."""
    rows = [
        {
            "first": cell.first.isoformat(), "last": cell.last.isoformat(), "low": cell.low, "high": cell.high,
            "opacity": OPACITIES[cell.shade - 1],
        }
        for cell in spread.cells()
    ]  # fmt: skip
    chart = alt.Chart(values(rows)).mark_rect(color=LIGHT["simulated"], clip=True)
    return chart.encode(x=x("first"), x2=alt.X2("last"), y=y("low"), y2=alt.Y2("high"), opacity=alt.Opacity("opacity:Q", scale=None))


def diamonds(record: Sequence[Mark], x: Axis, y: Axis, top: float) -> list[Any]:
    """The record in ink: a diamond for each value, a line for the days it holds for and for its interval."""
    rows = [
        {
            "first": mark.first.isoformat(), "last": mark.last.isoformat(), "middle": mark.middle.isoformat(),
            "value": min(mark.value, top), "low": min(mark.low, top), "high": min(mark.high, top),
        }
        for mark in record
    ]  # fmt: skip
    if not rows:
        return []
    data = values(rows)
    lines = alt.Chart(data).mark_rule(color=LIGHT["ink"], strokeWidth=1.5)
    spans = lines.encode(x=x("first"), x2=alt.X2("last"), y=y("value"))
    intervals = lines.encode(x=x("middle"), y=y("low"), y2=alt.Y2("high"))
    return [spans, intervals, points(data, x("middle"), y("value"))]


def points(data: Any, x: Any, y: Any) -> Any:
    """Diamonds of the record."""
    ink, paper = LIGHT["ink"], LIGHT["paper"]
    chart = alt.Chart(data).mark_point(shape="diamond", filled=True, color=ink, opacity=1, size=DIAMOND, stroke=paper, strokeWidth=1)
    return chart.encode(x=x, y=y)
