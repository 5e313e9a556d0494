"""Falls of government, calls and concessions against their hazards, worked out again from the equations."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from tests.statistics.chances import ERRORS, assert_count
from tests.unit.engine.worlds import HISTORIES, act_out, call, compiled, lanes, small

from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.anatomy import anatomy
from groundswell.engine.mechanisms.yielding import government_falls
from groundswell.engine.run import Course, start
from groundswell.engine.state import FALL_ROUTES, LANES
from groundswell.scenario.load import load
from groundswell.scenario.parameters import BY_NAME

STREET, CONGRESS = FALL_ROUTES.index("street"), FALL_ROUTES.index("congress")
VALUE = {name: row.default for name, row in BY_NAME.items()}


def fall_rates(course: Course) -> tuple[Any, Any]:
    """Daily rates of a fall by the street and by congress, from the equations as they are written."""
    p, nation, today, net = course.p, course.s.nations[0], course.today.nations[0], course.net
    seats = net.governments.seats[nation.government.astype(int)]
    anger = p.fall_outrage * np.minimum(p.outrage_cap, today.outrage_capital)
    split = p.fall_refusal * (nation.refusal + p.fall_mutiny * nation.mutiny)
    disfavor = np.exp(-p.fall_approval * (nation.approval - p.approval_reference))
    cause = p.fall_stoppage * today.stoppage + p.fall_siege * today.siege + anger + split
    street = np.exp(p.fall_base + today.desertion) * disfavor * np.expm1(cause)
    removal = 1.0 / (1.0 + np.exp(-(1.0 - seats - net.nations.quorum[0]) / p.congress_width))
    congress = p.congress_rate * removal * today.stoppage * disfavor
    return street / (1.0 + street / p.fall_ceiling), congress / (1.0 + congress / p.fall_ceiling)


class Score(NamedTuple):
    """What happened along histories, what was to be expected evening by evening, and the variance of that."""

    happened: float
    expected: float
    variance: float


def watch(plan: Compiled, name: str, expect: Callable[[Course], Any], count: Callable[[Course], float], blocks: int) -> Score:
    """Walk histories line by line; before the line ``name`` work out the chances, after it count."""
    happened = expected = variance = 0.0
    for block in range(blocks):
        numbers = HISTORIES + np.uint64(block * LANES)
        course = start(plan, prior_draws(plan.scenario, 1, numbers), 1, numbers)
        for day in range(plan.days):
            for line in anatomy():
                if line.id and not course.on[line.name]:
                    continue
                if line.name != name:
                    act_out(line, course, day)
                    continue
                chances, before = -np.expm1(-expect(course)), count(course)
                act_out(line, course, day)
                happened += count(course) - before
                expected += float(chances.sum())
                variance += float((chances * (1.0 - chances)).sum())
    return Score(happened, expected, variance)


def assert_fair(score: Score, least: int) -> None:
    """Events less their chances are a martingale: the variance is the sum of each evening's, however histories part."""
    assert score.happened >= least, "enough of them to tell"
    assert abs(score.happened - score.expected) < ERRORS * math.sqrt(score.variance), score


def falls(course: Course) -> float:
    return float(course.today.nations.fell.sum())


def test_governments_of_the_small_world_fall_as_often_as_their_hazard_says():
    assert_fair(watch(compiled(small(60)), "government_falls", lambda course: sum(fall_rates(course)), falls, 6), least=10)


@pytest.mark.verify
def test_governments_of_the_autumn_of_2003_fall_as_often_as_their_hazard_says():
    autumn = compile_scenario(load("bolivia-autumn"))
    assert_fair(watch(autumn, "government_falls", lambda course: sum(fall_rates(course)), falls, 40), least=100)


def besieged(**state: float) -> Course:
    """An evening of pressure by both routes, the same in all histories."""
    course = start(compiled(small(5)), lanes({"fall_base": -11.0, "fall_stoppage": 15.0, "congress_rate": 0.4}), 1, HISTORIES)
    course.s.nations.government[:] = 1.0
    course.s.nations.approval[:], course.s.nations.unity[:] = 0.2, 0.4
    course.today.nations.stoppage[:], course.today.nations.siege[:], course.today.nations.desertion[:] = 0.35, 0.4, 0.5
    return course


