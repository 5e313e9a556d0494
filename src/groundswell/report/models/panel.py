"""A picture as a chart: axes of our own settling, so that the same picture is the same bytes wherever it is drawn.

Nothing here depends on how wide a machine's letters are: room is left by the number of letters.
"""

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from textwrap import wrap
from typing import Any, NamedTuple

import altair as alt

from groundswell.models.picture import Curve, Picture
from groundswell.report import layers
from groundswell.report.axes import NARROW, TEXT, Size
from groundswell.report.models.letters import SIGNS, named
from groundswell.report.models.plot import JOINED, Plot
from groundswell.report.models.scales import Scale
from groundswell.report.palette import LIGHT

COLORS = ("simulated", "more", "elected", "transferred", "dual-power", "less")
SHAPES = dict(zip(SIGNS, ("circle", "circle", "triangle-up", "triangle-up", "square", "square"), strict=True))
OPEN = "○△□"
DASHES = [7, 5]
WHOLE, WHOLE_NARROW = 720, 330  # pixels of a picture with its axes
HEIGHT, HEIGHT_NARROW = 300, 230  # pixels of the field
LETTER, LINE, GAP = 7, 15, 12  # pixels, about, of a letter of a label, of a line of text, between two labels
BELOW, ABOVE, RIGHT, NOTCH = 26, 12, 24, 10  # pixels for the numbers under the axis, over the field, beside it, of a mark of the axis
STEP_UP = 55  # pixels of a step of the axis of values
MANY, SMALL_DOT, DOT = 60, 14, 40  # points from which they are drawn small; square pixels of one


