"""How far activity goes on a random graph without end, from its law of degrees and its law of thresholds.

Degrees are an array p: the share of people with 0, 1, 2, … neighbors; z is their mean. F(x) is the share
of people whose threshold is at most x, so F(1/k) is the chance that one active neighbor of k is enough:
such a person is vulnerable.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from groundswell.errors import UsageError
from groundswell.models.kernel import kernel
from groundswell.models.networks.graphs import Floats
from groundswell.models.networks.laws import Thresholds, mean_of, poisson_degrees, responses
from groundswell.models.roots import root

FADED = 1e-20  # of the largest term: the ends of a binomial law that are left out
PATIENCE = 2000  # steps of the map before its fixed point is looked for in another way
RESTS = 1e-15  # a step of the map that counts as none
PARTS = 1000  # in how many parts the rest of the way is searched
GOLDEN = (math.sqrt(5) - 1) / 2


class Terms(NamedTuple):
    """A law of degrees and of thresholds, as the map needs them: shares, shares among ends of ties, and F(m/k)."""

    degrees: Floats
    at_ends: Floats
    answers: Floats


class Clusters(NamedTuple):
    """The giant cluster of vulnerable people, and of those who touch it: shares of all people."""

    vulnerable: float
    extended: float


def terms(degrees: Floats, thresholds: Thresholds) -> Terms:
    """What the map of active shares is made of."""
    mean = mean_of(degrees)
    at_ends = np.array([k * share / mean if mean > 0 else 0.0 for k, share in enumerate(degrees.tolist())])
    return Terms(degrees, at_ends, responses(*thresholds, len(degrees) - 1))


@kernel
def answered(answers, row, n, q):
    """Σ_m C(n, m) q^m (1−q)^(n−m) F(m/k): the terms are found from the largest one outward, and shared by their sum."""
    if q <= 0.0:
        return answers[row]
    if q >= 1.0:
        return answers[row + n]
    odds = q / (1.0 - q)
    peak = min(n, np.int64((n + 1) * q))
    total, found, term = 1.0, answers[row + peak], 1.0
    for m in range(peak, n):
        term *= (n - m) / (m + 1) * odds
        if term < FADED:
            break
        total += term
        found += term * answers[row + m + 1]
    term = 1.0
    for m in range(peak, 0, -1):
        term *= m / ((n - m + 1) * odds)
        if term < FADED:
            break
        total += term
        found += term * answers[row + m - 1]
    return found / total


@kernel
def mean_answer(weights, answers, q, less):
    """The share who join when each neighbor is active with chance q, `less` neighbors not looked at; people as weighted."""
    found = 0.0
    for k in range(less, weights.shape[0]):
        if weights[k] > 0.0:
            found += weights[k] * answered(answers, k * (k + 1) // 2, k - less, q)
    return found


@kernel
def stepped(at_ends, answers, seed_share, q):
    """q ← ρ₀ + (1 − ρ₀) Σ_k (k p_k / z) Σ_m C(k−1, m) q^m (1−q)^(k−1−m) F(m/k)."""
    return seed_share + (1.0 - seed_share) * mean_answer(at_ends, answers, q, 1)


@kernel
def climbed(at_ends, answers, seed_share, q, steps):
    """Some steps of the map from below, which never passes its lowest fixed point; ends early where it rests."""
    for _ in range(steps):
        after = min(1.0, stepped(at_ends, answers, seed_share, q))
        if after - q <= RESTS:
            return max(q, after), True
        q = after
    return q, False


def active_share(of: Terms, seed_share: float, q: float) -> float:
    """ρ = ρ₀ + (1 − ρ₀) Σ_k p_k Σ_m C(k, m) q^m (1−q)^(k−m) F(m/k)."""
    return float(min(1.0, seed_share + (1.0 - seed_share) * mean_answer(of.degrees, of.answers, q, 0)))


def neighbor_share(of: Terms, seed_share: float, q: float) -> float:
    """The chance that a neighbor is active after a round, when before it that chance was q."""
    return float(min(1.0, stepped(of.at_ends, of.answers, seed_share, q)))


def lasting(of: Terms, seed_share: float) -> float:
    """The lowest fixed point of the map at or above ρ₀: the chance that a neighbor is active in the end."""
    if not of.at_ends.any():
        return seed_share
    q, rests = climbed(of.at_ends, of.answers, seed_share, seed_share, PATIENCE)
    if rests:
        return float(q)
    return _lowest_zero(lambda x: neighbor_share(of, seed_share, x) - x, float(q))


def final_share(degrees: Floats, thresholds: Thresholds, seed_share: float) -> float:
    """The share of people active in the end, when a share of them, picked at random, is active from the start.

    >>> from groundswell.models.networks.laws import single_threshold
    >>> round(final_share(poisson_degrees(4.0), single_threshold(0.18), 1e-3), 5)
    0.98019
    """
    if not 0 <= seed_share <= 1:
        raise UsageError.of("final_share: seed_share", f"`{seed_share}`", "a share from 0 to 1", "seed_share=0.001")
    of = terms(degrees, thresholds)
    return active_share(of, seed_share, lasting(of, seed_share))


def _lowest_zero(gain: Callable[[float], float], low: float) -> float:
    """The lowest zero above `low` of a gain that is positive there and not positive at 1; near misses are looked into."""
    width = (1.0 - low) / PARTS
    grid = [low + k * width for k in range(PARTS)] + [1.0]
    gains = [gain(x) for x in grid]
    if gains[0] <= 0:
        return low
    for k in range(PARTS):
        before = max(0, k - 1)
        if gains[k] <= gains[before] and (k == 0 or gains[k] <= gains[k + 1]):  # a valley; one may hide in the first part too
            bottom = _lowest_point(gain, grid[before], grid[k + 1])
            if gain(bottom) <= 0:
                return root(gain, grid[before], bottom)
        if gains[k + 1] <= 0:
            return root(gain, grid[k], grid[k + 1])
    return 1.0


def _lowest_point(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is lowest (golden section)."""
    while high - low > 1e-12:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if function(left) <= function(right) else (left, high)
    return (low + high) / 2


