"""When a citizen is active, as an inequality between whole numbers.

A citizen of hardship H and risk aversion R is active iff

    H·(1 − L) − R·(1 − e^(−k·c)) > T,    c = C/A, whole, real or rounded

The left side falls as c grows, so there is one critical ratio c* at which the citizen gives up:

    c* = −ln(1 − (H·(1 − L) − T)/R) / k,    0 where the grievance alone is too small, ∞ where any risk is too small

and it is active iff c < c*. C and A count cells of a window, so that c takes few values, and the
inequality becomes C·q < p·A + b. Whole ratio: q = 1, p the ratios below c*. Rounded: q = 2, p one less
than twice that; b = 1 where halves go to the even number and the last of those ratios is even, 0 where
halves go up. Real: p/q the least fraction of two such counts that is not below c*.
"""

import math

import numpy as np

from groundswell.engine.draws import exp, log
from groundswell.models.epstein.words import RULE, RULE_B, RULE_P, RULE_Q, U
from groundswell.models.kernel import kernel

RATIOS = ("floor", "real", "rounded", "rounded-up")
FLOOR, REAL, ROUNDED, ROUNDED_UP = range(4)


@kernel
def critical_ratio(hardship, aversion, legitimacy, threshold, arrest_constant):
    """The ratio of cops to active citizens at which a citizen is no longer active; 0 where it never is.

    >>> critical_ratio(0.9, 0.5, 0.2, 0.1, 2.3)
    inf
    >>> round(critical_ratio(0.9, 0.5, 0.82, 0.1, 2.3), 4)
    0.0576
    >>> critical_ratio(0.5, 0.5, 0.82, 0.1, 2.3)
    0.0
    """
    margin = hardship * (1.0 - legitimacy) - threshold
    if margin <= 0.0:
        return 0.0
    if margin >= aversion or arrest_constant == 0.0:
        return math.inf
    return -log(1.0 - margin / aversion) / arrest_constant


@kernel
def arrest_probability(ratio, arrest_constant):
    """The chance of arrest that a citizen expects at a ratio of cops to active citizens: 1 − e^(−k·c).

    >>> round(arrest_probability(1.0, 2.3), 4)
    0.8997
    """
    return 1.0 - exp(-arrest_constant * ratio)


@kernel
def least_fraction(critical, most):
    """The least fraction p/q, with p and q up to `most`, that is not below a number; 1/0 where each is (Stern–Brocot).

    >>> least_fraction(0.3, 7)
    (1, 3)
    >>> least_fraction(9.5, 7)
    (1, 0)
    """
    low_p, low_q, p, q = 0, 1, 1, 0
    while low_p + p <= most and low_q + q <= most:
        if (low_p + p) / (low_q + q) < critical:
            low_p, low_q = low_p + p, low_q + q
        else:
            p, q = low_p + p, low_q + q
    return p, q


@kernel
def rule(critical, ratio, most):
    """p, q and b of a citizen who sees at most so many others: active iff C·q < p·A + b."""
    if critical <= 0.0:
        return 0, 1, 0
    if ratio == REAL:
        p, q = least_fraction(critical, most + 1)
        return p, q, 0
    below = math.ceil(min(critical, most + 1.0))
    if ratio == FLOOR:
        return below, 1, 0
    return 2 * below - 1, 2, (below & 1 if ratio == ROUNDED else 0)


@kernel
def write_rules(agents, critical, ratio, most):
    """Writes the rule of each citizen into its word."""
    for i in range(critical.shape[0]):
        p, q, b = rule(critical[i], ratio, most)
        agents[i] = (agents[i] & ~RULE) | (U(p) << RULE_P) | (U(q) << RULE_Q) | (U(b) << RULE_B)


@kernel
def write_critical(critical, hardship, aversion, legitimacy, threshold, arrest_constant):
    """Writes the critical ratio of each citizen."""
    for i in range(critical.shape[0]):
        critical[i] = critical_ratio(hardship[i], aversion[i], legitimacy, threshold, arrest_constant)


@kernel
def seen_ratio(cops, actives, ratio):
    """The ratio that a citizen goes by, where it counts so many cops and so many active citizens, itself among them."""
    if ratio == FLOOR:
        return np.float64(cops // actives)
    if ratio == ROUNDED_UP:
        return np.float64((2 * cops + actives) // (2 * actives))
    real = cops / actives
    return np.float64(np.rint(real)) if ratio == ROUNDED else real


def share_active_without_cops(legitimacy: float, threshold: float) -> float:
    """The share of citizens who are active where nobody can arrest them: 1 − T/(1 − L), and 0 where that is less.

    >>> round(share_active_without_cops(0.82, 0.1), 4)
    0.4444
    """
    gap = 1.0 - legitimacy
    return max(0.0, 1.0 - threshold / gap) if gap > 0 else 0.0
