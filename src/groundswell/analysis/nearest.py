"""Which history to show: the one nearest the record, or the one most typical of an ending. Nobody fishes for a favorite."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.falls import fall_days
from groundswell.analysis.polls import polled
from groundswell.analysis.quantities import killed_by_day
from groundswell.analysis.record import NATIONAL, Observation, record_of
from groundswell.analysis.windows import bursts, years
from groundswell.errors import UsageError
from groundswell.scenario.words import meant

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]

NEVER = 2.0  # run lengths: a fall that never comes counts as coming that late
COURSE = ("active_share", "stoppage", "siege", "approval")  # what makes two histories of one ending alike
DISTANCE = (
    "root mean square over deaths by forces (by year, burst and place, log of one plus the count), dates of falls and approval at "
    "polls, each in units of its spread over the histories"
)


class Feature(NamedTuple):
    """One observed quantity: its value in each history, and on record."""

    name: str
    values: Values
    record: float


@dataclass(frozen=True)
class Nearest:
    """The history nearest the record, and how near it is.

    `distances` has one value a history, in the order of the runs; `features` names what was
    compared; `measure` says how.
    """

    history: int
    distance: float
    distances: Values
    histories: tuple[int, ...]
    features: tuple[str, ...]
    measure: str

    def closer_than(self, history: int) -> float:
        """The share of the histories that lie farther from the record than this one [0-1]. Raises UsageError for one unknown."""
        if history not in self.histories:
            raise UsageError.of("history", str(history), "a history of the run", f"for example {self.histories[0]}")
        return float((self.distances > self.distances[self.histories.index(history)]).mean())

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        median = float(np.median(self.distances))
        return {
            "history": self.history, "distance": self.distance, "median_distance": median, "features": list(self.features),
            "measure": self.measure, "distances": dict(zip(map(str, self.histories), self.distances.tolist(), strict=True)),
        }  # fmt: skip


def nearest(runs: "Runs", path: str | Path | None = None) -> Nearest:
    """Finds the history nearest the record, by quantities that are observed and no others.

    Raises UsageError where nothing on record can be compared, and for runs of several countries.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> found = gs.nearest(runs)
    >>> found.history in runs.histories, found.distance == min(found.distances.tolist())
    (True, True)
    """
    compared = [feature for feature in features(runs, record_of(runs, path)) if feature.values.std() > 0]
    if not compared:
        raise UsageError.of("record", "nothing that can be compared", "deaths, falls or polls on record", "name a table as `observed:`")
    apart = np.array([(feature.values - feature.record) / feature.values.std() for feature in compared])
    distances = np.sqrt((apart**2).mean(axis=0))
    row = int(distances.argmin())
    numbers = tuple(int(number) for number in runs.histories)
    names = tuple(feature.name for feature in compared)
    return Nearest(numbers[row], float(distances[row]), distances, numbers, names, DISTANCE)


def features(runs: "Runs", record: Sequence[Observation]) -> Iterator[Feature]:
    """Every observed quantity that histories have too."""
    killed = [row for row in record if row.quantity == "killed_by_forces" and row.value is not None]
    if killed:
        yield from _deaths(runs, killed)
    for k, row in enumerate(row for row in record if row.quantity == "fall"):
        days = fall_days(runs, k)
        yield Feature(f"fall {k + 1}", np.where(np.isfinite(days), days, NEVER * runs.days), float((row.first - runs.start).days))
    for poll in record:
        if poll.quantity == "approval" and poll.place == NATIONAL and poll.value is not None:
            yield Feature(f"approval {poll.first}", polled(runs, poll), poll.value)


def _deaths(runs: "Runs", killed: Sequence[Observation]) -> Iterator[Feature]:
    days, last = killed_by_day(runs), runs.date(runs.days - 1)
    for window in [*years(runs.start, last), *bursts(killed)]:
        total = sum(row.value or 0 for row in killed if row.within(window.first, window.last))
        inside = days.between((window.first - runs.start).days, (window.last - runs.start).days)
        yield _count(f"killed {window.first} to {window.last}", inside.total(runs.replicates), total)
    for place in runs.names["places"]:
        total = sum(row.value or 0 for row in killed if row.place == place)
        yield _count(f"killed {place}", killed_by_day(runs, place).total(runs.replicates), total)


def _count(name: str, values: Values, recorded: float) -> Feature:
    return Feature(name, np.log1p(values), float(np.log1p(recorded)))


def typical(runs: "Runs", ending: str | None = None) -> int:
    """The history most typical of an ending, or of all: that with the least mean distance to the others.

    Two histories are as far apart as their courses of people in action, stoppage, siege and
    approval, week by week, and of deaths (log of one plus the count), each in units of its spread.

    Raises UsageError for an ending that no history of the run has, and for runs of several countries.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> ending = gs.endings(runs).likeliest.slug
    >>> str(runs.final["ending"][runs.histories == gs.typical(runs, ending)][0]) == ending
    True
    """
    runs.alone("typical")
    chosen = np.ones(runs.replicates, bool) if ending is None else np.asarray(runs.final["ending"] == ending)
    if not chosen.any():
        had = sorted(set(runs.final["ending"].tolist()))
        expected = f"an ending that histories have: {', '.join(had)}"
        raise UsageError.of("ending", f"'{ending}'", expected, meant(ending, had) or "gs.endings(runs)")
    courses = np.concatenate([_scaled(part[chosen]) for part in _courses(runs)], axis=1)
    return int(runs.histories[chosen][int(_mean_distances(courses).argmin())])


def _courses(runs: "Runs") -> Iterator[Values]:
    for series in COURSE:
        yield runs.trajectory(series)[1].astype(np.float64)
    yield np.log1p(runs.trajectory("killed")[1].astype(np.float64))


def _scaled(values: Values) -> Values:
    """One course in units of its spread, so that each course weighs alike whatever its unit."""
    spread = float(np.sqrt(values.var(axis=0).mean()))
    return np.asarray((values - values.mean(axis=0)) / (spread or 1.0), np.float64)


def _mean_distances(courses: Values) -> Values:
    """The mean Euclidean distance of each row to all rows."""
    squares = (courses**2).sum(axis=1)
    apart = squares[:, None] + squares[None, :] - 2 * courses @ courses.T
    return np.asarray(np.sqrt(np.maximum(apart, 0)).mean(axis=1), np.float64)
