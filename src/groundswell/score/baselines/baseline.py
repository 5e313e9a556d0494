"""What a baseline is: something that forecasts as a model does, from nothing but what is on record.

Each stands in a file of its own and says how it counts and how it dates. What is common to all is
here: no baseline forecasts days on record already, and none answers where the record does not
suffice. It then says why, and never gives another number instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.score import guards
from groundswell.score.history import DEATHS, EVENTS, FALLS, Past, Series
from groundswell.score.predictive import Counts, Dates, window

YEAR = 365  # days, of "the last twelve months"


class NotOnRecord(UsageError):
    """A baseline cannot be computed from what is on record; the reason stands under `got`."""

    @property
    def reason(self) -> str:
        """Why there is no number."""
        return self.problems[0].got


class Ahead(NamedTuple):
    """The window forecast: its first and last day, its length in days, and the days between the record's end and its start."""

    first: date
    last: date
    days: int
    lead: int


CountsOf = Callable[[Past, Ahead, str, int], Counts]
DatesOf = Callable[[Past, Ahead, int], Dates]


@dataclass(frozen=True)
class Baseline:
    """A forecaster without a model: its name, what it does in words, who proposed it, and its two kinds of forecast.

    >>> from groundswell.score.baselines import region_rate
    >>> from groundswell.score.region import past_of_country
    >>> past = past_of_country("ecuador").until(date(2004, 12, 31))
    >>> round(region_rate.BASELINE.dates(past, date(2005, 4, 1), date(2005, 4, 30)).ever, 4)
    0.0035
    """

    name: str
    words: str
    source: str
    counting: CountsOf
    dating: DatesOf

    def counts(self, past: Past, first: date, last: date, quantity: str = DEATHS, seed: int = 1) -> Counts:
        """How many "deaths" by forces or protest "events" there will be from one day to another, both included.

        Raises NotOnRecord where the record does not suffice, and UsageError for a window that is on
        record already and for other quantities. `seed` matters to simulated baselines alone.
        """
        if quantity not in (DEATHS, EVENTS):
            raise UsageError.of(f"{self.name}: quantity", quantity, f"{DEATHS} or {EVENTS}", "falls are forecast by dates()")
        return self.counting(past, self._ahead(past, first, last), quantity, seed)

    def dates(self, past: Past, first: date, last: date, seed: int = 1) -> Dates:
        """On which day of a window, if any, a government will first fall under protest.

        Whether one falls between the record's end and the window does not matter: the first fall
        within the window is asked for. Raises NotOnRecord and UsageError as `counts` does.
        """
        return self.dating(past, self._ahead(past, first, last), seed)

    def _ahead(self, past: Past, first: date, last: date) -> Ahead:
        guards.refuse_window_in_past(first, past.issued, self.name)
        return Ahead(first, last, window(first, last, self.name), (first - past.known_to).days - 1)


def cannot(reason: str, expected: str) -> NotOnRecord:
    """The error that says why there is no number."""
    return NotOnRecord.of("baseline", reason, expected, "leave the baseline out of this table, with this reason")


def on_record(past: Past, quantity: str, least_days: int = 1) -> Series:
    """The country's own series of a quantity, known up to the last day on record. Raises NotOnRecord if there is none.

    >>> from groundswell.score.region import past_of_country
    >>> on_record(past_of_country("peru").until(date(2001, 12, 31)), "deaths")
    Traceback (most recent call last):
    ...
    groundswell.score.baselines.baseline.NotOnRecord:    where  baseline
         got  no deaths of peru on record
    ...
    """
    series = past.own.series(quantity)
    if series is None:
        raise cannot(f"no {quantity} of {past.country} on record", f"a series of {quantity}")
    if series.to < past.known_to:
        raise cannot(f"the record of {quantity} ends on {series.to}", f"a record up to {past.known_to}")
    if series.length < least_days:
        raise cannot(f"{series.length} days of {quantity} on record", f"at least {least_days} days")
    return series


def comparable(past: Past, quantity: str) -> dict[str, Series]:
    """The series of every country that is known up to the last day on record, the own among them if it is.

    Raises NotOnRecord if no other country has one.
    """
    found = {name: record.series(quantity) for name, record in past.everywhere().items()}
    kept = {name: series for name, series in found.items() if series is not None and series.to >= past.known_to}
    if not set(kept) - {past.country}:
        raise cannot(f"no {quantity} of other countries on record", f"a series of {quantity} of at least one other country")
    return kept


def falls_on_record(past: Past) -> dict[str, Series]:
    """The falls of every country, the own among them. Raises NotOnRecord if the own, or all others, are missing."""
    on_record(past, FALLS)
    return comparable(past, FALLS)


def stretches(series: Series, days: int) -> NDArray[np.float64]:
    """The totals of consecutive stretches of so many days, counted back from the end of the record (stretches,).

    >>> stretches(Series(date(2003, 1, 1), date(2003, 1, 5), (date(2003, 1, 5),), (2.0,)), 2).tolist()
    [0.0, 2.0]
    """
    whole = series.length // days
    daily = series.daily()
    return np.asarray(daily[daily.size - whole * days :].reshape(whole, days).sum(1), np.float64)
