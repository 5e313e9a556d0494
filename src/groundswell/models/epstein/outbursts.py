"""Outbursts: stretches of sweeps with more than so many active citizens."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.kernel import kernel

CALM = 10  # fewer active citizens than this is a calm sweep
SWEEPS, CALM_SWEEPS, OUTBURSTS, WITHIN, ACTIVATION, FINISHED, PEAK, FIRST, LAST = range(9)


class Outburst(NamedTuple):
    """A stretch of sweeps above a number of active citizens: its first and last, the sum of the active in it, and the most."""

    first: int
    last: int
    activation: int
    peak: int


class Waits(NamedTuple):
    """Sweeps from the beginning of one outburst to that of the next: how many such, their mean, and their spread over it."""

    number: int
    mean: float
    variation: float


def outbursts(active: Sequence[int] | NDArray[Any], above: int = 50) -> list[Outburst]:
    """The finished outbursts of a series of active citizens, one number a sweep from sweep 1 on.

    >>> outbursts([0, 60, 80, 3, 0, 51, 0])
    [Outburst(first=2, last=3, activation=140, peak=80), Outburst(first=6, last=6, activation=51, peak=51)]
    """
    series = np.asarray(active)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], series > above])))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=False)
    return [Outburst(a + 1, b, int(series[a:b].sum()), int(series[a:b].max())) for a, b in pairs]


def waits(courses: Sequence[Sequence[Outburst]]) -> Waits:
    """The waits between outbursts of one or more courses, those of all taken together. Raises ValueError for fewer than two.

    >>> waits([[Outburst(10, 12, 99, 60), Outburst(20, 21, 99, 60), Outburst(50, 60, 99, 60)]])
    Waits(number=2, mean=20.0, variation=0.7071067811865476)
    """
    found = [later.first - one.first for course in courses for one, later in pairwise(course)]
    if len(found) < 2:
        raise ValueError(f"{len(found)} waits are too few to say how they vary")
    mean = sum(found) / len(found)
    return Waits(len(found), mean, math.sqrt(sum((one - mean) ** 2 for one in found) / (len(found) - 1)) / mean)


def new_ledger() -> NDArray[np.int64]:
    """What is kept of the sweeps so far: nine whole numbers."""
    return np.zeros(9, np.int64)


@kernel
def note(ledger, series, above):
    """Enters a series of active citizens into the ledger."""
    for sweep in range(series.shape[0]):
        active = series[sweep, 0]
        ledger[SWEEPS] += 1
        ledger[CALM_SWEEPS] += active < CALM
        ledger[PEAK] = max(ledger[PEAK], active)
        if active > above:
            if not ledger[WITHIN]:
                ledger[OUTBURSTS] += 1
                ledger[FIRST] = ledger[SWEEPS] if ledger[OUTBURSTS] == 1 else ledger[FIRST]
                ledger[LAST] = ledger[SWEEPS]
            ledger[WITHIN] = 1
            ledger[ACTIVATION] += active
        elif ledger[WITHIN]:
            ledger[WITHIN] = 0
            ledger[FINISHED] = ledger[ACTIVATION]


def mean_wait(ledger: NDArray[np.int64]) -> float:
    """Sweeps from one outburst to the next so far, 0 before the second."""
    return float((ledger[LAST] - ledger[FIRST]) / (ledger[OUTBURSTS] - 1)) if ledger[OUTBURSTS] > 1 else 0.0


def mean_activation(ledger: NDArray[np.int64]) -> float:
    """Active citizens summed over an outburst, the mean of the finished ones; 0 before the first is over."""
    finished = ledger[OUTBURSTS] - ledger[WITHIN]
    return float(ledger[FINISHED] / finished) if finished else 0.0


def calm_share(ledger: NDArray[np.int64]) -> float:
    """The share of sweeps so far with fewer than ten active citizens; 1 before the first."""
    return float(ledger[CALM_SWEEPS] / ledger[SWEEPS]) if ledger[SWEEPS] else 1.0
