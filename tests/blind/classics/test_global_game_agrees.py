"""The global game against a second writing of the papers."""

import math

import numpy as np
import pytest
from tests.blind.classics import global_game as twin

from groundswell.models.games.global_game import GlobalGame, equilibria, least_signal_precision

SETS = 50
THRESHOLD = 1e-9  # both solve to the last digits, but at a fold, where roots move by the square root of an error
RELATIVE = 1e-8


@pytest.mark.parametrize("seed", [1, 2])
def test_equilibria_are_the_same_however_many_there_are(seed):
    rng = np.random.default_rng(seed)
    several = 0
    for _ in range(SETS):
        alpha, z, c = float(10 ** rng.uniform(-1, 2)), float(rng.uniform(-0.2, 1.2)), float(rng.uniform(0.05, 0.95))
        beta = float(least_signal_precision(alpha) * 10 ** rng.uniform(-1.5, 1))
        ours, theirs = equilibria(alpha, beta, z, c), twin.equilibria(alpha, beta, z, c)
        several += len(ours) > 1
        assert [one.threshold for one in ours] == pytest.approx([threshold for _, threshold in theirs], abs=THRESHOLD)
        assert [one.cutoff for one in ours] == pytest.approx([cutoff for cutoff, _ in theirs], rel=RELATIVE, abs=THRESHOLD)
    assert several >= 3


@pytest.mark.parametrize("seed", [1, 2])
def test_attacks_and_chances_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for history in range(SETS):
        model = GlobalGame(
            prior_mean=float(rng.uniform(-0.2, 1.2)), prior_precision=float(10 ** rng.uniform(-1, 1)),
            signal_precision=float(10 ** rng.uniform(-1, 2)), cost=float(rng.uniform(0.05, 0.95)),
        )  # fmt: skip
        seen = model.observe(model.start(seed, history))
        share = twin.attack_share(seen["strength"], seen["cutoff"], model.signal_precision)
        assert seen["attack_share"] == pytest.approx(share, abs=1e-12)
        assert seen["falls"] == float(seen["strength"] <= seen["threshold"])
        assert seen["fall_chance"] == pytest.approx(twin.fall_probability(model.prior_precision, model.prior_mean, seen["threshold"]))


def test_the_bound_is_the_same():
    for alpha in np.linspace(0.1, 40, SETS):
        assert least_signal_precision(float(alpha)) == pytest.approx(twin.uniqueness_bound(alpha))
        assert math.isfinite(least_signal_precision(float(alpha)))
