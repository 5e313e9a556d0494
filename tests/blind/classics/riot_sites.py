"""Bonnasse-Gahot et al. (2018), "Epidemiological modelling of the 2005 French riots: a spreading wave and the role of contagion",
Scientific Reports 8, 107 (arXiv 1701.07479).

Sites k = 0..K-1 (towns) with activity lambda_k(t) and reservoir sigma_k(t), both in events (people) of the same unit:

    Lambda_k  = sum over j of w_kj lambda_j            (a site's own activity is part of the sum, with weight w_kk)
    sigma_k'  = -sigma_k Psi(Lambda_k)
    lambda_k' = -omega lambda_k + sigma_k Psi(Lambda_k)

w_kj = xi + (1 - xi) (1 + d_kj / d0)^(-delta): xi in [0, 1] is what reaches everywhere alike (media), d0 > 0 and delta > 0 shape the fall
with distance; d in the unit of d0; a site is at distance zero from itself, so that w_kk = 1.
Psi is linear, Psi(L) = beta L, or saturates above a threshold, Psi(L) = eta (1 - exp(-gamma (L - L_c))) for L > L_c and 0 for L <= L_c.
Before the trigger at time t0 all activity is zero; at t0 the activity of one site is set to A, its reservoir stays what it was. Time in
days. Counts: N_k,d ~ independent Poisson with mean lambda_k(d + 1/2) + baseline_k, the value in the middle of day d (which covers [d, d +
1)).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import gammaln


def weights(distances: np.ndarray, d0: float, delta: float, xi: float = 0.0) -> np.ndarray:
    """The K by K matrix w_kj from the K by K matrix of distances (row k receives, column j sends)."""
    distances = np.asarray(distances, dtype=float)
    return xi + (1.0 - xi) * (1.0 + distances / d0) ** (-delta)


def linear_response(beta: float) -> Callable[[float], float]:
    """Psi(L) = beta L."""
    return lambda level: beta * level


def saturating_response(eta: float, gamma: float, threshold: float = 0.0) -> Callable[[float], float]:
    """Psi(L) = eta (1 - exp(-gamma (L - L_c))) for L > L_c (strict), else 0; eta per day, gamma per unit of activity."""
    return lambda level: eta * -math.expm1(-gamma * (level - threshold)) if level > threshold else 0.0


def slopes(
    activity: np.ndarray, reservoir: np.ndarray, weight: np.ndarray, omega: float, response: Callable[[float], float]
) -> tuple[np.ndarray, np.ndarray]:
    """(lambda', sigma') of all sites, arrays of length K, per day."""
    sites = len(activity)
    push = np.array([response(sum(weight[k][j] * activity[j] for j in range(sites))) for k in range(sites)])
    joining = reservoir * push
    return joining - omega * activity, -joining


def trajectory(
    times: Sequence[float],
    reservoir: Sequence[float],
    weight: np.ndarray,
    omega: float,
    response: Callable[[float], float],
    trigger_site: int,
    shock: float,
    trigger_time: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """(lambda, sigma), each of shape (len(times), K), at increasing `times` in days.

    Up to the trigger, that is at times < trigger_time, lambda = 0 and sigma is the start reservoir; at trigger_time lambda of the site is
    `shock`. The solver is DOP853 with relative tolerance 1e-10; the bend of Psi at its threshold costs some digits, so steps are held
    below 0.05 days.
    """
    times = np.asarray(times, dtype=float)
    start_reservoir = np.asarray(reservoir, dtype=float)
    sites = len(start_reservoir)
    activity = np.zeros(sites)
    activity[trigger_site] = shock
    lam = np.zeros((len(times), sites))
    sig = np.tile(start_reservoir, (len(times), 1))
    after = times >= trigger_time
    if not np.any(after):
        return lam, sig

    def right_side(_: float, state: np.ndarray) -> np.ndarray:
        return np.concatenate(slopes(state[:sites], state[sites:], weight, omega, response))

    end = max(float(times[-1]), trigger_time + 1e-9)
    solution = solve_ivp(
        right_side,
        (trigger_time, end),
        np.concatenate([activity, start_reservoir]),
        method="DOP853",
        t_eval=times[after],
        rtol=1e-10,
        atol=1e-12,
        max_step=0.05,
    )
    lam[after] = solution.y[:sites].T
    sig[after] = solution.y[sites:].T
    return lam, sig


def daily_means(
    days: int,
    reservoir: Sequence[float],
    weight: np.ndarray,
    omega: float,
    response: Callable[[float], float],
    trigger_site: int,
    shock: float,
    baseline: Sequence[float],
    trigger_time: float = 0.0,
) -> np.ndarray:
    """Mean counts of days 0..days-1, shape (days, K): lambda in the middle of each day plus the site's baseline (events a day)."""
    middles = np.arange(days) + 0.5
    lam, _ = trajectory(middles, reservoir, weight, omega, response, trigger_site, shock, trigger_time)
    return lam + np.asarray(baseline, dtype=float)


def log_likelihood(counts: np.ndarray, means: np.ndarray) -> float:
    """Sum over days and sites of ln Poisson(count; mean), with the -ln N! terms. At mean zero a count of zero adds 0, any other -inf."""
    total = 0.0
    for count, mean in zip(np.ravel(counts), np.ravel(means), strict=True):
        if mean > 0:
            total += count * math.log(mean) - mean - gammaln(count + 1.0)
        elif count > 0:
            return -math.inf
    return float(total)
