"""The causal trace of a question: which lines of the model moved the decision in a group, over several histories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.backtest.explanations.outcomes import day_of, first_falls
from groundswell.backtest.explanations.questions import Question, When
from groundswell.experiments.explain import Explanation, explain

if TYPE_CHECKING:
    from groundswell.runs import Runs

Values = NDArray[np.float64]
SPAN = (0.05, 0.95)  # nine in ten histories


class Moved(NamedTuple):
    """What one line of the model did to readiness, in percentage points: mean, nine in ten histories, and by term.

    `rising` is the share of histories in which it raised readiness, `falling` that in which it lowered it; `size` is the
    mean of its amount, whatever the sign.
    """

    line: str
    points: float
    low: float
    high: float
    rising: float
    falling: float
    size: float
    terms: dict[str, float]


@dataclass(frozen=True)
class Trace:
    """How readiness in a group changed between two days, line by line, over several histories; means unless told otherwise."""

    name: str
    histories: tuple[int, ...]
    reference: str
    day: str
    before: float
    after: float
    moved: tuple[Moved, ...]
    residual: float
    adds_up: bool

    @property
    def change(self) -> float:
        """Change of readiness, in percentage points."""
        return self.after - self.before

    def of(self, line: str) -> Moved:
        """What a line did; nothing at all where it moved nothing."""
        return next((row for row in self.moved if row.line == line), Moved(line, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, {}))

    def rank(self, line: str, sign: int) -> int | None:
        """The place of a line among those that raised readiness (1), or lowered it (-1); None where its sign is another."""
        alike = sorted((row for row in self.moved if sign * row.points > 0), key=lambda row: -abs(row.points))
        return next((k for k, row in enumerate(alike, start=1) if row.line == line), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "histories": list(self.histories), "change": self.change, "moved": [row._asdict() for row in self.moved]}


def traced(runs: "Runs", asked: Question, histories: Sequence[int]) -> Trace:
    """Explains the decision of a question in each of some histories, and sums up over them."""
    falls = None if asked.given_fall is None else first_falls(runs, *asked.given_fall)
    told = [_explained(runs, asked, history, falls) for history in histories]
    lines = dict.fromkeys(row.mechanism for one in told for row in one.rows)
    moved = sorted((_moved(line, told) for line in lines), key=lambda row: -abs(row.points))
    before, after = (float(np.mean([getattr(one, end) for one in told])) for end in ("before", "after"))
    return Trace(
        told[0].name, tuple(histories), str(asked.reference), str(asked.day), before, after, tuple(moved),
        max(one.residual for one in told), all(one.adds_up for one in told),
    )  # fmt: skip


def _explained(runs: "Runs", asked: Question, history: int, falls: Values | None) -> Explanation:
    fall = None if falls is None else float(falls[np.searchsorted(runs.histories, history)])
    first, last = (_day(runs, moment, fall) for moment in (asked.reference, asked.day))
    return explain(runs, history, asked.place, last, first, asked.group)


def _day(runs: "Runs", moment: When, fall: float | None) -> int:
    """The number of a day; one counted from a fall stays within the run."""
    if moment.date is not None:
        return day_of(runs, moment.date)
    return min(max(int(fall or 0) + moment.offset, 0), runs.days - 1)


def _moved(line: str, told: Sequence[Explanation]) -> Moved:
    points = np.array([sum(row.points for row in one.rows if row.mechanism == line) for one in told])
    terms: dict[str, float] = {}
    for one in told:
        for row in one.rows:
            if row.mechanism == line:
                terms[row.term] = terms.get(row.term, 0.0) + row.points / len(told)
    low, high = (float(value) for value in np.quantile(points, SPAN))
    ordered = dict(sorted(terms.items(), key=lambda term: -abs(term[1])))
    rising, falling = float((points > 0).mean()), float((points < 0).mean())
    return Moved(line, float(points.mean()), low, high, rising, falling, float(np.abs(points).mean()), ordered)
