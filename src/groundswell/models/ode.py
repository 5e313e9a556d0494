"""Differential equations, solved to ten digits: Dormand & Prince (1980), fifth order with a fourth-order check.

The steps are chosen anew in every call, so that going on in one stride or in several agrees to the
tolerance and not to the bit.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

NODES = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
STAGES = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
FOURTH = (5179 / 57600, 0.0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40)
SAFETY, LEAST, MOST = 0.9, 0.2, 5.0  # how boldly a step grows or shrinks
SMALLEST = 1e-13  # of the whole span: a step below means that the equation cannot be followed


def solved(
    slope: Callable[[float, Vector], Vector], state: Vector, t0: float, t1: float, relative: float = 1e-10, absolute: float = 1e-12
) -> Vector:
    """The state at `t1` of state' = slope(t, state), from where it is at `t0`.

    Raises ArithmeticError where no step is small enough.

    >>> bool(abs(solved(lambda t, y: -y, np.array([1.0]), 0.0, 1.0)[0] - np.exp(-1)) < 1e-10)
    True
    """
    y, t = np.array(state, np.float64), float(t0)
    if t1 <= t0:
        return y
    step = (t1 - t0) / 100
    first = slope(t, y)
    while t < t1:
        step = min(step, t1 - t)
        if step < SMALLEST * (t1 - t0) and t + step < t1:
            raise ArithmeticError(f"no step is small enough at time {t}")
        new, last, error = _stepped(slope, t, y, first, step, relative, absolute)
        if error <= 1:
            t, y, first = (t1 if step >= t1 - t else t + step), new, last
        step *= min(MOST, max(LEAST, SAFETY * (error + 1e-300) ** -0.2)) if np.isfinite(error) else LEAST
    return y


def _stepped(
    slope: Callable[[float, Vector], Vector], t: float, y: Vector, first: Vector, step: float, relative: float, absolute: float
) -> tuple[Vector, Vector, float]:
    """One step: the new state, the slope there, and the error as a share of what is allowed."""
    slopes = [first]
    for node, weights in zip(NODES[1:], STAGES[1:], strict=True):
        moved = y + step * sum(weight * one for weight, one in zip(weights, slopes, strict=True))
        slopes.append(slope(t + node * step, moved))
    fourth = y + step * sum(weight * one for weight, one in zip(FOURTH, slopes, strict=True))
    allowed = absolute + relative * np.maximum(np.abs(y), np.abs(moved))
    return moved, slopes[-1], float(np.max(np.abs(moved - fourth) / allowed))
