"""The whole chain of a fit is calibrated: truths drawn from the prior hold every rank in their posteriors equally often.

And the check itself is checked: with a fault planted in the chain, ranks are no longer even.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest
from tests.unit.calibrate.toys import NOISE, Gaussian

from groundswell.calibrate import luck, proposals
from groundswell.calibrate.adjust import adjusted
from groundswell.calibrate.problem import Population
from groundswell.calibrate.ranks import Calibration, Planted, calibration
from groundswell.calibrate.sampler import sample

SIGMA, CEILING = 0.2, 1.0  # wide enough that many posteriors are cut by a face of the cube, or by the condition
SIZE = {"particles": 150, "keep": 150, "budget": 1500, "workers": 1, "batch": 150}
CHANCE = 0.001  # an even sample is this uneven once in a thousand; none of these keys was chosen by looking


MANY = 400  # planted truths


@cache
def truths():
    """Draws from the prior, and a record made from each."""
    numbers = np.arange(3 * MANY, dtype=np.uint64)
    drawn = luck.uniforms(51, luck.PSEUDO, numbers, 0, 2)
    drawn = drawn[drawn.sum(axis=1) < CEILING][:MANY]
    return drawn, drawn + SIGMA * luck.normals(52, NOISE, numbers[:MANY], 0, 2)


def fits(count: int, ceiling: float = CEILING, start: Population | None = None, **changes: int) -> list[Population]:
    """The fit of each record, on seeds of their own."""
    records = truths()[1][:count].tolist()
    problems = [Gaussian(tuple(record), SIGMA, ceiling=ceiling) for record in records]
    return [sample(problem, seed=1000 + k, start=start, **SIZE | changes) for k, problem in enumerate(problems)]


sound = cache(fits)


def checked(found: Iterable[Population]) -> Calibration:
    planted = [Planted(truth, one.points, one.weights) for truth, one in zip(truths()[0], found, strict=False)]
    return calibration(planted, ("a", "b"), seed=1)


def least_chance(found: Calibration) -> float:
    return min(row.chance for row in found.parameters)


@pytest.mark.verify
def test_ranks_are_even_and_intervals_cover_as_often_as_they_say():
    found = checked(sound(MANY))
    assert least_chance(found) > CHANCE
    for row in found.parameters:
        for share, covered in zip((0.5, 0.9), row.covered, strict=True):
            assert abs(covered - share) < 5 * np.sqrt(share * (1 - share) / MANY)


@pytest.mark.verify
def test_ranks_stay_even_after_regression():
    moved = [adjusted(one, record) for one, record in zip(sound(MANY), truths()[1], strict=True)]
    assert least_chance(checked(moved)) > CHANCE


@pytest.mark.verify
def test_ranks_stay_even_when_a_fit_begins_at_the_posterior_of_another_problem():
    other = sample(Gaussian((0.3, 0.3), 0.1, ceiling=CEILING), seed=7, **SIZE)
    assert least_chance(checked(fits(MANY, start=other, budget=900))) > CHANCE


@pytest.mark.verify
def test_a_chain_that_forgets_its_weights_is_found_out():
    assert least_chance(checked(one.with_points(one.points, np.ones(len(one.weights))) for one in sound(MANY))) < CHANCE


@pytest.mark.verify
def test_a_density_that_forgets_the_change_of_volume_is_found_out(monkeypatch):
    monkeypatch.setattr(proposals, "log_volume", lambda points: np.zeros(len(points)))
    assert least_chance(checked(fits(MANY))) < CHANCE


@pytest.mark.verify
def test_a_density_of_another_width_than_the_kernel_is_found_out(monkeypatch):
    told = proposals.AroundParticles.log_density

    def too_wide(self, points):
        return told(proposals.AroundParticles(self.centers, self.weights, 2.0 * self.root), points)

    monkeypatch.setattr(proposals.AroundParticles, "log_density", too_wide)
    assert least_chance(checked(fits(MANY))) < CHANCE


@pytest.mark.verify
def test_a_condition_that_the_fit_does_not_know_is_found_out():
    assert least_chance(checked(fits(MANY, ceiling=np.inf))) < CHANCE
