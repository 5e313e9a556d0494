"""Both ways of working out self-exciting processes agree: closed forms and likelihoods to the float, simulations within their luck."""

import math

import numpy as np
import pytest
from tests.blind.classics import hawkes as twin

from groundswell.models.hawkes import likelihood, likelihood_days, moments
from groundswell.models.hawkes.hawkes import Hawkes, event_times
from groundswell.models.hawkes.hawkes_days import HawkesDays, daily

SETS = range(50)
FLOAT = 1e-9  # relative: sums of up to some hundred terms, in another order
SEARCH = 1e-5  # the twin's search stops by its own tolerance
ENDLESS = 0.05  # what a memory beyond twice the record, or below a tenth of a day, may gain: ours are not sought there


def random_process(number: int) -> tuple[np.random.Generator, tuple[float, float, float]]:
    rng = np.random.default_rng([11, number])
    return rng, (float(rng.uniform(0.05, 3)), float(rng.uniform(0, 0.98)), float(10 ** rng.uniform(-2, 1)))


@pytest.mark.parametrize("number", SETS)
def test_moments_and_clusters_agree(number):
    rng, (background, branching, decay) = random_process(number)
    duration = float(10 ** rng.uniform(-1, 3))
    mean = twin.count_mean(duration, background, branching)
    assert moments.mean_events(background, branching, duration) == pytest.approx(mean, rel=FLOAT)
    ours = moments.variance_events(background, branching, decay, duration)
    theirs = twin.count_variance(duration, background, branching, decay)
    lost = 1e-15 / (decay * (1 - branching) * duration) ** 2  # what the twin's difference of near numbers loses
    assert ours == pytest.approx(theirs, rel=FLOAT + 100 * lost)
    assert moments.fano_limit(branching) == pytest.approx(twin.fano(math.inf, background, branching, decay), rel=FLOAT)
    for size in (1, 2, 5, 40):
        assert moments.cluster_size_chance(size, branching) == pytest.approx(twin.borel(size, branching), rel=FLOAT)


@pytest.mark.parametrize("number", SETS)
def test_likelihoods_and_residuals_agree(number):
    rng, values = random_process(number)
    until = float(rng.uniform(5, 80))
    times = np.sort(rng.uniform(0, until, int(rng.integers(1, 120))))
    theirs = twin.log_likelihood(times, until, *values)
    assert likelihood.log_likelihood(times, until, *values) == pytest.approx(theirs, rel=FLOAT, abs=FLOAT)
    at = np.sort(rng.uniform(0, until, 5))
    assert likelihood.expected_events(times, at, *values) == pytest.approx([twin.compensator(t, times, *values) for t in at], rel=FLOAT)
    gaps = likelihood.residuals(times, *values)
    assert gaps == pytest.approx(twin.residual_gaps(times, *values), rel=1e-7, abs=1e-10)  # differences of numbers far larger
    assert likelihood.agreement(gaps).distance == pytest.approx(twin.residual_distance(times, *values), abs=1e-8)


@pytest.mark.parametrize("number", SETS)
def test_likelihoods_of_days_agree(number):
    rng, values = random_process(number)
    counts = rng.poisson(rng.uniform(0.2, 3), int(rng.integers(5, 120)))
    exponent = float(rng.uniform(1.2, 6))
    assert likelihood_days.intensities(counts, *values) == pytest.approx(twin.daily_intensity(counts, *values), rel=FLOAT)
    assert likelihood_days.log_likelihood(counts, *values) == pytest.approx(twin.daily_log_likelihood(counts, *values), rel=FLOAT)
    ours = likelihood_days.log_likelihood(counts, *values, form="hurdle", size_exponent=exponent)
    assert ours == pytest.approx(twin.hurdle_log_likelihood(counts, *values, exponent), rel=FLOAT)


@pytest.mark.parametrize("number", range(8))
def test_fits_agree_or_ours_is_better(number):
    _, values = random_process(number)
    times = event_times(Hawkes(values[0], values[1] / 2, values[2], stationary=False), 60.0, 5, number)[:150]
    ours, theirs = likelihood.fitted(times, 60.0), twin.fit(times, 60.0)
    assert ours.log_likelihood >= theirs[3] - (SEARCH if theirs[2] > 1 / 120 else ENDLESS)
    assert twin.log_likelihood(times, 60.0, *ours[:3]) == pytest.approx(ours.log_likelihood, abs=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_fits_of_days_agree_or_ours_are_better(number):
    _, values = random_process(number)
    for form, fit in (("poisson", twin.fit_daily), ("hurdle", twin.fit_hurdle)):
        counts = daily(HawkesDays(form, 0.4, 0.5, values[2], stationary=False), 60, 5, number)[0].astype(int)
        ours, theirs = likelihood_days.fitted(counts, form), fit(counts)
        assert ours.log_likelihood >= theirs[-1] - (SEARCH if 1 / 120 < theirs[2] < 10 else ENDLESS)
        exponent = [ours.size_exponent] if form == "hurdle" else []
        check = twin.hurdle_log_likelihood if form == "hurdle" else twin.daily_log_likelihood
        assert check(counts, *ours[:3], *exponent) == pytest.approx(ours.log_likelihood, abs=1e-8)


@pytest.mark.parametrize("number", SETS)
def test_simulated_counts_agree(number):
    rng, (background, branching, decay) = random_process(number)
    branching, histories, until = branching * 0.8, 60, 20.0
    model = Hawkes(background, branching, decay, stationary=False)
    ours = np.array([event_times(model, until, 7, 1000 * number + history).size for history in range(histories)])
    theirs = np.array([twin.simulate(rng, until, background, branching, decay).size for _ in range(histories)])
    error = math.sqrt((ours.var(ddof=1) + theirs.var(ddof=1)) / histories)
    assert abs(ours.mean() - theirs.mean()) < 4 * error + 1e-9
    exact = twin.count_mean_from_empty(until, background, branching, decay)
    assert abs(ours.mean() - exact) < 4.5 * ours.std(ddof=1) / math.sqrt(histories) + 0.01 * exact  # tails of 60 histories are skewed


@pytest.mark.parametrize("form", ["poisson", "hurdle"])
@pytest.mark.parametrize("number", range(10))
def test_simulated_days_agree(form, number):
    rng, (background, branching, decay) = random_process(number)
    branching, histories, days, exponent = branching * 0.8, 60, 30, 4.0
    model = HawkesDays(form, background, branching, decay, exponent, stationary=False)
    ours = np.array([daily(model, days, 7, 1000 * number + history)[0].sum() for history in range(histories)])
    values = (days, background, branching, decay)
    draw = twin.simulate_daily if form == "poisson" else lambda rng, *values: twin.simulate_hurdle(rng, *values, exponent)
    theirs = np.array([draw(rng, *values).sum() for _ in range(histories)])
    assert abs(ours.mean() - theirs.mean()) < 4 * math.sqrt((ours.var(ddof=1) + theirs.var(ddof=1)) / histories)
