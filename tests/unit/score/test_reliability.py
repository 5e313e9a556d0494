"""Forecasters who are right stay inside their bands, and those who are wrong fall out on the side they are wrong on."""

import math

import numpy as np
import pytest
from scipy import stats

from groundswell.errors import UsageError
from groundswell.score.predictive import Counts
from groundswell.score.reliability import captured, coverage, events_of_coins, pit, pit_histogram, ranking, reliability

MEANS = np.random.default_rng(1).gamma(2, 6, 400)
OUTCOMES = np.random.default_rng(2).poisson(MEANS)
NUMBERS = np.arange(200)


def poisson(means):
    laws = [stats.poisson.pmf(NUMBERS, mean) for mean in means]
    return [Counts(NUMBERS, law / law.sum()) for law in laws]


@pytest.fixture(scope="module")
def right():
    return poisson(MEANS)


@pytest.fixture(scope="module")
def shifted():
    return poisson(1.5 * MEANS)


@pytest.fixture(scope="module")
def narrow():
    """Laws of the right mean with half the spread."""
    laws = [stats.norm.pdf(NUMBERS, mean, math.sqrt(mean) / 2 + 0.1) for mean in MEANS]
    return [Counts(NUMBERS, law / law.sum()) for law in laws]


def test_ranks_of_a_right_forecaster_are_evenly_spread_and_of_wrong_ones_are_not(right, shifted, narrow):
    assert stats.kstest(pit(right, OUTCOMES), "uniform").pvalue > 0.01
    assert stats.kstest(pit(shifted, OUTCOMES), "uniform").pvalue < 1e-6
    assert stats.kstest(pit(narrow, OUTCOMES), "uniform").pvalue < 1e-6


def test_a_rank_lies_between_the_chance_of_fewer_and_the_chance_of_as_many(right):
    ranks = pit(right, OUTCOMES)
    assert (stats.poisson.cdf(OUTCOMES - 1, MEANS) - 1e-9 <= ranks).all()
    assert (ranks <= stats.poisson.cdf(OUTCOMES, MEANS) + 1e-9).all()


def test_the_luck_of_ranks_is_that_of_the_seed_and_of_the_place_of_the_case(right):
    assert (pit(right, OUTCOMES, seed=3) == pit(right, OUTCOMES, seed=3)).all()
    assert (pit(right, OUTCOMES, seed=3) != pit(right, OUTCOMES, seed=4)).any()
    assert (pit(right[:50], OUTCOMES[:50]) == pit(right, OUTCOMES)[:50]).all()


def test_the_histogram_of_ranks_is_what_many_seeds_give_on_average(right):
    told = [row.share for row in pit_histogram(right, OUTCOMES)]
    many = np.mean([np.histogram(pit(right, OUTCOMES, seed), bins=10, range=(0, 1))[0] / 400 for seed in range(40)], axis=0)
    np.testing.assert_allclose(many, told, atol=4 * math.sqrt(0.1 * 0.9 / 400 / 40))  # four standard errors, were all of it luck
    assert sum(told) == pytest.approx(1)


def test_the_histogram_leans_heaps_at_the_ends_or_lies_flat(right, shifted, narrow):
    flat, low, ends = (pit_histogram(forecasts, OUTCOMES) for forecasts in (right, shifted, narrow))
    assert sum(not row.inside for row in flat) <= 3  # of ten bins of 90 in 100, more than three outside in 1 of 80
    assert low[0].share > low[0].band_high and low[-1].share < low[-1].band_low
    assert ends[0].share > ends[0].band_high and ends[-1].share > ends[-1].band_high


def test_a_count_the_forecast_ruled_out_lands_at_an_end_of_the_histogram():
    forecasts = [Counts.of_sample([10, 11])] * 2
    assert [row.share for row in pit_histogram(forecasts, [3, 99], bins=4)] == [0.5, 0, 0, 0.5]


def test_intervals_of_a_right_forecaster_hold_what_they_promise(right, narrow):
    half, nine = coverage(right, OUTCOMES)
    assert half.band_low <= half.covered.share <= half.band_high
    assert nine.band_low <= nine.covered.share <= nine.band_high
    assert half.expected > 0.5 and nine.expected > 0.9  # whole numbers
    for row in coverage(narrow, OUTCOMES):
        assert row.covered.share < row.band_low


def test_the_law_of_unequal_coins_is_the_binomial_where_they_are_equal_and_by_hand_where_not():
    np.testing.assert_allclose(events_of_coins(np.full(60, 0.3)), stats.binom.pmf(np.arange(61), 60, 0.3), rtol=1e-10)
    assert events_of_coins(np.array([0.2, 0.5])).tolist() == pytest.approx([0.4, 0.5, 0.1])
    assert events_of_coins(np.array([0.0, 1.0, 1.0])).tolist() == [0, 0, 1, 0]


def test_a_right_forecaster_leaves_the_band_as_seldom_as_promised():
    """Of 400 tables of five bins: 10 in 100 bins outside at most, less because counts are whole."""
    draw = np.random.default_rng(4)
    tables = []
    for _ in range(400):
        chance = draw.beta(1, 3, 60)
        tables += reliability(chance, draw.uniform(size=60) < chance, edges=[0, 0.1, 0.2, 0.4, 0.6, 1])
    outside = [not row.inside for row in tables if row.cases]
    assert 0.02 < np.mean(outside) < 0.11


