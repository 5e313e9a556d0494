"""Whether a system goes down where it came up: thresholds of a slow sweep, the gap between them, and the fold that would explain it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.uncertainty import mean_interval

Values = NDArray[np.float64]

HEIGHTS = np.linspace(0.02, 0.98, 49)  # of the way from the least to the most participation: there branches are compared
LEAST_RISE = 0.02  # participation that a sweep must span to have a threshold; assumed: a fiftieth of the mobilizable


class Thresholds(NamedTuple):
    """Where each history crosses one height of participation, going up and coming down, and the gap between, in units of what is swept.

    The height is that at which the two branches are furthest apart. `loop` is the mean gap over all heights: the area
    between the branches over the rise. All are not a number where the history never rises, or at no height does both.
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
    """Where histories cross the height at which their branches are furthest apart, on the way up and on the way down.

    `levels` rise; `up` and `down` are (histories, levels), both in the order of the levels. A branch crosses a height at
    the lowest level at which it stands that high, between two levels by a straight line. Without memory and with time
    enough the branches are one and the gap is 0. A bistable system goes down at a lower level than it came up: at every
    height between its two states the crossings are its folds, and the gap is positive. What tires goes down sooner, and
    the gap is negative.

    >>> rise = np.array([[0.0, 0.0, 1.0, 1.0]])
    >>> thresholds([0, 1, 2, 3], rise, rise).gap.tolist()
    [0.0]
    """
    at, rising, falling = (np.asarray(values, np.float64) for values in (levels, up, down))
    rows = [_furthest(at, *row) for row in zip(rising, falling, strict=True)]
    came, went = np.array(rows).reshape(-1, 2).T
    gap, both = came - went, np.concatenate([rising, falling], axis=1)
    area = np.asarray(np.trapezoid(falling - rising, at, axis=1), np.float64)
    loop = np.divide(area, both.max(axis=1) - both.min(axis=1), out=np.full(gap.size, np.nan), where=np.isfinite(gap))
    return Thresholds(came, went, gap, loop)


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


def _furthest(levels: Values, up: Values, down: Values) -> tuple[float, float]:
    """The crossings of both branches at the height at which they are furthest apart."""
    least, most = min(up.min(), down.min()), max(up.max(), down.max())
    heights = least + HEIGHTS * (most - least)
    came, went = _crossings(levels, up, heights), _crossings(levels, down, heights)
    apart = np.abs(came - went)
    if most - least < LEAST_RISE or not np.isfinite(apart).any():
        return float("nan"), float("nan")
    widest = int(np.nanargmax(apart))
    return float(came[widest]), float(went[widest])


def _crossings(levels: Values, branch: Values, heights: Values) -> Values:
    """The lowest level at which a branch reaches each height; not a number where that lies outside the sweep."""
    first = np.searchsorted(np.maximum.accumulate(branch), heights)
    inside = (first > 0) & (first < len(levels))
    k = np.where(inside, first, 1)
    rise = np.where(inside, branch[k] - branch[k - 1], 1.0)
    found = levels[k - 1] + (heights - branch[k - 1]) / rise * (levels[k] - levels[k - 1])
    return np.where(inside, found, np.nan)
