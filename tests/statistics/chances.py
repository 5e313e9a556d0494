"""How far a count or a mean may lie from theory by luck alone."""

import math
from typing import Any

import numpy as np

ERRORS = 5.0  # standard errors: two in three million samples lie farther out, and the keys are not chosen by looking


def assert_count(found: float, trials: int, chance: float, what: str = "") -> None:
    """A binomial count lies within five standard errors of its mean."""
    spread = math.sqrt(trials * chance * (1.0 - chance))
    assert abs(found - trials * chance) < ERRORS * spread, f"{what}: {found} of {trials}, expected {trials * chance:.1f} ± {spread:.1f}"


def assert_mean(values: Any, mean: float, sd: float | None = None, what: str = "") -> None:
    """A sample mean lies within five standard errors of theory; the spread is theory's, or the sample's own."""
    values = np.asarray(values, float).ravel()
    error = (values.std() if sd is None else sd) / math.sqrt(values.size)
    assert abs(values.mean() - mean) < ERRORS * error, f"{what}: {values.mean():.6g}, expected {mean:.6g} ± {error:.2g}"


def assert_variance(values: Any, variance: float, what: str = "") -> None:
    """A sample variance lies within five standard errors of theory; its spread is taken from the fourth moment."""
    values = np.asarray(values, float).ravel()
    squares = (values - values.mean()) ** 2
    error = squares.std() / math.sqrt(values.size)
    assert abs(squares.mean() - variance) < ERRORS * error, f"{what}: {squares.mean():.6g}, expected {variance:.6g} ± {error:.2g}"