class Room(NamedTuple):
    """The field in pixels, and what is left around it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def whole(self) -> Size:
        """The picture with its axes."""
        return Size(self.left + self.width + self.right, self.top + self.height + self.bottom)

    def frame(self, chart: Any) -> Any:
        """The chart with exactly this room."""
        padding = {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}
        return chart.properties(width=self.width, height=self.height, padding=padding, autosize="none")


class Axes(NamedTuple):
    """Both axes of a chart, for fields whose values are places from 0 to 1."""

    x: Any
    y: Any
    room: Room

    @classmethod
    def of(cls, x: Scale, y: Scale, titles: tuple[str, str], size: Size, right: int = RIGHT, height: int = 0) -> "Axes":
        """Axes with their titles: that of values stands over them, so that it can be read and takes no width."""
        whole = WHOLE_NARROW if size == NARROW else WHOLE
        left = LETTER * max(map(len, y.labels()), default=1) + NOTCH + 4
        right = max(right, LETTER * max(map(len, x.labels()), default=1) // 2 + 4)
        below, above = (wrap(title, whole // LETTER) for title in titles)
        high = height or (HEIGHT_NARROW if size == NARROW else HEIGHT)
        room = Room(whole - left - right, high, left, right, ABOVE + LINE * len(above), BELOW + LINE * len(below))
        bottom = _thinned(x, room.width) | {"title": below or None, "titleX": room.width, "titleY": BELOW, "titleAnchor": "end"}
        side = _marked(y, range(len(y.ticks))) | {"title": above or None, "titleX": 4 - left, "titleY": -8, "titleAngle": 0}
        looks: dict[str, Any] = {"tickSize": 5, "labelOverlap": False, "labelFlush": False, "labelPadding": 4, "titleLineHeight": LINE}
        across = alt.Axis(**looks | bottom, titleBaseline="top", titleAlign="right", grid=False)
        up = alt.Axis(**looks | side, titleBaseline="line-bottom", titleAlign="left", titleAnchor="start")
        span = alt.Scale(domain=[0, 1], nice=False, zero=False)
        x_of = partial(alt.X, type="quantitative", axis=across, scale=span)
        return cls(x_of, partial(alt.Y, type="quantitative", axis=up, scale=span), room)


def _thinned(scale: Scale, width: int) -> dict[str, Any]:
    """The marks of an axis from left to right, without those whose numbers would touch."""
    kept: list[int] = []
    free = -math.inf
    for k, (place, label) in enumerate(zip(scale.place(scale.ticks).tolist(), scale.labels(), strict=True)):
        half = LETTER * len(label) / 2
        if place * width - half >= free:
            kept.append(k)
            free = place * width + half + GAP
    return _marked(scale, kept)


def _marked(scale: Scale, kept: Sequence[int]) -> dict[str, Any]:
    """Where marks of an axis are and what is written at each: a chain of questions, from the lowest up."""
    places, labels = scale.place(scale.ticks).tolist(), scale.labels()
    told = f"'{labels[kept[-1]]}'" if kept else "''"
    for low, high in reversed(list(pairwise(kept))):
        told = f"datum.value < {(places[low] + places[high]) / 2:.6f} ? '{labels[low]}' : {told}"
    return {"values": [places[k] for k in kept], "labelExpr": told}


def picture_panel(picture: Picture, size: Size) -> Any:
    """A picture as one chart without its title and without its key."""
    narrow = size == NARROW
    height = HEIGHT_NARROW if narrow else HEIGHT
    plot = Plot(picture, (WHOLE_NARROW if narrow else WHOLE) // 75, height // STEP_UP)
    axes = Axes.of(plot.x, plot.y, (titled(picture.x), titled(picture.y)), size)
    joined = sorted((k for k, curve in enumerate(picture.curves) if curve.mark in JOINED), key=lambda k: picture.curves[k].mark != "dashed")
    points = [k for k, curve in enumerate(picture.curves) if curve.mark == "points"]
    parts = [*_bars(plot, axes), *(_line(plot, axes, k) for k in joined), *(_points(plot, axes, k) for k in points), *_letters(plot, axes)]
    return axes.room.frame(alt.layer(_frame(axes), *parts))


def titled(axis: Any) -> str:
    """What an axis shows, and whether it is logarithmic."""
    return named(axis) + (", logarithmic" if axis.logarithmic else "")


def color_of(k: int) -> str:
    """The name of the color of a curve."""
    return COLORS[k % len(COLORS)]


def sign_of(picture: Picture, k: int) -> str:
    """The sign of a curve of points: the first one is filled circles."""
    rank = sum(curve.mark == "points" for curve in picture.curves[:k])
    return SIGNS[rank % len(SIGNS)]


def _frame(axes: Axes) -> Any:
    """The axes alone, so that they are there where nothing is drawn."""
    return alt.Chart(layers.values([{"x": 0, "y": 0}])).mark_point(color=LIGHT["paper"], opacity=0).encode(x=axes.x("x"), y=axes.y("y"))


def _bars(plot: Plot, axes: Axes) -> list[Any]:
    found = plot.bars()
    charts = []
    for k in sorted({bar.curve for bar in found}):
        rows = [
            {"left": _short(bar.left), "right": _short(bar.right), "floor": _short(bar.floor), "top": _short(bar.top)}
            for bar in found
            if bar.curve == k and bar.top != bar.floor
        ]
        chart = alt.Chart(layers.values(rows)).mark_rect(color=LIGHT[color_of(k)], opacity=0.75)
        charts.append(chart.encode(x=axes.x("left"), x2=alt.X2("right"), y=axes.y("floor"), y2=alt.Y2("top")))
    return charts


def _line(plot: Plot, axes: Axes, k: int) -> Any:
    curve = plot.picture.curves[k]
    rows = [
        {"x": _short(x), "y": _short(y), "k": order, "part": part}
        for part, path in enumerate(plot.paths(curve))
        for order, (x, y) in enumerate(path)
    ]
    dashes = DASHES if curve.mark == "dashed" else alt.Undefined
    chart = alt.Chart(layers.values(rows)).mark_line(color=LIGHT[color_of(k)], strokeWidth=2, strokeDash=dashes, strokeJoin="round")
    return chart.encode(x=axes.x("x"), y=axes.y("y"), order=alt.Order("k:Q"), detail="part:N")


def _points(plot: Plot, axes: Axes, k: int) -> Any:
    curve: Curve = plot.picture.curves[k]
    rows = [{"x": _short(x), "y": _short(y)} for x, y in plot.marks(curve)]
    sign, size = sign_of(plot.picture, k), SMALL_DOT if len(rows) > MANY else DOT
    color = LIGHT[color_of(k)]
    look: dict[str, Any] = {"shape": SHAPES[sign], "size": size, "opacity": 1, "stroke": color, "strokeWidth": 1.5}
    chart = alt.Chart(layers.values(rows)).mark_point(**look, filled=sign not in OPEN, fill=LIGHT["paper"] if sign in OPEN else color)
    return chart.encode(x=axes.x("x"), y=axes.y("y"))


def _letters(plot: Plot, axes: Axes) -> list[Any]:
    """The letter of each curve, written on it; a little paper around it keeps the line out."""
    rows = [{"x": _short(x), "y": _short(y), "name": plot.letters[k], "color": LIGHT[color_of(k)]} for k, x, y in plot.tags(each=1)]
    if not rows:
        return []
    text = partial(alt.Chart(layers.values(rows)).mark_text, fontSize=TEXT + 1, fontWeight="bold", align="center", baseline="middle")
    place = {"x": axes.x("x"), "y": axes.y("y"), "text": "name:N"}
    halo = text(color=LIGHT["paper"], stroke=LIGHT["paper"], strokeWidth=7).encode(**place)
    return [halo, text().encode(**place, color=alt.Color("color:N", scale=None))]


def _short(value: float) -> float:
    return round(float(value), 5)
