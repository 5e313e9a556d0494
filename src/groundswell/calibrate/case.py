"""A case as a problem to fit: points of the prior in, distance from the record out.

Each candidate is run through the days of the fit once for each of ``HISTORIES`` histories. Its distance
is the weighted sum, over targets, of the continuous ranked probability score of those histories at the
record. A proper score of a whole sample punishes being wrong and being vague alike, so that a candidate
is not kept for one lucky history.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell import design
from groundswell.analysis.record import read_record, table_of
from groundswell.calibrate.problem import Numbers, Simulated
from groundswell.calibrate.sight import Sight, sight_of, sight_of_record
from groundswell.calibrate.targets import Target, Values, read_all
from groundswell.compile import Compiled, compile_scenario, resolve_parameters
from groundswell.engine.kernel import fingerprint
from groundswell.engine.run import LANES, run_block
from groundswell.errors import ScenarioError
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario

HISTORIES = LANES  # of each candidate: one block


@dataclass(frozen=True)
class CaseProblem:
    """A scenario, the last day that may be looked at, and what is looked at until then.

    `off` names mechanisms that are absent. Points have one side for each parameter that has a prior.
    """

    scenario: Scenario
    last: date
    targets: tuple[Target, ...]
    off: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> Compiled:
        """The arrays of the scenario."""
        return compile_scenario(self.scenario, self.off)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that are fitted: those with a prior."""
        return tuple(row for row in resolve_parameters(self.scenario) if row.fixed is None)

    @cached_property
    def record(self) -> Values:
        """What the record says of each target (k,); nothing after the last day is read."""
        table = table_of(self.scenario)
        rows = [row for row in ([] if table is None else read_record(table)) if row.within(self.scenario.start, self.last)]
        if not rows:
            got = f"no observation from {self.scenario.start} to {self.last}"
            hint = "name a table in the scenario as `observed:`"
            raise ScenarioError.of(f"{self.scenario.id}: observed", got, "a record to fit to", hint)
        sight = sight_of_record(rows, self.scenario.start, self.days, self.places)
        return np.asarray(read_all(self.targets, sight)[0], np.float64)

    @property
    def days(self) -> int:
        """How many days are run."""
        return (self.last - self.scenario.start).days + 1

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the scenario."""
        return tuple(place.id for place in self.scenario.places)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, in the order of the columns of points."""
        return tuple(row.name for row in self.parameters)

    @property
    def summary_names(self) -> tuple[str, ...]:
        """The targets, in the order of the columns of summaries."""
        return tuple(target.name for target in self.targets)

    def values(self, points: Values) -> dict[str, Values]:
        """Parameter values at points of the unit cube, by the quantiles of their priors."""
        return {row.name: design.quantile(row, points[:, k]) for k, row in enumerate(self.parameters)}

    def inside(self, points: Values) -> NDArray[np.bool_]:
        """Whether a country without demands stays quiet at these points."""
        held = design.point_values(self.scenario)
        values = {name: np.full(len(points), held[name]) for name in design.QUIET} | self.values(points)
        return design.quiet(values)

    def sight(self, point: Values, seed: int, number: int, days: int | None = None) -> Sight:
        """What is seen of the histories of one candidate."""
        histories = np.arange(number * HISTORIES, (number + 1) * HISTORIES, dtype=np.uint64)
        values = {name: np.full(HISTORIES, value[0]) for name, value in self.values(point[None, :]).items()}
        block = run_block(self.compiled, values, seed, histories, last_day=days or self.days)
        return sight_of(block, histories, self.scenario.start, self.places)

    def samples(self, point: Values, seed: int, number: int) -> Values:
        """The targets in each history of one candidate (HISTORIES, k)."""
        return read_all(self.targets, self.sight(point, seed, number))

    def simulate(self, points: Values, seed: int, numbers: Numbers) -> Simulated:
        """Distances from the record and means over histories at these points."""
        samples = [self.samples(point, seed, int(number)) for point, number in zip(points, numbers, strict=True)]
        distance = [distance_of(sample, self.record, self.weights) for sample in samples]
        return Simulated(np.array(distance), np.array([sample.mean(axis=0) for sample in samples]))

    @property
    def weights(self) -> Values:
        """What one unit of error in each target costs (k,)."""
        return np.array([target.weight for target in self.targets])

    def identity(self) -> dict[str, Any]:
        """What decides the bits of a distance."""
        return {
            "compiled": self.compiled.fingerprint(), "engine": fingerprint(), "last": self.last.isoformat(),
            "targets": [repr(target) for target in self.targets], "priors": design.identity(self.scenario),
            "record": hashlib.sha256(self.record.tobytes()).hexdigest(), "histories": HISTORIES,
        }  # fmt: skip


def distance_of(sample: Values, record: Values, weights: Sequence[float] | Values) -> float:
    """How far a sample (n, k) is from the record (k,): the weighted sum of the scores of its columns.

        d = Σ_k w_k·[mean |x − y| − ½ mean |x − x′|]

    x, x′ values of target k in the histories, y its value on record; the second mean is over all pairs.
    Source: continuous ranked probability score, Gneiting & Raftery (2007); equal to `score.rules.crps`.

    >>> round(distance_of(np.array([[0.0], [10.0]]), np.array([4.0]), [1.0]), 6)
    2.5
    """
    return float((np.asarray(weights) * scores_of(sample, record)).sum())


def scores_of(sample: Values, record: Values) -> Values:
    """The continuous ranked probability score of each column of a sample (n, k) at the record (k,)."""
    ordered = np.sort(sample, axis=0)
    size = len(ordered)
    rank = 2.0 * np.arange(1, size + 1) - size - 1.0
    spread = (rank[:, None] * ordered).sum(axis=0) / size**2
    return np.asarray(np.abs(sample - record).mean(axis=0) - spread, np.float64)
