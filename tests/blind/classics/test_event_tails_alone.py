"""Power-law tails: the fits find what was put in, the laws are laws, and a lognormal is told from a power law."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from tests.blind.classics import event_tails as model


def test_laws_sum_to_one() -> None:
    sizes = np.arange(3, 2_000_000)
    assert np.exp(model.power_logs(sizes, 3, 2.5, True)).sum() == pytest.approx(1, abs=1e-8)
    assert np.exp(model.lognormal_logs(sizes, 3, 1.0, 1.2, True)).sum() == pytest.approx(1, abs=1e-8)
    for law in (lambda x: model.power_logs(x, 3, 2.5, False), lambda x: model.lognormal_logs(x, 3, 1.0, 1.2, False)):
        assert quad(lambda x, law=law: math.exp(float(law(np.array(x)))), 3, math.inf, limit=500)[0] == pytest.approx(1, abs=1e-7)
    assert model.power_cdf(np.array([2, 3]), 3, 2.5, True) == pytest.approx([0, math.exp(model.power_logs(np.array([3]), 3, 2.5, True)[0])])


def test_fits_by_hand() -> None:
    assert model.fit_continuous(np.array([1.0, math.e, math.e**2]), 1.0) == pytest.approx(2.0)
    tail = model.draw_discrete(np.random.default_rng(1), 3000, 4, 2.5)
    exponent = model.fit_discrete(tail, 4)
    assert abs(exponent - 2.5) < 4 * 1.5 / math.sqrt(3000) * 1.2
    best = model.power_logs(tail, 4, exponent, True).sum()
    assert all(best >= model.power_logs(tail, 4, exponent + shift, True).sum() for shift in (-0.01, 0.01))


def test_smallest_size_is_found() -> None:
    rng = np.random.default_rng(2)
    sizes = np.concatenate([rng.uniform(0.2, 5.0, 700), model.draw_continuous(rng, 500, 5.0, 2.5)])
    found = model.fit_tail(sizes, discrete=False)
    assert found.exponent == pytest.approx(2.5, abs=0.3)
    assert 3.5 < found.smallest < 9
    whole = np.concatenate([rng.integers(1, 6, 700), model.draw_discrete(rng, 500, 6, 2.5)])
    found = model.fit_tail(whole, discrete=True)
    assert found.exponent == pytest.approx(2.5, abs=0.35)
    assert 5 <= found.smallest < 12


def test_distance_by_brute_force() -> None:
    rng = np.random.default_rng(3)
    sizes = model.draw_discrete(rng, 60, 2, 2.2)
    sizes = sizes[sizes < 5000]
    every = np.arange(2, 5000)
    observed = np.array([np.mean(sizes <= k) for k in every])
    brute = np.max(np.abs(observed - model.power_cdf(every, 2, 2.2, True)))
    assert model.distance(sizes, 2, 2.2, True) == pytest.approx(brute)


@pytest.mark.parametrize("discrete", [False, True])
def test_lognormal_is_told_from_a_power_law(discrete: bool) -> None:
    rng = np.random.default_rng(4)
    sizes = rng.lognormal(2.0, 0.7, 1500)
    if discrete:
        sizes = np.rint(sizes)
    smallest = 3
    tail = sizes[sizes >= smallest]
    mean, spread, value = model.fit_lognormal(tail, smallest, discrete)
    assert mean == pytest.approx(2.0, abs=0.15)
    assert spread == pytest.approx(0.7, abs=0.1)
    assert value == pytest.approx(model.lognormal_logs(tail, smallest, mean, spread, discrete).sum())
    found = model.compare(tail, smallest, discrete)
    assert found.statistic < -5
    assert found.p < 1e-6


def test_power_law_is_not_given_up() -> None:
    tail = model.draw_continuous(np.random.default_rng(5), 1500, 1.0, 2.5)
    found = model.compare(tail, 1.0, False)
    assert abs(found.statistic) < 2.5
    assert found.ratio < 0.5
