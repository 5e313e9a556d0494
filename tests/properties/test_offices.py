"""Who sits in the palace: one change a day, one calendar, and what each change of office ends."""

import numpy as np
import pytest
from tests.properties.mornings import course_of
from tests.unit.engine.worlds import HISTORIES, act, call, compiled, lanes, small

from groundswell.engine import recorder
from groundswell.engine.mechanisms.force import elites_divide, police_mutiny, state_represses
from groundswell.engine.mechanisms.morning import begin_day
from groundswell.engine.mechanisms.policy import acts_befall, agenda_diverted
from groundswell.engine.mechanisms.reaction import reversal_attempted
from groundswell.engine.mechanisms.yielding import elections_held, government_falls, power_transfers
from groundswell.engine.run import Course, run_block, start
from groundswell.engine.step import step
from groundswell.scenario.parameters import BY_NAME

YEAR = BY_NAME["election_days"].default
EAGER = {"fall_base": 20.0, "transfer_rate": 100.0, "reversal_rate": 1000.0, "reversal_threat": 0.0, "congress_rate": 100.0}
HEATED = {
    "s.places.councils": 1.0, "s.places.control": 0.0, "s.nations.threat": 1.0, "s.nations.approval": 0.0, "today.nations.stoppage": 1.0,
    "today.nations.siege": 1.0, "today.nations.obedience": 0.1,
}  # fmt: skip


def test_no_government_falls_twice_on_one_day(drama):
    course = course_of(drama, HEATED, EAGER)
    for function in (government_falls, power_transfers, reversal_attempted):
        call(function, course)
    assert (course.today.nations.fell == 1.0).all()
    assert (course.s.nations.past_falls == 1.0).all() and (course.today.nations.fallen_government == 0.0).all()


def test_every_fall_of_the_small_world_is_told_once(drama, dramatic):
    falls = recorder.FALL
    events = run_block(drama, dramatic | lanes({"reversal_rate": 0.5}), 1, HISTORIES).events
    told = events[events["kind"] == falls]
    assert told.size and len({(e["history"], e["day"]) for e in told}) == told.size


def test_a_reversal_that_has_won_is_not_reversed_again(drama):
    course = course_of(drama, {**HEATED, "s.nations.reaction_won": 1.0}, EAGER)
    for day in range(20):
        call(reversal_attempted, course, day)
    assert not course.today.nations.attempted.any() and not course.s.nations.past_falls.any()


def test_where_councils_rule_nobody_is_left_to_fall(drama):
    course = course_of(drama, {**HEATED, "s.nations.power_transferred": 1.0}, EAGER)
    for day in range(20):
        call(government_falls, course, day)
        call(power_transfers, course, day)
    assert not course.s.nations.past_falls.any()


def prox_of(course: Course, day: int = 0) -> np.ndarray:
    call(begin_day, course, day)
    return course.today.nations.prox[0]


def test_an_election_counts_for_more_the_nearer_it_is(drama):
    near = [float(prox_of(course_of(drama), day)[0]) for day in (0, 20, 40)]
    assert near == sorted(near) and near[0] == pytest.approx(1.0 - 200.0 / YEAR)


@pytest.mark.parametrize("settled", ["elected", "power_transferred", "reaction_won"])
def test_a_ballot_that_will_not_be_held_holds_nobody_back(settled, drama):
    assert (prox_of(course_of(drama, {f"s.nations.{settled}": 1.0})) == 0.0).all()


@pytest.mark.parametrize(("called", "nearest"), [(30.0, 30.0), (300.0, 200.0)])
def test_of_two_elections_the_nearer_counts(called, nearest, drama):
    assert prox_of(course_of(drama, {"s.nations.election_day": called}))[0] == pytest.approx(1.0 - nearest / YEAR)


def test_a_called_election_is_held_on_its_day_and_only_then(drama):
    course = course_of(drama, {"s.nations.election_day": 7.0})
    for day in range(12):
        course.today.nations.elected[:] = 0.0
        call(elections_held, course, day)
        assert (course.today.nations.elected == float(day == 7)).all()
    assert (course.s.nations.elected == 1.0).all() and (course.s.nations.election_day == -1.0).all()


