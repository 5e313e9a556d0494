"""The luck of candidates: every number has an address, so that no order of work can change it.

A draw is a pure function of (seed, purpose, candidate, attempt, dimension), by the generator of the
engine. Logarithms and exponentials are the engine's own too, one number at a time, so that neither
the width of a vector unit nor the version of a mathematics library decides a bit.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine import draws
from groundswell.engine.kernel import kernel

Values = NDArray[np.float64]
Numbers = NDArray[np.uint64]

# The engine's purposes count up from 1; these lie far above, because a fit and the histories it runs share a seed.
# Append-only: a number once given is never given again.
PRIOR_POINT, ANCESTOR, KICK, BRANCH, RESAMPLE, PSEUDO, BAND = 2049, 2050, 2051, 2052, 2053, 2054, 2055

FIRST_TRIAL = 2**31  # candidates have smaller numbers; from here on are those that only measure the prior's volume


def _uniforms_loop(numbers: Any, attempt: Any, purpose: Any, low: Any, high: Any, out: Any) -> None:
    word = np.uint64(purpose) << draws.PURPOSE_SHIFT
    for i in range(out.shape[0]):
        for k in range(out.shape[1]):
            a, b, _, _ = draws.philox(np.uint64(attempt), np.uint64(k), word, numbers[i], low, high)
            out[i, k] = draws.unit(a, b)


def _normals_loop(numbers: Any, attempt: Any, purpose: Any, low: Any, high: Any, out: Any) -> None:
    word = np.uint64(purpose) << draws.PURPOSE_SHIFT
    for i in range(out.shape[0]):
        for k in range(out.shape[1]):
            a, b, c, d = draws.philox(np.uint64(attempt), np.uint64(k), word, numbers[i], low, high)
            out[i, k] = math.sqrt(-2.0 * draws.log(draws.unit(a, b))) * draws.cosine_turn(draws.unit(c, d))


def _logit_loop(points: Any, out: Any) -> None:
    for i in range(points.size):
        out[i] = draws.log(points[i]) - draws.log(1.0 - points[i])


def _exp_loop(values: Any, out: Any) -> None:
    for i in range(values.size):
        out[i] = draws.exp(values[i])


def _log_loop(values: Any, out: Any) -> None:
    for i in range(values.size):
        out[i] = draws.log(values[i])


def _logistic_loop(values: Any, out: Any) -> None:
    for i in range(values.size):
        out[i] = draws.logistic(values[i])


# Compiled here and not by a decorator, so that types are checked.
_uniforms, _normals = kernel(_uniforms_loop), kernel(_normals_loop)
_logit, _exp, _log, _logistic = kernel(_logit_loop), kernel(_exp_loop), kernel(_log_loop), kernel(_logistic_loop)


def uniforms(seed: int, purpose: int, numbers: Numbers, attempt: int, size: int) -> Values:
    """Uniform numbers in (0, 1), one row a candidate, one column a dimension."""
    out = np.empty((len(numbers), size))
    _uniforms(np.ascontiguousarray(numbers), attempt, purpose, *_words(seed), out)
    return out


def normals(seed: int, purpose: int, numbers: Numbers, attempt: int, size: int) -> Values:
    """Standard normal numbers, one row a candidate, one column a dimension (Box & Muller 1958)."""
    out = np.empty((len(numbers), size))
    _normals(np.ascontiguousarray(numbers), attempt, purpose, *_words(seed), out)
    return out


def exp(values: Values) -> Values:
    """e to the power of every number."""
    return _each(_exp, values)


def log(values: Values) -> Values:
    """Natural logarithm of every number."""
    return _each(_log, values)


def logit(points: Values) -> Values:
    """log(u / (1 − u)) of every number: the open unit cube becomes all of space."""
    return _each(_logit, points)


def logistic(values: Values) -> Values:
    """The inverse of `logit`."""
    return _each(_logistic, values)


def _each(function: Any, values: Values) -> Values:
    out = np.empty(values.size)
    function(np.ascontiguousarray(values).ravel(), out)
    return out.reshape(values.shape)


def _words(seed: int) -> tuple[np.uint64, np.uint64]:
    low, high = draws.seed_words(seed)
    return np.uint64(low), np.uint64(high)
