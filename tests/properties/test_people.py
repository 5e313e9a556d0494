"""What must hold of people who weigh acting, whatever the numbers: compared under the same luck."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.engine.worlds import HISTORIES, call, compiled, lanes, lone, morning, small

from groundswell.compile import Compiled
from groundswell.engine.mechanisms.action import crowds_gather, people_mobilize, preferences_falsified, wishes_are_felt
from groundswell.engine.mechanisms.costs import exhaustion_ends
from groundswell.engine.mechanisms.hearing import memories_fade, participation_transforms, ranks_are_seen, victory_emboldens
from groundswell.engine.mechanisms.leaders import organizations_call
from groundswell.engine.run import Course, start
from groundswell.engine.state import LANES
from groundswell.engine.step import step
from groundswell.scenario.parameters import BY_NAME

# So many people that the luck of who turns up is far smaller than any difference made here: below a share
# of z²/(4κN) more readiness can mean fewer people by luck alone, which is 1e-11 for this N.
MULTITUDE = 10**12
share = st.floats(0, 1)
weak_and_strong = st.tuples(share, share).map(sorted)


@pytest.fixture(scope="module")
def multitude() -> Compiled:
    data = small(5)
    for one in data["groups"]:
        one["population"] = MULTITUDE
    return compiled(data)


def decide(plan: Compiled, state: dict[str, float], parameters: dict[str, float]) -> Course:
    """One decision of everybody, from a state in which the given fields hold the given values."""
    course = start(plan, lanes(parameters), 1, HISTORIES)
    for name, value in state.items():
        kind, field = name.split(".")
        getattr(course.s, kind)[field][:] = value
    s, today = course.s, course.today
    for place in range(s.places.shape[0]):
        today.places.risk[place, :] = state.get("risk", 0.0) if "risk" in state else 0.2
    call(ranks_are_seen, course)
    call(wishes_are_felt, course)
    call(preferences_falsified, course)
    call(people_mobilize, course)
    call(crowds_gather, course)
    return course


MOVERS = ("demands.open", "nations.agenda", "cells.outrage", "cells.efficacy", "cells.hardship", "cells.stamina")
BRAKES = ("nations.approval", "nations.hope", "nations.truce", "cells.scar")


def crowds(course: Course) -> Any:
    """Who is out after the day's decision."""
    return course.s.cells.active


@settings(max_examples=25)
@given(field=st.sampled_from(MOVERS), values=weak_and_strong, already_out=st.floats(0, 0.2))
def test_what_moves_people_never_shrinks_the_crowd_of_the_day(field, values, already_out, multitude):
    less, more = (decide(multitude, {"cells.active": already_out, field: value}, {}) for value in values)
    assert (more.today.cells.target >= less.today.cells.target).all()
    assert (crowds(more) >= crowds(less)).all()


@settings(max_examples=25)
@given(field=st.sampled_from(BRAKES), values=weak_and_strong, already_out=st.floats(0, 0.2))
def test_what_holds_people_back_never_swells_the_crowd_of_the_day(field, values, already_out, multitude):
    less, more = (decide(multitude, {"cells.active": already_out, field: value}, {}) for value in values)
    if field == "nations.truce":  # it also speeds the way home, so compare what people want
        assert (more.today.cells.target <= less.today.cells.target).all()
    else:
        assert (crowds(more) <= crowds(less)).all()


@settings(max_examples=20)
@given(values=st.tuples(st.floats(4.5, 8), st.floats(4.5, 8)).map(sorted), demand=share)
def test_lowering_the_barrier_never_shrinks_the_crowd(values, demand, multitude):
    low, high = (decide(multitude, {"demands.open": demand}, {"barrier": value}) for value in values)
    assert (crowds(low) >= crowds(high)).all()


@settings(max_examples=20)
@given(values=weak_and_strong, demand=share)
def test_more_people_out_are_never_answered_by_fewer_who_want_to_be(values, demand, multitude):
    few, many = (decide(multitude, {"demands.open": demand, "cells.active": 0.25 * value}, {}) for value in values)
    assert (many.today.cells.target >= few.today.cells.target).all()


@settings(max_examples=20)
@given(values=weak_and_strong)
def test_more_risk_never_swells_the_crowd(values, multitude):
    courses = []
    for value in values:
        course = start(multitude, {}, 1, HISTORIES)
        course.today.places.risk[:] = value
        call(people_mobilize, course)
        courses.append(course)
    assert (crowds(courses[1]) <= crowds(courses[0])).all()


def test_outrage_beyond_its_cap_adds_nothing(multitude):
    cap = BY_NAME["outrage_cap"].default
    assert (crowds(decide(multitude, {"cells.outrage": cap}, {})) == crowds(decide(multitude, {"cells.outrage": 10 * cap}, {}))).all()


