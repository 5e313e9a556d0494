"""Statistics of 2000 to 2003 that the fit did not look at: would the record be a usual history?

They were chosen before any fitted draw was seen, by what the record holds and the fit leaves out: where deaths lie, year by
year; how they cluster in time; how large crowds were; how long the capital was short of fuel.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from groundswell.analysis.record import Observation
from groundswell.backtest import estimates
from groundswell.backtest.lines import AT_LEAST, Aim, Line
from groundswell.backtest.measures import days
from groundswell.backtest.measures.days import Span
from groundswell.backtest.seen import Seen, Values
from groundswell.backtest.worlds import World

UNFITTED = "unfitted"
FITTED_PLACES = ("chapare", *days.TWIN_CITIES)  # of which windows were fitted: they are told otherwise below
MARCHES = Span(date(2003, 10, 16), date(2003, 10, 17), "16 and 17 October 2003")
SIEGE = Span(date(2003, 9, 1), date(2003, 10, 31), "September and October 2003")
OCTOBER = Span(date(2003, 10, 8), date(2003, 10, 24), "8 to 24 October 2003")
WEEK = 7


class Deaths(NamedTuple):
    """Deaths by forces of 2000 to 2003 by place and day: (places, days, n); the record being one history."""

    start: date
    places: tuple[str, ...]
    killed: Values

    def of(self, span: Span, places: tuple[str, ...] = ()) -> Values:
        """Deaths on each day of a span (days, n)."""
        rows = [self.places.index(place) for place in places] or list(range(len(self.places)))
        first, last = ((day - self.start).days for day in span[:2])
        return np.asarray(self.killed[rows, first : last + 1].sum(axis=0), np.float64)


def unfitted(world: World) -> Iterator[Line]:
    """Every such statistic, and where the record lies among histories: inside if 90 of 100 leave room for it on both sides.

    Under priors this is the prior predictive check, under fitted draws the posterior one. The last line says how many are inside.
    """
    rows = list(_statistics(world))
    yield from rows
    inside = [row.found.inside for row in rows if row.found.inside is not None]
    share = estimates.Estimate("share", sum(inside) / len(inside), None, None, len(inside)) if inside else estimates.NOTHING
    words = "of these statistics, those with the record inside"
    yield Line("unfitted-inside", UNFITTED, words, "share of statistics", share, aim=Aim(AT_LEAST, 0.8))


def _statistics(world: World) -> Iterator[Line]:
    seen, record = world.base, world.recorded
    size = seen.day(days.FIT.last) + 1
    ours = Deaths(seen.start, seen.places, seen.killed[:, :size].astype(np.float64))
    theirs = Deaths(record.start, record.places, record.killed[:, :size])
    of_record = {name: values for name, _, _, values in _of_deaths(theirs)}
    for name, words, unit, values in _of_deaths(ours):
        recorded = float(of_record[name][0])
        yield Line(name, UNFITTED, words, unit, estimates.quantity(values, recorded), recorded)
    yield from _of_crowds(seen, world.record)
    yield from _of_siege(seen, world.record)


def _of_deaths(of: Deaths) -> Iterator[tuple[str, str, str, Values]]:
    """Name, words, unit and values (n,) of each statistic of deaths."""
    for place in of.places:
        if place not in FITTED_PLACES:
            yield f"killed-{place}", f"killed by forces, {place}, {days.FIT.words}", "persons", of.of(days.FIT, (place,)).sum(axis=0)
    for year in range(2000, 2004):
        span = Span(date(year, 1, 1), date(year, 12, 31), f"{year}")
        yield f"killed-chapare-{year}", f"killed by forces, Chapare, {year}", "persons", of.of(span, days.REMOTE).sum(axis=0)
        yield f"weeks-{year}", f"weeks with deaths by forces, {year}", "weeks", _weeks(of.of(span))
        if year < 2003:
            cities = of.of(span, days.TWIN_CITIES).sum(axis=0)
            yield f"killed-cities-{year}", f"killed by forces, La Paz and El Alto, {year}", "persons", cities
            yield f"largest-day-{year}", f"most killed by forces on one day, {year}", "persons", of.of(span).max(axis=0)
    quiet = "longest time without deaths by forces, 2000 to 2003"
    yield "longest-quiet", quiet, "days", _longest_quiet(of.of(days.FIT))
    alto = of.of(OCTOBER, ("el-alto",)).sum(axis=0)
    yield "killed-el-alto-october", f"killed by forces, El Alto, {OCTOBER.words}", "persons", alto
    spread = f"places where forces killed, {SIEGE.words}"
    touched = [of.of(SIEGE, (place,)).sum(axis=0) > 0 for place in of.places]
    yield "places-autumn-2003", spread, "places", np.sum(touched, axis=0, dtype=np.float64)


def _weeks(each: Values) -> Values:
    whole = each[: len(each) // WEEK * WEEK].reshape(-1, WEEK, each.shape[1])
    return np.asarray((whole.sum(axis=1) > 0).sum(axis=0), np.float64)


def _longest_quiet(each: Values) -> Values:
    """The longest run of days without deaths in each history (n,).

    >>> _longest_quiet(np.array([[1.0], [0.0], [0.0], [2.0], [0.0]])).tolist()
    [2.0]
    """
    longest = run = np.zeros(each.shape[1])
    for day in each:
        run = np.where(day > 0, 0.0, run + 1)
        longest = np.maximum(longest, run)
    return np.asarray(longest, np.float64)


def _of_crowds(seen: Seen, record: tuple[Observation, ...]) -> Iterator[Line]:
    """Orders of magnitude: a crowd is people in action in a place, and the record's are of single events."""
    rows = [row for row in record if row.quantity == "crowd" and row.place == "la-paz" and row.within(*MARCHES[:2])]
    largest = max(row.value or 0.0 for row in rows)
    crowd = seen.daily["crowd_capital"][seen.day(MARCHES.first) : seen.day(MARCHES.last) + 1].max(axis=0).astype(np.float64)
    size = np.log10(1 + crowd)
    words = f"order of magnitude of the largest crowd in La Paz, {MARCHES.words}"
    yield Line("crowd-october", UNFITTED, words, "log10 persons", _order(size, largest), float(np.log10(1 + largest)))
    for name, place, span in (
        ("crowd-cochabamba-2000", "cochabamba", Span(date(2000, 9, 18), date(2000, 9, 24), "18 to 24 September 2000")),
        ("crowd-la-paz-february", "la-paz", Span(date(2003, 2, 12), date(2003, 2, 19), "12 to 19 February 2003")),
    ):
        told = [row for row in record if row.quantity == "crowd" and row.place == place and row.within(*span[:2])]
        largest = max(row.value or 0.0 for row in told)
        words = f"order of magnitude of the largest crowd reported, {place}, {span.words}"
        found = _order(np.log10(1 + _reported_crowd(seen, place, span)), largest)
        yield Line(name, UNFITTED, words, "log10 persons", found, float(np.log10(1 + largest)))


