"""Where a function of one number is zero, and the normal law of Gauss."""

import math
from collections.abc import Callable

HALVINGS = 200  # more than the bits of a number between any two


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """A zero between two numbers at which the function has opposite signs, to the last bit (bisection).

    Raises ValueError where the signs are equal.

    >>> round(root(lambda x: x * x - 2, 0, 2), 12)
    1.414213562373
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if (at_low > 0) == (at_high > 0):
        raise ValueError(f"no change of sign between {low} and {high}")
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        at_middle = function(middle)
        if at_middle == 0:
            return middle
        low, high = (low, middle) if (at_middle > 0) == (at_high > 0) else (middle, high)
    return (low + high) / 2


def roots(function: Callable[[float], float], low: float, high: float, parts: int = 2000) -> list[float]:
    """Every zero at which the sign changes on a grid of equal parts, from the lowest to the highest.

    >>> [round(x, 6) for x in roots(lambda x: (x - 0.2) * (x - 0.7), 0, 1)]
    [0.2, 0.7]
    """
    grid = [low + (high - low) * k / parts for k in range(parts + 1)]
    values = [function(x) for x in grid]
    found = []
    for k in range(parts):
        if values[k] == 0:
            found.append(grid[k])
        elif values[k + 1] != 0 and (values[k] > 0) != (values[k + 1] > 0):
            found.append(root(function, grid[k], grid[k + 1]))
    return [*found, grid[-1]] if values[-1] == 0 else found


def normal_share(z: float) -> float:
    """The share of a standard normal law at or below z.

    >>> normal_share(0.0)
    0.5
    """
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_density(z: float) -> float:
    """The density of a standard normal law at z.

    >>> round(normal_density(0.0), 6)
    0.398942
    """
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
