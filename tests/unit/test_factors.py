"""Designs that move many things together: what a path, a sequence and a removal are, and what is refused."""

import sys

import numpy as np
import pytest

from groundswell.errors import UsageError
from groundswell.factors import LEVELS, STEP, Factors, paths, removals, sequence
from groundswell.scenario.load import load

SOME = ["repression_backfires", "blockades_bite", "barrier", "visibility_weight", "rise_rate"]


@pytest.fixture(scope="module")
def autumn():
    return load("bolivia-autumn")


@pytest.fixture(scope="module")
def some(autumn):
    return Factors.of(autumn, SOME)


def by_path(points):
    size = len(points.factors.names) + 1
    return points.unit.reshape(-1, size, size - 1)


def test_without_names_every_mechanism_and_every_parameter_with_a_prior_is_moved(autumn):
    factors = Factors.of(autumn)
    assert len(factors.mechanisms) == 52
    assert factors.parameters
    assert all(row.fixed is None for row in factors.parameters)


def test_each_step_of_a_path_moves_one_factor_and_each_factor_moves_once(some):
    moves = np.diff(by_path(paths(some, 12, seed=3)), axis=1)
    moved = np.abs(moves) > 1e-9
    assert (moved.sum(axis=2) == 1).all()
    assert (moved.sum(axis=1) == 1).all()
    assert np.allclose(np.abs(moves[moved]), STEP)


def test_each_step_of_a_switch_flips_it(some):
    points = paths(some, 12, seed=3)
    on = points.on.reshape(-1, len(SOME) + 1, 2)
    assert (np.abs(np.diff(on.astype(int), axis=1)).sum(axis=1) == 1).all()


def test_parameters_lie_on_the_levels_of_their_priors(some):
    points = paths(some, 12, seed=3)
    low, high = 4.5, 8.0  # the prior of the barrier
    levels = np.unique(np.round((points.values["barrier"] - low) / (high - low) * (LEVELS - 1), 9))
    assert levels.tolist() == [0, 1, 2, 3]


def test_all_points_of_a_path_have_the_same_luck_and_other_paths_another(some):
    luck = paths(some, 5, seed=1).luck.reshape(5, -1)
    assert (luck == np.arange(5)[:, None]).all()


def test_the_same_seed_draws_the_same_paths_and_another_seed_others(some):
    assert np.array_equal(paths(some, 6, seed=1).unit, paths(some, 6, seed=1).unit)
    assert not np.array_equal(paths(some, 6, seed=1).unit, paths(some, 6, seed=2).unit)


def test_no_path_goes_through_a_country_that_is_never_quiet(some):
    points = paths(some, 30, seed=1)
    assert not points.restless.any()
    free = sequence(some, 64, seed=1)
    assert 0 < free.restless.mean() < 1  # without asking, there are some


def test_a_parameter_that_is_not_moved_stands_where_the_scenario_holds_it(autumn):
    """At a barrier of 4.5, at the low end of its prior, people stay out for ever if they see one another well, and at 8 never."""
    restless = {}
    for barrier in (4.5, 8.0):
        held = Factors.of(autumn.set("parameters.barrier", barrier), ["visibility_weight", "repression_backfires"])
        restless[barrier] = sequence(held, 64, seed=1).restless.mean()
    assert restless[4.5] > 0.2 and restless[8.0] == 0


def test_a_sequence_has_two_points_more_than_twice_its_factors_for_each_sample_and_one_luck(some):
    points = sequence(some, 8, seed=1)
    assert len(points) == 8 * (2 * len(SOME) + 2)
    assert not points.luck.any()


def test_removals_take_away_one_and_then_two():
    points = removals(Factors(("a", "b", "c")), ["c", "a"])
    assert [points.off(k) for k in range(len(points))] == [(), ("a",), ("b",), ("c",), ("a", "c")]


def test_a_mechanism_is_a_factor_by_its_id_too(autumn):
    assert Factors.of(autumn, ["M05", "barrier"]) == Factors.of(autumn, ["repression_backfires", "barrier"])


@pytest.mark.parametrize(
    ("names", "got", "hint"),
    [
        (["repression_backfire"], "`repression_backfire`", "did you mean `repression_backfires`?"),
        (["hardship_weight"], "`hardship_weight`, held at 1", "give it a range"),
        (["barrier", "barrier"], "`barrier` 2 times", "leave the others out"),
        (["M05", "repression_backfires"], "`repression_backfires` 2 times", "leave the others out"),
        ([], "no name", "leave them out for all"),
    ],
)
def test_names_that_are_no_factors_are_refused(autumn, names, got, hint):
    with pytest.raises(UsageError) as refused:
        Factors.of(autumn, names)
    assert refused.value.problems[0].got == got
    assert hint in refused.value.problems[0].hint


def test_all_faults_among_the_names_are_told_at_once(autumn):
    with pytest.raises(UsageError) as refused:
        Factors.of(autumn, ["nothing_like_it", "hardship_weight", "barrier"])
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("count", [1, 0, -3, 2.5, True, 10**6])
def test_a_number_of_paths_without_sense_is_refused(some, count):
    with pytest.raises(UsageError, match="trajectories"):
        paths(some, count, seed=1)


def test_samples_that_are_no_power_of_two_are_refused_with_the_next_one(some):
    with pytest.raises(UsageError, match="samples=16"):
        sequence(some, 9, seed=1)


def test_one_factor_has_no_variance_to_share(autumn):
    with pytest.raises(UsageError, match="two or more"):
        sequence(Factors.of(autumn, ["barrier"]), 8, seed=1)


def test_parameters_cannot_be_removed(some):
    with pytest.raises(UsageError, match="mechanisms alone"):
        removals(some)


def test_a_pair_of_something_that_is_not_removed_is_refused():
    with pytest.raises(UsageError, match="name it among the factors"):
        removals(Factors(("a", "b")), ["a", "z"])


def test_without_the_library_the_extra_is_named(some, monkeypatch):
    for module in ("SALib", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError) as refused:
        paths(some, 4, seed=1)
    problem = refused.value.problems[0]
    assert "sensitivity" in problem.expected
    assert "groundswell[sensitivity]" in problem.hint
