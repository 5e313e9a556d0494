"""Riots of many places against a second writing of the paper."""

from dataclasses import replace

import numpy as np
import pytest
from tests.blind.classics import riot_sites as twin

from groundswell.models.riots.bonnasse_gahot import BonnasseGahot, course, expected
from groundswell.models.riots.fit import log_likelihood, means

SETS = 50
SOLVERS = 1e-6  # the bend of a threshold costs both solvers some digits


def countries(seed: int) -> list[BonnasseGahot]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(SETS // 2):
        places = int(rng.integers(1, 5))
        east, north, people = (tuple(values.tolist()) for values in (*rng.uniform(-100, 100, (2, places)), rng.uniform(0.2, 5, places)))
        linear = bool(rng.integers(2))
        found.append(
            BonnasseGahot(
                response="linear" if linear else "saturating",
                contagion=float(10 ** rng.uniform(-4, -2.3)),
                ceiling=float(rng.uniform(0.1, 3)),
                steepness=float(10 ** rng.uniform(-3, -1)),
                threshold=float(rng.choice([0.0, 3.0, 30.0])),
                leaving_rate=float(rng.uniform(0.1, 1.5)),
                reservoir=float(rng.uniform(50, 1500)),
                shock=float(rng.uniform(1, 60)),
                baseline=float(rng.uniform(0, 9)),
                reach=float(10 ** rng.uniform(0, 2)),
                exponent=float(rng.uniform(0.2, 3)),
                media=float(rng.choice([0.0, rng.uniform(0, 1), 1.0])),
                trigger=int(rng.integers(places)),
                east=east,
                north=north,
                people=people,
            )
        )
    return found


def other(model: BonnasseGahot, times: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """The rioting and those who could join, by the other writing."""
    east, north, people = map(np.array, (model.east, model.north, model.people))
    weight = twin.weights(np.hypot(east[:, None] - east, north[:, None] - north), model.reach, model.exponent, model.media)
    linear = model.response == "linear"
    form = twin.linear_response(model.contagion) if linear else twin.saturating_response(model.ceiling, model.steepness, model.threshold)
    reservoir = model.reservoir * people / people.sum()
    return twin.trajectory(times, reservoir, weight, model.leaving_rate, form, model.trigger, model.shock)


@pytest.mark.parametrize("seed", [1, 2])
def test_rioting_in_each_place_is_the_same(seed):
    for model in countries(seed):
        times, ours = course(model, 4)
        theirs, left = other(model, times)
        assert ours == pytest.approx(theirs, rel=SOLVERS, abs=SOLVERS)
        state = model.start(1, 0)
        model.advance(state, 0, 4, 1, 0)
        assert state.susceptible == pytest.approx(left[-1], rel=SOLVERS, abs=SOLVERS)


def test_means_and_likelihoods_of_counts_are_the_same_but_for_the_time_of_day():
    """Ours are of the moment at which a day begins, theirs of its middle: both are read off the same course."""
    rng = np.random.default_rng(3)
    for model in countries(3)[:10]:
        state = model.start(1, 0)
        model.advance(state, 0, 3.5, 1, 0)
        theirs, _ = other(model, [3.5])
        people = np.array(model.people)
        assert expected(model, state) == pytest.approx(theirs[-1] + model.baseline * people / people.sum(), rel=SOLVERS, abs=SOLVERS)
        national = replace(model, baseline=5.0)
        counts = {day: int(count) for day, count in enumerate(rng.poisson(30, 5))}
        known = twin.log_likelihood(np.array(list(counts.values())), np.array(means(national, 4)))
        assert log_likelihood(national, counts) == pytest.approx(known)
