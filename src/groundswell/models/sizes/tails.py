"""Whether a few events are out of all proportion: power-law tails by maximum likelihood, and what speaks against them.

A straight line on log-log paper is no evidence. Here the exponent is the most likely one, the tail
begins where the law fits best (by the distance of Kolmogorov and Smirnov), a lognormal law and one
without a heavy tail (exponential, or geometric for whole numbers) are given the same tail to explain,
and made-up records of the law say how often chance alone fits as badly.
Source: Clauset, Shalizi & Newman (2009); Vuong (1989) for the comparison.
Departs: distances are taken at every size, not only where events are; of very long records 500
beginnings are tried, evenly among the distinct sizes.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.given import given, given_record
from groundswell.models.luck import uniforms
from groundswell.models.peak import peak
from groundswell.models.sizes.normal import log_area
from groundswell.models.zeta import hurwitz, hurwitz_and_slope

Floats = NDArray[np.float64]
Sizes = Sequence[float] | NDArray[Any]
FLATTEST, STEEPEST = 1.0001, 50.0  # exponents that a fit may find
HALVINGS = 52
FEWEST = 10  # events that a tail must have
CANDIDATES = 500  # beginnings that are tried
SHARPEST, BLUNTEST = 1e6, 1e-6  # how narrow the bend of a lognormal may be, against the mean of its logarithm
INSIDE = 8  # points of a whole number at which a lognormal is integrated


class Tail(NamedTuple):
    """Sizes from `least` on, with chances in proportion to size^(−exponent): how many, and how far off.

    `error` is the standard error of the exponent, `distance` that of Kolmogorov and Smirnov.
    """

    exponent: float
    error: float
    least: float
    events: int
    distance: float
    log_likelihood: float
    discrete: bool


class Contest(NamedTuple):
    """A power law against another law for the same tail.

    `ratio` is the log-likelihood of the power law less that of the other, `score` the same in
    standard errors (above 0 for the power law), `chance` that of a score as far from 0 were both as near
    to the truth. `mean` and `spread` are those of the other law: of the logarithm of sizes before the tail
    was cut off, for a lognormal; of sizes in the tail, for an exponential or geometric law.
    """

    ratio: float
    score: float
    chance: float
    mean: float
    spread: float


def tail(sizes: Sizes, least: float | None = None, discrete: bool | None = None, fewest: int = FEWEST) -> Tail:
    """The power-law tail of a record; its beginning is the one that fits best, unless `least` is given.

    `discrete` says whether sizes are whole numbers; unless told, they are when all of them are.
    Raises UsageError for sizes that are not above 0, and for too few of them.

    >>> found = tail([1, 1, 1, 1, 2, 1, 1, 3, 2, 1, 1, 5, 1, 2, 14], least=1)
    >>> round(found.exponent, 2), found.events
    (2.09, 15)
    """
    record, whole = _checked(sizes, discrete, fewest if least is None else 2)
    if least is not None:
        return _tail_from(record, given("tail: least", least, "least=1", low=0.0, above=True), whole)
    beginnings = _beginnings(record, fewest)
    exponents = _exponents(record, beginnings, whole)
    tails = zip(beginnings.tolist(), exponents.tolist(), strict=True)
    distances = [_distance(record[record >= start], start, exponent, whole) for start, exponent in tails]
    return _tail_from(record, float(beginnings[int(np.argmin(distances))]), whole)


def against_lognormal(sizes: Sizes, found: Tail) -> Contest:
    """Whether a power law or a lognormal law, cut off at the same size, explains a tail better (Vuong 1989).

    A lognormal may come as near to a power law as it likes; where nothing else is better, the two tie.

    >>> record = [1, 1, 1, 1, 2, 1, 1, 3, 2, 1, 1, 5, 1, 2, 14]
    >>> against_lognormal(record, tail(record, least=1)).chance > 0.05
    True
    """
    values, counts = _counted(sizes, found)
    lognormal, mean, spread = _lognormal(values, counts, found)
    if spread == math.inf and not found.discrete:
        return Contest(0.0, 0.0, 1.0, mean, spread)
    return _contest(counts, _log_chances(values, found) - lognormal, mean, spread)


def against_exponential(sizes: Sizes, found: Tail) -> Contest:
    """Whether a power law or an exponential law from the same size on explains a tail better (Vuong 1989).

    For whole numbers the other law is the geometric one, (1 − q) q^(k − least). Either has one parameter,
    as the power law has, and no heavy tail: a record that prefers it has a typical size.

    >>> record = [1, 1, 1, 1, 2, 1, 1, 3, 2, 1, 1, 5, 1, 2, 14]
    >>> against_exponential(record, tail(record, least=1)).ratio > 0
    True
    """
    values, counts = _counted(sizes, found)
    over = float(counts @ (values - found.least)) / float(counts.sum())  # how far sizes lie above the least, on average
    if found.discrete:
        rival = (values - found.least) * math.log(over / (1 + over)) - math.log1p(over) if over > 0 else np.zeros(values.size)
        return _contest(counts, _log_chances(values, found) - rival, found.least + over, math.sqrt(over * (1 + over)))
    rival = -(values - found.least) / over - math.log(over)
    return _contest(counts, _log_chances(values, found) - rival, found.least + over, over)


def _counted(sizes: Sizes, found: Tail) -> tuple[Floats, NDArray[np.int64]]:
    """The different sizes of a tail, and how many events have each."""
    record, _ = _checked(sizes, found.discrete, 2)
    values, counts = np.unique(record[record >= found.least], return_counts=True)
    if values.size == 0:
        raise UsageError.of("sizes", f"no event from {found.least:g} on", "the record that the tail is of", "tail(sizes)")
    return values, counts


def _contest(counts: NDArray[np.int64], difference: Floats, mean: float, spread: float) -> Contest:
    """What the differences of the log-chances of each size come to."""
    ratio, number = float(counts @ difference), int(counts.sum())
    variance = float(counts @ (difference - ratio / number) ** 2) / number
    score = ratio / math.sqrt(number * variance) if variance > 0 else 0.0
    return Contest(ratio, score, math.erfc(abs(score) / math.sqrt(2)), mean, spread)


def chance_of_distance(
    sizes: Sizes, found: Tail, draws: int = 100, seed: int = 1, least: float | None = None, fewest: int = FEWEST
) -> float:
    """How often made-up records of the power law lie as far from their own fits: below 0.1 the law is implausible.

    Each made-up record has as many events; as many as in the real one come from the tail, on
    average, and the others from those below it. With `least`, fits begin there.

    >>> record = [1, 1, 1, 1, 2, 1, 1, 3, 2, 1, 1, 5, 1, 2, 14]
    >>> chance_of_distance(record, tail(record, least=1), draws=20, least=1) > 0.1
    True
    """
    record = np.sort(np.asarray(sizes, np.float64))
    body, farther = record[record < found.least], 0
    for draw in range(draws):
        where = uniforms(seed, draw, "tails: where", record.size)
        what = uniforms(seed, draw, "tails: what", record.size)
        made = power_law_sizes(found.exponent, found.least, what, found.discrete)
        if body.size:
            below = body[np.minimum((what * body.size).astype(np.int64), body.size - 1)]
            made = np.where(where < found.events / record.size, made, below)
        if np.unique(made).size > 1:
            farther += tail(made, least, found.discrete, fewest).distance >= found.distance
    return farther / draws


def power_law_sizes(exponent: float, least: float, chances: Floats, discrete: bool = True) -> Floats:
    """Sizes of a power law at given chances in (0, 1), by inversion; whole numbers by bisection of the sum.

    >>> power_law_sizes(2.0, 1.0, np.array([0.5, 0.75]), discrete=False).tolist()
    [2.0, 4.0]
    """
    left = 1 - np.asarray(chances, np.float64)
    smooth = left ** (-1 / (exponent - 1))
    if not discrete:
        return least * smooth
    low, high = np.full(left.shape, least), np.floor(least * smooth) + least + 1
    total = hurwitz(exponent, least)
    while (over := hurwitz(exponent, high) / total > left).any():
        high = np.where(over, 2 * high, high)
    while (open_ := high - low > 1).any():
        middle = np.floor((low + high) / 2)
        above = hurwitz(exponent, middle) / total > left
        low, high = np.where(open_ & above, middle, low), np.where(open_ & ~above, middle, high)
        if float(np.max(high)) > 2.0**52:
            break
    return low


def _tail_from(record: Floats, least: float, discrete: bool) -> Tail:
    """The tail that begins at one size."""
    kept = record[record >= least]
    if kept.size < 2 or (kept[0] == kept[-1] and not discrete):
        raise UsageError.of("sizes", f"{kept.size} different events from {least:g} on", "at least two that differ", "a smaller `least`")
    exponent = float(_exponents(record, np.array([least]), discrete)[0])
    found = Tail(exponent, 0.0, least, kept.size, _distance(kept, least, exponent, discrete), 0.0, discrete)
    return found._replace(error=_error(found), log_likelihood=float(_log_chances(kept, found).sum()))


def _error(found: Tail) -> float:
    """The standard error of an exponent, from the bend of the likelihood at its peak."""
    if not found.discrete:
        return (found.exponent - 1) / math.sqrt(found.events)
    step = 1e-4
    (_, low), (_, high) = ([float(x) for x in hurwitz_and_slope(found.exponent + d, found.least)] for d in (-step, step))
    at_low, at_high = (float(hurwitz(found.exponent + d, found.least)) for d in (-step, step))
    bend = (high / at_high - low / at_low) / (2 * step)
    return 1 / math.sqrt(found.events * bend) if bend > 0 else math.inf


def _beginnings(record: Floats, fewest: int) -> Floats:
    """The sizes at which a tail may begin: enough events from there on, and not all of one size."""
    values = np.unique(record)[:-1]
    left = record.size - np.searchsorted(record, values, side="left")
    values = values[left >= fewest]
    if values.size == 0:
        got = "no beginning leaves enough events of different sizes"
        raise UsageError.of("sizes", got, f"at least {fewest} in the tail", "a longer record")
    if values.size <= CANDIDATES:
        return values
    return values[np.round(np.linspace(0, values.size - 1, CANDIDATES)).astype(np.int64)]


def _exponents(record: Floats, beginnings: Floats, discrete: bool) -> Floats:
    """The most likely exponent of the tail from each beginning on."""
    start = np.searchsorted(record, beginnings, side="left")
    logs = np.concatenate([np.cumsum(np.log(record)[::-1])[::-1], [0.0]])
    mean = logs[start] / (record.size - start)
    if not discrete:
        return 1 + 1 / np.maximum(mean - np.log(beginnings), 1e-300)
    low, high = np.full(beginnings.shape, FLATTEST), np.full(beginnings.shape, STEEPEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value, slope = hurwitz_and_slope(middle, beginnings)
        steeper = -slope / value > mean
        low, high = np.where(steeper, middle, low), np.where(steeper, high, middle)
    return (low + high) / 2


def _distance(kept: Floats, least: float, exponent: float, discrete: bool) -> float:
    """The largest gap between the share of events up to a size and what the law says, over all sizes."""
    values, counts = np.unique(kept, return_counts=True)
    upto = np.cumsum(counts) / kept.size
    if not discrete:
        law = 1 - (values / least) ** (1 - exponent)
        return float(max((upto - law).max(), (law - np.concatenate([[0.0], upto[:-1]])).max()))
    total = hurwitz(exponent, least)
    at = 1 - hurwitz(exponent, values + 1) / total
    before = 1 - hurwitz(exponent, values) / total
    return float(max(np.abs(upto - at).max(), np.abs(before - np.concatenate([[0.0], upto[:-1]])).max()))


def _log_chances(values: Floats, found: Tail) -> Floats:
    """The logarithm of the chance, or of the density, of each size under the power law."""
    if found.discrete:
        return np.asarray(-found.exponent * np.log(values) - math.log(float(hurwitz(found.exponent, found.least))))
    return np.asarray(math.log(found.exponent - 1) - math.log(found.least) - found.exponent * np.log(values / found.least))


def _lognormal(values: Floats, counts: NDArray[np.int64], found: Tail) -> tuple[Floats, float, float]:
    """The log-chances of each size under the best lognormal of the tail, with mean and spread of its logarithm.

    With z = ln(x / x₀), in units of its mean, its density is in proportion to e^(−θz − bz²), b > 0: for one b
    the best θ is found, and for all b the best b. As b goes to 0 it becomes a power law.
    """
    cut = found.least - 0.5 if found.discrete else found.least
    z, jacobian = _inside(values, cut, found.discrete)
    scale = float(counts @ np.log(values / cut)) / float(counts.sum())
    z = z / scale

    def chances(bend: float, slope: float) -> Floats:
        inside = -slope * z - bend * z * z + jacobian
        top = inside.max(axis=1, keepdims=True)
        sums = np.log(np.exp(inside - top).sum(axis=1)) + top[:, 0]
        return np.asarray(sums - log_area(slope, bend) - math.log(scale))

    def value(bend: float, slope: float) -> float:
        return float(counts @ chances(bend, slope))

    def best_slope(bend: float) -> float:
        reach = 20 + 20 * bend
        return peak(lambda slope: value(bend, slope), -reach, reach, HALVINGS)

    logarithm = peak(lambda x: value(math.exp(x), best_slope(math.exp(x))), math.log(BLUNTEST), math.log(SHARPEST), HALVINGS)
    bend = math.exp(logarithm)
    slope = best_slope(bend)
    if bend < 2 * BLUNTEST:
        return chances(bend, slope), -math.inf, math.inf
    return chances(bend, slope), math.log(cut) - slope / (2 * bend) * scale, scale / math.sqrt(2 * bend)


def _inside(values: Floats, cut: float, discrete: bool) -> tuple[Floats, Floats]:
    """Where a size lies on the scale ln(x / x₀), and the logarithm of what a density there is multiplied by (sizes, points)."""
    if not discrete:
        return np.log(values / cut)[:, None], -np.log(values)[:, None]
    nodes, weights = np.polynomial.legendre.leggauss(INSIDE)
    low, high = np.log((values - 0.5) / cut), np.log((values + 0.5) / cut)
    half = (high - low)[:, None] / 2
    return (low + high)[:, None] / 2 + half * nodes, np.log(half) + np.log(weights)


def _checked(sizes: Sizes, discrete: bool | None, fewest: int) -> tuple[Floats, bool]:
    """The sizes in order, and whether they are whole numbers. Raises UsageError."""
    record = np.sort(given_record("sizes", sizes, "[1, 4, 2]: the size of each event"))
    if record.size < fewest:
        raise UsageError.of("sizes", f"{record.size} events", f"at least {fewest}", "a longer record")
    if not np.isfinite(record).all() or record[0] <= 0:
        raise UsageError.of("sizes", f"{record[0]:g}", "numbers above 0", "leave out events of size 0")
    whole = bool((record == np.floor(record)).all())
    if discrete and not whole:
        raise UsageError.of("sizes", "sizes that are no whole numbers", "whole numbers", "discrete=False")
    return record, whole if discrete is None else discrete
