"""Where the next candidates are looked for: in the prior, or around the particles of a population.

Around a population each particle carries a normal kernel in logit space, drawn towards their mean:

    q(u) = Σ_j w_j N(logit u; ȳ + a (y_j − ȳ), c h² S) / Π_k u_k (1 − u_k) / Z      a² + h² = 1;  u inside, else 0

u the place [0–1] · y_j the particles in logit space, w_j their weights, ȳ their mean, S their covariance · h the
bandwidth [0–1] · c the spread, 1 + 2/d · the product is the change of volume between the cube and logit
space · Z the share of first attempts inside: a candidate is drawn again, ancestor and kick, until the prior allows its place.

For any h the mixture has the mean and the covariance of the population: a small h follows bent or parted populations,
h = 1 is a single normal density. With many parameters narrow kernels leave a handful of particles all the weight
(30 parameters, 500 particles: 2 effective ones), and with bent populations a single density wastes most candidates; so h
is the one under which the particles are likeliest when each is left out in turn. The spread keeps some candidates in the
tails: with 2 parameters and none, twice as many truths as should lay outside of all particles. With 30 parameters 1 + 2/d
left a threshold 4 % wider and no more effective particles.

Source:  kernels drawn towards the mean, West (1993), Liu & West (2001); leaving one out, Habbema, Hermans & van den Broek
         (1974); covariance drawn towards its diagonal, Schäfer & Strimmer (2005).
Departs: Lenormand et al. (2013) take kernels about the particles themselves with twice their covariance.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate import luck
from groundswell.calibrate.algebra import LEAST_VARIANCE, cholesky, inner_products, log_mean, mean_and_covariance, whitened
from groundswell.calibrate.luck import Numbers, Values
from groundswell.calibrate.problem import Population, Problem
from groundswell.engine import draws
from groundswell.engine.kernel import kernel
from groundswell.errors import RunError

ATTEMPTS = 1000  # draws of one candidate before the prior is refused
TRIALS = 16_384  # attempts from which Z is measured: its error is below 0.3 % where nine in ten are inside
BANDWIDTHS = (0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1.0)  # tried; two neighbors hardly differ in likelihood
TINY = 1e-300  # in place of a likelihood that has underflowed


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
    """Candidates fall around particles, by one normal kernel in logit space."""

    centers: Values
    weights: Values
    root: Values

    @classmethod
    def of(cls, population: Population) -> "AroundParticles":
        """The kernels, of the bandwidths tried, under which the particles are likeliest when each is left out in turn."""
        places, weights = luck.logit(population.points), population.weights / math.fsum(population.weights)
        mean, found = mean_and_covariance(places, weights)
        root = cholesky(drawn_to_diagonal(found, weights))
        bandwidth = likeliest_bandwidth(whitened(places - mean, root), weights)
        root = math.sqrt(1.0 + 2.0 / len(root)) * root
        if bandwidth == 1.0:
            return cls(mean[None, :], np.ones(1), root)
        return cls(mean + math.sqrt(1.0 - bandwidth**2) * (places - mean), weights, bandwidth * root)

    def attempt(self, seed: int, numbers: Numbers, attempt: int) -> Values:
        chance = luck.uniforms(seed, luck.ANCESTOR, numbers, attempt, 1)[:, 0]
        below = np.cumsum(self.weights)
        ancestor = np.minimum(np.searchsorted(below, chance * below[-1], side="right"), len(below) - 1)
        kick = luck.normals(seed, luck.KICK, numbers, attempt, len(self.root))
        places = self.centers[ancestor]
        for k in range(len(self.root)):
            places = places + kick[:, k, None] * self.root[:, k]
        return luck.logistic(places)

    def log_density(self, points: Values) -> Values:
        out = np.empty(len(points))
        log_mixture(whitened(luck.logit(points), self.root), self._white_centers, self.weights, out)
        return out + self._log_height - log_volume(points)

    @cached_property
    def _white_centers(self) -> Values:
        return whitened(self.centers, self.root)

    @cached_property
    def _log_height(self) -> float:
        """Logarithm of what the kernel's exponential is multiplied by."""
        return -math.fsum(draws.log(math.sqrt(2.0 * math.pi) * self.root[k, k]) for k in range(len(self.root)))


@dataclass(frozen=True)
class Blend:
    """Most candidates come from one distribution, a share of them from another."""

    most: Proposal
    other: Proposal
    share: float

    def attempt(self, seed: int, numbers: Numbers, attempt: int) -> Values:
        chance = luck.uniforms(seed, luck.BRANCH, numbers, attempt, 1)
        most, other = self.most.attempt(seed, numbers, attempt), self.other.attempt(seed, numbers, attempt)
        return np.asarray(np.where(chance < self.share, other, most))

    def log_density(self, points: Values) -> Values:
        columns = [self.most.log_density(points), self.other.log_density(points)]
        return log_mean(np.stack(columns, axis=1), np.array([1.0 - self.share, self.share]))


