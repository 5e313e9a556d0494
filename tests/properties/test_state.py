"""What must hold of the state's force and its limits, whatever the numbers: compared under the same luck."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.mornings import course_of
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, call, compiled, lanes, small

from groundswell.engine import recorder
from groundswell.engine.mechanisms.force import (
    forces_defect,
    orders_are_obeyed,
    police_mutiny,
    state_loses_control,
    state_represses,
)
from groundswell.engine.mechanisms.leaders import councils_form
from groundswell.engine.mechanisms.reaction import reversal_attempted
from groundswell.engine.mechanisms.yielding import power_transfers
from groundswell.engine.run import run_block
from groundswell.engine.state import LANES
from groundswell.scenario.parameters import BY_NAME

share = st.floats(0, 1)
weak_and_strong = st.tuples(share, share).map(sorted)


def test_a_government_that_never_uses_force_kills_nobody():
    data = small(60)
    for one in data["governments"]:
        one["line"] = 0.0
    block = run_block(compiled(data), lanes(DRAMATIC), 1, HISTORIES)
    assert (block.daily[block.series.index("killed")] == 0.0).all()
    assert not np.isin(block.events["kind"], (recorder.KILLED, recorder.OPERATION)).any()
    assert block.daily[block.series.index("active_share")].max() > 0.05, "though the streets are full"


@pytest.mark.parametrize("missing", ["today.places.crowd", "today.places.troops", "today.nations.line", "today.nations.obedience"])
def test_a_clash_needs_a_crowd_troops_an_order_and_obedience(missing, country):
    state = {
        "today.places.crowd": 5e4, "today.places.participation": 0.5, "today.places.troops": 8000.0, "today.nations.line": 1.0,
        "today.nations.obedience": 1.0, "s.nations.operation_spent": 1.0,
    }  # fmt: skip
    dead = []
    for given_state in (state, {**state, missing: 0.0}):
        course = course_of(country, given_state, {"clash_rate": 0.5})
        for day in range(40):
            call(state_represses, course, day)
        dead.append(float(course.today.places.killed.sum()))
    assert dead[0] > 0.0 == dead[1]


@settings(max_examples=15)
@given(values=weak_and_strong)
def test_a_harder_line_never_spares_a_life(values, country):
    dead = []
    for line in values:
        course = course_of(country, {
            "today.places.crowd": 5e4, "today.places.participation": 0.5, "today.places.troops": 8000.0, "today.nations.line": line,
            "today.nations.obedience": 1.0, "s.nations.operation_spent": 1.0,
        })  # fmt: skip
        call(state_represses, course)
        dead.append(course.today.places.killed.copy())
    assert (dead[1] >= dead[0]).all()


def test_an_operation_comes_once_a_government_and_only_to_a_besieged_capital(country):
    state = {"today.nations.line": 1.0, "today.nations.obedience": 1.0, "today.nations.crowd_capital": 2e5}
    calm = course_of(country, state, {"operation_rate": 2.0})
    besieged = course_of(country, {**state, "s.places.stock": 0.0}, {"operation_rate": 2.0})
    began = np.zeros(LANES)
    for day in range(60):
        besieged.today.nations.operation_began[:] = 0.0
        call(state_represses, calm, day)
        call(state_represses, besieged, day)
        began += besieged.today.nations.operation_began[0]
    assert not calm.s.nations.operation_spent.any()
    assert (began == 1.0).all()


def test_without_a_grievance_of_their_own_police_stay_on_duty(country):
    course = course_of(country, {"s.demands.open": 1.0}, {"mutiny_rate": 2.0})
    for day in range(100):
        call(police_mutiny, course, day)
    assert not course.s.nations.mutiny.any() and not course.today.places.killed.any()


def test_a_deal_ends_a_mutiny_and_its_grievance(country):
    at_once = {"mutiny_rate": 100.0, "mutiny_deal_rate": 100.0}
    course = course_of(country, {"s.nations.police_grievance": 1.0, "s.demands.open": 1.0}, at_once)
    call(police_mutiny, course)
    assert (course.today.nations.mutiny_began == 1.0).all() and (course.today.nations.mutiny_ended == 1.0).all()
    assert not course.s.nations.mutiny.any() and not course.s.nations.police_grievance.any()
    shared = [d.shared_with_police for d in country.scenario.demands]
    assert (course.s.demands.open[shared] < 1.0).all() and (course.s.demands.open[np.logical_not(shared)] == 1.0).all()


@settings(max_examples=15)
@given(crowd=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted))
def test_a_larger_crowd_never_makes_soldiers_more_obedient(crowd, country):
    small_crowd, large_crowd = (course_of(country, {"today.nations.crowd_capital": size}) for size in crowd)
    for course in (small_crowd, large_crowd):
        call(orders_are_obeyed, course)
        call(forces_defect, course)
        assert ((course.today.nations.obedience >= 0.0) & (course.today.nations.obedience <= 1.0)).all()
    assert (large_crowd.today.nations.obedience <= small_crowd.today.nations.obedience).all()


def test_nobody_learns_how_loyal_troops_are_before_they_are_ordered(country):
    course = course_of(country, {"today.nations.crowd_capital": 3e5})
    before = course.s.nations.loyalty_seen.copy()
    for day in range(20):
        call(forces_defect, course, day)
    assert (course.s.nations.loyalty_seen == before).all() and not course.s.nations.refusal.any()


@settings(max_examples=15)
@given(crowd=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted), control=share)
def test_a_larger_crowd_never_leaves_the_state_more_control(crowd, control, country):
    state = {"s.places.control": control, "today.places.troops": 5000.0, "today.nations.obedience": 0.8}
    few, many = (course_of(country, {**state, "today.places.crowd": size}) for size in crowd)
    for course in (few, many):
        call(state_loses_control, course)
    assert (many.s.places.control <= few.s.places.control).all()


def test_control_returns_to_a_place_whose_streets_are_empty(country):
    course = course_of(country, {"s.places.control": 0.0, "today.places.troops": 5000.0, "today.nations.obedience": 1.0})
    for _ in range(400):
        call(state_loses_control, course)
    assert (course.s.places.control > 0.999).all()


def test_no_councils_where_nobody_stops_work(country):
    course = course_of(country, {"s.places.control": 0.0})
    for _ in range(100):
        call(councils_form, course)
    assert (course.s.places.councils == 0.0).all()


MEETING = {"s.places.councils": 0.95, "s.places.control": 0.05, "today.nations.obedience": 0.3, "today.nations.stoppage": 0.6}
MISSING = {
    "nothing": {}, "councils": {"s.places.councils": 0.3}, "lost control": {"s.places.control": 0.8},
    "split forces": {"today.nations.obedience": 1.0}, "stoppage": {"today.nations.stoppage": 0.0},
}  # fmt: skip


@pytest.mark.parametrize("missing", MISSING)
def test_power_passes_only_where_everything_meets(missing, country):
    course = course_of(country, MEETING | MISSING[missing], {"transfer_rate": 10.0})
    for day in range(20):
        call(power_transfers, course, day)
    assert course.s.nations.power_transferred.any() == (missing == "nothing")


def test_power_passes_at_most_once(country):
    course = course_of(country, {
        "s.places.councils": 1.0, "s.places.control": 0.0, "today.nations.obedience": 0.0, "today.nations.stoppage": 1.0
    }, {"transfer_rate": 100.0})  # fmt: skip
    for day in range(10):
        course.today.nations.fell[:] = 0.0
        call(power_transfers, course, day)
    assert (course.s.nations.power_transferred == 1.0).all() and (course.s.nations.past_falls == 1.0).all()


def test_nobody_reverses_what_does_not_threaten_them(country):
    course = course_of(country, {"s.nations.threat": BY_NAME["reversal_threat"].default}, {"reversal_rate": 100.0})
    for day in range(50):
        call(reversal_attempted, course, day)
    assert not course.today.nations.attempted.any()


def test_a_country_at_a_standstill_defeats_every_reversal(country):
    standstill = {"s.nations.threat": 1.0, "today.nations.participation": 1.0, "today.nations.obedience": 1.0}
    course = course_of(country, standstill, {"reversal_rate": 100.0})
    call(reversal_attempted, course)
    assert (course.today.nations.attempted == 1.0).all() and not course.s.nations.reaction_won.any()
