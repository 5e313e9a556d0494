"""How well a self-exciting process explains the moments of a record, the best one, and whether it is good enough.

ln L = Σ ln λ(tᵢ) − ∫₀ᵀ λ(t) dt, taken in one pass (Ozaki 1979; Ogata 1988 for the residuals).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.given import given, given_record
from groundswell.models.hawkes.kernels import stirred_before
from groundswell.models.peak import peak_on
from groundswell.models.roots import root

Floats = NDArray[np.float64]
SPANS = 60  # memories tried before the best is refined
SHORTEST, LONGEST = 0.02, 2.0  # of the mean gap between events, and of the whole record
FEWEST = 3  # events from which three numbers are learned


class Fit(NamedTuple):
    """The process that explains a record best: μ [1/day], n, β [1/day], and its log-likelihood."""

    background_rate: float
    branching_ratio: float
    decay_rate: float
    log_likelihood: float


class Agreement(NamedTuple):
    """How far residuals are from the law that they should have (Kolmogorov and Smirnov), and how likely so far is by chance."""

    distance: float
    chance: float


def log_likelihood(
    times: Sequence[float] | Floats, until: float, background_rate: float, branching_ratio: float, decay_rate: float, excess: float = 0.0
) -> float:
    """The log-likelihood of events at `times` and at no other moment from 0 to `until`.

    `excess` is what the intensity has above its background at time 0: 0 where nothing happened before.
    Raises UsageError for times that do not rise, or that lie outside the record.

    >>> round(log_likelihood([1.0, 2.0], 3.0, 0.5, 0.0, 1.0), 6) == round(2 * math.log(0.5) - 1.5, 6)
    True
    """
    moments = _checked(times, until)
    total = expected_events(moments, np.array([until]), background_rate, branching_ratio, decay_rate, excess)
    intensity = background_rate + branching_ratio * stirred_before(moments, decay_rate) + excess * np.exp(-decay_rate * moments)
    if moments.size and float(intensity.min()) <= 0:
        return -math.inf
    return float(np.log(intensity).sum() - total[0])


def expected_events(
    times: Sequence[float] | Floats,
    at: Sequence[float] | Floats,
    background_rate: float,
    branching_ratio: float,
    decay_rate: float,
    excess: float = 0.0,
) -> Floats:
    """∫ λ from 0 to each moment of `at`, given the events at `times` (those at `at` itself not yet felt).

    >>> expected_events([1.0], [0.5, 1.0], 2.0, 0.5, 1.0).tolist()
    [1.0, 2.0]
    """
    given("hawkes: background_rate", background_rate, "background_rate=0.5", low=0.0)
    given("hawkes: branching_ratio", branching_ratio, "branching_ratio=0.6", low=0.0)
    given("hawkes: decay_rate", decay_rate, "decay_rate=1.0", low=0.0, above=True)
    moments, at = np.asarray(times, np.float64), np.asarray(at, np.float64)
    before = np.searchsorted(moments, at, side="left")
    stirred = np.append(stirred_before(moments, decay_rate), 0.0) / decay_rate
    last = np.maximum(before - 1, 0)
    since = np.where(before > 0, at - moments[last] if moments.size else 0.0, 0.0)
    left = np.where(before > 0, (stirred[last] + 1) * np.exp(-decay_rate * since), 0.0)
    start = excess * -np.expm1(-decay_rate * at) / decay_rate
    return np.asarray(background_rate * at + branching_ratio * (before - left) + start)


def residuals(
    times: Sequence[float] | Floats, background_rate: float, branching_ratio: float, decay_rate: float, excess: float = 0.0
) -> Floats:
    """∫ λ between each event and the one before: exponential with mean 1 where the process is the right one.

    >>> residuals([1.0, 3.0], 0.5, 0.0, 1.0).tolist()
    [0.5, 1.0]
    """
    return np.diff(expected_events(times, times, background_rate, branching_ratio, decay_rate, excess), prepend=0.0)


def agreement(gaps: Sequence[float] | Floats) -> Agreement:
    """Whether residuals are exponential with mean 1, as a distance and the chance of one as large.

    Residuals of a process fitted to the same record lie closer than chance would have them, so that
    a small chance speaks against the process, and a large one less for it.

    >>> agreement([math.log(2)]).distance
    0.5
    """
    ordered = -np.expm1(-np.sort(np.asarray(gaps, np.float64)))
    size = ordered.size
    if size == 0:
        return Agreement(0.0, 1.0)
    steps = np.arange(size + 1) / size
    distance = float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))
    return Agreement(distance, kolmogorov_chance(distance, size))


def kolmogorov_chance(distance: float, size: int) -> float:
    """The chance that `size` numbers of the right law lie as far off, by the limit law with a correction (Stephens 1970).

    >>> round(kolmogorov_chance(0.134, 100), 2)
    0.05
    """
    scaled = (math.sqrt(size) + 0.12 + 0.11 / math.sqrt(size)) * distance
    if scaled < 0.2:  # the series below converges slowly there, and the chance is 1 to ten digits
        return 1.0
    terms = [(-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 40)]
    return min(1.0, max(0.0, 2 * math.fsum(terms)))


def fitted(times: Sequence[float] | Floats, until: float) -> Fit:
    """The process, starting with nothing stirred up, that makes a record most likely.

    For one memory 1/β the best μ and n are exact, because μT + nG = N there (G is the share of
    offspring that would fall into the record); memories up to twice the record are searched on a
    grid that is refined. n may come out above 1, for a record that grows to its end.
    Raises UsageError for fewer than three events.

    >>> fitted([1.0, 2.5, 3.0, 7.0, 8.0], 10.0).branching_ratio < 1
    True
    """
    moments = _checked(times, until)
    if moments.size < FEWEST:
        raise UsageError.of("hawkes: times", f"{moments.size} events", f"at least {FEWEST} events", "a longer record")
    longest, shortest = 1 / (LONGEST * until), moments.size / (SHORTEST * until)
    grid = np.linspace(math.log(longest), math.log(shortest), SPANS).tolist()
    decay = math.exp(peak_on(lambda x: _best_for(moments, until, math.exp(x)).log_likelihood, grid))
    return _best_for(moments, until, decay)


def _best_for(moments: Floats, until: float, decay: float) -> Fit:
    """The best process of one memory."""
    stirred = stirred_before(moments, decay)
    share = float(-np.expm1(-decay * (until - moments)).sum())
    highest = moments.size / share

    def slope(n: float) -> float:
        background = (moments.size - n * share) / until
        return float(((stirred - share / until) / (background + n * stirred)).sum())

    top = highest * (1 - 1e-9)
    n = 0.0 if slope(0.0) <= 0 else (root(slope, 0.0, top) if slope(top) < 0 else top)
    background = (moments.size - n * share) / until
    fit = float(np.log(background + n * stirred).sum()) - moments.size
    return Fit(background, n, decay, fit)


def _checked(times: Sequence[float] | Floats, until: float) -> Floats:
    """The times as an array. Raises UsageError."""
    moments = given_record("hawkes: times", times, "[1.5, 2.0, 7.25]: the moment of each event")
    given("hawkes: until", until, "until=365", low=0.0, above=True)
    if not np.isfinite(moments).all() or (moments.size and (moments[0] < 0 or moments[-1] > until)):
        raise UsageError.of("hawkes: times", "a time outside the record", f"times from 0 to {until}", "leave out what lies outside")
    if (np.diff(moments) <= 0).any():
        raise UsageError.of(
            "hawkes: times", "two events at one moment, or times that do not rise", "times each later than the one before",
            "`hawkes-days`, for events that are dated by the day",
        )  # fmt: skip
    return moments
