"""Thirty years of the teaching worlds, five hundred times: nothing runs away, and nothing dies out.

The ranges were stated before a single history of these worlds had been run. They ask for a country that lives, not for any
country in particular.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from groundswell.compile import compile_scenario
from groundswell.design import prior_draws
from groundswell.engine import recorder
from groundswell.engine.recorder import NATIONAL_SERIES
from groundswell.engine.run import Block, run_block, start
from groundswell.engine.state import LANES, STATE, TODAY
from groundswell.engine.step import step
from groundswell.scenario.load import load

WORLDS = ("one-republic", "two-republics")
HISTORIES = 512  # a whole number of blocks, not less than five hundred
FEW = 32  # of the quick look
DECADES = ((0, 3652), (3652, 7304), (7304, 10957))  # days of 2001 to 2010, 2011 to 2020, 2021 to 2030

# Means over histories, for each country and each decade.
STATED: dict[str, tuple[float, float]] = {
    "waves": (1.0, 25.0),  # with some fifteen things done to people a decade, from one that moves them to nearly two each
    "falls": (0.2, 4.0),
    "elections": (1.0, 5.0),  # two or three by the calendar, and those that a caretaker must call
    "killed": (5.0, 3000.0),  # persons: from a hard decade of a mild country to a civil conflict
    "active_share": (0.0003, 0.03),  # mean over all days; a wave begins at .01
    "approval": (0.08, 0.6),
    "crises": (0.05, 2.0),
    "peak": (0.01, 0.4),  # mean of the largest wave of a decade: it is one, and it is not the whole country
}
NO_LAST_WAVE = 0.05  # share of histories in which nobody rises in the last decade, less than
LARGEST = 0.6  # active share of the country, never reached
STUCK = 0.9  # share of histories that may sit at a bound of a quantity for all of the last decade, or end under a rule without ballots
FACTOR = 3.0  # within which the last decade is like the first: waves, falls, killed, active share
APPROVAL_APART = 0.15  # mean approval of the last decade against the first
FALLS_AT_MOST = 25  # of one country in one history of thirty years

ALIKE = ("waves", "falls", "killed", "active_share", "peak")
# What can come to rest at a bound and should not: flags are at one nearly always, and what a world may never see is not asked.
FREE = ("participation", "approval", "unity", "hope", "threat", "policy", "room", "control", "agenda_parked")
BOUNDS = {field.name: (field.low, field.high) for field in (*STATE["nations"], *TODAY["nations"])} | {"control": (0.0, 1.0)}


class Country(NamedTuple):
    """What one country lived through in all histories: numbers by decade and history, and all that is asked of the whole."""

    numbers: dict[str, np.ndarray]
    stuck: dict[str, float]
    falls: np.ndarray
    peak: float
    no_last_wave: float


@cache
def plan_of(world: str) -> Any:
    return compile_scenario(load(world))


def blocks_of(histories: int) -> Iterator[np.ndarray]:
    for first in range(0, histories, LANES):
        yield np.arange(first, first + LANES, dtype="u8")


def tell(block: Block, plan: Any, histories: np.ndarray) -> list[dict[str, Any]]:
    """One block, country by country: counts and means of each decade in each history, and what was at rest in the last."""
    homes = {kind: getattr(plan.net, kind).country for kind in set(recorder.EVENT_ENTITIES)}
    owner = recorder.countries_of(block.events, homes)
    return [country_of(n, block, block.events[owner == n], histories) for n in range(len(plan.countries))]


def country_of(n: int, block: Block, events: np.ndarray, histories: np.ndarray) -> dict[str, Any]:
    """One country of a block."""
    daily = block.daily[len(NATIONAL_SERIES) * n :][: len(NATIONAL_SERIES)]
    series = dict(zip(NATIONAL_SERIES, daily, strict=True))
    waves = block.episodes[block.episodes["country"] == n]
    found: dict[str, Any] = {name: np.zeros((len(DECADES), LANES)) for name in STATED}
    for k, (first, last) in enumerate(DECADES):
        found["waves"][k] = per_history(waves["history"], (waves["onset"] >= first) & (waves["onset"] < last), histories)
        for name, kind in (("falls", recorder.FALL), ("elections", recorder.ELECTION), ("crises", recorder.CRISIS)):
            inside = (events["kind"] == kind) & (events["day"] >= first) & (events["day"] < last)
            found[name][k] = per_history(events["history"], inside, histories)
        found["killed"][k] = series["killed"][first:last].sum(axis=0, dtype=float)
        found["active_share"][k] = series["active_share"][first:last].mean(axis=0, dtype=float)
        found["approval"][k] = series["approval"][first:last].mean(axis=0, dtype=float)
        found["peak"][k] = series["active_share"][first:last].max(axis=0)
    late = slice(*DECADES[-1])
    stuck = {name: at_rest(series[name][late], *BOUNDS[name]) for name in FREE}
    return {"numbers": found, "stuck": stuck}


def per_history(of: np.ndarray, chosen: np.ndarray, histories: np.ndarray) -> np.ndarray:
    """How many of the chosen rows belong to each history of a block."""
    return np.bincount((of[chosen] - histories[0]).astype(int), minlength=LANES)


def at_rest(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Which histories sat at one bound on every day."""
    return (values <= low).all(axis=0) | (values >= high).all(axis=0)


