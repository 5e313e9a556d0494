"""The country's own rate, drawn toward that of its region by as much as the countries are alike."""

import numpy as np

from groundswell.score.baselines.baseline import Ahead, Baseline, comparable, falls_on_record, on_record
from groundswell.score.baselines.rates import Rate, dispersion, spread
from groundswell.score.history import Past, Series
from groundswell.score.predictive import Counts, Dates


def shrunk(series: dict[str, Series], country: str, scatter: float = 1.0) -> Rate:
    """The rate of one country among others; `scatter` tells how many events weigh as much as one of a Poisson process.

    >>> from datetime import date
    >>> end = date(2003, 12, 31)
    >>> two = {"a": Series(date(2000, 1, 1), end), "b": Series(date(2000, 1, 1), end, (end,), (1.0,))}
    >>> 0 < shrunk(two, "a").mean < shrunk(two, "b").mean
    True
    """
    events = {name: sum(one.amounts) / scatter for name, one in series.items()}
    days = {name: one.length / scatter for name, one in series.items()}
    return spread(list(events.values()), list(days.values())).of(events[country], days[country])


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    on_record(past, quantity)
    series = comparable(past, quantity)
    scatter = dispersion(list(series.values()), ahead.days)
    return shrunk(series, past.country, scatter).counts(ahead.days, scatter)


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    return shrunk(falls_on_record(past), past.country).dates(ahead.first, np.ones(ahead.days))


BASELINE = Baseline(
    "country_rate_shrunk",
    "The country's own rate, drawn toward the region's by as much as the record says that countries are alike",
    "Clayton & Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks, Biometrics 43; "
    "Christiansen & Morris (1997), Hierarchical Poisson regression modeling, Journal of the American Statistical Association 92",
    _counts,
    _dates,
)
