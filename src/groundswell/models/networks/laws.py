"""Laws of how many neighbors people have, and of how many active ones they want to see."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.models.kernel import kernel
from groundswell.models.networks.graphs import Floats

SINGLE, UNIFORM, NORMAL = 0, 1, 2
NEGLIGIBLE = 1e-19  # of the largest share: what is left out of a law without end


def poisson_degrees(mean: float) -> Floats:
    """The share of people with 0, 1, 2, … neighbors where ties fall at random: e^(−z) z^k / k!.

    >>> [round(float(share), 4) for share in poisson_degrees(1.0)[:3]]
    [0.3679, 0.3679, 0.1839]
    """
    if mean <= 0:
        return np.array([1.0])
    peak = int(mean)
    below, above = [1.0], [1.0]
    while below[-1] > 0 and len(below) <= peak:
        below.append(below[-1] * (peak - len(below) + 1) / mean)
    while above[-1] > NEGLIGIBLE:
        above.append(above[-1] * mean / (peak + len(above)))
    return _shares([*[0.0] * (peak + 1 - len(below)), *below[:0:-1], *above])


def regular_degrees(mean: float) -> Floats:
    """Everyone has as nearly the same number of neighbors as the mean allows: one of the two whole numbers beside it.

    >>> regular_degrees(2.25).tolist()
    [0.0, 0.0, 0.75, 0.25]
    """
    least = math.floor(mean)
    more = mean - least
    return np.array([0.0] * least + [1.0 - more] + ([more] if more else []))


def power_degrees(exponent: float, cutoff: float, least: int, most: int) -> Floats:
    """A law with a heavy tail: k^(−exponent) e^(−k/cutoff) for k from `least` to `most`.

    >>> power_degrees(2.0, 1e9, 1, 2).round(4).tolist()
    [0.0, 0.8, 0.2]
    """
    logs = [-exponent * math.log(k) - k / cutoff for k in range(least, most + 1)]
    return _shares([0.0] * least + [math.exp(one - max(logs)) for one in logs])


def listed_degrees(weights: Sequence[float]) -> Floats:
    """The share of people with 0, 1, 2, … neighbors in proportion to numbers of yours.

    >>> listed_degrees([0, 1, 0, 3]).tolist()
    [0.0, 0.25, 0.0, 0.75]
    """
    return _shares(list(weights))


def mean_of(degrees: Floats) -> float:
    """How many neighbors a person has on average."""
    return math.fsum(k * share for k, share in enumerate(degrees.tolist()))


def _shares(weights: list[float]) -> Floats:
    largest = max(weights)
    scaled = [weight / largest for weight in weights]
    total = math.fsum(scaled)
    return np.array([one / total for one in scaled])


class Thresholds(NamedTuple):
    """A law of the share of active neighbors that people want to see before they join: its kind and its numbers."""

    kind: int
    middle: float = 0.0
    spread: float = 0.0
    values: Floats = np.zeros(1)
    cumulated: Floats = np.ones(1)

    def share_at(self, x: float) -> float:
        """The share of people whose threshold is at most x: those who join when that share of neighbors is active."""
        return float(share_at(self.kind, self.middle, self.spread, self.values, self.cumulated, float(x)))

    def of_luck(self, luck: Floats, normals: Floats) -> Floats:
        """The threshold of each person, from a uniform and a standard normal number each."""
        if self.kind == UNIFORM:
            return self.middle + self.spread * (2 * luck - 1)
        if self.kind == NORMAL:
            return self.middle + self.spread * normals
        place = np.searchsorted(self.cumulated, luck, side="right")
        return self.values[np.minimum(place, len(self.values) - 1)]


def single_threshold(share: float) -> Thresholds:
    """Everyone wants to see the same share of neighbors active.

    >>> single_threshold(0.2).share_at(1 / 5)
    1.0
    """
    return Thresholds(SINGLE, values=np.array([float(share)]))


def listed_thresholds(values: Sequence[float], weights: Sequence[float] = ()) -> Thresholds:
    """Some thresholds, held by shares of people in proportion to some weights, or by equally many.

    >>> listed_thresholds([0.1, 0.5], [1, 3]).share_at(0.3)
    0.25
    """
    pairs = sorted(zip(values, weights or [1.0] * len(values), strict=True))
    shares = _shares([weight for _, weight in pairs])
    cumulated = [math.fsum(shares[: k + 1].tolist()) for k in range(len(pairs))]
    return Thresholds(SINGLE, values=np.array([float(value) for value, _ in pairs]), cumulated=np.array([*cumulated[:-1], 1.0]))


def uniform_thresholds(middle: float, half_width: float) -> Thresholds:
    """Thresholds anywhere between middle − half_width and middle + half_width.

    >>> uniform_thresholds(0.5, 0.5).share_at(0.3)
    0.3
    """
    return Thresholds(UNIFORM, float(middle), float(half_width)) if half_width > 0 else single_threshold(middle)


def normal_thresholds(mean: float, deviation: float) -> Thresholds:
    """Thresholds by the normal law. Those below 0 join unasked, those above 1 never.

    >>> normal_thresholds(0.3, 0.1).share_at(0.3)
    0.5
    """
    return Thresholds(NORMAL, float(mean), float(deviation)) if deviation > 0 else single_threshold(mean)


@kernel
def share_at(kind, middle, spread, values, cumulated, x):
    """The share of people whose threshold is at most x."""
    if kind == UNIFORM:
        return min(1.0, max(0.0, 0.5 + 0.5 * (x - middle) / spread))
    if kind == NORMAL:
        return 0.5 * math.erfc((middle - x) / (spread * math.sqrt(2.0)))
    place = np.searchsorted(values, x, side="right")
    return cumulated[place - 1] if place > 0 else 0.0


@kernel
def responses(kind, middle, spread, values, cumulated, most):
    """F(m/k) for k from 0 to `most` and m from 0 to k, one row after the other; F(0) for someone without neighbors."""
    found = np.empty((most + 1) * (most + 2) // 2)
    place = 0
    for k in range(most + 1):
        for m in range(k + 1):
            found[place] = share_at(kind, middle, spread, values, cumulated, m / max(k, 1))
            place += 1
    return found
