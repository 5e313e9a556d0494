"""Scores agree with a library kept by others, with hand calculation, and punish whoever says what they do not believe."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from groundswell.errors import UsageError
from groundswell.score.predictive import Counts, Dates
from groundswell.score.rules import (
    VIEWS_EDGES,
    brier,
    brier_skill,
    crps,
    crps_log1p,
    energy_score,
    ignorance,
    integrated_brier,
    integrated_log,
    interval_score,
    log_score,
    log_score_of_class,
    log_score_of_date,
    smoothed,
    threshold_weighted_crps,
    variogram_score,
)

FIRST = date(2003, 9, 15)
DAY = timedelta(days=1)

# Both sides add some hundred numbers below a thousand in different orders: 1e-12 of the size of the score is
# a thousand roundings of double precision.
SAME = {"rel": 1e-12, "abs": 1e-12}


def luck(seed=1):
    return np.random.default_rng(seed)


def deaths(draw, size):
    """Counts with many zeros, ties and a long tail, as deaths have."""
    return draw.negative_binomial(0.4, 0.02, size).astype(float)


@pytest.mark.parametrize("seed", range(20))
def test_crps_is_that_of_the_library_for_equal_and_unequal_weights(seed):
    draw = luck(seed)
    values, observed = deaths(draw, int(draw.integers(1, 200))), float(deaths(draw, 1)[0])
    weights = draw.exponential(size=values.size)
    for estimator in ("nrg", "qd"):
        theirs = scoringrules.crps_ensemble(observed, values, estimator=estimator, backend="numpy")
        assert crps(Counts.of_sample(values), observed) == pytest.approx(float(theirs), **SAME)
    weighed = scoringrules.crps_ensemble(observed, values, ens_w=weights, estimator="nrg", backend="numpy")
    assert crps(Counts.of_sample(values, weights), observed) == pytest.approx(float(weighed), **SAME)


@pytest.mark.parametrize("seed", range(20))
def test_crps_on_the_logarithm_and_above_a_threshold_are_those_of_the_library(seed):
    draw = luck(seed)
    values, weights = deaths(draw, 80), draw.integers(1, 5, 80)
    observed, threshold = float(deaths(draw, 1)[0]), float(draw.integers(0, 60))
    copies, forecast = np.repeat(values, weights), Counts.of_sample(values, weights)
    on_log = scoringrules.crps_ensemble(np.log1p(observed), np.log1p(copies), backend="numpy")
    above = scoringrules.twcrps_ensemble(observed, copies, a=threshold, backend="numpy")
    assert crps_log1p(forecast, observed) == pytest.approx(float(on_log), **SAME)
    assert threshold_weighted_crps(forecast, observed, threshold) == pytest.approx(float(above), **SAME)


@pytest.mark.parametrize("seed", range(10))
def test_energy_and_variogram_scores_are_those_of_the_library(seed):
    draw = luck(seed)
    values, observed, weights = draw.gamma(0.5, 20, (40, 7)), draw.gamma(0.5, 20, 7), draw.integers(1, 4, 40)
    copies = np.repeat(values, weights, axis=0)
    assert energy_score(values, observed, weights) == pytest.approx(
        float(scoringrules.es_ensemble(observed, copies, backend="numpy")), **SAME
    )
    for order in (0.5, 1.0):
        theirs = scoringrules.vs_ensemble(observed, copies, p=order, backend="numpy")
        assert variogram_score(values, observed, weights, order) == pytest.approx(float(theirs), **SAME)


def test_the_energy_score_of_many_draws_does_not_depend_on_how_they_are_batched(monkeypatch):
    draw = luck()
    values, observed = draw.normal(size=(300, 5)), draw.normal(size=5)
    whole = energy_score(values, observed)
    monkeypatch.setattr("groundswell.score.rules.BATCH", values.size * 7)
    assert energy_score(values, observed) == pytest.approx(whole, **SAME)


def test_in_one_dimension_the_energy_score_is_the_crps():
    draw = luck()
    values, weights = deaths(draw, 60), draw.exponential(size=60)
    assert energy_score(values[:, None], [7.0], weights) == pytest.approx(crps(Counts.of_sample(values, weights), 7.0), **SAME)


@pytest.mark.parametrize("seed", range(10))
def test_interval_score_of_the_interval_is_that_of_the_library(seed):
    draw = luck(seed)
    forecast, observed = Counts.of_sample(deaths(draw, 99)), float(deaths(draw, 1)[0])
    for level in (0.5, 0.9):
        ends = forecast.quantile((1 - level) / 2), forecast.quantile((1 + level) / 2)
        theirs = scoringrules.interval_score(observed, *ends, 1 - level, backend="numpy")
        assert interval_score(forecast, observed, level) == pytest.approx(float(theirs), **SAME)


def test_log_and_brier_scores_are_those_of_the_library():
    draw = luck()
    chance, happened = draw.uniform(0.01, 0.99, 200), draw.integers(0, 2, 200)
    np.testing.assert_allclose(log_score(chance, happened), scoringrules.log_score(happened, chance, backend="numpy"), rtol=1e-12)
    np.testing.assert_allclose(brier(chance, happened), scoringrules.brier_score(happened, chance, backend="numpy"), rtol=1e-12)


def test_crps_of_exact_chances_is_the_integral_in_closed_form():
    """The library has it for Poisson laws; 400 counts leave less than 1e-100 of such a law out."""
    counts = np.arange(400)
    for mean in (0.5, 4.0, 60.0):
        law = stats.poisson.pmf(counts, mean)
        for observed in (0, 5, 90):
            theirs = scoringrules.crps_poisson(observed, mean, backend="numpy")
            assert crps(Counts(counts, law), observed) == pytest.approx(float(theirs), rel=1e-9)  # the library's Bessel functions


def test_crps_by_hand():
    forecast = Counts([0, 2, 10], [0.5, 0.3, 0.2])
    assert crps(forecast, 2) == pytest.approx(2 * 0.25 + 8 * 0.04)  # F is .5 up to 2, and then .8 against 1
    assert crps(forecast, 0) == pytest.approx(2 * 0.25 + 8 * 0.04)  # and .5 against 1
    assert crps(forecast, 13) == pytest.approx(2 * 0.25 + 8 * 0.64 + 3)
    assert crps(Counts.of_sample([5]), 1) == 4


def test_a_threshold_below_everything_changes_nothing_and_one_above_everything_leaves_nothing():
    forecast = Counts.of_sample([1, 5, 9])
    assert threshold_weighted_crps(forecast, 4, 0) == crps(forecast, 4)
    assert threshold_weighted_crps(forecast, 4, 9) == 0
    parts = [threshold_weighted_crps(forecast, 4, t) for t in range(10)]
    assert parts == sorted(parts, reverse=True)


def test_variogram_score_is_blind_to_a_shift_of_all_numbers_and_the_energy_score_is_not():
    values, observed = luck().normal(size=(50, 4)), np.zeros(4)
    assert variogram_score(values + 3, observed) == pytest.approx(variogram_score(values, observed), **SAME)
    assert energy_score(values + 3, observed) > energy_score(values, observed) + 1


# ---- proper: who says what they believe loses least on average


def mean_loss(rule, forecast, outcomes):
    """Over outcomes many times the same, scored once each."""
    found, times = np.unique(outcomes, return_counts=True)
    return sum(rule(forecast, float(count)) * n for count, n in zip(found, times, strict=True)) / outcomes.size


RULES = {
    "crps": crps,
    "crps_log1p": crps_log1p,
    "tail": lambda forecast, count: threshold_weighted_crps(forecast, count, 15),
    "ignorance": ignorance,
    "interval": interval_score,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_law_that_made_the_counts_beats_laws_shifted_narrowed_and_spread(rule):
    counts = np.arange(600)
    laws = {name: stats.nbinom.pmf(counts, *shape) for name, shape in LAWS.items()}
    outcomes = luck(5).negative_binomial(*LAWS["true"], 20_000)
    losses = {name: mean_loss(rule, Counts(counts, law / law.sum()), outcomes) for name, law in laws.items()}
    assert all(losses["true"] < loss for name, loss in losses.items() if name != "true"), losses


# Negative binomial laws: same mean 12 but other spread, and other means. Gaps of expected loss are several standard
# errors of a mean over 20,000 outcomes.
LAWS = {"true": (2, 2 / 14), "low": (2, 2 / 9), "high": (2, 2 / 20), "narrow": (12, 0.5), "wide": (0.5, 0.5 / 12.5)}


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_log_and_brier_expect_the_least_loss_from_the_chance_believed(believed, said):
    for rule in (log_score, brier):
        expected = [believed * rule(chance, 1)[0] + (1 - believed) * rule(chance, 0)[0] for chance in (believed, said)]
        assert expected[0] <= expected[1] + 1e-12


def test_a_date_forecast_with_the_right_hazard_beats_others_with_and_without_cases_lost_from_sight():
    """Mean over all outcomes by their true chances, so nothing is left to luck; losing sight is independent of the event."""
    truth = Dates.of_hazard(FIRST, np.full(60, 0.02))
    others = [Dates.of_hazard(FIRST, np.full(60, hazard)) for hazard in (0.01, 0.03)]
    late = Dates.of_hazard(FIRST, np.r_[np.zeros(30), np.full(30, 0.04)])

    def expected(rule, forecast, sight):
        until = FIRST + (sight - 1) * DAY
        days = [(truth.chance[d], FIRST + d * DAY) for d in range(sight)]
        rest = 1 - sum(chance for chance, _ in days)
        known = sum(chance * rule(forecast, day) for chance, day in days)
        return known + rest * rule(forecast, None, until)

    for sight in (60, 35):
        for rule in (log_score_of_date, integrated_log):
            assert all(expected(rule, truth, sight) < expected(rule, other, sight) for other in [*others, late])
        assert all(expected(integrated_brier, truth, 60) < expected(integrated_brier, other, 60) for other in [*others, late])


# ---- what is said twice, or in another order


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(1, 9)), min_size=1, max_size=20), st.integers(0, 1200), st.randoms())
def test_no_score_depends_on_the_order_of_histories_or_on_a_weight_told_in_two_halves(pairs, observed, order):
    halves = [(value, weight / 2) for value, weight in pairs for _ in range(2)]
    shuffled = order.sample(halves, len(halves))
    once, twice = (Counts(values, np.array(w) / sum(w), draws=100) for values, w in (zip(*p, strict=True) for p in (pairs, shuffled)))
    for rule in RULES.values():
        assert rule(twice, observed) == pytest.approx(rule(once, observed), **SAME)
    rows = [[value, value**0.5] for value, _ in shuffled]
    assert energy_score(rows, [observed, 0], [w for _, w in shuffled]) == pytest.approx(
        energy_score([[value, value**0.5] for value, _ in pairs], [observed, 0], [w for _, w in pairs]), rel=1e-9, abs=1e-9
    )  # differences of sums some thousands large


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20), st.integers(0, 500))
def test_no_loss_is_below_zero_and_saying_what_happened_costs_nothing(values, observed):
    forecast, sure = Counts.of_sample(values), Counts([observed], [1.0])
    assert all(rule(forecast, observed) >= 0 for rule in RULES.values())
    assert all(rule(sure, observed) == 0 for rule in RULES.values())


# ---- smoothing and classes


def test_half_a_draw_is_added_to_every_class():
    assert smoothed([0.9, 0.1, 0.0], draws=10).tolist() == pytest.approx([9.5 / 11.5, 1.5 / 11.5, 0.5 / 11.5])
    assert smoothed([0.9, 0.1, 0.0], draws=math.inf).tolist() == [0.9, 0.1, 0.0]
    assert smoothed([0.5, 0.5], draws=0).tolist() == [0.5, 0.5]


@given(st.integers(1, 5000), st.integers(2, 60))
def test_a_class_that_no_history_reached_costs_more_the_more_histories_there_were(draws, classes):
    said = np.r_[1.0, np.zeros(classes - 1)]
    loss = log_score_of_class(said, 1, draws)
    assert loss == pytest.approx(-math.log(0.5 / (draws + classes / 2)))
    assert log_score_of_class(said, 1, draws + 1) > loss


def test_the_impossible_that_happened_costs_infinitely_much_where_chances_are_exact():
    assert log_score([0.0, 1.0], [1, 0]).tolist() == [math.inf, math.inf]
    assert log_score([0.0, 1.0], [0, 1]).tolist() == [0.0, 0.0]
    assert log_score_of_class([1.0, 0.0], 1) == math.inf


def test_ignorance_is_that_of_the_competition():
    """Written from its description: one draw more in each class, shares of all draws, logarithm to the base 2."""
    draw = luck(3)
    values = deaths(draw, 1000)
    forecast = Counts.of_sample(values)
    for observed in (0, 1, 2, 3, 6, 11, 26, 100, 251, 999, 1001, 50_000):
        place = np.digitize(observed, VIEWS_EDGES)
        count = (np.digitize(values, VIEWS_EDGES) == place).sum()
        assert ignorance(forecast, observed) == pytest.approx(-math.log2((count + 1) / (1000 + 11)), **SAME)


def test_a_forecast_of_no_deaths_anywhere_has_the_ignorance_published_for_it():
    """Of 1,000 draws of zero: 1.588 in the mean when about 16 of 100 country-months see deaths, as they do."""
    none = Counts.of_sample([0] * 1000)
    zero, some = ignorance(none, 0), ignorance(none, 12)
    assert 0.15 < (1.588 - zero) / (some - zero) < 0.17


def test_weighted_draws_count_for_what_they_weigh_in_smoothing():
    heavy = Counts.of_sample([0, 5], [1, 1e-9])  # in effect one draw
    assert ignorance(heavy, 5) == pytest.approx(-math.log2(1 / 12), rel=1e-6)


# ---- dates


def test_log_score_of_a_date_by_hand():
    """A hundred histories over three weeks: 30 fall in the second week, 70 never; four classes get half a draw each."""
    fall = Dates.of_sample(FIRST, FIRST + 20 * DAY, [8] * 30 + [math.inf] * 70)
    assert log_score_of_date(fall, FIRST + 7 * DAY) == pytest.approx(-math.log(30.5 / 102))
    assert log_score_of_date(fall, FIRST + 13 * DAY) == pytest.approx(-math.log(30.5 / 102))
    assert log_score_of_date(fall, FIRST + 14 * DAY) == pytest.approx(-math.log(0.5 / 102))
    assert log_score_of_date(fall, None) == log_score_of_date(fall, FIRST + 99 * DAY) == pytest.approx(-math.log(70.5 / 102))
    assert log_score_of_date(fall, FIRST + 8 * DAY, length=1) == pytest.approx(-math.log(30.5 / 111))


def test_a_case_lost_from_sight_is_scored_by_all_that_could_still_come():
    fall = Dates.of_sample(FIRST, FIRST + 20 * DAY, [8] * 30 + [16] * 20 + [math.inf] * 50)
    whole_weeks = log_score_of_date(fall, None, known_until=FIRST + 13 * DAY)
    assert whole_weeks == pytest.approx(-math.log((70 + 2 * 0.5) / 102))  # one week and never are left
    cut_week = log_score_of_date(fall, None, known_until=FIRST + 10 * DAY)
    assert cut_week == pytest.approx(-math.log((70 + 0.5 * (2 + 3 / 7)) / 102))  # three days of the second week too
    assert log_score_of_date(fall, None, known_until=fall.last) == log_score_of_date(fall, None)
    exact = Dates(FIRST, fall.chance, fall.never)
    assert log_score_of_date(exact, None, known_until=FIRST + 13 * DAY) == pytest.approx(-math.log(0.7))


@given(st.lists(st.floats(0, 0.3), min_size=1, max_size=30), st.integers(0, 40))
def test_the_daily_brier_scores_of_a_date_add_up_to_the_crps_of_days_waited(hazard, day):
    fall = Dates.of_hazard(FIRST, hazard)
    waited = Counts(np.arange(len(hazard) + 1), np.append(fall.chance, fall.never))
    total = integrated_brier(fall, FIRST + day * DAY) * len(hazard)
    assert total == pytest.approx(crps(waited, min(day, len(hazard))), rel=1e-9, abs=1e-12)


def test_days_out_of_sight_are_not_scored():
    fall = Dates(FIRST, [0.1, 0.1, 0.5, 0.0], never=0.3)
    assert integrated_brier(fall, None, known_until=FIRST + DAY) == pytest.approx((0.1**2 + 0.2**2) / 2)
    assert integrated_log(fall, None, known_until=FIRST + DAY) == pytest.approx(-(math.log(0.9) + math.log(0.8)) / 2)
    assert integrated_brier(fall, None, known_until=FIRST + 50 * DAY) == integrated_brier(fall, None)


def test_the_daily_logarithm_of_few_histories_is_finite_whatever_happens():
    fall = Dates.of_sample(FIRST, FIRST + 2 * DAY, [1, 1])
    by_hand = -(math.log(0.5 / 3) + 2 * math.log(2.5 / 3)) / 3
    assert integrated_log(fall, FIRST) == pytest.approx(by_hand)
    assert integrated_log(Dates(FIRST, [0, 1, 0], 0), FIRST) == math.inf


def test_brier_skill_is_what_is_saved_of_the_loss_of_a_base_rate():
    happened = np.r_[np.ones(3), np.zeros(7)]
    assert brier_skill(np.full(10, 0.3), happened, 0.3) == 0
    assert brier_skill(happened, happened, 0.3) == 1
    assert brier_skill(1 - happened, happened, 0.3) < 0
    assert math.isnan(brier_skill(np.full(10, 0.3), happened, happened))


@pytest.mark.parametrize(
    ("make", "where", "got"),
    [
        (lambda: log_score([0.5, math.nan], [1, 0]), "log_score: chance", "nan at place 1"),
        (lambda: log_score([1.5], [1]), "log_score: chance", "1.5"),
        (lambda: log_score([0.5], [2]), "log_score: happened", "2"),
        (lambda: log_score([], []), "log_score: chance", "an array of shape (0,)"),
        (lambda: brier([0.5, 0.5], [1]), "brier: happened", "1 numbers"),
        (lambda: brier([-0.5], [1]), "brier: chance", "-0.5"),
        (lambda: log_score_of_class([0.5, 0.4], 0), "log_score_of_class: chances", "a sum of 0.9"),
        (lambda: log_score_of_class([0.5, 0.5], 2), "log_score_of_class: observed", "2"),
        (lambda: smoothed([0.5, 0.5], -1), "smoothed", "-1 draws, 0.5 added"),
        (lambda: crps(Counts.of_sample([1]), math.nan), "crps: observed", "nan at place 0"),
        (lambda: crps_log1p(Counts.of_sample([1]), -1), "crps_log1p: observed", "-1"),
        (lambda: ignorance(Counts.of_sample([1]), -1), "ignorance", "a count of -1"),
        (lambda: ignorance(Counts.of_sample([1]), 1, edges=[0, 5, 5]), "ignorance: edges", "[0, 5, 5]"),
        (lambda: interval_score(Counts.of_sample([1]), 1, level=90), "interval_score: level", "90"),
        (lambda: energy_score([[1, 2]], [1, 2, 3]), "energy_score: values", "an array of shape (1, 2)"),
        (lambda: energy_score([[1, math.nan]], [1, 2]), "energy_score: values", "nan at place 1"),
        (lambda: energy_score([[1, 2]], [1, 2], weights=[-1]), "energy_score: weights", "-1"),
        (lambda: variogram_score([[1, 2], [3]], [1, 2]), "variogram_score: values", "[[1, 2], [3]]"),
        (lambda: variogram_score([[1, 2]], [1, 2], order=0), "variogram_score: order", "0"),
        (
            lambda: log_score_of_date(Dates(FIRST, [0.5, 0], 0.5), None, known_until=FIRST - DAY),
            "Dates: known_until",
            "2003-09-14",
        ),
    ],
)
def test_what_cannot_be_scored_is_refused_with_its_place_and_a_way_out(make, where, got):
    with pytest.raises(UsageError) as refused:
        make()
    (problem,) = refused.value.problems
    assert (problem.where, problem.got) == (where, got)
    assert problem.expected and problem.hint
