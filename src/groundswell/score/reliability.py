"""Whether chances mean what they say: ranks of what happened, coverage, reliability, and how well cases are put in order.

Every band here is what chance allows for a forecaster who is right, computed exactly from the
forecasts themselves, for one bin at a time: with ten bins of 90 in 100, one outside is usual.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.uncertainty import Share
from groundswell.errors import UsageError
from groundswell.score import luck, refusals
from groundswell.score.predictive import ROUNDING, Counts

BINS = 10
BAND = 0.9
LEVELS = (0.5, 0.9)


class Bin(NamedTuple):
    """One bin of a histogram or table: its ends, what is in it, and the band of a forecaster who is right.

    `mean` is the mean chance forecast in it and `share` the share of its cases that happened (of a
    histogram of ranks: the share of all cases, mean being what is expected); `inside` says whether
    the share lies in the band. Not a number where a bin has no cases.
    """

    low: float
    high: float
    cases: int
    mean: float
    share: float
    band_low: float
    band_high: float

    @property
    def inside(self) -> bool:
        """Whether the share is one that chance allows a forecaster who is right."""
        return not self.cases or self.band_low - ROUNDING <= self.share <= self.band_high + ROUNDING


class Coverage(NamedTuple):
    """How often central intervals of one level held what happened.

    `expected` is the mean chance that the forecasts themselves gave to their intervals: of counts it
    is above the level, because an interval of whole numbers cannot be cut finer.
    """

    level: float
    covered: Share
    expected: float
    band_low: float
    band_high: float


class Ranking(NamedTuple):
    """How well chances put cases in order, beside the base rate that any reading of it needs.

    `auc`: the chance that a case that happened was given more than one that did not, halves for ties
    (½ is no order at all), with its standard error for independent cases. `average_precision`: the
    mean share of hits among all cases ranked at least as high as a hit (the base rate is no order
    at all). `events` out of `cases` happened.
    """

    auc: float
    auc_error: float
    average_precision: float
    base_rate: float
    events: int
    cases: int


def pit(forecasts: Sequence[Counts], observed: ArrayLike, seed: int = 1) -> NDArray[np.float64]:
    """Where each observed count lies in its forecast, as a share [0-1]: evenly spread if forecasts are right.

        u = F(y−) + v·(F(y) − F(y−))

    F(y−) chance of fewer than observed · F(y) of that many or fewer · v uniform luck of the case,
    keyed by the seed and the place of the case, which spreads the lump that a count makes.
    Source: probability integral transform, randomized as in Czado, Gneiting & Held (2009).
    Raises UsageError for lists of different lengths and for holes.

    >>> u = pit([Counts.of_sample([1, 2, 3, 4])] * 2, [3, 9])
    >>> bool(0.5 <= u[0] <= 0.75), float(u[1])
    (True, 1.0)
    """
    below, reached = _steps(forecasts, observed)
    return below + luck.uniforms(seed, "pit", range(below.size), 1)[:, 0] * (reached - below)


def pit_histogram(forecasts: Sequence[Counts], observed: ArrayLike, bins: int = BINS, band: float = BAND) -> list[Bin]:
    """How the places of observed counts in their forecasts are spread over equal bins, without any luck.

        share_j = (1/N) Σ_c (F_c(j/J) − F_c((j−1)/J)),   F_c(u) = clip((u − F(y−)) / (F(y) − F(y−)), 0, 1)

    J bins · N cases. A heap at both ends tells of forecasts too narrow, a heap in the middle of too
    wide, a slope of forecasts shifted. The band is binomial, and a little wide where counts lump.
    Source: Czado, Gneiting & Held (2009).

    >>> [round(row.share, 2) for row in pit_histogram([Counts.of_sample([1, 2, 3, 4])] * 2, [3, 4], bins=4)]
    [0.0, 0.0, 0.5, 0.5]
    """
    if bins < 2:
        raise UsageError.of("pit_histogram: bins", f"{bins}", "2 or more", f"bins={BINS}")
    below, reached = _steps(forecasts, observed)
    edges = np.arange(bins + 1) / bins
    width = np.maximum(reached - below, ROUNDING)[:, None]
    shares = np.diff(np.clip((edges - below[:, None]) / width, 0.0, 1.0).mean(axis=0))
    shares[-1] += 1 - shares.sum()
    low, high = _band(np.full(below.size, 1 / bins), band)
    return [Bin(edges[j], edges[j + 1], below.size, 1 / bins, float(shares[j]), low, high) for j in range(bins)]


def coverage(forecasts: Sequence[Counts], observed: ArrayLike, levels: Sequence[float] = LEVELS, band: float = BAND) -> list[Coverage]:
    """How often the central intervals of forecasts (50 and 90 in 100) held what happened, beside what they promised.

    An interval goes from the quantile (1 − level)/2 to (1 + level)/2, ends included.

    >>> found = coverage([Counts.of_sample(range(100))] * 3, [50, 60, 99])
    >>> [(row.level, row.covered.count, round(row.expected, 2)) for row in found]
    [(0.5, 2, 0.51), (0.9, 2, 0.91)]
    """
    given = _matched(forecasts, observed, "coverage")
    return [_covered(forecasts, given, level, band) for level in levels]


def reliability(chance: ArrayLike, happened: ArrayLike, edges: ArrayLike | None = None, band: float = BAND) -> list[Bin]:
    """How often it happened when forecasts said so much: a table in bins of chance, with the band of a forecaster who is right.

    `edges` rise from 0 to 1 (tenths if left out); each bin holds its lower edge, the last both.
    The band of a bin has the quantiles (1 ∓ `band`)/2 of the number of events if each case happened with the chance
    it was given (a sum of unequal coins, computed exactly), divided by its cases.
    Source: consistency bars of Bröcker & Smith (2007); theirs draw the forecasts again as well.
    Raises UsageError for chances outside 0 to 1, outcomes other than 0 and 1, and edges that do not rise from 0 to 1.

    >>> table = reliability([0.1, 0.1, 0.9, 0.8], [0, 0, 1, 1], edges=[0, 0.5, 1])
    >>> [(row.cases, round(row.mean, 2), row.share, row.band_low, row.band_high) for row in table]
    [(2, 0.1, 0.0, 0.0, 0.5), (2, 0.85, 1.0, 0.5, 1.0)]
    """
    given = refusals.chances(chance, "reliability: chance")
    outcome = refusals.outcomes(happened, given.size, "reliability: happened")
    limits = _limits(edges)
    place = np.clip(np.searchsorted(limits, given, side="right") - 1, 0, limits.size - 2)
    return [_bin(limits[j], limits[j + 1], given[place == j], outcome[place == j], band) for j in range(limits.size - 1)]


def ranking(chance: ArrayLike, happened: ArrayLike) -> Ranking:
    """How well chances put in order what happened and what did not: empirical area under the ROC curve, average precision.

        AUC = (Σ ranks of events − n₁(n₁ + 1)/2) / (n₁·n₀)        AP = Σ_k (R_k − R_{k−1})·P_k

    n₁ events, n₀ others, ties at their mean rank · P_k, R_k share of hits and share of events found
    at or above the k-th distinct chance. Neither says whether chances mean what they say: give them
    beside a proper score, and never average precision without the base rate.
    Source: Hanley & McNeil (1982), also for the standard error; Davis & Goadrich (2006).
    Raises UsageError where all happened or nothing did.

    >>> ranking([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0])[:1], round(ranking([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0]).average_precision, 3)
    ((0.75,), 0.833)
    """
    given = refusals.chances(chance, "ranking: chance")
    outcome = refusals.outcomes(happened, given.size, "ranking: happened")
    events, others = int(outcome.sum()), int((~outcome).sum())
    if not events or not others:
        raise UsageError.of("ranking: happened", f"{events} of {given.size}", "some that happened and some that did not", "pool more cases")
    _, place = np.unique(-given, return_inverse=True)
    hits, ranked = np.cumsum(np.bincount(place, outcome)), np.cumsum(np.bincount(place))
    found = np.diff(hits, prepend=0.0)
    above = ranked - hits  # others ranked at least as high
    auc = float((found * (others - (above + np.append(0.0, above[:-1])) / 2)).sum() / (events * others))
    precision = float((found / events) @ (hits / ranked))
    return Ranking(auc, _auc_error(auc, events, others), precision, events / given.size, events, given.size)


def captured(chance: ArrayLike, happened: ArrayLike, first: int, groups: Sequence[object] | None = None) -> float:
    """The share of all events that were among the `first` highest chances of their group, such as the top twenty of each year.

    Where a tie straddles the line, each of the tied counts by its chance of falling above it. Without `groups`, one list.

    >>> captured([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1], first=2)
    0.25
    """
    given = refusals.chances(chance, "captured: chance")
    outcome = refusals.outcomes(happened, given.size, "captured: happened")
    names = np.array(["all"] * given.size if groups is None else [str(group) for group in groups])
    refusals.same_length(names, given.size, "captured: groups")
    if first < 1 or not outcome.any():
        raise UsageError.of("captured", f"first {first}, {outcome.sum()} events", "1 or more of each", "pool more cases")
    found = sum(_caught(given[names == name], outcome[names == name], first) for name in sorted(set(names)))
    return found / int(outcome.sum())


def events_of_coins(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances (n + 1,) of 0 to n events among n independent cases with these unequal chances (the Poisson binomial law).

    >>> events_of_coins(np.array([0.5, 0.5])).tolist()
    [0.25, 0.5, 0.25]
    """
    law = np.zeros(chance.size + 1)
    law[0] = 1.0
    for n, p in enumerate(chance, start=1):
        law[1 : n + 1] = law[1 : n + 1] * (1 - p) + law[:n] * p
        law[0] *= 1 - p
    return law


