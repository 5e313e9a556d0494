"""Counts scatter as they scattered in the country's own record: a negative binomial, its parameters uncertain."""

import numpy as np

from groundswell.score.baselines.baseline import Ahead, Baseline, cannot, on_record, stretches
from groundswell.score.baselines.rates import JEFFREYS, MEANS, MEANS_REACH, SHARES, Array, kept, log_gamma, negative_binomials
from groundswell.score.history import Past
from groundswell.score.predictive import Counts, Dates

LEAST = 8  # stretches to learn a scatter from. assumed: with fewer, the prior decides it


def fitted(counts: Array) -> tuple[Array, Array, Array]:
    """Weights, sizes and means (points,) of the negative binomials that may have made these counts.

        y ~ NB(mean m, size r),  variance m + m²/r

    The mean has density m^(−1/2) before the data; the share s = r / (r + ȳ) is uniform, so that a
    Poisson process (s = 1) and one great scatter (s = 0) are thought as likely.
    Source: King (1989) for the distribution; Christiansen & Morris (1997) for the uniform share.

    >>> weights, sizes, means = fitted(np.array([2.0, 3.0, 1.0, 2.0, 3.0, 2.0, 1.0, 2.0]))
    >>> bool(1.5 < weights @ means < 2.5)
    True
    """
    middle = max(float(counts.mean()), JEFFREYS / counts.size)
    shares = (np.arange(SHARES) + 0.5) / SHARES
    grid = np.meshgrid(middle * shares / (1 - shares), middle * np.exp(np.linspace(-MEANS_REACH, MEANS_REACH, MEANS)))
    size, mean = (axis.ravel() for axis in grid)
    fit = 0.5 * np.log(mean)
    for count, times in zip(*np.unique(counts, return_counts=True), strict=True):
        fit += times * (log_gamma(size + count) - log_gamma(size) - size * np.log1p(mean / size) + count * np.log(mean / (size + mean)))
    weights, sizes, means = kept(fit, size, mean)
    return weights, sizes, means


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    """Learned in stretches as long as the window, or as short as it takes to have eight; stretches are then added up."""
    series = on_record(past, quantity, least_days=LEAST)
    unit = min(ahead.days, series.length // LEAST)
    weights, sizes, means = fitted(stretches(series, unit))
    return negative_binomials(weights, sizes * ahead.days / unit, means * ahead.days / unit)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    raise cannot("says nothing of falls: a scatter cannot be read from one or two of them", "a count of deaths or events")


BASELINE = Baseline(
    "negative_binomial",
    "Counts with the mean and the scatter of the country's own record, in stretches as long as the window",
    "King (1989), Variance specification in event count models, American Journal of Political Science 33",
    _counts,
    _dates,
)
