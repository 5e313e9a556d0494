"""Tails of event sizes: Clauset, Shalizi & Newman (2009), "Power-law distributions in empirical data", SIAM Review 51, 661-703.

Only sizes x >= x_min are modeled (weak inequality).
Continuous power law: density ((a - 1) / x_min) (x / x_min)^-a. Discrete: P(k) = k^-a / zeta(a, x_min) for whole k >= x_min >= 1, with the
Hurwitz zeta function. a > 1.
Lognormal cut at x_min: continuous, the density of a lognormal given x >= x_min; discrete, the mass of a lognormal rounded to the nearest
whole number, [k - 1/2, k + 1/2), given k >= x_min, that is given more than x_min - 1/2.
Fits are plain maximum likelihood, without a correction for small samples.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_ndtr, zeta

LARGEST_EXPONENT = 50.0


def fit_continuous(sizes: np.ndarray, smallest: float) -> float:
    """Exponent a = 1 + n / sum of ln(x / x_min) over the n sizes >= `smallest`."""
    tail = np.asarray(sizes, dtype=float)
    tail = tail[tail >= smallest]
    return 1.0 + len(tail) / float(np.sum(np.log(tail / smallest)))


def log_scaled_zeta(exponent: float, smallest: float) -> float:
    """ln of the sum over k >= m of (k / m)^-a, m = `smallest`; for m > 1,000 by Euler and Maclaurin, m / (a-1) + 1/2 + a / (12 m)."""
    if smallest > 1000:
        return math.log(smallest / (exponent - 1.0) + 0.5 + exponent / (12.0 * smallest))
    return math.log(zeta(exponent, smallest)) + exponent * math.log(smallest)


def fit_discrete(sizes: np.ndarray, smallest: int) -> float:
    """Exponent that makes -n ln zeta(a, x_min) - a sum ln x largest over 1 < a <= 50, for the whole sizes >= `smallest`."""
    tail = np.asarray(sizes, dtype=float)
    tail = tail[tail >= smallest]
    logs = float(np.sum(np.log(tail / smallest)))

    def negative(exponent: float) -> float:
        return len(tail) * log_scaled_zeta(exponent, smallest) + exponent * logs

    return float(minimize_scalar(negative, bounds=(1.0 + 1e-9, LARGEST_EXPONENT), method="bounded", options={"xatol": 1e-11}).x)


def power_logs(tail: np.ndarray, smallest: float, exponent: float, discrete: bool) -> np.ndarray:
    """ln density (or ln probability) of each size of the tail, all of them >= `smallest`."""
    tail = np.asarray(tail, dtype=float)
    if discrete:
        return -exponent * np.log(tail / smallest) - log_scaled_zeta(exponent, smallest)
    return math.log((exponent - 1.0) / smallest) - exponent * np.log(tail / smallest)


def power_cdf(size: np.ndarray, smallest: float, exponent: float, discrete: bool) -> np.ndarray:
    """P(X <= size) within the tail; for the discrete law `size` is whole, and x_min - 1 gives 0."""
    size = np.asarray(size, dtype=float)
    if discrete:
        beyond = np.atleast_1d(size) + 1.0
        above = [log_scaled_zeta(exponent, start) - exponent * math.log(start / smallest) for start in beyond]
        return 1.0 - np.exp(np.array(above) - log_scaled_zeta(exponent, smallest))
    return 1.0 - (size / smallest) ** (1.0 - exponent)


def distance(sizes: np.ndarray, smallest: float, exponent: float, discrete: bool) -> float:
    """Largest distance between the tail's observed and fitted distribution functions over all x >= x_min.

    Continuous: looked at just before and at every observed size. Discrete: at every observed size k and at k - 1 (in between the observed
    function is flat and the fitted one rises, so the largest distance is at one of these).
    """
    tail = np.sort(np.asarray(sizes, dtype=float))
    tail = tail[tail >= smallest]
    values = np.unique(tail)
    at = np.searchsorted(tail, values, side="right") / len(tail)
    before = np.searchsorted(tail, values, side="left") / len(tail)
    fitted = power_cdf(values, smallest, exponent, discrete)
    fitted_before = power_cdf(values - 1, smallest, exponent, True) if discrete else fitted
    return float(max(np.max(np.abs(fitted - at)), np.max(np.abs(fitted_before - before))))


class Tail(NamedTuple):
    """A fitted tail: where it begins, its exponent, the distance of the fit and the number of sizes in it."""

    smallest: float
    exponent: float
    distance: float
    count: int


def fit_tail(sizes: np.ndarray, discrete: bool, fewest: int = 2) -> Tail:
    """The tail whose fit has the least distance, over all x_min among the observed sizes.

    Left out: x_min whose tail has fewer than `fewest` sizes or only one different value. Of equal distances the smaller x_min wins. Sizes
    <= 0 (for the discrete law: below 1) are never a candidate.
    """
    sizes = np.asarray(sizes)
    found: Tail | None = None
    for smallest in np.unique(sizes[sizes > 0]):
        tail = sizes[sizes >= smallest]
        if len(tail) < fewest or len(np.unique(tail)) < 2:
            continue
        exponent = fit_discrete(sizes, int(smallest)) if discrete else fit_continuous(sizes, smallest)
        gap = distance(sizes, smallest, exponent, discrete)
        if found is None or gap < found.distance:
            found = Tail(float(smallest), exponent, gap, len(tail))
    if found is None:
        raise ValueError("no tail has two different sizes")
    return found


def log_difference(larger: np.ndarray, smaller: np.ndarray) -> np.ndarray:
    """ln(exp(larger) - exp(smaller))."""
    return larger + np.log(-np.expm1(np.minimum(smaller - larger, -1e-300)))


def lognormal_logs(tail: np.ndarray, smallest: float, mean: float, spread: float, discrete: bool) -> np.ndarray:
    """ln density (or ln probability) of each size of the tail under the cut lognormal; `mean`, `spread`: those of ln x before the cut."""
    tail = np.asarray(tail, dtype=float)
    if discrete:
        low, high = (np.log(tail - 0.5) - mean) / spread, (np.log(tail + 0.5) - mean) / spread
        # Upper tail probabilities, P(Z > z) = exp(log_ndtr(-z)), lose nothing far out; below the middle the lower ones are the better.
        upper = log_difference(log_ndtr(-low), log_ndtr(-high))
        lower = log_difference(log_ndtr(high), log_ndtr(low))
        return np.where(low > 0, upper, lower) - log_ndtr(-(math.log(smallest - 0.5) - mean) / spread)
    standard = (np.log(tail) - mean) / spread
    density = -0.5 * standard**2 - 0.5 * math.log(2 * math.pi) - math.log(spread) - np.log(tail)
    return density - log_ndtr(-(math.log(smallest) - mean) / spread)


def fit_lognormal(sizes: np.ndarray, smallest: float, discrete: bool) -> tuple[float, float, float]:
    """Most likely (mean, spread) of ln x of the cut lognormal and the log-likelihood of the tail.

    The spread is held within (0.01, 100) and the mean within 1,000 of ln x_min: for a tail that is a power law through and through the
    likelihood keeps creeping up as the mean falls and the spread grows, and the limit is the power law itself.
    """
    tail = np.asarray(sizes, dtype=float)
    tail = tail[tail >= smallest]
    logs = np.log(tail)

    def negative(point: np.ndarray) -> float:
        mean, spread = point[0], math.exp(min(point[1], 10.0))
        if not 0.01 < spread < 100 or abs(mean - math.log(smallest)) > 1000:
            return math.inf
        value = -float(np.sum(lognormal_logs(tail, smallest, mean, spread, discrete)))
        return value if math.isfinite(value) else math.inf

    middle, width = float(np.mean(logs)), max(float(np.std(logs)), 0.05)
    options = {"xatol": 1e-9, "fatol": 1e-10, "maxiter": 20000, "maxfev": 20000}
    starts = [(middle, math.log(width)), (middle - 2 * width, math.log(2 * width)), (middle - 10 * width, math.log(4 * width))]
    found = min((minimize(negative, start, method="Nelder-Mead", options=options) for start in starts), key=lambda result: result.fun)
    return float(found.x[0]), float(math.exp(found.x[1])), -float(found.fun)


class Comparison(NamedTuple):
    """Power law against lognormal on the same tail.

    ratio: sum of (ln power - ln lognormal), above zero for the power law; statistic: ratio / (sqrt(n) times the standard deviation of the
    n differences, with n in its denominator); p: two-sided chance of a statistic as far from zero when neither is better.
    """

    ratio: float
    statistic: float
    p: float


def vuong(first_logs: np.ndarray, second_logs: np.ndarray) -> Comparison:
    """Compare two laws by their ln densities of the same n sizes."""
    difference = np.asarray(first_logs) - np.asarray(second_logs)
    ratio = float(difference.sum())
    spread = float(difference.std()) * math.sqrt(len(difference))
    statistic = ratio / spread
    return Comparison(ratio, statistic, math.erfc(abs(statistic) / math.sqrt(2)))


def compare(sizes: np.ndarray, smallest: float, discrete: bool) -> Comparison:
    """Fit both laws to the sizes >= `smallest` and compare them."""
    tail = np.asarray(sizes, dtype=float)
    tail = tail[tail >= smallest]
    exponent = fit_discrete(tail, int(smallest)) if discrete else fit_continuous(tail, smallest)
    mean, spread, _ = fit_lognormal(tail, smallest, discrete)
    return vuong(power_logs(tail, smallest, exponent, discrete), lognormal_logs(tail, smallest, mean, spread, discrete))


def draw_continuous(rng: np.random.Generator, count: int, smallest: float, exponent: float) -> np.ndarray:
    """`count` sizes of the continuous power law, by inversion."""
    return smallest * (1.0 - rng.random(count)) ** (-1.0 / (exponent - 1.0))


def draw_discrete(rng: np.random.Generator, count: int, smallest: int, exponent: float) -> np.ndarray:
    """`count` sizes of the discrete power law: those numbers of a Zipf law from 1 on that are >= `smallest`."""
    sizes: list[int] = []
    while len(sizes) < count:
        sizes.extend(int(size) for size in rng.zipf(exponent, count) if size >= smallest)
    return np.array(sizes[:count])
