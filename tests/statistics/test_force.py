"""Deaths, clashes, loyalty and mutinies against the distributions they are said to have."""

import math

import numpy as np
import pytest
from tests.statistics.chances import ERRORS, assert_count, assert_mean, assert_variance
from tests.unit.engine.worlds import HISTORIES, call, compiled, lanes, small

from groundswell.compile import Compiled
from groundswell.engine import draws
from groundswell.engine.mechanisms.force import burst_deaths, forces_defect, police_mutiny, routine_clashes, state_represses
from groundswell.engine.run import Course, start
from groundswell.engine.state import LANES
from groundswell.scenario.parameters import BY_NAME

DAYS = 3000


@pytest.fixture(scope="module")
def country() -> Compiled:
    return compiled(small(5))


def standoff(plan: Compiled) -> Course:
    """Troops and crowds face each other in three places, each at its own odds."""
    course = start(plan, lanes({"clash_rate": 0.4}), 1, HISTORIES)
    today = course.today
    today.nations.line[:], today.nations.obedience[:] = 0.8, 0.7
    today.places.crowd[:], today.places.participation[:] = [[60_000.0], [15_000.0], [3_000.0]], [[0.5], [0.06], [0.2]]
    today.places.troops[:] = [[6_000.0], [3_000.0], [4_000.0]]
    return course


def clash_chance(crowd: float, participation: float, troops: float) -> float:
    """The chance of a lethal day from the equation of the docstring."""
    v = {name: row.default for name, row in BY_NAME.items()}
    facing = crowd / (crowd + v["clash_crowd"]) * min(1.0, participation / v["clash_stoppage"])
    return -math.expm1(-0.4 * 0.8 * troops / v["clash_troops"] * facing * 0.7)


def test_clashes_come_as_often_and_kill_as_many_as_stated(country):
    course = standoff(country)
    dead = np.zeros((DAYS, 3, LANES))
    for day in range(DAYS):
        course.today.places.killed[:] = course.today.places.clash[:] = 0.0
        call(routine_clashes, course, day)
        dead[day] = course.today.places.killed
    mean = BY_NAME["clash_mean"].default
    for place, odds in enumerate(((60_000, 0.5, 6_000), (15_000, 0.06, 3_000), (3_000, 0.2, 4_000))):
        here = dead[:, place]
        assert_count((here > 0).sum(), here.size, clash_chance(*odds), country.names.places[place])
        killed = here[here > 0]
        assert_mean(killed, mean, math.sqrt(mean * (mean - 1.0)), "dead of a lethal day")
        assert_variance(killed, mean * (mean - 1.0), "geometric")
    lethal = (dead > 0).reshape(DAYS, 3, -1)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        correlation = np.corrcoef(lethal[:, one].ravel(), lethal[:, other].ravel())[0, 1]
        assert abs(correlation) < ERRORS / math.sqrt(lethal[:, one].size), "places clash by their own luck"


def dead_of_operations(course: Course, nation: int, place: int, mean: float) -> np.ndarray:
    """The dead of one place on 400 days of operations in all histories."""
    days = range(400)
    return np.array([burst_deaths(course.keys, r, d, nation, place, draws.OPERATION_DEATHS, mean) for d in days for r in range(LANES)])


@pytest.mark.parametrize("mean", [0.3, 5.0, 60.0])
def test_deaths_of_an_operation_are_more_spread_than_poisson(mean, country):
    course = standoff(country)
    nation, place = course.net.nations[0].entity, course.net.places[0].entity
    dead = dead_of_operations(course, nation, place, mean)
    # Poisson around a gamma of shape 2: the mean's own variance is mean²/2.
    assert_mean(dead, mean, math.sqrt(mean + mean * mean / 2), "mean")
    assert_variance(dead, mean + mean * mean / 2, "variance")
    assert (dead == np.floor(dead)).all() and dead.min() >= 0.0


