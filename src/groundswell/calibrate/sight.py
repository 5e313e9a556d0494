"""What can be seen of histories, and of the record, in the same form: the only ground on which both are compared."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.record import NATIONAL, Observation
from groundswell.engine import recorder
from groundswell.engine.run import Block

Values = NDArray[np.float64]
WEEK = 7
FALLS = 8  # falls of one course that are told apart; more would be as many governments as years


class Poll(NamedTuple):
    """One recorded poll, or mean of polls: its days and the share that approved."""

    first: date
    last: date
    share: float


class Sight(NamedTuple):
    """What is seen of n courses of events, the record being one: days run along the first axis after places.

    killed (places, days, n) persons killed by forces · falls (FALLS, n) days of falls in order, infinite where there are
    fewer · reported (weeks, n) whether a protest was reported in the week · approval (days, n) share that a poll of the day
    would show, or none where polls are few and given as `polls`
    """

    start: date
    places: tuple[str, ...]
    killed: Values
    falls: Values
    reported: NDArray[np.bool_]
    approval: Values | None
    polls: tuple[Poll, ...] = ()

    @property
    def days(self) -> int:
        """How many days are seen."""
        return int(self.killed.shape[1])

    def day(self, moment: date) -> int:
        """The number of a date, counted from the first day."""
        return (moment - self.start).days


def sight_of(block: Block, histories: NDArray[np.uint64], start: date, places: Sequence[str]) -> Sight:
    """What is seen of a block of histories."""
    row = {name: k for k, name in enumerate(block.series)}
    killed = np.stack([block.daily[row[f"killed:{place}"]] for place in places]).astype(np.float64)
    lane = {int(history): k for k, history in enumerate(histories)}
    lanes = np.array([lane[int(history)] for history in block.events["history"]], np.int64)
    days, kinds = block.events["day"], block.events["kind"]
    falls = kinds == recorder.FALL
    reports = kinds == recorder.PROTEST
    reported = np.zeros((killed.shape[1] // WEEK + 1, len(histories)), np.bool_)
    reported[days[reports] // WEEK, lanes[reports]] = True
    approval = block.daily[row["poll"]].astype(np.float64)
    return Sight(start, tuple(places), killed, in_order(days[falls], lanes[falls], len(histories)), reported, approval)


def sight_of_record(record: Iterable[Observation], start: date, days: int, places: Sequence[str]) -> Sight:
    """What is seen of the record of a case: the rows of its observations that lie within these days."""
    last = start + timedelta(days=days - 1)
    rows = [row for row in record if row.within(start, last)]
    killed, reported = np.zeros((len(places), days, 1)), np.zeros((days // WEEK + 1, 1), np.bool_)
    for row in rows:
        if row.quantity == "killed_by_forces":
            killed[list(places).index(row.place), (row.first - start).days, 0] += row.value or 0.0
        if row.quantity == "protest_event":
            reported[(row.first - start).days // WEEK : (row.last - start).days // WEEK + 1, 0] = True
    fell = np.array([(row.first - start).days for row in rows if row.quantity == "fall"], np.int64)
    polls = [row for row in rows if row.quantity in ("approval", "approval_year_mean") and row.place == NATIONAL]
    told = tuple(Poll(row.first, row.last, float(row.value)) for row in polls if row.value is not None)
    return Sight(start, tuple(places), killed, in_order(fell, np.zeros(fell.size, np.int64), 1), reported, None, told)


def in_order(days: NDArray[Any], lanes: NDArray[np.int64], courses: int) -> Values:
    """The first days of falls of each course, in order; infinite where there are no more.

    >>> in_order(np.array([9, 3]), np.array([0, 0]), 2)[:2].tolist()
    [[3.0, inf], [9.0, inf]]
    """
    found = np.full((FALLS, courses), np.inf)
    for lane in range(courses):
        own = np.sort(days[lanes == lane])[:FALLS]
        found[: own.size, lane] = own
    return found
