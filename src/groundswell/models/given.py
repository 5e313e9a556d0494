"""Numbers and records that functions are given, refused where nothing can be said of them."""

import math
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.classic import Bounds


def given(
    where: str, value: Any, instead: str, low: float = -math.inf, high: float = math.inf, above: bool = False, below: bool = False
) -> float:
    """A number within its bounds. Raises UsageError.

    >>> given("fano: duration", 10, "duration=10", low=0.0, above=True)
    10.0
    """
    allowed = Bounds("", "1", low, high, above, below, ())
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value) or not allowed.holds(float(value)):
        raise UsageError.of(where, f"`{value}`", f"a number {allowed}", instead)
    return float(value)


def given_whole(where: str, value: Any, instead: str, low: int = 0) -> int:
    """A whole number from a least one on. Raises UsageError.

    >>> given_whole("cluster_size_chance: size", 3, "size=3")
    3
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not float(value).is_integer() or value < low:
        raise UsageError.of(where, f"`{value}`", f"a whole number, at least {low}", instead)
    return int(float(value))


def given_record(where: str, values: Any, instead: str) -> NDArray[np.float64]:
    """A record as an array. Raises UsageError for what is no list of numbers."""
    try:
        record = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        record = np.empty((0, 0))
    if record.ndim != 1:
        raise UsageError.of(where, f"`{str(values)[:40]}`", "a list of numbers", instead)
    return record