def propose(problem: Problem, proposal: Proposal, seed: int, numbers: Numbers) -> Values:
    """Draws one candidate a number, each until the prior allows it.

    Raises RunError when the prior refuses a candidate a thousand times.
    """
    points = np.empty((len(numbers), len(problem.names)))
    waiting = np.arange(len(numbers))
    for attempt in range(ATTEMPTS):
        points[waiting] = proposal.attempt(seed, numbers[waiting], attempt)
        waiting = waiting[~allowed(problem, points[waiting])]
        if waiting.size == 0:
            return points
    raise RunError.of(
        f"candidate {numbers[waiting[0]]}",
        f"outside the prior's support {ATTEMPTS} times",
        "a prior that allows some part of what is proposed",
        "look at `inside` of the problem",
    )


def inside_share(problem: Problem, proposal: Proposal, seed: int) -> float:
    """The share of first attempts that the prior allows, from many attempts that nobody simulates.

    Raises RunError when it allows none of them.
    """
    trials = np.arange(luck.FIRST_TRIAL, luck.FIRST_TRIAL + TRIALS, dtype=np.uint64)
    found = int(np.count_nonzero(allowed(problem, proposal.attempt(seed, trials, 0))))
    if found == 0:
        got = f"none of {TRIALS} places are inside the prior's support"
        raise RunError.of("the prior", got, "a prior that allows some places", "look at `inside` of the problem")
    return found / TRIALS


def allowed(problem: Problem, points: Values) -> NDArray[np.bool_]:
    """Which places lie in the open cube and in the prior's support."""
    found = np.flatnonzero(((points > 0.0) & (points < 1.0)).all(axis=1))
    answer = np.zeros(len(points), np.bool_)
    answer[found] = problem.inside(points[found])
    return answer


def drawn_to_diagonal(found: Values, weights: Values) -> Values:
    """A weighted covariance, its correlations drawn towards zero as far as they may be chance.

    r_km ← (1 − λ) r_km,   λ = min(1, Σ_{k≠m} (1 − r²)² / ESS / Σ_{k≠m} r²)

    r correlations · ESS effective number of particles · the sum above the line is what chance alone would give.
    """
    size = len(found)
    deviation = np.sqrt(np.maximum(np.diag(found), LEAST_VARIANCE))
    squares = (found / (deviation[:, None] * deviation)) ** 2
    squares = squares[~np.eye(size, dtype=np.bool_)]
    chance = math.fsum((1.0 - squares) ** 2) * math.fsum(weights * weights)
    kept = max(0.0, 1.0 - chance / max(math.fsum(squares), TINY)) if size > 1 else 1.0
    shrunk = kept * found
    np.fill_diagonal(shrunk, deviation**2)
    return shrunk


def likeliest_bandwidth(white: Values, weights: Values) -> float:
    """The bandwidth under whose kernels the particles are likeliest on average, each left out in turn.

    `white` are the particles in coordinates in which their mean is 0 and their covariance is round.
    """
    products, out, likelihood = inner_products(white), np.empty(len(white)), []
    for bandwidth in BANDWIDTHS:
        log_left_out(products, weights, bandwidth, out)
        likelihood.append(math.fsum(weights * out) - white.shape[1] * float(draws.log(bandwidth)))
    return BANDWIDTHS[int(np.argmax(likelihood))]


def log_volume(points: Values) -> Values:
    """log Π u(1 − u): how much smaller a piece of the cube is than the same piece of logit space."""
    out = np.zeros(len(points))
    for k in range(points.shape[1]):
        out = out + luck.log(points[:, k] * (1.0 - points[:, k]))
    return out


def _log_mixture_loop(places: Any, centers: Any, weights: Any, out: Any) -> None:
    """log Σ_j w_j exp(−½|z − z_j|²) at each place, from the first center to the last, about the nearest one."""
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


def _log_left_out_loop(products: Any, weights: Any, bandwidth: Any, out: Any) -> None:
    """log Σ_{j≠i} w_j exp(−|z_i − a z_j|² / 2h²) / Σ_{j≠i} w_j; at h = 1 all kernels lie at 0."""
    drawn, scale = math.sqrt(1.0 - bandwidth * bandwidth), -0.5 / (bandwidth * bandwidth)
    for i in range(products.shape[0]):
        if bandwidth == 1.0:
            out[i] = scale * products[i, i]
            continue
        total, mass = 0.0, 0.0
        for j in range(products.shape[0]):
            if j != i:
                square = products[i, i] - 2.0 * drawn * products[i, j] + drawn * drawn * products[j, j]
                total += weights[j] * draws.exp(scale * square)
                mass += weights[j]
        out[i] = draws.log(max(total, TINY)) - draws.log(max(mass, TINY))


# Compiled here and not by a decorator, so that types are checked.
log_mixture, log_left_out = kernel(_log_mixture_loop), kernel(_log_left_out_loop)
