"""Numbers with their intervals: shares that are sure as far as their draws are, and quantities as histories spread them."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.uncertainty import Share, number, quantiles, rank
from groundswell.backtest.seen import Flags, Seen, Values
from groundswell.sampling import CONFIDENCE
from groundswell.score import luck

SAMPLES = 1000  # an end of an interval is then right to a fifteenth of its width
BATCH = 500_000  # draws in memory at once
LEAST = 20  # histories: among fewer nobody can say where 90 of 100 lie, a twentieth of them being less than one
SPAN = (0.05, 0.5, 0.95)  # quantiles between which 90 of 100 histories lie, and their middle
Labels = NDArray[np.int64]
Told = float | str | None


class Estimate(NamedTuple):
    """One number of one form of the model.

    Of a share, `low` and `high` end the interval in which 95 of 100 samples of draws put it, and hold at least what chance
    alone allows. Of a quantity `value` is the median, and 90 of 100 histories lie between `low` and `high`; `rank` is the
    share of histories below the record, and half of those at it. Dates are ISO texts. `histories` is how many it is of;
    where none can tell, all numbers are None.
    """

    kind: str
    value: Told
    low: Told
    high: Told
    histories: int
    rank: float | None = None

    @property
    def inside(self) -> bool | None:
        """Whether the record lies where 90 of 100 histories lie; None where there is nothing to compare."""
        return None if self.rank is None else SPAN[0] <= self.rank <= SPAN[-1]

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return self._asdict()


NOTHING = Estimate("quantity", None, None, None, 0)


def share(flags: Flags, draw: Labels, seed: int = 1) -> Estimate:
    """The share of histories in which something holds, with an interval over draws.

    Histories of one draw share its parameters and are drawn again together, so that the interval holds the doubt about
    parameters besides that of luck. Where all histories agree it is that of Wilson (1927), since nothing can be drawn again.

    >>> found = share(np.array([True, True, False, False]), np.array([0, 0, 1, 1]))
    >>> found.value, found.low, found.high
    (0.5, 0.0, 1.0)
    """
    if not flags.size:
        return NOTHING._replace(kind="share")
    low, high = of_draws(flags.astype(np.float64), draw, seed)
    alone = Share(int(flags.sum()), int(flags.size))
    return Estimate("share", alone.share, min(low, alone.low), max(high, alone.high), int(flags.size))


def difference(ours: Flags | Values, other: Flags | Values, draw: Labels, seed: int = 1) -> Estimate:
    """The mean of the differences between paired histories, with an interval over draws; exactly 0 where all pairs agree.

    >>> difference(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.array([0, 1])).high
    0.0
    """
    apart = ours.astype(np.float64) - other.astype(np.float64)
    if not apart.size:
        return NOTHING._replace(kind="difference")
    low, high = of_draws(apart, draw, seed)
    return Estimate("difference", float(apart.mean()), low, high, int(apart.size))


def quantity(values: Values, recorded: float | None = None) -> Estimate:
    """The median of a quantity over histories, between what 90 of 100 lie, and the rank of the record.

    Histories that have no such quantity are given as not a number, and left out; among fewer than LEAST the record has no
    rank.

    >>> quantity(np.append(np.arange(1.0, 41.0), np.nan), 39.0)
    Estimate(kind='quantity', value=20.0, low=2.0, high=38.0, histories=40, rank=0.9625)
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return NOTHING
    low, middle, high = quantiles(known, SPAN).values()
    where = None if recorded is None or known.size < LEAST else rank(known, recorded)
    return Estimate("quantity", number(middle), number(low), number(high), int(known.size), where)


def moment(days: Values, seen: Seen, recorded: date | None = None) -> Estimate:
    """The median date of something, over the histories in which it happens at all (finite days)."""
    found = quantity(np.where(np.isfinite(days), days, np.nan), None if recorded is None else seen.day(recorded))
    if found.value is None:
        return found._replace(kind="date")
    value, low, high = (seen.dated(float(day or 0)).isoformat() for day in found[1:4])
    return found._replace(kind="date", value=value, low=low, high=high)


def statistic(of: Callable[[Labels], float], draw: Labels, seed: int = 1, samples: int = 500, kind: str = "statistic") -> Estimate:
    """Any number of all histories, with the interval in which 95 of 100 samples of draws put it.

    `of` is called with the numbers of the histories that were drawn, each as often as its draw was.

    >>> statistic(lambda rows: float(np.median(np.array([1.0, 2.0, 3.0])[rows])), np.arange(3)).value
    2.0
    """
    if not draw.size:
        return NOTHING._replace(kind=kind)
    found = np.array([of(rows) for rows in resampled(draw, seed, samples)])
    found = found[np.isfinite(found)]
    low, high = np.quantile(found, TAILS) if found.size else (np.nan, np.nan)
    return Estimate(kind, number(of(np.arange(draw.size))), number(float(low)), number(float(high)), int(draw.size))


TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)


def of_draws(values: Values, draw: Labels, seed: int, samples: int = SAMPLES) -> tuple[float, float]:
    """The interval of a mean over histories when draws are drawn again, each with all of its histories."""
    names, place = np.unique(draw, return_inverse=True)
    sums, counts = np.bincount(place, values, names.size), np.bincount(place, minlength=names.size).astype(np.float64)
    chosen = _choices(names.size, seed, samples)
    low, high = np.quantile(sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1), TAILS)
    return float(low), float(high)


def resampled(draw: Labels, seed: int, samples: int) -> list[Labels]:
    """Numbers of histories, `samples` times, when draws are drawn again with all of their histories."""
    names, place = np.unique(draw, return_inverse=True)
    rows = np.arange(draw.size)
    return [np.repeat(rows, np.bincount(one, minlength=names.size)[place]) for one in _choices(names.size, seed, samples)]


@lru_cache(maxsize=8)  # a few MB each; lines of one form mostly have the same number of draws
def _choices(many: int, seed: int, samples: int) -> NDArray[np.int32]:
    """Which draws enter each sample (samples, many)."""
    found = np.empty((samples, many), np.int32)
    step = max(1, BATCH // many)
    for start in range(0, samples, step):
        rows = range(start, min(start + step, samples))
        found[rows.start : rows.stop] = luck.uniforms(seed, "backtest.draws", rows, many) * many
    return found
