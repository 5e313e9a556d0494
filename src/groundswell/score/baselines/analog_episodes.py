"""What followed the most similar moments on record: nearest neighbors among the past weeks of all countries.

A moment is what happened in its last 7, 30 and 90 days, as ln(1 + n), each scaled by its spread over
all moments. Every week of every country is a candidate whose own window had ended by the last day on
record, with the same gap between moment and window as in the forecast.
"""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from groundswell.score.baselines.baseline import Ahead, Baseline, cannot, comparable, on_record
from groundswell.score.baselines.rates import JEFFREYS
from groundswell.score.baselines.region_rate import BASELINE as REGION
from groundswell.score.history import DEATHS, EVENTS, Past, Series
from groundswell.score.predictive import Counts, Dates

# assumed: a week, a month and a season, after what was measured of protests before falls in the region:
# 11, 5 and 2.2 times the country's mean
LOOKING_BACK = (7, 30, 90)  # days
EVERY = 7  # days from one candidate to the next
NEIGHBORS = 100  # assumed: few enough to be alike, enough for a chance of some hundredths
LEAST = 10  # candidates for every neighbor taken, so that the nearest are near

Array = NDArray[np.float64]


def nearest(moments: Array, now: Array, wanted: int) -> NDArray[np.int64]:
    """The places of the nearest moments; all that are as near as the last one taken are taken too.

    `moments` (candidates, features), `now` (features,). A feature that never varies says nothing.

    >>> nearest(np.array([[0.0], [1.0], [0.0], [5.0]]), np.array([0.0]), 1).tolist()
    [0, 2]
    """
    scale = moments.std(0)
    apart = np.where(scale > 0, (moments - now) / np.where(scale > 0, scale, 1.0), 0.0)
    distance = np.sqrt((apart**2).sum(1))
    return np.flatnonzero(distance <= np.partition(distance, wanted - 1)[wanted - 1])


def moments(series: Series, places: NDArray[np.int64]) -> Array:
    """What the days up to each place of a series (candidates,) held: (candidates, features)."""
    sums = np.append(0.0, np.cumsum(series.daily()))
    return np.stack([np.log1p(sums[places + 1] - sums[places + 1 - days]) for days in LOOKING_BACK], 1)


def candidates(series: Series, ahead: Ahead) -> NDArray[np.int64]:
    """The places of a series from which the window ahead has ended on record, one a week back from the last."""
    last = series.length - 1 - ahead.lead - ahead.days
    return np.arange(last, max(LOOKING_BACK) - 2, -EVERY, dtype=np.int64)


def apart(number: int, days: int) -> float:
    """How many windows that do not overlap tell as much as so many windows a week apart.

    >>> apart(100, 70), apart(100, 7)
    (10.0, 100.0)
    """
    return number * min(1.0, EVERY / days)


def _matched(past: Past, ahead: Ahead, quantity: str, series: dict[str, Series]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Countries and places of all candidates, and which of them are nearest to now."""
    own = on_record(past, quantity, least_days=max(LOOKING_BACK))
    places = {name: candidates(one, ahead) for name, one in series.items()}
    names = [name for name, chosen in places.items() for _ in chosen]
    wanted = min(NEIGHBORS, len(names) // LEAST)
    if wanted < LEAST:
        raise cannot(f"{len(names)} weeks of {quantity} with an outcome on record", f"at least {LEAST * LEAST} weeks")
    table = np.concatenate([moments(series[name], chosen) for name, chosen in places.items() if chosen.size])
    now = moments(own, np.array([own.length - 1]))[0]
    return names, np.concatenate(list(places.values())), nearest(table, now, wanted)


def _counts(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    own = on_record(past, quantity)
    series = {past.country: own} if quantity == DEATHS else comparable(past, quantity)
    names, places, near = _matched(past, ahead, quantity, series)
    sums = {name: np.append(0.0, np.cumsum(one.daily())) for name, one in series.items()}
    starts = places + 1 + ahead.lead
    found = [sums[names[one]][starts[one] + ahead.days] - sums[names[one]][starts[one]] for one in near]
    return Counts(found, np.full(near.size, 1 / near.size), draws=apart(near.size, ahead.days))


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    """The days on which governments fell after the neighbors, with half a fall more at the rate of the whole region.

    Without it, no fall after a hundred neighbors would mean that none can come.
    """
    records = past.everywhere()
    series = {name: one for name, one in comparable(past, EVENTS).items() if records[name].falls is not None}
    names, places, near = _matched(past, ahead, EVENTS, series)
    waits = [_wait(records[names[one]].falls, series[names[one]], int(places[one]), ahead) for one in near]
    seen, usual = Dates.of_sample(ahead.first, ahead.last, waits), REGION.dates(past, ahead.first, ahead.last)
    added = JEFFREYS / usual.ever  # neighbors of the region at large, after which half a government falls
    share = added / (apart(near.size, ahead.days) + added)
    return Dates(ahead.first, (1 - share) * seen.chance + share * usual.chance, (1 - share) * seen.never + share * usual.never)


def _wait(falls: Series | None, events: Series, place: int, ahead: Ahead) -> float:
    """Days from the start of a candidate's window to the first fall in it; infinite if there was none."""
    first = events.since + timedelta(days=place + 1 + ahead.lead)
    after = [] if falls is None else [(day - first).days for day in falls.days if day >= first]
    return after[0] if after and after[0] < ahead.days else np.inf


BASELINE = Baseline(
    "analog_episodes",
    "What followed the hundred weeks on record, of all countries, whose preceding week, month and season were most like the present's",
    "Lorenz (1969), Atmospheric predictability as revealed by naturally occurring analogues, Journal of the Atmospheric Sciences 26; "
    "Chadefaux (2022), A shape-based approach to conflict forecasting, International Interactions 48",
    _counts,
    _dates,
)
