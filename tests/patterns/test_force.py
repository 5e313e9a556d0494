"""Patterns of force: who answers a killing, whether orders are obeyed, who holds a place, and what a massacre leaves."""

from functools import cache

import numpy as np
from tests.patterns.measure import (
    Array,
    Histories,
    Measured,
    Pair,
    Setup,
    as_stated,
    mean_and_error,
    means,
    measured,
    paired,
    pattern,
)
from tests.patterns.world import act, with_field, world

from groundswell.compile.compiled import Compiled
from groundswell.engine.run import Course
from groundswell.scenario.schema import Scenario

CAPITAL, HILLS, KILLED = "north-capital", "north-hills", 45
CROWD, GATHERED, DISPERSED = 200_000, 30, 44


@cache
def killing(place: str, question: float = 0.3) -> Pair:
    """20 are killed in one place on day 45, while a question is on the table that would bring nobody out by itself."""
    asked = [act("question", 30, "resource", "north-resource", question)] if question else []
    return paired(world(0.25, acts=asked), "M05", 192, setup=Setup(killings={KILLED: {place: 20.0}}))


def contenders_out(h: Histories) -> Array:
    """Share of all contenders' people who are in action, day by day."""
    contenders = [group for group in h.compiled.scenario.groups if group.side == "movement"]
    people = sum(group.population for group in contenders)
    return np.asarray(sum(h[f"active:{group.id}"] * group.population for group in contenders) / people)


def answer(place: str, question: float = 0.3) -> Array:
    """What the mechanism adds to those in action on days 1 to 5 after, in each history."""
    pair = killing(place, question)
    days = slice(KILLED + 1, KILLED + 6)
    return np.asarray((contenders_out(pair.all_on) - contenders_out(pair.off))[:, days].mean(axis=1))


def ratio(above: Array, below: Array) -> tuple[float, float]:
    """Ratio of two means over the same histories, and its standard error (of the first order)."""
    value = above.mean() / below.mean()
    return float(value), mean_and_error((above - value * below) / below.mean())[1]


def measure_M05() -> Measured:
    found = ratio(answer(CAPITAL), answer(HILLS))
    days = range(KILLED - 10, KILLED + 31)
    curves = [means(contenders_out(killing(CAPITAL).all_on))[35:76], means(contenders_out(killing(CAPITAL).off))[35:76]]
    return measured(
        "M05",
        "times; curves: share of contenders in action",
        found,
        [day - KILLED for day in days],
        *curves,
        "days after 20 are killed in the capital",
    )


@pattern("M05")
def test_a_killing_that_all_see_brings_more_people_out_than_one_in_the_hills() -> None:
    as_stated(measure_M05())


def test_each_killing_brings_people_out_within_five_days_and_not_before() -> None:
    for place in (CAPITAL, HILLS):
        gain, error = mean_and_error(answer(place))
        assert gain > 10 * error
        before = [contenders_out(h)[:, KILLED] for h in (killing(place).all_on, killing(place).off)]
        assert abs(before[0] - before[1]).mean() < gain / 5


def test_where_no_question_is_on_the_table_visibility_matters_less() -> None:
    assert ratio(answer(CAPITAL, 0.0), answer(HILLS, 0.0))[0] < measure_M05().difference / 2


@cache
def siege() -> Pair:
    """A question at full strength, and blockaders on all roads to the capital: in most histories it comes to an operation."""
    asked = act("question", 30, "resource", "north-resource", 1.0)
    return paired(with_blockaders(world(0.5, acts=[asked])), "M06", 1024, keep=("killed",))


def with_blockaders(scene: Scenario) -> Scenario:
    for group in ("north-hills/peasants", "north-hills/miners", "north-capital/neighbors"):
        scene = with_field(scene, f"groups.{group}.blockade_power", 1.0)
    return with_field(scene, "ties.route:north-hills:north-capital.weight", 1.0)


def killed_in_operation(h: Histories) -> Array:
    """Killed by forces from the first day of the first operation to its last; NaN where there is none."""
    began, ended = h.first_day("operation"), h.first_day("operation_ends")
    killed, days = h["killed"], np.arange(h["killed"].shape[1])[None, :]
    inside = (days >= began[:, None]) & ~(days > ended[:, None])
    return np.where(np.isnan(began), np.nan, (killed * inside).sum(axis=1))


def measure_M06() -> Measured:
    with_it, without = (killed_in_operation(h) for h in (siege().all_on, siege().off))
    both = ~np.isnan(with_it) & ~np.isnan(without)
    share, error = ratio(with_it[both], without[both])
    levels = np.arange(0.05, 1, 0.1)
    curves = [np.quantile(values[both], levels) for values in (with_it, without)]
    return measured(
        "M06",
        "of the number without it; curves: persons killed in the operation",
        (share - 1, error),
        levels,
        *curves,
        "share of operations with fewer killed",
    )


@pattern("M06")
def test_an_operation_kills_fewer_where_troops_may_refuse() -> None:
    as_stated(measure_M06())


