"""Sums in one fixed order: means, covariances and triangular systems whose bits no library decides.

A library of linear algebra may split a sum among threads, and a wider processor adds in another order. Here every sum
runs from the first row to the last.
"""

import math
from typing import Any

import numpy as np

from groundswell.calibrate import luck
from groundswell.calibrate.luck import Values
from groundswell.engine.kernel import kernel

LEAST_VARIANCE = 1e-12  # of a direction in which nothing varies


def mean_and_covariance(places: Values, weights: Values) -> tuple[Values, Values]:
    """Weighted mean (d,) and covariance (d, d) of places (n, d); the weights sum to 1."""
    size = places.shape[1]
    mean, found = np.empty(size), np.empty((size, size))
    _mean_and_covariance(np.ascontiguousarray(places), weights, mean, found)
    return mean, found


def inner_products(places: Values) -> Values:
    """Σ_k z_ik z_jk of every two places (n, n)."""
    out = np.empty((len(places), len(places)))
    _inner_products(np.ascontiguousarray(places), out)
    return out


def ordered_product(left: Values, right: Values) -> Values:
    """The product of two matrices, added up from the first inner index to the last."""
    out = np.zeros((left.shape[0], right.shape[1]))
    for k in range(left.shape[1]):
        out = out + left[:, k, None] * right[k]
    return out


def ordered_columns(values: Values) -> Values:
    """The sum of each column, from the first row to the last."""
    out = np.zeros(values.shape[1])
    for row in values:
        out = out + row
    return out


def log_mean(logs: Values, shares: Values) -> Values:
    """log Σ_g s_g e^(l_g) of each row, from the first column to the last, about the largest."""
    largest, total = logs.max(axis=1), np.zeros(len(logs))
    for g in range(logs.shape[1]):
        total = total + shares[g] * luck.exp(logs[:, g] - largest)
    return np.asarray(largest + luck.log(total))


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


def whitened(places: Values, root: Values) -> Values:
    """Coordinates in which a covariance of this root is round: the triangular system is solved row by row."""
    white = np.empty_like(places)
    for k in range(places.shape[1]):
        rest = places[:, k].copy()
        for m in range(k):
            rest -= root[k, m] * white[:, m]
        white[:, k] = rest / root[k, k]
    return white


def _mean_and_covariance_loop(places: Any, weights: Any, mean: Any, out: Any) -> None:
    mean[:] = 0.0
    for i in range(places.shape[0]):
        for k in range(places.shape[1]):
            mean[k] += weights[i] * places[i, k]
    out[:, :] = 0.0
    for i in range(places.shape[0]):
        for k in range(places.shape[1]):
            for m in range(places.shape[1]):
                out[k, m] += weights[i] * (places[i, k] - mean[k]) * (places[i, m] - mean[m])


def _inner_products_loop(places: Any, out: Any) -> None:
    for i in range(places.shape[0]):
        for j in range(places.shape[0]):
            out[i, j] = 0.0
            for k in range(places.shape[1]):
                out[i, j] += places[i, k] * places[j, k]


# Compiled here and not by a decorator, so that types are checked.
_mean_and_covariance, _inner_products = kernel(_mean_and_covariance_loop), kernel(_inner_products_loop)
