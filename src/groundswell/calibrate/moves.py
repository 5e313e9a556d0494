"""Moves the particles of one fit until they fit another problem: what a variant of a model needs at a small budget.

Each particle of the start is tried under the new problem. Then, sweep after sweep, the half that lies farther off is
replaced by copies of the nearer half, and every particle is moved by a small step that is taken only if it stays within
the threshold:

    y' = y + h·L·ε        taken if d(y') ≤ δ and U < Π_k u'_k(1 − u'_k) / Π_k u_k(1 − u_k)

y a particle in logit space · L root of the start's covariance, ε standard normal · h the step [1] · δ the median distance
of the sweep before · u the place in the cube, where the prior is uniform · U uniform

A population drawn from one wide kernel needs thousands of candidates before it is as near as the particles it came from:
with 58 parameters, candidates from a normal density with the covariance of a fit lay at 11.0 in the median where its
particles, run again, lie at 5.6. Small steps stay near, and since they are taken by the Metropolis rule
particles need no weights, which small kernels leave to a handful.

Source:  sequential Monte Carlo with moves, Del Moral, Doucet & Jasra (2012); Metropolis moves without likelihoods, Marjoram,
         Molitor, Plagnol & Tavaré (2003).
Departs: the threshold is the median of the distances, not chosen by the effective sample; one move a sweep.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from groundswell.calibrate import luck
from groundswell.calibrate.algebra import cholesky, mean_and_covariance
from groundswell.calibrate.problem import Generation, Numbers, Population, Problem, Simulated, Values
from groundswell.calibrate.proposals import drawn_to_diagonal
from groundswell.ensemble.work import Crew, processors

STEP = 0.25  # of the start's spread: candidates a fifth as far again lie at 6.3 in the median, not at 11.0
BATCH = 8
Progress = Callable[[int, int, dict[str, Any]], object]


def moved(
    problem: Problem,
    start: Population,
    *,
    seed: int,
    particles: int,
    budget: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Population:
    """The particles of `start` after they have been moved to fit `problem`: `particles` of equal weight, `budget` evaluations.

    Any number of workers finds the same bits.
    """
    numbers = np.arange(particles, dtype=np.uint64)
    points = start.points[picked(start.weights, seed, particles)]
    root = cholesky(drawn_to_diagonal(mean_and_covariance(luck.logit(start.points), start.weights)[1], start.weights))
    sweeps = max(1, budget // particles)
    crew = Crew(None, workers or processors(), False)
    with crew.at_work():
        found = simulated(problem, points, seed, numbers, crew)
        generations = [_told(0, particles, particles, found.distance)]
        for sweep in range(1, sweeps):
            threshold = float(np.median(found.distance))
            keep = copied(found.distance <= threshold, seed, sweep)
            points, found, numbers = points[keep], Simulated(found.distance[keep], found.summaries[keep]), numbers[keep]
            tried = np.arange(sweep * particles, (sweep + 1) * particles, dtype=np.uint64)
            steps = STEP * luck.normals(seed, luck.KICK, tried, 0, points.shape[1])
            candidates = luck.logistic(luck.logit(points) + sum(steps[:, k, None] * root[:, k] for k in range(len(root))))
            new = simulated(problem, candidates, seed, tried, crew)
            taken = (new.distance <= threshold) & problem.inside(candidates) & allowed(points, candidates, seed, tried)
            points, numbers = np.where(taken[:, None], candidates, points), np.where(taken, tried, numbers)
            summaries = np.where(taken[:, None], new.summaries, found.summaries)
            found = Simulated(np.where(taken, new.distance, found.distance), summaries)
            generations.append(_told(sweep, particles, int(taken.sum()), found.distance))
            if progress is not None:
                answer = {"generation": sweep, "threshold": generations[-1].threshold, "acceptance": generations[-1].acceptance}
                progress((sweep + 1) * particles, budget, answer)
    weights = np.full(particles, 1.0 / particles)
    return Population(problem.names, problem.summary_names, points, weights, *found, numbers, tuple(generations))


def simulated(problem: Problem, points: Values, seed: int, numbers: Numbers, crew: Crew) -> Simulated:
    """All points under a problem, a few at a time by each worker."""
    rows = [slice(at, at + BATCH) for at in range(0, len(points), BATCH)]
    waiting = [crew.executor.submit(problem.simulate, points[part], seed, numbers[part]) for part in rows]
    found = [future.result() for future in waiting]
    distance = np.concatenate([one.distance for one in found])
    return Simulated(np.where(np.isnan(distance), math.inf, distance), np.concatenate([one.summaries for one in found]))


def picked(weights: Values, seed: int, size: int) -> Any:
    """Particles by their weight, evenly spaced through the cumulative sum from one random start (systematic resampling).

    >>> picked(np.array([0.75, 0.25]), 1, 4).tolist()
    [0, 0, 0, 1]
    """
    first = luck.uniforms(seed, luck.ANCESTOR, np.zeros(1, np.uint64), 0, 1)[0, 0]
    below = np.cumsum(weights)
    places = (np.arange(size) + first) / size * below[-1]
    return np.minimum(np.searchsorted(below, places, side="right"), len(weights) - 1)


def copied(near: Any, seed: int, sweep: int) -> Any:
    """For each particle itself, if it is near, or one of the near ones by chance."""
    rows, alive = np.arange(len(near)), np.flatnonzero(near)
    chance = luck.uniforms(seed, luck.RESAMPLE, rows.astype(np.uint64), sweep, 1)[:, 0]
    other = alive[np.minimum((chance * len(alive)).astype(np.intp), len(alive) - 1)]
    return np.where(near, rows, other)


def allowed(points: Values, candidates: Values, seed: int, numbers: Numbers) -> Any:
    """Whether the prior lets a step be taken: always towards the middle of the cube, by chance towards its faces."""
    ratio = np.prod(candidates * (1.0 - candidates) / (points * (1.0 - points)), axis=1)
    return luck.uniforms(seed, luck.BRANCH, numbers, 0, 1)[:, 0] < ratio


def _told(sweep: int, particles: int, taken: int, distances: Values) -> Generation:
    worst = float(np.max(distances[np.isfinite(distances)], initial=0.0))
    return Generation(sweep, (sweep + 1) * particles, int(np.count_nonzero(~np.isfinite(distances))), taken, taken / particles, worst,
                      float(particles), 1.0)  # fmt: skip
