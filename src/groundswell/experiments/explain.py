"""Why people were ready to act on a day: what moved each term of their decision, line by line of the model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.anatomy import anatomy
from groundswell.engine.run import LANES
from groundswell.experiments.asking import Day, Question, question
from groundswell.experiments.ledger import Books, in_readiness, keep_books, path_weights
from groundswell.experiments.recipe import Recipe
from groundswell.experiments.stepping import course_at
from groundswell.experiments.terms import WORDS, People, people_of

if TYPE_CHECKING:
    from groundswell.runs import Runs

POINTS = 100  # percentage points in a share of one
TOLERANCE = 1e-9  # of a share: what rounding of some thousand additions may leave
SHOWN = 0.05  # percentage points below which the text folds a row into the rest
NEWS = "national news"


@dataclass(frozen=True)
class Cause:
    """What one line of the model did to one term of the decision, in percentage points of readiness.

    `words` names the term and the line, `summary` says what the line does; `id` is empty for the
    frame that cannot be switched off; `parts` splits what others were seen to do by place.
    With several histories `points` is the mean, and nine in ten of them lie between `low` and `high`.
    """

    mechanism: str
    id: str
    term: str
    words: str
    summary: str
    points: float
    low: float
    high: float
    parts: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "parts": dict(self.parts)}


@dataclass(frozen=True)
class Explanation:
    """How readiness to act changed between two days, in parts that sum to the change.

    Readiness is the share of those who could be mobilized who would act (a*/m), and `active` the
    share of them in action, both in percent. `residual` is what the parts leave over, in
    percentage points; `adds_up` says that it is nothing but rounding.
    """

    place: str
    group: str | None
    name: str
    reference: date
    day: date
    seed: int
    histories: tuple[int, ...]
    before: float
    after: float
    active_before: float
    active_after: float
    rows: tuple[Cause, ...]
    residual: float

    @property
    def change(self) -> float:
        """Change of readiness, in percentage points."""
        return self.after - self.before

    @property
    def total(self) -> float:
        """Sum of all rows, in percentage points."""
        return float(np.sum([row.points for row in self.rows]))

    @property
    def adds_up(self) -> bool:
        """Whether the rows sum to the change, in every history, to 1e-9 of a share."""
        return self.residual <= POINTS * TOLERANCE

    def by_mechanism(self) -> dict[str, float]:
        """Percentage points by mechanism, all terms together, the largest first."""
        found: dict[str, float] = {}
        for row in self.rows:
            found[row.mechanism] = found.get(row.mechanism, 0.0) + row.points
        return dict(sorted(found.items(), key=lambda item: -abs(item[1])))

    def text(self) -> str:
        """The parts in words, the largest first, and the sum beside the change."""
        of = f"history {self.histories[0]}" if len(self.histories) == 1 else f"mean of {len(self.histories)} histories"
        large = [row for row in self.rows if abs(row.points) >= SHOWN]
        rest = self.total - sum(row.points for row in large)
        readiness = f"Readiness {self.before:.1f} → {self.after:.1f} % since {self.reference}"
        lines = [
            f"Why {self.name} was ready to act on {self.day}: {of}, seed {self.seed}. A statement about the model, not the world.",
            f"{readiness}; in action {self.active_before:.1f} → {self.active_after:.1f} %.",
        ]
        lines += [f"{row.points:+7.1f}  {row.words}{_span(row, len(self.histories))}{_parts(row)}" for row in large]
        lines += [f"{rest:+7.1f}  all else"] if len(large) < len(self.rows) else []
        return "\n".join([*lines, f"{self.total:+7.1f}  sum; the change is {self.change:+.1f}{', it adds up' if self.adds_up else ''}"])

    __str__ = text

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        dates = {"reference": self.reference.isoformat(), "day": self.day.isoformat(), "histories": list(self.histories)}
        sums = {"change": self.change, "total": self.total, "adds_up": self.adds_up, "by_mechanism": self.by_mechanism()}
        return {**plain, **dates, **sums, "rows": [row.to_dict() for row in self.rows], "text": self.text()}


def explain(
    runs: "Runs",
    history: int | Iterable[int] | None,
    place: str,
    day: Day,
    reference: Day | None = None,
    group: str | None = None,
) -> Explanation:
    """Says what made people in a place readier to act, or less, than on a day of reference.

    The history is lived again, line by line of the model, between the two days (28 apart unless
    told otherwise). Each change of a term of the decision is booked to the line that made it, and
    converted to percentage points of readiness along the straight path between the two days; added
    up, the parts make the whole change. They say what moved; what would have happened without it
    is the question of `ablate`.

    `history` is a number, several, or None for the mean of all; `group` asks about one group of
    the place, else all contenders there count by how many could be mobilized.

    Raises UsageError for a history, place, group or day that the runs do not have, RunError for
    runs of another version of the engine.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> why = gs.explain(runs, history=5, place="el-alto", day="2003-10-12")
    >>> why.adds_up, abs(why.total - why.change) < 1e-7
    (True, True)
    """
    simulation = Recipe.of(runs).simulation_of(runs)
    asked = question(runs, history, place, day, reference, group)
    net, world = simulation.compiled.net, list(simulation.compiled.names.cells)
    people = people_of(net, np.array([world.index(runs.names["cells"][cell]) for cell in asked.cells], np.int64))
    books = []
    for first in sorted({number // LANES * LANES for number in asked.histories}):
        block = np.arange(first, first + LANES, dtype=np.uint64)
        course = course_at(simulation.compiled, simulation.parameters(runs.seed, block), runs.seed, block, asked.reference)
        lanes = [number - first for number in asked.histories if first <= number < first + LANES]
        books.append((keep_books(course, people, asked.reference, asked.day), lanes))
    return _explanation(runs, asked, people, books)


def _explanation(runs: "Runs", asked: Question, people: People, books: Sequence[tuple[Books, list[int]]]) -> Explanation:
    def gathered(values: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
        """Percent of all the people, one value a history asked about."""
        return POINTS * np.concatenate([(people.part @ part)[lanes] for part, (_, lanes) in zip(values, books, strict=True)])

    entries = [in_readiness(book) for book, _ in books]
    zero = np.zeros_like(books[0][0].before.urge)
    moved = {key: gathered(entry.get(key, zero) for entry in entries) for key in dict.fromkeys(key for entry in entries for key in entry)}
    before, after = (gathered(getattr(book, end).readiness for book, _ in books) for end in ("before", "after"))
    active_before, active_after = (gathered(getattr(book, end).active for book, _ in books).mean() for end in ("before", "after"))
    sights = _sights(runs, [(path_weights(book.before, book.after)[0], book.sights) for book, _ in books], gathered, zero)
    residual = float(np.abs(after - before - np.sum(list(moved.values()), axis=0)).max())
    rows = sorted((_cause(key, points, sights) for key, points in moved.items() if points.any()), key=lambda row: -abs(row.points))
    return Explanation(
        asked.place, asked.group, asked.name, runs.date(asked.reference), runs.date(asked.day), runs.seed, asked.histories,
        float(before.mean()), float(after.mean()), float(active_before), float(active_after), tuple(rows), residual,
    )  # fmt: skip


def _sights(runs: "Runs", books: Any, gathered: Any, zero: NDArray[np.float64]) -> dict[str, float]:
    """What others were seen to do, by the place they did it in, the largest first."""
    keys = dict.fromkeys(key for _, sights in books for key in sights)
    names = {spot.id: spot.name for spot in runs.whole.scenario.places}
    found = {key: float(gathered(urge * sights.get(key, zero) for urge, sights in books).mean()) for key in keys}
    named = {names[runs.whole.names["places"][int(key)]] if key else NEWS: points for key, points in found.items()}
    return dict(sorted(named.items(), key=lambda item: -abs(item[1])))


def _cause(key: tuple[str, str], points: NDArray[np.float64], sights: Mapping[str, float]) -> Cause:
    line = next(line for line in anatomy() if line.name == key[0])
    low, high = np.quantile(points, [0.05, 0.95])  # nine in ten histories
    words = f"{WORDS[key[1]]} · {line.name.replace('_', ' ')}"
    parts = sights if key == ("neighbors_emulated", "seen") else {}
    return Cause(line.name, line.id, key[1], words, line.summary, float(points.mean()), float(low), float(high), parts)


def _span(row: Cause, histories: int) -> str:
    return f" ({row.low:+.1f} to {row.high:+.1f} between histories)" if histories > 1 else ""


def _parts(row: Cause) -> str:
    told = [f"{name} {points:+.1f}" for name, points in row.parts.items() if abs(points) >= SHOWN]
    return f" (from {', '.join(told)})" if told else ""
