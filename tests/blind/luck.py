"""The luck of one history: the engine's uniform numbers, and what is made of them, worked out again."""

import math
from typing import Any

from groundswell.engine import draws


class Luck:
    """The keyed numbers of one history; what is drawn depends on day, thing and purpose, never on order."""

    def __init__(self, keys: Any, lane: int) -> None:
        self.keys, self.lane = keys, lane

    def pair(self, day: int, entity: Any, purpose: int, k: int = 0) -> tuple[float, float]:
        """Two uniform numbers in (0, 1)."""
        first, second = draws.uniform_pair(self.keys, self.lane, day, entity, purpose, k)
        return float(first), float(second)

    def uniform(self, day: int, entity: Any, purpose: int, k: int = 0) -> float:
        """The first of a pair."""
        return self.pair(day, entity, purpose, k)[0]

    def normal(self, day: int, entity: Any, purpose: int) -> float:
        """A standard normal number (Box & Muller 1958)."""
        u, v = self.pair(day, entity, purpose)
        return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)

    def happens(self, rate: float, day: int, entity: Any, purpose: int, k: int = 0) -> bool:
        """Whether an event of this daily rate happens today."""
        return self.uniform(day, entity, purpose, k) < chance(rate)

    def gamma_2(self, day: int, entity: Any, purpose: int) -> float:
        """A gamma variable of shape 2 and mean 1: half the sum of two exponential waiting times."""
        u, v = self.pair(day, entity, purpose)
        return -0.5 * (math.log(u) + math.log(v))


def chance(rate: float) -> float:
    """1 − e^(−rate)."""
    return 1.0 - math.exp(-rate)


def logistic(x: float) -> float:
    """1 / (1 + e^(−x)), without overflow on either side."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0.0 else math.exp(x) / (1.0 + math.exp(x))


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """x, kept between two bounds."""
    return min(high, max(low, x))


def poisson(mean: float, u: float) -> float:
    """The least count whose cumulative Poisson probability reaches u; means above 700 count as 700."""
    mean = min(mean, 700.0)
    term = below = math.exp(-mean)
    count = 0
    while u > below and term > 0.0:
        count += 1
        term *= mean / count
        below += term
    return float(count)


def geometric(mean: float, u: float) -> float:
    """A count from 1 upward with this mean: how many tries until a chance of 1/mean succeeds."""
    return 1.0 + math.floor(math.log(u) / math.log(1.0 - 1.0 / mean))
