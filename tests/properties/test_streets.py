"""What must hold between streets, demands and governments, whatever the numbers: compared under the same luck."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.mornings import course_of
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, act, call, compiled, lanes, small

from groundswell.compile import Compiled
from groundswell.engine.mechanisms.costs import blockades_bite, siege_is_felt, supplies_run_down
from groundswell.engine.mechanisms.economy import crisis_weighs, economy_moves, rebound_relegitimates
from groundswell.engine.mechanisms.force import (
    country_takes_stock,
    elites_divide,
    repression_backfires,
)
from groundswell.engine.mechanisms.hearing import agenda_spreads, parked_demands_return
from groundswell.engine.mechanisms.policy import agenda_diverted, approval_settles, honeymoon_fades
from groundswell.engine.mechanisms.reaction import opponents_regroup
from groundswell.engine.mechanisms.yielding import (
    elites_sacrifice_leader,
    government_concedes,
    government_falls,
    veto_wins_no_program,
)
from groundswell.engine.run import Course, run_block
from groundswell.scenario.parameters import BY_NAME

share = st.floats(0, 1)
weak_and_strong = st.tuples(share, share).map(sorted)
EAGER = {"fall_base": -10.0, "fall_stoppage": 21.0, "fall_siege": 7.0, "fall_outrage": 4.0, "fall_unity": 16.0}
ROUNDING = 1e-15


def after_killing(plan: Compiled, where: str, dead: float) -> Course:
    """The evening of a massacre."""
    course = course_of(plan, {"s.nations.agenda": 0.3})
    course.today.places.killed[plan.names.places.index(where), :] = dead
    for function in (country_takes_stock, repression_backfires, elites_divide):
        call(function, course)
    return course


def test_massacre_seen_by_nobody_angers_nobody(country):
    silent, quiet = after_killing(country, "wasteland", 500.0), after_killing(country, "wasteland", 0.0)
    assert (silent.s.flat == quiet.s.flat).all(), "no outrage, no agenda, no loss of approval or unity"
    assert (silent.today.nations.killed == 500.0).all(), "though the dead are counted"


@pytest.mark.parametrize("where", ["city", "hill", "valley"])
def test_a_death_angers_those_who_live_there_most(where, country):
    after = after_killing(country, where, 10.0)
    outrage = dict(zip(country.names.cells, after.s.cells.outrage[:, 0], strict=True))
    own = [name for name in outrage if name.startswith(where) and "business" not in name]
    assert all(outrage[name] == max(outrage.values()) > 0.0 for name in own)
    assert outrage["valley/business"] == outrage["wasteland/settlers"] == 0.0, "the opposition does not mourn with the movement"


@settings(max_examples=20)
@given(dead=st.tuples(st.integers(0, 300), st.integers(0, 300)).map(sorted), where=st.sampled_from(["city", "hill", "valley"]))
def test_more_dead_never_anger_less_and_never_please_anybody(dead, where, country):
    fewer, more = (after_killing(country, where, float(count)) for count in dead)
    assert (more.s.cells.outrage >= fewer.s.cells.outrage).all()
    assert (more.s.nations.agenda >= fewer.s.nations.agenda).all()
    assert (more.s.nations.approval <= fewer.s.nations.approval).all()
    assert (more.s.nations.unity <= fewer.s.nations.unity).all()


def drained(course: Course, days: int) -> np.ndarray:
    stocks = []
    for _ in range(days):
        call(supplies_run_down, course)
        stocks.append(course.s.places.stock.copy())
    return np.array(stocks)


def test_full_shelves_without_a_blockade_stay_full(country):
    assert (drained(course_of(country), 50) == 1.0).all()


@settings(max_examples=20)
@given(blocked=weak_and_strong, stock=share)
def test_a_tighter_blockade_never_leaves_more_in_stock(blocked, stock, country):
    loose, tight = (drained(course_of(country, {"today.places.blocked": b, "s.places.stock": stock}), 30) for b in blocked)
    assert (tight <= loose).all()
    assert (tight >= 0.0).all() and (loose <= 1.0).all()


def test_a_full_blockade_empties_a_place_in_its_supply_days(country):
    stocks = drained(course_of(country, {"today.places.blocked": 1.0}, {"supply_days": 12.0}), 14)
    assert (stocks[10] > 0.0).all() and (stocks[12] == 0.0).all()


@settings(max_examples=20)
@given(active=st.tuples(st.floats(0, 0.25), st.floats(0, 0.25)).map(sorted))
def test_more_people_on_the_roads_never_open_one(active, country):
    few, many = (course_of(country, {"s.cells.active": a}) for a in active)
    for course in (few, many):
        call(blockades_bite, course)
    assert (many.today.places.blocked >= few.today.places.blocked).all()
    assert (many.today.nations.stoppage >= few.today.nations.stoppage).all()
    assert (many.today.places.blocked >= many.today.places.own_block).all()
    assert (many.today.nations.stoppage <= 1.0).all()


def evening(plan: Compiled, state: dict[str, Any], days: int = 1) -> Course:
    """Days on which the government may fall; it does not get up again."""
    course = course_of(plan, state, EAGER)
    call(siege_is_felt, course)
    for name, value in state.items():  # what the test gives holds, whatever the day has worked out
        part, kind, field = name.split(".")
        getattr(getattr(course, part), kind)[field][:] = value
    for day in range(days):
        call(elites_sacrifice_leader, course, day)
        call(government_falls, course, day)
    return course


@settings(max_examples=25)
@given(approval=share, unity=share, government=st.sampled_from([0.0, 1.0, 2.0]), agenda=share, threat=share)
def test_no_government_falls_with_nobody_in_the_street(approval, unity, government, agenda, threat, country):
    state = {
        "s.nations.approval": approval, "s.nations.unity": unity, "s.nations.government": government, "s.nations.agenda": agenda,
        "s.nations.threat": threat,
    }  # fmt: skip
    course = evening(country, state, days=30)
    assert (course.s.nations.past_falls == 0.0).all()


def test_each_cause_alone_can_bring_a_government_down(country):
    causes = {"today.nations.stoppage": 1.0, "today.nations.siege": 1.0, "today.nations.outrage_capital": 2.0, "s.nations.refusal": 1.0}
    weak = {"s.nations.approval": 0.0, "s.nations.unity": 0.0}
    for name, value in causes.items():
        assert evening(country, {**weak, name: value}).today.nations.fell.any(), name


PUSHES = ("today.nations.stoppage", "today.nations.siege", "today.nations.outrage_capital", "s.nations.refusal", "s.nations.mutiny")
HOLDS = ("s.nations.unity", "s.nations.approval")


@settings(max_examples=30)
@given(field=st.sampled_from(PUSHES), values=weak_and_strong, others=share)
def test_more_pressure_never_saves_a_government(field, values, others, country):
    base = dict.fromkeys(PUSHES, 0.5 * others)
    less, more = (evening(country, {**base, field: value}).today.nations.fell for value in values)
    assert (more >= less).all()


@settings(max_examples=30)
@given(field=st.sampled_from(HOLDS), values=weak_and_strong, pressure=st.floats(0.2, 0.8))
def test_a_more_united_or_better_liked_government_never_falls_where_a_worse_one_stands(field, values, pressure, country):
    worse, better = (evening(country, {"today.nations.stoppage": pressure, field: value}).today.nations.fell for value in values)
    assert (better <= worse).all()


@settings(max_examples=20)
@given(open_=share, parked=share, agenda=share, agenda_parked=share)
def test_what_a_fall_sets_aside_is_neither_lost_nor_invented(open_, parked, agenda, agenda_parked, country):
    state = {
        "s.demands.open": open_, "s.demands.parked": parked, "s.nations.agenda": agenda, "s.nations.agenda_parked": agenda_parked,
        "today.nations.stoppage": 1.0, "today.nations.siege": 1.0, "s.nations.unity": 0.0, "s.nations.approval": 0.0,
    }  # fmt: skip
    course = evening(country, state)
    fell = course.today.nations.fell[0] > 0.0
    assert fell.any()
    met = course.today.demands.met
    call(veto_wins_no_program, course)
    for d, one in enumerate(country.scenario.demands):
        stands = course.s.demands.open[d, fell] + course.s.demands.parked[d, fell]
        if one.side == "opposition":
            assert (stands == open_ + parked).all(), "a fall does not answer those who did not ask for it"
        elif one.veto:
            assert (course.s.demands.open[d, fell] == 0.0).all() and (met[d, fell] == open_).all(), "it asked only to stop something"
        else:
            assert (stands <= open_ + parked + ROUNDING).all()
            assert (course.s.demands.parked[d, fell] >= parked - ROUNDING).all()
    assert (course.s.nations.agenda + course.s.nations.agenda_parked <= agenda + agenda_parked + ROUNDING).all()


def drawer(plan: Compiled, open_: float, parked: float, approval: float, days: float) -> Course:
    """A morning on which as much of every question stands open and as much is parked."""
    return course_of(plan, {
        "s.demands.open": open_, "s.demands.parked": parked, "s.nations.agenda": open_, "s.nations.agenda_parked": parked,
        "s.nations.approval": approval,
    }, {"parked_return_days": days})  # fmt: skip


def questions(course: Course) -> tuple[Any, Any]:
    """What is open and what is parked of the agenda and of every demand, a row each."""
    s = course.s
    return np.vstack([s.nations.agenda, s.demands.open]), np.vstack([s.nations.agenda_parked, s.demands.parked])


@settings(max_examples=30)
@given(open_=share, parked=share, approval=share, days=st.sampled_from([0.001, 2.0, 400.0]))
def test_what_is_parked_returns_whole_or_not_at_all(open_, parked, approval, days, country):
    course = drawer(country, open_, parked, approval, days)
    call(parked_demands_return, course)
    stands, rests = questions(course)
    stays = (stands == open_) & (rests == parked)
    back = parked * (1.0 - open_)  # all that fits
    returned = np.isclose(stands, open_ + back, rtol=0, atol=ROUNDING) & np.isclose(rests, parked - back, rtol=0, atol=ROUNDING)
    assert (stays | returned).all()
    assert np.allclose(stands + rests, open_ + parked, rtol=0, atol=2 * ROUNDING), "nothing is lost or invented"
    assert (stands <= 1.0).all() and (rests >= 0.0).all()


GATE = BY_NAME["parked_gate"].default
GONE = GATE - BY_NAME["parked_gate_width"].default  # approval at and below which the drawer is wide open
AT_ONCE = 1e-3  # so short a time that a day's chance is one up to rounding


@settings(max_examples=20)
@given(approval=st.floats(GATE, 1), parked=share, day=st.integers(0, 3000))
def test_nothing_returns_while_the_government_is_trusted(approval, parked, day, country):
    course = drawer(country, 0.2, parked, approval, AT_ONCE)
    call(parked_demands_return, course, day)
    stands, rests = questions(course)
    assert (stands == 0.2).all() and (rests == parked).all()


@settings(max_examples=20)
@given(approval=st.floats(0, GONE), day=st.integers(0, 3000))
def test_everything_returns_at_once_where_nobody_trusts_and_nobody_waits(approval, day, country):
    course = drawer(country, 0.0, 0.7, approval, AT_ONCE)
    call(parked_demands_return, course, day)
    stands, rests = questions(course)
    assert (stands == 0.7).all() and (rests == 0.0).all()


@pytest.mark.parametrize(("row", "least"), [(0, "agenda_floor"), (1, "concession_least")])
def test_what_is_too_weak_to_be_asked_for_is_not_put_again(row, least, country):
    bound = BY_NAME[least].default
    for parked, returns in ((bound, False), (np.nextafter(bound, 1), True)):
        course = drawer(country, 0.0, parked, 0.0, AT_ONCE)
        call(parked_demands_return, course)
        assert (questions(course)[0][row] == (parked if returns else 0.0)).all()


def test_each_question_returns_on_a_day_of_its_own(country):
    course = drawer(country, 0.0, 0.7, 0.0, 1.0)
    call(parked_demands_return, course)
    back = questions(course)[0] > 0.0
    # A chance of 1 − 1/e each: that all six questions of all histories would agree has a chance below 1e-30.
    assert (back.any(axis=0) & ~back.all(axis=0)).any()
    assert len({row.tobytes() for row in back}) == len(back)


@settings(max_examples=20)
@given(agenda=st.floats(0, BY_NAME["agenda_floor"].default), participation=share, days=st.integers(1, 60))
def test_a_question_that_is_not_on_the_table_never_grows(agenda, participation, days, country):
    course = course_of(country, {"s.nations.agenda": agenda, "today.nations.participation": participation})
    for _ in range(days):
        before = course.s.nations.agenda.copy()
        call(agenda_spreads, course)
        assert (course.s.nations.agenda <= before).all()


@settings(max_examples=20)
@given(agenda=share, parked=share, days=st.integers(1, 60))
def test_a_raised_agenda_fades_when_the_streets_are_empty(agenda, parked, days, country):
    course = course_of(country, {"s.nations.agenda": agenda, "s.nations.agenda_parked": parked})
    for _ in range(days):
        before = course.s.nations.agenda + course.s.nations.agenda_parked
        call(agenda_spreads, course)
        assert (course.s.nations.agenda + course.s.nations.agenda_parked <= before + ROUNDING).all()


def test_talk_and_action_never_feed_each_other_to_the_full(country):
    # Everybody out for ten years at the largest drawn rates: the agenda rests at gτ/(1 + gτ) of itself, below one half.
    g, tau = BY_NAME["agenda_action"].upper, BY_NAME["agenda_days"].upper
    assert g * tau < 1.0
    everybody = {"s.nations.agenda": 1.0, "today.nations.participation": 1.0}
    course = course_of(country, everybody, {"agenda_action": g, "agenda_days": tau})
    for _ in range(3650):
        call(agenda_spreads, course)
    assert np.allclose(course.s.nations.agenda, g * tau / (1 + g * tau), rtol=1e-9)


def test_a_country_to_which_nothing_is_done_has_no_national_question():
    data = small(60)
    data["acts"] = []
    block = run_block(compiled(data), lanes(DRAMATIC), 1, HISTORIES)
    assert (block.daily[block.series.index("agenda")] == 0.0).all()


@settings(max_examples=15)
@given(threat=share, crowd=share, open_=share)
def test_opponents_gain_only_in_a_lull(threat, crowd, open_, country):
    course = course_of(country, {"s.nations.threat": threat, "today.nations.participation": crowd, "s.demands.open": open_})
    call(opponents_regroup, course)
    mine = np.array([d.side == "opposition" for d in country.scenario.demands])
    assert (course.s.demands.open[~mine] == open_).all()
    assert (course.s.demands.open[mine] >= open_).all() and (course.s.demands.open[mine] <= 1.0).all()
    if crowd >= BY_NAME["reversal_participation"].default:
        assert (course.s.demands.open[mine] == open_).all()


@settings(max_examples=15)
@given(open_=share, active=st.floats(0, 0.25))
def test_a_concession_settles_what_it_takes_off_the_table(open_, active, country):
    course = course_of(country, {"s.demands.open": open_, "s.cells.active": active}, {"concession_rate": 100.0})
    call(government_concedes, course)
    granted = course.today.demands.conceded
    assert np.allclose(course.s.demands.open + granted, open_, rtol=0, atol=ROUNDING)
    for d, one in enumerate(country.scenario.demands):
        if one.national or one.side == "opposition":
            assert not granted[d].any(), "the agenda is moved or falls with the head"
    quiet = course.today.demands.pressure <= BY_NAME["concession_threshold"].default
    assert not granted[quiet].any(), "nobody is granted what he does not press for"


@settings(max_examples=15)
@given(growth=st.floats(-60, 60), approval=share, falls=st.integers(0, 9), days=st.integers(1, 40))
def test_approval_stays_a_share_in_boom_and_slump(growth, approval, falls, days, country):
    course = course_of(country, {"s.nations.growth": growth, "s.nations.approval": approval, "s.nations.past_falls": float(falls)})
    for _ in range(days):
        for line in (rebound_relegitimates, honeymoon_fades, approval_settles):
            call(line, course)
        assert ((course.s.nations.approval >= 0.0) & (course.s.nations.approval <= 1.0)).all()


def test_hardship_rests_where_the_economy_does_not_move():
    data = small(40)
    for month in data["countries"][0]["economy"]:
        month.update(growth=1.0, unemployment=8.0, inflation=4.0)
    course = course_of(compiled(data))
    for day in range(40):
        call(economy_moves, course, day)
        call(crisis_weighs, course, day)
    assert (course.s.cells.hardship == 0.0).all()


def test_a_diversion_moves_the_question_and_settles_nothing(country):
    yielding = {"s.nations.agenda": 0.8, "s.nations.agenda_parked": 0.1, "s.nations.government": 1.0, "today.nations.line": 0.0}
    course = course_of(country, yielding, {"diversion_rate": 100.0})
    call(agenda_diverted, course)
    assert (course.today.nations.diverted == 1.0).all()
    total = course.s.nations.agenda + course.s.nations.agenda_parked
    assert (course.s.nations.agenda < 0.8).all() and (total <= 0.9 + ROUNDING).all() and (course.s.nations.hope > 0.0).all()


@settings(max_examples=10)
@given(severity=weak_and_strong)
def test_a_harsher_act_never_brings_fewer_people_out_on_its_first_day(severity):
    crowds = []
    for harsh in severity:
        data = small(3)
        for one in data["groups"]:
            one["population"] = 10**12
        data["acts"], data["organizations"], data["ties"] = [act("prices", 0, demand="bread", severity=harsh)], [], []
        block = run_block(compiled(data), lanes(DRAMATIC), 1, HISTORIES, last_day=1)
        crowds.append(block.daily[block.series.index("active_share"), 0])
    assert (crowds[1] >= crowds[0]).all()
