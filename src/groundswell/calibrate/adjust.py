"""Moves particles to where they would lie had their summaries been those of the record.

A population holds all that came within a threshold of the record, so it is wider than the posterior. As far as
parameters follow the summaries in a straight line, that can be taken out: in logit space

    y_i* = y_i − (s_i − s_obs) β        β = argmin Σ_i W_i |y_i − α − (s_i − s_obs) β|² + λ |β|²
    W_i = w_i (1 − (d_i / δ)²)           Epanechnikov: the farthest counts nothing

y the particle's logit (d) · s its summaries, each in its own standard deviations (k) · s_obs the record's · w its weight ·
d its distance, δ the largest · λ ridge. In logit space a particle can move as far as it likes and stays in the cube.

Summaries must be of the same kind as the record's. A record is one history, so particles need summaries of one history
each; means over many histories hold less luck than the record does, and a regression on them promises too much.

Source:  Beaumont, Zhang & Balding (2002); the logit, Hamilton et al. (2005); ridge, Blum, Nunes, Prangle & Sisson (2013);
         its size by generalized cross-validation, Golub, Heath & Wahba (1979).
Departs: distances need not be Euclidean in the summaries; whatever distance chose the particles weighs them.
"""

import math
from typing import NamedTuple

import numpy as np

from groundswell.calibrate import luck
from groundswell.calibrate.algebra import cholesky, mean_and_covariance, ordered_columns, ordered_product, whitened
from groundswell.calibrate.problem import Population, Values
from groundswell.errors import UsageError

RIDGES = tuple(10.0**power for power in range(3, -7, -1))  # tried, in variances of a summary; the largest of equals wins
EDGE = 1e-12  # a summary that varies less than this, in its own units, says nothing
FARTHEST = 36.0  # in logit space; beyond, a double is 0 or 1 itself
LEAST = 2.0**-53  # how near to a face of the cube a double can lie


class Adjusted(NamedTuple):
    """Where particles went, and what they now weigh.

    points (n, d) in the unit cube · weights (n,), their sum is 1 · slopes (k, d): how far logits move when a summary
    moves by its standard deviation · explained (d,): share of the variance that the summaries account for [0–1] · ridge
    """

    points: Values
    weights: Values
    slopes: Values
    explained: Values
    ridge: float


def adjusted(population: Population, observed: Values) -> Population:
    """The population after regression on its summaries, moved to the `observed` ones (k,).

    Particles at the threshold itself lose all weight. Raises UsageError for another number of summaries, or for summaries
    that are no numbers.

    >>> import numpy as np
    >>> from groundswell.calibrate.problem import Population
    >>> points = np.linspace(0.2, 0.8, 61)[:, None]
    >>> found = Population(("a",), ("s",), points, np.full(61, 1 / 61), abs(points[:, 0] - 0.5), np.log(points / (1 - points)),
    ...                    np.arange(61, dtype=np.uint64))
    >>> moved = adjusted(found, np.array([0.0]))
    >>> bool(abs(moved.points - 0.5).max() < 1e-3)
    True
    """
    found = regression(population.points, population.weights, population.distances, population.summaries, observed)
    return population.with_points(found.points, found.weights)


def regression(points: Values, weights: Values, distances: Values, summaries: Values, observed: Values) -> Adjusted:
    """Local-linear regression of the logits of points (n, d) on summaries (n, k), and the points it moves to `observed`.

    Where fewer than two particles lie within the threshold, or no summary varies, nothing moves.
    Raises UsageError as `adjusted` does.
    """
    _refuse(points, summaries, observed)
    local = weights * epanechnikov(distances)
    if np.count_nonzero(local) < 2:
        local = weights
    local, places = local / math.fsum(local), luck.logit(points)
    moments = _moments(summaries - observed, places, local)
    fit = _ridge(moments, local)
    moved = places
    for m in range(summaries.shape[1]):
        moved = moved - ((summaries[:, m] - observed[m]) / moments.scale[m])[:, None] * fit.slopes[m]
    inside = np.clip(luck.logistic(np.clip(moved, -FARTHEST, FARTHEST)), LEAST, 1.0 - LEAST)
    return Adjusted(inside, local, fit.slopes, fit.explained, fit.ridge)


def epanechnikov(distances: Values) -> Values:
    """1 − (d/δ)²: full weight at the record, none at the largest distance; equal where all distances are 0."""
    largest = float(distances.max())
    return np.ones(len(distances)) if largest == 0.0 else 1.0 - (distances / largest) ** 2


class _Moments(NamedTuple):
    """Second moments of summaries in their own deviations, and of logits: all that a regression reads."""

    inputs: Values  # (k, k)
    crossed: Values  # (k, d)
    outputs: Values  # (d,) variances
    scale: Values  # (k,) deviations; infinite for a summary that does not vary, so that it moves nothing


def _moments(gaps: Values, places: Values, weights: Values) -> _Moments:
    mean, found = mean_and_covariance(np.hstack([gaps, places]), weights)
    k = gaps.shape[1]
    spread = np.sqrt(np.diag(found)[:k])
    scale = np.where(spread > EDGE * np.maximum(1.0, np.abs(mean[:k])), spread, np.inf)
    return _Moments(found[:k, :k] / (scale[:, None] * scale), found[:k, k:] / scale[:, None], np.diag(found)[k:], scale)


class _Fit(NamedTuple):
    slopes: Values
    explained: Values
    ridge: float
    error: float


def _ridge(moments: _Moments, weights: Values) -> _Fit:
    """The ridge regression whose error on particles left out is least, by generalized cross-validation."""
    effective = 1.0 / math.fsum(weights * weights)
    fits = [_regressed(moments, ridge, effective) for ridge in RIDGES]
    return min(fits, key=lambda fit: fit.error)


def _regressed(moments: _Moments, ridge: float, effective: float) -> _Fit:
    size = len(moments.inputs)
    root = cholesky(moments.inputs + ridge * np.eye(size))
    inverse = whitened(np.eye(size), root)  # of the root, transposed
    slopes = ordered_product(inverse, ordered_product(inverse.T, moments.crossed))
    missed = moments.outputs - ordered_columns(slopes * moments.crossed) - ridge * ordered_columns(slopes**2)
    freedom = 1.0 + size - ridge * math.fsum((inverse**2).ravel())
    error = math.fsum(missed) / (1.0 - freedom / effective) ** 2 if freedom < effective else math.inf
    return _Fit(slopes, 1.0 - missed / np.maximum(moments.outputs, EDGE), ridge, error)


def _refuse(points: Values, summaries: Values, observed: Values) -> None:
    if observed.shape != (summaries.shape[1],):
        expected = f"shape ({summaries.shape[1]},), one number a summary"
        raise UsageError.of("observed", f"shape {observed.shape}", expected, "give them in the order of summary_names")
    if not (np.isfinite(summaries).all() and np.isfinite(observed).all()):
        hint = "let `simulate` return NaN as the distance where a summary cannot be told"
        raise UsageError.of("summaries", "values that are no numbers", "finite summaries", hint)
