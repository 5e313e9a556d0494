"""Events bring forth events: a self-exciting process in days, for protests and for lethal incidents.

    λ_t = μ + η Σ_{s<t} n_s (1 − ρ) ρ^(t−s−1)        ρ = e^(−1/τ)        n_t ~ Poisson(λ_t)

λ events expected on day t · μ background [1/day] · η events that each brings forth, over all days to
come [0–1) · τ how long that takes [days] · n events on a day. Deaths are lethal incidents, one a day
and place, that excite one another, each with as many dead as one drawn from the record.
Source: Hawkes (1971) for the process; Lewis, Mohler, Brantingham & Bertozzi (2012) for deaths.
Departs: days instead of moments; what a crowd of victims excites is not more than what one does.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.score.baselines.baseline import Ahead, Baseline, cannot, on_record
from groundswell.score.baselines.luck import poisson, uniforms
from groundswell.score.baselines.rates import JEFFREYS, Array, kept
from groundswell.score.history import DEATHS, EVENTS, Past, Series
from groundswell.score.predictive import Counts, Dates

# The grid that the likelihood is taken on, each point as likely before the data.
SPANS = tuple(float(span) for span in np.geomspace(1, 120, 15))  # τ, days. assumed: from a day to a season
BROODS = tuple(float(brood) for brood in np.arange(0, 1, 0.05))  # η; at 1 there would be no end
BACKGROUNDS = np.exp(np.linspace(-1.5, 1.5, 15))  # μ, times the rate left once (1 − η) of events are offspring
PATHS = 4000  # simulated futures; the Monte Carlo error of a chance is at most 0.008
LEAST = 2  # events to learn excitement from
NUMBER, SIZE = 0, 1  # what a uniform number is drawn for


class Excited(NamedTuple):
    """Points of the grid: their weight after the data, μ, η and τ (points,), and Σ n (1−ρ)ρ^… on the day after the record."""

    weights: Array
    background: Array
    brood: Array
    span: Array
    stirred: Array


def fitted(points: Array) -> Excited:
    """How events a day (days,) may have come about: every point of the grid, weighed by its likelihood.

    >>> even, in_bursts = fitted(np.tile([1.0, 0, 0, 0], 60)), fitted(np.tile([1.0] * 6 + [0] * 18, 10))
    >>> bool(even.weights @ even.brood < in_bursts.weights @ in_bursts.brood)
    True
    """
    rate, happened = max(float(points.sum()), JEFFREYS) / points.size, points > 0
    rows = []
    for span in SPANS:
        stirred = _stirred(points, span)
        for brood in BROODS:
            for background in rate * (1 - brood) * BACKGROUNDS:
                expected = background + brood * stirred[:-1]
                fit = float(points[happened] @ np.log(expected[happened]) - expected.sum())
                rows.append((fit, background, brood, span, stirred[-1]))
    return Excited(*kept(*np.array(rows).T))


def _stirred(points: Array, span: float) -> Array:
    """What has been stirred up on the morning of each day, and on the one after the last (days + 1,)."""
    keeps = np.exp(-1 / span)
    found = np.zeros(points.size + 1)
    for day, number in enumerate(points):
        found[day + 1] = keeps * found[day] + (1 - keeps) * number
    return found


def simulated(excited: Excited, ahead: Ahead, sizes: Sequence[float], seed: int, name: str) -> Array:
    """What the window holds in each simulated future (paths,); each event weighs one of `sizes`, drawn by lot."""
    chosen = np.searchsorted(np.cumsum(excited.weights), (np.arange(PATHS) + 0.5) / PATHS)
    point = np.minimum(chosen, excited.weights.size - 1)
    background, brood, span, stirred = (column[point] for column in excited[1:])
    keeps, total, menu = np.exp(-1 / span), np.zeros(PATHS), np.asarray(sizes, np.float64)
    for day in range(ahead.lead + ahead.days):
        number = poisson(background + brood * stirred, uniforms(seed, name, day, NUMBER, PATHS))
        stirred = keeps * stirred + (1 - keeps) * number
        for place in range(int(number.max()) if day >= ahead.lead else 0):
            lot = uniforms(seed, name, day, SIZE + place, PATHS)
            total += np.where(number > place, menu[(lot * menu.size).astype(np.int64)], 0.0)
    return total


def _forecast(series: Series, points: Array, sizes: Sequence[float], ahead: Ahead, seed: int, name: str) -> Counts:
    if points.sum() < LEAST:
        raise cannot(f"{points.sum():g} of {name} on record", f"at least {LEAST}, to learn whether they come together")
    return Counts.of_sample(simulated(fitted(points), ahead, sizes, seed, name))


def _counts_of_deaths(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    if quantity != DEATHS:
        raise cannot("speaks of deaths alone", "the quantity deaths")
    series = on_record(past, DEATHS)
    lethal = Series.of(((day, amount) for day, amount in zip(series.days, series.amounts, strict=True) if amount), series.since, series.to)
    return _forecast(lethal, lethal.entries(), lethal.amounts, ahead, seed, "lethal incidents")


def _counts_of_events(past: Past, ahead: Ahead, quantity: str, seed: int) -> Counts:
    if quantity != EVENTS:
        raise cannot("speaks of protest events alone", "the quantity events")
    series = on_record(past, EVENTS)
    return _forecast(series, series.daily(), (1.0,), ahead, seed, "protest events")


def _dates(past: Past, ahead: Ahead, seed: int) -> Dates:
    raise cannot("says nothing of falls", "a count of deaths or events")


SOURCE = (
    "Hawkes (1971), Spectra of some self-exciting and mutually exciting point processes, Biometrika 58; "
    "Lewis, Mohler, Brantingham & Bertozzi (2012), Self-exciting point process models of civilian deaths in Iraq, Security Journal 25"
)
OF_DEATHS = Baseline(
    "hawkes_deaths", "Lethal incidents that bring forth others for some time, each with a toll drawn from the record", SOURCE,
    _counts_of_deaths, _dates,
)  # fmt: skip
OF_EVENTS = Baseline(
    "hawkes_events", "Protest events that bring forth others for some time", SOURCE, _counts_of_events, _dates
)  # fmt: skip
