"""What the global game must do whatever its numbers."""

import math

import numpy as np
import pytest
from scipy.stats import norm

import groundswell as gs
from groundswell.models.games.global_game import GlobalGame, equilibria, games_as_foreseen, least_signal_precision


def played(model: GlobalGame, seed: int = 1, history: int = 0) -> dict[str, float]:
    return model.observe(model.start(seed, history))


def parameters(seed: int, count: int) -> list[tuple[float, float, float, float]]:
    rng = np.random.default_rng(seed)
    columns = (10 ** rng.uniform(-2, 2, count), 10 ** rng.uniform(-2, 4, count), rng.uniform(-1, 2, count), rng.uniform(0.02, 0.98, count))
    return [tuple(map(float, row)) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("seed", [1, 2])
def test_both_conditions_of_an_equilibrium_hold(seed):
    for alpha, beta, z, c in parameters(seed, 100):
        for cutoff, threshold in equilibria(alpha, beta, z, c):
            mean = (beta * cutoff + alpha * z) / (alpha + beta)
            if 1e-9 < threshold < 1 - 1e-9:
                assert norm.cdf(math.sqrt(beta) * (cutoff - threshold)) == pytest.approx(threshold, abs=1e-8)
                assert norm.cdf(math.sqrt(alpha + beta) * (threshold - mean)) == pytest.approx(c, abs=1e-6)


@pytest.mark.parametrize("alpha", [0.5, 4, 30])
def test_above_the_bound_there_is_one_equilibrium_and_below_it_three_for_some_prior(alpha):
    bound = least_signal_precision(alpha)
    middle = 0.5  # with cost ½ the fold is there by symmetry
    assert len(equilibria(alpha, bound * 1.01, middle, 0.5)) == 1
    assert len(equilibria(alpha, bound * 0.99, middle, 0.5)) == 3
    for z in np.linspace(-2, 3, 101):
        assert len(equilibria(alpha, bound * 1.01, float(z), 0.5)) == 1


def test_a_costlier_attack_and_a_regime_thought_stronger_make_falls_rarer():
    by_cost = [equilibria(1, 1, 0.5, c)[0].threshold for c in np.linspace(0.05, 0.95, 30)]
    by_mean = [equilibria(1, 1, float(z), 0.4)[0].threshold for z in np.linspace(-1, 2, 30)]
    assert by_cost == sorted(by_cost, reverse=True) and by_mean == sorted(by_mean, reverse=True)


@pytest.mark.parametrize("cost", [0.1, 0.4, 0.75])
def test_with_endless_private_precision_the_threshold_is_one_minus_cost_whatever_all_know(cost):
    for z in (-3.0, 0.3, 5.0):
        assert equilibria(1, 1e12, z, cost)[0].threshold == pytest.approx(1 - cost, abs=1e-5)


def test_gains_and_costs_mirror_each_other():
    for alpha, beta, z, c in parameters(7, 50):
        here = [one.threshold for one in equilibria(alpha, beta, z, c)]
        mirrored = [1 - one.threshold for one in reversed(equilibria(alpha, beta, 1 - z, 1 - c))]
        assert here == pytest.approx(mirrored, abs=1e-9)


def test_the_regime_falls_just_up_to_the_threshold():
    for play in ("lowest", "middle", "highest"):
        model = GlobalGame(prior_precision=4, signal_precision=0.5, play=play, draw="given")
        threshold = played(model)["threshold"]
        for away, falls in ((-1e-6, 1), (1e-6, 0)):
            given = GlobalGame(prior_precision=4, signal_precision=0.5, play=play, draw="given", given_strength=threshold + away)
            assert played(given)["falls"] == falls


def test_which_equilibrium_is_played_is_told():
    thresholds = [played(GlobalGame(prior_precision=4, signal_precision=0.5, play=p))["threshold"] for p in ("lowest", "middle", "highest")]
    assert thresholds == sorted(thresholds) and thresholds[0] < 0.01 and thresholds[2] > 0.99


@pytest.mark.parametrize("seed", [1, 2])
def test_counted_people_end_as_foreseen_away_from_the_threshold(seed):
    assert games_as_foreseen(10_000, 0.05, 20, seed) == 20  # 0.05 is ten standard errors of the share who attack


@pytest.mark.parametrize("seed", [1, 2])
def test_regimes_fall_as_often_as_all_expect(seed):
    model = GlobalGame(prior_mean=0.7, prior_precision=2, signal_precision=3, cost=0.35)
    games = [played(model, seed, history) for history in range(2000)]
    chance = games[0]["fall_chance"]
    assert abs(sum(game["falls"] for game in games) / 2000 - chance) < 4 * math.sqrt(chance * (1 - chance) / 2000)


def test_time_changes_nothing():
    model = GlobalGame(people=50)
    state = model.start(3, 1)
    before = model.observe(state)
    model.advance(state, 0, 5, 3, 1)
    assert model.observe(state) == before


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        GlobalGame.of(cost=1, prior_precision=0, signal_precision="much", play="best")
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize("cost", [1e-12, 0.5, 1 - 1e-12])
def test_extremes_give_numbers(cost):
    for alpha in (1e-6, 1, 1e6):
        for beta in (1e-6, 1, 1e12):
            for z in (-100, 0, 100):
                seen = played(GlobalGame(prior_mean=z, prior_precision=alpha, signal_precision=beta, cost=cost))
                assert all(map(math.isfinite, seen.values()))


def test_the_picture_says_that_equilibria_are_several_and_which_is_played():
    several = GlobalGame(prior_precision=4, signal_precision=0.5, play="middle").picture().summary
    assert "there are three equilibria" in several and "people play the middle, so that it falls up to 0.5" in several
    assert "the one equilibrium" in GlobalGame().picture().summary


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ((-1, 1, 0.5, 0.5), 1), ((1, 1, 0.5, 2), 1), ((0, 0, 0.5, 0.5), 2), ((1, math.nan, 0.5, 0.5), 1),
        ((1, 1, math.inf, 1), 2), ((1, 1, 0.5, 0), 1),
    ],
)  # fmt: skip
def test_numbers_that_are_no_game_are_refused_with_their_bounds(values, faults):
    with pytest.raises(gs.UsageError, match=r"a number (from|above)") as refused:
        equilibria(*values)
    assert len(refused.value.problems) == faults
    with pytest.raises(gs.UsageError, match="from 1e-06 to 1e"):
        least_signal_precision(-4)
