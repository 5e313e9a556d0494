"""Signs that a system loses its footing: rising variance and memory of a series, and how well they tell what comes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.resampling import bootstrap_of

Values = NDArray[np.float64]

SMOOTHED = 0.1  # of a record's length: width of the curve taken off; a choice of Dakos and others (2012)
WINDOW = 0.5  # of a record's length: the rolling window; likewise
POINTS = 120  # most places at which a window is laid: neighbors share nearly all of it
FEWEST = 12  # values of a record from which a trend of an indicator is read; assumed: fewer leave windows under six values

INDICATORS = ("variance", "memory", "level")


class Trends(NamedTuple):
    """Kendall's trend of each sign over one record [-1 to 1]: not a number where the record is too short.

    `level` is the trend of the series itself: whatever the other two tell beyond it is a warning of its own.
    """

    variance: float
    memory: float
    level: float


class Told(NamedTuple):
    """How well a sign tells two sorts of records apart: the chance that one of the first sort shows more of it, with its interval."""

    auc: float
    low: float
    high: float
    first: int
    second: int


def trends(series: ArrayLike) -> Trends:
    """How variance, memory and level of one record move, up to its end.

    A smooth curve (Gaussian, a tenth of the record wide) is taken off; in a window of half the record that rolls
    through what is left, the variance and the correlation of each value with the one before are read; Kendall's rank
    correlation with time is the trend of each. The order of work and both widths are those of Dakos et al. (2012).

    >>> trends(np.zeros(5)).level
    nan
    """
    record = np.asarray(series, np.float64)
    if record.size < FEWEST:
        return Trends(float("nan"), float("nan"), float("nan"))
    left = record - smoothed(record, max(1.0, SMOOTHED * record.size))
    variance, memory = rolling(left, max(FEWEST // 2, round(WINDOW * record.size)))
    return Trends(kendall(variance), kendall(memory), kendall(record[:: _stride(record.size)]))


def smoothed(record: Values, width: float) -> Values:
    """A record under a Gaussian kernel of this width, its weights summing to 1 at the ends too.

    >>> smoothed(np.ones(20), 2.0).round(12).tolist() == [1.0] * 20
    True
    """
    n = record.size
    kernel = np.exp(-0.5 * (np.arange(1 - n, n) / width) ** 2)
    over, weights = (np.convolve(values, kernel)[n - 1 : 2 * n - 1] for values in (record, np.ones(n)))
    return np.asarray(over / weights, np.float64)


def rolling(record: Values, window: int) -> tuple[Values, Values]:
    """Variance, and correlation with the value before, in a window that rolls through a record.

    Where nothing moves the correlation is 0.
    """
    views = sliding_window_view(record, window)[:: _stride(record.size - window + 1)]
    before, after = (part - part.mean(axis=1, keepdims=True) for part in (views[:, :-1], views[:, 1:]))
    size = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    memory = np.divide((before * after).sum(axis=1), size, out=np.zeros(len(views)), where=size > 0)
    return np.asarray(views.var(axis=1), np.float64), np.asarray(memory, np.float64)


def kendall(values: ArrayLike) -> float:
    """Kendall's rank correlation of a series with time: 1 always rising, -1 always falling, ties in the middle.

    The form a of Kendall (1938): concordant less discordant pairs, over all pairs.

    >>> kendall([1, 2, 3, 4]), kendall([2, 1]), kendall([1, 1])
    (1.0, -1.0, 0.0)
    """
    series = np.asarray(values, np.float64)
    pairs = series.size * (series.size - 1) / 2
    if pairs == 0:
        return float("nan")
    later = np.sign(series[None, :] - series[:, None])
    return float(np.triu(later, 1).sum() / pairs)


def auc(more: ArrayLike, less: ArrayLike) -> float:
    """The chance that a value of the first sort is larger than one of the second, ties half: ½ tells nothing.

    The area under the curve of hits against false alarms; Hanley & McNeil (1982).

    >>> auc([2, 3], [1, 2])
    0.875
    """
    first, second = (np.sort(_numbers(values)) for values in (more, less))
    if not first.size or not second.size:
        return float("nan")
    below = np.searchsorted(second, first, "left") + np.searchsorted(second, first, "right")
    return float(below.mean() / (2 * second.size))


def told_apart(values: ArrayLike, sort: ArrayLike, unit: ArrayLike | None = None) -> Told:
    """How well values tell the records of one sort (true) from the others, with an interval by drawing units again.

    `unit` numbers what was drawn independently (a history that stands on both sides is one unit); without it every
    record is one. Values that are no number are left out.
    """
    shown, first = np.asarray(values, np.float64), np.asarray(sort, bool)
    units = np.arange(shown.size) if unit is None else np.asarray(unit)
    known = np.isfinite(shown)
    shown, first, units = shown[known], first[known], units[known]
    names, which = np.unique(units, return_inverse=True)
    rows = [np.flatnonzero(which == k) for k in range(names.size)]

    def again(chosen: NDArray[np.int64]) -> float:
        drawn = np.concatenate([rows[k] for k in chosen])
        return auc(shown[drawn[first[drawn]]], shown[drawn[~first[drawn]]])

    low, high = bootstrap_of(again, names.size) if names.size else (float("nan"), float("nan"))
    return Told(auc(shown[first], shown[~first]), low, high, int(first.sum()), int((~first).sum()))


def trends_of(records: Sequence[ArrayLike]) -> dict[str, Values]:
    """The trend of each sign in each record, by the name of the sign."""
    found = [trends(record) for record in records]
    return {name: np.array([getattr(row, name) for row in found]) for name in INDICATORS}


def _numbers(values: ArrayLike) -> Values:
    found = np.asarray(values, np.float64)
    return found[np.isfinite(found)]


def _stride(size: int) -> int:
    return max(1, size // POINTS)
