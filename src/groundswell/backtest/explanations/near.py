"""Which histories a question is asked of: those that went as on record in what is asked, and nearest to it in its days."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.nearest import Feature
from groundswell.analysis.polls import polled
from groundswell.analysis.quantities import Days, killed_by_day
from groundswell.analysis.record import NATIONAL, Observation
from groundswell.backtest.explanations.outcomes import day_of, first_falls
from groundswell.backtest.explanations.questions import Question

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]

MEASURE = (
    "root mean square over what is observed in the days of the question (deaths by forces, in all, by place and on the worst day, log "
    "of one plus the count; the first fall, or that there is none; approval at polls), each in units of its spread over the histories"
)


class Near(NamedTuple):
    """The histories nearest to the record in the days of a question, the nearest first, and how near they are."""

    histories: tuple[int, ...]
    distance: float
    distance_of_all: float
    features: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data: distances are medians, of the nearest and of all that could have been chosen."""
        return {**self._asdict(), "histories": list(self.histories), "features": list(self.features)}


def nearest_to(runs: "Runs", asked: Question, record: Sequence[Observation], among: NDArray[np.bool_], most: int) -> Near:
    """The histories among some that come nearest to the record in the days of a question.

    Equals are taken in the order of their numbers; without anything on record that varies, all are equal.
    """
    compared = [(one, float(one.values[among].std())) for one in features(runs, asked, record)]
    varying = [(one, spread) for one, spread in compared if spread > 0]
    apart = [(one.values[among] - one.record) / spread for one, spread in varying]
    distances = np.sqrt((np.array(apart) ** 2).mean(axis=0)) if apart else np.zeros(int(among.sum()))
    order = np.argsort(distances, kind="stable")[:most]
    numbers = tuple(int(number) for number in runs.histories[among][order])
    return Near(numbers, float(np.median(distances[order])), float(np.median(distances)), tuple(one.name for one, _ in varying))


def features(runs: "Runs", asked: Question, record: Sequence[Observation]) -> Iterator[Feature]:
    """What is observed in the days of a question, on record and in each history."""
    rows = [row for row in record if row.within(asked.first, asked.last)]
    killed = [row for row in rows if row.quantity == "killed_by_forces" and row.value is not None]
    if any(row.quantity == "killed_by_forces" for row in record):
        yield from _deaths(runs, asked, killed)
    yield _fall(runs, asked, rows)
    for poll in rows:
        if poll.quantity == "approval" and poll.place == NATIONAL and poll.value is not None:
            yield Feature(f"approval {poll.first}", polled(runs, poll), poll.value)


def _deaths(runs: "Runs", asked: Question, killed: Sequence[Observation]) -> Iterator[Feature]:
    by_day: dict[Any, float] = {}
    for row in killed:
        by_day[row.first] = by_day.get(row.first, 0.0) + (row.value or 0.0)
    inside = _inside(runs, asked)
    yield _count("killed", inside.total(runs.replicates), sum(by_day.values()))
    worst = np.zeros(runs.replicates)
    np.maximum.at(worst, inside.row, inside.killed)
    yield _count("killed on the worst day", worst, max(by_day.values(), default=0.0))
    for place in runs.names["places"]:
        recorded = sum(row.value or 0.0 for row in killed if row.place == place)
        yield _count(f"killed {place}", _inside(runs, asked, place).total(runs.replicates), recorded)


def _inside(runs: "Runs", asked: Question, place: str = "") -> Days:
    return killed_by_day(runs, place).between(day_of(runs, asked.first), day_of(runs, asked.last))


def _fall(runs: "Runs", asked: Question, rows: Sequence[Observation]) -> Feature:
    """Days from the first day of the question to the first fall; none counts as a fall after as many days again."""
    late = 2.0 * ((asked.last - asked.first).days + 1)
    days = first_falls(runs, asked.first, asked.last) - day_of(runs, asked.first)
    recorded = min((float((row.first - asked.first).days) for row in rows if row.quantity == "fall"), default=late)
    return Feature("the first fall", np.where(np.isfinite(days), days, late), recorded)


def _count(name: str, values: Values, recorded: float) -> Feature:
    return Feature(name, np.log1p(values), float(np.log1p(recorded)))
