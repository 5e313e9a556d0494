"""A forecast says the same however it is written down, and what cannot be a forecast is refused."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.errors import UsageError
from groundswell.score.predictive import Counts, Dates, effective_draws

FIRST = date(2003, 9, 15)
SAMPLES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=30)


def of(pairs):
    values, weights = zip(*pairs, strict=True)
    return Counts.of_sample(values, weights)


@given(SAMPLES, st.randoms(use_true_random=False))
def test_the_order_of_the_histories_says_nothing(pairs, luck):
    shuffled = luck.sample(pairs, len(pairs))
    assert of(shuffled).values.tolist() == of(pairs).values.tolist()
    np.testing.assert_allclose(of(shuffled).weights, of(pairs).weights, rtol=1e-14)  # sums in another order


@given(SAMPLES)
def test_a_history_told_twice_at_half_its_weight_says_what_it_said_once(pairs):
    halves = [(value, weight / 2) for value, weight in pairs for _ in range(2)]
    assert of(halves).values.tolist() == of(pairs).values.tolist()
    np.testing.assert_allclose(of(halves).weights, of(pairs).weights, rtol=1e-14)


@given(SAMPLES, st.floats(0.01, 0.99))
def test_a_quantile_is_the_least_value_that_enough_histories_do_not_exceed(pairs, level):
    copies = sorted(value for value, weight in pairs for _ in range(weight))
    reached = [value for rank, value in enumerate(copies, start=1) if rank / len(copies) >= level - 1e-12]
    assert of(pairs).quantile(level) == reached[0]


def test_eight_of_ten_equal_histories_reach_the_quantile_of_eight_tenths():
    assert [Counts.of_sample(range(10)).quantile(tenth / 10) for tenth in range(1, 10)] == list(range(9))


@given(SAMPLES)
def test_chances_of_counts_split_at_any_point_sum_to_one(pairs):
    forecast = of(pairs)
    assert forecast.cumulative(20) + forecast.chance_between(20.5, math.inf) == pytest.approx(1, abs=1e-12)
    assert forecast.chance_between(30, 20) == 0
    assert 1 - 1e-12 <= forecast.cumulative(60) <= 1


def test_histories_without_weight_are_left_out():
    assert Counts.of_sample([5, 9], [1, 0]).values.tolist() == [5]


def test_equal_weights_count_each_draw_and_one_heavy_weight_counts_as_one():
    assert effective_draws(np.full(40, 1 / 40)) == pytest.approx(40)
    assert effective_draws(np.array([1.0, 0.0, 0.0])) == 1
    assert Counts.of_sample([1, 1, 1, 2]).draws == pytest.approx(4)
    assert Counts([1, 2], [0.5, 0.5]).draws == math.inf


@pytest.mark.parametrize(
    ("make", "where", "got"),
    [
        (lambda: Counts([1, math.nan], [0.5, 0.5]), "Counts: values", "nan at place 1"),
        (lambda: Counts([1, math.inf], [0.5, 0.5]), "Counts: values", "inf at place 1"),
        (lambda: Counts([-1, 2], [0.5, 0.5]), "Counts: values", "-1"),
        (lambda: Counts([1, 2], [-0.5, 1.5]), "Counts: weights", "-0.5"),
        (lambda: Counts([1, 2], [0.5, 0.4]), "Counts: weights", "a sum of 0.9"),
        (lambda: Counts([1, 2], [1.0]), "Counts: weights", "1 numbers"),
        (lambda: Counts([], []), "Counts: values", "an array of shape (0,)"),
        (lambda: Counts([[1, 2], [3, 4]], [0.5, 0.5]), "Counts: values", "an array of shape (2, 2)"),
        (lambda: Counts(["many"], [1.0]), "Counts: values", "['many']"),
        (lambda: Counts([1], [1.0], draws=0), "Counts: draws", "0"),
        (lambda: Counts.of_sample([1, 2], [0, 0]), "Counts.of_sample: weights", "weights of 0 alone"),
        (lambda: Counts.of_sample([1, 2], [1, math.nan]), "Counts.of_sample: weights", "nan at place 1"),
        (lambda: Counts.of_sample([1, 2]).quantile(1), "Counts.quantile: level", "1"),
        (lambda: Dates(FIRST, [0.5, math.nan], 0.5), "Dates: chance", "nan at place 1"),
        (lambda: Dates(FIRST, [0.5, -0.1], 0.6), "Dates: chance", "-0.1"),
        (lambda: Dates(FIRST, [0.5, 0.4], 0.2), "Dates: chance and never", "a sum of 1.1"),
        (lambda: Dates(FIRST, [], 1.0), "Dates: chance", "an array of shape (0,)"),
        (lambda: Dates.of_sample(FIRST, FIRST, [-1]), "Dates.of_sample: days", "-1"),
        (lambda: Dates.of_sample(FIRST, FIRST, [math.nan]), "Dates.of_sample: days", "nan at place 0"),
        (lambda: Dates.of_sample(FIRST, FIRST - timedelta(days=1), [1]), "Dates.of_sample: last", "2003-09-14"),
        (lambda: Dates.of_hazard(FIRST, [1.2]), "Dates.of_hazard: hazard", "1.2"),
        (lambda: Dates(FIRST, [0.5], 0.5).place(FIRST - timedelta(days=1)), "Dates: observed", "2003-09-14"),
        (lambda: Dates(FIRST, [0.5], 0.5).binned(0), "Dates.binned: length", "0"),
    ],
)
def test_what_is_no_forecast_is_refused_with_its_place_and_a_way_out(make, where, got):
    with pytest.raises(UsageError) as refused:
        make()
    (problem,) = refused.value.problems
    assert (problem.where, problem.got) == (where, got)
    assert problem.expected and problem.hint


def test_days_of_histories_become_chances_and_days_outside_of_the_window_never():
    fall = Dates.of_sample(FIRST, FIRST + timedelta(days=9), [0, 3, 3, 10, math.inf], weights=[1, 1, 1, 2, 5])
    np.testing.assert_allclose(fall.chance, [0.1, 0, 0, 0.2, 0, 0, 0, 0, 0, 0], atol=1e-15)
    assert fall.never == pytest.approx(0.7)
    assert fall.last == FIRST + timedelta(days=9)
    assert fall.draws == pytest.approx(100 / 32)  # (Σ w)² / Σ w² = 10² / (1 + 1 + 1 + 4 + 25)


def test_a_steady_hazard_leaves_over_what_each_day_spares():
    fall = Dates.of_hazard(FIRST, np.full(30, 0.02))
    assert fall.never == pytest.approx(0.98**30)
    assert fall.chance[29] == pytest.approx(0.02 * 0.98**29)


def test_after_a_certain_day_nothing_is_left():
    fall = Dates.of_hazard(FIRST, [0.5, 1.0, 0.5])
    assert fall.chance.tolist() == [0.5, 0.5, 0.0]
    assert (fall.never, fall.ever) == (0.0, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.integers(1, 12))
def test_spans_of_days_share_out_all_chances(hazard, length):
    fall = Dates.of_hazard(FIRST, hazard)
    spans = fall.binned(length)
    assert spans.size == -(-len(hazard) // length) + 1
    assert spans.sum() == pytest.approx(1, abs=1e-12)
    for place in range(spans.size - 1):
        start = FIRST + timedelta(days=place * length)
        assert spans[place] == pytest.approx(fall.chance_between(start, start + timedelta(days=length - 1)), abs=1e-12)
        assert fall.place(start, length) == place
    assert fall.place(None, length) == fall.place(fall.last + timedelta(days=1), length) == spans.size - 1


def test_a_quantile_of_dates_beyond_the_window_is_never():
    fall = Dates(FIRST, [0.25, 0.25], never=0.5)
    assert [fall.quantile(level) for level in (0.25, 0.26, 0.5, 0.51)] == [
        FIRST,
        FIRST + timedelta(days=1),
        FIRST + timedelta(days=1),
        None,
    ]


def test_days_before_and_after_the_window_have_no_chance():
    fall = Dates(FIRST, [0.25, 0.25], never=0.5)
    day = timedelta(days=1)
    assert fall.chance_between(FIRST - 9 * day, FIRST - day) == 0
    assert fall.chance_between(FIRST + 2 * day, FIRST + 9 * day) == 0
    assert fall.chance_between(FIRST - 9 * day, FIRST + 9 * day) == 0.5
