"""The engine's day against a second one, worked out in plain numbers from the equations that the model states.

Both draw the same keyed numbers, so every decision must be the same and every quantity must agree up to rounding:
the engine's own exp, log and cosine are polynomials, of which the cosine is the coarsest (4·10⁻¹³ at an eighth of a
turn). A mood adds up some weeks of them and may lie near zero, so the comparison allows 10⁻¹¹ beside a relative 10⁻⁹;
what is found is a hundred times less. A decision would differ only if a draw fell that close to its chance.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
import pytest
from tests.blind.day import LINES, step
from tests.blind.lands import every_number_its_own, two_lands
from tests.blind.world import World
from tests.unit.engine import worlds

from groundswell.compile import Compiled, compile_scenario
from groundswell.engine.anatomy import anatomy, switches
from groundswell.engine.run import Course, advance, start
from groundswell.engine.state import LANES, STATE, TODAY
from groundswell.scenario.load import load

RELATIVE, ABSOLUTE = 1e-9, 1e-11
HISTORIES = np.arange(LANES, dtype=np.uint64)
# Written after the day is over, for the records, or kept only because the engine needs a place to put its draws.
NOT_OF_THE_DAY = {"luck", "luck_region", "luck_flow", "report_luck", "reported", "roads", "poll"}
COMPARED = [("s", kind, field.name) for kind, fields in STATE.items() for field in fields]
COMPARED += [("today", kind, field.name) for kind, fields in TODAY.items() for field in fields if field.name not in NOT_OF_THE_DAY]
HAPPENS = ("mutiny_began", "mutiny_ended", "operation_began", "operation_ended", "refused", "diverted", "entered", "elected", "attempted",
           "reversed", "transferred")  # fmt: skip
# What comes to pass beyond that where there are two countries with everything in them.
BEYOND = ("struck", "mediated", "decreed", "intervened")
HALVED = 0.5  # forgetting takes years, so what is halved within a day has returned
DESPERATE = {**worlds.DRAMATIC, "mutiny_deal_rate": 0.05, "diversion_rate": 0.1, "refusal_rate": 1.0, "operation_end_rate": 0.02,
             "operation_rate": 20.0, "congress_width": 0.5, "council_days": 1.0, "control_days": 1.0, "control_crowd": 0.02,
             "threat_days": 5.0, "reversal_rate": 2.0, "parked_return_days": 20.0}  # fmt: skip


def numbers(pick: Callable[[str, str, str], Iterable[float]]) -> Any:
    """Every number that is compared, in one row: of state and of today, by kind, field and thing."""
    return np.concatenate([np.asarray(pick(*where), float) for where in COMPARED])


def differences(world: World, course: Course, lane: int) -> list[str]:
    """Every number of one history in which the engine and the second version disagree."""

    def second(when: str, kind: str, name: str) -> list[float]:
        return [getattr(thing if when == "s" else thing.today, name) for thing in world.of_kind(kind)]

    def first(when: str, kind: str, name: str) -> Any:
        return getattr(getattr(course, when), kind)[name][:, lane]

    ours, engine = numbers(second), numbers(first)
    if np.isclose(ours, engine, RELATIVE, ABSOLUTE).all():
        return []
    places = [f"{kind}[{k}].{name}" for _, kind, name in COMPARED for k in range(len(world.of_kind(kind)))]
    wrong = np.flatnonzero(~np.isclose(ours, engine, RELATIVE, ABSOLUTE))
    return [f"{places[k]}: engine {engine[k]!r}, second version {ours[k]!r}" for k in wrong]


def side_by_side(plan: Any, parameters: Mapping[str, Any], lanes: Iterable[int], days: int) -> Iterator[Course]:
    """March both versions through the days, stopping at the first difference; each evening is handed out."""
    course = start(plan, dict(parameters), 1, HISTORIES)
    second = {lane: World(plan, course.p, course.keys, lane) for lane in lanes}
    daily = np.zeros((len(plan.series), days, LANES), "f4")
    kept: list[list[Any]] = [[] for _ in HISTORIES]
    for day in range(days):
        advance(course, day, day + 1, daily, HISTORIES, kept)
        for lane, world in second.items():
            step(world, day)
            assert not (found := differences(world, course, lane)), (day, lane, found)
        yield course


def happened(evenings: Iterable[Course]) -> set[str]:
    """What came to pass in any history on any day, and by which routes governments fell."""
    seen: set[str] = set()
    parked, agenda_parked = 0.0, 0.0
    for course in evenings:
        t = course.today.nations
        seen |= {name for name in (*HAPPENS, *BEYOND) if t[name].any()}
        seen |= {"fought"} if course.today.places["killed_by_bodies"].any() else set()
        seen |= {"bought"} if (course.s.organizations["coopted"] == 1.0).any() else set()
        seen |= {"failed"} if (t["attempted"] > t["reversed"]).any() else set()
        seen |= {f"fell by route {int(route)}" for route in t["route"][t["fell"] > 0.0]}
        seen |= {"conceded"} if course.today.demands["conceded"].any() else set()
        seen |= {"won"} if course.s.cells["victory_news"].any() else set()
        seen |= {"defeated"} if course.s.cells["defeat_news"].any() else set()
        seen |= {"killed"} if t["killed"].any() else set()
        seen |= {"a demand returned"} if (course.s.demands["parked"] < HALVED * parked).any() else set()
        seen |= {"the agenda returned"} if (course.s.nations["agenda_parked"] < HALVED * agenda_parked).any() else set()
        parked, agenda_parked = course.s.demands["parked"].copy(), course.s.nations["agenda_parked"].copy()
    return seen


def desperate() -> dict[str, Any]:
    """Parameters under which councils take power in every second history and congress is idle in every second pair of them."""
    lane = np.arange(LANES)
    ways = {"transfer_rate": np.where(lane % 2 == 0, 0.0, 50.0), "congress_rate": np.where(lane % 4 < 2, 1.0, 0.0)}
    return {**worlds.lanes(DESPERATE), **ways}


def restless(days: int) -> Compiled:
    """A small world in which every mechanism has something to act on and governments call elections early."""
    data = worlds.small(days)
    for government in data["governments"]:
        government["calls_election_within"] = 12
    return worlds.compiled(data)


def test_the_second_version_has_every_line_of_the_model_in_its_order() -> None:
    assert [line.__name__ for line in LINES] == [row.name for row in anatomy()]


def test_all_days_of_the_autumn_of_2003_agree() -> None:
    plan = compile_scenario(load("bolivia-autumn"))
    assert {"killed", "conceded", "won", "defeated"} <= happened(side_by_side(plan, {}, range(8), plan.days))


def test_the_first_half_of_2000_agrees_with_a_police_mutiny_in_it() -> None:
    plan = compile_scenario(load("bolivia-2003"))
    assert {"mutiny_began", "mutiny_ended", "conceded"} <= happened(side_by_side(plan, {}, range(6), 182))


@pytest.mark.slow
def test_february_2003_agrees_after_three_years_and_two_changes_of_office() -> None:
    plan = compile_scenario(load("bolivia-2003"))
    february = (datetime.date(2003, 2, 1) - plan.start).days
    seen = happened(islice(side_by_side(plan, {}, range(2), february + 28), february, None))
    assert {"mutiny_began", "mutiny_ended", "killed"} <= seen


def test_a_world_where_everything_happens_agrees() -> None:
    days = 60
    returns = {"a demand returned", "the agenda returned"}
    everything = {*HAPPENS, *returns, "killed", "conceded", "won", "defeated", *(f"fell by route {route}" for route in range(4))}
    assert everything <= happened(side_by_side(restless(days), desperate(), range(LANES), days))


def test_two_countries_with_everything_in_them_agree_over_more_than_a_year() -> None:
    days = 430
    everything = {*HAPPENS, *BEYOND, "fought", "bought", "failed", "conceded", *(f"fell by route {route}" for route in range(6))}
    assert everything <= happened(side_by_side(two_lands(days), every_number_its_own(), range(8), days))


@pytest.mark.slow
def test_two_countries_agree_over_a_thousand_days_in_every_history() -> None:
    days = 1000
    assert happened(side_by_side(two_lands(days), every_number_its_own(), range(LANES), days)), "an empty world agrees with anything"


def test_each_history_agrees_under_parameters_of_its_own() -> None:
    plan, share = compile_scenario(load("bolivia-autumn")), np.arange(LANES) / (LANES - 1.0)
    spread = {row.name: row.lower + share * (row.upper - row.lower) for row in plan.parameters if row.prior != "fixed"}
    shuffled = {name: np.roll(values, 7 * k) for k, (name, values) in enumerate(spread.items())}
    assert "killed" in happened(side_by_side(plan, shuffled, range(LANES), 60))


@pytest.mark.parametrize("name", switches())
def test_two_countries_agree_without(name: str) -> None:
    days = 100
    assert happened(side_by_side(two_lands(days, (name,)), every_number_its_own(), (1, 2), days)), "nothing happens without it"


@pytest.mark.parametrize("name", switches())
def test_the_day_agrees_without(name: str) -> None:
    plan = compile_scenario(restless(40).scenario, [name])
    assert happened(side_by_side(plan, desperate(), range(4), 40)), "a world in which nothing happens agrees with anything"
