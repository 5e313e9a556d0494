"""What a mechanism does in a small world: the same histories with all mechanisms at work, and with one of them off.

Both runs share all luck, history by history, so that a difference of means has the error of the differences and not
that of the histories. Parameters are the shipped ones at their defaults.
"""

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

from groundswell.compile import compile_scenario
from groundswell.compile.compiled import Compiled
from groundswell.engine import recorder, run
from groundswell.engine import step as page
from groundswell.engine.anatomy import mechanisms
from groundswell.engine.emit import records_show
from groundswell.engine.recorder import EVENT_KINDS, Waves, new_tape, note_events, note_series, read_episodes
from groundswell.engine.run import LANES, Course
from groundswell.scenario.schema import Scenario

STATED: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "stated.toml").read_text(encoding="utf-8"))
SURE = 2  # standard errors that a mean must lie inside its range: wrong once in forty, were it on the bound
Array = np.ndarray[Any, Any]


@dataclass
class Measured:
    """What a mechanism did: the mean difference over histories, its standard error, and the two curves to draw."""

    mechanism: str
    quantity: str
    unit: str
    difference: float
    error: float
    x: list[float | date]
    with_it: list[float]
    without: list[float]
    x_label: str


@dataclass(frozen=True)
class Setup:
    """What a test does by hand: whom forces kill on a day (place: persons), what it changes on a morning, what it looks at."""

    killings: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    mornings: Mapping[int, Callable[[Course, Compiled], None]] = field(default_factory=dict)
    watch: tuple[str, ...] = ()
    every: int = 30


@dataclass(frozen=True)
class Histories:
    """What happened in each history: daily series (histories, days), events, episodes, and states looked at every so often.

    ``states["cells.efficacy"]`` is (looks, things, histories), looked at on the mornings of ``looks``.
    """

    compiled: Compiled
    number: int
    daily: dict[str, Array]
    events: Array
    episodes: Array
    states: dict[str, Array]
    looks: list[int]

    def __getitem__(self, series: str) -> Array:
        return self.daily[series]

    def state(self, field: str, thing: str) -> Array:
        """A state of one thing, (looks, histories): ``state("cells.efficacy", "north-hills/miners")``."""
        kind = field.split(".")[0]
        names = getattr(self.compiled.names, "countries" if kind == "nations" else kind)
        return np.asarray(self.states[field][:, names.index(thing)])

    def happened(self, kind: str, thing: str | None = None, first: int = 0, last: int = 10**9) -> Array:
        """The events of a kind, from one day to another, of one thing of its kind or of all."""
        rows = self.events
        found = (rows["kind"] == EVENT_KINDS.index(kind)) & (rows["day"] >= first) & (rows["day"] <= last)
        if thing is not None:
            names = getattr(self.compiled.names, recorder.EVENT_ENTITIES[EVENT_KINDS.index(kind)])
            found &= rows["entity"] == names.index(thing)
        return np.asarray(rows[found])

    def count(self, kind: str, thing: str | None = None, first: int = 0, last: int = 10**9) -> Array:
        """How many such events each history has."""
        rows = self.happened(kind, thing, first, last)
        return np.bincount(rows["history"].astype(int), minlength=self.number).astype(float)

    def first_day(self, kind: str, thing: str | None = None, first: int = 0, last: int = 10**9) -> Array:
        """The day of the first such event in each history; NaN where there is none."""
        rows = self.happened(kind, thing, first, last)
        found = np.full(self.number, np.inf)
        np.minimum.at(found, rows["history"].astype(int), rows["day"].astype(float))
        return np.where(np.isfinite(found), found, np.nan)

    def largest_wave(self, column: str, otherwise: float = 0.0, country: str | None = None) -> Array:
        """A column of each history's largest episode, by person-days, in one country or anywhere: ``days``, ``peak`` ..."""
        found = np.full(self.number, otherwise)
        for row in np.sort(self.episodes, order="person_days"):
            if country is None or self.compiled.countries[row["country"]] == country:
                found[int(row["history"])] = row[column]
        return found


@dataclass(frozen=True)
class Pair:
    """The same histories with all mechanisms at work, and with one or more of them off."""

    all_on: Histories
    off: Histories

    def differences(self, quantity: Callable[[Histories], Array]) -> tuple[float, float]:
        """Mean over histories of a quantity with less without, and its standard error."""
        return mean_and_error(quantity(self.all_on) - quantity(self.off))


def paired(
    world: Scenario, off: str | Collection[str], replicates: int = 256, seed: int = 1, setup: Setup | None = None,
    keep: Collection[str] | None = None,
) -> Pair:  # fmt: skip
    """The same histories of a world with and without a mechanism, by name ("repression_backfires") or id ("M05").

    ``keep`` names the daily series to be kept, all unless told; worlds of decades need it for want of memory.
    """
    names = {row.id: row.name for row in mechanisms()}
    without = [names.get(name, name) for name in ([off] if isinstance(off, str) else off)]
    return Pair(histories_of(world, (), replicates, seed, setup, keep), histories_of(world, without, replicates, seed, setup, keep))


