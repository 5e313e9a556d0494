"""What counts of a whole country say about riots in its places, and what they do not."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from groundswell.errors import UsageError
from groundswell.models.luck import Floats
from groundswell.models.riots.bonnasse_gahot import BonnasseGahot, course
from groundswell.models.riots.places import vehicles
from groundswell.models.riots.simplex import Point, least

FREE = ("contagion", "leaving_rate", "reservoir", "shock", "baseline")
EXACT = 1e-8  # relative error of a step in a fit
NUDGE = 1e-3  # of a logarithm, for second differences
FACTOR = 1.5  # an interval of 95 in 100 that is narrower up and down identifies a parameter
SIGMAS = 1.96  # standard errors in it


class Fit(NamedTuple):
    """A model fitted to counts by maximum likelihood, and how well its parameters are known.

    `dispersion` is Pearson's: 1 for Poisson counts. `factors` holds, for each free parameter, by which
    factor it may be larger or smaller (95 in 100, widened by the dispersion), all others free as well.
    """

    model: BonnasseGahot
    log_likelihood: float
    dispersion: float
    factors: dict[str, float]

    @property
    def identified(self) -> tuple[str, ...]:
        """The parameters that the counts tell to within a factor of 1.5 up and down, given all that was held."""
        return tuple(name for name, factor in self.factors.items() if factor < FACTOR)


def means(model: BonnasseGahot, days: int) -> list[float]:
    """The mean of the count of all places on each day from 0 on.

    >>> [round(mean) for mean in means(BonnasseGahot(contagion=0, shock=100, leaving_rate=math.log(2), baseline=10), 2)]
    [110, 60, 35]
    """
    _, rioting = course(model, days, relative=EXACT)
    return [model.baseline + sum(row) for row in rioting.tolist()]


def log_likelihood(model: BonnasseGahot, counts: Mapping[int, int]) -> float:
    """How likely counts of the whole country are, as Poisson numbers: Σ n ln μ − μ − ln n!, over the days that were counted.

    >>> round(log_likelihood(BonnasseGahot(contagion=0, shock=0, baseline=3), {1: 3, 2: 5}), 6)
    -3.790353
    """
    found = means(model, max(counts))
    return sum(_term(found[day], count) for day, count in counts.items())


def _term(mean: float, count: int) -> float:
    if mean <= 0:
        return 0.0 if count == 0 else -math.inf
    return count * math.log(mean) - mean - math.lgamma(count + 1)


def fit(model: BonnasseGahot, counts: Mapping[int, int] | None = None, free: Sequence[str] = FREE) -> Fit:
    """The likeliest values of the free parameters, from those of the model on; without counts, for the French nights.

    The walk goes by logarithms, with the contagion told as β ζ/ω, which counts tell better than β.

    Raises UsageError for a parameter that is no positive number in the model.
    """
    counts = vehicles() if counts is None else dict(counts)
    _checked(model, free)

    def surprise(point: Point) -> float:
        try:
            return -log_likelihood(_at(model, free, point), counts)
        except (UsageError, OverflowError, ArithmeticError):
            return math.inf

    first = least(surprise, _point(model, free), close=1e-4)
    found = least(surprise, first.at, step=0.1, close=1e-6)  # a second simplex, for one that went flat on its way
    best = _at(model, free, found.at)
    wide = dispersion(best, counts, len(free))
    return Fit(best, -found.value, wide, _factors(best, free, counts, max(1.0, wide)))


def dispersion(model: BonnasseGahot, counts: Mapping[int, int], free: int) -> float:
    """How much more counts scatter around their means than Poisson numbers do: Σ (n − μ)²/μ over days less free parameters.

    >>> dispersion(BonnasseGahot(contagion=0, shock=0, baseline=4), {1: 2, 2: 6, 3: 4}, 1)
    1.0
    """
    found = means(model, max(counts))
    left = len(counts) - free
    return sum((count - found[day]) ** 2 / found[day] for day, count in counts.items()) / left if left > 0 else math.inf


def profile(model: BonnasseGahot, name: str, values: Sequence[float], counts: Mapping[int, int] | None = None) -> list[tuple[float, Fit]]:
    """The best fit for each value of a parameter that is held there. Where all are as likely, counts do not tell it."""
    free = [one for one in FREE if one != name]
    found, here = [], model
    for value in values:
        fitted = fit(_with(here, {name: value}), counts, free)
        found.append((value, fitted))
        here = fitted.model
    return found


def _checked(model: BonnasseGahot, free: Sequence[str]) -> None:
    for name in free:
        value = getattr(model, name, None)
        if not isinstance(value, float | int) or isinstance(value, bool) or value <= 0:
            raise UsageError.of(f"free `{name}`", str(value), "a positive number of the model to begin with", f"free={','.join(FREE)}")


def _grouped(model: BonnasseGahot, free: Sequence[str]) -> bool:
    return "contagion" in free and model.response == "linear" and model.leaving_rate > 0 and model.reservoir > 0


def _point(model: BonnasseGahot, free: Sequence[str]) -> Point:
    """Where a model is in the space of the walk."""
    point = [math.log(getattr(model, name)) for name in free]
    if _grouped(model, free):
        point[list(free).index("contagion")] += math.log(model.reservoir / model.leaving_rate)
    return point


def _at(model: BonnasseGahot, free: Sequence[str], point: Point) -> BonnasseGahot:
    """The model at a point of the walk."""
    values = {name: math.exp(x) for name, x in zip(free, point)}
    if _grouped(model, free):
        others = model.plain() | values
        values["contagion"] *= others["leaving_rate"] / others["reservoir"]
    return _with(model, values)


def _with(model: BonnasseGahot, values: Mapping[str, float]) -> BonnasseGahot:
    return BonnasseGahot.of(**{**model.plain(), **values})


def _factors(best: BonnasseGahot, free: Sequence[str], counts: Mapping[int, int], dispersion: float) -> dict[str, float]:
    """exp(1.96 standard errors of the logarithm), from the curvature of the likelihood at its top."""
    covariance = np.linalg.pinv(_curvature(best, free, counts), hermitian=True) * dispersion
    errors = [math.sqrt(max(0.0, float(covariance[k, k]))) for k in range(len(free))]
    return {name: math.exp(min(SIGMAS * error, 700.0)) for name, error in zip(free, errors)}


def _curvature(best: BonnasseGahot, free: Sequence[str], counts: Mapping[int, int]) -> Floats:
    """Fisher's information of the logarithms: Σ over days of (∂μ/∂a)(∂μ/∂b)/μ, by central differences."""
    days = sorted(counts)
    mean = np.array(means(best, days[-1]))[days]
    slopes = []
    for name in free:
        nudged = (_with(best, {name: getattr(best, name) * math.exp(by)}) for by in (NUDGE, -NUDGE))
        up, down = (np.array(means(one, days[-1]))[days] for one in nudged)
        slopes.append((up - down) / (2 * NUDGE))
    return np.array([[float(sum((a * b / mean).tolist())) for b in slopes] for a in slopes])
