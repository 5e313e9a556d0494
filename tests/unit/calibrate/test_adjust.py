"""Regression takes out what a wide threshold added, and moves nothing that the summaries do not tell of."""

import numpy as np
import pytest
from tests.unit.calibrate.toys import Gaussian

from groundswell.calibrate import luck
from groundswell.calibrate.adjust import adjusted, epanechnikov, regression
from groundswell.calibrate.sampler import sample
from groundswell.errors import UsageError

ERRORS = 5.0  # standard errors


def uniforms(size, columns, attempt=0):
    return luck.uniforms(11, luck.PSEUDO, np.arange(size, dtype=np.uint64), attempt, columns)


def normals(size, columns, attempt=0):
    return luck.normals(11, luck.PSEUDO, np.arange(size, dtype=np.uint64), attempt, columns)


def even(size):
    return np.full(size, 1 / size)


def test_a_wide_threshold_is_taken_out():
    toy = Gaussian((0.4, 0.55))
    wide = sample(toy, seed=3, particles=2000, keep=1000, budget=6000)
    found = adjusted(wide, np.array(toy.observed))
    assert (wide.sd() > 1.2 * toy.sigma).all(), "the threshold is wide enough to be seen"
    assert (np.abs(found.mean() - toy.observed) < ERRORS * toy.sigma / np.sqrt(found.ess)).all()
    assert (np.abs(found.sd() - toy.sigma) < ERRORS * toy.sigma / np.sqrt(2 * found.ess)).all()


def test_a_straight_line_in_logit_space_is_followed_to_the_end():
    summaries = normals(500, 1)
    points = luck.logistic(0.7 * summaries - 0.3)
    found = regression(points, even(500), np.abs(summaries[:, 0] - 0.5), summaries, np.array([0.5]))
    assert found.points == pytest.approx(luck.logistic(np.array([[0.05]]))[0, 0], abs=1e-5)
    assert found.explained == pytest.approx(1.0, abs=1e-6)


def test_the_slope_is_the_one_that_least_squares_gives():
    summaries, noise = normals(400, 3), normals(400, 2, attempt=1)
    distances = np.sqrt((summaries**2).sum(axis=1))
    points = luck.logistic(summaries @ np.array([[1.0, 0.0], [0.5, -1.0], [0.0, 0.2]]) + 0.3 * noise)
    found = regression(points, even(400), distances, summaries, np.zeros(3))
    root = np.sqrt(epanechnikov(distances))[:, None]
    design = np.hstack([np.ones((400, 1)), summaries])
    slopes = np.linalg.lstsq(root * design, root * np.log(points / (1 - points)), rcond=None)[0][1:]
    local = epanechnikov(distances) / epanechnikov(distances).sum()
    scale = np.sqrt(local @ (summaries - local @ summaries) ** 2)
    assert found.slopes == pytest.approx(slopes * scale[:, None], abs=0.02), "a small ridge moves slopes by a hundredth"


def test_a_parameter_of_which_no_summary_tells_hardly_moves():
    points, summaries = uniforms(1000, 1), normals(1000, 2)
    found = regression(points, even(1000), np.sqrt((summaries**2).sum(axis=1)), summaries, np.array([0.5, -0.5]))
    sd = np.sqrt(found.weights @ (points - found.weights @ points) ** 2)
    assert np.abs(found.points - points).max() < ERRORS * sd * np.sqrt(2 / 1000) * 2, "only by what chance fits"
    assert found.explained[0] < 0.03


def test_more_summaries_than_particles_are_held_by_the_ridge():
    points, summaries = uniforms(40, 2), normals(40, 60)
    found = regression(points, even(40), np.sqrt((summaries**2).sum(axis=1)), summaries, normals(1, 60, 1)[0])
    assert np.isfinite(found.points).all() and found.ridge > 0.1
    assert np.abs(luck.logit(found.points) - luck.logit(points)).max() < 3.0


def test_points_stay_inside_the_cube_however_far_they_move():
    summaries = normals(200, 1)
    points = luck.logistic(20.0 * summaries)
    found = regression(points, even(200), np.abs(summaries[:, 0]), summaries, np.array([50.0]))
    assert ((found.points > 0.0) & (found.points < 1.0)).all()


def test_a_summary_that_never_varies_says_nothing():
    summaries = normals(300, 1)
    points = luck.logistic(0.7 * summaries)
    alone = regression(points, even(300), np.abs(summaries[:, 0]), summaries, np.array([0.2]))
    still = np.hstack([summaries, np.full((300, 1), 7.0)])
    found = regression(points, even(300), np.abs(summaries[:, 0]), still, np.array([0.2, 9.0]))
    assert found.points == pytest.approx(alone.points, abs=1e-9)


def test_the_farthest_count_nothing_and_the_nearest_most():
    weights = epanechnikov(np.array([0.0, 1.0, 2.0]))
    assert weights.tolist() == [1.0, 0.75, 0.0]
    assert epanechnikov(np.zeros(3)).tolist() == [1.0, 1.0, 1.0]


def test_units_of_a_summary_do_not_matter():
    summaries = normals(300, 2)
    points = luck.logistic(summaries @ np.array([[0.7], [0.2]]) + 0.1 * normals(300, 1, 1))
    distances = np.sqrt((summaries**2).sum(axis=1))
    units = np.array([1e6, 1e-4])
    one = regression(points, even(300), distances, summaries, np.array([0.2, 0.1]))
    other = regression(points, even(300), distances, summaries * units, np.array([0.2, 0.1]) * units)
    assert other.points == pytest.approx(one.points, abs=1e-9)


@pytest.mark.parametrize(("observed", "first"), [([1.0, 2.0], 0.0), ([1.0], np.nan), ([np.nan], 0.0)])
def test_summaries_that_do_not_fit_are_refused(observed, first):
    summaries = normals(10, 1)
    summaries[0] = first
    with pytest.raises(UsageError):
        regression(uniforms(10, 1), even(10), np.arange(10.0), summaries, np.array(observed))