def _band(chance: NDArray[np.float64], band: float) -> tuple[float, float]:
    """The central band of the share of events if every case happened with its chance."""
    tail = (1 - refusals.share(band, "band")) / 2
    reached = np.cumsum(events_of_coins(chance))
    low, high = np.searchsorted(reached, [tail - ROUNDING, 1 - tail - ROUNDING])
    return float(low / chance.size), float(min(high, chance.size) / chance.size)


def _bin(low: float, high: float, chance: NDArray[np.float64], happened: NDArray[np.bool_], band: float) -> Bin:
    if not chance.size:
        return Bin(float(low), float(high), 0, math.nan, math.nan, math.nan, math.nan)
    ends = _band(chance, band)
    return Bin(float(low), float(high), chance.size, float(chance.mean()), float(happened.mean()), *ends)


def _limits(edges: ArrayLike | None) -> NDArray[np.float64]:
    limits = refusals.chances(np.arange(BINS + 1) / BINS if edges is None else edges, "reliability: edges")
    if limits.size < 2 or limits[0] != 0 or limits[-1] != 1 or (np.diff(limits) <= 0).any():
        raise UsageError.of("reliability: edges", f"{limits.tolist()}", "numbers that rise from 0 to 1", "leave them out for tenths")
    return limits


def _covered(forecasts: Sequence[Counts], observed: NDArray[np.float64], level: float, band: float) -> Coverage:
    tail = (1 - refusals.share(level, "coverage: levels")) / 2
    ends = [(forecast.quantile(tail), forecast.quantile(1 - tail)) for forecast in forecasts]
    held = sum(low <= count <= high for (low, high), count in zip(ends, observed, strict=True))
    promised = np.array([forecast.chance_between(*pair) for forecast, pair in zip(forecasts, ends, strict=True)])
    return Coverage(level, Share(int(held), len(ends)), float(promised.mean()), *_band(promised, band))


