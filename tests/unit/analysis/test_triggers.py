"""Sizes against triggers: power laws are found again, thresholds lie where they were put, tails have their exponent."""

from types import SimpleNamespace

import numpy as np
import pytest

from groundswell.analysis.triggers import across_own, elasticity, explained, own_thresholds, tail_of_waves, threshold, within_own

SCALES = np.array([0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0])


def luck(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def everybody(histories: int) -> np.ndarray:
    return np.arange(histories)


@pytest.mark.parametrize("power", [0.0, 1.0, 2.2])
def test_the_elasticity_of_a_power_law_is_its_exponent(power):
    heights = np.exp(luck(1).normal(size=(30, 1)))  # a history may be twice as large as another: that is no elasticity
    assert elasticity(SCALES, heights * SCALES**power) == pytest.approx(power, abs=1e-12)


def test_a_trigger_that_says_all_explains_all_and_one_that_says_nothing_explains_nothing():
    assert explained(SCALES, np.repeat(SCALES[None, :] ** 2, 5, axis=0)) == pytest.approx(1)
    alike = np.exp(luck(2).normal(size=(2000, 1)) + 0 * SCALES)
    assert explained(SCALES, alike) == pytest.approx(0, abs=1e-12)
    # With 2,000 histories a correlation that is not there is under 0.05 in square by far.
    assert explained(SCALES, np.exp(luck(3).normal(size=(2000, SCALES.size)))) < 0.005


def test_half_of_histories_erupt_at_the_threshold():
    at = np.exp(luck(4).normal(np.log(0.6), 0.2, size=(4000, 1)))
    found = threshold(SCALES, at <= SCALES)
    assert found == pytest.approx(0.6, rel=0.05)  # a straight line between scales a third apart
    assert np.isnan(threshold(SCALES, np.full((5, 1), 9.0) <= SCALES))
    assert np.isnan(threshold(SCALES, np.zeros((5, 1)) <= SCALES))


def test_scale_zero_has_no_part_in_a_threshold():
    scales = np.concatenate([[0.0], SCALES])
    at = np.full((10, 1), 0.3)
    assert threshold(scales, scales >= at) == threshold(SCALES, at <= SCALES)


@pytest.fixture(scope="module")
def tipping():
    """Histories that follow their trigger a little, jump at a threshold of their own, and then no longer mind it."""
    at = np.exp(luck(5).uniform(np.log(0.15), np.log(1.6), size=(200, 1)))
    erupted = at <= SCALES
    sizes = np.where(erupted, 8.0, 0.5 * SCALES**0.8) * np.exp(luck(6).normal(0, 0.5, size=(200, 1)))
    return sizes, erupted


def test_within_its_own_threshold_a_history_shows_the_elasticity_that_it_has(tipping):
    sizes, erupted = tipping
    first = own_thresholds(erupted)
    number = np.arange(SCALES.size)[None, :]
    below, above = (within_own(SCALES, sizes, part) for part in (number < first[:, None], number >= first[:, None]))
    assert below.slope(everybody(200)) == pytest.approx(0.8, abs=1e-9)
    assert above.slope(everybody(200)) == pytest.approx(0, abs=1e-9)
    assert elasticity(SCALES, sizes) > 0.8  # pooled, the jumps of many thresholds look like a steep slope


def test_the_jump_is_found_where_each_history_jumps(tipping):
    sizes, erupted = tipping
    found = across_own(SCALES, sizes, own_thresholds(erupted))
    crossing = (erupted[:, 0] == 0) & erupted[:, -1]
    assert np.array_equal(np.isfinite(found), crossing)
    assert np.nanmin(found) > 3


def test_a_history_that_never_erupts_has_no_threshold_of_its_own():
    assert own_thresholds(np.array([[False, False], [False, True], [True, True]])).tolist() == [2, 1, 0]
    assert np.isnan(across_own([1.0, 2.0], np.ones((1, 2)), np.array([2])))[0]


def waves(sizes: np.ndarray, histories: int = 50) -> SimpleNamespace:
    table = np.zeros(sizes.size, [("history", "u8"), ("person_days", "f8")])
    table["history"], table["person_days"] = np.arange(sizes.size) % histories, sizes
    return SimpleNamespace(episodes=table, histories=np.arange(histories, dtype=np.uint64), replicates=histories)


@pytest.mark.parametrize("exponent", [1.8, 2.5])
def test_the_tail_of_a_power_law_has_its_exponent(exponent):
    sizes = 1e4 * np.random.default_rng(5).random(20_000) ** (-1 / (exponent - 1))
    found = tail_of_waves(waves(sizes))
    assert found.low < exponent < found.high
    assert found.exponent == pytest.approx(exponent, rel=0.05)  # 4,000 waves in the tail: a standard error of 1.6 %
    assert found.waves == 20_000 and found.orders > 1


def test_too_few_waves_have_no_tail():
    assert np.isnan(tail_of_waves(waves(np.ones(20))).exponent)
    assert np.isnan(tail_of_waves(waves(np.zeros(0))).exponent)
