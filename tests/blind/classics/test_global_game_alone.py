"""The second global game against symmetry, its own conditions and a crowd of players."""

import numpy as np
import pytest
from scipy.special import erfinv
from tests.blind.classics import global_game


def test_symmetric_game_falls_at_a_half():
    assert global_game.equilibria(1, 1, 0.5, 0.5) == [pytest.approx((0.5, 0.5), abs=1e-12)]


@pytest.mark.parametrize(("beta", "theta"), [(1, 0.806393), (4, 0.682413), (1e6, 0.600116)])
def test_thresholds_approach_one_minus_cost(beta, theta):
    ((_, found),) = global_game.equilibria(1, beta, 0.3, 0.4)
    assert found == pytest.approx(theta, abs=1e-6)


def test_uniqueness_bound():
    assert global_game.uniqueness_bound(4) == pytest.approx(2.54648, abs=1e-5)
    assert len(global_game.equilibria(4, global_game.uniqueness_bound(4) * 0.99, 0.5, 0.5)) == 3
    assert len(global_game.equilibria(4, global_game.uniqueness_bound(4) * 1.01, 0.5, 0.5)) == 1


def test_every_equilibrium_satisfies_both_conditions_and_none_is_missed():
    generator = np.random.default_rng(11)
    several = 0
    for alpha, share, z, c in generator.uniform([0.2, 0.02, 0.2, 0.3], [8, 1.5, 0.8, 0.7], size=(100, 4)):
        beta = share * global_game.uniqueness_bound(alpha)
        found = global_game.equilibria(alpha, beta, z, c)
        for x, theta in found:
            assert global_game.attack_share(theta, x, beta) == pytest.approx(theta, abs=1e-10)
            assert global_game.belief_in_fall(x, theta, alpha, beta, z) == pytest.approx(c, abs=1e-9)
        theta = np.linspace(1e-7, 1 - 1e-7, 200_001)
        cutoff = theta + np.sqrt(2 / beta) * _inverse_error(theta)
        indifferent = global_game.belief_in_fall(cutoff, theta, alpha, beta, z) - c
        crossings = int(np.sum(indifferent[:-1] * indifferent[1:] < 0))
        assert crossings == sum(1e-7 < theta < 1 - 1e-7 for _, theta in found)
        several += len(found) > 1
    assert 10 < several < 90


def _inverse_error(theta):
    return erfinv(2 * theta - 1)


def test_a_crowd_of_players_brings_the_regime_down_only_below_the_threshold():
    ((x, theta_star),) = global_game.equilibria(1, 4, 0.3, 0.4)
    generator = np.random.default_rng(3)
    for theta, falls in ((theta_star - 0.02, True), (theta_star + 0.02, False)):
        signals = theta + generator.normal(size=100_000) / np.sqrt(4)
        assert (np.mean(signals <= x) >= theta) is np.bool_(falls)
