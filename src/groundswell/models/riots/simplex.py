"""The least value of a function of a few numbers, by Nelder and Mead's simplex: no slope is needed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Point = list[float]
REFLECTED, EXPANDED, CONTRACTED, SHRUNK = 1.0, 2.0, 0.5, 0.5  # Nelder & Mead (1965)


class Least(NamedTuple):
    """The least value found, where it is, and how many values were computed."""

    at: Point
    value: float
    calls: int


def least(function: Callable[[Point], float], start: Sequence[float], step: float = 0.3, close: float = 1e-7, most: int = 4000) -> Least:
    """Walks downhill from a start until all corners of the simplex are equal to within `close` (Nelder & Mead 1965).

    A value that is no number counts as infinite. It finds a minimum near the start, which need not be the least of all.

    >>> found = least(lambda p: (p[0] - 1) ** 2 + 10 * (p[1] - p[0] ** 2) ** 2, [-1.0, 1.0])
    >>> [round(x, 3) for x in found.at]
    [1.0, 1.0]
    """
    calls = 0

    def at(point: Point) -> tuple[float, Point]:
        nonlocal calls
        calls += 1
        value = function(point)
        return (value if value == value else float("inf")), point

    corners = [at(list(start))]
    corners += [at([x + step * (i == k) for i, x in enumerate(start)]) for k in range(len(start))]
    while calls < most:
        corners.sort()
        if corners[-1][0] - corners[0][0] <= close and _width(corners) <= close**0.5:
            break
        _moved(corners, at)
    value, point = min(corners)
    return Least(point, value, calls)


def _moved(corners: list[tuple[float, Point]], at: Callable[[Point], tuple[float, Point]]) -> None:
    """Moves the worst corner to a better place, or all towards the best; corners are sorted."""
    worst = corners[-1]
    others = corners[:-1]
    middle = [sum(point[i] for _, point in others) / len(others) for i in range(len(worst[1]))]

    def along(part: float) -> tuple[float, Point]:
        return at([m + part * (m - w) for m, w in zip(middle, worst[1])])

    tried = along(REFLECTED)
    if tried < corners[0]:
        corners[-1] = min(tried, along(EXPANDED))
    elif tried < corners[-2]:
        corners[-1] = tried
    else:
        inside = along(CONTRACTED) if tried < worst else along(-CONTRACTED)
        if inside < min(tried, worst):
            corners[-1] = inside
        else:
            best = corners[0][1]
            corners[1:] = [at([b + SHRUNK * (x - b) for b, x in zip(best, point)]) for _, point in corners[1:]]


def _width(corners: list[tuple[float, Point]]) -> float:
    best = corners[0][1]
    return max(abs(x - b) for _, point in corners for x, b in zip(point, best))
