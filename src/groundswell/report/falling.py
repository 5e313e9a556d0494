"""When governments fall, month by month, with the dates of the record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.record import Observation

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario

RARE = 0.005  # share of histories under which a government's falls are only counted, not drawn


class FallRow(NamedTuple):
    """The falls of one government: of 100 histories, how many in each month, and the recorded dates."""

    government: str
    head: str
    in_100: NDArray[np.float64]
    recorded: tuple[date, ...]


@dataclass(frozen=True)
class FallDates:
    """Falls by month, a row a government in the order of the scenario. `months` are first days of months."""

    histories: int
    start: date
    last: date
    months: tuple[date, ...]
    rows: tuple[FallRow, ...]


def fall_dates_of(runs: "Runs", record: Iterable[Observation]) -> FallDates:
    """Counts the falls of each government by month."""
    falls, last = runs.events_of("fall"), runs.date(runs.days - 1)
    months = tuple(months_between(runs.start, last))
    starts = np.array([(month - runs.start).days for month in months])
    month = np.searchsorted(starts, falls["day"], side="right") - 1
    dates, rows = _recorded(record), []
    for index, (government, head) in enumerate(heads_of(runs.scenario).items()):
        counts = np.bincount(month[falls["entity"] == index], minlength=len(months))
        if government in dates or counts.sum() >= RARE * runs.replicates:
            rows.append(FallRow(government, head, 100 * counts / runs.replicates, dates.get(government, ())))
    return FallDates(runs.replicates, runs.start, last, months, tuple(rows))


def heads_of(scenario: "Scenario") -> dict[str, str]:
    """Who heads each government; where one person heads two of them, with the government's id."""
    counts = Counter(government.head for government in scenario.governments)
    return {one.id: one.head if counts[one.head] == 1 else f"{one.head} ({one.id})" for one in scenario.governments}


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months that the days from `first` to `last` touch.

    >>> [day.isoformat() for day in months_between(date(2003, 11, 20), date(2004, 1, 2))]
    ['2003-11-01', '2003-12-01', '2004-01-01']
    """
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + k) // 12, (first.month - 1 + k) % 12 + 1, 1) for k in range(count)]


def _recorded(record: Iterable[Observation]) -> dict[str, tuple[date, ...]]:
    found: dict[str, tuple[date, ...]] = {}
    for row in record:
        if row.quantity == "fall":
            found[row.note] = (*found.get(row.note, ()), row.first)
    return found
