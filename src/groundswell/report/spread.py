"""How a quantity is spread over histories and time: quantiles for a fan, shaded cells for a density.

Everything is summed up here, before a chart sees it: a thousand histories become a few hundred rows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.uncertainty import quantile_rows
from groundswell.report.quantities import Quantity

if TYPE_CHECKING:
    from groundswell.runs import Runs

FIELDS = ("p05", "p25", "p50", "p75", "p95")
COLUMNS, BINS = 80, 25  # cells of a density along each axis
SHADES = 6  # of a density; shade k begins above SHADE_STARTS[k - 1] in 100 histories, in steps of the square root
SHADE_STARTS = (0, 1, 4, 9, 16, 25)
TOP_LEVEL = 0.99  # the axis reaches up to here; what lies above is counted in the top row


class Mark(NamedTuple):
    """One recorded value: the span of days it holds for, and the interval it was given with."""

    first: date
    last: date
    value: float
    low: float
    high: float
    note: str = ""

    @property
    def middle(self) -> date:
        """The day it is drawn at."""
        return self.first + (self.last - self.first) / 2


class Cell(NamedTuple):
    """A rectangle of time and value with one shade."""

    first: date
    last: date
    low: float
    high: float
    shade: int


@dataclass(frozen=True)
class Spread:
    """One quantity over all histories of a run.

    `quantiles` has a row for each of LEVELS and a column for each of `days`; `shares` is (cells of
    time, bins), each row summing to 1; `edges` are the ends of the bins, `ends` those of the cells.
    """

    quantity: Quantity
    place: str
    start: date
    histories: int
    days: NDArray[np.int64]
    quantiles: NDArray[np.float64]
    ends: NDArray[np.int64]
    edges: NDArray[np.float64]
    shares: NDArray[np.float64]
    marks: tuple[Mark, ...] = ()

    @property
    def top(self) -> float:
        """The upper end of the axis."""
        return float(self.edges[-1])

    @property
    def last(self) -> date:
        """The last day that is drawn."""
        return self.date(int(self.ends[-1]))

    def date(self, day: int) -> date:
        """The date of a day of the run."""
        return self.start + timedelta(days=int(day))

    def with_marks(self, marks: Sequence[Mark]) -> "Spread":
        """The same with the record laid over it."""
        return replace(self, marks=tuple(marks))

    def rows(self, step: int = 1) -> list[dict[str, Any]]:
        """The quantiles as rows: `date`, `p05`, `p25`, `p50`, `p75`, `p95`; every `step`-th week."""
        chosen = sorted({*range(0, len(self.days), step), len(self.days) - 1})
        return [
            {"date": self.date(self.days[k]).isoformat()} | dict(zip(FIELDS, map(_short, self.quantiles[:, k]), strict=True))
            for k in chosen
        ]

    def cells(self) -> list[Cell]:
        """The shaded rectangles, one shade after another; neighbors of one shade in a column are one."""
        found = [cell for column in range(len(self.shares)) for cell in self._column(column)]
        return sorted(found, key=lambda cell: (cell.shade, cell.first, cell.low))

    def _column(self, column: int) -> list[Cell]:
        shades = shade_of(self.shares[column])
        starts = np.flatnonzero(np.diff(shades, prepend=-1))
        first, last = self.date(self.ends[column]), self.date(self.ends[column + 1])
        return [
            Cell(first, last, float(self.edges[low]), float(self.edges[high]), int(shades[low]))
            for low, high in zip(starts, [*starts[1:], len(shades)], strict=True)
            if shades[low]
        ]


def spread(runs: "Runs", quantity: Quantity, place: str = "") -> Spread:
    """Sums up one quantity of a run, for the nation or for one place; of what is observed, what a record would show.

    Raises UsageError when the run keeps no such series.
    """
    series = quantity.emitted if quantity.emitted in runs.series else quantity.series
    days, values = runs.trajectory(f"{series}:{place}" if place else series)
    courses = np.asarray(values, np.float64)
    if quantity.summed:
        courses = np.cumsum(courses, axis=1)
    return summed_up(quantity, place, runs.start, days, courses)


def summed_up(quantity: Quantity, place: str, start: date, days: NDArray[np.int64], courses: NDArray[np.float64]) -> Spread:
    """Quantiles and cells of courses, one row a history and a column for each of `days`."""
    quantiles = quantile_rows(courses)
    top = round_up(max(float(quantile_rows(courses, [TOP_LEVEL]).max()), 1e-3 if quantity.unit == "share" else 1.0))
    first = np.arange(0, len(days), math.ceil(len(days) / COLUMNS))
    edges = np.array([quantity.off_axis(quantity.on_axis(top) * k / BINS) for k in range(BINS + 1)])
    week = int(days[1] - days[0]) if len(days) > 1 else 1
    ends = np.append(days[first], days[-1] + week)
    return Spread(quantity, place, start, len(courses), days, quantiles, ends, edges, shares(courses, first, edges))


def shares(courses: NDArray[np.float64], first: NDArray[np.int64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of the histories in every cell; cells of time begin at the columns `first`, each row sums to 1.

    >>> shares(np.array([[0.1, 0.9], [0.1, 0.1]]), np.array([0, 1]), np.array([0, 0.5, 1])).tolist()
    [[1.0, 0.0], [0.5, 0.5]]
    """
    bins = len(edges) - 1
    index = np.clip(np.searchsorted(edges, courses, side="right") - 1, 0, bins - 1)
    column = np.searchsorted(first, np.arange(courses.shape[1]), side="right") - 1
    counts = np.bincount((column * bins + index).ravel(), minlength=len(first) * bins).reshape(len(first), bins)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True), np.float64)


def shade_of(share: NDArray[np.float64]) -> NDArray[np.int64]:
    """The shade of a share, by its square root; 0 where there is nobody.

    >>> shade_of(np.array([0, 0.004, 0.005, 0.02, 0.021, 0.3, 1])).tolist()
    [0, 1, 1, 2, 2, 6, 6]
    """
    return np.minimum(np.ceil(np.sqrt(100 * share) - 1e-9), SHADES).astype(np.int64)


def round_up(value: float) -> float:
    """The next larger of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten.

    >>> round_up(0.37), round_up(1870), round_up(0.8)
    (0.4, 2000.0, 0.8)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return next(float(f"{step * power:.6g}") for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if value <= step * power * (1 + 1e-9))


def _short(value: float) -> float:
    return float(f"{value:.4g}")
