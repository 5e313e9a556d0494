"""Charts from what has been summed up: plain rows in, one Altair chart out, without a title."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import altair as alt

from groundswell.report import layers
from groundswell.report.axes import WIDE, Size, time_axis, value_axis
from groundswell.report.falling import FallDates
from groundswell.report.layers import Axis
from groundswell.report.palette import LIGHT
from groundswell.report.spread import Spread, round_up
from groundswell.report.words import plain

ROW_HEIGHT = 46  # pixels of one government's row
SMALL_HEIGHT, GUTTER, SMALL_TICKS = 90, 44, 3  # of small charts side by side
STEP_OF_SMALL = 4  # small charts show every fourth week
NAMED_ROW = 38  # pixels of a row with its name above
LETTER = 7  # pixels, about, of a letter in a heading of a small chart


class Interval(NamedTuple):
    """A difference with its interval, as it is drawn."""

    name: str
    value: float
    low: float
    high: float


def fan_panel(spread: Spread, size: Size = WIDE) -> Any:
    """A fan with the record over it."""
    x, y = _x(spread, size.width), _y(spread)
    parts = [*layers.bands(layers.values(spread.rows()), x("date"), y), layers.names_of_bands(spread, x("date"), y, size)]
    return alt.layer(*parts, *layers.diamonds(spread.marks, x, y, spread.top)).properties(width=size.width, height=size.height)


def density_panel(spread: Spread, size: Size = WIDE) -> Any:
    """A density with the record over it, on the axes of the fan."""
    x, y = _x(spread, size.width), _y(spread)
    parts = [layers.shaded(spread, x, y), *layers.diamonds(spread.marks, x, y, spread.top)]
    return alt.layer(*parts).properties(width=size.width, height=size.height)


def places_panel(spreads: Sequence[Spread], names: Mapping[str, str], columns: int = 3, size: Size = WIDE) -> Any:
    """Fans side by side, all on the same axes, each with its record. A name too long gives way to the id."""
    top, width = max(spread.top for spread in spreads), (size.width - (columns - 1) * GUTTER) // columns
    titles = {place: name if LETTER * len(name) < width else plain(place).capitalize() for place, name in names.items()}
    x, y = _x(spreads[0], width), partial(value_axis, quantity=spreads[0].quantity, top=top, count=SMALL_TICKS)
    data = layers.values([row for spread in spreads for row in _small_rows(spread, titles[spread.place], top)])
    parts = [*layers.bands(alt.Undefined, x("date"), y), layers.points(alt.Undefined, x("middle"), y("value"))]
    small = alt.layer(*parts, data=data).properties(width=width, height=SMALL_HEIGHT)
    order = [titles[spread.place] for spread in spreads]
    return small.facet(alt.Facet("place:N", sort=order, header=alt.Header(title=None)), columns=columns)


def fall_dates_panel(found: FallDates, size: Size = WIDE) -> Any:
    """A row for each government: bars of months, and the recorded dates in ink."""
    x = partial(time_axis, first=found.start, last=found.last, width=size.width)
    top = round_up(max((float(row.in_100.max()) for row in found.rows), default=1.0) or 1.0)
    y = alt.Y("in_100:Q", axis=alt.Axis(title=None, values=[0, top], format="~f"), scale=alt.Scale(domain=[0, top]))
    bars = alt.Chart().mark_bar(color=LIGHT["simulated"]).encode(x=x("first"), x2=alt.X2("last"), y=y, y2=alt.Y2Datum(0))
    ink = alt.Chart().mark_rule(color=LIGHT["ink"], strokeWidth=1.5).encode(x=x("recorded"))
    parts = [bars, ink, layers.points(alt.Undefined, x("recorded"), alt.Y("top:Q"))]
    chart = alt.layer(*parts, data=layers.values(_fall_rows(found, top))).properties(width=size.width, height=ROW_HEIGHT)
    order = [row.head for row in found.rows]
    return chart.facet(row=alt.Row("head:N", sort=order, header=alt.Header(title=None, labelOrient="top")), spacing=8)


def intervals_panel(rows: Sequence[Interval], unit: str, size: Size = WIDE) -> Any:
    """Differences with their intervals beside a line at zero, each under its name."""
    reach = max((max(abs(row.low), abs(row.high)) for row in rows), default=1.0) or 1.0
    data = layers.values([row._asdict() for row in rows])
    x = partial(alt.X, type="quantitative", scale=alt.Scale(domain=[-reach, reach], nice=True), axis=_signed_axis(unit, size))
    y = alt.Y("name:N", sort=None, axis=None)
    bars = alt.Chart(data).mark_rule(color=LIGHT["simulated"], strokeWidth=6, opacity=0.45).encode(x=x("low"), x2=alt.X2("high"), y=y)
    dots = alt.Chart(data).mark_point(color=LIGHT["simulated"], filled=True, opacity=1, size=60).encode(x=x("value"), y=y)
    return _named_rows(data, [bars, dots, _zero(x)], y, len(rows), size)


def contributions_panel(rows: Sequence[Interval], unit: str, size: Size = WIDE) -> Any:
    """Parts of a change as bars to the left and right of zero, each under its name and with its number."""
    reach = 1.25 * max((abs(row.value) for row in rows), default=1.0) or 1.0
    told = [row._asdict() | {"told": f"{row.value:+.1f}".replace("-", "−"), "side": "more" if row.value > 0 else "less"} for row in rows]
    data = layers.values(told)
    x = partial(alt.X, type="quantitative", scale=alt.Scale(domain=[-reach, reach]), axis=_signed_axis(unit, size))
    y = alt.Y("name:N", sort=None, axis=None)
    color = alt.Color("side:N", scale=alt.Scale(domain=["less", "more"], range=[LIGHT["less"], LIGHT["more"]]), legend=None)
    bars = alt.Chart(data).mark_bar(height=9).encode(x=x("value"), y=y, color=color)
    right = alt.Chart(data).mark_text(align="left", dx=4, fontSize=12, color=LIGHT["ink"]).transform_filter("datum.value > 0")
    left = alt.Chart(data).mark_text(align="right", dx=-4, fontSize=12, color=LIGHT["ink"]).transform_filter("datum.value <= 0")
    numbers = [side.encode(x=x("value"), y=y, text="told:N") for side in (right, left)]
    return _named_rows(data, [bars, *numbers, _zero(x)], y, len(rows), size)


def _named_rows(data: Any, parts: Sequence[Any], y: Any, count: int, size: Size) -> Any:
    """Rows with their names above what is drawn, so that long names have room on narrow screens too."""
    text = partial(alt.Chart(data).mark_text, align="left", baseline="bottom", dy=-7, fontSize=12, limit=size.width)
    halo = text(color=LIGHT["paper"], stroke=LIGHT["paper"], strokeWidth=4)  # lines do not run through names
    names = text(color=LIGHT["ink"])
    named = [part.encode(x=alt.value(0), y=y, text="name:N") for part in (halo, names)]
    return alt.layer(*parts, *named).properties(width=size.width, height=NAMED_ROW * max(1, count))


def _signed_axis(unit: str, size: Size) -> Any:
    return alt.Axis(title=unit, format="+,~r", tickCount=max(4, size.width // 90))


def _zero(x: Axis) -> Any:
    return alt.Chart(layers.values([{"zero": 0}])).mark_rule(color=LIGHT["ink"]).encode(x=x("zero"))


def _x(spread: Spread, width: int) -> Axis:
    return partial(time_axis, first=spread.start, last=spread.last, width=width)


def _y(spread: Spread) -> Axis:
    return partial(value_axis, quantity=spread.quantity, top=spread.top)


def _small_rows(spread: Spread, name: str, top: float) -> list[dict[str, Any]]:
    record = [{"place": name, "middle": mark.middle.isoformat(), "value": min(mark.value, top)} for mark in spread.marks]
    return [{"place": name} | row for row in spread.rows(STEP_OF_SMALL)] + record


def _fall_rows(found: FallDates, top: float) -> list[dict[str, Any]]:
    ends = [*found.months[1:], found.last]
    bars = [
        {"head": row.head, "first": first.isoformat(), "last": last.isoformat(), "in_100": float(height)}
        for row in found.rows
        for first, last, height in zip(found.months, ends, row.in_100, strict=True)
        if height or first == found.months[0]
    ]
    record = [{"head": row.head, "recorded": day.isoformat(), "top": top} for row in found.rows for day in row.recorded]
    return bars + record
