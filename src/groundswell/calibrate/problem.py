"""What a fit is asked to solve, and what it hands back.

A problem says which points may be tried and how far the record is from what happens there. Points
live in the open unit cube, one side a parameter, and the prior is uniform there: the problem maps
each side to values by the prior's quantiles, so the sampler never needs to know a prior.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Numbers = NDArray[np.uint64]


class Simulated(NamedTuple):
    """What happened at some points: one row a point.

    distance how far from the record, ≥ 0; NaN where the simulation failed (n,) · summaries what is compared (n, k)
    """

    distance: Values
    summaries: Values


class Problem(Protocol):
    """A question to data: where one may look, and what happens there.

    For work in other processes a problem must be picklable.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """The d parameters, in the order of the columns of points."""

    @property
    def summary_names(self) -> tuple[str, ...]:
        """The k summary statistics, in the order of the columns of summaries."""

    def inside(self, points: Values) -> NDArray[np.bool_]:
        """Which points (n, d) of the unit cube the prior allows; a condition on several parameters may refuse some."""

    def simulate(self, points: Values, seed: int, numbers: Numbers) -> Simulated:
        """What happens at these points. Row i is a pure function of points[i], seed and numbers[i]."""

    def identity(self) -> Mapping[str, Any]:
        """Plain data that decides the bits of `simulate` and `inside`, by which a stored fit is known again."""


class Generation(NamedTuple):
    """One round of the sampler, as a row of the table that tells how a fit went."""

    generation: int  # 0 is drawn from the prior, or from the population passed as `start`
    evaluations: int  # candidates simulated up to and with this round
    failed: int  # candidates of this round whose simulation failed
    accepted: int  # candidates of this round among the best that were kept
    acceptance: float  # accepted / proposed [0–1]
    threshold: float  # the worst distance kept
    ess: float  # effective number of particles: (Σw)² / Σw²
    inside: float  # share of what the kernel proposed that the prior allows [0–1]


@dataclass(frozen=True)
class Population:
    """Weighted points that came closest to the record.

    points (n, d) in the unit cube · weights (n,), their sum is 1 · distances (n,) · summaries (n, k) ·
    numbers (n,), the candidates' running numbers · generations, one row a round
    """

    names: tuple[str, ...]
    summary_names: tuple[str, ...]
    points: Values
    weights: Values
    distances: Values
    summaries: Values
    numbers: Numbers
    generations: tuple[Generation, ...] = ()

    @property
    def threshold(self) -> float:
        """The worst distance kept."""
        return float(self.distances.max())

    @property
    def ess(self) -> float:
        """The effective number of particles: how many equally weighted ones would say as much (Kish 1965)."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())

    @property
    def evaluations(self) -> int:
        """How many candidates were simulated in all."""
        return self.generations[-1].evaluations if self.generations else len(self.numbers)

    def mean(self) -> Values:
        """Weighted mean of each parameter, as a position in the unit cube (d,)."""
        return np.asarray((self.weights[:, None] * self.points).sum(axis=0))

    def sd(self) -> Values:
        """Weighted standard deviation of each parameter in the unit cube (d,); the prior's is √(1/12)."""
        return np.asarray(np.sqrt((self.weights[:, None] * (self.points - self.mean()) ** 2).sum(axis=0)))

    def quantiles(self, levels: tuple[float, ...] = (0.05, 0.5, 0.95)) -> Values:
        """The least position below which a share of the weight lies, for each level and parameter (levels, d)."""
        return np.array([[_quantile(column, self.weights, level) for column in self.points.T] for level in levels])

    def with_points(self, points: Values, weights: Values | None = None) -> Self:
        """The same particles at other places, or of other weights, as regression adjustment leaves them."""
        new = self.weights if weights is None else weights / weights.sum()
        return replace(self, points=points, weights=new)

    def digest(self) -> str:
        """sha256 of all that was found: equal digests, equal bits."""
        found = hashlib.sha256(repr((self.names, self.summary_names)).encode())
        for column in (self.points, self.weights, self.distances, self.summaries, self.numbers):
            found.update(np.ascontiguousarray(column).tobytes())
        return found.hexdigest()


def _quantile(values: Values, weights: Values, level: float) -> float:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return float(values[order][min(int(np.searchsorted(below, level * below[-1])), len(values) - 1)])