def histories_of(
    world: Scenario, off: Collection[str] = (), replicates: int = 256, seed: int = 1, setup: Setup | None = None,
    keep: Collection[str] | None = None,
) -> Histories:  # fmt: skip
    """So many histories of a world, the parameters at their defaults."""
    compiled, setup = compile_scenario(world, off), setup or Setup()
    wanted = [name for name in compiled.series if keep is None or name in keep]
    rows = [compiled.series.index(name) for name in wanted]
    looks = list(range(0, compiled.days, setup.every)) if setup.watch else []
    parts = [block(compiled, seed, first, setup, looks, rows) for first in range(0, replicates, LANES)]
    daily, events, episodes, states = zip(*parts, strict=True)
    return Histories(
        compiled, len(parts) * LANES, dict(zip(wanted, np.concatenate(daily, axis=2).swapaxes(1, 2), strict=True)), np.concatenate(events),
        np.concatenate(episodes), {name: np.concatenate([s[name] for s in states], axis=2) for name in setup.watch}, looks,
    )  # fmt: skip


def block(compiled: Compiled, seed: int, first: int, setup: Setup, looks: list[int], rows: list[int]) -> tuple[Any, ...]:
    """One block of histories: the kept daily rows (rows, days, lanes), events, episodes and the states looked at."""
    numbers = np.arange(first, first + LANES, dtype=np.uint64)
    course = run.start(compiled, {}, seed, numbers)
    daily = np.zeros((len(compiled.series), compiled.days, LANES), "f4")
    kept: list[list[Array]] = [[] for _ in range(LANES)]
    states: dict[str, list[Array]] = {name: [] for name in setup.watch}
    stops = sorted({0, compiled.days, *looks, *setup.mornings, *setup.killings, *(day + 1 for day in setup.killings)})
    for day, then in pairwise(stops):
        if day in setup.mornings:
            setup.mornings[day](course, compiled)
        if day in looks:
            for name, seen in states.items():
                kind, quantity = name.split(".")
                seen.append(np.array(getattr(course.s, kind)[quantity]))
        if day in setup.killings:
            dead = {compiled.names.places.index(place): persons for place, persons in setup.killings[day].items()}
            lethal_day(course, day, dead, daily, numbers, kept)
        else:
            run.advance(course, day, then, daily, numbers, kept)
    assert not run.broken_bounds(course)
    events = [np.concatenate(lane) if lane else np.zeros(0, recorder.EVENT) for lane in kept]
    waves = Waves(course.p.episode_share, course.p.conceded_share, bool(compiled.on.veto_wins_no_program))
    episodes = read_episodes(daily, events, numbers, waves, compiled.people, compiled.net)
    return daily[rows], np.concatenate(events), episodes, {name: np.array(seen) for name, seen in states.items()}


def lethal_day(
    course: Course, day: int, dead: Mapping[int, float], daily: Array, numbers: Array, kept: list[list[Array]]
) -> None:  # fmt: skip
    """One day of the model on which forces kill so many more in each place, as if the state had repressed there."""
    represses = page.state_represses

    def represses_and_kills(s: Any, today: Any, *rest: Any) -> None:
        represses(s, today, *rest)
        for q, persons in dead.items():
            today.places["killed"][q] += persons

    phases = {name: line.py_func for name, line in vars(page).items() if getattr(line, "__module__", "") == page.__name__}
    with mock.patch.multiple(page, state_represses=represses_and_kills, **phases):
        phases["step"](*course, day)
    tape = new_tape(2 * run.most_events(course.net))
    records_show(course.s, course.today, course.net, course.p, course.keys, day)
    note_series(course.s, course.today, course.net, daily, day)
    note_events(course.s, course.today, course.net, tape, day)
    run.spill(tape, numbers, kept)


def mean_and_error(values: Array) -> tuple[float, float]:
    """Mean over histories and its standard error; histories without a value (NaN) are left out."""
    told = values[~np.isnan(values)]
    return float(told.mean()), float(told.std(ddof=1) / np.sqrt(len(told)))


def means(series: Array, every: int = 1) -> list[float]:
    """The mean over histories of a daily series, every so many days."""
    return [float(value) for value in series.mean(axis=0)[::every]]


def measured(mechanism: str, unit: str, found: tuple[float, float], x: Any, with_it: Any, without: Any, x_label: str) -> Measured:
    """What was measured of the quantity that is stated for a mechanism."""
    plain = [[value if isinstance(value, date) else float(value) for value in values] for values in (x, with_it, without)]
    return Measured(mechanism, STATED[mechanism]["quantity"], unit, *found, *plain, x_label)


def as_stated(found: Measured) -> None:
    """The mean difference has the stated sign and lies in the stated range, by more than chance."""
    entry = STATED[found.mechanism]
    low, high = entry["between"]
    sign = 1 if entry["sign"] == "+" else -1
    says = f"{found.mechanism}: {found.difference:.4g} ± {found.error:.2g}, stated {entry['sign']} in [{low}, {high}]"
    assert sign * found.difference > SURE * found.error, says
    assert low < found.difference - SURE * found.error, says
    assert found.difference + SURE * found.error < high, says


def opposite(found: Measured) -> None:
    """The mean difference has the sign opposite to the one stated, by more than chance."""
    sign = 1 if STATED[found.mechanism]["sign"] == "+" else -1
    assert -sign * found.difference > SURE * found.error, f"{found.mechanism}: {found.difference:.4g} ± {found.error:.2g}"


def pattern(mechanism: str, part: str = "") -> Any:
    """Marks the test of a mechanism's pattern: strictly expected to fail where stated.toml says what was missed and why.

    Where a pattern has several tests, ``missed_<part>`` belongs to the test of that part, ``missed`` to the one without.
    """
    missed = STATED[mechanism].get(f"missed_{part}" if part else "missed")
    return pytest.mark.xfail(strict=True, reason=str(missed)) if missed else lambda test: test
