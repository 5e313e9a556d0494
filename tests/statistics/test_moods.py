"""Moods against the theory of the process they are said to be."""

import math

import numpy as np
import pytest
from tests.statistics.chances import ERRORS
from tests.unit.engine.worlds import HISTORIES, call, compiled, lanes, small

from groundswell.engine.mechanisms.hearing import moods_drift
from groundswell.engine.run import start

SIGMA, TAU = 0.3, 12.0


def wandered(days: int, burn: int = 400) -> dict[str, np.ndarray]:
    """Moods of three places and of the nation, after the first morning is forgotten."""
    parameters = {"mood_place": SIGMA, "mood_place_days": TAU, "mood_nation": 0.2, "mood_nation_days": 30.0}
    course = start(compiled(small(5)), lanes(parameters), 1, HISTORIES)
    places, nation = np.zeros((days, 3, 32)), np.zeros((days, 32))
    for day in range(-burn, days):
        call(moods_drift, course, day + burn)
        if day >= 0:
            places[day], nation[day] = course.s.places.mood, course.s.nations.mood[0]
    return {"places": places, "nation": nation}


@pytest.fixture(scope="module")
def moods() -> dict[str, np.ndarray]:
    return wandered(6000)


def effective(size: int, memory: float) -> float:
    """Independent values in a series of this memory: variance of a variance sums the squared correlations, so half the memory counts."""
    return size / memory


@pytest.mark.parametrize(("name", "sigma", "memory"), [("places", SIGMA, TAU), ("nation", 0.2, 30.0)])
def test_a_mood_has_the_variance_of_the_daily_process(name, sigma, memory, moods):
    values = moods[name]
    # Euler's step of one day: σ²·(2/τ) / (1 − (1 − 1/τ)²) = σ² / (1 − 1/(2τ)), a little above σ².
    theory = sigma**2 / (1.0 - 0.5 / memory)
    error = theory * math.sqrt(2.0 / effective(values.size, memory))
    assert abs(values.var() - theory) < ERRORS * error
    assert abs(values.mean()) < ERRORS * math.sqrt(theory * 2.0 * memory / values.size)


@pytest.mark.parametrize("lag", [1, 6, 12, 24])
def test_a_mood_forgets_at_its_own_pace(lag, moods):
    values = moods["places"]
    found = np.corrcoef(values[:-lag].ravel(), values[lag:].ravel())[0, 1]
    # Bartlett: the standard error of an autocorrelation of this memory is at most √(2τ/n).
    assert abs(found - (1.0 - 1.0 / TAU) ** lag) < ERRORS * math.sqrt(2.0 * TAU / values.size)


def test_places_histories_and_the_nation_have_moods_of_their_own(moods):
    places, nation = moods["places"], moods["nation"]
    error = math.sqrt(2.0 * TAU / places[:, 0].size)
    assert abs(np.corrcoef(places[:, 0].ravel(), places[:, 1].ravel())[0, 1]) < ERRORS * error
    assert abs(np.corrcoef(places[:, 0].ravel(), nation.ravel())[0, 1]) < ERRORS * math.sqrt(2.0 * 30.0 / nation.size)
    assert abs(np.corrcoef(places[:, 0, :-1].ravel(), places[:, 0, 1:].ravel())[0, 1]) < ERRORS * error
