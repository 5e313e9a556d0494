"""One group in one city against the equations of participation, solved without the engine."""

import itertools
import math

import numpy as np
import pytest
from tests.statistics.chances import assert_mean, assert_variance
from tests.unit.engine.worlds import HISTORIES, call, compiled, lanes, lone

from groundswell.engine.anatomy import switches
from groundswell.engine.mechanisms.action import people_mobilize
from groundswell.engine.run import Course, start
from groundswell.engine.state import LANES
from groundswell.engine.step import step
from groundswell.scenario.parameters import BY_NAME

DAYS = 150
SHARE, EXCLUSION, WISH = 0.3, 0.5, 0.7  # mobilizable share, exclusion, demand on the first day
OUT = 0.2  # share in action on the evening before a single decision
LEFT_ON = {"preferences_falsified", "neighbors_emulated", "exhaustion_ends", "honeymoon_fades", "participation_transforms"}
CHOSEN = {
    "barrier": 5.0, "demand_weight": 8.0, "visibility_weight": 5.0, "visibility_half": 0.1, "rise_rate": 0.25, "mood_nation": 0.0,
    "mood_place": 0.0, "concession_rate": 0.0, "fall_base": -600.0, "congress_rate": 0.0,
}  # fmt: skip
VALUE = {name: row.default for name, row in BY_NAME.items()} | CHOSEN


def city(people: int, block: int = 0) -> Course:
    """A city with one group, a demand, and a state that does nothing."""
    plan = compiled(lone(DAYS, population=people, organized=0.0, mobilizable_share=SHARE, exclusion=EXCLUSION), set(switches()) - LEFT_ON)
    course = start(plan, lanes(CHOSEN), 1, np.arange(block * LANES, (block + 1) * LANES))
    course.s.demands.open[:] = WISH
    return course


def lived(course: Course) -> np.ndarray:
    """The active share of the group, day by day and history by history."""
    active = np.zeros((DAYS, LANES))
    for day in range(DAYS):
        step(*course, day)
        active[day] = course.s.cells.active[0]
    return active


def solved() -> np.ndarray:
    """The same from the equations as they are written, for infinitely many people."""
    v = VALUE
    active, stamina, demand, approval, hope, efficacy = 0.0, 1.0, WISH, 0.4, 0.3, 0.0
    course = np.zeros(DAYS)
    for day in range(DAYS):
        approval += (v["approval_floor"] - approval) / v["approval_days"]
        hope -= hope / v["hope_days"]
        efficacy -= efficacy / v["efficacy_days"]
        demand -= demand / v["demand_days"]
        seen = active / SHARE  # one's own ranks and the nation's news tell of the same people
        efficacy += v["participation_gain"] * seen * max(0.0, 1.0 - efficacy / v["efficacy_ceiling"])
        moved = v["demand_weight"] * demand + v["exclusion_weight"] * EXCLUSION + v["efficacy_weight"] * efficacy
        held = v["approval_weight"] * (approval - v["approval_reference"]) + v["hope_weight"] * hope
        urge = -v["barrier"] + v["visibility_weight"] * seen / (seen + v["visibility_half"]) + moved - held
        target = SHARE * stamina / (1.0 + math.exp(-urge))
        active += (v["rise_rate"] if target > active else v["fall_rate"]) * (target - active)
        out = active / SHARE
        quiet = max(0.0, 1.0 - out / v["rest_quiet"])
        stamina += quiet * (1.0 - stamina) / v["rest_days"] - out / v["fatigue_days"]
        course[day] = active
    return course


def test_a_city_of_infinitely_many_follows_the_mean_field():
    exact, found = solved(), lived(city(10**18))
    assert exact.max() > 0.05, "a wave rises"
    assert exact[-1] < 0.5 * exact.max(), "and passes"
    # Luck of 1e18 people: √(2κ·a/N) is below 1e-9 a day, and grows at most tenfold along the wave.
    assert np.abs(found - exact[:, None]).max() < 1e-7


def test_the_luck_of_a_finite_city_falls_with_the_root_of_its_size():
    exact = solved()[:, None]
    spreads = [np.sqrt(((lived(city(people)) - exact) ** 2)[20:60].mean()) for people in (10**6, 10**8, 10**10)]
    for large, small in itertools.pairwise(spreads):
        # Ten times smaller for a hundredfold city; 32 histories give each spread to about 1/√(2·32) = 12 %, correlated along days.
        assert 10 * 0.5 < large / small < 10 * 2.0


def decided(people: int, days: int = 4000) -> tuple[np.ndarray, Course]:
    """What luck adds to one decision, many times from the same evening."""
    course = city(people)
    moves = np.zeros((days, LANES))
    for day in range(days):
        course.s.cells.active[:] = OUT
        call(people_mobilize, course, day)
        moves[day] = course.s.cells.active[0]
    return moves, course


@pytest.mark.parametrize("people", [20_000, 2_000_000])
def test_demographic_luck_has_the_variance_of_so_many_single_decisions(people):
    moves, course = decided(people)
    target, pace = course.today.cells.target[0, 0], VALUE["fall_rate"]
    assert target < OUT
    # Many standard deviations from nobody and from everybody, so neither limit cuts anything off.
    variance = pace * (2.0 - pace) * target * (1.0 - target) / people  # of people who each reconsider with this chance a day
    assert_mean(moves, OUT + pace * (target - OUT), math.sqrt(variance), "mean")
    assert_variance(moves, variance, "variance")


def test_two_groups_have_luck_of_their_own():
    data = lone(3, organized=0.0)
    data["groups"].append({**data["groups"][0], "id": "city/students", "kind": "students"})
    course = start(compiled(data), lanes(CHOSEN), 1, np.arange(LANES))
    moves = np.zeros((3000, 2, LANES))
    for day in range(3000):
        course.s.cells.active[:] = 0.1
        call(people_mobilize, course, day)
        moves[day] = course.s.cells.active
    correlation = np.corrcoef(moves[:, 0].ravel(), moves[:, 1].ravel())[0, 1]
    assert abs(correlation) < 5.0 / math.sqrt(moves[:, 0].size)


def test_a_crowd_at_rest_varies_as_so_many_people_do():
    # Each of N people acts with probability a whatever the pace at which they reconsider: the variance is a(1 − a)/N.
    data = lone(3, population=400_000, mobilizable_share=0.5)
    parameters = {"rise_rate": 0.3, "fall_rate": 0.3, "barrier": 0.0, "visibility_weight": 0.0}
    course, days = start(compiled(data), lanes(parameters), 1, HISTORIES), 3000
    shares = np.zeros((days, LANES))
    for day in range(-50, days):
        call(people_mobilize, course, day + 50)
        if day >= 0:
            shares[day] = course.s.cells.active[0]
    target = float(course.today.cells.target[0, 0])
    binomial = target * (1.0 - target) / 400_000
    # Days are correlated with ρ = .7, so n days count as n(1 − ρ²)/(1 + ρ²); five standard errors of a variance.
    worth = days * LANES * (1.0 - 0.49) / (1.0 + 0.49)
    assert np.mean((shares - target) ** 2) == pytest.approx(binomial, rel=5.0 * math.sqrt(2.0 / worth))
