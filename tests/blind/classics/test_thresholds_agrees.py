"""Granovetter's crowd and Kuran's country against a second writing of the papers."""

import numpy as np
import pytest
from tests.blind.classics import thresholds as twin

from groundswell.models.thresholds.granovetter import Granovetter, critical_spread, share_before_the_jump
from groundswell.models.thresholds.kuran import Kuran, public_opposition
from groundswell.models.thresholds.threshold_map import normal

SETS = 50
ROOT = 1e-9  # both solve to the last digits; near a fold an error of 1e-16 in F moves a root by its square root
SPREAD = 1e-12


def walked(model, rounds):
    """What is seen after each round, from the start to the first round that changes nothing."""
    state, names = model.start(1, 0), model.seen()
    levels = [model.observe(state)[names[0]]]
    for k in range(rounds):
        model.advance(state, k, k + 1, 1, 0)
        levels.append(model.observe(state)[names[0]])
    return levels


@pytest.mark.parametrize("seed", [1, 2])
def test_crowds_of_listed_thresholds_take_the_same_path(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        people = int(rng.integers(1, 60))
        thresholds = tuple(int(t) for t in rng.integers(0, 1 + rng.integers(1, people + 5), people))
        first = int(rng.integers(people + 1)) if rng.random() < 0.5 else 0
        path = twin.path(thresholds, first)
        ours = walked(Granovetter(law="listed", thresholds=thresholds, initial_share=first / people), len(path) - 1)
        assert [round(level * people) for level in ours] == path


@pytest.mark.parametrize("seed", [1, 2])
def test_countries_of_listed_thresholds_take_the_same_path(seed):
    rng = np.random.default_rng(seed)
    for k in range(SETS):
        people = int(rng.integers(1, 40))
        drawn = rng.integers(-5, 120, people) if k % 2 else rng.uniform(-5, 110, people)
        thresholds = tuple(float(t) for t in drawn)
        path = twin.path_in_percent(thresholds)
        assert public_opposition(thresholds) == pytest.approx(path, abs=1e-12)
        assert walked(Kuran(thresholds=thresholds), len(path) - 1) == pytest.approx(path, abs=1e-12)


@pytest.mark.parametrize("seed", [1, 2])
def test_continuous_crowds_have_the_same_equilibria(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        mean, spread = float(rng.uniform(-0.3, 1.3)), float(10 ** rng.uniform(-2, 0.5))
        ours = normal(mean, spread)
        assert ours.equilibria == pytest.approx(twin.fixed_points(mean, spread), abs=ROOT)
        assert ours.rest() == pytest.approx(twin.equilibrium(mean, spread), abs=ROOT)
        state = Granovetter(mean=mean, spread=spread).start(1, 0)
        assert state.rest == pytest.approx(twin.equilibrium(mean, spread), abs=ROOT)


def test_the_critical_spread_is_the_same():
    for mean in np.linspace(0.01, 0.49, SETS):
        spread, share = twin.critical_spread(float(mean))
        assert critical_spread(float(mean)) == pytest.approx(spread, abs=SPREAD)
        assert share_before_the_jump(float(mean)) == pytest.approx(share, abs=SPREAD)
