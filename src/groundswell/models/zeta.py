"""The zeta function of Hurwitz, the sum that power laws of whole numbers are divided by."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FIRST = 20  # terms added one by one, before the rest is an integral with corrections
# Bernoulli numbers of even order over their factorials, B₂/2!, B₄/4!, … (Euler and Maclaurin).
CORRECTIONS = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000, 1 / 74724249600)


def hurwitz(exponent: float, first: ArrayLike) -> NDArray[np.float64]:
    """Σ (q + k)^(−a) over k = 0, 1, …, for each first term q, to some fourteen digits.

    `exponent` a is above 1, `first` q above 0.

    >>> abs(float(hurwitz(2.0, 1.0)) - math.pi**2 / 6) < 1e-14
    True
    """
    q = np.asarray(first, np.float64)
    terms = FIRST + math.ceil(exponent)
    total = np.zeros_like(q)
    for k in range(terms):
        total = total + (q + k) ** -exponent
    end = q + terms
    total = total + end ** (1 - exponent) / (exponent - 1) + 0.5 * end**-exponent
    factor: Any = exponent * end ** (-exponent - 1)
    for order, number in enumerate(CORRECTIONS):
        total = total + number * factor
        factor = factor * (exponent + 2 * order + 1) * (exponent + 2 * order + 2) / end**2
    return total


def zeta(exponent: float) -> float:
    """Σ k^(−a) over k = 1, 2, …

    >>> round(zeta(2.5), 10)
    1.3414872573
    """
    return float(hurwitz(exponent, 1.0))
