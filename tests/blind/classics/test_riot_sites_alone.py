"""The riot wave over many sites against the riot in one place and against what symmetry demands."""

import math

import numpy as np
import pytest
from tests.blind.classics import burbeck
from tests.blind.classics import riot_sites as model


def test_weights() -> None:
    distances = np.array([[0.0, 10.0], [10.0, 0.0]])
    assert model.weights(distances, 5.0, 2.0) == pytest.approx(np.array([[1, 1 / 9], [1 / 9, 1]]))
    assert model.weights(distances, 5.0, 2.0, xi=0.5)[0][1] == pytest.approx(0.5 + 0.5 / 9)


def test_response_has_a_strict_threshold() -> None:
    response = model.saturating_response(0.3, 2.0, 1.5)
    assert response(1.5) == 0.0
    assert response(2.0) == pytest.approx(0.3 * (1 - math.exp(-1)))
    assert response(1e9) == pytest.approx(0.3)


def test_one_site_is_the_single_riot() -> None:
    times = np.arange(0.0, 40.0, 2.0)
    lam, sig = model.trajectory(times, [300.0], np.ones((1, 1)), 0.4, model.linear_response(0.003), 0, 2.0)
    single = burbeck.trajectory(times, 2.0, 300.0, 0.4, 0.003)
    assert lam[:, 0] == pytest.approx(single[0], rel=1e-6)
    assert sig[:, 0] == pytest.approx(single[1], rel=1e-6)


def test_far_site_is_left_alone_and_media_reach_it() -> None:
    distances = np.array([[0.0, 1e9], [1e9, 0.0]])
    response = model.saturating_response(0.5, 0.05, 0.1)
    for xi, moved in ((0.0, False), (0.2, True)):
        lam, _ = model.trajectory([10.0], [100.0, 100.0], model.weights(distances, 5.0, 2.0, xi), 0.3, response, 0, 5.0)
        assert (lam[0, 1] > 1.0) == moved
        assert lam[0, 0] > 1.0


def test_wave_goes_out_from_the_trigger_and_people_are_counted_once() -> None:
    places = np.arange(6) * 10.0
    distances = np.abs(places[:, None] - places[None, :])
    weight = model.weights(distances, 5.0, 3.0)
    times = np.linspace(0, 60, 241)
    lam, sig = model.trajectory(times, [100.0] * 6, weight, 0.4, model.linear_response(0.01), 0, 5.0, trigger_time=1.0)
    assert np.all(lam[times < 1.0] == 0)
    peaks = [int(day) for day in lam.argmax(axis=0)]
    assert peaks == sorted(peaks)
    joined = 100.0 - sig[-1]
    left = 0.4 * np.trapezoid(lam[times >= 1.0], times[times >= 1.0], axis=0)
    assert left == pytest.approx(joined + lam[times == 1.0][0] - lam[-1], rel=5e-3)


def test_likelihood() -> None:
    means = model.daily_means(3, [50.0], np.ones((1, 1)), 0.5, model.linear_response(0.02), 0, 4.0, [0.1], trigger_time=1.0)
    assert means[0, 0] == pytest.approx(0.1)
    lam, _ = model.trajectory([0.5], [50.0], np.ones((1, 1)), 0.5, model.linear_response(0.02), 0, 4.0)
    assert means[1, 0] == pytest.approx(0.1 + lam[0, 0])
    by_hand = sum(math.log(math.exp(-m) * m**k / math.factorial(k)) for m, k in zip(means[:, 0], (0, 5, 3), strict=True))
    assert model.log_likelihood(np.array([[0], [5], [3]]), means) == pytest.approx(by_hand)
