"""The fit that ships, repeated at a small budget: the same bits, and nearer to the record than the priors."""

from itertools import pairwise

import numpy as np
import pytest

from groundswell.calibrate.case import CaseProblem
from groundswell.calibrate.fit import calibrate
from groundswell.calibrate.protocol import targets

pytestmark = pytest.mark.verify


@pytest.fixture(scope="module")
def fit():
    return calibrate("bolivia-2003", size="small")


def test_a_small_budget_comes_nearer_with_every_generation(fit):
    thresholds = [row.threshold for row in fit.population.generations]
    assert all(later <= earlier for earlier, later in pairwise(thresholds))
    assert thresholds[-1] < 0.8 * thresholds[0]


def test_what_the_small_fit_keeps_falls_in_october_more_often_than_the_priors_do(fit):
    """A direction, not a size: the fit looks at the fall of October 2003, the priors do not."""
    column = fit.problem.summary_names.index("fell-october")
    points = np.random.default_rng(1).uniform(size=(40, len(fit.problem.names)))
    points = points[fit.problem.inside(points)]
    prior = fit.problem.simulate(points, 1, np.arange(2**20, 2**20 + len(points), dtype=np.uint64))
    kept = float(fit.population.weights @ fit.population.summaries[:, column])
    assert kept > 2 * float(prior.summaries[:, column].mean())


def test_a_candidate_simulated_alone_is_as_far_off_as_it_was_among_others(fit):
    """A distance is that of point, seed and number alone, on the real problem and not a toy."""
    first = targets("bolivia-2003").problem()
    assert isinstance(first, CaseProblem)
    rows = slice(0, 3)
    again = first.simulate(fit.population.points[rows], fit.budget.seed, fit.population.numbers[rows])
    assert np.array_equal(again.distance, fit.population.distances[rows])
