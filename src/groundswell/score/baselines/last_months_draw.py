"""A month to come is like one of the last twelve, drawn by lot.

A window of up to a month is one draw. A longer one, also one longer than the twelve months drawn
from, is cut into equal parts of up to a month, each drawn by itself; what makes one month follow
from another is lost in that. All draws are weighed at once, so that no seed enters.
"""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.score.baselines.baseline import YEAR, Ahead, Baseline, on_record
from groundswell.score.history import FALLS, Past
from groundswell.score.predictive import Counts, Dates

MONTH = 30  # days, at most, that are drawn together


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    lately = on_record(past, quantity, least_days=YEAR).daily()[-YEAR:].astype(np.int64)
    chances = np.ones(1)
    for days in parts(ahead.days):
        chances = np.convolve(chances, drawn(lately, days))
    return Counts(np.arange(chances.size), chances / chances.sum(), draws=YEAR)


def parts(days: int) -> list[int]:
    """The lengths of the parts that a window is cut into: as few as can be, each of up to a month, and even.

    >>> parts(30), parts(76)
    ([30], [26, 25, 25])
    """
    number = -(-days // MONTH)
    return [days // number + (place < days % number) for place in range(number)]


def drawn(daily: NDArray[np.int64], days: int) -> NDArray[np.float64]:
    """The chance of each total (0, 1, ...) in a stretch of so many days, all that lie in the record alike.

    >>> drawn(np.array([0, 0, 2, 0]), 2).round(3).tolist()
    [0.333, 0.0, 0.667]
    """
    sums = np.append(0, np.cumsum(daily))
    totals = sums[days:] - sums[:-days]
    return np.asarray(np.bincount(totals) / totals.size, np.float64)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    """Each day to come is one of the last year's, drawn by lot, so that after a year without a fall there is none."""
    falls = on_record(past, FALLS, least_days=YEAR)
    lately = falls.total(falls.to - timedelta(days=YEAR - 1), falls.to)
    one = Dates.of_hazard(ahead.first, np.full(ahead.days, lately / YEAR))
    return Dates(one.first, one.chance, one.never, draws=YEAR)


BASELINE = Baseline(
    "last_months_draw",
    "Each month to come is one of the last twelve, drawn by lot; for falls each day is one of the last year's",
    "Hegre and others (2024), The 2023/24 VIEWS prediction challenge, arXiv:2407.11045",
    _counts,
    _dates,
)
