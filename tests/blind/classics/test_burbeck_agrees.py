"""The riot epidemic in one place against a second writing of the paper."""

import numpy as np
import pytest
from tests.blind.classics import burbeck as twin

from groundswell.models.riots.burbeck import Burbeck, final_share, final_size, peak, peak_share

SETS = 50
SOLVERS = 1e-7  # two solvers, each held to ten digits or more


def riots(seed: int) -> list[Burbeck]:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(SETS):
        reservoir, omega = float(10 ** rng.uniform(-1, 3)), float(10 ** rng.uniform(-1.5, 0.5))
        ratio, shock = float(rng.uniform(0.3, 6)), float(10 ** rng.uniform(-5, 0)) * reservoir
        found.append(Burbeck(reservoir, shock, ratio * omega / reservoir, omega))
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_course_is_the_same(seed):
    for model in riots(seed):
        times = np.array([0.5, 2.0, 7.0, 20.0])
        rioters, susceptible = twin.trajectory(times, model.rioters, model.susceptible, model.leaving_rate, model.contagion)
        state, before = model.start(1, 0), 0.0
        for time, known_rioters, known_susceptible in zip(times, rioters, susceptible, strict=True):
            model.advance(state, before, float(time), 1, 0)
            before = float(time)
            assert (state.rioters, state.susceptible) == pytest.approx((known_rioters, known_susceptible), rel=SOLVERS)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_final_size_and_the_peak_are_the_same(seed):
    for model in riots(seed):
        values = model.rioters, model.susceptible, model.leaving_rate, model.contagion
        assert final_size(model) == pytest.approx(twin.final_size(*values) + model.rioters, rel=SOLVERS)  # ours counts the first as well
        assert peak(model) == pytest.approx(twin.peak_activity(*values), rel=SOLVERS)


def test_the_shares_from_almost_nothing_are_the_same():
    for ratio in np.random.default_rng(1).uniform(0.2, 8, SETS).tolist():
        assert final_share(ratio) == pytest.approx(twin.final_share(ratio), abs=1e-9)
        assert peak_share(ratio) == pytest.approx(twin.peak_share(ratio), abs=1e-12)
