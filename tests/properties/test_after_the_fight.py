"""Who carries a defeat, who rules after a victory, and what is left of either."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.mornings import course_of
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, act, call, compiled, lanes, lone, morning, small

from groundswell.compile import Compiled
from groundswell.engine import recorder
from groundswell.engine.mechanisms.economy import economy_moves, rebound_relegitimates
from groundswell.engine.mechanisms.force import state_represses
from groundswell.engine.mechanisms.hearing import defeat_scars, successor_demobilizes
from groundswell.engine.mechanisms.leaders import councils_form, organizations_call
from groundswell.engine.mechanisms.morning import begin_day
from groundswell.engine.mechanisms.policy import acts_befall, agenda_diverted, approval_settles, honeymoon_fades
from groundswell.engine.mechanisms.reaction import reversal_attempted
from groundswell.engine.mechanisms.yielding import (
    elections_held,
    government_concedes,
    government_falls,
    power_transfers,
    veto_wins_no_program,
)
from groundswell.engine.run import Course, run_block, start
from groundswell.engine.state import FALL_ROUTES, LANES
from groundswell.engine.step import step
from groundswell.scenario.parameters import BY_NAME

share = st.floats(0, 1)
MEETING = {"s.places.councils": 1.0, "s.places.control": 0.0, "today.nations.obedience": 0.0, "today.nations.stoppage": 1.0}
PRESSED = {"today.nations.stoppage": 1.0, "today.nations.siege": 1.0, "s.nations.unity": 0.0, "s.nations.approval": 0.0}
TRANSFER = float(FALL_ROUTES.index("transfer"))


def lost_strike(data: dict[str, Any]) -> Course:
    """The evening on which every call ends with an exhausted base."""
    course = course_of(compiled(data), {"s.organizations.calling": 1.0, "s.cells.stamina": 0.3}, {"call_exhaustion_rate": 100.0})
    call(organizations_call, course)
    assert not course.s.organizations.calling.any()
    return course


def test_a_lost_strike_scars_those_who_followed_it():
    data = small(5)
    course = lost_strike(data)
    # Who belongs, times who follows: .7·.8 of the workers, .9·.8 of the neighbors, .4·.8 of the peasants, none of the owners.
    assert np.allclose(course.s.cells.defeat_news, np.array([[0.56], [0.72], [0.32], [0.0]]))
    call(defeat_scars, course)
    assert np.allclose(course.s.cells.scar, course.p.defeat_gain * course.s.cells.defeat_news)


def test_a_federation_of_many_groups_scars_none_of_them_less():
    alone, wide = small(5), small(5)
    for data in (alone, wide):
        data["ties"] = [tie for tie in data["ties"] if tie["kind"] != "pact"]
    alone["organizations"] = [wide["organizations"][0] | {"members": {"city/workers": 0.7}}]
    wide["organizations"] = [wide["organizations"][0] | {"members": {"city/workers": 0.7, "hill/neighbors": 0.7, "valley/peasants": 0.7}}]
    one, three = lost_strike(alone).s.cells.defeat_news, lost_strike(wide).s.cells.defeat_news
    assert (one[0] == three[0]).all() and (three[0] == three[1]).all() and (three[1] == three[2]).all()


def test_a_defeat_called_by_two_is_one_defeat():
    data = small(5)
    data["organizations"] = [one | {"members": {"city/workers": 1.0}, "trust": 0.9} for one in data["organizations"]]
    assert (lost_strike(data).s.cells.defeat_news[0] == 1.0).all()


@settings(max_examples=25)
@given(news=st.floats(0, 9), gain=st.floats(0, 0.3), strikes=st.integers(1, 60))
def test_the_scar_is_bounded(news, gain, strikes):
    course = morning(lone(3), lanes({"defeat_gain": gain}))
    ceiling = BY_NAME["scar_ceiling"].default
    for _ in range(strikes):
        course.s.cells.defeat_news[:] = news
        before = course.s.cells.scar.copy()
        call(defeat_scars, course)
        assert (course.s.cells.scar >= before).all() and (course.s.cells.scar <= ceiling).all()


@pytest.fixture(scope="module")
def boom() -> dict[str, Any]:
    data = small(40)
    for month in data["countries"][0]["economy"]:
        month.update(growth=4.0)
    return data


def approval_after(data: dict[str, Any], off: tuple[str, ...], days: int = 30) -> Any:
    """Approval after days on which nothing but trust moves, each line only if it is on."""
    course = morning(data, off=off)
    for day in range(days):
        for line in (begin_day, economy_moves, rebound_relegitimates, honeymoon_fades, approval_settles):
            name = line.py_func.__name__
            if name not in off:
                call(line, course, day)
    return course.s.nations.approval[0]


def test_without_fading_honeymoons_growth_does_not_lift_approval(boom):
    entry = boom["governments"][0]["approval_at_entry"]
    assert (approval_after(boom, ("honeymoon_fades",)) == entry).all()
    assert (approval_after(boom, ()) > approval_after(boom, ("rebound_relegitimates",))).all()


def test_approval_comes_to_rest_where_growth_puts_it(boom):
    parameters = lanes({"approval_days": 5.0, "approval_growth": 0.1, "approval_floor": 0.13})
    course = morning(boom, parameters)
    call(begin_day, course)
    for line in (economy_moves, rebound_relegitimates, honeymoon_fades):
        call(line, course)
    for _ in range(200):
        call(approval_settles, course)
    # 1 − 1/5 to the power of 200 is far below rounding.
    assert np.allclose(course.s.nations.approval, 0.13 + 0.1 * 4.0, rtol=1e-12)


def rule_of_councils(plan: Compiled, parameters: dict[str, float] | None = None) -> Course:
    """The evening on which councils have taken power."""
    evening = {**MEETING, "s.nations.election_day": 3.0, "s.nations.agenda": 0.6}
    course = course_of(plan, evening, {"transfer_rate": 1e3, **(parameters or {})})
    call(power_transfers, course)
    assert (course.s.nations.power_transferred == 1.0).all()
    return course


def test_councils_rule_without_a_head(country):
    course = rule_of_councils(country, {"fall_base": 0.0, "congress_rate": 100.0})
    nation = course.s.nations
    assert not course.today.nations.entered.any() and not nation.succession_news.any(), "nobody takes office"
    assert (course.s.demands.open[[d.side == "movement" for d in country.scenario.demands]] == 0.0).all() and (nation.agenda == 0.0).all()
    for day in range(1, 20):
        call(begin_day, course, day)
        assert (course.today.nations.line == 0.0).all() and (course.today.nations.prox == 0.0).all()
        course.today.nations.stoppage[:] = course.today.nations.siege[:] = 1.0
        for line in (successor_demobilizes, government_falls, elections_held, power_transfers):
            call(line, course, day)
        assert not course.today.nations.fell.any() and not course.today.nations.entered.any() and not course.today.nations.elected.any()
    assert (nation.past_falls == 1.0).all()


def test_where_councils_rule_nobody_orders_offers_or_grants():
    data = small(20)
    data["acts"].append(act("lockout", 5, kind="livelihood", demand="roads", government="first"))
    country = compiled(data)
    eager = {"diversion_rate": 1e3, "concession_rate": 1e3, "operation_rate": 1e3, "reversal_rate": 0.0}
    evening = {**MEETING, "s.nations.operation": 1.0, "s.nations.mutiny": 1.0}
    course = course_of(country, evening, {"transfer_rate": 1e3, **eager})
    call(power_transfers, course)
    today, nation = course.today.nations, course.s.nations
    assert (today.operation_ended == 1.0).all() and (today.mutiny_ended == 1.0).all() and (nation.operation == 0.0).all()
    for day in range(1, 10):
        call(begin_day, course, day)
        nation.agenda[:], course.s.demands.open[:], course.s.places.stock[:], course.s.cells.active[:] = 0.8, 0.8, 0.0, 0.2
        today.crowd_capital[:], today.siege[:] = 1e6, 1.0
        for line in (acts_befall, agenda_diverted, state_represses, government_concedes):
            call(line, course, day)
        assert not course.today.acts.befell[country.names.acts.index("lockout")].any(), "its government is gone"
        assert not today.diverted.any() and not today.operation_began.any() and not course.today.demands.conceded.any()


def test_a_transfer_is_told_without_a_succession(drama):
    ready = {**DRAMATIC, "council_days": 1.0, "control_days": 1.0, "control_crowd": 0.02, "transfer_rate": 50.0, "reversal_rate": 0.0}
    events = run_block(drama, lanes(ready), 1, HISTORIES).events
    fell = events[(events["kind"] == recorder.FALL) & (events["amount"] == TRANSFER)]
    assert fell.size
    for one in fell:
        after = events[(events["history"] == one["history"]) & (events["day"] >= one["day"])]
        late = {recorder.EVENT_KINDS[kind] for kind in after[after["day"] > one["day"]]["kind"]}
        assert not late & {"succession", "election", "fall", "operation", "power_transferred"}
        assert not (after["kind"] == recorder.SUCCESSION).any()


def test_councils_do_not_grow_where_the_state_still_rules(country):
    course = course_of(country, {"today.places.participation": 1.0, "s.places.control": 1.0})
    call(councils_form, course)
    assert (course.s.places.councils == 0.0).all()
    course.s.places.control[:] = 0.5
    call(councils_form, course)
    assert (course.s.places.councils > 0.0).all()


REVERSED = {"s.nations.threat": 1.0, "today.nations.obedience": 1.0, "today.nations.participation": 0.0, "s.nations.unity": 1.0}


def reversal(plan: Compiled, **state: float) -> Course:
    """The evening on which nobody stands in the way of a reversal."""
    course = course_of(plan, {**REVERSED, **state}, {"reversal_rate": 1e3})
    call(reversal_attempted, course)
    return course


def test_a_reversal_enjoys_no_honeymoon(country):
    course = reversal(country, **{"s.nations.approval": 0.07, "s.nations.hope": 0.02})
    nation = course.s.nations
    assert (nation.reaction_won == 1.0).all() and (nation.government == country.names.governments.index("old-guard")).all()
    call(begin_day, course, 1)
    call(successor_demobilizes, course, 1)
    assert (nation.approval == 0.07).all() and (nation.hope == 0.02).all() and (nation.truce == 0.0).all()


def test_a_reversal_comes_once_and_ends_a_rule_of_councils(country):
    course = reversal(country, **{"s.nations.power_transferred": 1.0})
    nation = course.s.nations
    assert (nation.power_transferred == 0.0).all() and (nation.past_falls == 0.0).all(), "nobody was left to fall"
    for day in range(1, 20):
        call(begin_day, course, day)
        nation.threat[:] = course.today.nations.obedience[:] = nation.unity[:] = 1.0
        call(reversal_attempted, course, day)
        assert not course.today.nations.attempted.any()


def test_a_reversal_is_a_whole_defeat_and_no_more(country):
    course = reversal(country, **{"s.cells.defeat_news": 0.4})
    movement = np.array([group.side == "movement" for group in country.scenario.groups])
    assert (course.s.cells.defeat_news[movement] == 1.0).all() and (course.s.cells.defeat_news[~movement] == 0.4).all()


@pytest.mark.parametrize("veto", [False, True])
def test_a_veto_agenda_stays_met(veto):
    data = small(5)
    for one in data["demands"]:
        one["veto"] = veto if one["national"] else one["veto"]
    course = course_of(compiled(data), {**PRESSED, "s.nations.agenda": 0.7, "s.nations.agenda_parked": 0.1}, {"fall_base": 0.0})
    call(government_falls, course)
    fell = course.today.nations.fell[0] > 0.0
    assert fell.any()
    call(veto_wins_no_program, course)
    nation = course.s.nations
    if veto:
        assert (nation.agenda[0, fell] == 0.0).all() and (nation.agenda_parked[0, fell] == 0.1).all(), "it asked only to stop something"
    else:
        assert (nation.agenda[0, fell] > 0.0).all() and (nation.agenda_parked[0, fell] > 0.1).all()


STATES = {recorder.OPERATION: ("operation", recorder.OPERATION_ENDS), recorder.MUTINY: ("mutiny", recorder.MUTINY_ENDS)}


@pytest.mark.parametrize("begins", STATES, ids=[name for name, _ in STATES.values()])
def test_operations_that_begin_end(begins, drama):
    name, ends = STATES[begins]
    longer = lanes({**DRAMATIC, "operation_rate": 20.0, "operation_end_rate": 0.02, "mutiny_deal_rate": 0.05})
    block, running = run_block(drama, longer, 1, HISTORIES), np.zeros(LANES)
    of_either = block.events[np.isin(block.events["kind"], (begins, ends))]
    assert of_either.size and (np.bincount(of_either["kind"])[[begins, ends]] > 0).all()
    for one in of_either:
        r = int(one["history"])
        assert running[r] == (one["kind"] == ends), "they take turns"
        running[r] = one["kind"] == begins
    assert (running == states_at_the_end(drama, longer)[name][0]).all(), "what has no end is still going on"


def states_at_the_end(plan: Compiled, parameters: dict[str, Any]) -> Any:
    """The nations on the last evening."""
    course = start(plan, parameters, 1, HISTORIES)
    for day in range(plan.days):
        step(*course, day)
    return course.s.nations
