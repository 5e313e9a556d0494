"""What is seen of the histories of one form: runs blocks, keeps what the judgment reads of each day, and lets the rest go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.backtest.forms import Form
from groundswell.calibrate.sight import Sight, sight_of
from groundswell.engine import recorder
from groundswell.engine.run import LANES, Block, run_block
from groundswell.ensemble import ScenarioSimulation, numbered
from groundswell.ensemble.work import processors
from groundswell.scenario.schema import Scenario

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Parameters = Mapping[str, Values]
Change = Callable[[Parameters], Parameters]

DAILY = ("stoppage", "siege", "crowd_capital", "approval")  # national series that are kept for every day
NEVER = np.inf


@dataclass(frozen=True)
class Seen:
    """What is seen of n histories, day by day; what records hold as records hold it.

    killed (places, days, n) persons killed by forces · falls (8, n) days of falls in order, infinite where there are fewer ·
    reported (weeks, n) whether a protest was reported · poll (days, n) what a poll of the day would show [share] ·
    daily[name] (days, n) national series, of which siege is that of the capital [share, persons for crowds] ·
    office (days, n) who is in office on the evening, as a number of `governments`, and `first` before the first day ·
    calls and reports: events of those kinds, `history` being the column here · draw (n,) equal for histories of one draw
    """

    start: date
    places: tuple[str, ...]
    governments: tuple[str, ...]
    organizations: tuple[str, ...]
    first: int
    killed: NDArray[np.float32]
    falls: Values
    reported: Flags
    poll: NDArray[np.float32]
    daily: Mapping[str, NDArray[np.float32]]
    office: NDArray[np.int16]
    calls: NDArray[Any]
    reports: NDArray[Any]
    draw: NDArray[np.int64]

    @property
    def histories(self) -> int:
        """How many histories are seen."""
        return int(self.draw.size)

    @property
    def days(self) -> int:
        """How many days are seen."""
        return int(self.killed.shape[1])

    @property
    def sight(self) -> Sight:
        """The same in the form in which a fit looks at it."""
        return Sight(self.start, self.places, self.killed.astype(np.float64), self.falls, self.reported, self.poll.astype(np.float64))

    def day(self, moment: date) -> int:
        """The number of a date, counted from the first day."""
        return (moment - self.start).days

    def dated(self, day: float) -> date:
        """The date of a day number."""
        return self.start + timedelta(days=int(day))

    def governs(self, government: str, evening: date) -> Flags:
        """In which histories a government is in office at the end of a day; before the first day it is the first government."""
        wanted, day = self.governments.index(government), self.day(evening)
        holds = self.office[day] if day >= 0 else np.full(self.histories, self.first, np.int16)
        return np.asarray(holds == wanted, np.bool_)

    def killed_between(self, first: date, last: date, places: Sequence[str] = ()) -> Values:
        """Persons killed by forces on each day of a window, in these places or in all (days, n)."""
        rows = [self.places.index(place) for place in places] or list(range(len(self.places)))
        return np.asarray(self.killed[rows, self.day(first) : self.day(last) + 1].sum(axis=0), np.float64)

    def fell_between(self, first: date, last: date) -> Flags:
        """In which histories a government falls in a window."""
        return np.asarray(((self.falls >= self.day(first)) & (self.falls <= self.day(last))).any(axis=0))

    def next_fall(self, day: Values | float) -> Values:
        """The day of the first fall on or after a day, in each history; infinite where there is none."""
        return np.asarray(np.where(self.falls >= day, self.falls, NEVER).min(axis=0), np.float64)


def simulate(
    form: Form,
    scenario: Scenario,
    replicates: int,
    seed: int,
    *,
    last: date | None = None,
    held: Mapping[str, float] | None = None,
    workers: int | None = None,
) -> Seen:
    """Runs histories 0 to `replicates` - 1 of a form, up to the day `last`, and tells what is seen of them.

    They are those of `run` with the same draws and seed, to the bit. `held` sets parameters to one value for all, without
    asking whether the bounds of the table allow it: see `unresolved`, the only reason for it.
    Any number of workers gives the same.

    >>> from groundswell.scenario.load import load
    >>> seen = simulate(Form("prior", "prior"), load("bolivia-autumn"), 32, 1, last=date(2003, 9, 30), workers=1)
    >>> seen.histories, seen.days == (date(2003, 9, 30) - seen.start).days + 1
    (32, True)
    """
    simulation = ScenarioSimulation(scenario, form.off, form.design(scenario))
    days = simulation.days if last is None else (last - scenario.start).days + 1
    numbers = np.arange(-(-replicates // LANES) * LANES, dtype=np.uint64)
    drawn = [simulation.parameters(seed, block) for block in np.split(numbers, len(numbers) // LANES)]
    labels = labels_of(drawn, numbered(replicates).size)
    fixed = {name: np.full(LANES, value) for name, value in (held or {}).items()}
    work = [({**one, **fixed}, block) for one, block in zip(drawn, np.split(numbers, len(drawn)), strict=True)]
    return seen_of(simulation, work, seed, days, labels, workers)


def seen_of(
    simulation: ScenarioSimulation, work: Iterable[tuple[Parameters, NDArray[np.uint64]]], seed: int, days: int,
    labels: NDArray[np.int64], workers: int | None = None,
) -> Seen:  # fmt: skip
    """Runs blocks of given parameters and joins what is seen of them; histories beyond those with a label are dropped."""
    plan = simulation.compiled

    def one(job: tuple[Parameters, NDArray[np.uint64]]) -> dict[str, Any]:
        parameters, numbers = job
        return _read(run_block(plan, dict(parameters), seed, numbers, last_day=days), numbers, simulation)

    with ThreadPoolExecutor(workers or processors()) as crew:
        parts = list(crew.map(one, work))
    return _joined(parts, simulation, labels)


def labels_of(drawn: Sequence[Parameters], histories: int) -> NDArray[np.int64]:
    """A number for each history, equal where all parameters are: what was drawn together is drawn again together.

    >>> labels_of([{"barrier": np.array([5.0, 6.0, 5.0])}], 3).tolist()
    [0, 1, 0]
    """
    table = np.stack([np.concatenate([one[name] for one in drawn]) for name in drawn[0]], axis=1)
    return np.asarray(np.unique(table[:histories], axis=0, return_inverse=True)[1], np.int64).reshape(-1)


def _read(block: Block, numbers: NDArray[np.uint64], simulation: ScenarioSimulation) -> dict[str, Any]:
    """What is kept of one block."""
    scenario = simulation.scenario
    sight = sight_of(block, numbers, scenario.start, [place.id for place in scenario.places])
    row = {name: k for k, name in enumerate(block.series)}
    series = {name: f"siege:{scenario.countries[0].capital}" if name == "siege" else name for name in DAILY}
    events = block.events.copy()
    events["history"] -= numbers[0]
    return {
        "killed": sight.killed.astype(np.float32), "falls": sight.falls, "reported": sight.reported,
        "poll": block.daily[row["poll"]].astype(np.float32), "office": _offices(events, block.daily.shape[1], _first(scenario)),
        **{name: block.daily[row[source]].astype(np.float32) for name, source in series.items()},
        "calls": events[events["kind"] == recorder.CALL], "reports": events[events["kind"] == recorder.PROTEST],
    }  # fmt: skip


def _offices(events: NDArray[Any], days: int, first: int) -> NDArray[np.int16]:
    """Who is in office on each evening (days, lanes)."""
    found = np.full((days, LANES), first, np.int16)
    for event in events[events["kind"] == recorder.SUCCESSION]:  # in order of time within a history
        found[event["day"] :, event["history"]] = event["entity"]
    return found


def _first(scenario: Scenario) -> int:
    return [government.id for government in scenario.governments].index(scenario.countries[0].first_government)


def _joined(parts: Sequence[Mapping[str, Any]], simulation: ScenarioSimulation, labels: NDArray[np.int64]) -> Seen:
    scenario, names = simulation.scenario, simulation.compiled.names
    whole = {name: np.concatenate([part[name] for part in parts], axis=-1)[..., : labels.size] for name in parts[0] if name not in MARKED}
    return Seen(
        scenario.start, tuple(names.places), tuple(names.governments), tuple(names.organizations), _first(scenario), whole["killed"],
        whole["falls"], whole["reported"], whole["poll"], {name: whole[name] for name in DAILY}, whole["office"],
        _events([part["calls"] for part in parts], labels.size), _events([part["reports"] for part in parts], labels.size), labels,
    )  # fmt: skip


MARKED = ("calls", "reports")


def _events(parts: Sequence[NDArray[Any]], histories: int) -> NDArray[Any]:
    """Events of all blocks, `history` being the column in what is seen."""
    moved = []
    for k, part in enumerate(parts):
        events = part.copy()
        events["history"] += np.uint64(k * LANES)
        moved.append(events)
    found = np.concatenate(moved)
    return found[found["history"] < histories]
