"""Axes of numbers: from where to where, at which round values they are marked, and how these are written."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

STEPS = (1.0, 2.0, 5.0, 10.0)
NEAR_ZERO = 0.5  # share of the largest value under which the smallest one lets the axis begin at 0
FEW = 3  # round values under which a logarithmic axis takes more of each decade
LARGE, SMALL = 1e7, 1e-4  # from and below which numbers are written with a power of ten
MINUS = "−"  # no line breaks after it
SLACK = 1e-9  # of a step: float error of a multiple of it


class Scale(NamedTuple):
    """One axis: its ends, the values that are marked on it, and whether equal steps are equal factors."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        """Where values lie, from 0 at the low end to 1 at the high one; not a number where they have no place."""
        numbers = np.asarray(values, np.float64)
        low, high = self.low, self.high
        with np.errstate(invalid="ignore", divide="ignore"):
            if self.logarithmic:
                numbers, low, high = np.log10(numbers), math.log10(low), math.log10(high)
            found = (numbers - low) / (high - low)
        return np.where(np.isfinite(found), found, np.nan)

    def value(self, place: float) -> float:
        """The value at a place, the inverse of `place`."""
        if self.logarithmic:
            return float(10 ** (math.log10(self.low) + place * (math.log10(self.high) - math.log10(self.low))))
        return self.low + place * (self.high - self.low)

    @property
    def floor(self) -> float:
        """Where bars stand: at 0 where the axis has it, else at its low end."""
        return 0.0 if not self.logarithmic and self.low <= 0 <= self.high else self.low

    def labels(self) -> list[str]:
        """How the marked values are written."""
        return written(self.ticks)


def scale(values: Iterable[float], wanted: int, *, logarithmic: bool = False, from_zero: bool = False, tight: bool = False) -> Scale:
    """The axis for some values, in about `wanted` steps.

    It ends at round values, or with `tight` where the values do; it begins at 0 where the values come near, and
    with `from_zero` always. A logarithmic axis takes what is above 0 and leaves the rest out.

    >>> scale([0.04, 0.93], 5)
    Scale(low=0.0, high=1.0, ticks=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), logarithmic=False)
    >>> scale([3, 800], 5, logarithmic=True).ticks
    (10.0, 100.0, 1000.0)
    """
    found = [float(value) for value in values if math.isfinite(value) and (value > 0 or not logarithmic)]
    if logarithmic:
        return _logarithmic(min(found, default=1.0), max(found, default=10.0), wanted, tight)
    low, high = min(found, default=0.0), max(found, default=1.0)
    if from_zero or low == high or 0 <= low < NEAR_ZERO * high:
        low = min(low, 0.0)
    if from_zero or low == high or NEAR_ZERO * low < high <= 0:
        high = max(high, 0.0)
    if low == high:
        high = 1.0
    return _linear(low, high, wanted, tight)


def _linear(low: float, high: float, wanted: int, tight: bool) -> Scale:
    step = round_step((high - low) / wanted)
    first, last = math.floor(low / step + SLACK), math.ceil(high / step - SLACK)
    marks = tuple(_clean(k * step) for k in range(first, last + 1))
    if not tight:
        return Scale(marks[0], marks[-1], marks)
    return Scale(low, high, tuple(mark for mark in marks if low - SLACK * step <= mark <= high + SLACK * step))


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least so large.

    >>> round_step(0.13), round_step(3), round_step(1)
    (0.2, 5.0, 1.0)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return next(_clean(step * power) for step in STEPS if least <= step * power * (1 + SLACK))


def _logarithmic(low: float, high: float, wanted: int, tight: bool) -> Scale:
    first, last = math.floor(math.log10(low) + SLACK), math.ceil(math.log10(high) - SLACK)
    every = max(1, math.ceil((last - first) / wanted))
    if low == high:
        low, high = low / 2, high * 2
    elif not tight and every == 1:
        finest = [_clean(step * _power(k)) for k in range(first, last + 1) for step in STEPS]
        low = max(mark for mark in finest if mark <= low * (1 + SLACK))
        high = min(mark for mark in finest if mark >= high * (1 - SLACK))
    elif not tight:
        low, high = _power(first), _power(first + every * math.ceil((last - first) / every))
    return Scale(low, high, _marks(low, high, every), True)


def _marks(low: float, high: float, every: int) -> tuple[float, ...]:
    """Powers of ten; where there are few, twice and five times them too; where even these are few, even steps."""
    first, last = math.floor(math.log10(low) + SLACK), math.ceil(math.log10(high) - SLACK)
    for marks in (
        [_power(k) for k in range(first, last + 1, every)],
        [_power(k) for k in range(first, last + 1)],
        [_clean(step * _power(k)) for k in range(first, last + 1) for step in STEPS[:-1]],
    ):
        within = tuple(mark for mark in marks if low * (1 - SLACK) <= mark <= high * (1 + SLACK))
        if len(within) >= FEW:
            return within
    return _linear(low, high, 2 * FEW, True).ticks


def _power(exponent: int) -> float:
    return float(f"1e{exponent}")


def _clean(value: float) -> float:
    return float(f"{value:.10g}")


def written(values: Iterable[float]) -> list[str]:
    """Marks of an axis with as many decimals as the finest of them needs.

    >>> written([0, 0.5, 1]), written([0, 2000, 4000]), written([1e-6, 1e-3, 1]), written([0, 2e7])
    (['0', '0.5', '1'], ['0', '2,000', '4,000'], ['1e−6', '0.001', '1'], ['0', '2e7'])
    """
    return [figure(value, 6) for value in values]


def figure(value: float, digits: int = 4) -> str:
    """A number with so many digits at most, no zeros that say nothing, and thousands set apart.

    >>> figure(1869.65), figure(33.55), figure(0.012345), figure(1e6), figure(-2.5e-7), figure(12345678)
    ('1,870', '33.55', '0.01235', '1,000,000', '−2.5e−7', '1.235e7')
    """
    if not math.isfinite(value):
        return "none" if math.isnan(value) else "no end" if value > 0 else f"{MINUS}no end"
    rounded = float(f"{value:.{digits}g}")
    if rounded == 0:
        return "0"
    if SMALL <= abs(rounded) < LARGE:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
        told = f"{rounded:,.{decimals}f}"
        return (told.rstrip("0").rstrip(".") if "." in told else told).replace("-", MINUS)
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    whole = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{whole}e{int(exponent)}".replace("-", MINUS)