def _matched(forecasts: Sequence[Counts], observed: ArrayLike, where: str) -> NDArray[np.float64]:
    given = refusals.at_least_zero(observed, f"{where}: observed")
    refusals.same_length(given, len(forecasts), f"{where}: observed")
    return given


def _steps(forecasts: Sequence[Counts], observed: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chances of fewer than observed, and of that many or fewer."""
    given = _matched(forecasts, observed, "pit")
    reached = np.array([forecast.cumulative(count) for forecast, count in zip(forecasts, given, strict=True)])
    at = np.array([forecast.chance_between(count, count) for forecast, count in zip(forecasts, given, strict=True)])
    return np.maximum(reached - at, 0.0), reached


def _auc_error(auc: float, events: int, others: int) -> float:
    """Standard error of the area for independent cases, by the formula of Hanley & McNeil (1982)."""
    two_events, two_others = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (events - 1) * (two_events - auc**2) + (others - 1) * (two_others - auc**2)
    return math.sqrt(max(spread, 0.0) / (events * others))


def _caught(chance: NDArray[np.float64], happened: NDArray[np.bool_], first: int) -> float:
    if first >= chance.size:
        return float(happened.sum())
    line = np.sort(chance)[-first]
    above, tied = chance > line, chance == line
    return float((happened & above).sum() + (happened & tied).sum() * (first - above.sum()) / tied.sum())
