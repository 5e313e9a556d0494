"""Hysteresis: found where there are two folds, at the right places, and none where the branches are one."""

import numpy as np
import pytest

from groundswell.analysis.hysteresis import LEAST_RISE, fold_excess, mean_gap, ranks_together, thresholds

FOLD = 2 / (3 * np.sqrt(3))  # a + x − x³ loses a state at a = ±FOLD
LEVELS = np.linspace(-0.8, 0.8, 81)


def swept(rate, start):
    """A branch of dx/dt = rate(a, x) along the levels and back, each level held until it rests."""
    x, found = start, []
    for a in (*LEVELS, *LEVELS[::-1]):
        for _ in range(4000):
            x = x + 0.02 * rate(a, x)
        found.append(x)
    both = np.array(found)
    return both[: LEVELS.size][None, :], both[: LEVELS.size - 1 : -1][None, :]


def test_the_gap_between_two_folds_is_measured_where_they_are():
    up, down = swept(lambda a, x: a + x - x**3, -1.2)
    found = thresholds(LEVELS, up, down)
    step = LEVELS[1] - LEVELS[0]
    assert found.up[0] == pytest.approx(FOLD, abs=step)
    assert found.down[0] == pytest.approx(-FOLD, abs=step)
    assert found.gap[0] == pytest.approx(2 * FOLD, abs=2 * step)
    assert 0 < found.loop[0] < found.gap[0]  # away from the folds the branches are one


def test_a_system_without_folds_goes_down_where_it_came_up():
    up, down = swept(lambda a, x: a - x, -0.8)
    found = thresholds(LEVELS, up, down)
    assert found.gap[0] == pytest.approx(0, abs=1e-9)
    assert found.loop[0] == pytest.approx(0, abs=1e-9)


def test_a_system_that_tires_has_a_gap_below_zero():
    up, down = (np.clip(LEVELS + shift, 0, 1)[None, :] for shift in (0.7, 0.5))
    assert thresholds(LEVELS, up, down).gap[0] == pytest.approx(-0.2, abs=1e-9)


def test_a_history_that_never_rises_or_never_comes_down_has_no_threshold():
    flat = np.full((1, LEVELS.size), 0.4)
    still = flat + np.linspace(0, LEAST_RISE / 2, LEVELS.size)
    stuck = np.where(LEVELS > 0, 1.0, 0.0)[None, :]
    for up, down in ((flat, flat), (still, still), (stuck, np.ones_like(stuck))):
        found = thresholds(LEVELS, up, down)
        assert np.isnan(found.gap[0]) and np.isnan(found.loop[0]) and np.isnan(found.up[0])


def test_the_order_of_histories_changes_nothing():
    rng = np.random.default_rng(3)
    up, down = (np.sort(rng.random((6, 20)), axis=1) for _ in range(2))
    order = np.array([3, 0, 5, 1, 4, 2])
    for one, other in zip(thresholds(np.arange(20), up, down), thresholds(np.arange(20), up[order], down[order]), strict=True):
        assert np.array_equal(one[order], other)


@pytest.mark.parametrize(("weight", "half"), [(4.5, 0.1), (4.3, 0.1), (6.0, 0.6), (6.0, 0.45), (5.0, 0.2)])
def test_the_criterion_says_where_one_mixed_group_has_two_states(weight, half):
    x = np.linspace(1e-4, 1 - 1e-4, 200_001)
    slope = x * (1 - x) * weight * half / (x + half) ** 2
    assert (fold_excess(weight, half) > 0) == (slope.max() > 1)
    assert x[slope.argmax()] == pytest.approx(half / (1 + 2 * half), abs=1e-4)


def test_a_mean_gap_leaves_out_what_is_no_number():
    found = mean_gap([0.2, np.nan, 0.4, np.inf])
    assert found.histories == 2 and found.mean == pytest.approx(0.3) and found.low < 0.3 < found.high
    assert mean_gap([]).histories == 0 and np.isnan(mean_gap([]).mean)


def test_ranks_agree_with_scipy_where_values_are_tied():
    stats = pytest.importorskip("scipy.stats")
    one, other = np.round(np.random.default_rng(2).normal(size=(2, 40)), 1)
    assert ranks_together(one, other) == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-12)
    assert ranks_together([1, 1, 1], [1, 2, 3]) == 0
    assert np.isnan(ranks_together([1.0, np.nan], [2.0, 3.0]))
