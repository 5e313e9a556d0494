"""Burbeck, Raine & Stark (1978), "The dynamics of riot growth: An epidemiological approach", Journal of Mathematical Sociology 6, 1-22:
one riot in one place, in the notation of later work.

lambda(t) >= 0 is the riot's activity (people rioting), sigma(t) >= 0 the reservoir of people who may still join, both in the same unit
(people, or shares of a population):

    sigma'  = -sigma * Psi(lambda)
    lambda' = -omega * lambda + sigma * Psi(lambda)         with Psi(lambda) = beta * lambda

omega > 0 is the rate of leaving (per unit of time), beta > 0 the contagion rate (per unit of time and unit of people). Whoever left does
not come back. Time is continuous and starts in the given state; R0 = beta * sigma(0) / omega.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq


def slope(activity: float, reservoir: float, omega: float, beta: float) -> tuple[float, float]:
    """(lambda', sigma') per unit of time."""
    joining = beta * activity * reservoir
    return -omega * activity + joining, -joining


def trajectory(times: Sequence[float], activity: float, reservoir: float, omega: float, beta: float) -> tuple[np.ndarray, np.ndarray]:
    """(lambda, sigma) at increasing `times` >= 0, from lambda = `activity` and sigma = `reservoir` at time 0.

    Solved for the logarithms of both (each must start above zero), so that neither can turn negative.
    """
    times = np.asarray(times, dtype=float)

    def right_side(_: float, logs: np.ndarray) -> list[float]:
        return [-omega + beta * math.exp(logs[1]), -beta * math.exp(logs[0])]

    solution = solve_ivp(
        right_side, (0.0, max(times[-1], 1e-12)), [math.log(activity), math.log(reservoir)], method="DOP853", t_eval=times, rtol=1e-12,
        atol=1e-12
    )
    return np.exp(solution.y[0]), np.exp(solution.y[1])


def invariant(activity: float, reservoir: float, omega: float, beta: float) -> float:
    """lambda + sigma - (omega / beta) ln sigma: the same at all times."""
    return activity + reservoir - omega / beta * math.log(reservoir)


def reservoir_left(activity: float, reservoir: float, omega: float, beta: float) -> float:
    """sigma after the riot (time to infinity), from lambda = activity > 0 and sigma = reservoir > 0.

    The root below omega / beta of s - (omega / beta) ln s = invariant.
    """
    constant = invariant(activity, reservoir, omega, beta)
    turn = omega / beta

    def gap(log_share: float) -> float:
        return turn * math.exp(log_share) - turn * (log_share + math.log(turn)) - constant

    low = -1.0
    while gap(low) < 0:
        low *= 2.0
    return turn * math.exp(brentq(gap, low, 0.0, xtol=1e-15, rtol=1e-14))


def final_size(activity: float, reservoir: float, omega: float, beta: float) -> float:
    """People of the reservoir who have joined in the end, in its unit; those already active at the start are not counted."""
    return reservoir - reservoir_left(activity, reservoir, omega, beta)


def final_share(r0: float) -> float:
    """Share z of the reservoir that joins when the start is vanishingly small: largest root of z = 1 - exp(-R0 z); 0 for R0 <= 1."""
    if r0 <= 1.0:
        return 0.0
    return brentq(lambda z: 1.0 - math.exp(-r0 * z) - z, 1e-12 if r0 > 1.001 else (r0 - 1.0), 1.0, xtol=1e-15, rtol=1e-14)


def peak_activity(activity: float, reservoir: float, omega: float, beta: float) -> float:
    """Largest lambda at any time >= 0: reached where sigma = omega / beta, or the start itself when beta * reservoir <= omega."""
    turn = omega / beta
    if reservoir <= turn:
        return activity
    return activity + reservoir - turn * (1.0 + math.log(reservoir / turn))


def peak_share(r0: float) -> float:
    """Largest lambda as a share of the reservoir for a vanishingly small start: 1 - (1 + ln R0) / R0; 0 for R0 <= 1."""
    return 0.0 if r0 <= 1.0 else 1.0 - (1.0 + math.log(r0)) / r0
