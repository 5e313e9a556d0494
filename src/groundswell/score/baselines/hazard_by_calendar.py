"""The country's shrunk rate, raised and lowered by the month of the year and by how near an election is.

Only elections held by a day, and the term in force when they were held, are known on it: the next
one is due when the term of the last ends. An election called early is unknown until it is held.
"""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.score.baselines.baseline import YEAR, Ahead, Baseline, comparable, falls_on_record, on_record
from groundswell.score.baselines.country_rate_shrunk import shrunk
from groundswell.score.baselines.rates import dispersion, spread
from groundswell.score.history import Election, Past, Record, Series
from groundswell.score.predictive import Counts, Dates

MONTHS = 12
AFTER, BETWEEN, BEFORE, UNKNOWN = 0, 1, 2, 3
PHASES = 4  # the year after an election, the years between, the year before the next is due, no election known
YEAR_AND_QUARTER = 365.25  # days in a year of a term

Array = NDArray[np.float64]
Places = NDArray[np.int64]


def months(first: date, days: int) -> Places:
    """The month of each day (days,), from 0.

    >>> months(date(2003, 12, 31), 2).tolist()
    [11, 0]
    """
    return np.array([(first + timedelta(days=day)).month - 1 for day in range(days)], np.int64)


def phases(first: date, days: int, elections: tuple[Election, ...]) -> Places:
    """How each day (days,) lies to the last election held by then and to the next one due.

    Days after the last election on record are taken to see the next ones on time.

    >>> phases(date(2003, 6, 29), 2, (Election(date(2002, 6, 30), 5),)).tolist()
    [0, 1]
    """
    found = np.full(days, UNKNOWN, np.int64)
    for election in elections:
        since = np.arange(days) + (first - election.day).days
        term = round(election.term * YEAR_AND_QUARTER)
        within = since % term
        phase = np.where(within < YEAR, AFTER, np.where(term - within <= YEAR, BEFORE, BETWEEN))
        found = np.where(since >= 0, phase, found)
    return found


def factors(past: Past, series: dict[str, Series]) -> tuple[Array, Array]:
    """By how much each month (12,) and each phase (4,) raises the rate; 1 where there is nothing to tell.

    They are drawn toward 1 by as much as months and phases are alike, as rates of countries are.
    """
    by_month, by_phase = np.zeros((2, MONTHS)), np.zeros((2, PHASES))
    records = past.everywhere()
    for name, one in series.items():
        daily, expected = one.daily(), np.full(one.length, max(sum(one.amounts), 0.0) / one.length)
        month, phase = months(one.since, one.length), phases(one.since, one.length, _elections(records[name]))
        for place, table in ((month, by_month), (phase, by_phase)):
            table += np.stack([np.bincount(place, amounts, table.shape[1]) for amounts in (daily, expected)])
    return _relative(by_month), np.append(_relative(by_phase[:, :UNKNOWN]), 1.0)


def _elections(record: Record) -> tuple[Election, ...]:
    return tuple(sorted(record.elections))


def _relative(table: Array) -> Array:
    """Counts over expected counts, drawn together, and such that they leave the average as it is."""
    counts, expected = table
    if not counts.sum():
        return np.ones(counts.size)
    found = np.ones(counts.size)
    seen = expected > 0
    common = spread(list(counts[seen]), list(expected[seen]))
    found[seen] = [common.of(count, days).mean for count, days in zip(counts[seen], expected[seen], strict=True)]
    return np.asarray(found * expected.sum() / (found @ expected), np.float64)


def exposure(past: Past, ahead: Ahead, series: dict[str, Series]) -> Array:
    """What each day of the window counts for (days,); 1 is an average day."""
    by_month, by_phase = factors(past, series)
    phase = phases(ahead.first, ahead.days, _elections(past.own))
    return np.asarray(by_month[months(ahead.first, ahead.days)] * by_phase[phase], np.float64)


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    on_record(past, quantity)
    series = comparable(past, quantity)
    scatter = dispersion(list(series.values()), ahead.days)
    return shrunk(series, past.country, scatter).counts(float(exposure(past, ahead, series).sum()), scatter)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    series = falls_on_record(past)
    return shrunk(series, past.country).dates(ahead.first, exposure(past, ahead, series))


BASELINE = Baseline(
    "hazard_by_calendar",
    "The country's shrunk rate times a factor for the month and one for the year before, after or between elections",
    "Carter (2016), Elections, protests, and focal moments: day-level evidence from post-Cold War Africa",
    _counts,
    _dates,
)
