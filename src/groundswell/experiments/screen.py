"""Which of many things matter: histories at the points of a design that moves switches and parameters together."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from groundswell.design import Design, point_values
from groundswell.engine.anatomy import switches
from groundswell.ensemble import Progress, numbered
from groundswell.ensemble.outcomes import OUTCOMES, Outcome
from groundswell.ensemble.outcomes import outcome as asked
from groundswell.ensemble.points import TRACE, PointsSimulation
from groundswell.errors import Problem, UsageError
from groundswell.experiments.budget import Budget
from groundswell.factors import Factors, Points, paths, refuse_count, removals, sequence
from groundswell.runs import STATEMENT, Runs
from groundswell.switches import names_of

if TYPE_CHECKING:
    from groundswell.design import Draws
    from groundswell.scenario.fitted import Fitted
    from groundswell.scenario.schema import Scenario

Values = NDArray[np.float64]
Kind = Literal["paths", "sequence", "removals"]


@dataclass(frozen=True)
class Tried:
    """What histories did at the points of a design; `screening`, `shares` and `removed` read it.

    A path or a sequence that Ctrl-C has cut is there as far as it is whole; `stopped` says so.
    """

    kind: Kind
    points: Points
    histories: int
    runs: Runs

    @property
    def case(self) -> str:
        """The scenario."""
        return str(self.runs.spec["case"])

    @property
    def seed(self) -> int:
        """The seed of design and luck."""
        return self.runs.seed

    @property
    def stopped(self) -> bool:
        """Whether Ctrl-C has left points out."""
        return self.runs.replicates < len(self.points) * self.histories

    @property
    def seen(self) -> tuple[Outcome, ...]:
        """What is seen of each history."""
        return OUTCOMES

    @property
    def traces(self) -> Values:
        """A checksum of each history at every whole point, (points, histories): it differs where anything does."""
        return self._at_points(TRACE)

    @cached_property
    def whole(self) -> int:
        """So many points from the first on have all of their histories."""
        missing = np.setdiff1d(np.arange(len(self.points) * self.histories), self.runs.histories.astype(np.int64))
        return int(missing[0]) // self.histories if missing.size else len(self.points)

    def values(self, outcome: str) -> Values:
        """An outcome at every whole point, (points, histories). Raises UsageError for one that is not seen."""
        return self._at_points(asked(outcome).name)

    def _at_points(self, column: str) -> Values:
        found = np.asarray(self.runs.final[column], np.float64)
        return found[: self.whole * self.histories].reshape(self.whole, self.histories)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what was run, not what came of it."""
        return {
            "statement": STATEMENT, "scenario": self.case, "design": self.kind, "seed": self.seed, "points": len(self.points),
            "whole": self.whole, "histories": self.histories, "factors": list(self.points.factors.names),
            "restless": int(self.points.restless.sum()), "run_id": self.runs.run_id,
            "run_dir": None if self.runs.run_dir is None else str(self.runs.run_dir),
        }  # fmt: skip


