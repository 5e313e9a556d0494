"""What is read off each history for a question: one number a history, or none where it cannot be asked."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.falls import first_of_each
from groundswell.analysis.quantities import killed_by_day
from groundswell.backtest.explanations.questions import Outcome
from groundswell.scenario.schema import Scenario

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]

ACTIVE = "active_share"
WEEK = 7
SETTLED = (7, 20)  # days after a fall that tell whether people have gone home: two of the kept days lie in them
LEAST_ACTIVE = 0.005  # of the people: where fewer were out before, the share that is left of them says nothing


class Kind(NamedTuple):
    """A kind of outcome: its unit, whether it is 0 or 1, which fields it needs, and how it is read."""

    unit: str
    yes_or_no: bool
    needs: tuple[str, ...]
    read: Callable[["Runs", Outcome], Values]


def read(runs: "Runs", outcome: Outcome) -> Values:
    """The outcome in each history; not a number where a history cannot be asked."""
    return KINDS[outcome.kind].read(runs, outcome)


def as_on_record(outcome: Outcome, values: Values) -> NDArray[np.bool_]:
    """In which histories the outcome is as on record; nowhere that it cannot be asked.

    >>> told = Outcome("fell", "", date(2003, 2, 9), date(2003, 3, 31), "", at_most=0.0)
    >>> as_on_record(told, np.array([0.0, 1.0, np.nan])).tolist()
    [True, False, False]
    """
    low = -np.inf if outcome.at_least is None else outcome.at_least
    high = np.inf if outcome.at_most is None else outcome.at_most
    return np.asarray((values >= low) & (values <= high), np.bool_)


def first_falls(runs: "Runs", first: date, last: date) -> Values:
    """The day of the first fall between two days, both included; not a number in histories without one."""
    rows = runs.events_of("fall")
    begin, end = (day_of(runs, day) for day in (first, last))
    rows = first_of_each(rows[(rows["day"] >= begin) & (rows["day"] <= end)])
    found = np.full(runs.replicates, np.nan)
    found[np.searchsorted(runs.histories, rows["history"])] = rows["day"]
    return found


def day_of(runs: "Runs", day: date) -> int:
    """The number of a day in a run."""
    return (day - runs.start).days


def series_of(outcome: Outcome) -> str:
    """The series of people in action that an outcome is read of: of a place, or of the country."""
    return ACTIVE if outcome.place is None else f"{ACTIVE}:{outcome.place}"


def _fell(runs: "Runs", outcome: Outcome) -> Values:
    return np.isfinite(first_falls(runs, outcome.first, outcome.last)).astype(np.float64)


def _killed(runs: "Runs", outcome: Outcome) -> Values:
    days = killed_by_day(runs, outcome.place or "")
    return days.between(day_of(runs, outcome.first), day_of(runs, outcome.last)).total(runs.replicates)


def _active(runs: "Runs", outcome: Outcome) -> Values:
    return _mean(runs, outcome, outcome.first, outcome.last)


def _active_peak(runs: "Runs", outcome: Outcome) -> Values:
    days, weeks = runs.trajectory(series_of(outcome))
    return np.asarray(weeks[:, _kept(days, day_of(runs, outcome.first), day_of(runs, outcome.last))].max(axis=1), np.float64)


def _left(runs: "Runs", outcome: Outcome) -> Values:
    before = _mean(runs, outcome, *(outcome.before or (outcome.first, outcome.last)))
    return _share_left(_mean(runs, outcome, outcome.first, outcome.last), before)


def _left_after_fall(runs: "Runs", outcome: Outcome) -> Values:
    days, weeks = runs.trajectory(series_of(outcome))
    falls = first_falls(runs, outcome.first, outcome.last)
    found = np.full((2, runs.replicates), np.nan)
    for row in np.flatnonzero(np.isfinite(falls)):
        since = days - int(falls[row])
        after, before = (since >= SETTLED[0]) & (since <= SETTLED[1]), (since > -WEEK) & (since <= 0)
        if after.any():
            found[:, row] = weeks[row, after].mean(dtype=np.float64), weeks[row, before].mean(dtype=np.float64)
    return _share_left(*found)


def _granted(runs: "Runs", outcome: Outcome) -> Values:
    rows = runs.events_of("concession")
    demand = list(runs.names["demands"]).index(str(outcome.demand))
    inside = (rows["day"] >= day_of(runs, outcome.first)) & (rows["day"] <= day_of(runs, outcome.last)) & (rows["entity"] == demand)
    row = np.searchsorted(runs.histories, rows["history"][inside])
    return np.bincount(row, weights=rows["amount"][inside], minlength=runs.replicates).astype(np.float64)


def _mean(runs: "Runs", outcome: Outcome, first: date, last: date) -> Values:
    days, weeks = runs.trajectory(series_of(outcome))
    return np.asarray(weeks[:, _kept(days, day_of(runs, first), day_of(runs, last))].mean(axis=1, dtype=np.float64), np.float64)


def _kept(days: NDArray[np.int64], first: int, last: int) -> NDArray[np.bool_]:
    """Which kept days lie in a window; the nearest one to its middle where none does."""
    inside = (days >= first) & (days <= last)
    return inside if inside.any() else np.arange(len(days)) == np.abs(2 * days - first - last).argmin()


def _share_left(after: Values, before: Values) -> Values:
    enough = before >= LEAST_ACTIVE
    return np.where(enough, after / np.where(enough, before, 1.0), np.nan)


KINDS: dict[str, Kind] = {
    "fell": Kind("share of histories", True, (), _fell),
    "killed": Kind("persons", False, (), _killed),
    "active": Kind("share in action", False, (), _active),
    "active_peak": Kind("share in action", False, (), _active_peak),
    "left": Kind("share of those in action before", False, ("before",), _left),
    "left_after_fall": Kind("share of those in action before", False, (), _left_after_fall),
    "granted": Kind("salience granted", False, ("demand",), _granted),
}


def changed_scene(scenario: Scenario, settings: tuple[tuple[str, object], ...], without: tuple[str, ...]) -> Scenario:
    """The scenario of a world without a cause: values set, then records taken out."""
    for path, value in settings:
        scenario = scenario.set(path, value)
    for path in without:
        scenario = scenario.without(path)
    return scenario
