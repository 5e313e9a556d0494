"""The self-exciting process against its exact moments, its cluster law and its own simulations."""

import itertools
import math

import numpy as np
import pytest
from scipy.integrate import quad
from tests.blind.classics import hawkes as model


def test_stationary_counts() -> None:
    assert model.count_mean(10, 0.5, 0.6) == pytest.approx(12.5)
    assert model.count_variance(10, 0.5, 0.6, 1.0) == pytest.approx(62.019, abs=5e-4)
    assert model.fano(10, 0.5, 0.6, 1.0) == pytest.approx(4.9615, abs=5e-5)
    assert model.fano(100, 0.5, 0.6, 1.0) == pytest.approx(6.1187, abs=5e-5)
    assert model.fano(math.inf, 0.5, 0.6, 1.0) == pytest.approx(6.25)


def test_cluster_law() -> None:
    assert [model.borel(k, 0.6) for k in (1, 2, 3)] == pytest.approx([0.54881, 0.18072, 0.08926], abs=5e-6)
    assert sum(model.borel(k, 0.6) for k in range(1, 600)) == pytest.approx(1.0, abs=1e-9)
    rng = np.random.default_rng(1)
    sizes = np.array([model.cluster_size(rng, 0.6) for _ in range(4000)])
    for k in (1, 2, 3):
        chance = model.borel(k, 0.6)
        assert abs(np.mean(sizes == k) - chance) < 4 * math.sqrt(chance * (1 - chance) / 4000)


def test_compensator_is_the_integral() -> None:
    events = np.array([0.4, 1.1, 1.15, 2.9])
    area = sum(
        quad(lambda t: model.intensity(t, events, 0.3, 0.7, 1.4), a, b)[0] for a, b in itertools.pairwise([0.0, 0.4, 1.1, 1.15, 2.9, 4.0])
    )
    assert model.compensator(4.0, events, 0.3, 0.7, 1.4) == pytest.approx(area, abs=1e-9)
    assert model.log_likelihood(events, 4.0, 0.3, 0.0, 1.4) == pytest.approx(4 * math.log(0.3) - 0.3 * 4)


def test_simulation_moments_and_residuals() -> None:
    rng = np.random.default_rng(2)
    counts = [len(model.simulate(rng, 10.0, 0.5, 0.6, 1.0, burn=25.0)) for _ in range(3000)]
    assert abs(np.mean(counts) - 12.5) < 4 * math.sqrt(62.019 / 3000) + 0.01
    assert abs(np.var(counts) / 62.019 - 1) < 0.15
    counts = [len(model.simulate(rng, 6.0, 0.5, 0.6, 1.0)) for _ in range(3000)]
    assert abs(np.mean(counts) - model.count_mean_from_empty(6.0, 0.5, 0.6, 1.0)) < 4 * np.std(counts) / math.sqrt(3000)
    events = model.simulate(rng, 600.0, 0.5, 0.6, 1.0)
    assert model.residual_distance(events, 0.5, 0.6, 1.0) < 1.95 / math.sqrt(len(events))


def test_fit_in_continuous_time() -> None:
    events = model.simulate(np.random.default_rng(3), 250.0, 0.5, 0.6, 1.0)
    mu, n, beta, value = model.fit(events, 250.0)
    assert value == pytest.approx(model.log_likelihood(events, 250.0, mu, n, beta))
    assert value >= model.log_likelihood(events, 250.0, 0.5, 0.6, 1.0)
    assert mu == pytest.approx(0.5, abs=0.2)
    assert n == pytest.approx(0.6, abs=0.2)
    assert beta == pytest.approx(1.0, abs=0.5)
    # At the best point the compensator at the end equals the number of events.
    assert model.compensator(250.0, events, mu, n, beta) == pytest.approx(len(events), rel=1e-5)


def test_daily_forms() -> None:
    rates = model.daily_intensity(np.array([2, 0, 1]), 0.5, 0.6, 1.0)
    share = 1 - math.exp(-1)
    assert rates == pytest.approx([0.5, 0.5 + 1.2 * share, 0.5 + 1.2 * share * math.exp(-1)])
    value = sum(math.log(math.exp(-rate) * rate**k / math.factorial(k)) for rate, k in zip(rates, (2, 0, 1), strict=True))
    assert model.daily_log_likelihood(np.array([2, 0, 1]), 0.5, 0.6, 1.0) == pytest.approx(value)
    # The chances of 0, 1, 2, ... events on a day sum to one.
    whole = sum(math.exp(model.hurdle_log_likelihood(np.array([k]), 0.5, 0.6, 1.0, 3.5)) for k in range(400))
    assert whole == pytest.approx(1.0, abs=1e-6)


def test_daily_fits() -> None:
    rng = np.random.default_rng(5)
    counts = model.simulate_daily(rng, 150, 0.5, 0.5, 0.7)
    mu, n, beta, value = model.fit_daily(counts)
    assert value == pytest.approx(model.daily_log_likelihood(counts, mu, n, beta))
    assert value >= model.daily_log_likelihood(counts, 0.5, 0.5, 0.7)
    assert n == pytest.approx(0.5, abs=0.3)
    # At the best point the sum of the rates equals the sum of the counts.
    assert model.daily_intensity(counts, mu, n, beta).sum() == pytest.approx(counts.sum(), rel=1e-4)
    hurdle = model.simulate_hurdle(rng, 150, 0.2, 0.3, 0.7, 3.0)
    mu, n, beta, exponent, value = model.fit_hurdle(hurdle)
    assert value >= model.hurdle_log_likelihood(hurdle, 0.2, 0.3, 0.7, 3.0)
    assert exponent == pytest.approx(3.0, abs=0.8)
