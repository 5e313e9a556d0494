"""Days that bring forth days: Poisson and hurdle forms, their likelihoods and fits."""

import math

import numpy as np
import pytest
from scipy import optimize, special, stats

from groundswell.errors import UsageError
from groundswell.models.hawkes import checks_days, hawkes_days, kernels
from groundswell.models.hawkes.hawkes_days import HawkesDays, daily
from groundswell.models.hawkes.likelihood_days import fitted, intensities, log_likelihood, size_exponent_of
from groundswell.models.hawkes.moments import variance_days
from groundswell.models.luck import stream
from groundswell.models.zeta import hurwitz, zeta

FOUR = 4  # standard errors


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("values", [(0.4, 0.0, 1.0), (0.5, 0.6, 1.0), (2.0, 0.8, 0.2)])
def test_the_poisson_form_has_the_exact_mean_and_variance(seed, values):
    model, found = HawkesDays("poisson", *values), []
    for history in range(1500):
        state = model.start(seed, history)
        model.advance(state, 0, 12, seed, history)
        found.append(model.observe(state)["events"])
    mean, variance = 12 * values[0] / (1 - values[1]), variance_days(*values, 12)
    assert abs(np.mean(found) - mean) < FOUR * math.sqrt(variance / 1500)
    assert abs(np.var(found) - variance) < FOUR * variance * math.sqrt((stats.kurtosis(found) + 2) / 1500)


def test_the_ratio_of_variance_to_mean_ends_where_continuous_time_does():
    for branching in (0.0, 0.3, 0.9):
        assert variance_days(1.0, branching, 0.4, 10**9) * (1 - branching) / 1e9 == pytest.approx((1 - branching) ** -2, rel=1e-6)


def test_one_day_varies_by_what_comes_by_chance_and_what_was_stirred_up():
    keeps, branching, rate = math.exp(-0.7), 0.5, 2.0
    stays = keeps + (1 - keeps) * branching
    assert variance_days(1.0, 0.5, 0.7, 1) == pytest.approx(rate + 0.25 * (1 - keeps) ** 2 * rate / (1 - stays**2), rel=1e-12)


def naive_intensities(counts, background, branching, decay):
    keeps = math.exp(-decay)
    stirred = [sum(n * (1 - keeps) * keeps ** (t - s - 1) for s, n in enumerate(counts[:t])) for t in range(len(counts))]
    return [background + branching * one for one in stirred]


@pytest.mark.parametrize("seed", range(5))
def test_the_likelihoods_are_those_of_the_laws_of_each_day(seed):
    random = np.random.default_rng(seed)
    counts = random.poisson(0.8, 60)
    values = random.uniform(0.05, 2), random.uniform(0, 0.99), 10 ** random.uniform(-2, 0.5)
    expected = np.array(naive_intensities(counts, *values))
    assert intensities(counts, *values) == pytest.approx(expected, rel=1e-12)
    assert log_likelihood(counts, *values) == pytest.approx(stats.poisson(expected).logpmf(counts).sum(), rel=1e-12)
    exponent = random.uniform(1.3, 5)
    sizes = stats.zipf(exponent).logpmf(counts[counts > 0]).sum()
    hurdle = np.where(counts > 0, np.log(1 - np.exp(-expected)), -expected).sum() + sizes
    assert log_likelihood(counts, *values, form="hurdle", size_exponent=exponent) == pytest.approx(hurdle, rel=1e-11)


def test_where_days_excite_a_large_day_counts_as_any_other():
    small, large = [1, 0, 1, 0, 0], [1, 0, 40, 0, 0]
    assert (intensities(small, 0.5, 0.5, 1.0, "days") == intensities(large, 0.5, 0.5, 1.0, "days")).all()
    assert intensities(large, 0.5, 0.5, 1.0, "events")[3] > 5 * intensities(small, 0.5, 0.5, 1.0, "events")[3]


