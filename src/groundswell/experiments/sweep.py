"""What comes of other values: the same histories at every point of a grid of parameters."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from groundswell.ensemble import ModelSimulation, Progress, numbered
from groundswell.errors import GroundswellError, Problem, UsageError
from groundswell.experiments.budget import Budget, Made
from groundswell.experiments.recipe import Recipe
from groundswell.models.classic import Classic
from groundswell.runs import Runs

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

MOST_POINTS = 10_000  # of a grid: each is a run folder of its own


class Point(NamedTuple):
    """One point of the grid: the value of every parameter that is swept, and its histories."""

    values: Mapping[str, Any]
    runs: Runs


@dataclass(frozen=True)
class Sweep:
    """The points of a grid in its order: the last parameter moves fastest. `of` says how many there were to be."""

    case: str
    names: tuple[str, ...]
    points: tuple[Point, ...]
    of: int

    @property
    def whole(self) -> bool:
        """Whether Ctrl-C has left no point out."""
        return len(self.points) == self.of


def sweep(
    what: "Scenario | Classic | ModelSimulation",
    values: Mapping[str, Sequence[Any]],
    replicates: int = 64,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    draws: "Draws | Fitted | None" = None,
) -> Sweep:
    """Simulates a scenario or a classic model at every combination of some values, each with the same luck.

    `values` names what is set: a path of a scenario, as `set` takes it, or a parameter of the model.
    Every point is an ensemble of its own, kept as `run` keeps it; where a scenario has its
    parameters from is said by `draws` and `point`, as for `run`. After Ctrl-C the points that are
    finished are returned.

    Raises UsageError for a grid without points or with too many, and for values that are refused, all of
    them at once; RunError as `run` does.

    >>> import groundswell as gs
    >>> from groundswell.models.thresholds.granovetter import Granovetter
    >>> found = gs.sweep(Granovetter(), {"spread": [0.1, 0.2]}, replicates=1, memory=True)
    >>> [point.values["spread"] for point in found.points]
    [0.1, 0.2]
    """
    grid = _grid(values)
    made = _made(what, grid, point, draws)
    budget = Budget(numbered(replicates), seed, len(grid), executor, out, memory, progress, workers)
    points = []
    for chosen, one in zip(grid, made, strict=True):
        runs = None if budget.stopped else budget.keep_what_finished(one, ", ".join(f"{name}={value}" for name, value in chosen.items()))
        if runs is None:
            break
        points.append(Point(chosen, runs))
    if not points:
        raise KeyboardInterrupt
    return Sweep(points[0].runs.spec["case"], tuple(values), tuple(points), len(grid))


def _grid(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    points = prod(map(len, values.values()))
    if not values or not 1 <= points <= MOST_POINTS:
        got = "no parameter" if not values else f"{points:,} points"
        raise UsageError.of("sweep", got, f"from 1 to {MOST_POINTS:,} points", "name a parameter and fewer values")
    return [dict(zip(values, combination, strict=True)) for combination in product(*values.values())]


def _made(
    what: "Scenario | Classic | ModelSimulation",
    grid: Sequence[Mapping[str, Any]],
    point: Mapping[str, float] | None,
    draws: "Draws | Fitted | None",
) -> list[Made]:
    """What is run at every point; all values are looked at before anything is run."""
    if isinstance(what, Classic | ModelSimulation) and (point is not None or draws is not None):
        raise UsageError.of("sweep", "`point` or `draws` for a classic model", "a model alone", "set its parameters when making it")
    made: list[Made] = []
    problems: dict[Problem, None] = {}
    for chosen in grid:
        try:
            made.append(_at(what, chosen, point, draws))
        except GroundswellError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise UsageError(*problems)
    return made


def _at(
    what: "Scenario | Classic | ModelSimulation",
    chosen: Mapping[str, Any],
    point: Mapping[str, float] | None,
    draws: "Draws | Fitted | None",
) -> Made:
    if isinstance(what, Classic):
        what = ModelSimulation(what)
    if isinstance(what, ModelSimulation):
        return replace(what, model=type(what.model).of(**{**what.model.plain(), **chosen}))
    for path, value in chosen.items():
        what = what.set(path, value)
    return Recipe.of(what, point, draws)


def values_between(low: float, high: float, count: int) -> Iterator[float]:
    """So many numbers from the lowest to the highest, equally far apart and written short.

    Raises UsageError for fewer than one and for more than a sweep takes.

    >>> list(values_between(0, 1, 5))
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    if not 1 <= count <= MOST_POINTS:
        raise UsageError.of("sweep", f"{count:,} values", f"from 1 to {MOST_POINTS:,} values", "values_between(0, 1, 11)")
    for k in range(count):
        yield float(f"{low + (high - low) * (k / (count - 1) if count > 1 else 0):.12g}")
