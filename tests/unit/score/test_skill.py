"""A forecaster is called better when units drawn again agree, and cases of one unit count as one voice."""

import math

import numpy as np
import pytest

from groundswell.errors import UsageError
from groundswell.score import luck
from groundswell.score.skill import skill


def losses(seed, units=40, each=10, gain=0.0, shared=0.0):
    """Losses of two forecasters: ours less by `gain`, with a part that all cases of a unit share."""
    draw = np.random.default_rng(seed)
    reference = draw.gamma(4, 0.25, units * each)
    ours = reference - gain + draw.normal(0, 0.3, units * each) + np.repeat(draw.normal(0, shared, units), each)
    return ours, reference, np.repeat(np.arange(units), each)


def test_difference_and_skill_by_hand():
    found = skill([1.0, 2.0, 3.0], [2.0, 2.0, 8.0])
    assert (found.ours, found.reference, found.difference) == (2.0, 4.0, 2.0)
    assert found.skill == 0.5
    assert (found.units, found.cases) == (3, 3)


def test_two_units_can_only_be_drawn_as_one_the_other_or_both():
    found = skill([0.0, 0.0], [1.0, 3.0], samples=4000)
    assert (found.low, found.difference, found.high, found.above_zero) == (1.0, 2.0, 3.0, 1.0)
    mixed = skill([0.0, 3.0], [1.0, 1.0], samples=4000)
    assert mixed.difference == -0.5
    assert mixed.above_zero == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / 4000))  # both times the first of two


def test_the_same_forecast_is_no_better_than_itself():
    found = skill([0.3, 0.9, 0.1], [0.3, 0.9, 0.1])
    assert (found.difference, found.low, found.high, found.above_zero, found.skill) == (0, 0, 0, 0, 0)
    assert not found.excludes_zero


def test_exchanging_the_two_turns_the_interval_round():
    ours, reference, units = losses(1, gain=0.1)
    there, back = skill(ours, reference, units), skill(reference, ours, units)
    assert back.difference == pytest.approx(-there.difference)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))
    assert back.above_zero == pytest.approx(1 - there.above_zero)


def test_the_same_seed_gives_the_same_interval_in_whatever_order_the_cases_come():
    ours, reference, units = losses(2, gain=0.02)
    names = [f"country {unit}" for unit in units]
    first = skill(ours, reference, names)
    assert skill(ours, reference, names) == first
    assert skill(ours, reference, names, seed=2).low != first.low
    order = np.random.default_rng(3).permutation(ours.size)
    again = skill(ours[order], reference[order], [names[place] for place in order])
    assert (again.low, again.high, again.above_zero, again.skill_low) == (first.low, first.high, first.above_zero, first.skill_low)


def test_resamples_do_not_depend_on_how_they_are_batched(monkeypatch):
    ours, reference, units = losses(4)
    whole = skill(ours, reference, units)
    monkeypatch.setattr("groundswell.score.skill.BATCH", 7 * 40)
    assert skill(ours, reference, units) == whole


def test_cases_of_one_unit_that_go_together_make_the_interval_wide():
    ours, reference, units = losses(5, shared=0.3)
    clustered, alone = skill(ours, reference, units), skill(ours, reference)
    assert clustered.difference == alone.difference
    assert clustered.high - clustered.low > 2 * (alone.high - alone.low)


def test_telling_every_case_ten_times_is_no_more_evidence():
    ours, reference, units = losses(6, each=1)
    once = skill(ours, reference, units)
    often = skill(np.repeat(ours, 10), np.repeat(reference, 10), np.repeat(units, 10))
    assert (often.low, often.high) == pytest.approx((once.low, once.high))
    assert (often.units, often.cases) == (40, 400)


def test_the_interval_holds_the_true_difference_as_often_as_it_says():
    """300 worlds of 40 units; 95 in 100 less what a percentile interval of 40 units lacks (about 1.5), within four errors."""
    held = 0
    for seed in range(300):
        ours, reference, units = losses(seed, each=3, gain=0.1, shared=0.3)
        found = skill(ours, reference, units, samples=400)
        held += found.low <= 0.1 <= found.high
    assert 0.935 - 4 * math.sqrt(0.95 * 0.05 / 300) < held / 300 <= 0.995


def test_skill_against_a_reference_that_lost_nothing_is_not_a_number():
    found = skill([0.5, 0.5], [0.0, 0.0])
    assert math.isnan(found.skill)
    assert found.to_dict()["skill"] is None
    assert found.to_dict()["difference"] == -0.5
    assert found.excludes_zero


def test_luck_of_a_row_does_not_depend_on_which_rows_are_asked_for():
    whole = luck.uniforms(1, "test", range(20), 5)
    assert (luck.uniforms(1, "test", range(7, 9), 3) == whole[7:9, :3]).all()
    assert ((whole > 0) & (whole < 1)).all()
    assert (luck.uniforms(1, "other", range(20), 5) != whole).all()


@pytest.mark.parametrize(
    ("make", "where", "got"),
    [
        (lambda: skill([1, 2], [1]), "skill: reference", "1 numbers"),
        (lambda: skill([1, math.nan], [1, 2]), "skill: ours", "nan at place 1"),
        (lambda: skill([1, 2], [1, math.inf]), "skill: reference", "an infinite loss: the impossible happened"),
        (lambda: skill([], []), "skill: ours", "an array of shape (0,)"),
        (lambda: skill([1, 2], [1, 2], units=["a"]), "skill: units", "1 names"),
        (lambda: skill([1, 2], [1, 2], units=["a", "a"]), "skill: units", "1 unit"),
        (lambda: skill([1, 2], [1, 2], samples=0), "skill: samples", "0"),
        (lambda: skill([1, 2], [1, 2], confidence=95), "skill: confidence", "95"),
        (lambda: skill([1, 2], [1, 2], seed=-1), "seed", "-1"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_place_and_a_way_out(make, where, got):
    with pytest.raises(UsageError) as refused:
        make()
    (problem,) = refused.value.problems
    assert (problem.where, problem.got) == (where, got)
    assert problem.expected and problem.hint
