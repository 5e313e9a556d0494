"""Which history lies nearest to the record, by all that both have."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.against import over_window
from groundswell.analysis.falls import fall_days
from groundswell.analysis.quantities import killed_by_day
from groundswell.analysis.record import NATIONAL, Observation
from groundswell.analysis.windows import years

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]
WITHOUT_FALL = 2.0  # run lengths: a fall that never comes counts as coming that late


class Nearest(NamedTuple):
    """A history and its distance from the record: root mean square over features, each in units of its spread.

    `median` is the distance of the median history, `features` how many were compared.
    """

    history: int
    distance: float
    median: float
    features: int


class Feature(NamedTuple):
    """One number of each history, and the same number on record."""

    values: Values
    record: float


def nearest(runs: "Runs", record: Sequence[Observation]) -> Nearest | None:
    """The history nearest to the record; None where nothing on record can be compared."""
    found = [feature for feature in features(runs, record) if feature.values.std() > 0]
    if not found:
        return None
    apart = np.array([(feature.values - feature.record) / feature.values.std() for feature in found])
    distances = np.sqrt((apart**2).mean(axis=0))
    row = int(distances.argmin())
    return Nearest(int(runs.histories[row]), float(distances[row]), float(np.median(distances)), len(found))


def features(runs: "Runs", record: Sequence[Observation]) -> Iterator[Feature]:
    """Deaths by forces by year and by place (log of one plus the count), dates of falls, approval at the polls."""
    last = runs.date(runs.days - 1)
    inside = [row for row in record if row.value is not None and row.within(runs.start, last)]
    killed = [row for row in inside if row.quantity == "killed_by_forces"]
    if killed:
        yield from _deaths(runs, killed)
    yield from _falls(runs, [row for row in inside if row.quantity == "fall"])
    yield from _polls(runs, [row for row in inside if row.quantity == "approval" and row.place == NATIONAL])


def _deaths(runs: "Runs", killed: Sequence[Observation]) -> Iterator[Feature]:
    days, last = killed_by_day(runs), runs.date(runs.days - 1)
    for window in years(runs.start, last):
        ends = (window.first - runs.start).days, (window.last - runs.start).days
        total = sum(row.value or 0 for row in killed if row.within(window.first, window.last))
        yield Feature(np.log1p(days.between(*ends).total(runs.replicates)), float(np.log1p(total)))
    for place in runs.names["places"]:
        total = sum(row.value or 0 for row in killed if row.place == place)
        yield Feature(np.log1p(killed_by_day(runs, place).total(runs.replicates)), float(np.log1p(total)))


def _falls(runs: "Runs", falls: Sequence[Observation]) -> Iterator[Feature]:
    for k, row in enumerate(falls):
        days = fall_days(runs, k)
        yield Feature(np.where(np.isfinite(days), days, WITHOUT_FALL * runs.days), float((row.first - runs.start).days))


def _polls(runs: "Runs", polls: Sequence[Observation]) -> Iterator[Feature]:
    days, weeks = runs.trajectory("approval")
    for poll in polls:
        values = over_window(days, weeks, (poll.first - runs.start).days, (poll.last - runs.start).days)
        yield Feature(values, poll.value or 0.0)