def test_troops_refuse_in_operations_alone_and_only_if_they_may() -> None:
    with_it, without = siege().all_on, siege().off
    assert without.count("refusal").sum() == 0
    refused = with_it.first_day("refusal")
    found = ~np.isnan(refused)
    assert found.mean() > 0.05
    assert (refused[found] >= with_it.first_day("operation")[found]).all()


@cache
def mutiny() -> Pair:
    """A tax that police and public share rises on day 30."""
    scene = world(0.25, acts=[act("tax-rises", 30, "tax", "north-tax", 0.8, police_grievance=0.8)])
    return paired(with_field(scene, "demands.north-tax.shared_with_police", True), "M07", 512)


def bloody(h: Histories) -> Array:
    """Which histories have five killed or more on one of the 20 days after the act."""
    return np.asarray(h["killed"][:, 30:51].max(axis=1) >= 5).astype(float)


def measure_M07() -> Measured:
    pair, days = mutiny(), range(20, 71)
    curves = [means(h["killed"])[20:71] for h in (pair.all_on, pair.off)]
    return measured("M07", "share of histories; curves: persons killed a day", pair.differences(bloody), days, *curves, "day")


@pattern("M07")
def test_police_with_a_grievance_of_their_own_make_bloody_days() -> None:
    as_stated(measure_M07())


def test_a_mutiny_is_over_within_ten_days_in_nine_of_ten() -> None:
    h = mutiny().all_on
    lasted = h.first_day("mutiny_ends") - h.first_day("mutiny")
    assert (lasted[~np.isnan(h.first_day("mutiny"))] <= 10).mean() >= 0.9


def gather(course: Course, compiled: Compiled) -> None:
    """So many peasants are in the streets of the hills this morning."""
    peasants = compiled.names.cells.index("north-hills/peasants")
    course.s.cells["active"][peasants] = CROWD / compiled.scenario.groups[peasants].population


def disperse(course: Course, compiled: Compiled) -> None:
    """Everybody in the hills has gone home this morning."""
    for k, group in enumerate(compiled.scenario.groups):
        if group.place == HILLS:
            course.s.cells["active"][k] = 0.0


@cache
def crowd() -> Pair:
    """A crowd of 200,000 stands in the hills for two weeks, where the state has 2,000 troops; then it goes home."""
    scene = with_field(world(0.25), "forces.north-army.headcount", {CAPITAL: 8000, "north-plains": 4000})
    mornings = dict.fromkeys(range(GATHERED, DISPERSED), gather) | {DISPERSED: disperse}
    return paired(scene, "M46", 128, setup=Setup(mornings=mornings, watch=("places.control",), every=1))


def held(h: Histories) -> Array:
    """The state's control of the hills each morning (histories, days)."""
    return h.state("places.control", HILLS).T


def measure_M46() -> Measured:
    pair = crowd()
    curves = [means(held(h)) for h in (pair.all_on, pair.off)]
    return measured(
        "M46",
        "share of the place that the state holds",
        pair.differences(lambda h: held(h)[:, DISPERSED]),
        range(len(curves[0])),
        *curves,
        "day",
    )


@pattern("M46")
def test_a_crowd_that_stays_takes_a_place_from_the_state() -> None:
    as_stated(measure_M46())


def test_control_is_lost_in_days_and_back_within_thirty_days_of_quiet() -> None:
    course = held(crowd().all_on).mean(axis=0)
    assert course[GATHERED + 7] < 0.6 * course[GATHERED]
    assert course[DISPERSED + 30] > 0.95 * course[GATHERED]


@cache
def massacre() -> Pair:
    """100 are killed in the capital on day 60, in a dispute over a tax of day 30."""
    scene = world(6, acts=[act("tax-rises", 30, "tax", "north-tax", 0.6)])
    return paired(scene, "M48", 192, setup=Setup(killings={60: {CAPITAL: 100.0}}), keep=("approval", f"active_share:{CAPITAL}"))


def measure_M48() -> Measured:
    pair = massacre()
    curves = [means(h["approval"], 14) for h in (pair.all_on, pair.off)]
    years = np.arange(len(curves[0])) * 14 / 365.25
    found = pair.differences(lambda h: h["approval"][:, 60 + 5 * 365])
    return measured("M48", "share of people; curves: approval, share of people", found, years, *curves, "years")


def measure_M48_turnout() -> Measured:
    pair, days = massacre(), range(30, 121)
    turnout = [h[f"active_share:{CAPITAL}"] for h in (pair.all_on, pair.off)]
    found = mean_and_error((turnout[0] - turnout[1])[:, 61:75].mean(axis=1))
    return measured("M48", "share of the capital's people in action", found, days, *[means(h)[30:121] for h in turnout], "day")


@pattern("M48")
def test_a_massacre_costs_trust_for_years() -> None:
    as_stated(measure_M48())


@pattern("M48", "turnout")
def test_a_massacre_frightens_those_it_struck_for_weeks() -> None:
    as_stated(measure_M48_turnout())
