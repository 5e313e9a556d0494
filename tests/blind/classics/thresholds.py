"""Threshold crowds, worked out a second time from the papers.

Granovetter, M. (1978). Threshold models of collective behavior. American Journal of Sociology 83, 1420-1443.
Kuran, T. (1989). Sparks and prairie fires. Public Choice 61, 41-74; (1991). Now out of never. World Politics 44, 7-48.

Conventions of the whole file
- Weak inequality: a person acts when the number (or share) already acting is at least the threshold.
- Synchronous: a step recomputes everybody from the crowd of the step before. Nothing sticks: the next crowd depends on
  the size of the last one alone, so a crowd started too large may shrink.
- The crowd that a person compares with the threshold is that of the step before, in which a newcomer is not counted.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm


def path(thresholds, start=0):
    """The crowd, step by step, in people: r(0) = start, r(k+1) = number of people with threshold <= r(k).

    thresholds: how many people each one wants to see acting, integers or reals, one per person.
    start: people acting at first, whoever they are (a number; they are not named and need not go on).
    Returns the list r(0), r(1), ... up to the first crowd that is its own successor, which is listed once. From start 0
    the number of steps is len(list) - 1. The list is finite: a monotone map of a finite order never circles.
    """
    crowd = [start]
    while True:
        following = sum(1 for threshold in thresholds if threshold <= crowd[-1])
        if following == crowd[-1]:
            return crowd
        crowd.append(following)


def path_in_percent(thresholds, start=None):
    """Public opposition, step by step, in percent: S(k+1) = 100 * number of people with threshold <= S(k) / N.

    thresholds: percent of all N people that each one wants to see in opposition (0 to 100, or more for never).
    start: S(0) in percent; when absent, the percent of people whose threshold is 0 or less, who need nobody.
    Returns the list S(0), S(1), ... of floats up to the first value that is its own successor, which is listed once.
    Thresholds are compared with exact fractions of N, so that 30 percent of 10 people is met by 3 people.
    """
    people = len(thresholds)
    exact = [Fraction(threshold) if np.isfinite(threshold) else None for threshold in thresholds]

    def opposed(share):
        return Fraction(100 * sum(1 for threshold in exact if threshold is not None and threshold <= share), people)

    opposition = [opposed(Fraction(0)) if start is None else Fraction(start)]
    while True:
        following = opposed(opposition[-1])
        if following == opposition[-1]:
            return [float(share) for share in opposition]
        opposition.append(following)


def normal_share(crowd, mean, spread):
    """Share of people with threshold at most `crowd`: F(r) = Phi((r - mean) / spread).

    Thresholds are shares of the population. The mass below 0 acts alone, the mass above 1 never acts; nothing is clipped.
    """
    return norm.cdf((crowd - mean) / spread)


def fixed_points(mean, spread):
    """All crowds r in [0, 1] with F(r) = r, in rising order: one, or three (two only when F just touches the diagonal).

    F(r) - r has at most two turning points, at mean -/+ spread * h with h = sqrt(-2 ln(spread * sqrt(2 pi))); they cut
    [0, 1] into stretches where it is monotone, and each stretch is searched for its one root.
    """
    if not spread > 0:
        raise ValueError("the spread of thresholds must be above 0")
    cuts = [0.0, 1.0]
    steepness = spread * np.sqrt(2 * np.pi)
    if steepness < 1:
        turn = spread * np.sqrt(-2 * np.log(steepness))
        cuts += [r for r in (mean - turn, mean + turn) if 0 < r < 1]
    cuts.sort()

    def excess(r):
        return normal_share(r, mean, spread) - r

    found = [r for r in cuts if excess(r) == 0]
    for low, high in pairwise(cuts):
        if np.sign(excess(low)) * np.sign(excess(high)) < 0:
            found.append(brentq(excess, low, high, xtol=1e-300, rtol=1e-15, maxiter=2000))
    return sorted(found)


def equilibrium(mean, spread):
    """The crowd reached from r = 0: the smallest fixed point, because F rises and F(0) is not below 0."""
    return fixed_points(mean, spread)[0]


def iterated_equilibrium(mean, spread, steps=100_000):
    """The same crowd by repeating r <- F(r) from r = 0, at most `steps` times or until it stands still."""
    crowd = 0.0
    for _ in range(steps):
        following = float(normal_share(crowd, mean, spread))
        if following == crowd:
            break
        crowd = following
    return crowd


def critical_spread(mean):
    """The spread at which the low equilibrium vanishes, and the share acting just below it: (spread, share).

    Tangency: F(r) = r and F'(r) = 1. With z = (r - mean)/spread these say share = Phi(z), spread = phi(z) and
    Phi(z) - z phi(z) = mean, whose left side rises from 0 to 1/2 as z goes from minus infinity to 0. So there is exactly
    one such spread for 0 < mean < 1/2; for other means the crowd grown from 0 never jumps and ValueError is raised.
    """
    if not 0 < mean < 0.5:
        raise ValueError("the crowd jumps only for mean thresholds between 0 and 1/2")
    z = brentq(lambda z: norm.cdf(z) - z * norm.pdf(z) - mean, -40, 0, xtol=1e-15, rtol=1e-15)
    return float(norm.pdf(z)), float(norm.cdf(z))
