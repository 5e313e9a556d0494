"""Where the next candidates are looked for: in the prior, or around the particles of a population.

Around a population each particle carries a normal kernel in logit space. A candidate draws an
ancestor and a kick, again and again until the prior allows the place (`inside`). So its density is

    q(u) = Σ_j w_j N(logit u; y_j, S) / Π_k u_k (1 − u_k) / Z      for u inside, else 0

u the place [0–1] · y_j the ancestor in logit space · S the kernel's covariance · Z the share of first attempts
inside · the product is the change of volume between the cube and logit space. The prior's density is 1/P where
it allows anything, P being the volume that it allows; a candidate weighs (1/P)/q(u).

Source:  importance weights and twice the weighted covariance, Beaumont, Cornuet, Marin & Robert (2009); Filippi et al. (2013).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate import luck
from groundswell.calibrate.luck import Numbers, Values
from groundswell.calibrate.problem import Population, Problem
from groundswell.engine import draws
from groundswell.engine.kernel import kernel
from groundswell.errors import RunError

ATTEMPTS = 1000  # draws of one candidate before the prior is refused
TRIALS = 16_384  # attempts from which Z and P are measured: their error is below 0.4 % where nine in ten are inside
SPREAD = 2.0  # kernel covariance in covariances of the population
LEAST_VARIANCE = 1e-12  # of a parameter on which all particles agree


class Proposed(NamedTuple):
    """Candidates with their importance weights: prior over proposal, both as densities."""

    points: Values
    weights: Values


class Proposal(Protocol):
    """A distribution to draw candidates from."""

    def attempt(self, seed: int, numbers: Numbers, attempt: int) -> Values:
        """One place a candidate, allowed or not."""

    def log_density(self, points: Values) -> Values:
        """Logarithm of the density of first attempts at these places of the unit cube."""


@dataclass(frozen=True)
class FromPrior:
    """Candidates fall evenly over the unit cube."""

    dimensions: int

    def attempt(self, seed: int, numbers: Numbers, attempt: int) -> Values:
        return luck.uniforms(seed, luck.PRIOR_POINT, numbers, attempt, self.dimensions)

    def log_density(self, points: Values) -> Values:
        return np.zeros(len(points))


@dataclass(frozen=True)
class AroundParticles:
    """Candidates fall around the particles of a population, by a normal kernel in logit space."""

    centers: Values
    weights: Values
    root: Values

    @classmethod
    def of(cls, population: Population) -> "AroundParticles":
        centers = luck.logit(population.points)
        return cls(centers, population.weights, cholesky(SPREAD * covariance(centers, population.weights)))

    def attempt(self, seed: int, numbers: Numbers, attempt: int) -> Values:
        dimensions = self.centers.shape[1]
        chance = luck.uniforms(seed, luck.ANCESTOR, numbers, attempt, 1)[:, 0]
        below = np.cumsum(self.weights)
        ancestor = np.minimum(np.searchsorted(below, chance * below[-1], side="right"), len(below) - 1)
        kick = luck.normals(seed, luck.KICK, numbers, attempt, dimensions)
        places = self.centers[ancestor]
        for k in range(dimensions):
            places = places + kick[:, k, None] * self.root[:, k]
        return luck.logistic(places)

    def log_density(self, points: Values) -> Values:
        places, out = self._whitened(luck.logit(points)), np.empty(len(points))
        log_mixture(places, self._white_centers, self.weights, out)
        return out + self._log_height - log_volume(points)

    @cached_property
    def _white_centers(self) -> Values:
        return self._whitened(self.centers)

    @cached_property
    def _log_height(self) -> float:
        """Logarithm of what the kernel's exponential is multiplied by."""
        return -math.fsum(draws.log(math.sqrt(2.0 * math.pi) * self.root[k, k]) for k in range(len(self.root)))

    def _whitened(self, places: Values) -> Values:
        """Coordinates in which the kernel is round: the triangular system is solved row by row."""
        white = np.empty_like(places)
        for k in range(places.shape[1]):
            rest = places[:, k].copy()
            for m in range(k):
                rest -= self.root[k, m] * white[:, m]
            white[:, k] = rest / self.root[k, k]
        return white