def _order(size: Values, recorded: float) -> estimates.Estimate:
    return estimates.quantity(size, float(np.log10(1 + recorded)))


def _reported_crowd(seen: Seen, place: str, span: Span) -> Values:
    """The largest crowd of a reported protest in a place in a span; 0 where none is reported (n,)."""
    rows = seen.reports[seen.reports["entity"] == seen.places.index(place)]
    rows = rows[(rows["day"] >= seen.day(span.first)) & (rows["day"] <= seen.day(span.last))]
    largest = np.zeros(seen.histories)
    np.maximum.at(largest, rows["history"].astype(np.int64), rows["amount"].astype(np.float64))
    return largest


def _of_siege(seen: Seen, record: tuple[Observation, ...]) -> Iterator[Line]:
    row = next(row for row in record if row.quantity == "siege_days" and row.first.year == SIEGE.first.year)
    short = seen.daily["siege"][seen.day(SIEGE.first) : seen.day(SIEGE.last) + 1] >= days.SHORT
    words = f"days on which the capital is short of supplies, {SIEGE.words}"
    found = estimates.quantity(short.sum(axis=0).astype(np.float64), row.value)
    yield Line("siege-days", UNFITTED, words, "days", found, row.value, note="short: half of the supplies gone, which is assumed")
    first = np.where(short.any(axis=0), short.argmax(axis=0), np.nan)
    began = float((row.first - SIEGE.first) / timedelta(days=1))
    words = f"first day of shortage, counted from {SIEGE.first}, where there is one"
    yield Line("siege-begins", UNFITTED, words, "days", estimates.quantity(first, began), began)
