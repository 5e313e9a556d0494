"""The zeta function of Hurwitz, the sum that power laws of whole numbers are divided by."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FIRST = 20  # terms added one by one, before the rest is an integral with corrections
# Bernoulli numbers of even order over their factorials, B₂/2!, B₄/4!, … (Euler and Maclaurin).
CORRECTIONS = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600)


def hurwitz(exponent: ArrayLike, first: ArrayLike) -> NDArray[np.float64]:
    """Σ (q + k)^(−a) over k = 0, 1, …, for each exponent a and first term q, to some fourteen digits.

    `exponent` a is above 1, `first` q above 0.

    >>> abs(float(hurwitz(2.0, 1.0)) - math.pi**2 / 6) < 1e-14
    True
    """
    return hurwitz_and_slope(exponent, first)[0]


def hurwitz_and_slope(exponent: ArrayLike, first: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same, and by how much it grows with the exponent.

    >>> value, slope = hurwitz_and_slope(2.0, 1.0)
    >>> abs(float(slope) + 0.9375482543158438) < 1e-13
    True
    """
    a, q = np.broadcast_arrays(np.asarray(exponent, np.float64), np.asarray(first, np.float64))
    total, slope = np.zeros(a.shape), np.zeros(a.shape)
    terms = FIRST + math.ceil(float(a.max(initial=1.0)))
    for k in range(terms):
        term = (q + k) ** -a
        total, slope = total + term, slope - term * np.log(q + k)
    end = q + terms
    far, logarithm = end ** (1 - a) / (a - 1), np.log(end)
    total, slope = total + far + 0.5 * end**-a, slope - far * (logarithm + 1 / (a - 1)) - 0.5 * logarithm * end**-a
    factor, growth = a * end ** (-a - 1), 1 / a - logarithm
    for order, number in enumerate(CORRECTIONS):
        total, slope = total + number * factor, slope + number * factor * growth
        low, high = a + 2 * order + 1, a + 2 * order + 2
        factor, growth = factor * low * high / end**2, growth + 1 / low + 1 / high
    return np.asarray(total), np.asarray(slope)


def zeta(exponent: float) -> float:
    """Σ k^(−a) over k = 1, 2, …

    >>> round(zeta(2.5), 10)
    1.3414872573
    """
    return float(hurwitz(exponent, 1.0))