def test_who_says_too_much_lies_below_the_band():
    draw = np.random.default_rng(5)
    truth = draw.beta(1, 4, 3000)
    table = reliability(np.minimum(1.6 * truth, 1), draw.uniform(size=3000) < truth)
    assert all(row.share < row.band_low for row in table[2:8])


def test_a_table_counts_every_case_once_and_keeps_empty_bins():
    table = reliability([0.0, 0.1, 0.35, 1.0], [0, 0, 1, 1])
    assert [row.cases for row in table] == [1, 1, 0, 1, 0, 0, 0, 0, 0, 1]
    assert math.isnan(table[2].share) and table[2].inside
    assert table[9].share == table[9].band_low == table[9].band_high == 1


def pairs_won(chance, happened):
    """The area under the curve by looking at every pair, halves for ties."""
    won = np.sign(np.subtract.outer(chance[happened], chance[~happened]))
    return float((won + 1).mean() / 2)


@pytest.mark.parametrize("seed", range(10))
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(seed):
    draw = np.random.default_rng(seed)
    chance = draw.integers(0, 12, 150) / 12  # many ties
    happened = draw.uniform(size=150) < 0.1 + 0.5 * chance
    found = ranking(chance, happened)
    assert found.auc == pytest.approx(pairs_won(chance, happened), rel=1e-12)
    ours = stats.mannwhitneyu(chance[happened], chance[~happened]).statistic / (found.events * (150 - found.events))
    assert found.auc == pytest.approx(ours, rel=1e-12)


def test_average_precision_by_hand_with_and_without_ties():
    assert ranking([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]).average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert ranking([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1]).average_precision == pytest.approx(0.5 / 3 + 0.5 * 2 / 4)


def test_saying_the_same_of_all_cases_ranks_as_well_as_the_base_rate():
    found = ranking(np.full(40, 0.2), np.r_[np.ones(6), np.zeros(34)])
    assert (found.auc, found.average_precision, found.base_rate, found.events, found.cases) == (0.5, 0.15, 0.15, 6, 40)


def test_the_standard_error_of_the_area_is_near_the_spread_over_many_samples():
    """Scores exponential, as the formula supposes: events half as fast. Its error is within a tenth of the true spread."""
    draw = np.random.default_rng(6)
    found = []
    for _ in range(400):
        raw = np.r_[draw.exponential(2, 40), draw.exponential(1, 400)]
        found.append(ranking(raw / raw.max(), np.r_[np.ones(40), np.zeros(400)]))
    areas = [row.auc for row in found]
    assert np.mean([row.auc_error for row in found]) == pytest.approx(np.std(areas), rel=0.1)


def test_the_top_of_each_year_catches_its_events_and_ties_count_by_halves():
    chance, happened = [0.9, 0.1, 0.8, 0.7, 0.2, 0.2], [1, 0, 0, 1, 1, 0]
    years = [2003, 2003, 2003, 2004, 2004, 2004]
    assert captured(chance, happened, 1, years) == pytest.approx(2 / 3)
    assert captured(chance, happened, 2, years) == pytest.approx((1 + 1 + 0.5) / 3)
    assert captured(chance, happened, 3, years) == captured(chance, happened, 9) == 1


@pytest.mark.parametrize(
    ("make", "where", "got"),
    [
        (lambda: pit([Counts.of_sample([1])], [1, 2]), "pit: observed", "2 numbers"),
        (lambda: pit([], []), "pit: observed", "an array of shape (0,)"),
        (lambda: pit([Counts.of_sample([1])], [math.nan]), "pit: observed", "nan at place 0"),
        (lambda: pit([Counts.of_sample([1])], [-1]), "pit: observed", "-1"),
        (lambda: pit([Counts.of_sample([1])], [1], seed=-1), "seed", "-1"),
        (lambda: pit_histogram([Counts.of_sample([1])], [1], bins=1), "pit_histogram: bins", "1"),
        (lambda: coverage([Counts.of_sample([1])], [1], levels=[50]), "coverage: levels", "50"),
        (lambda: reliability([0.5], [1], edges=[0, 0.5]), "reliability: edges", "[0.0, 0.5]"),
        (lambda: reliability([0.5, 2], [1, 0]), "reliability: chance", "2"),
        (lambda: reliability([0.5], [1], band=1.0), "band", "1"),
        (lambda: ranking([0.5, 0.6], [1, 1]), "ranking: happened", "2 of 2"),
        (lambda: captured([0.5], [1], 0), "captured", "first 0, 1 events"),
        (lambda: captured([0.5, 0.4], [1, 0], 1, groups=["one"]), "captured: groups", "1 numbers"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_place_and_a_way_out(make, where, got):
    with pytest.raises(UsageError) as refused:
        make()
    (problem,) = refused.value.problems
    assert (problem.where, problem.got) == (where, got)
    assert problem.expected and problem.hint
