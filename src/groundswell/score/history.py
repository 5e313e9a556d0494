"""What was on record on the day a forecast is issued, and nothing that came later.

A `Past` is what every baseline is given. It is built whole, from the record of a case and from the
shipped record of twenty countries, and then cut: `past.until(day)`. It refuses to hold anything
after the day it is cut at, so that no baseline can be handed what it is to foretell.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.score import guards

ONE_DAY = timedelta(days=1)
# Days within which a second fall belongs to the crisis of the first. assumed: the pairs on record
# lie 1 and 10 days apart, the next nearest 603, so that any value between gives the same list
SAME_CRISIS = 31
DEATHS, EVENTS, FALLS = "deaths", "events", "falls"


@dataclass(frozen=True)
class Series:
    """What happened on which day, and the span of days for which we would know it.

    `days` are in rising order, a day as often as there were entries for it; `amounts` go with them.
    A day from `since` to `to` that is not listed had nothing. Raises UsageError for a day outside of
    the span, days out of order, and amounts that are negative or do not go with the days.

    >>> killed = Series(date(2003, 10, 1), date(2003, 10, 31), (date(2003, 10, 11), date(2003, 10, 12)), (5.0, 30.0))
    >>> killed.total(date(2003, 10, 12), date(2003, 10, 31))
    30.0
    """

    since: date
    to: date
    days: tuple[date, ...] = ()
    amounts: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        guards.refuse_after(self.days, self.to, "series")
        if self.days and (self.days[0] < self.since or list(self.days) != sorted(self.days)):
            raise UsageError.of("series", f"first day {self.days[0]}", f"days from {self.since} on, in order", "sort the days")
        if len(self.amounts) != len(self.days) or any(not amount >= 0 for amount in self.amounts):
            raise UsageError.of("series: amounts", f"{len(self.amounts)} amounts", "one of 0 or more for each day", "pair them")

    @classmethod
    def of(cls, entries: Iterable[tuple[date, float]], since: date, to: date) -> Self:
        """A series of entries in any order; those outside of the span are left out.

        >>> Series.of([(date(2003, 2, 12), 15), (date(1999, 1, 1), 3)], date(2000, 1, 1), date(2003, 12, 31)).amounts
        (15.0,)
        """
        kept = sorted((day, float(amount)) for day, amount in entries if since <= day <= to)
        return cls(since, to, tuple(day for day, _ in kept), tuple(amount for _, amount in kept))

    def until(self, last: date) -> "Series | None":
        """The same series as it stood at the end of a day; None if it had not begun."""
        if last < self.since:
            return None
        kept = bisect_right(self.days, last)
        return Series(self.since, min(self.to, last), self.days[:kept], self.amounts[:kept])

    @property
    def length(self) -> int:
        """How many days it spans."""
        return (self.to - self.since).days + 1

    def total(self, first: date, last: date) -> float:
        """The sum of the amounts from one day to another, both included."""
        return float(sum(self.amounts[bisect_left(self.days, first) : bisect_right(self.days, last)]))

    def daily(self) -> NDArray[np.float64]:
        """The amount of each day of the span (days,)."""
        places = np.array([(day - self.since).days for day in self.days], np.int64)
        return np.bincount(places, np.array(self.amounts), self.length).astype(np.float64)

    def entries(self) -> NDArray[np.float64]:
        """How many entries each day of the span has (days,), whatever their amounts."""
        places = np.array([(day - self.since).days for day in self.days], np.int64)
        return np.bincount(places, minlength=self.length).astype(np.float64)


class Election(NamedTuple):
    """A first round of a presidential election, and the years until the next was due by the law of that day."""

    day: date
    term: int


@dataclass(frozen=True)
class Record:
    """What is on record of one country: deaths by forces, protest events, falls under protest, elections held.

    Any part may be missing, which is None and is not the same as a series of nothing.
    """

    deaths: Series | None = None
    events: Series | None = None
    falls: Series | None = None
    elections: tuple[Election, ...] = ()

    def until(self, last: date) -> "Record":
        """The same record as it stood at the end of a day."""
        deaths, events, falls = (one and one.until(last) for one in (self.deaths, self.events, self.falls))
        return Record(deaths, events, falls, tuple(one for one in self.elections if one.day <= last))

    def series(self, quantity: str) -> Series | None:
        """The series of "deaths", "events" or "falls"."""
        return {DEATHS: self.deaths, EVENTS: self.events, FALLS: self.falls}[quantity]

    def days(self) -> tuple[date, ...]:
        """Every day on which anything in it happened, and the ends of its spans."""
        held = [one for one in (self.deaths, self.events, self.falls) if one is not None]
        return (*(day for one in held for day in (*one.days, one.to)), *(one.day for one in self.elections))


@dataclass(frozen=True)
class Past:
    """What may be known when a forecast is issued.

    `own` is the record of the country forecast, `others` that of the countries it is compared with,
    by name; `known_to` is the last day on record, `issued` the day of the forecast. Between the two
    lies the embargo. Raises UsageError if anything it is given lies after `known_to`.

    >>> end = date(2012, 12, 31)
    >>> past = Past("bolivia", Record(falls=Series(date(1989, 1, 1), end)), {}, known_to=end, issued=end)
    >>> cut = past.until(date(2003, 12, 31), embargo_days=30)
    >>> cut.issued, cut.known_to, cut.own.falls.to
    (datetime.date(2003, 12, 31), datetime.date(2003, 12, 1), datetime.date(2003, 12, 1))
    """

    country: str
    own: Record
    others: Mapping[str, Record]
    known_to: date
    issued: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "others", MappingProxyType(dict(self.others)))
        guards.refuse_after([self.known_to], self.issued, "past: known_to")
        for name, record in self.everywhere().items():
            guards.refuse_after(record.days(), self.known_to, f"past: {name}")

    def until(self, issued: date, embargo_days: int = 0) -> "Past":
        """The past as it stood on a day, without what happened in the embargo before it.

        Everything goes: own events and deaths, falls and elections of all countries, and the ends of
        the spans on record. Raises UsageError for a day of which this past knows nothing, and for an
        embargo below 0.
        """
        if embargo_days < 0:
            raise UsageError.of("until: embargo_days", f"{embargo_days}", "0 days or more", "0 keeps everything up to the day")
        known_to = issued - timedelta(days=embargo_days)
        if known_to > self.known_to:
            raise UsageError.of("until", f"{issued}", f"a day up to {self.known_to}, where the record ends", "issue it earlier")
        others = {name: record.until(known_to) for name, record in self.others.items()}
        return Past(self.country, self.own.until(known_to), others, known_to, issued)

    def everywhere(self) -> dict[str, Record]:
        """The record of every country, the one forecast first."""
        return {self.country: self.own, **{name: self.others[name] for name in sorted(self.others) if name != self.country}}