def test_each_route_of_a_fall_takes_its_share():
    course, days = besieged(), 3000
    street, congress = (float(rates[0]) for rates in fall_rates(course))
    assert min(street, congress) > 0.003, "both routes are open"
    before, routes = course.s.flat.copy(), []
    for day in range(days):
        course.s.flat[:] = before
        course.today.nations.fell[:] = 0.0
        call(government_falls, course, day)
        routes.append(course.today.nations.route[0][course.today.nations.fell[0] > 0.0])
    taken = np.concatenate(routes)
    assert_count(taken.size, days * LANES, -math.expm1(-street - congress), "falls")
    assert_count((taken == STREET).sum(), taken.size, street / (street + congress), "by the street")
    assert ((taken == STREET) | (taken == CONGRESS)).all()


def test_a_government_under_constant_pressure_lives_as_long_as_its_hazard_lets_it():
    # Lives of an exponential hazard: the chance to stand for t days is exp(−h·t), checked at several t.
    course = besieged()
    rate = float(sum(fall_rates(course))[0])
    before, lives = course.s.flat.copy(), []
    for block in range(60):
        course.keys.history[:] = HISTORIES + np.uint64(block * LANES)
        standing = np.full(LANES, 400.0)
        for day in range(400):
            course.s.flat[:] = before
            course.today.nations.fell[:] = 0.0
            call(government_falls, course, day)
            standing = np.where((course.today.nations.fell[0] > 0.0) & (standing == 400.0), day, standing)
        lives.append(standing)
    life = np.concatenate(lives)
    for days in (5, 20, 60):
        assert_count((life >= days).sum(), life.size, math.exp(-rate * days), f"standing after {days} days")


def test_organizations_call_as_often_as_their_rates_say():
    def expect(course: Course) -> Any:
        # The line works out readiness itself, so it is called on a copy to learn what it will be.
        p, o = course.p, course.net.organizations
        nation, rates = course.s.nations[0], []
        for k in range(o.shape[0]):
            ready, organized, body = np.zeros(LANES), np.zeros(LANES), course.s.organizations[k]
            for link in course.net.links[o[k].members_from : o[k].members_to]:
                cell, c, today = course.s.cells[link.to], course.net.cells[link.to], course.today.cells[link.to]
                heat = p.call_momentum * cell.active / c.mobilizable + p.call_outrage * np.minimum(p.outrage_cap, cell.outrage)
                organized += link.weight * cell.organized
                ready += link.weight * (today.wanted + c.agenda_exposure * nation.agenda + heat - p.call_tiredness * (1.0 - cell.stamina))
            ready += p.call_line * body.line - p.call_hope * nation.hope - p.call_threshold
            held_back = course.today.organizations[k].restraint + course.today.organizations[k].posts
            ready += course.today.organizations[k].bridging - held_back
            idle = body.calling == 0.0
            rates.append(np.where(idle, p.call_rate * organized * np.clip(p.call_slope * ready, 0.0, 1.0), 0.0))
        return np.array(rates)

    plan = compiled(small(60))
    assert_fair(watch(plan, "organizations_call", expect, lambda course: float(course.today.organizations.called.sum()), 4), least=100)


def test_demands_are_granted_as_often_as_their_rates_say():
    plan = compiled(small(60))
    holders = [d for d, one in enumerate(plan.scenario.demands) if one.side == "movement" and not one.national]

    def expect(course: Course) -> Any:
        p, rates = course.p, []
        for d in holders:
            links = course.net.links[course.net.demands[d].holders_from : course.net.demands[d].holders_to]
            pressure = sum(link.weight * course.s.cells[link.to].active / course.net.cells[link.to].mobilizable for link in links)
            anger = sum(link.weight * course.s.cells[link.to].outrage for link in links)
            heard = (pressure > p.concession_threshold) & (course.s.demands[d].open > p.concession_least)
            rates.append(np.where(heard, p.concession_rate * np.minimum(1.0, pressure) * np.exp(-p.concession_bloodshed * anger), 0.0))
        return np.array(rates)

    granted = watch(plan, "government_concedes", expect, lambda course: float((course.today.demands.conceded[holders] > 0.0).sum()), 4)
    assert_fair(granted, least=50)


def test_the_default_of_every_rate_is_a_rate():
    assert all(VALUE[name] >= 0.0 for name, row in BY_NAME.items() if row.unit == "1/day")
