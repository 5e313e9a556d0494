"""One mode or two: Sarle's coefficient and the dip of Hartigan & Hartigan."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.resampling import FEWER_SAMPLES, uniform_samples

Values = NDArray[np.float64]

OF_A_UNIFORM = 5 / 9  # Sarle's coefficient of a uniform distribution: above it, two modes are suspected
FEWEST = 4  # values that a kurtosis corrected for the size of a sample needs
HAIR = 1e-6  # of the smallest gap between values that differ: too little to move the dip, enough to divide by


def sarle(values: ArrayLike) -> float:
    """How far a sample leans to two groups at its ends: 0 to 1, 5/9 where it is uniform, 1/3 where it is normal.

        b = (g² + 1)/(k + 3(n − 1)²/((n − 2)(n − 3)))

    g skewness and k excess kurtosis, both corrected for the size n of the sample. A long tail raises it as two groups
    do, so it is no test. Not a number for fewer than four values, or where all are the same.

    After Pfister, Schwarz, Janczyk, Dale & Freeman (2013), doi:10.3389/fpsyg.2013.00700.

    >>> round(sarle(np.arange(10_000)), 2)
    0.56
    """
    sample = np.asarray(values, np.float64)
    n, away = sample.size, sample - sample.mean() if sample.size else sample
    if n < FEWEST or not (away**2).mean() > 0:
        return float("nan")
    second, third, fourth = ((away**power).mean() for power in (2, 3, 4))
    skewness = third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = ((n + 1) * (fourth / second**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return float((skewness**2 + 1) / (kurtosis + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))


def dip(values: ArrayLike) -> float:
    """How far a sample is from every distribution with one mode: the largest distance that cannot be avoided, 1/(2n) to 1/4.

    The mode is first sought everywhere. Where the greatest convex curve below the sample and the least concave one
    above it are furthest apart, the search narrows to the stretch between their next points; what it leaves behind
    must be convex on the left and concave on the right, and the worst misfit there, halved, is the dip.

    After Hartigan & Hartigan (1985). Raises ValueError for no values.

    >>> round(dip([0, 0, 0, 1, 1, 1]), 3), round(dip(np.arange(100)), 3)
    (0.25, 0.005)
    """
    places = _apart(np.asarray(values, np.float64))
    n = places.size
    if n == 0:
        raise ValueError("the dip of no values")
    lower, upper = np.arange(n) / n, np.arange(1, n + 1) / n
    worst, first, last = 1 / n, 0, n - 1
    while True:
        stretch = slice(first, last + 1)
        floor, roof = _minorant(places[stretch], lower[stretch]), -_minorant(places[stretch], -upper[stretch])
        left, right, apart = _widest(floor == lower[stretch], roof == upper[stretch], roof - floor)
        if apart <= worst or (left, right) == (0, last - first):
            return worst / 2
        below = (upper[stretch] - floor)[: left + 1] if left else np.zeros(1)
        above = (roof - lower[stretch])[right:] if right < last - first else np.zeros(1)
        worst = max(worst, float(below.max()), float(above.max()))
        first, last = first + left, first + right


def dip_chance(values: ArrayLike, samples: int = FEWER_SAMPLES) -> float:
    """How often a uniform sample of the same size has as large a dip: small where one mode is hard to believe [0-1].

    The uniform is the hardest of the distributions with one mode. Keyed samples: the same data, the same chance.

    >>> dip_chance(np.concatenate([np.linspace(0, 1, 20), np.linspace(9, 10, 20)])) < 0.05
    True
    """
    sample = np.asarray(values, np.float64)
    drawn = _dips_of_uniforms(sample.size, samples)
    return float((1 + (drawn >= dip(sample)).sum()) / (1 + samples))


@lru_cache(maxsize=64)
def _dips_of_uniforms(size: int, samples: int) -> Values:
    return np.array([dip(row) for row in uniform_samples(size, samples)])


def _apart(values: Values) -> Values:
    """The values in order, those that are equal a hair apart: a value that many have is a steep place, not a jump."""
    places, which = np.unique(values, return_inverse=True)
    gap = np.diff(places).min(initial=1.0)
    ordered = np.sort(which)
    within = np.arange(values.size) - np.searchsorted(ordered, ordered)
    return np.asarray(places[ordered] + HAIR * gap * within / max(1, values.size), np.float64)


def _widest(on_floor: NDArray[np.bool_], on_roof: NDArray[np.bool_], apart: Values) -> tuple[int, int, float]:
    """Where floor and roof are furthest apart: the touching point of the floor to the left, that of the roof to the right."""
    floors, roofs = np.flatnonzero(on_floor), np.flatnonzero(on_roof)
    of_floor, of_roof = floors[apart[floors].argmax()], roofs[apart[roofs].argmax()]
    if apart[of_floor] > apart[of_roof]:
        return int(of_floor), int(roofs[roofs >= of_floor][0]), float(apart[of_floor])
    return int(floors[floors <= of_roof][-1]), int(of_roof), float(apart[of_roof])


def _minorant(x: Values, y: Values) -> Values:
    """The greatest convex curve below the points, at the points."""
    hull: list[int] = []
    for k in range(x.size):
        while len(hull) > 1 and _turns_down(x, y, hull[-2], hull[-1], k):
            hull.pop()
        hull.append(k)
    return np.interp(x, x[hull], y[hull])


def _turns_down(x: Values, y: Values, one: int, two: int, three: int) -> bool:
    return bool((y[two] - y[one]) * (x[three] - x[two]) >= (y[three] - y[two]) * (x[two] - x[one]))
