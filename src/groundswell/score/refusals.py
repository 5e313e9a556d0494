"""What no score can be made of, refused in four parts: holes, negative weights, chances that do not sum to one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.errors import UsageError

# How far chances may be from summing to one: the rounding of a million additions, and no more.
SUM_TOLERANCE = 1e-9


def numbers(values: ArrayLike, where: str) -> NDArray[np.float64]:
    """A list of finite numbers, at least one, as an array (n,)."""
    array = np.atleast_1d(numeric(values, where))
    if array.ndim != 1 or not array.size:
        raise UsageError.of(where, f"an array of shape {array.shape}", "a list of at least one number", "pass a flat list of numbers")
    if not np.isfinite(array).all():
        odd = int(np.flatnonzero(~np.isfinite(array))[0])
        raise UsageError.of(where, f"{array[odd]} at place {odd}", "finite numbers", "leave out what is missing, or say what it stands for")
    return array


def number(value: float, where: str) -> float:
    """One finite number."""
    return float(numbers(value, where)[0])


def at_least_zero(values: ArrayLike, where: str) -> NDArray[np.float64]:
    """A list of finite numbers, none of them negative."""
    array = numbers(values, where)
    if array.min() < 0:
        raise UsageError.of(where, f"{array.min():g}", "numbers of 0 or more", "look where the negative number was made")
    return array


def chances(values: ArrayLike, where: str) -> NDArray[np.float64]:
    """A list of numbers between 0 and 1."""
    array = at_least_zero(values, where)
    if array.max() > 1 + SUM_TOLERANCE:
        raise UsageError.of(where, f"{array.max():g}", "chances between 0 and 1", "divide percentages by a hundred")
    return np.minimum(array, 1.0)


def sum_to_one(values: NDArray[np.float64], where: str) -> NDArray[np.float64]:
    """Chances that sum to one, freed of the last rounding."""
    total = float(values.sum())
    if abs(total - 1) > SUM_TOLERANCE:
        raise UsageError.of(where, f"a sum of {total:.10g}", "chances that sum to 1", "divide by the sum, or give what is left to never")
    return np.asarray(values / total, np.float64)


def relative_weights(weights: ArrayLike | None, size: int, where: str) -> NDArray[np.float64]:
    """Weights (size,) of a sample, divided by their sum; equal ones where none are given."""
    if weights is None:
        return np.full(size, 1 / size)
    array = at_least_zero(weights, where)
    same_length(array, size, where)
    if array.sum() <= 0:
        raise UsageError.of(where, "weights of 0 alone", "at least one weight above 0", "leave the weights out where all count alike")
    return np.asarray(array / array.sum(), np.float64)


def outcomes(values: ArrayLike, size: int, where: str) -> NDArray[np.bool_]:
    """A list of what happened, 1, and what did not, 0, as long as the forecasts of it."""
    array = numbers(values, where)
    same_length(array, size, where)
    odd = array[(array != 0) & (array != 1)]
    if odd.size:
        raise UsageError.of(where, f"{odd[0]:g}", "1 for what happened and 0 for what did not", "compare a count with its threshold first")
    return np.asarray(array == 1)


def same_length(array: NDArray[np.generic], size: int, where: str) -> None:
    """Refuses a list that does not have a number for each of its fellows."""
    if len(array) != size:
        raise UsageError.of(where, f"{len(array)} numbers", f"{size} numbers, one for each", "pair each forecast with what it is of")


def share(value: float, where: str) -> float:
    """One number strictly between 0 and 1, such as a level of confidence."""
    if not 0 < value < 1:
        raise UsageError.of(where, f"{value:g}", "a share above 0 and below 1", "0.9 stands for ninety in a hundred")
    return float(value)


def numeric(values: ArrayLike, where: str) -> NDArray[np.float64]:
    """An array of any shape, holes and infinities included."""
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError):
        raise UsageError.of(where, repr(values)[:60], "numbers", "give plain numbers, all rows of one length") from None
