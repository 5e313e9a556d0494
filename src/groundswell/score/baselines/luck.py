"""Keyed uniform numbers for baselines that are simulated: the same seed, the same forecast, on every machine."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine import draws


def uniforms(seed: int, name: str, day: int, k: int, paths: int) -> NDArray[np.float64]:
    """Numbers strictly between 0 and 1, one for each path (paths,): a pure function of seed, name, day, k and path.

    >>> uniforms(1, "example", 0, 0, 3).tolist() == uniforms(1, "example", 0, 0, 5)[:3].tolist()
    True
    """
    low, high = (np.uint64(word) for word in draws.seed_words(seed))
    path = np.arange(paths, dtype=np.uint64)
    address = np.full(paths, draws.entity(f"score.baselines.{name}"), np.uint64)
    counter = (np.full(paths, day, np.uint64), address, np.full(paths, k, np.uint64), path)
    first, second, _, _ = _plain(draws.philox)(*counter, low, high)
    return np.asarray(_plain(draws.unit)(first, second), np.float64)


def poisson(means: NDArray[np.float64], uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """A Poisson count of each mean, by inversion of one uniform number each.

    >>> poisson(np.array([0.5, 0.5]), np.array([0.5, 0.95])).tolist()
    [0, 2]
    """
    term = np.exp(-means)
    reached, counts = term.copy(), np.zeros(means.size, np.int64)
    while True:
        short = (uniform > reached) & (term > 0)
        if not short.any():
            return counts
        counts[short] += 1
        term[short] *= means[short] / counts[short]
        reached[short] += term[short]


def _plain(function: Any) -> Any:
    """The Python text of a kernel, which works on whole arrays without being compiled."""
    return getattr(function, "py_func", function)
