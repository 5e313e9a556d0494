"""What Granovetter's crowd must do whatever its numbers."""

import math

import numpy as np
import pytest

import groundswell as gs
from groundswell.models.classic import Classic
from groundswell.models.roots import normal_density, normal_share
from groundswell.models.thresholds.granovetter import Granovetter, critical_spread, jump_of_a_crowd, share_before_the_jump
from groundswell.models.thresholds.threshold_map import ThresholdMap, continuum, crowd, normal, uniform


def end(model: Classic, what: str = "active_share", seed: int = 1, history: int = 0, rounds: float = 2000) -> float:
    state = model.start(seed, history)
    model.advance(state, 0, rounds, seed, history)
    return model.observe(state)[what]


def iterated(rule: ThresholdMap, start: float, rounds: int = 200_000) -> float:
    return rule.path(start, rounds)[-1]


@pytest.mark.parametrize(("mean", "spread"), [(0.1, 0.03), (0.25, 0.2), (0.4, 0.1), (0.4, 0.35), (0.6, 0.15), (0.9, 1.7), (-0.2, 0.3)])
def test_the_smallest_equilibrium_is_where_the_rounds_end(mean, spread):
    rule = normal(mean, spread)
    assert rule.rest(0.0) == rule.equilibria[0]
    assert iterated(rule, 0.0) == pytest.approx(rule.rest(0.0), abs=1e-9)
    assert iterated(rule, 1.0) == pytest.approx(rule.equilibria[-1], abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_equilibrium_of_a_normal_law_is_found_and_there_are_at_most_three(seed):
    rng = np.random.default_rng(seed)
    for mean, spread in zip(rng.uniform(-0.2, 1.2, 200), rng.uniform(0.005, 0.8, 200), strict=True):
        found = normal(mean, spread).equilibria
        grid = np.linspace(0, 1, 4001)
        gaps = np.array([normal_share((r - mean) / spread) - r for r in grid])
        seen = int(np.sum(np.diff(np.sign(gaps[gaps != 0])) != 0))
        assert len(found) in (1, 2, 3) and len(found) >= seen
        assert all(abs(normal_share((r - mean) / spread) - r) < 1e-12 for r in found)


@pytest.mark.parametrize("mean", [0.05, 0.2, 0.25, 0.33, 0.45])
def test_at_the_critical_spread_the_map_touches_the_diagonal(mean):
    spread, share = critical_spread(mean), share_before_the_jump(mean)
    z = (share - mean) / spread
    assert normal_share(z) == pytest.approx(share, abs=1e-12)
    assert normal_density(z) / spread == pytest.approx(1, abs=1e-9)
    below, above = normal(mean, spread * 0.95).rest(), normal(mean, spread * 1.05).rest()
    assert below < share < 0.5 < above


@pytest.mark.parametrize("mean", [0.0, 0.5, 0.7, -1.0])
def test_without_a_low_equilibrium_to_leave_there_is_no_jump(mean):
    with pytest.raises(gs.UsageError, match="between 0 and ½"):
        critical_spread(mean)


def test_lowering_a_threshold_never_shrinks_the_crowd():
    rng = np.random.default_rng(3)
    for _ in range(100):
        thresholds = rng.integers(0, 31, 30)
        lowered = thresholds.copy()
        lowered[rng.integers(30)] -= rng.integers(1, 5)
        before, after = (crowd(one).rest() for one in (thresholds, np.maximum(lowered, 0)))
        assert after >= before


def test_who_waits_for_as_many_as_there_are_never_joins_and_a_crowd_without_instigators_stays_at_home():
    assert end(Granovetter(law="listed", thresholds=(0, 1, 3, 10**20))) == 0.5
    assert end(Granovetter(law="listed", thresholds=(1, 1, 1))) == 0
    assert end(Granovetter(law="uniform")) == 0  # every level is an equilibrium, and nobody is the first


def test_the_weak_inequality_lets_a_person_act_at_the_threshold_itself():
    assert end(Granovetter(law="listed", thresholds=(0, 1))) == 1
    assert end(Granovetter(law="listed", thresholds=(0, 2))) == 0.5


@pytest.mark.parametrize(("lowest", "highest"), [(-0.1, 1.4), (-0.5, 2.5), (-0.3, 0.9), (0.2, 1.5)])
def test_a_uniform_law_rests_where_the_line_crosses_the_diagonal(lowest, highest):
    closed = 0.0 if lowest >= 0 else min(1.0, lowest / (lowest - highest + 1)) if highest - lowest > 1 else 1.0
    assert end(Granovetter(law="uniform", lowest=lowest, highest=highest), "equilibrium_share") == pytest.approx(closed, abs=1e-12)
    assert uniform(lowest, highest).rest() == pytest.approx(closed, abs=1e-12)


def test_listed_shares_are_compared_as_fractions():
    third = Granovetter(law="listed", listed_in="share", thresholds=(0, 1 / 3, 2 / 3))
    assert end(third) == 1
    tenths = Granovetter(law="listed", listed_in="share", thresholds=tuple(k / 10 for k in range(10)))
    assert end(tenths) == 1 and end(tenths, "rounds") == 10
    assert end(Granovetter(law="listed", listed_in="share", thresholds=(0, 0.34, 0.5))) == pytest.approx(1 / 3)


def test_a_start_above_the_tipping_point_takes_all_and_one_below_it_melts():
    low, tipping, high = normal(0.25, 0.1).equilibria
    up, down = Granovetter(spread=0.1, initial_share=tipping + 0.01), Granovetter(spread=0.1, initial_share=tipping - 0.01)
    assert end(up) == pytest.approx(high, abs=1e-9)
    assert end(down) == pytest.approx(low, abs=1e-9)
    assert end(up, "equilibrium_share") == high and end(down, "equilibrium_share") == low


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_random_crowd_ends_near_the_law_away_from_its_jump(seed):
    for spread, error in ((0.09, 0.004), (0.2, 0.004)):
        drawn = end(Granovetter(people=200_000, draws="random", spread=spread), seed=seed)
        assert drawn == pytest.approx(normal(0.25, spread).rest(), abs=error)  # 4 × √(r(1 − r)/N), and its echo through F′


def test_random_crowds_have_no_sharp_jump():
    finals = [end(Granovetter(people=100, draws="random", spread=spread), history=h) for spread in (0.11, 0.14) for h in range(60)]
    below, above = finals[:60], finals[60:]
    assert any(final > 0.5 for final in below) and any(final < 0.5 for final in above)


def test_the_jump_of_a_counted_crowd_nears_that_of_the_law():
    gaps = [abs(jump_of_a_crowd(people, "middle") - critical_spread(0.25)) for people in (100, 1000, 10_000)]
    assert gaps[0] > gaps[1] > gaps[2] and gaps[2] < 2e-4


@pytest.mark.parametrize("seed", [1, 2])
def test_rounds_split_anyhow_are_the_same_rounds(seed):
    model = Granovetter(people=500, draws="random", spread=0.13)
    whole, split = model.start(seed, 4), model.start(seed, 4)
    model.advance(whole, 0, 9, seed, 4)
    for t in (0, 0.5, 2, 7):
        model.advance(split, t, {0: 0.5, 0.5: 2, 2: 7, 7: 9}[t], seed, 4)
    assert model.observe(whole) == model.observe(split)


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        Granovetter.of(mean=99, spread=0, draws="dice", thresholds=[-1])
    wrong = ("mean", "spread", "draws", "thresholds")
    assert {problem.where for problem in refused.value.problems} == {f"granovetter.{name}" for name in wrong}
    with pytest.raises(gs.UsageError, match="lowest threshold below"):
        Granovetter(law="uniform", lowest=0.5, highest=0.5)
    with pytest.raises(gs.UsageError, match="a threshold for each person"):
        Granovetter(law="listed", thresholds=())


@pytest.mark.parametrize("spread", [1e-9, 1e-3, 0.3989, 0.39895, 100])
def test_extreme_spreads_give_numbers(spread):
    for mean in (-10, 0, 1e-12, 0.5, 1, 10):
        seen = end(Granovetter(mean=mean, spread=spread), "equilibrium_share")
        assert math.isfinite(seen) and 0 <= seen <= 1


def test_a_stretch_along_the_diagonal_is_told_by_its_ends():
    assert continuum(lambda r: r).equilibria == (0.0, 1.0)


def seen_at_rest(model: Granovetter) -> dict[str, float]:
    state = model.start(1, 0)
    model.advance(state, 0, 5000, 1, 0)
    return model.observe(state)


def test_where_every_level_rests_the_crowd_stays_where_it_is_put_and_it_is_told():
    model = Granovetter(law="uniform", lowest=0, highest=1, initial_share=0.37)
    seen = seen_at_rest(model)
    assert seen["equilibria"] == 1 and seen["active_share"] == seen["equilibrium_share"] == 0.37
    assert "every level" in model.picture().summary and model.threshold_map().lasting == ()


@pytest.mark.parametrize("spread", [0.3989422805, 0.3989423, 0.3989424, 0.399, 0.41, 1.0])
def test_a_normal_law_that_is_no_steeper_than_the_diagonal_has_one_root(spread):
    assert normal(0.5, spread).equilibria == pytest.approx((0.5,), abs=1e-3)


@pytest.mark.parametrize("spread", [0.05, 0.2, 0.38, 0.3988, 0.39894])
def test_one_that_is_steeper_has_three_of_which_two_last(spread):
    rule = normal(0.5, spread)
    assert len(rule.equilibria) == 3 and rule.lasting == (rule.equilibria[0], rule.equilibria[2])


@pytest.mark.parametrize("mean", [0.1, 0.25, 0.4])
def test_a_level_at_which_the_map_touches_the_diagonal_does_not_last(mean):
    at, below, above = (normal(mean, critical_spread(mean) * factor) for factor in (1, 1 - 1e-6, 1 + 1e-6))
    assert (below.rests, above.rests) == (3, 1) and at.rests in (1, 2, 3)
    assert above.lasting == above.equilibria and len(below.lasting) == 2


def test_at_rest_nobody_joins_not_even_by_rounding():
    for mean in (0.1, 0.25, 0.4, 0.6):
        for spread in (0.05, 0.1, 0.12, 0.2, 0.3, 0.45, 1.0):
            seen = seen_at_rest(Granovetter(mean=mean, spread=spread))
            assert seen["joined_share"] == 0, (mean, spread)
            assert seen["active_share"] == pytest.approx(seen["equilibrium_share"], abs=1e-12)


def test_what_lasts_in_a_counted_crowd_survives_one_person_more_or_fewer():
    assert crowd([0, 2, *range(2, 100)]).lasting == (1.0,)  # at one person, a second would draw in all
    assert crowd([0, 5, 5, 5, 5]).lasting == (0.2,)  # of five, four do not stay once one of them stays at home
    summary = Granovetter(law="listed", thresholds=(0, 2, *range(2, 100))).picture().summary
    assert "2 levels could rest, of which 1 lasts" in summary
    assert "3 levels could rest, of which 2 last" in Granovetter(spread=0.1).picture().summary