def test_a_dated_inauguration_takes_effect_unless_the_model_came_first():
    data = small(40)
    data["elections"][0]["date"] = data["elections"][0]["inauguration"] = data["acts"][0]["date"]
    plan = compiled(data)
    index = plan.names.governments.index("outsider")
    for elected, office in ((0.0, index), (1.0, 0)):
        course = course_of(plan, {"s.nations.elected": elected})
        call(elections_held, course, 1)
        assert (course.s.nations.government == office).all()


def test_whoever_enters_ends_what_the_last_one_had_begun(drama):
    course = course_of(drama, {**HEATED, "s.nations.operation": 1.0, "s.nations.operation_spent": 1.0, "s.nations.mutiny": 1.0}, EAGER)
    call(government_falls, course)
    fell, nation, today = course.today.nations.fell[0] > 0.0, course.s.nations[0], course.today.nations[0]
    assert fell.any()
    for field in ("operation", "operation_spent", "mutiny", "refusal", "days_in_office"):
        assert not nation[field][fell].any(), field
    assert (today.operation_ended == fell).all() and (today.mutiny_ended == fell).all()
    assert (nation.government[fell] == drama.names.governments.index("second")).all()


def test_an_operation_under_one_government_leaves_the_next_its_own(drama):
    besieged = {"s.places.stock": 0.0, "today.nations.crowd_capital": 2e5, "today.nations.line": 1.0}
    for spent in (1.0, 0.0):
        course = course_of(drama, {**besieged, "s.nations.operation_spent": spent}, {"operation_rate": 100.0})
        call(state_represses, course)
        assert (course.today.nations.operation_began == 1.0 - spent).all()


def test_the_dead_of_a_mutiny_weigh_less_on_unity_on_its_last_day_too(drama):
    unity = []
    for state in ({"s.nations.mutiny": 1.0}, {"today.nations.mutiny_ended": 1.0}, {}):
        course = course_of(drama, {**state, "today.nations.deaths_seen": 3.0})
        call(elites_divide, course)
        unity.append(float(course.s.nations.unity[0, 0]))
    assert unity[0] == unity[1] > unity[2]


def test_no_dead_of_a_mutiny_get_lost_where_the_capital_stands_alone():
    together, alone = [], []
    for found, ties in ((together, small()["ties"]), (alone, [])):
        course = course_of(compiled({**small(), "ties": ties}), {"s.demands.open": 1.0}, {"mutiny_deaths": 30.0, "mutiny_deal_rate": 0.0})
        for day in range(400):
            course.today.places.killed[:], course.s.nations.mutiny[:], course.s.demands.open[:] = 0.0, 1.0, 1.0
            call(police_mutiny, course, day)
            found.append(course.today.places.killed.sum())
    # 400 days of 32 histories, one gamma a day shared by both worlds: the means differ by the Poisson part only, some 2 %.
    assert np.mean(alone) == pytest.approx(np.mean(together), rel=0.05)


def test_only_a_diversion_raises_hope():
    hopes = []
    for kind in ("price", "diversion"):
        data = small()
        data["acts"] = [act("talk", 0, kind=kind, demand="bread", hope=0.5)]
        course = course_of(compiled(data), {"s.nations.hope": 0.1})
        call(acts_befall, course)
        call(agenda_diverted, course)
        hopes.append(float(course.s.nations.hope[0, 0]))
    assert hopes == [0.1, pytest.approx(0.1 + 0.5 * 0.9)]


def test_an_act_of_a_government_that_is_gone_does_not_happen():
    data = small()
    data["acts"] = [
        act("cut", 0, demand="bread", government="first"), act("drought", 0, demand="roads", government="first", structural="weather"),
    ]  # fmt: skip
    course = course_of(compiled(data), {"s.nations.government": 1.0})
    call(acts_befall, course)
    assert course.today.acts.befell[:, 0].tolist() == [0.0, 1.0]


def test_days_in_office_count_from_the_day_of_entry(drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    for day in range(30):
        before = course.s.nations.days_in_office.copy()
        step(*course, day)
        expected = np.where(course.today.nations.entered > 0.0, 0.0, before + 1.0)
        assert (course.s.nations.days_in_office == expected).all()