def screen(
    scenario: "Scenario",
    names: str | Sequence[str] | None = None,
    trajectories: int = 10,
    histories: int = 16,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    draws: "Draws | Fitted | None" = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Tried:
    """Moves mechanisms and parameters one after another along random paths, to see which of very many matter at all.

    The method of elementary effects (Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo, Cariboni & Saltelli 2007,
    doi:10.1016/j.envsoft.2006.10.004): each path starts with about half of the mechanisms off and parameters anywhere in
    their priors, and moves every factor once. All points of a path have the same `histories` and luck, so that a
    difference is that of the factor. `names` are mechanisms and parameters, or a single one; without any, all mechanisms and all
    parameters that have a prior. What is moved has the values of the design. What is not moved has the parameters that `run`
    gives it, by `draws` and `point`; so where all parameters are moved, `draws` and `point={}` change nothing that has a prior,
    and a value that `point` sets for a parameter that is moved is refused.

    Points are kept in a run folder below `out` and used again; after Ctrl-C whole paths are read. Equal arguments give
    equal bits. `screening` reads the result.

    Raises UsageError without the extra `sensitivity`, for names that are no factors, for a point set for what is moved, for
    numbers without sense; RunError as `run` does.

    >>> import groundswell as gs
    >>> tried = gs.screen(gs.load("bolivia-autumn"), ["repression_backfires", "barrier"], trajectories=2, histories=4, memory=True)
    >>> tried.values("killed").shape
    (6, 4)
    """
    factors, design = asked_to_move(scenario, names, point, draws)
    made = PointsSimulation(scenario, design, paths(factors, trajectories, seed), counted(histories))
    return _tried("paths", made, Budget(numbered(made.rows), seed, 1, executor, out, memory, progress, workers))


def decompose(
    scenario: "Scenario",
    names: str | Sequence[str],
    samples: int = 64,
    histories: int = 16,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    draws: "Draws | Fitted | None" = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Tried:
    """Moves a handful of factors together through all of their range, to share the variance of outcomes out among them.

    2 · factors + 2 points for each of the `samples` (a power of 2), all with the same histories: what is shared out is the
    variance of the mean over these histories (Sobol' 2001, doi:10.1016/S0378-4754(00)00270-6; Saltelli 2002,
    doi:10.1016/S0010-4655(02)00280-1). Mechanisms not named stay on. Everything else is as in `screen`; `shares` reads it.

    Raises UsageError and RunError as `screen` does.

    >>> import groundswell as gs
    >>> scene = gs.load("bolivia-autumn")
    >>> len(gs.decompose(scene, ["repression_backfires", "barrier"], samples=4, histories=4, memory=True).points)
    24
    """
    factors, design = asked_to_move(scenario, names, point, draws)
    made = PointsSimulation(scenario, design, sequence(factors, samples, seed), counted(histories))
    return _tried("sequence", made, Budget(numbered(made.rows), seed, 1, executor, out, memory, progress, workers))


def remove(
    scenario: "Scenario",
    names: str | Sequence[str] | None = None,
    pairs: str | Sequence[str] = (),
    histories: int = 64,
    seed: int = 1,
    *,
    executor: Executor | None = None,
    out: str | Path | None = None,
    memory: bool = False,
    point: Mapping[str, float] | None = None,
    draws: "Draws | Fitted | None" = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Tried:
    """Takes mechanisms out of the whole model, one at a time and, of `pairs`, two at a time, under the same luck.

    Without `names` every mechanism; parameters stay as `run` gives them, by `draws` and `point`. It is `ablate` for very many
    ensembles, of which only the outcomes are kept.
    `removed` reads the result: what each is worth, and what two are worth together beyond the sum of both.

    Raises UsageError for names that are no mechanisms; RunError as `run` does.

    >>> import groundswell as gs
    >>> two = ["repression_backfires", "neighbors_emulated"]
    >>> len(gs.remove(gs.load("bolivia-autumn"), two, pairs=two, histories=4, memory=True).points)
    4
    """
    factors, design = asked_to_move(scenario, switches() if names is None else names, point, draws)
    made = PointsSimulation(scenario, design, removals(factors, names_of(pairs)), counted(histories))
    return _tried("removals", made, Budget(numbered(made.rows), seed, 1, executor, out, memory, progress, workers))


def asked_to_move(
    scenario: "Scenario", names: str | Sequence[str] | None, point: Mapping[str, float] | None, draws: "Draws | Fitted | None"
) -> tuple[Factors, Design]:
    """What is moved, and where all else has its parameters from. Raises UsageError for a value set for what is moved."""
    design = Design.chosen(scenario, draws, point)
    factors = Factors.of(scenario, names)
    both = [row.name for row in factors.parameters if row.name in design.values]
    if both:
        hint = "leave it out of the point, or name the factors without it"
        raise UsageError(*(Problem(f"point: {name}", "a value for a parameter that is moved", "one for what stays", hint) for name in both))
    if design.draws != "point":
        return factors, design
    values = point_values(scenario, design.values, design.fitted)
    return replace(factors, rest={name: values[name] for name in factors.rest}), design


def counted(histories: int) -> int:
    """The number of histories at each point. Raises UsageError for fewer than two, which have no spread, and for too many."""
    refuse_count("histories", histories, 2)
    return histories


def _tried(kind: Kind, made: PointsSimulation, budget: Budget) -> Tried:
    """Runs the histories of all points as one ensemble."""
    tried = Tried(kind, made.points, made.histories, budget.run(made, LABELS[kind]))
    if not tried.whole:
        raise KeyboardInterrupt
    return tried


LABELS: dict[Kind, str] = {"paths": "one step at a time", "sequence": "a handful together", "removals": "taken out of the whole"}