def vulnerable_shares(thresholds: Thresholds, most: int) -> list[float]:
    """F(1/k): the share of those with k neighbors for whom a single active one is enough; F(0) without neighbors."""
    return [thresholds.share_at(0.0), *(thresholds.share_at(1 / k) for k in range(1, most + 1))]


def cascade_value(degrees: Floats, thresholds: Thresholds) -> float:
    """Σ k(k − 1) p_k F(1/k) / z: above 1 the vulnerable hang together, and a single person can start a cascade.

    >>> from groundswell.models.networks.laws import single_threshold
    >>> cascade_value(poisson_degrees(1.5), single_threshold(0.18)) > 1
    True
    """
    return _value(degrees, vulnerable_shares(thresholds, len(degrees) - 1))


def _value(degrees: Floats, vulnerable: list[float]) -> float:
    mean = mean_of(degrees)
    if mean <= 0:
        return 0.0
    return math.fsum(k * (k - 1) * share * vulnerable[k] for k, share in enumerate(degrees.tolist())) / mean


def clusters(degrees: Floats, thresholds: Thresholds) -> Clusters:
    """Where the vulnerable hang together: u = 1 − G₁(1) + G₁(u), G₁(x) = Σ F(1/k) k p_k x^(k−1) / z.

    The giant cluster of vulnerable people holds Σ F(1/k) p_k (1 − u^k) of all, and 1 − Σ p_k u^k have a
    neighbor in it: the chance that a person picked at random starts a cascade.

    >>> from groundswell.models.networks.laws import single_threshold
    >>> [round(share, 5) for share in clusters(poisson_degrees(4.0), single_threshold(0.18))]
    [0.65263, 0.8653]
    """
    shares = degrees.tolist()
    vulnerable = vulnerable_shares(thresholds, len(shares) - 1)
    if _value(degrees, vulnerable) <= 1:
        return Clusters(0.0, 0.0)
    mean = mean_of(degrees)
    steps = [k * share * vulnerable[k] / mean for k, share in enumerate(shares)]
    v = _escape(steps)
    rest = math.log1p(-v) if v < 1 else -math.inf
    touched = [share * -math.expm1(k * rest) if k else 0.0 for k, share in enumerate(shares)]
    return Clusters(math.fsum(vulnerable[k] * one for k, one in enumerate(touched)), math.fsum(touched))


def _escape(steps: list[float]) -> float:
    """The positive v with v = Σ steps[k] (1 − (1 − v)^(k − 1)): the chance that a tie leads into the giant cluster."""

    def gain(v: float) -> float:
        rest = math.log1p(-v) if v < 1 else -math.inf
        return v - math.fsum(step * -math.expm1((k - 1) * rest) for k, step in enumerate(steps) if k > 1)

    low = 0.5
    while gain(low) >= 0 and low > 1e-300:
        low /= 2
    return root(gain, low, 1.0)


def cascade_windows(
    thresholds: Thresholds, law: Callable[[float], Floats] = poisson_degrees, most: float = 50.0, parts: int = PARTS
) -> list[tuple[float, float]]:
    """The ranges of mean degree, up to `most`, in which a single person can start a cascade; a range may end open at `most`.

    >>> from groundswell.models.networks.laws import single_threshold
    >>> [(round(low, 5), round(high, 5)) for low, high in cascade_windows(single_threshold(0.18))]
    [(1.0207, 5.76468)]
    """
    vulnerable = vulnerable_shares(thresholds, len(law(most)))

    def excess(mean: float) -> float:
        return _value(law(mean), vulnerable) - 1

    grid = [most * k / parts for k in range(parts + 1)]
    above = [mean > 0 and excess(mean) > 0 for mean in grid]
    edges = [0.0] if above[0] else []
    edges += [root(excess, grid[k], grid[k + 1]) for k in range(parts) if above[k] != above[k + 1]]
    edges += [most] if above[-1] else []
    return list(zip(edges[::2], edges[1::2], strict=True))


def collapse(
    thresholds: Thresholds, seed_share: float, law: Callable[[float], Floats] = poisson_degrees, most: float = 20.0, parts: int = 200
) -> float | None:
    """The greatest mean degree up to `most` at which seeds bring more than half of the people; None where there is no end to it.

    Beyond it people look at so many others that the seeds are too small a share. Raises ValueError where
    the seeds nowhere bring half.

    >>> from groundswell.models.networks.laws import single_threshold
    >>> round(collapse(single_threshold(0.18), 1e-3), 3)
    6.395
    """

    def beyond_half(mean: float) -> bool:
        return final_share(law(mean), thresholds, seed_share) > 0.5

    grid = [most * k / parts for k in range(parts + 1)]
    last = next((k for k in range(parts, -1, -1) if beyond_half(grid[k])), None)
    if last is None:
        raise ValueError(f"a share of {seed_share} nowhere brings more than half, up to a mean degree of {most}")
    if last == parts:
        return None
    low, high = grid[last], grid[last + 1]
    while high - low > 1e-9 * most:
        middle = (low + high) / 2
        low, high = (middle, high) if beyond_half(middle) else (low, middle)
    return low
