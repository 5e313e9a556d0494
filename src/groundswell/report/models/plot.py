"""A picture with its axes settled: where its curves run, where its bars stand, where letters tell curves apart.

Terminal and page draw from the same places, from 0 at the left and the bottom to 1 at the right and the top.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.picture import Axis, Curve, Picture
from groundswell.report.models.scales import Scale, scale

Places = NDArray[np.float64]  # (points, 2)

JOINED = ("line", "dashed", "step")
FILLED = 0.8  # of the room between two bars
LONE_BAR = 0.5  # width of a bar without neighbors, in units of its axis
LETTERS = "abcdefghijklmnopqrstuvwxyz"
STEPS_OF_ROUTE = 120  # places that a curve is looked at when letters are set
HEIGHT = 0.4  # of a picture, as a share of its width
CLEAR = 0.09  # of the width: far enough from other curves
LEAST_GOOD = 1.5 * CLEAR  # of a place for a letter that is written once more
MIDDLE = 0.02  # of the width that a letter gives up to stand in the middle of its stretch
EDGE = 0.03


class Bar(NamedTuple):
    """A bar in places: of which curve, its sides, where it stands and where it ends."""

    curve: int
    left: float
    right: float
    floor: float
    top: float


@dataclass(frozen=True)
class Plot:
    """A picture whose axes have about so many steps each."""

    picture: Picture
    steps_across: int
    steps_up: int

    @cached_property
    def x(self) -> Scale:
        """The axis from left to right: it ends where curves do, and has room for bars."""
        curves = enumerate(self.picture.curves)
        values = [value for k, curve in curves for value in (_sides(self.picture, k) if _is_bar(curve) else curve.x)]
        return scale(values, self.steps_across, logarithmic=self.picture.x.logarithmic, tight=True)

    @cached_property
    def y(self) -> Scale:
        """The axis from the bottom up."""
        values = [value for curve in self.picture.curves for value in curve.y]
        bars = any(map(_is_bar, self.picture.curves))
        return scale(values, self.steps_up, logarithmic=self.picture.y.logarithmic, from_zero=bars)

    def places(self, curve: Curve) -> Places:
        """Where the points of a curve lie; those without a place are not numbers."""
        x, y = self.x.place(curve.x), self.y.place(curve.y)
        return np.column_stack([np.where(np.isnan(y), np.nan, x), np.where(np.isnan(x), np.nan, y)])

    def marks(self, curve: Curve) -> Places:
        """The points of a curve that have a place."""
        found = self.places(curve)
        return found[~np.isnan(found[:, 0])]

    def paths(self, curve: Curve) -> list[Places]:
        """The pieces of a joined curve; it breaks where a point has no place, and a step holds its height until the next."""
        found = self.places(curve)
        breaks = np.flatnonzero(np.isnan(found[:, 0]))
        pieces = [piece[~np.isnan(piece[:, 0])] for piece in np.split(found, breaks)]
        return [_stairs(piece) if curve.mark == "step" else piece for piece in pieces if len(piece)]

    def bars(self) -> list[Bar]:
        """All bars; where several curves have bars at the same place, they stand beside each other."""
        floor = float(self.y.place(self.y.floor))
        owners = [k for k, curve in enumerate(self.picture.curves) if _is_bar(curve)]
        found = []
        for rank, k in enumerate(owners):
            curve = self.picture.curves[k]
            half = _half_bar(self.picture)
            for x, y in zip(curve.x, curve.y, strict=True):
                left, right = (float(self.x.place(side)) for side in _beside(self.picture.x, x, half))
                top, width = float(self.y.place(y)), (right - left) * FILLED / len(owners)
                start = (left + right - (right - left) * FILLED) / 2 + rank * width
                if np.isfinite([left, right, top]).all():
                    found.append(Bar(k, start, start + width, floor, top))
        return found

    @cached_property
    def letters(self) -> dict[int, str]:
        """What joined curves are called where there are several, by their place in the picture."""
        joined = [k for k, curve in enumerate(self.picture.curves) if curve.mark in JOINED]
        return {k: LETTERS[rank % len(LETTERS)] for rank, k in enumerate(joined)} if len(joined) > 1 else {}

    def tags(self, each: int = 2) -> Iterator[tuple[int, float, float]]:
        """Where the letter of each curve is written, `each` times where it is clear: on the curve, away from the others."""
        routes = {k: _route(self.paths(self.picture.curves[k])) for k in self.letters}
        dots = [self.marks(curve) for curve in self.picture.curves if curve.mark == "points"]
        taken: list[Places] = []
        for k, route in routes.items():
            curves = [*(other for j, other in routes.items() if j != k), *dots]
            stretches = [(part, _goodness(part, curves, taken)) for part in np.array_split(route, each)] if len(route) else []
            for rank, (part, good) in enumerate(sorted(stretches, key=lambda pair: -pair[1].max(initial=-1.0))):
                if len(part) and (rank == 0 or good.max() > LEAST_GOOD):
                    best = part[[int(good.argmax())]]
                    taken.append(best)
                    yield k, float(best[0, 0]), float(best[0, 1])


def _is_bar(curve: Curve) -> bool:
    return curve.mark == "bars"


def _beside(axis: Axis, x: float, half: float) -> tuple[float, float]:
    """So far to the left and to the right of a value: in units of the axis, or in factors where it is logarithmic."""
    return (x / 10**half, x * 10**half) if axis.logarithmic else (x - half, x + half)


def _sides(picture: Picture, k: int) -> list[float]:
    half = _half_bar(picture)
    return [side for x in picture.curves[k].x for side in _beside(picture.x, x, half)]


def _half_bar(picture: Picture) -> float:
    """Half of the room of a bar: half of the least distance between two of them."""
    found = np.unique([x for curve in picture.curves if _is_bar(curve) for x in curve.x if x > 0 or not picture.x.logarithmic])
    gaps = np.diff(np.log10(found) if picture.x.logarithmic else found)
    return float(gaps.min()) / 2 if len(gaps) else LONE_BAR


def _stairs(piece: Places) -> Places:
    corners = np.repeat(piece, 2, axis=0)
    return np.column_stack([corners[1:, 0], corners[:-1, 1]])


def _route(paths: list[Places]) -> Places:
    """Evenly spaced places along a curve."""
    found = []
    for path in paths:
        steps = np.hypot(np.diff(path[:, 0]), HEIGHT * np.diff(path[:, 1]))
        way = np.concatenate([[0.0], np.cumsum(steps)])
        at = np.linspace(0, way[-1], max(2, min(STEPS_OF_ROUTE, round(STEPS_OF_ROUTE * way[-1]))))
        found.append(np.column_stack([np.interp(at, way, path[:, 0]), np.interp(at, way, path[:, 1])]))
    return np.concatenate(found) if found else np.empty((0, 2))


def _goodness(stretch: Places, curves: list[Places], letters: list[Places]) -> NDArray[np.float64]:
    """How good each place is for a letter: clear of other letters and curves, within the frame, about in the middle."""
    outside = ((stretch < EDGE) | (stretch > 1 - EDGE)).any(axis=1)
    middle = MIDDLE * np.abs(np.linspace(-1, 1, len(stretch)))
    return np.asarray(_clearance(stretch, curves) + _clearance(stretch, letters) - middle - CLEAR * outside)


def _clearance(stretch: Places, others: list[Places]) -> NDArray[np.float64]:
    """How far each place of a stretch is from all others, up to what is far enough."""
    apart = (stretch[:, None, :] - np.concatenate([*others, np.full((1, 2), -1.0)])[None, :, :]) * [1, HEIGHT]
    return np.asarray(np.minimum(np.hypot(apart[:, :, 0], apart[:, :, 1]).min(axis=1), CLEAR))
