"""Cascades on networks, worked out a second time from the papers.

Watts, D. J. (2002). A simple model of global cascades on random networks. PNAS 99, 5766-5771.
Gleeson, J. P. and Cahalane, D. J. (2007). Seed size strongly affects cascades on random networks. Physical Review E 75,
056103.

Conventions of the whole file
- A node turns on, for ever, when active neighbors / neighbors >= threshold (weak). It does not count itself.
- Synchronous rounds; round 0 is the seeds. A node without neighbors turns on only as a seed, whatever its threshold.
- A node with neighbors and a threshold of 0 or less turns on in round 1 by itself.
- In the theory a degree law is an array p with p[k] the share of nodes of degree k = 0, 1, ...; z = sum k p[k] is the mean
  degree; and a threshold law is a function F with F(x) the share of nodes with threshold <= x.
"""

from fractions import Fraction

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, xlogy
from scipy.stats import poisson


def reaches(active, degree, threshold):
    """Whether active/degree >= threshold. A pair (a, b) or a Fraction is compared in whole numbers: active * b >= a * degree.

    Anything else is compared with the quotient in floating point, which equals a literal such as 0.2 where it should.
    """
    if degree == 0:
        return False
    if isinstance(threshold, Fraction):
        threshold = (threshold.numerator, threshold.denominator)
    if isinstance(threshold, tuple):
        return active * threshold[1] >= threshold[0] * degree
    return active / degree >= threshold


def cascade(neighbors, thresholds, seeds):
    """The cascade on a given network: (active, rounds, sizes).

    neighbors: one list of node numbers per node, both directions listed; a neighbor listed twice counts twice, in the
    number of neighbors too. thresholds: one per node, each (a, b) for the share a/b, a Fraction, or a float.
    seeds: node numbers on from the start.
    active: array of bool at the end. rounds: number of rounds in which some node turned on. sizes: number of nodes on
    after rounds 0, 1, ..., `rounds`.
    """
    active = np.zeros(len(neighbors), dtype=bool)
    active[list(seeds)] = True
    sizes = [int(active.sum())]
    while True:
        newly = [
            node
            for node, around in enumerate(neighbors)
            if not active[node] and reaches(sum(1 for other in around if active[other]), len(around), thresholds[node])
        ]
        if not newly:
            return active, len(sizes) - 1, sizes
        active[newly] = True
        sizes.append(int(active.sum()))


def poisson_degrees(z, most=None):
    """Poisson shares of degree 0..most with mean z; without `most`, far enough that less than 1e-20 is left out."""
    most = int(z + 15 * np.sqrt(z) + 45) if most is None else most
    return poisson.pmf(np.arange(most + 1), z)


def uniform_threshold(threshold):
    """The threshold law of people who all have the same threshold: F(x) = 1 when x >= threshold, else 0."""
    return lambda x: 1.0 if x >= threshold else 0.0


def mean_degree(p):
    """z = sum k p[k]."""
    return float(np.arange(len(p)) @ np.asarray(p))


def _vulnerable(p, law):
    """For each degree k, F(1/k), the chance that one active neighbor is enough; 0 for degree 0."""
    return np.array([0.0] + [law(1 / k) for k in range(1, len(p))])


def cascade_condition(p, law):
    """sum k (k-1) p[k] F(1/k) / z: above 1, vulnerable nodes hang together in a giant cluster and one seed may do."""
    k = np.arange(len(p))
    return float(np.sum(k * (k - 1) * p * _vulnerable(p, law)) / mean_degree(p))


def _no_way_out(p, law):
    """u: the chance that an edge does not lead into the giant vulnerable cluster, u = 1 - G1(1) + G1(u), smallest root.

    G1(x) = sum k p[k] F(1/k) x^(k-1) / z has no negative coefficient, so the right side less u is convex, is not below 0
    at 0 and is 0 at 1. A second root below 1 exists exactly when the slope at 1 is above 0: the cascade condition.
    """
    k = np.arange(1, len(p))
    weight = k * np.asarray(p)[1:] * _vulnerable(p, law)[1:] / mean_degree(p)

    def excess(u):
        return float(1 - weight.sum() + np.sum(weight * u ** (k - 1)) - u)

    def slope(u):
        return float(np.sum(weight[1:] * (k[1:] - 1) * u ** (k[1:] - 2)) - 1)

    if slope(1.0) <= 0:
        return 1.0
    if excess(0.0) == 0:
        return 0.0
    lowest = brentq(slope, 0, 1, xtol=1e-16) if slope(0.0) < 0 else 0.0
    return brentq(excess, 0, lowest, xtol=1e-16) if excess(lowest) < 0 else 1.0


