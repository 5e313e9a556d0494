"""Rates that are not known for sure: gamma distributions and mixtures of them, and the forecasts they imply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import lgamma

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.score.baselines.baseline import stretches
from groundswell.score.history import Series
from groundswell.score.predictive import Counts, Dates

JEFFREYS = 0.5  # events; the prior of a Poisson rate that does not depend on how it is written
LEFT_OUT = 1e-6  # chance beyond the largest count told; it is given to that count
LARGEST = 1 << 16  # counts told apart at most
MEANS, SHARES = 61, 40  # points of the grids, enough that doubling them moves no chance in its third digit
MEANS_REACH = 3.0  # the grid of means runs from 1/20 to 20 times the mean on record
NEGLIGIBLE = 1e-9  # weight of a point of the grid, relative to the greatest, that is dropped

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Rate:
    """A rate a day that is uncertain: a mixture of gamma distributions with `weights`, `shapes` and `rates` (components,).

    >>> Rate.known(events=1, days=364.5).mean
    0.00411...
    """

    weights: Array
    shapes: Array
    rates: Array

    @classmethod
    def known(cls, events: float, days: float) -> "Rate":
        """A rate of which so many events in so many days are known, and half an event before that (Jeffreys 1946)."""
        return cls(np.ones(1), np.array([events + JEFFREYS]), np.array([float(days)]))

    @property
    def mean(self) -> float:
        """The expected rate, a day."""
        return float(self.weights @ (self.shapes / self.rates))

    def spared(self, exposure: ArrayLike) -> Array:
        """The chance of no event in so many days: Σ_i w_i (β_i / (β_i + t))^α_i."""
        days = np.atleast_1d(np.asarray(exposure, np.float64))
        return np.exp(-self.shapes * np.log1p(days[:, None] / self.rates)) @ self.weights

    def dates(self, first: date, exposure: ArrayLike) -> Dates:
        """When the first event comes, in days of which each counts for its `exposure` (days,); 1 is an ordinary day.

        >>> round(Rate.known(1, 1000).dates(date(2004, 1, 1), np.ones(100)).ever, 3)
        0.133
        """
        spared = self.spared(np.append(0.0, np.cumsum(np.asarray(exposure, np.float64))))
        return Dates(first, spared[:-1] - spared[1:], float(spared[-1]))

    def counts(self, exposure: float, dispersion: float = 1.0) -> Counts:
        """How many events come in so many days, if their variance is `dispersion` times that of a Poisson process.

        Negative binomial in each component, with mean m = αt/β and variance φm + αt²/β²; exact for φ = 1.

        >>> forecast = Rate.known(10, 365).counts(365)
        >>> round(forecast.mean, 2), forecast.quantile(0.9)
        (10.5, 17.0)
        """
        means = self.shapes * exposure / self.rates
        extra = (dispersion - 1) * means + means * exposure / self.rates
        return negative_binomials(self.weights, means**2 / extra, means)


@dataclass(frozen=True)
class Spread:
    """How the rates of like units spread around their mean, itself uncertain: points of a grid with `weights`.

    In each point the rates of the units follow a gamma distribution of this shape and mean.
    """

    weights: Array
    shapes: Array
    means: Array

    def of(self, events: float, days: float) -> Rate:
        """The rate of a unit with so many events in so many days: its own record, drawn toward that of all units."""
        shapes, rates = self.shapes + events, self.shapes / self.means + days
        # How well the unit itself fits each point is in the weights already: it is one of the units.
        return Rate(self.weights, shapes, rates)


def spread(events: Sequence[float], days: Sequence[float]) -> Spread:
    """Reads from the events and days of many units how much their rates differ.

        n_i ~ Poisson(θ_i t_i)        θ_i ~ Gamma(shape α, mean μ)

    The shape enters as the share s = α / (α + n̄) by which a unit with n̄ events, the average, is drawn
    to the mean; s is uniform before the data, and μ has density μ^(−1/2).
    Source: Clayton & Kaldor (1987) for the model; Christiansen & Morris (1997) for the uniform share.

    >>> alike = spread([2, 2, 2, 2], [100.0] * 4).of(2, 100.0).mean
    >>> round(alike, 4)
    0.0212
    """
    counts, exposure = np.array(events, np.float64), np.array(days, np.float64)
    total = max(float(counts.sum()), JEFFREYS)
    means = total / exposure.sum() * np.exp(np.linspace(-MEANS_REACH, MEANS_REACH, MEANS))
    shares = (np.arange(SHARES) + 0.5) / SHARES
    shape, mean = (grid.ravel() for grid in np.meshgrid(total / counts.size * shares / (1 - shares), means))
    fit = 0.5 * np.log(mean)
    for count, time in zip(counts, exposure, strict=True):
        rate = shape / mean
        fit += log_gamma(shape + count) - log_gamma(shape) + shape * np.log(rate / (rate + time)) - count * np.log(rate + time)
    return Spread(*kept(fit, shape, mean))


def kept(fit: Array, *columns: Array) -> tuple[Array, ...]:
    """Weights in proportion to e^fit, and the columns, without points of negligible weight."""
    weights = np.exp(fit - fit.max())
    chosen = weights > NEGLIGIBLE
    return (weights[chosen] / weights[chosen].sum(), *(column[chosen] for column in columns))


def log_gamma(values: Array) -> Array:
    """ln Γ of each number."""
    distinct, place = np.unique(values, return_inverse=True)
    return np.array([lgamma(value) for value in distinct])[place]


def negative_binomials(weights: Array, sizes: Array, means: Array) -> Counts:
    """The forecast that mixes negative binomial counts of these sizes and means (components,).

    Chances follow from one another: p_0 = (r/(r+m))^r, p_k = p_(k−1) · (r+k−1)/k · m/(r+m).

    >>> negative_binomials(np.ones(1), np.array([1.0]), np.array([1.0])).weights[:3].round(4).tolist()
    [0.5, 0.25, 0.125]
    """
    length = 64
    while True:
        chances = _chances(weights, sizes, means, length)
        left = 1 - float(chances.sum())
        if left < LEFT_OUT or length >= LARGEST:
            chances[-1] += max(left, 0.0)
            return Counts(np.arange(length), chances / chances.sum())
        length *= 2


def _chances(weights: Array, sizes: Array, means: Array, length: int) -> Array:
    steps = np.arange(1, length)
    total = np.zeros(length)
    for weight, size, mean in zip(weights, sizes, means, strict=True):
        if weight > NEGLIGIBLE:
            growth = np.log((size + steps - 1) / steps) + np.log(mean / (size + mean))
            total += weight * np.exp(-size * np.log1p(mean / size) + np.append(0.0, np.cumsum(growth)))
    return total


def dispersion(series: Sequence[Series], days: int) -> float:
    """How many times the variance within countries is that of a Poisson process, in stretches of so many days; at least 1.

        φ = Σ_ci (y_ci − ȳ_c)² / ȳ_c  /  Σ_c (K_c − 1)

    y counts of a country's stretches · ȳ their mean · K how many there are. Stretches are no longer
    than half a record. Countries without events say nothing. Source: Pearson's statistic, as in McCullagh & Nelder (1989).

    >>> even = Series(date(2003, 1, 1), date(2003, 1, 4), (date(2003, 1, 1), date(2003, 1, 4)), (1.0, 1.0))
    >>> dispersion([even], 2)
    1.0
    """
    squares, freedom = 0.0, 0
    for one in series:
        counts = stretches(one, min(days, one.length // 2))
        if counts.sum() > 0:
            squares += float(((counts - counts.mean()) ** 2).sum() / counts.mean())
            freedom += counts.size - 1
    return max(1.0, squares / freedom) if freedom else 1.0