@cache
def lived(world: str, histories: int = HISTORIES) -> tuple[dict[str, Country], dict[str, float]]:
    """Every country of a world over so many histories; and how often each ends under a rule that holds no ballots."""
    plan = plan_of(world)
    told, ends = [], []
    for numbers in blocks_of(histories):
        block = run_block(plan, prior_draws(plan.scenario, 1, numbers), 1, numbers)
        told.append(tell(block, plan, numbers))
        ends.append(block.final)
    countries = {}
    for n, name in enumerate(plan.countries):
        own = [one[n] for one in told]
        numbers = {key: np.concatenate([one["numbers"][key] for one in own], axis=1) for key in STATED}
        stuck = {key: float(np.concatenate([one["stuck"][key] for one in own]).mean()) for key in FREE}
        last = numbers["waves"][-1]
        countries[name] = Country(numbers, stuck, numbers["falls"].sum(axis=0), float(numbers["peak"].max()), float((last == 0).mean()))
    rules = [key for key in ends[0] if key.split(":")[0] in ("reaction_won", "power_transferred")]
    return countries, {key: float(np.mean([end[key] for end in ends])) for key in rules}


def flat_bounds(layout: dict[str, tuple[Any, ...]], things: Any) -> tuple[np.ndarray, np.ndarray]:
    """The declared bounds of every number of a state or a day, as it lies in memory."""
    low, high = np.zeros_like(things.flat), np.zeros_like(things.flat)
    at = 0
    for kind, fields in layout.items():
        for _ in range(getattr(things, kind).shape[0]):
            for field in fields:
                low[at : at + LANES], high[at : at + LANES] = field.low, field.high
                at += LANES
    assert at == things.flat.size
    return low, high


def assert_kept(world: str, numbers: np.ndarray) -> None:
    """Every day of one block: every declared bound, no number that is none, and as many people as on the first day."""
    plan = plan_of(world)
    course = start(plan, prior_draws(plan.scenario, 1, numbers), 1, numbers)
    of_state, of_day = flat_bounds(STATE, course.s), flat_bounds(TODAY, course.today)
    persons = course.net.cells.population
    home = np.array([course.net.cells.country == n for n in range(len(plan.countries))]) * persons
    for day in range(plan.days):
        step(*course, day)
        for things, (low, high) in ((course.s, of_state), (course.today, of_day)):
            assert ((things.flat >= low) & (things.flat <= high)).all(), f"a bound is broken on day {day}"
        there = home @ course.s.cells.present + home.sum(axis=1)[:, None] * course.s.nations.abroad
        # Each month moves people with a rounding error of 1e-16; 360 months stay far below this.
        assert np.allclose(there, home.sum(axis=1)[:, None], rtol=1e-9, atol=0), f"people are lost or made on day {day}"


@pytest.mark.parametrize("world", WORLDS)
def test_a_few_histories_keep_every_bound_and_live(world):
    assert_kept(world, next(blocks_of(FEW)))
    for country in lived(world, FEW)[0].values():
        assert country.numbers["waves"].sum(axis=0).mean() > 1.0 and country.falls.mean() > 0.2
        assert country.peak < LARGEST


@pytest.mark.verify
@pytest.mark.parametrize("world", WORLDS)
def test_every_day_of_every_history_keeps_bounds_and_people(world):
    for numbers in blocks_of(HISTORIES):
        assert_kept(world, numbers)


@pytest.mark.verify
@pytest.mark.parametrize("quantity", STATED)
@pytest.mark.parametrize("world", WORLDS)
def test_every_decade_lies_in_the_range_that_was_stated(world, quantity):
    low, high = STATED[quantity]
    for name, country in lived(world)[0].items():
        means = country.numbers[quantity].mean(axis=1)
        assert ((means >= low) & (means <= high)).all(), f"{name}: {quantity} of the three decades {means.round(4)}, stated {low} to {high}"


@pytest.mark.verify
@pytest.mark.parametrize("world", WORLDS)
def test_nothing_dies_out_and_nothing_runs_away(world):
    countries, rules = lived(world)
    for name, country in countries.items():
        assert country.no_last_wave < NO_LAST_WAVE, f"{name}: no wave in the last decade in {country.no_last_wave:.1%} of histories"
        assert country.peak < LARGEST, f"{name}: {country.peak:.2f} of the people in action"
        assert country.falls.max() <= FALLS_AT_MOST, f"{name}: {country.falls.max()} falls in one history"
        assert not {key: part for key, part in country.stuck.items() if part > STUCK}, name
    assert not {key: part for key, part in rules.items() if part > STUCK}


@pytest.mark.verify
@pytest.mark.parametrize("world", WORLDS)
def test_the_last_decade_is_like_the_first(world):
    for name, country in lived(world)[0].items():
        for quantity in ALIKE:
            first, _, last = country.numbers[quantity].mean(axis=1)
            assert first / FACTOR <= last <= first * FACTOR, f"{name}: {quantity} {first:.4g} in the first decade, {last:.4g} in the last"
        first, _, last = country.numbers["approval"].mean(axis=1)
        assert abs(last - first) <= APPROVAL_APART, f"{name}: approval {first:.2f} in the first decade, {last:.2f} in the last"
