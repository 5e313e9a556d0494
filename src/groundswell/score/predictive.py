"""What a forecast says: how many of a thing, and when a thing first happens. A model and a baseline say it alike."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.errors import UsageError
from groundswell.score import refusals

# A cumulative chance this little short of a level has reached it: additions round.
ROUNDING = 1e-12
WEEK = 7  # days


@dataclass(frozen=True, eq=False)
class Counts:
    """What a forecast gives each possible count: deaths, events, falls, days, persons.

    `values` (n,) are finite and not negative, in the unit of the thing counted; `weights` (n,) are
    their chances and sum to 1. Values are kept in rising order, each once, and those without weight
    are dropped, so that neither order nor the splitting of a weight can matter. `draws` is how many
    independent draws stand behind the chances, and infinite where they are exact; rules that need
    smoothing (`ignorance`) take it from here.

    Raises UsageError for a hole, a negative value or weight, and chances that do not sum to 1.

    >>> Counts([3, 0, 3], [0.25, 0.5, 0.25]).quantile(0.9)
    3.0
    """

    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    draws: float = math.inf

    def __init__(self, values: ArrayLike, weights: ArrayLike, draws: float = math.inf) -> None:
        listed = refusals.at_least_zero(values, "Counts: values")
        chance = refusals.at_least_zero(weights, "Counts: weights")
        refusals.same_length(chance, listed.size, "Counts: weights")
        chance = refusals.sum_to_one(chance, "Counts: weights")
        kept, place = np.unique(listed[chance > 0], return_inverse=True)
        object.__setattr__(self, "values", kept)
        object.__setattr__(self, "weights", np.bincount(place, chance[chance > 0], kept.size))
        object.__setattr__(self, "draws", _draws(draws, "Counts: draws"))

    @classmethod
    def of_sample(cls, values: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """A forecast made of histories drawn, each with a weight relative to the others (alike if none are given).

        >>> Counts.of_sample([0, 0, 4], weights=[1, 1, 2]).mean
        2.0
        """
        listed = refusals.at_least_zero(values, "Counts.of_sample: values")
        share = refusals.relative_weights(weights, listed.size, "Counts.of_sample: weights")
        return cls(listed, share, effective_draws(share))

    @property
    def mean(self) -> float:
        """The expected count."""
        return float(self.weights @ self.values)

    def quantile(self, level: float) -> float:
        """The least count that is not exceeded with at least this chance.

        >>> Counts.of_sample([1, 2, 3, 4]).quantile(0.5)
        2.0
        """
        reached = np.searchsorted(np.cumsum(self.weights), refusals.share(level, "Counts.quantile: level") - ROUNDING)
        return float(self.values[min(int(reached), self.values.size - 1)])

    def cumulative(self, count: float) -> float:
        """The chance of this count or fewer [0-1].

        >>> Counts.of_sample([1, 2, 3, 4]).cumulative(2)
        0.5
        """
        return self.chance_between(-math.inf, count)

    def chance_between(self, first: float, last: float) -> float:
        """The chance of a count from `first` to `last`, both included [0-1].

        >>> Counts.of_sample([1, 2, 3, 4]).chance_between(3, math.inf)
        0.5
        """
        return _closed(self.weights[(self.values >= first) & (self.values <= last)].sum())


@dataclass(frozen=True, eq=False)
class Dates:
    """When a forecast lets an event first happen: a chance for each day of a window, and one for never in it.

    `first` is the first day of the window; `chance` (days,) is the chance that the event first
    happens on each day; `never` that it does not happen in the window. Together they sum to 1.
    `draws` is how many independent draws stand behind the chances, infinite where they are exact.

    Raises UsageError for a hole, a negative chance, and chances that do not sum to 1.

    >>> fall = Dates(date(2003, 10, 1), [0.1, 0.2, 0.1], never=0.6)
    >>> fall.last, round(fall.chance_between(date(2003, 10, 2), date(2003, 10, 3)), 3)
    (datetime.date(2003, 10, 3), 0.3)
    """

    first: date
    chance: NDArray[np.float64]
    never: float
    draws: float = math.inf

    def __init__(self, first: date, chance: ArrayLike, never: float, draws: float = math.inf) -> None:
        daily = refusals.chances(chance, "Dates: chance")
        rest = refusals.chances(never, "Dates: never")
        whole = refusals.sum_to_one(np.append(daily, rest), "Dates: chance and never")
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "chance", whole[:-1])
        object.__setattr__(self, "never", float(whole[-1]))
        object.__setattr__(self, "draws", _draws(draws, "Dates: draws"))

    @classmethod
    def of_sample(cls, first: date, last: date, days: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """A forecast made of histories: on which day of the window (0 = `first`) the event first happened in each.

        A day after `last`, infinity included, is never. Weights are relative to one another.

        >>> fall = Dates.of_sample(date(2003, 10, 1), date(2003, 10, 31), [16, 17, math.inf, 40])
        >>> fall.never, fall.quantile(0.25), fall.quantile(0.9)
        (0.5, datetime.date(2003, 10, 17), None)
        """
        length = window(first, last, "Dates.of_sample")
        given = np.atleast_1d(refusals.numeric(days, "Dates.of_sample: days"))
        finite = refusals.at_least_zero(np.where(given == math.inf, length, given), "Dates.of_sample: days")
        share = refusals.relative_weights(weights, finite.size, "Dates.of_sample: weights")
        places = np.minimum(np.floor(finite), length).astype(np.int64)
        whole = np.bincount(places, share, length + 1)
        return cls(first, whole[:-1], float(whole[-1]), effective_draws(share))

    @classmethod
    def of_hazard(cls, first: date, hazard: ArrayLike) -> Self:
        """A forecast made of the chance on each day, given that the event has not happened before.

            p_d = h_d · Π_{c<d} (1 − h_c)        p_never = Π_d (1 − h_d)

        p chance [0-1] · h hazard a day [0-1].

        >>> Dates.of_hazard(date(2003, 10, 1), [0.5, 0.5]).chance.tolist()
        [0.5, 0.25]
        """
        daily = refusals.chances(hazard, "Dates.of_hazard: hazard")
        spared = np.append(1.0, np.cumprod(1 - daily))
        return cls(first, daily * spared[:-1], float(spared[-1]))

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.first + timedelta(days=self.chance.size - 1)

    @property
    def ever(self) -> float:
        """The chance that the event happens in the window at all [0-1]."""
        return _closed(self.chance.sum())

    def quantile(self, level: float) -> date | None:
        """The first day by which the event has happened with at least this chance; None if that is never.

        >>> Dates(date(2003, 10, 1), [0.2, 0.2, 0.2], never=0.4).quantile(0.5)
        datetime.date(2003, 10, 3)
        """
        wanted = refusals.share(level, "Dates.quantile: level") - ROUNDING
        reached = int(np.searchsorted(np.cumsum(self.chance), wanted))
        return self.first + timedelta(days=reached) if reached < self.chance.size else None

    def chance_between(self, first: date, last: date) -> float:
        """The chance that the event first happens from `first` to `last`, both included [0-1].

        Days outside of the window have no chance of their own.

        >>> Dates(date(2003, 10, 1), [0.25, 0.5], never=0.25).chance_between(date(2003, 10, 2), date(2004, 1, 1))
        0.5
        """
        start, end = (first - self.first).days, (last - self.first).days + 1
        return _closed(self.chance[max(start, 0) : max(end, 0)].sum())

    def binned(self, length: int = WEEK) -> NDArray[np.float64]:
        """Chances (bins + 1,) of spans of `length` days from the first day on, the last span maybe shorter; at the end that of never.

        >>> Dates(date(2003, 10, 1), [0.25, 0.25, 0.125], never=0.375).binned(2).tolist()
        [0.5, 0.125, 0.375]
        """
        if length < 1:
            raise UsageError.of("Dates.binned: length", f"{length}", "a whole number of days, 1 or more", "7 makes weeks")
        return np.append(np.add.reduceat(self.chance, np.arange(0, self.chance.size, length)), self.never)

    def place(self, observed: date | None, length: int = WEEK) -> int:
        """Which of the bins of `binned` a date falls in; None, and any date after the window, is never.

        Raises UsageError for a date before the window, of which the forecast says nothing.

        >>> Dates(date(2003, 10, 1), [0.25, 0.25, 0.125], never=0.375).place(date(2003, 10, 3), length=2)
        1
        """
        bins = -(-self.chance.size // length)
        if observed is None or observed > self.last:
            return bins
        if observed < self.first:
            raise UsageError.of(
                "Dates: observed", f"{observed}", f"a date from {self.first} on, or None", "issue the forecast before the event"
            )
        return (observed - self.first).days // length


def window(first: date, last: date, where: str) -> int:
    """How many days a window has, both ends included.

    >>> window(date(2003, 10, 1), date(2003, 10, 31), "example")
    31
    """
    length = (last - first).days + 1
    if length < 1:
        raise UsageError.of(f"{where}: last", f"{last}", f"a day on or after {first}", "exchange the two dates")
    return length


def effective_draws(weights: NDArray[np.float64]) -> float:
    """How many equal draws tell as much as these weighted ones: (Σ w)² / Σ w², after Kish (1965).

    >>> effective_draws(np.array([0.5, 0.25, 0.25]))
    2.6666666666666665
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def _draws(draws: float, where: str) -> float:
    if not draws > 0:
        raise UsageError.of(where, f"{draws}", "a number above 0, infinite for exact chances", "leave it out where the chances are exact")
    return float(draws)


def _closed(chance: float) -> float:
    """A sum of chances, freed of the rounding that carries it past one."""
    return min(float(chance), 1.0)