def vulnerable_cluster(p, law):
    """S_v = sum p[k] F(1/k) (1 - u^k): the share of all nodes in the giant cluster of vulnerable ones."""
    u = _no_way_out(p, law)
    return float(np.sum(np.asarray(p) * _vulnerable(p, law) * (1 - u ** np.arange(len(p)))))


def extended_cluster(p, law):
    """S_e = 1 - sum p[k] u^k: the share of all nodes in or next to that cluster, about the chance that one seed starts a cascade."""
    u = _no_way_out(p, law)
    return float(np.sum(np.asarray(p) * (1 - u ** np.arange(len(p)))))


def _response(shares, law, steps):
    """q -> sum over j of shares[j] * sum over m of C(j, m) q^m (1-q)^(j-m) F(m / degree), degree = j + steps.

    shares[j]: weight of nodes that j neighbors can reach. steps: how many neighbors of the node are left out of j. Nodes of
    degree 0 have response 0.
    """
    number = len(shares)
    j, m = np.meshgrid(np.arange(number), np.arange(number), indexing="ij")
    inside = m <= j
    degree = j + steps
    ways = np.where(inside, gammaln(j + 1) - gammaln(m + 1) - gammaln(np.where(inside, j - m, 0) + 1), -np.inf)
    answer = np.zeros((number, number))
    for row, column in zip(*np.nonzero(inside & (degree > 0)), strict=True):
        answer[row, column] = law(float(column / (row + steps)))
    weight = np.asarray(shares)[:, None] * answer
    used = weight > 0
    j, m, ways, weight = j[used], m[used], ways[used], weight[used]

    def response(q):
        return float(np.sum(weight * np.exp(ways + xlogy(m, q) + xlogy(j - m, 1 - q)))) if len(weight) else 0.0

    return response


def final_share(p, law, seed_share, tolerance=1e-14, steps=1_000_000):
    """The share rho of nodes on at the end, of a network without short loops, when a random share seed_share begins.

    q <- s + (1-s) sum k p[k]/z sum_m C(k-1, m) q^m (1-q)^(k-1-m) F(m/k), from q = s, until q moves by less than
    `tolerance` (or `steps` times); then rho = s + (1-s) sum p[k] sum_m C(k, m) q^m (1-q)^(k-m) F(m/k).
    """
    p = np.asarray(p, dtype=float)
    k = np.arange(len(p))
    along_edge = _response((k * p / mean_degree(p))[1:], law, steps=1)
    q = seed_share
    for _ in range(steps):
        following = seed_share + (1 - seed_share) * along_edge(q)
        if abs(following - q) < tolerance:
            break
        q = following
    return seed_share + (1 - seed_share) * _response(p, law, steps=0)(q)


def most_vulnerable_degree(threshold):
    """K*: the largest degree at which one active neighbor of K* reaches the threshold, floor(1/threshold)."""
    degree = 0
    while reaches(1, degree + 1, threshold):
        degree += 1
    return degree


def poisson_condition(z, threshold):
    """The cascade condition of a Poisson network, z P[Poisson(z) <= K* - 2]."""
    return z * poisson.cdf(most_vulnerable_degree(threshold) - 2, z)


def window(threshold):
    """(lower, upper) mean degree between which the Poisson cascade condition is above 1, or None where it never is.

    threshold: the share of everybody, above 0, as (a, b), a Fraction or a float.
    """
    most = most_vulnerable_degree(threshold)
    if most < 2:
        return None
    best = minimize_scalar(lambda z: -poisson_condition(z, threshold), bounds=(0, 2 * most), method="bounded", options={"xatol": 1e-10})
    if -best.fun <= 1:
        return None
    lower, upper = (
        brentq(lambda z: poisson_condition(z, threshold) - 1, *ends, xtol=1e-13) for ends in ((0, best.x), (best.x, 20 * most + 50))
    )
    return lower, upper


def collapse_degree(threshold, seed_share, lowest=2.0, highest=30.0, large=0.5, step=0.25, precision=1e-4):
    """The largest mean degree at which a Poisson network with one threshold still ends with a share of at least `large` on.

    Searched upward from `lowest` in steps and then halved to `precision`. None when the share is small at `lowest` or is
    still large at `highest`.
    """
    law = uniform_threshold(threshold)

    def falls(z):
        return final_share(poisson_degrees(z), law, seed_share, tolerance=1e-10) < large

    if falls(lowest):
        return None
    high = lowest
    while not falls(high):
        high += step
        if high > highest:
            return None
    low = high - step
    while high - low > precision:
        middle = (low + high) / 2
        low, high = (low, middle) if falls(middle) else (middle, high)
    return (low + high) / 2