@pytest.mark.parametrize("form", ["poisson", "hurdle"])
@pytest.mark.parametrize("history", [0, 1])
def test_a_fit_is_as_good_as_the_best_of_a_search_without_shortcuts(form, history):
    counts = daily(HawkesDays(form, 0.2, 0.5, 0.3, stationary=False), 400, 6, history)[0]
    found = fitted(counts, form)

    def loss(x):
        return -log_likelihood(counts, *np.exp(x[:3]), form=form, size_exponent=1 + math.exp(x[3]) if form == "hurdle" else 2.5)

    starts = [(0.2, 0.5, 0.3, 1.5), (0.1, 0.2, 0.05, 1.0), (0.4, 0.3, 2.0, 1.5)]
    sought = min(optimize.minimize(loss, np.log(start), method="Nelder-Mead", options={"maxiter": 3000}).fun for start in starts)
    assert found.log_likelihood >= -sought - 1e-4  # the search stops by its own tolerance
    exponent = found.size_exponent or 2.5
    assert log_likelihood(counts, *found[:3], form=form, size_exponent=exponent) == pytest.approx(found.log_likelihood, abs=1e-8)


def test_days_that_alternate_excite_nothing():
    assert fitted([1, 0] * 100).branching_ratio == 0


@pytest.mark.parametrize("exponent", [1.2, 1.7, 2.5, 6.0, 30.0])
def test_sizes_of_active_days_follow_the_zeta_law(exponent):
    luck = stream(1, 0, "sizes")
    drawn = np.array([kernels.zeta_size(exponent, luck) for _ in range(20_000)])
    for k in (1, 2, 3, 10):
        chance = k**-exponent / zeta(exponent)
        assert abs((drawn == k).mean() - chance) < FOUR * math.sqrt(chance * (1 - chance) / drawn.size) + 1e-12


@pytest.mark.parametrize("mean", [0.3, 20.0, 499.0, 2300.0])
def test_counts_of_days_follow_the_law_of_poisson(mean):
    luck = stream(2, 0, "counts")
    drawn = np.array([kernels.poisson(mean, luck) for _ in range(5000)])
    assert abs(drawn.mean() - mean) < FOUR * math.sqrt(mean / 5000)
    assert abs(drawn.var() / mean - 1) < FOUR * math.sqrt((2 + 1 / mean) / 5000)


def test_the_zeta_function_is_the_one_of_the_tables():
    for exponent in (1.01, 1.5, 2.0, 3.7, 12.0, 49.0):
        first = np.array([0.5, 1.0, 3.0, 1000.0])
        assert hurwitz(exponent, first) == pytest.approx(special.zeta(exponent, first), rel=1e-12)


def test_the_exponent_of_sizes_is_the_most_likely_one():
    sizes = stats.zipf(2.2).rvs(300, random_state=1)
    best = optimize.minimize_scalar(
        lambda a: -stats.zipf(a).logpmf(sizes).sum(), bounds=(1.1, 8), method="bounded", options={"xatol": 1e-9}
    )
    assert size_exponent_of(sizes) == pytest.approx(best.x, abs=1e-5)


def test_the_same_days_happen_however_time_is_split():
    for form in ("poisson", "hurdle"):
        whole, split = (HawkesDays(form).start(4, 2) for _ in range(2))
        HawkesDays(form).advance(whole, 0, 50, 4, 2)
        for t in range(50):
            HawkesDays(form).advance(split, t, t + 1, 4, 2)
        assert HawkesDays(form).observe(whole) == HawkesDays(form).observe(split)


def test_the_days_of_a_record_are_those_that_a_run_counts():
    model = HawkesDays("hurdle", 0.3, 0.7, 0.2)
    state = model.start(3, 1)
    model.advance(state, 0, 100, 3, 1)
    counts, _ = daily(model, 100, 3, 1)
    seen = model.observe(state)
    assert (seen["events"], seen["active_days"], seen["largest_day"]) == (counts.sum(), (counts > 0).sum(), counts.max())


def test_the_fast_part_does_what_the_equation_says():
    counts, expected = daily(HawkesDays("poisson", 0.7, 0.5, 0.4, stationary=False), 200, 1, 1)
    assert expected == pytest.approx(naive_intensities(counts, 0.7, 0.5, 0.4), rel=1e-9)
    luck = stream(1, 1, "hawkes days")
    assert counts.tolist() == [kernels.poisson(mean, luck) for mean in expected]


