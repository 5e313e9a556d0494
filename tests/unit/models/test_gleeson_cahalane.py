"""The theory of cascades on endless networks: closed forms, fixed points, and where they cease to be."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from groundswell.errors import UsageError
from groundswell.models.networks import theory
from groundswell.models.networks.gleeson_cahalane import GleesonCahalane
from groundswell.models.networks.laws import (
    listed_thresholds,
    normal_thresholds,
    poisson_degrees,
    regular_degrees,
    single_threshold,
    uniform_thresholds,
)


def seen(**values: object) -> dict[str, float]:
    model = GleesonCahalane(**values)
    return model.observe(model.start(0, 0))


@pytest.mark.parametrize("q", [0.0, 1e-9, 0.01, 0.3, 0.77, 1 - 1e-12, 1.0])
@pytest.mark.parametrize("n", [0, 1, 7, 60, 900])
def test_the_mean_over_a_binomial_law_is_the_textbook_one(n: int, q: float):
    answers = np.sin(np.arange(n + 1)) ** 2
    assert theory.answered(answers, 0, n, q) == pytest.approx(float(stats.binom(n, q).pmf(range(n + 1)) @ answers), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("mean", [1.5, 3.3, 6.0])
@pytest.mark.parametrize("threshold", [0.12, 0.18, 0.3, 0.5])
def test_the_condition_on_a_poisson_network_is_a_tail_of_the_law(mean: float, threshold: float):
    most = math.floor(1 / threshold + 1e-12)
    expected = mean * stats.poisson(mean).cdf(most - 2)
    assert theory.cascade_value(poisson_degrees(mean), single_threshold(threshold)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("mean", [1.1, 2.0, 5.0])
def test_with_everyone_vulnerable_the_cluster_is_the_giant_component(mean: float):
    share = optimize.brentq(lambda s: s - 1 + math.exp(-mean * s), 1e-6, 1)  # Erdős and Rényi
    found = theory.clusters(poisson_degrees(mean), single_threshold(1e-6))
    assert found == pytest.approx((share, share), rel=1e-10)


def test_on_a_regular_network_the_condition_is_a_count():
    for k in (3, 4, 7):
        assert theory.cascade_value(regular_degrees(k), single_threshold(1 / k)) == pytest.approx(k - 1)
        assert theory.cascade_value(regular_degrees(k), single_threshold(1 / k + 1e-9)) == 0
    assert seen(degrees="regular", mean_degree=3.0, threshold=1 / 3)["final_share"] == pytest.approx(1.0)


def test_on_a_tree_of_three_the_fixed_point_solves_a_quadratic():
    # Three neighbors, two of whom are needed: q = s + (1 − s) q², so q = s/(1 − s) below one half.
    for share in (0.1, 0.3, 0.45):
        model = GleesonCahalane(degrees="regular", mean_degree=3.0, threshold=0.5, seed_share=share)
        q = share / (1 - share)
        expected = share + (1 - share) * (3 * q**2 * (1 - q) + q**3)
        assert model.observe(model.start(0, 0))["final_share"] == pytest.approx(expected, abs=1e-12)
    assert seen(degrees="regular", mean_degree=3.0, threshold=0.5, seed_share=0.55)["final_share"] == pytest.approx(1.0, abs=1e-12)
    # At one half the two roots of the quadratic meet: the slow case, in which the map alone never arrives.
    assert seen(degrees="regular", mean_degree=3.0, threshold=0.5, seed_share=0.5)["final_share"] == pytest.approx(1.0, abs=1e-6)


def test_the_course_climbs_to_the_end_that_the_start_knows():
    for values in ({}, {"mean_degree": 6.39}, {"thresholds": "normal", "threshold": 0.4, "spread": 0.2}, {"degrees": "power"}):
        model = GleesonCahalane(**values)
        state = model.start(0, 0)
        shares = [model.observe(state)["active_share"]]
        for turn in range(1, 400):
            model.advance(state, turn - 1, turn, 0, 0)
            shares.append(model.observe(state)["active_share"])
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(model.observe(state)["final_share"], abs=1e-9)
        whole = model.start(0, 0)
        model.advance(whole, 0, 399, 0, 0)
        assert model.observe(whole) == model.observe(state)


def test_more_seeds_and_lower_thresholds_bring_more():
    by_seeds = [seen(mean_degree=6.5, seed_share=share)["final_share"] for share in (0, 1e-4, 1e-3, 1e-2, 0.1, 1)]
    by_threshold = [seen(threshold=share)["final_share"] for share in (1, 0.5, 0.3, 0.25, 0.18, 0.1, 0)]
    assert by_seeds == sorted(by_seeds) and by_threshold == sorted(by_threshold)
    assert by_seeds[0] == 0 and by_seeds[-1] == 1


def test_a_narrow_gap_in_the_map_stops_the_climb():
    # Just below the collapse the map almost touches the diagonal; a thousandth of a degree decides.
    edge = theory.collapse(single_threshold(0.18), 1e-3)
    assert seen(mean_degree=edge - 1e-6)["final_share"] > 0.9
    assert seen(mean_degree=edge + 1e-6)["final_share"] < 0.1


@pytest.mark.parametrize("threshold", [0.15, 0.18, 0.22])
def test_the_lowest_meeting_of_map_and_diagonal_is_found_however_narrow_the_gap(threshold: float):
    edge = theory.collapse(single_threshold(threshold), 1e-3)
    for below in (1e-2, 1e-3, 1e-4, -1e-4, -1e-3):
        of = theory.terms(poisson_degrees(edge - below), single_threshold(threshold))
        q = 1e-3
        for _ in range(20_000):
            q = theory.neighbor_share(of, 1e-3, q)
        assert theory.lasting(of, 1e-3) == pytest.approx(q, abs=1e-6)


def test_windows_open_where_the_condition_is_met_and_nowhere_else():
    for thresholds in (single_threshold(0.15), uniform_thresholds(0.2, 0.1), listed_thresholds([0.1, 0.4]), normal_thresholds(0.35, 0.1)):
        for law in (poisson_degrees, regular_degrees):
            windows = theory.cascade_windows(thresholds, law, most=30.0)
            for mean in (0.5, 1.13, 2.57, 4.21, 7.77, 12.3, 21.9):
                inside = any(low < mean < high for low, high in windows)
                assert (theory.cascade_value(law(mean), thresholds) > 1) == inside


def test_with_people_who_need_nobody_the_window_does_not_close():
    windows = theory.cascade_windows(normal_thresholds(0.3, 0.2), most=40.0)
    assert windows[-1][1] == 40.0


def test_a_collapse_that_never_comes_is_told():
    assert theory.collapse(single_threshold(0.18), 0.2) is None
    with pytest.raises(ValueError, match="nowhere"):
        theory.collapse(single_threshold(0.9), 1e-3)


EXTREMES = [
    {"mean_degree": 0.0},
    {"mean_degree": 1e-300},
    {"mean_degree": 1000.0, "threshold": 0.001},
    {"mean_degree": 1000.0, "thresholds": "normal", "spread": 10.0},
    {"degrees": "power", "exponent": 0.0, "cutoff": 1e12},
    {"degrees": "power", "exponent": 20.0, "cutoff": 0.01, "least_degree": 1000},
    {"degrees": "regular", "mean_degree": 0.5, "seed_share": 1.0},
    {"degrees": "regular", "mean_degree": 2.0, "threshold": 0.5, "seed_share": 1e-12},
    {"degrees": "listed", "degree_shares": (1.0,), "threshold": 0.0},
    {"thresholds": "uniform", "spread": 5e-324},
    {"thresholds": "listed", "listed_thresholds": (2.0, -1.0), "threshold_shares": (1e12, 5e-324)},
    {"seed_share": 0.0},
    {"seed_share": 5e-324, "mean_degree": 3.0},
]


@pytest.mark.parametrize("values", EXTREMES)
def test_at_the_ends_of_the_bounds_it_ends_and_stays_in_its_bounds(values: dict):
    model = GleesonCahalane(**values)
    state = model.start(0, 0)
    model.advance(state, 0, 100, 0, 0)
    found = model.observe(state)
    for one in model.observables:
        assert one.low <= found[one.name] <= one.high, one.name
    assert found["active_share"] <= found["final_share"] + 1e-9


def test_pictures_are_finite_whatever_the_laws():
    for values in ({}, {"degrees": "power"}, {"degrees": "regular", "mean_degree": 1.0}, {"mean_degree": 0.0}, {"thresholds": "normal"}):
        assert all(np.isfinite([curve.x, curve.y]).all() for curve in GleesonCahalane(**values).picture().curves)


def test_bad_parameters_are_told_together():
    with pytest.raises(UsageError) as refused:
        GleesonCahalane.of(seed_share=2, mean_degree=-1, degrees="star", spread="wide")
    assert len(refused.value.problems) == 4
