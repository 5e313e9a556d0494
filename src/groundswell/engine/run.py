"""Runs one block of histories: a pure function of the compiled scenario, parameters, seed and history numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from groundswell.engine import draws, recorder
from groundswell.engine.draws import new_keys, uniform
from groundswell.engine.emit import records_show
from groundswell.engine.kernel import kernel, undisturbed
from groundswell.engine.recorder import EVENT_KINDS, Tape, Waves, new_tape, note_events, note_series, read_episodes
from groundswell.engine.state import LANES, STATE, TODAY, Array, Net, State, Today, new_state, new_today, out_of_bounds
from groundswell.engine.step import step

__all__ = ["LANES", "SHARD", "Block", "Course", "Plan", "advance", "run_block", "start"]

SHARD = 2 * LANES  # histories of a shard: two blocks
MEAN_LUCK = 2 / 3  # mean of the square root of a uniform number, from which loyalty is drawn
TAPE = 4096  # events a history may write before the tape is emptied


class Plan(Protocol):
    """What the engine needs of a compiled scenario."""

    @property
    def net(self) -> Net:
        """The scenario as arrays."""

    @property
    def counts(self) -> dict[str, int]:
        """How many things there are of each kind."""

    @property
    def on(self) -> Any:
        """Which mechanisms are on."""

    @property
    def days(self) -> int:
        """How many days the scenario has."""

    @property
    def series(self) -> list[str]:
        """The names of the daily series."""

    @property
    def countries(self) -> Sequence[str]:
        """The names of the countries."""

    @property
    def people(self) -> Sequence[float]:
        """How many people live in each country on the first day."""

    def parameter_record(self, parameters: dict[str, Array]) -> Any:
        """The parameters of a block as one record."""


class Block(NamedTuple):
    """What one block of ``LANES`` histories did."""

    series: list[str]
    daily: Array
    events: Array
    episodes: Array
    final: dict[str, Array]


class Course(NamedTuple):
    """A block on its way: everything a day needs."""

    s: State
    today: Today
    net: Net
    p: Any
    on: Any
    keys: Any


@kernel
def begin(s, net, p, keys):
    """The first morning: everyone rested, shelves full, the state in control, loyalty drawn and hidden."""
    for n in range(s.nations.shape[0]):
        nation, country = s.nations[n], net.nations[n]
        first = net.governments[country.first_government]
        for r in range(LANES):
            nation.government[r] = country.first_government
            nation.approval[r], nation.unity[r], nation.hope[r] = first.approval, first.unity, first.hope
            nation.election_day[r] = -1.0
            nation.days_since_diversion[r] = p.diversion_wait[r]
            nation.policy[r] = first.policy
            nation.own_policy[r] = first.policy
            nation.room[r] = 1.0
            nation.morale[r] = 1.0
    for q in range(s.places.shape[0]):
        for r in range(LANES):
            s.places[q].stock[r] = 1.0
            s.places[q].control[r] = 1.0
    for i in range(s.cells.shape[0]):
        for r in range(LANES):
            s.cells[i].stamina[r] = 1.0
            s.cells[i].efficacy[r] = net.cells[i].efficacy_rest
            s.cells[i].present[r] = 1.0
            s.cells[i].organized[r] = net.cells[i].organized
            s.cells[i].memory[r] = net.cells[i].memory
    for k in range(s.organizations.shape[0]):
        for r in range(LANES):
            s.organizations[k].line[r] = net.organizations[k].line
            s.organizations[k].militants[r] = net.organizations[k].militants
    for f in range(s.forces.shape[0]):
        force = net.forces[f]
        for r in range(LANES):
            luck = np.sqrt(uniform(keys, r, 0, force.entity, draws.LOYALTY, 0))
            s.forces[f].loyalty[r] = force.loyalty_lowest + (force.loyalty_highest - force.loyalty_lowest) * luck
            expected = force.loyalty_lowest + (force.loyalty_highest - force.loyalty_lowest) * MEAN_LUCK
            s.nations[force.country].loyalty_seen[r] += force.army_share * expected


@kernel
def most_events(net):
    """The most events that a history can write in one day."""
    things = 2 * net.organizations.shape[0] + 3 * net.places.shape[0] + net.demands.shape[0]
    return net.acts.shape[0] + things + len(EVENT_KINDS) * net.nations.shape[0]


@kernel
def march(s, today, net, p, on, keys, first, last, daily, tape):
    """Days ``first`` to ``last - 1``, or fewer if the tape fills; the day to go on from."""
    room = most_events(net)
    for day in range(first, last):
        for r in range(LANES):
            if tape.filled[r] + room > tape.day.shape[0]:
                return day
        step(s, today, net, p, on, keys, day)
        records_show(s, today, net, p, keys, day)
        note_series(s, today, net, daily, day)
        note_events(s, today, net, tape, day)
    return last


@undisturbed()
def start(plan: Plan, parameters: dict[str, Array], seed: int, histories: Array) -> Course:
    """The first morning of a block."""
    s, today = new_state(plan.counts), new_today(plan.counts)
    p, keys = plan.parameter_record(parameters), new_keys(seed, histories)
    begin(s, plan.net, p, keys)
    return Course(s, today, plan.net, p, plan.on, keys)


def spill(tape: Tape, histories: Array, kept: list[list[Array]]) -> None:
    """Move the tape's events to the lanes' lists and empty it."""
    for r in range(LANES):
        n = int(tape.filled[r])
        rows = np.zeros(n, recorder.EVENT)
        rows["history"], rows["day"], rows["kind"] = histories[r], tape.day[:n, r], tape.kind[:n, r]
        rows["entity"], rows["amount"] = tape.entity[:n, r], tape.amount[:n, r]
        kept[r].append(rows)
    tape.filled[:] = 0


@undisturbed()
def advance(course: Course, first: int, last: int, daily: Array, histories: Array, kept: list[list[Array]]) -> None:
    """Days ``first`` to ``last - 1``; any split of days gives the same bits."""
    tape = new_tape(max(TAPE, 2 * most_events(course.net)))
    day = first
    while day < last:
        day = int(march(*course, day, last, daily, tape))
        spill(tape, histories, kept)


def run_block(
    plan: Plan, parameters: dict[str, Array], seed: int, histories: Array, first_day: int = 0, last_day: int | None = None
) -> Block:
    """Run one block of histories from the first day and report days up to ``last_day``.

    Parameters are arrays of ``LANES`` values; the result holds daily series (series, days, lanes) as
    float32, events sorted by history, day and order of writing, episodes, and the final state.
    Raises ValueError for a last day beyond the scenario.
    """
    last = plan.days if last_day is None else last_day
    if not 0 <= first_day <= last <= plan.days:
        raise ValueError(f"days {first_day} to {last} are not within the scenario's {plan.days}")
    histories = np.asarray(histories, "u8")
    course = start(plan, parameters, seed, histories)
    daily = np.zeros((len(plan.series), last, LANES), "f4")
    kept: list[list[Array]] = [[] for _ in range(LANES)]
    advance(course, 0, last, daily, histories, kept)
    events = [np.concatenate(rows) if rows else np.zeros(0, recorder.EVENT) for rows in kept]
    waves = Waves(course.p.episode_share, course.p.conceded_share, bool(plan.on.veto_wins_no_program))
    episodes = read_episodes(daily, events, histories, waves, plan.people, plan.net)
    return Block(plan.series, daily[:, first_day:], np.concatenate(events), episodes, final_state(course, plan.countries))


def final_state(course: Course, countries: Sequence[str]) -> dict[str, Array]:
    """Each nation's stocks on the last evening: ``approval`` of the only country, or ``approval:north`` of one of several."""
    several = len(countries) > 1
    return {
        f"{field.name}:{country}" if several else field.name: np.array(course.s.nations[n][field.name])
        for n, country in enumerate(countries)
        for field in STATE["nations"]
    }


def broken_bounds(course: Course) -> list[str]:
    """Declared bounds that the block breaks at this moment; empty when all hold."""
    return out_of_bounds(STATE, course.s) + out_of_bounds(TODAY, course.today)