@pytest.mark.parametrize("form", ["poisson", "hurdle"])
@pytest.mark.parametrize(
    "values",
    [
        {"background_rate": 0.0}, {"background_rate": 1000.0}, {"background_rate": 1e-300}, {"branching_ratio": 0.999, "decay_rate": 0.001},
        {"decay_rate": 100.0}, {"size_exponent": 1.1}, {"size_exponent": 50.0}, {"excites": "days"},
        {"size_exponent": 1.1, "excites": "days"},
        {"background_rate": 1000.0, "branching_ratio": 0.999},
        {"background_rate": 100.0, "branching_ratio": 0.999, "decay_rate": 0.001, "size_exponent": 1.1},
    ],
)  # fmt: skip
def test_no_corner_of_the_bounds_breaks_it(form, values):
    model = HawkesDays(form, **values)
    state = model.start(1, 0)
    model.advance(state, 0, 20, 1, 0)
    assert all(math.isfinite(value) and value >= 0 for value in model.observe(state).values())
    assert all(np.isfinite([*curve.x, *curve.y]).all() for curve in model.picture().curves)


@pytest.mark.parametrize("counts", [[1, -1, 2], [0.5, 1, 1], [math.nan, 1]])
def test_what_is_no_count_is_refused(counts):
    with pytest.raises(UsageError, match="whole number"):
        log_likelihood(counts, 1.0, 0.5, 1.0)


def test_a_record_of_two_active_days_teaches_nothing():
    with pytest.raises(UsageError, match="longer record"):
        fitted([0, 1, 0, 3, 0])


def test_a_record_without_a_quiet_day_can_be_fitted():
    for form in ("poisson", "hurdle"):
        assert math.isfinite(fitted([1, 2, 1, 1, 3, 1], form).log_likelihood)


def test_all_bad_parameters_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        HawkesDays(form="gamma", background_rate=-1, size_exponent=1.0, excites="nothing")
    assert len(caught.value.problems) == 4


def test_what_is_held_against_records_holds_for_other_luck_too():
    rows = {row.name: row for row in HawkesDays.reproduces}
    counts = checks_days.simulated_counts(2)
    found = {
        "events in 10 days, mean of 4,000 simulated histories": np.mean(counts),
        "events in 10 days, simulated variance over the exact one": np.var(counts, ddof=1) / variance_days(0.5, 0.6, 1.0, 10),
        "active days of the hurdle form, over what was expected": checks_days.active_share(2),
        "branching ratio found again, Poisson form": checks_days.found_again("poisson", 2)[0],
        "branching ratio found again, hurdle form": checks_days.found_again("hurdle", 2)[0],
        "exponent of sizes found again, hurdle form": checks_days.found_again("hurdle", 2)[1],
    }
    assert {name: number for name, number in found.items() if not rows[name].holds(number)} == {}
    assert checks_days.hurdle_wins(2) == 1


@pytest.mark.parametrize("form", ["poisson", "hurdle"])
def test_a_long_run_is_cut_into_parts_and_comes_to_the_same(form, monkeypatch):
    whole = daily(HawkesDays(form), 500, 1, 0)
    monkeypatch.setattr(hawkes_days, "AT_ONCE", 40)
    assert np.array_equal(daily(HawkesDays(form), 500, 1, 0), whole)


def test_more_days_than_anybody_could_wait_for_are_refused():
    loud = HawkesDays(background_rate=1000.0, branching_ratio=0.999)
    for model, until in ((HawkesDays(), 1e9), (loud, 1e5), (HawkesDays("hurdle"), 1e300)):
        with pytest.raises(UsageError, match="at most 1,000,000,000"):
            model.advance(model.start(1, 0), 0, until, 1, 0)


REFUSED = [
    lambda: intensities([1, 2], -1, 0.5, 1.0), lambda: intensities([1, 2], 0.5, -1, 1.0), lambda: intensities([1, 2], 0.5, 0.5, -1),
    lambda: intensities([1, 2], 0.5, 0.5, 1.0, excites="hours"), lambda: intensities([1, 2], 0.5, 0.5, 1.0, stirred=-1),
    lambda: fitted("abc"), lambda: fitted("abc", "hurdle"), lambda: fitted([1, 2, 1], "zeta"), lambda: fitted([[1, 2], [1, 1]]),
    lambda: log_likelihood([1, 2], 0.5, 0.5, 1.0, "hurdle", 1.0), lambda: variance_days(0.5, 0.5, 1.0, 1.5),
    lambda: variance_days(0.5, 1.5, 1.0, 10),
]  # fmt: skip


@pytest.mark.parametrize("call", REFUSED, ids=range(len(REFUSED)))
def test_what_no_process_of_days_has_is_refused_in_four_parts(call):
    with pytest.raises(UsageError) as refused:
        call()
    assert all(refused.value.problems[0])