def propose(problem: Problem, proposal: Proposal, seed: int, numbers: Numbers, ratio: float) -> Proposed:
    """Draws one candidate a number, each until the prior allows it, and weighs it by prior over proposal.

    `ratio` is Z/P, the share of first attempts inside over the prior's volume.

    Raises RunError when the prior refuses a candidate a thousand times.
    """
    points = np.empty((len(numbers), len(problem.names)))
    waiting = np.arange(len(numbers))
    for attempt in range(ATTEMPTS):
        points[waiting] = proposal.attempt(seed, numbers[waiting], attempt)
        waiting = waiting[~allowed(problem, points[waiting])]
        if waiting.size == 0:
            return Proposed(points, ratio * luck.exp(-proposal.log_density(points)))
    raise RunError.of(
        f"candidate {numbers[waiting[0]]}",
        f"outside the prior's support {ATTEMPTS} times",
        "a prior that allows some part of what is proposed",
        "look at `inside` of the problem",
    )


def inside_share(problem: Problem, proposal: Proposal, seed: int) -> float:
    """The share of first attempts that the prior allows, from many attempts that nobody simulates."""
    trials = np.arange(luck.FIRST_TRIAL, luck.FIRST_TRIAL + TRIALS, dtype=np.uint64)
    return float(np.count_nonzero(allowed(problem, proposal.attempt(seed, trials, 0)))) / TRIALS


def allowed(problem: Problem, points: Values) -> NDArray[np.bool_]:
    """Which places lie in the open cube and in the prior's support."""
    found = np.flatnonzero(((points > 0.0) & (points < 1.0)).all(axis=1))
    answer = np.zeros(len(points), np.bool_)
    answer[found] = problem.inside(points[found])
    return answer


def covariance(places: Values, weights: Values) -> Values:
    """The weighted covariance of a population, drawn towards its diagonal as far as particles are few.

    S ← (1 − λ) S + λ diag S,   λ = d / (d + ESS)

    d dimensions · ESS effective number of particles.
    """
    share = weights / math.fsum(weights)
    found = np.empty((places.shape[1], places.shape[1]))
    weighted_covariance(places, share, found)
    effective = 1.0 / math.fsum(share * share)
    shrunk = found * (effective / (len(found) + effective))
    np.fill_diagonal(shrunk, np.maximum(np.diag(found), LEAST_VARIANCE))
    return shrunk


def cholesky(matrix: Values) -> Values:
    """The lower triangular root of a covariance, by the textbook's loops, so that no library orders the sums."""
    size = len(matrix)
    root = np.zeros((size, size))
    for i in range(size):
        for j in range(i + 1):
            rest = float(matrix[i, j])
            for k in range(j):
                rest -= float(root[i, k] * root[j, k])
            root[i, j] = math.sqrt(max(rest, LEAST_VARIANCE)) if i == j else rest / float(root[j, j])
    return root


def log_volume(points: Values) -> Values:
    """log Π u(1 − u): how much smaller a piece of the cube is than the same piece of logit space."""
    out = np.zeros(len(points))
    for k in range(points.shape[1]):
        out = out + luck.log(points[:, k] * (1.0 - points[:, k]))
    return out


def _log_mixture_loop(places: Any, centers: Any, weights: Any, out: Any) -> None:
    """log Σ_j w_j exp(−½|z − z_j|²) at each place, from the first particle to the last, about the nearest one."""
    squares = np.empty(centers.shape[0])
    for i in range(places.shape[0]):
        for j in range(centers.shape[0]):
            squares[j] = 0.0
            for k in range(centers.shape[1]):
                squares[j] += (places[i, k] - centers[j, k]) * (places[i, k] - centers[j, k])
        nearest, total = squares.min(), 0.0
        for j in range(centers.shape[0]):
            total += weights[j] * draws.exp(0.5 * (nearest - squares[j]))
        out[i] = draws.log(total) - 0.5 * nearest


def _weighted_covariance_loop(places: Any, share: Any, out: Any) -> None:
    """Σ_i s_i (y_i − ȳ)(y_i − ȳ)ᵀ, every sum from the first particle to the last."""
    size = places.shape[1]
    mean = np.zeros(size)
    for i in range(places.shape[0]):
        for k in range(size):
            mean[k] += share[i] * places[i, k]
    out[:, :] = 0.0
    for i in range(places.shape[0]):
        for k in range(size):
            for m in range(size):
                out[k, m] += share[i] * (places[i, k] - mean[k]) * (places[i, m] - mean[m])


# Compiled here and not by a decorator, so that types are checked.
log_mixture, weighted_covariance = kernel(_log_mixture_loop), kernel(_weighted_covariance_loop)
