"""A country held still while one thing is moved slowly: the national agenda, up and down."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.recorder import PROTEST
from groundswell.engine.run import LANES, Course, advance, start
from groundswell.ensemble import ScenarioSimulation

Values = NDArray[np.float64]
Numbers = NDArray[np.uint64]

NOBODY = -1  # of the calendar: no election, no handover
NEVER = -700.0  # log rate: the engine's exponential makes nothing of it
FOR_EVER = 1e300  # days
DIVERSION = "agenda_diverted"  # the line that would move the agenda out of the experimenter's hand

# What would move the agenda, or end the sweep by a change of government. Each is a parameter, and the value that stops it.
HELD: dict[str, float] = {
    "agenda_days": FOR_EVER, "agenda_action": 0.0, "agenda_deaths": 0.0,
    "fall_base": NEVER, "congress_rate": 0.0, "transfer_rate": 0.0, "reversal_rate": 0.0,
    "coup_rate": 0.0, "intervention_rate": 0.0,
}  # fmt: skip
UNMOVED = {"mood_nation": 0.0, "mood_place": 0.0}  # moods would move thresholds from day to day

LATE = 4  # the last so-manieth part of a hold is read: by then what is fast has settled
SETTLE = 120  # days before a ramp begins: four times the memory of the nation's mood, the longest of the moods
STEP = 7  # days between two steps of a ramp


class Condition(NamedTuple):
    """What is switched off, by name, and which parameters are set otherwise, while the agenda is swept."""

    name: str
    words: str
    off: tuple[str, ...]
    held: Mapping[str, float]


SLOW = (
    "victory_emboldens", "defeat_scars", "participation_transforms", "repression_backfires", "exhaustion_ends", "repertoires_revive",
    "militants_connect", "massacre_scars", "emergency_provokes", "boundaries_activate", "identity_politicizes", "crisis_demoralizes",
    "leaders_lag", "cadres_coopted", "bodies_arm", "pressure_moves_policy", "mediators_settle",
)  # fmt: skip
FAITHFUL = {"approval_deaths": 0.0, "approval_stoppage": 0.0}  # approval remembers too
CONDITIONS = (
    Condition("everything", "with everything on", (), {}),
    Condition("unscarred", "without scars of defeat", ("defeat_scars",), {}),
    Condition("tireless", "without fatigue", ("exhaustion_ends",), {}),
    Condition("fast", "without what remembers", SLOW, FAITHFUL),
    Condition("visibility", "with visibility alone", SLOW, {**FAITHFUL, "call_weight": 0.0, "risk_weight": 0.0}),
)


class Branches(NamedTuple):
    """Participation at each level, going up and coming down, both in the order of the levels: (histories, levels)."""

    up: Values
    down: Values


class Approach(NamedTuple):
    """Days of a block under a moving agenda: stoppage, participation [share], places with a reported protest: (histories, days)."""

    stoppage: Values
    participation: Values
    reported: Values


def swept(
    simulation: ScenarioSimulation, seed: int, histories: Numbers, day: int, levels: Values, hold: int, held: Mapping[str, float]
) -> Branches:
    """Sweeps the agenda of one block of histories up through `levels` and down again, and reads participation at each.

    Elections, acts and months stand still on `day`; at each level the same `hold` days are lived, with the same luck,
    and the mean over the last quarter is read. What history leaves in people goes on from level to level.
    """
    course = still_course(simulation, seed, histories, day, hold, {**HELD, **UNMOVED, **held})
    series = simulation.compiled.series
    daily = np.zeros((len(series), hold, LANES), np.float32)
    row, late, read = series.index("participation"), hold - max(1, hold // LATE), []
    for level in (*levels, *levels[::-1]):
        course.s.nations[0].agenda[:] = level
        advance(course, 0, hold, daily, histories, _unread())
        read.append(daily[row, late:].mean(axis=0, dtype=np.float64))
    both = np.array(read).T
    return Branches(both[:, : len(levels)], both[:, : len(levels) - 1 : -1])


def approached(simulation: ScenarioSimulation, seed: int, histories: Numbers, day: int, days: int, agenda: Values) -> Approach:
    """Leads one block of histories through `days` days in which the agenda follows `agenda` (steps, histories), a step a week.

    Before the first day people live some months at the agenda of the first step, so that moods are what they usually are.
    """
    whole = SETTLE + days
    course = still_course(simulation, seed, histories, day, whole, HELD)
    series = simulation.compiled.series
    daily = np.zeros((len(series), whole, LANES), np.float32)
    kept = _unread()
    course.s.nations[0].agenda[:] = agenda[0]
    advance(course, 0, SETTLE, daily, histories, kept)
    for k, first in enumerate(range(SETTLE, whole, STEP)):
        course.s.nations[0].agenda[:] = agenda[k]
        advance(course, first, min(whole, first + STEP), daily, histories, kept)
    stoppage, participation = (daily[series.index(name), SETTLE:].T.astype(np.float64) for name in ("stoppage", "participation"))
    return Approach(stoppage, participation, _reported(kept, whole)[:, SETTLE:])


def still_course(
    simulation: ScenarioSimulation, seed: int, histories: Numbers, day: int, days: int, held: Mapping[str, float]
) -> Course:
    """A block of histories on a first morning at rest, in a country where every day is `day` of the scenario and no act is due."""
    plan = simulation.compiled
    fixed = {name: np.full(LANES, value) for name, value in held.items()}
    parameters = {**simulation.parameters(seed, histories), **fixed}
    net = plan.net._replace(calendar=still(plan.net.calendar, day, days))
    course = start(replace(plan, net=net, days=days), parameters, seed, histories)
    rest(course, in_office(plan.net, day))
    return course


def still(calendar: Any, day: int, days: int) -> Any:
    """A calendar of so many days that are all alike: the economy of one day, no month that begins, and nothing due."""
    found = np.repeat(calendar[:, day : day + 1], days, axis=1).view(np.recarray)
    for name in ("inaugurates", "outgoing", "incoming", "days_to_election"):
        found[name][:] = NOBODY
    for name in ("acts_from", "acts_to", "month_begins", "ballot"):
        found[name][:] = 0
    return found


def in_office(net: Any, day: int) -> int:
    """The government in office on the morning of a day, if none has fallen."""
    who = int(net.nations[0].first_government)
    for row in net.calendar[0, :day]:
        if row.inaugurates != NOBODY:
            who = int(row.inaugurates)
        elif row.incoming != NOBODY and row.outgoing == who:
            who = int(row.incoming)
    return who


def rest(course: Course, government: int) -> None:
    """Puts what moves slowly where it comes to rest under one government and one economy: approval, hope, unity, hardship."""
    s, net, p, on = course.s, course.net, course.p, course.on
    nation, economy, first = s.nations[0], net.calendar[0, 0], net.nations[0]
    lift = p.approval_growth * economy.growth if on["rebound_relegitimates"] else np.zeros(LANES)
    nation.government[:] = government
    nation.unity[:] = net.governments[government].unity
    nation.approval[:] = np.clip(p.approval_floor + lift, 0.0, 1.0)
    nation.hope[:] = 0.0
    if on["crisis_weighs"]:
        jobs = p.hardship_unemployment * (economy.unemployment - first.unemployment_start)
        prices = p.hardship_inflation * (economy.inflation - first.inflation_start)
        s.cells["hardship"][:] = net.cells["crisis_exposure"][:, None] * (jobs + prices)


def agenda_log_odds(simulation: ScenarioSimulation, parameters: Mapping[str, Values]) -> Values:
    """What the agenda, fully raised, adds to the mean urge of those who could be mobilized, in each history [log-odds]."""
    cells = simulation.compiled.net.cells
    weight = cells["population"] * cells["mobilizable"] * cells["movement"]
    exposure = float((weight * cells["agenda_exposure"]).sum() / weight.sum())
    return np.asarray(parameters["demand_weight"] * exposure, np.float64)


def _unread() -> list[list[Any]]:
    return [[] for _ in range(LANES)]


def _reported(kept: Sequence[Sequence[Any]], days: int) -> Values:
    found = np.zeros((len(kept), days))
    for lane, parts in enumerate(kept):
        rows = np.concatenate(parts)
        np.add.at(found[lane], rows["day"][rows["kind"] == PROTEST], 1.0)
    return found
