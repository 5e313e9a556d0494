"""Events that bring forth events, in continuous time: exact moments, clusters, likelihood, fits and residuals."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from groundswell.errors import UsageError
from groundswell.models.hawkes import checks, kernels
from groundswell.models.hawkes.hawkes import Hawkes, event_times
from groundswell.models.hawkes.likelihood import agreement, expected_events, fitted, kolmogorov_chance, log_likelihood, residuals
from groundswell.models.hawkes.moments import cluster_size_chance, fano, fano_limit, mean_events, stationary_stir, variance_events
from groundswell.models.hawkes.start import gamma_draw

FOUR = 4  # standard errors


def counts(model: Hawkes, days: float, histories: int, seed: int) -> np.ndarray:
    found = []
    for history in range(histories):
        state = model.start(seed, history)
        model.advance(state, 0, days, seed, history)
        found.append(model.observe(state)["events"])
    return np.array(found)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("values", [(0.3, 0.0, 2.0), (2.0, 0.3, 0.2), (0.4, 0.8, 3.0)])
def test_the_number_of_events_has_the_exact_mean_and_variance(seed, values):
    found = counts(Hawkes(*values), 15.0, 2000, seed)
    mean, variance = mean_events(values[0], values[1], 15.0), variance_events(*values, 15.0)
    assert abs(found.mean() - mean) < FOUR * math.sqrt(variance / found.size)
    error = variance * math.sqrt((stats.kurtosis(found, fisher=False) - 1) / found.size)
    assert abs(found.var(ddof=1) - variance) < FOUR * error


def test_the_variance_is_the_one_that_the_covariance_of_the_process_adds_up_to():
    for background, branching, decay, duration in [(0.5, 0.6, 1.0, 10.0), (3.0, 0.9, 0.2, 4.0), (0.1, 0.2, 7.0, 0.01)]:
        kappa, rate = decay * (1 - branching), background / (1 - branching)
        density = rate * branching * decay * (2 - branching) / (2 * (1 - branching))
        pairs, _ = integrate.quad(lambda u: (duration - u) * density * math.exp(-kappa * u), 0, duration)  # noqa: B023
        assert variance_events(background, branching, decay, duration) == pytest.approx(rate * duration + 2 * pairs, rel=1e-9)


def test_the_ratio_of_variance_to_mean_grows_from_one_to_its_limit():
    ratios = [fano(0.6, 1.0, duration) for duration in (1e-9, 0.1, 1, 10, 1e3, 1e7)]
    assert ratios == sorted(ratios)
    assert ratios[0] == pytest.approx(1, abs=1e-8)
    assert ratios[-1] == pytest.approx(fano_limit(0.6), rel=1e-6)


@pytest.mark.parametrize("branching", [0.0, 0.1, 0.6, 0.9])
def test_clusters_are_somewhere_and_have_the_mean_of_a_branching_process(branching):
    sizes = np.arange(1, 20_000)
    chances = np.array([cluster_size_chance(int(k), branching) for k in sizes])
    assert chances.sum() == pytest.approx(1, abs=1e-8)
    assert chances @ sizes == pytest.approx(1 / (1 - branching), rel=1e-6)
    assert cluster_size_chance(0, branching) == 0


def test_rare_sparks_bring_forth_clusters_of_the_law_of_borel():
    times = event_times(Hawkes(0.001, 0.6, 1.0, stationary=False), 4e6, 1, 0)
    starts = np.flatnonzero(np.diff(times, prepend=-1e9) > 60)  # of two clusters in a thousand days fewer than 6 in 100 touch
    sizes = np.diff(starts, append=times.size)
    for size in (1, 2, 3):
        chance, share = cluster_size_chance(size, 0.6), (sizes == size).mean()
        touching = 0.001 * 60 * chance
        assert abs(share - chance) < FOUR * math.sqrt(chance * (1 - chance) / sizes.size) + touching


def test_offspring_are_the_share_of_all_events_that_one_event_brings_forth():
    model = Hawkes(1.0, 0.7, 0.5)
    state = model.start(3, 0)
    model.advance(state, 0, 20_000, 3, 0)
    seen = model.observe(state)
    assert seen["offspring_events"] + seen["background_events"] == seen["events"]
    assert seen["offspring_share"] == pytest.approx(0.7, abs=FOUR * math.sqrt(0.3 / 60_000) * 3)


def naive_log_likelihood(times, until, background, branching, decay):
    intensity = [background + branching * decay * sum(math.exp(-decay * (t - s)) for s in times if s < t) for t in times]
    return sum(map(math.log, intensity)) - background * until - branching * sum(1 - math.exp(-decay * (until - s)) for s in times)


@pytest.mark.parametrize("seed", range(5))
def test_the_likelihood_in_one_pass_is_the_sum_over_all_pairs(seed):
    random = np.random.default_rng(seed)
    times = np.sort(random.uniform(0, 50, random.integers(0, 60)))
    values = random.uniform(0.1, 3), random.uniform(0, 0.99), 10 ** random.uniform(-2, 1)
    assert log_likelihood(times, 50.0, *values) == pytest.approx(naive_log_likelihood(times, 50.0, *values), rel=1e-10)


def test_what_is_expected_is_the_integral_of_the_intensity():
    times, values = np.array([0.5, 2.0, 2.2]), (0.7, 0.4, 1.3)

    def intensity(t):
        return values[0] + values[1] * values[2] * np.exp(-values[2] * (t - times[times < t])).sum() + 0.9 * math.exp(-values[2] * t)

    for until in (0.4, 1.0, 2.1, 5.0):
        exact, _ = integrate.quad(intensity, 0, until, points=times[times < until], limit=200)
        assert expected_events(times, [until], *values, excess=0.9)[0] == pytest.approx(exact, rel=1e-8)


def test_residuals_of_the_right_process_pass_and_those_of_the_wrong_one_do_not():
    times = event_times(Hawkes(stationary=False), 2000.0, 5, 0)
    assert agreement(residuals(times, 0.5, 0.6, 1.0)).chance > 0.01
    assert agreement(residuals(times, times.size / 2000, 0.0, 1.0)).chance < 1e-6


def test_the_distance_of_kolmogorov_and_its_chance_are_the_standard_ones():
    gaps = np.random.default_rng(1).exponential(size=200)
    exact = stats.kstest(gaps, "expon")
    assert agreement(gaps).distance == pytest.approx(exact.statistic, abs=1e-12)
    assert agreement(gaps).chance == pytest.approx(exact.pvalue, abs=0.01)  # Stephens' correction is good to a hundredth
    assert kolmogorov_chance(1.0, 100) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("history", range(3))
def test_a_fit_is_as_good_as_the_best_of_a_search_without_shortcuts(history):
    times = event_times(Hawkes(stationary=False), 200.0, 8, history)
    found = fitted(times, 200.0)

    def loss(x):
        return -log_likelihood(times, 200.0, *np.exp(x))

    starts = [(0.5, 0.6, 1.0), (0.2, 0.3, 0.1), (0.5, 0.5, 5.0)]
    options = {"xatol": 1e-8, "fatol": 1e-10}
    sought = -min(optimize.minimize(loss, np.log(start), method="Nelder-Mead", options=options).fun for start in starts)
    assert found.log_likelihood >= sought - 1e-6
    assert log_likelihood(times, 200.0, *found[:3]) == pytest.approx(found.log_likelihood, abs=1e-8)


def test_events_that_come_evenly_excite_nothing():
    assert fitted(np.arange(1.0, 100.0), 100.0).branching_ratio == 0


@pytest.mark.parametrize("times", [[1.0, 1.0, 2.0], [2.0, 1.0, 3.0], [-1.0, 2.0], [1.0, 11.0], [math.nan]])
def test_a_record_with_ties_or_outside_its_time_is_refused(times):
    with pytest.raises(UsageError):
        log_likelihood(times, 10.0, 1.0, 0.5, 1.0)


def test_a_record_of_two_events_teaches_nothing():
    with pytest.raises(UsageError, match="longer record"):
        fitted([1.0, 2.0], 10.0)


def test_the_same_events_happen_however_time_is_split():
    whole, split = (Hawkes().start(4, 2) for _ in range(2))
    Hawkes().advance(whole, 0, 50, 4, 2)
    for t in np.arange(0, 50, 0.37):
        Hawkes().advance(split, t, min(t + 0.37, 50), 4, 2)
    assert Hawkes().observe(whole) == Hawkes().observe(split)


def test_the_listed_events_are_those_that_a_run_counts():
    model = Hawkes(3.0, 0.9, 0.5)
    state = model.start(1, 7)
    model.advance(state, 0, 300, 1, 7)
    assert event_times(model, 300, 1, 7).size == model.observe(state)["events"] > kernels.TOTAL


@pytest.mark.parametrize("shape", [0.05, 0.7, 1.0, 30.0])
def test_the_settled_start_follows_the_gamma_law(shape):
    drawn = [gamma_draw(shape * 2.0, shape * 4.0, 1, history) for history in range(2000)]
    assert stats.kstest(drawn, stats.gamma(shape, scale=2.0).cdf).pvalue > 0.001


def test_a_settled_start_keeps_mean_and_variance_of_the_intensity_ever_after():
    model = Hawkes(1.0, 0.5, 0.3)
    mean, variance = stationary_stir(1.0, 0.5, 0.3)
    for until in (0, 1, 20):
        found = []
        for history in range(1500):
            state = model.start(9, history)
            model.advance(state, 0, until, 9, history)
            found.append(model.observe(state)["intensity"] - 1.0)
        assert abs(np.mean(found) - mean) < FOUR * math.sqrt(variance / 1500)
        assert abs(np.var(found) - variance) < FOUR * variance * math.sqrt((stats.kurtosis(found) + 2) / 1500)


@pytest.mark.parametrize(
    "values",
    [
        {"background_rate": 0.0}, {"background_rate": 1e-300}, {"branching_ratio": 0.0}, {"branching_ratio": 0.999, "decay_rate": 0.001},
        {"decay_rate": 1000.0}, {"branching_ratio": 1e-200}, {"background_rate": 1000.0, "branching_ratio": 0.9}, {"stationary": False},
    ],
)  # fmt: skip
def test_no_corner_of_the_bounds_breaks_it(values):
    model = Hawkes(**values)
    state = model.start(1, 0)
    model.advance(state, 0, 20, 1, 0)
    seen = model.observe(state)
    assert all(math.isfinite(value) and value >= 0 for value in seen.values())
    curves = model.picture().curves
    assert all(np.isfinite([*curve.x, *curve.y]).all() for curve in curves)


def test_all_bad_parameters_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        Hawkes(background_rate=-1, branching_ratio=1.0, decay_rate=0)
    assert len(caught.value.problems) == 3


def test_a_larger_branching_ratio_never_makes_fewer_events_on_average():
    means = [counts(Hawkes(0.5, n, 1.0), 50.0, 100, 1).mean() for n in (0.0, 0.4, 0.8)]
    assert means == sorted(means)


def test_the_fast_part_does_what_its_text_does():
    fast, slow = (Hawkes(2.0, 0.5, 1.0, stationary=False).start(1, 1) for _ in range(2))
    kernels.move(fast.moment, fast.counts, fast.luck, 2.0, 0.5, 1.0, 30.0, np.empty(0))
    background, branching, decay = 2.0, 0.5, 1.0
    events, excess, last, luck = 0, 0.0, 0.0, slow.luck.copy()
    luck[:] = Hawkes(2.0, 0.5, 1.0, stationary=False).start(1, 1).luck
    upcoming = slow.moment[kernels.NEXT]
    while upcoming <= 30.0:
        excess = excess * math.exp(-decay * (upcoming - last)) + branching * decay
        last, events = upcoming, events + 1
        even = -math.log(kernels.next_unit(luck)) / background
        reach = 1 + decay * math.log(kernels.next_unit(luck)) / excess
        upcoming = last + min(even, -math.log(reach) / decay if reach > 0 else math.inf)
    assert events == fast.counts[0]
    assert excess == pytest.approx(fast.moment[kernels.EXCESS], rel=1e-9)


def test_what_is_held_against_records_holds_for_other_luck_too():
    rows = {row.name: row for row in Hawkes.reproduces}
    found = {
        "events in 10 days, mean of 4,000 simulated histories": checks.simulated_mean(2),
        "events in 10 days, variance of 4,000 simulated histories": checks.simulated_variance(2),
        "residuals that pass at 0.05, share of 200 records": checks.passes(2),
        "offspring share found again in simulated records, calmest district": checks.found_again(0.37, 14.0, 2)[0],
        "offspring share found again in simulated records, most excited district": checks.found_again(0.5, 14.0, 2)[0],
        "memory in days found again in simulated records": checks.found_again(0.5, 14.0, 2)[1],
    }
    assert {name: number for name, number in found.items() if not rows[name].holds(number)} == {}


def test_more_events_than_anybody_could_wait_for_are_refused_in_four_parts():
    model = Hawkes(background_rate=1000.0, branching_ratio=0.999)
    state = model.start(1, 0)
    model.advance(state, 0, 4, 1, 0)
    with pytest.raises(UsageError, match="about 1e\\+08 up to day 100") as refused:
        model.advance(state, 4, 100, 1, 0)
    assert "at most 5 days" in refused.value.problems[0].hint
    with pytest.raises(UsageError, match="5,000,000"):
        event_times(Hawkes(), 1e8, 1, 0)
    with pytest.raises(UsageError):
        Hawkes().advance(Hawkes().start(1, 0), 0, 1e8, 1, 0)


@pytest.mark.parametrize("branching, decay", [(0.0, 1.0), (0.6, 1.0), (0.9, 0.05)])
def test_the_events_expected_from_rest_are_the_mean_of_many_histories(branching, decay):
    model = Hawkes(0.5, branching, decay, stationary=False)
    found = counts(model, 12.0, 3000, 5)
    assert abs(found.mean() - model.expected_by(12.0)) < FOUR * found.std() / math.sqrt(3000)
    assert model.expected_by(0.0) == 0
    assert model.expected_by(12.0) <= Hawkes(0.5, branching, decay).expected_by(12.0)


REFUSED = [
    lambda: fano(1.5, 1, 10), lambda: fano(0.5, -1, 10), lambda: fano(1, 1, 10), lambda: fano(0.5, 1, 0), lambda: fano("a", 1, 10),
    lambda: cluster_size_chance(2, 1.5), lambda: cluster_size_chance(1.5, 0.6), lambda: cluster_size_chance(-1, 0.6),
    lambda: mean_events(math.nan, 0.5, 1), lambda: variance_events(1, 0.5, 0, 1), lambda: fano_limit(1), lambda: stationary_stir(1, 1, 1),
    lambda: fitted("abc", 10.0), lambda: fitted([1.0, 2.0, 3.0], math.nan), lambda: log_likelihood([1.0], 2.0, 0.5, 0.5, 0.0),
    lambda: residuals([1.0], -0.5, 0.5, 1.0),
]  # fmt: skip


@pytest.mark.parametrize("call", REFUSED, ids=range(len(REFUSED)))
def test_numbers_that_no_process_has_are_refused_in_four_parts(call):
    with pytest.raises(UsageError) as refused:
        call()
    assert all(refused.value.problems[0])