@settings(max_examples=20)
@given(
    state=st.fixed_dictionaries(dict.fromkeys(MOVERS + BRAKES, share)), already_out=share,
    rise=st.floats(0.08, 1.0), population=st.sampled_from([1000, 400_000]),
)  # fmt: skip
def test_nobody_acts_who_could_not_be_mobilized(state, already_out, rise, population):
    data = lone(3, population=population, mobilizable_share=0.3)
    course = decide(compiled(data), state | {"cells.active": 0.3 * already_out}, {"rise_rate": rise})
    assert (crowds(course) >= 0.0).all() and (crowds(course) <= 0.3).all()
    assert (course.today.cells.target <= 0.3).all()
    assert (course.today.places.crowd <= 0.3 * population * (1 + 1e-12)).all()


def test_no_mechanism_makes_or_unmakes_people(drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    before = course.net.cells.population.copy()
    for day in range(drama.days):
        step(*course, day)
    assert (course.net.cells.population == before).all()
    assert drama.people == (before.sum(),)


def settle(w: float, v: float, lean: float, first: float) -> float:
    """Where one well-mixed group of infinitely many ends, from a share of the mobilizable already out."""
    barrier = -lean
    parameters = {"visibility_weight": w, "visibility_half": v, "barrier": barrier, "rise_rate": 0.3, "fall_rate": 0.2, "mood_place": 0.1}
    data = lone(3, population=10**15, mobilizable_share=0.5, exclusion=0.0, organized=0.0)
    course = morning(data, lanes(parameters))
    s, today, net = course.s, course.today, course.net
    net.cells.tie_own[:] = 1.0  # no news but one's own ranks
    s.nations.approval[:], s.nations.hope[:] = BY_NAME["approval_reference"].default, 0.0
    s.cells.active[:] = 0.5 * first
    for day in range(1500):
        today.cells.seen[:] = 0.0
        call(ranks_are_seen, course)
        call(preferences_falsified, course)
        call(people_mobilize, course, day)
    return float(s.cells.active[0, 0] / 0.5)


@pytest.mark.parametrize("v", [0.05, 0.15, 0.35])
@pytest.mark.parametrize("above", [True, False], ids=["above the criterion", "below the criterion"])
def test_a_well_mixed_group_has_a_fold_where_sight_weighs_more_than_four_times_one_plus_v(v, above):
    # With u = c + w·a/(a+v) and a = logistic(u), the slope reaches one first at a = v/(1+2v), where w = 4(1+v).
    critical = 4.0 * (1.0 + v)
    w = critical * (1.25 if above else 0.8)
    middle = v / (1.0 + 2.0 * v)
    lean = np.log(middle / (1.0 - middle)) - w * middle / (middle + v)
    quiet, crowded = settle(w, v, lean, 0.0), settle(w, v, lean, 1.0)
    if above:
        assert quiet < middle < crowded and crowded - quiet > 0.05
    else:
        # One resting point only; what is left after 1500 days of relaxation at a rate of .2 × .2 is nothing.
        assert abs(crowded - quiet) < 1e-6


@settings(max_examples=20)
@given(news=st.floats(0, 1e6), gain=st.floats(0, 12), efficacy=st.floats(-1.5, 1.5), days=st.integers(1, 30))
def test_efficacy_stays_bounded_even_at_ten_times_the_gain(news, gain, efficacy, days):
    course = morning(lone(3), lanes({"victory_gain": gain, "participation_gain": 0.03}))
    s = course.s
    s.cells.efficacy[:], s.cells.active[:] = efficacy, 0.3
    ceiling = BY_NAME["efficacy_ceiling"].default
    for _ in range(days):
        s.cells.victory_news[:] = news
        call(memories_fade, course)
        call(victory_emboldens, course)
        call(participation_transforms, course)
        assert (s.cells.efficacy <= max(ceiling, efficacy)).all() and (s.cells.efficacy >= -1.5).all()


def test_a_victory_never_disheartens_and_a_defeat_never_emboldens(drama):
    course = start(drama, {}, 1, HISTORIES)
    before = course.s.cells.efficacy.copy()
    course.s.cells.victory_news[:] = 0.5
    call(victory_emboldens, course)
    assert (course.s.cells.efficacy > before).all()


@settings(max_examples=20)
@given(stamina=share, councils=share, stock=share)
def test_who_rests_recovers_and_who_acts_tires(stamina, councils, stock):
    after = []
    for active in (0.0, 0.15, 0.3):
        course = morning(lone(3))
        course.s.cells.stamina[:], course.s.cells.active[:] = stamina, active
        course.s.places.stock[:], course.s.places.councils[:] = stock, councils
        call(exhaustion_ends, course)
        after.append(course.s.cells.stamina.copy())
    assert (after[0] >= stamina).all(), "rest"
    assert (after[0] >= after[1]).all() and (after[1] >= after[2]).all(), "the more, the more tired"


@settings(max_examples=30)
@given(quiet=st.floats(0.05, 0.25), more=share, stamina=share, stock=share, councils=share)
def test_a_group_of_which_too_many_are_out_does_not_recover(quiet, more, stamina, stock, councils):
    course = morning(lone(3), lanes({"rest_quiet": quiet}))
    out = quiet + more * (1.0 - quiet)
    course.s.cells.stamina[:], course.s.cells.active[:] = stamina, out * course.net.cells.mobilizable[0]
    course.s.places.stock[:], course.s.places.councils[:] = stock, councils
    call(exhaustion_ends, course)
    # At exactly x_q the quiet left is nothing up to rounding.
    assert (course.s.cells.stamina <= max(0.0, stamina - out / BY_NAME["fatigue_days"].upper) + 1e-15).all()


@pytest.mark.parametrize("quiet", [0.05, 0.25])
@pytest.mark.parametrize("tired", [10.0, 28.0])
@pytest.mark.parametrize("rest", [20.0, 90.0])
def test_a_strike_that_wins_nothing_wears_itself_down(quiet, tired, rest):
    # Everything speaks for acting and goes on speaking for it; nothing but fatigue can send people home.
    data = lone(3, population=10**15)
    numbers = {"rest_quiet": quiet, "fatigue_days": tired, "rest_days": rest, "barrier": 4.5, "demand_weight": 12.0}
    course, out = morning(data, lanes(numbers)), []
    course.s.demands.open[:] = 1.0
    call(wishes_are_felt, course)
    for day in range(int(20 * tired)):
        call(people_mobilize, course, day)
        call(exhaustion_ends, course, day)
        out.append(course.s.cells.active[0] / course.net.cells.mobilizable[0])
    share_out = np.array(out)
    assert share_out.max() > 0.5, "a strike"
    # Stamina falls at least as e^(-t/τ_f), to x_q ≥ .05 in three τ_f; to go home takes the time of the pace downward besides.
    assert (share_out[int(5 * tired):] < quiet).all(), "and never comes to rest above x_q"


def test_shortage_tires_unless_councils_share_out():
    def tired(stock: float, councils: float) -> float:
        course = morning(lone(3))
        course.s.cells.active[:], course.s.places.stock[:], course.s.places.councils[:] = 0.3, stock, councils
        call(exhaustion_ends, course)
        return float(course.s.cells.stamina[0, 0])

    assert tired(0.0, 0.0) < tired(1.0, 0.0) == tired(0.0, 1.0)


def called(course: Course, day: int = 0) -> Any:
    call(organizations_call, course, day)
    return course.s.organizations.calling.copy()


def test_no_organization_calls_out_a_base_that_wants_nothing(drama):
    course = start(drama, lanes({"call_rate": 2.0, "call_threshold": 0.25}), 1, HISTORIES)
    for day in range(200):
        course.today.flat[:] = 0.0
        assert not called(course, day).any()


@settings(max_examples=15)
@given(values=weak_and_strong)
def test_a_readier_base_never_loses_a_call(values, drama):
    answers = []
    for value in values:
        course = start(drama, lanes({"call_rate": 1.0}), 1, HISTORIES)
        course.s.demands.open[:] = value
        call(wishes_are_felt, course)
        answers.append(called(course))
    assert (answers[1] >= answers[0]).all(), "with the same luck"


def test_a_truce_never_keeps_an_organization_out(drama):
    answers = []
    for truce in (0.0, 0.5, 1.0):
        course = start(drama, {}, 1, HISTORIES)
        course.s.organizations.calling[:] = 1.0
        course.s.nations.truce[:] = truce
        answers.append(called(course))
    assert (answers[0] >= answers[1]).all() and (answers[1] >= answers[2]).all()
    assert answers[2].sum() < answers[0].sum()


def test_a_call_off_without_exhaustion_is_no_defeat(drama):
    course = start(drama, lanes({"call_truce": 100.0}), 1, HISTORIES)
    course.s.organizations.calling[:], course.s.nations.truce[:] = 1.0, 0.4
    assert not called(course).any()
    assert (course.s.cells.defeat_news == 0.0).all()


def test_a_call_that_ends_in_exhaustion_is_a_defeat_of_those_who_followed(drama):
    course = start(drama, lanes({"call_exhaustion_rate": 100.0}), 1, HISTORIES)
    course.s.organizations.calling[:], course.s.cells.stamina[:] = 1.0, 0.3
    assert not called(course).any()
    defeat = course.s.cells.defeat_news
    followers = np.array([any(name in o.members for o in drama.scenario.organizations) for name in drama.names.cells])
    assert (defeat[followers] > 0.0).all() and (defeat[~followers] == 0.0).all()
    assert defeat.shape == (len(drama.names.cells), LANES)
