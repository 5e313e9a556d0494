"""The global game of regime change, worked out a second time from the papers.

Morris, S. and Shin, H. S. (2003). Global games: theory and applications. In Advances in Economics and Econometrics.
Angeletos, G.-M., Hellwig, C. and Pavan, A. (2007). Dynamic global games of regime change. Econometrica 75, 711-756.

The regime has strength theta, normal with mean z and precision (one over the variance) alpha. A continuum of people each
see x = theta + noise, the noise normal with mean 0 and precision beta. The regime falls when the share A who attack is at
least theta (weak). Attacking pays 1 - c if it falls and -c if not; staying home pays 0. An equilibrium in cut-offs is a
pair (x*, theta*): attack when x <= x*, fall when theta <= theta*. One move, no time.
"""

from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm


def uniqueness_bound(alpha):
    """The smallest precision beta of private signals with one equilibrium for every z and c: alpha^2 / (2 pi), included."""
    return alpha**2 / (2 * np.pi)


def equilibria(alpha, beta, z, c):
    """All cut-off equilibria as a list of (x*, theta*), in rising order of theta*: one, or three.

    alpha, beta: precisions above 0 of the common prior and of private signals. z: prior mean strength. c: cost, in (0, 1).
    Whoever sees x* must be indifferent, P(theta <= theta* | x*) = c, and at theta* the attack must just suffice,
    Phi(sqrt(beta) (x* - theta*)) = theta*. With y = sqrt(beta) (x* - theta*), so theta* = Phi(y), the two become
        alpha (Phi(y) - z) - sqrt(beta) y - sqrt(alpha + beta) Phi^-1(c) = 0,
    whose slope changes sign only where phi(y) = sqrt(beta)/alpha. Because Phi lies between 0 and 1 all roots lie between
    the roots of the two straight lines got by putting 0 and 1 for it.
    """
    if not (alpha > 0 and beta > 0 and 0 < c < 1):
        raise ValueError("precisions must be above 0 and the cost between 0 and 1")
    cost = np.sqrt(alpha + beta) * norm.ppf(c)

    def gain(y):
        return alpha * (norm.cdf(y) - z) - np.sqrt(beta) * y - cost

    low, high = (-alpha * z - cost) / np.sqrt(beta), (alpha * (1 - z) - cost) / np.sqrt(beta)
    low, high = low - 1e-9 * (1 + abs(low)), high + 1e-9 * (1 + abs(high))
    cuts = [low, high]
    slope = np.sqrt(beta) / alpha * np.sqrt(2 * np.pi)
    if slope < 1:
        turn = np.sqrt(-2 * np.log(slope))
        cuts += [y for y in (-turn, turn) if low < y < high]
    cuts.sort()

    roots = [y for y in cuts if gain(y) == 0]
    for left, right in pairwise(cuts):
        if np.sign(gain(left)) * np.sign(gain(right)) < 0:
            roots.append(brentq(gain, left, right, xtol=1e-15, rtol=1e-15, maxiter=500))
    return [(float(norm.cdf(y) + y / np.sqrt(beta)), float(norm.cdf(y))) for y in sorted(roots)]


def attack_share(theta, cutoff, beta):
    """Share of people whose signal is at most the cut-off x* when strength is theta: Phi(sqrt(beta) (x* - theta))."""
    return norm.cdf(np.sqrt(beta) * (cutoff - theta))


def belief_in_fall(x, theta_star, alpha, beta, z):
    """P(theta <= theta* | signal x): the posterior is normal, mean (beta x + alpha z)/(alpha + beta), precision alpha + beta."""
    return norm.cdf(np.sqrt(alpha + beta) * (theta_star - (beta * x + alpha * z) / (alpha + beta)))


def fall_probability(alpha, z, theta_star):
    """P(theta <= theta*) before anything is seen."""
    return norm.cdf(np.sqrt(alpha) * (theta_star - z))
