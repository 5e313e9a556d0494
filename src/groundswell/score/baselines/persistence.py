"""What was, stays: the last twelve months go on."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.score.baselines.baseline import YEAR, Ahead, Baseline, falls_on_record, on_record
from groundswell.score.baselines.rates import Rate, dispersion
from groundswell.score.history import ONE_DAY, Past, Series
from groundswell.score.predictive import Counts, Dates


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    """The rate of the last year, with the scatter of the whole record around it."""
    series = on_record(past, quantity, least_days=YEAR)
    lately = series.total(series.to - timedelta(days=YEAR - 1), series.to)
    return Rate.known(lately, YEAR).counts(ahead.days, dispersion([series], ahead.days))


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    """A country is shaken for a year after a fall and quiet otherwise; the state it is in now lasts."""
    falls = falls_on_record(past)
    now = _shaken(falls[past.country])[-1]
    events = days = 0.0
    for series in falls.values():
        alike = _shaken(series)[:-1] == now  # the state on the evening before each day
        events += float(series.daily()[1:][alike].sum())
        days += float(alike.sum())
    return Rate.known(events, days).dates(ahead.first, np.ones(ahead.days))


def _shaken(falls: Series) -> NDArray[np.bool_]:
    """Whether a government fell within the twelve months up to each evening (days,)."""
    shaken = np.zeros(falls.length, np.bool_)
    for day in falls.days:
        start = (day - falls.since) // ONE_DAY
        shaken[start : start + YEAR] = True
    return shaken


BASELINE = Baseline(
    "persistence",
    "Counts at the rate of the last twelve months, scattered as the whole record is; "
    "falls at the rate of countries that had, or had not, one in the last twelve months",
    "Murphy (1992), Climatology, persistence, and their linear combination as standards of reference in skill scores, "
    "Weather and Forecasting 7",
    _counts,
    _dates,
)
