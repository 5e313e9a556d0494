"""Whether a system goes down where it came up: thresholds of a slow sweep, the gap between them, and the fold that would explain it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.uncertainty import mean_interval

Values = NDArray[np.float64]

HALFWAY = 0.5  # of the way from the least to the most participation of a sweep: there the threshold is read
LEAST_RISE = 0.02  # participation that a sweep must span to have a threshold; assumed: a fiftieth of the mobilizable


class Thresholds(NamedTuple):
    """Where each history crosses halfway, going up and coming down, and the gap between, in units of what is swept.

    `loop` is the mean gap over all levels of participation: the area between the two branches over their height.
    All are not a number where the history never rises or never comes down within the sweep.
    """

    up: Values
    down: Values
    gap: Values
    loop: Values


class Gap(NamedTuple):
    """A mean over histories with its interval, its quantiles, and how many histories it is of."""

    mean: float
    low: float
    high: float
    least: float
    median: float
    most: float
    histories: int


def thresholds(levels: ArrayLike, up: ArrayLike, down: ArrayLike) -> Thresholds:
    """Where histories cross halfway on the way up and on the way down.

    `levels` rise; `up` and `down` are (histories, levels), both in the order of the levels. Halfway is one height a
    history, between the least and the most of both its branches. The threshold of a branch is the lowest level at
    which it stands that high, between two levels by a straight line. Without memory and with time enough the branches
    are one and the gap is 0; a bistable system goes down at a lower level than it came up, and the gap is positive.

    >>> rise = np.array([[0.0, 0.0, 1.0, 1.0]])
    >>> thresholds([0, 1, 2, 3], rise, rise).gap.tolist()
    [0.0]
    """
    at, rising, falling = (np.asarray(values, np.float64) for values in (levels, up, down))
    both = np.concatenate([rising, falling], axis=1)
    least, most = both.min(axis=1), both.max(axis=1)
    middle = least + HALFWAY * (most - least)
    rises = most - least >= LEAST_RISE
    came, went = (np.array([_crossing(at, *row) for row in zip(branch, middle, strict=True)]) for branch in (rising, falling))
    gap = np.where(rises, came - went, np.nan)
    known = np.isfinite(gap)
    area = np.asarray(np.trapezoid(falling - rising, at, axis=1), np.float64)
    loop = np.divide(area, most - least, out=np.full(gap.size, np.nan), where=known)
    return Thresholds(np.where(known, came, np.nan), np.where(known, went, np.nan), gap, loop)


def mean_gap(values: ArrayLike) -> Gap:
    """The mean of a gap over the histories that have one, with the interval of the mean, and the span of nine in ten.

    >>> mean_gap([1.0, 1.0, float("nan")])[:3]
    (1.0, 1.0, 1.0)
    """
    found = np.asarray(values, np.float64)
    found = found[np.isfinite(found)]
    if not found.size:
        nothing = float("nan")
        return Gap(nothing, nothing, nothing, nothing, nothing, nothing, 0)
    low, high = mean_interval(found)
    least, median, most = (float(value) for value in np.quantile(found, [0.05, 0.5, 0.95], method="inverted_cdf"))
    return Gap(float(found.mean()), low, high, least, median, most, found.size)


def fold_excess(visibility_weight: ArrayLike, visibility_half: ArrayLike) -> Values:
    """By how much what people see others do outweighs what a fold needs: positive where one mixed group can be bistable [log-odds].

        w_V − 4(1 + v)

    At rest x = logistic(−θ + w_V·x/(x + v)). The slope of the right side, x(1 − x)·w_V·v/(x + v)², is 1 at two values
    of x if and only if w_V > 4(1 + v); the steepest feedback is at x = v/(1 + 2v). One group: groups that differ need more.

    >>> fold_excess([8.0, 4.0], [0.25, 0.25]).tolist()
    [3.0, -1.0]
    """
    return np.asarray(visibility_weight, np.float64) - 4 * (1 + np.asarray(visibility_half, np.float64))


def ranks_together(one: ArrayLike, other: ArrayLike) -> float:
    """Spearman's correlation of two quantities over the histories that have both, ties at their mean rank; 0 where one never moves.

    >>> ranks_together([1, 2, 3], [10, 20, 90])
    1.0
    """
    first, second = (np.asarray(values, np.float64) for values in (one, other))
    known = np.isfinite(first) & np.isfinite(second)
    if known.sum() < 2:
        return float("nan")
    a, b = (_ranks(values[known]) for values in (first, second))
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / size) if size > 0 else 0.0


def _ranks(values: Values) -> Values:
    ordered = np.sort(values)
    return np.asarray((np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / 2, np.float64)


def _crossing(levels: Values, branch: Values, height: float) -> float:
    """The lowest level at which a branch reaches a height; not a number where that lies outside the sweep."""
    above = np.flatnonzero(branch >= height)
    if not above.size or above[0] == 0:
        return float("nan")
    k = int(above[0])
    part = (height - branch[k - 1]) / (branch[k] - branch[k - 1])
    return float(levels[k - 1] + part * (levels[k] - levels[k - 1]))
