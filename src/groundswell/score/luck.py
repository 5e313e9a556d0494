"""Luck with an address, for what is drawn while scoring: the same numbers for the same seed, purpose and place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine import draws
from groundswell.errors import UsageError


def uniforms(seed: int, purpose: str, rows: range, columns: int) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of shape (rows, columns), each a function of seed, purpose, row and column alone.

    >>> bool((uniforms(1, "example", range(3), 2)[2:] == uniforms(1, "example", range(2, 3), 2)).all())
    True
    """
    if seed < 0:
        raise UsageError.of("seed", f"{seed}", "a whole number of 0 or more", "seed=1")
    low, high = (np.uint64(word) for word in draws.seed_words(seed))
    row, column = np.meshgrid(np.arange(rows.start, rows.stop, dtype=np.uint64), np.arange(columns, dtype=np.uint64), indexing="ij")
    address = np.full_like(row, draws.entity(f"score.{purpose}"))
    first, second, _, _ = _plain(draws.philox)(column, address, np.zeros_like(row), row, low, high)
    return np.asarray(_plain(draws.unit)(first, second), np.float64)


def _plain(function: Any) -> Any:
    """The Python text of a kernel, which works on whole arrays without being compiled."""
    return getattr(function, "py_func", function)
