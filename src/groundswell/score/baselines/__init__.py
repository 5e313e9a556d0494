"""Baselines: forecasts without a model, which stand in every table of scores by themselves.

A model that does not beat them has learned nothing that a reader of the record could not know.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from groundswell.score.baselines import (
    analog_episodes,
    constant_hazard,
    country_rate_shrunk,
    hawkes,
    hazard_by_calendar,
    last_months_draw,
    negative_binomial,
    persistence,
    region_rate,
)
from groundswell.score.baselines.baseline import Baseline, NotOnRecord
from groundswell.score.history import DEATHS, Past
from groundswell.score.predictive import Counts, Dates

Forecast = TypeVar("Forecast", Counts, Dates)

ALL: tuple[Baseline, ...] = (
    constant_hazard.BASELINE,
    region_rate.BASELINE,
    country_rate_shrunk.BASELINE,
    hazard_by_calendar.BASELINE,
    persistence.BASELINE,
    last_months_draw.BASELINE,
    negative_binomial.BASELINE,
    hawkes.OF_DEATHS,
    hawkes.OF_EVENTS,
    analog_episodes.BASELINE,
)
BY_NAME: dict[str, Baseline] = {baseline.name: baseline for baseline in ALL}


def all_counts(past: Past, first: date, last: date, quantity: str = DEATHS, seed: int = 1) -> dict[str, Counts | NotOnRecord]:
    """The forecast of every baseline for a count in a window, or the reason why it has none.

    >>> from groundswell.score.region import past_of_country
    >>> past = past_of_country("ecuador").until(date(2004, 12, 31))
    >>> all_counts(past, date(2005, 4, 1), date(2005, 4, 30))["persistence"].reason
    'no deaths of ecuador on record'
    """
    return {one.name: _answer(partial(one.counts, past, first, last, quantity, seed)) for one in ALL}


def all_dates(past: Past, first: date, last: date, seed: int = 1) -> dict[str, Dates | NotOnRecord]:
    """The forecast of every baseline for the day of the first fall in a window, or the reason why it has none.

    >>> from groundswell.score.region import past_of_country
    >>> past = past_of_country("ecuador").until(date(2004, 12, 31))
    >>> round(all_dates(past, date(2005, 4, 1), date(2005, 4, 30))["constant_hazard"].ever, 4)
    0.0127
    """
    return {one.name: _answer(partial(one.dates, past, first, last, seed)) for one in ALL}


def _answer(ask: Callable[[], Forecast]) -> Forecast | NotOnRecord:
    """What a baseline says, or why it says nothing."""
    try:
        return ask()
    except NotOnRecord as reason:
        return reason
