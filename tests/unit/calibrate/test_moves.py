"""Particles of one fit are moved until they fit another problem, by steps that the prior allows."""

from itertools import pairwise

import numpy as np
import pytest
from tests.unit.calibrate.toys import Gaussian

from groundswell.calibrate.moves import allowed, copied, moved, picked
from groundswell.calibrate.sampler import sample

OLD, NEW = Gaussian((0.4, 0.55)), Gaussian((0.5, 0.45))
NUMBERS = np.arange(4000, dtype=np.uint64)


@pytest.fixture(scope="module")
def start():
    return sample(OLD, seed=3, particles=400, keep=400, budget=4000)


def test_particles_come_nearer_to_the_new_record_sweep_by_sweep(start):
    found = moved(NEW, start, seed=1, particles=400, budget=6 * 400)
    worst = [row.threshold for row in found.generations]
    assert all(later <= earlier for earlier, later in pairwise(worst))
    # Small steps: in six sweeps particles go more than half of the way, and not all of it.
    assert np.linalg.norm(found.mean() - NEW.observed) < np.linalg.norm(start.mean() - NEW.observed) / 2


def test_any_number_of_workers_moves_them_alike(start):
    found = [moved(NEW, start, seed=1, particles=60, budget=240, workers=workers).digest() for workers in (1, 2)]
    assert found[0] == found[1]


def test_a_distance_belongs_to_the_point_and_number_it_is_told_with(start):
    found = moved(NEW, start, seed=1, particles=60, budget=240)
    again = NEW.simulate(found.points, 1, found.numbers)
    assert np.array_equal(again.distance, found.distances)


def test_particles_are_picked_by_their_weight():
    weights = np.array([0.5, 0.3, 0.2])
    counts = np.bincount(picked(weights, 7, 1000))
    assert np.abs(counts - 1000 * weights).max() <= 1  # systematic resampling is off by less than one


def test_near_particles_stay_and_far_ones_are_replaced_by_near_ones():
    near = NUMBERS % 4 > 0
    found = copied(near, 1, 1)
    assert np.array_equal(found[near], np.flatnonzero(near))
    assert near[found].all()


def test_steps_are_taken_as_often_as_the_prior_says():
    """Toward the middle always; from the middle to a place where u(1 − u) is half as large, half the time."""
    middle = np.full((NUMBERS.size, 1), 0.5)
    edge = np.full((NUMBERS.size, 1), 0.5 - np.sqrt(0.125))
    error = np.sqrt(0.25 / NUMBERS.size)
    assert allowed(edge, middle, 1, NUMBERS).all()
    assert abs(allowed(middle, edge, 1, NUMBERS).mean() - 0.5) < 5 * error


def test_with_nothing_to_fit_particles_follow_the_prior(start):
    """Where every distance is the same, moves by the Metropolis rule leave an even spread even."""

    class Indifferent(Gaussian):
        def simulate(self, points, seed, numbers):
            found = super().simulate(points, seed, numbers)
            return found._replace(distance=np.ones(len(points)))

    found = moved(Indifferent((0.4, 0.55)), start, seed=2, particles=400, budget=400 * 400)
    # 400 sweeps of steps a quarter as wide as the start forget it; 400 particles know a mean to 0.014.
    assert np.abs(found.mean() - 0.5).max() < 5 * np.sqrt(1 / 12 / 400)