def test_two_places_share_the_violence_of_a_day_but_not_its_dead(country):
    # One gamma a day for the operation, one Poisson a place: correlation Cov/Var = (m²/2)/(m + m²/2).
    course, mean = standoff(country), 20.0
    nation = course.net.nations[0].entity
    here, there = (dead_of_operations(course, nation, course.net.places[q].entity, mean) for q in (0, 1))
    expected = (mean * mean / 2) / (mean + mean * mean / 2)
    found = np.corrcoef(here, there)[0, 1]
    # The standard error of a correlation ρ of normal pairs is (1 − ρ²)/√n; twice that for these heavier tails.
    assert abs(found - expected) < 2 * ERRORS * (1 - expected**2) / math.sqrt(here.size)


def loyalties(plan: Compiled, blocks: int) -> np.ndarray:
    return np.concatenate([start(plan, {}, 1, HISTORIES + np.uint64(k * LANES)).s.forces.loyalty for k in range(blocks)], axis=1)


def test_hidden_loyalty_follows_its_triangle(country):
    # The root of a uniform number: chance x² to lie below the share x of the range.
    drawn = loyalties(country, 100)
    for force, (low, high) in zip(drawn, ((0.4, 0.9), (0.3, 0.9)), strict=True):
        x = np.sort((force - low) / (high - low))
        steps = np.arange(1, x.size + 1) / x.size
        distance = max((steps - x**2).max(), (x**2 - (steps - 1 / x.size)).max())
        # Kolmogorov: 2·exp(−2·n·D²) = 6e-7, as for five standard errors, at D = 2.74/√n.
        assert distance < 2.74 / math.sqrt(x.size)
    assert abs(np.corrcoef(drawn)[0, 1]) < ERRORS / math.sqrt(drawn.shape[1]), "police and army are loyal apart"


def test_refusals_come_at_the_rate_of_missing_obedience(country):
    course = start(country, {}, 1, HISTORIES)
    nation, today = course.s.nations, course.today.nations
    army = course.s.forces.loyalty[1].copy()
    refused = np.zeros(LANES)
    for day in range(DAYS):
        nation.operation[:], nation.refusal[:], today.refused[:], today.crowd_capital[:] = 1.0, 0.0, 0.0, 1e5
        call(forces_defect, course, day)
        refused += today.refused[0]
    v = {name: row.default for name, row in BY_NAME.items()}
    obedience = army * (1.0 - v["fraternization"] * min(1.0, 1e5 / v["fraternization_crowd"]))
    chances = -np.expm1(-v["refusal_rate"] * (1.0 - obedience))
    assert np.allclose(today.obedience[0], obedience)
    spread = math.sqrt(DAYS * (chances * (1 - chances)).sum())
    assert abs(refused.sum() - DAYS * chances.sum()) < ERRORS * spread


def test_mutinies_begin_at_the_square_of_the_grievance(country):
    course = start(country, lanes({"mutiny_rate": 1.5}), 1, HISTORIES)
    began = 0.0
    for day in range(DAYS):
        course.today.flat[:] = 0.0
        course.s.nations.mutiny[:], course.s.nations.police_grievance[:] = 0.0, 0.4
        call(police_mutiny, course, day)
        began += course.today.nations.mutiny_began.sum()
    assert_count(began, DAYS * LANES, -math.expm1(-1.5 * 0.16), "mutinies")


def test_an_operation_is_ordered_at_the_rate_of_line_squared_and_siege(country):
    v = {name: row.default for name, row in BY_NAME.items()} | {"operation_rate": 0.5}
    course = start(country, lanes({"operation_rate": 0.5}), 1, HISTORIES)
    began = 0.0
    for day in range(DAYS):
        course.today.flat[:] = 0.0
        course.s.nations.operation[:] = course.s.nations.operation_spent[:] = 0.0
        course.s.places.stock[:] = 0.35
        course.today.nations.line[:], course.today.nations.crowd_capital[:] = 0.7, 40_000.0
        call(state_represses, course, day)
        began += course.today.nations.operation_began.sum()
    besieged = 1.0 / (1.0 + math.exp(-(0.65 - v["operation_siege"]) / v["operation_siege_width"]))
    rate = 0.5 * 0.49 * besieged * min(1.0, 40_000 / v["operation_crowd"])
    assert_count(began, DAYS * LANES, -math.expm1(-rate), "operations")
