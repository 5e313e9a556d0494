"""Resampling with keyed draws: the same interval for the same data, on every machine."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.uncertainty import CONFIDENCE
from groundswell.engine import draws

SAMPLES = 2000


def bootstrap_interval(values: NDArray[np.float64], samples: int = SAMPLES, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of a mean over independent histories, by drawing histories again with replacement.

    The percentile interval of Efron (1979), doi:10.1214/aos/1176344552.

    >>> low, high = bootstrap_interval(np.array([0.0, 0.0, 0.0, 8.0]))
    >>> 0 <= low < 2 < high
    True
    """
    means = np.array([values[chosen].mean() for chosen in _choices(values.size, samples)])
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def _choices(size: int, samples: int) -> NDArray[np.int64]:
    """`samples` lists of `size` numbers below `size`, keyed by their place alone."""
    low, high = (np.uint64(word) for word in draws.seed_words(0))
    member, sample = np.arange(size, dtype=np.uint64), np.arange(samples, dtype=np.uint64)[:, None]
    address = np.uint64(draws.entity("analysis.resampling"))
    grid = np.broadcast_to(member, (samples, size))
    counter = (grid, np.full_like(grid, address), np.zeros_like(grid), np.broadcast_to(sample, grid.shape))
    first, second, _, _ = _plain(draws.philox)(*counter, low, high)
    return np.asarray(_plain(draws.unit)(first, second) * size, np.int64)


def _plain(function: Any) -> Any:
    """The Python text of a kernel, which works on whole arrays without being compiled."""
    return getattr(function, "py_func", function)
