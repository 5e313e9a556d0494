"""Resampling with keyed draws: the same interval for the same data, on every machine."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine import draws
from groundswell.sampling import CONFIDENCE

SAMPLES = 2000
FEWER_SAMPLES = 500  # where a statistic takes longer than a mean: an end of the interval is right to a tenth of its width


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


def bootstrap_of(
    statistic: Callable[[NDArray[np.int64]], float], size: int, samples: int = FEWER_SAMPLES, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """The interval of any statistic of `size` independent histories, called with the numbers of those that were drawn.

    The percentile interval of Efron (1979), over samples in which the statistic is a number; not a number where none is.

    >>> values = np.array([1.0, 2.0, 3.0, 10.0])
    >>> low, high = bootstrap_of(lambda rows: float(np.median(values[rows])), 4)
    >>> 1 <= low <= 2.5 <= high <= 10
    True
    """
    found = np.array([statistic(rows) for rows in _choices(size, samples)])
    found = found[np.isfinite(found)]
    if found.size == 0:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)


def uniform_samples(size: int, samples: int) -> NDArray[np.float64]:
    """`samples` rows of `size` uniform numbers in (0, 1), keyed by their place alone.

    >>> uniform_samples(3, 2).shape
    (2, 3)
    """
    return _units(size, samples, "analysis.resampling.uniform")


def _choices(size: int, samples: int) -> NDArray[np.int64]:
    """`samples` lists of `size` numbers below `size`, keyed by their place alone."""
    return np.asarray(_units(size, samples, "analysis.resampling") * size, np.int64)


def _units(size: int, samples: int, purpose: str) -> NDArray[np.float64]:
    low, high = (np.uint64(word) for word in draws.seed_words(0))
    member, sample = np.arange(size, dtype=np.uint64), np.arange(samples, dtype=np.uint64)[:, None]
    address = np.uint64(draws.entity(purpose))
    grid = np.broadcast_to(member, (samples, size))
    counter = (grid, np.full_like(grid, address), np.zeros_like(grid), np.broadcast_to(sample, grid.shape))
    first, second, _, _ = _plain(draws.philox)(*counter, low, high)
    return np.asarray(_plain(draws.unit)(first, second), np.float64)


def _plain(function: Any) -> Any:
    """The Python text of a kernel, which works on whole arrays without being compiled."""
    return getattr(function, "py_func", function)
