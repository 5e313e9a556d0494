"""Where a function of one number is highest."""

import math
from collections.abc import Callable

GOLDEN = (math.sqrt(5) - 1) / 2
SHRINKS = 80  # the bracket gets smaller by 0.618 each time: 10⁻¹⁶ of what it was


def peak(function: Callable[[float], float], low: float, high: float, shrinks: int = SHRINKS) -> float:
    """The highest point between two numbers of a function that first rises and then falls (golden section).

    A smooth peak is flat, so it is found to about eight digits.

    >>> round(peak(lambda x: -((x - 0.3) ** 2), 0, 1), 7)
    0.3
    """
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(shrinks):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2


def peak_on(function: Callable[[float], float], grid: list[float], shrinks: int = SHRINKS) -> float:
    """The highest point of a function that may rise more than once, sought around the best point of a grid.

    >>> round(peak_on(lambda x: math.sin(x), [0.0, 1.0, 2.0, 3.0]), 6)
    1.570796
    """
    values = [function(x) for x in grid]
    best = values.index(max(values))
    found = peak(function, grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], shrinks)
    return found if function(found) >= values[best] else grid[best]
