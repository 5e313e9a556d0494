"""Whether posteriors mean what they say: over many planted truths, each must be equally likely to hold any rank.

Draw a truth from the prior, simulate a record from it, fit, and see which rank the truth takes among the particles. If
the whole chain is right, ranks are evenly spread (simulation-based calibration). Whatever is wrong in the chain shows:
weights forgotten, a density miscomputed, a threshold too wide, regression that promises too much. For particles of
unequal weight

    rank = ⌊(R + 1) (ESS·F + v) / (ESS + 1)⌋      in 0 … R

F the weight below the truth [0–1] · ESS the effective number of particles · v a keyed uniform number, the truth's own
place among them. Of equally weighted, independent particles the rank is exactly even, however few they are.

The spread is judged by the distribution function of the ranks. A band is drawn about the diagonal such that 95 in 100
truly even samples of this size stay inside it everywhere; the band of several parameters holds for all of them at once.

Source:  Talts, Betancourt, Simpson, Vehtari & Gelman (2018); bands, Säilynoja, Bürkner & Vehtari (2022).
Departs: no draws are taken from the particles, which would add their own luck; the width of the band is found by
         simulation only, and shared among parameters by Bonferroni's bound.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.calibrate import luck
from groundswell.calibrate.problem import Values
from groundswell.errors import UsageError

HIGHEST = 99  # rank: from 0 on a hundred, so that central intervals of 50 and 90 % hold whole ranks
SIMULATIONS = 4000  # of even ranks, by which bands are drawn: a chance of 1 % is known to within 0.3 %
LEVEL = 0.95
CENTRAL = (0.5, 0.9)

Ranks = NDArray[np.intp]


class Planted(NamedTuple):
    """A truth (d,) and the weighted posterior (n, d), (n,) that was found from its record."""

    truth: Values
    points: Values
    weights: Values


class Evenness(NamedTuple):
    """How evenly one parameter's ranks are spread."""

    parameter: str
    chance: float  # of an even sample leaving the diagonal as far as this one [0–1]
    even: bool  # the ranks stay inside the band that holds for all parameters at once
    covered: tuple[float, float]  # share of truths inside the central 50 % and 90 %
    mean: float  # of rank / highest; ½ where even, less where posteriors lie too high
    spread: float  # variance of ranks over that of even ones; above 1 where posteriors are too narrow


@dataclass(frozen=True)
class Calibration:
    """Ranks of many truths (m, d), each of 0 to `highest`, and how even they are."""

    parameters: tuple[Evenness, ...]
    ranks: Ranks
    highest: int
    low: Values  # the band at each rank (highest,), as shares of truths with at most this rank
    high: Values

    @property
    def even(self) -> bool:
        """Whether all parameters' ranks stay inside the band."""
        return all(row.even for row in self.parameters)

    def __getitem__(self, parameter: str) -> Evenness:
        return next(row for row in self.parameters if row.parameter == parameter)


def calibration(
    planted: Iterable[Planted], names: Sequence[str], *, seed: int, highest: int = HIGHEST, level: float = LEVEL
) -> Calibration:
    """Ranks each truth among the particles that were found for it, and judges how even the ranks are.

    Raises UsageError for no posteriors at all, or a highest rank below 1.

    >>> import numpy as np
    >>> from groundswell.calibrate import luck
    >>> numbers = np.arange(5000, dtype=np.uint64)
    >>> truths = luck.uniforms(1, luck.PSEUDO, numbers[:200], 0, 1)
    >>> prior = luck.uniforms(2, luck.PSEUDO, numbers, 0, 1)
    >>> flat = np.full(5000, 1 / 5000)
    >>> calibration([Planted(truth, prior, flat) for truth in truths], ("a",), seed=1).even
    True
    >>> calibration([Planted(truth, 0.5 * prior, flat) for truth in truths], ("a",), seed=1).even
    False
    """
    if highest < 1:
        raise UsageError.of("highest", str(highest), "1 or more", f"highest={HIGHEST}")
    ranks = np.array([rank_of(one, seed, number, highest) for number, one in enumerate(planted)], np.intp)
    if len(ranks) == 0:
        raise UsageError.of("planted", "no posteriors", "one for each planted truth", "fit some simulated records")
    even = Evenly.of(len(ranks), highest, seed)
    limit = (1.0 - level) / len(names)
    low, high = even.band(limit)
    rows = [_judge(name, ranks[:, k], highest, even, limit) for k, name in enumerate(names)]
    return Calibration(tuple(rows), ranks, highest, low, high)


def rank_of(planted: Planted, seed: int, number: int, highest: int = HIGHEST) -> Ranks:
    """The rank of the truth of each parameter among the particles, of 0 to `highest` (d,)."""
    share = planted.weights / planted.weights.sum()
    effective = 1.0 / float((share**2).sum())
    below = (share[:, None] * (planted.points < planted.truth)).sum(axis=0)
    own = luck.uniforms(seed, luck.BAND, np.array([number], np.uint64), 0, len(planted.truth))[0]
    place = (effective * below + own) / (effective + 1.0)
    return np.asarray(np.minimum((place * (highest + 1)).astype(np.intp), highest))


@dataclass(frozen=True)
class Evenly:
    """What truly even ranks of one number of truths look like.

    tails (m + 1, highest): the probability of a count this far out on its nearer side, at each rank ·
    extremes (SIMULATIONS,): twice the least of them along each simulated sample, in order
    """

    tails: Values
    extremes: Values
    highest: int

    @classmethod
    def of(cls, truths: int, highest: int, seed: int) -> "Evenly":
        """Simulates as many samples of even ranks as bands are drawn by."""
        tails = np.stack([_tails(truths, (rank + 1) / (highest + 1)) for rank in range(highest)], axis=1)
        numbers = np.arange(SIMULATIONS, dtype=np.uint64)
        drawn = (luck.uniforms(seed, luck.BAND, numbers, 1, truths) * (highest + 1)).astype(np.intp)
        extremes = [extreme(np.minimum(ranks, highest), tails, highest) for ranks in drawn]
        return cls(tails, np.sort(extremes), highest)

    def chance(self, ranks: Ranks) -> float:
        """The share of even samples that leave the diagonal at least as far as these ranks."""
        found = extreme(ranks, self.tails, self.highest)
        return float(np.searchsorted(self.extremes, found, side="right") + 1) / (len(self.extremes) + 1)

    def band(self, limit: float) -> tuple[Values, Values]:
        """The lowest and highest share at each rank such that only `limit` of the even samples leave them anywhere."""
        least = self.extremes[max(int(limit * (len(self.extremes) + 1)) - 1, 0)]
        truths = len(self.tails) - 1
        inside = 2.0 * self.tails > least
        return inside.argmax(axis=0) / truths, (truths - inside[::-1].argmax(axis=0)) / truths


def extreme(ranks: Ranks, tails: Values, highest: int) -> float:
    """Twice the least tail probability along the distribution function of some ranks."""
    counts = np.cumsum(np.bincount(ranks, minlength=highest + 1))[:highest]
    return float(2.0 * tails[counts, np.arange(highest)].min())


def _tails(size: int, chance: float) -> Values:
    """For each count of a binomial: the probability of it or fewer, or of it or more, whichever is less (size + 1,)."""
    counts = np.arange(size + 1)
    ways = np.array([math.lgamma(size + 1) - math.lgamma(k + 1) - math.lgamma(size - k + 1) for k in counts])
    mass = np.exp(ways + counts * math.log(chance) + (size - counts) * math.log1p(-chance))
    return np.asarray(np.minimum(np.cumsum(mass), np.cumsum(mass[::-1])[::-1]))


def _judge(name: str, ranks: Ranks, highest: int, even: Evenly, limit: float) -> Evenness:
    chance = even.chance(ranks)
    variance = ((highest + 1) ** 2 - 1) / 12
    return Evenness(
        parameter=name,
        chance=chance,
        even=chance > limit,
        covered=(coverage(ranks, highest, CENTRAL[0]), coverage(ranks, highest, CENTRAL[1])),
        mean=float(ranks.mean()) / highest,
        spread=float(((ranks - highest / 2) ** 2).mean() / variance),
    )


def coverage(ranks: Ranks, highest: int, share: float) -> float:
    """The share of truths inside the central interval of so large a share of the posterior.

    >>> coverage(np.arange(100), 99, 0.9)
    0.9
    """
    outside = (1.0 - share) / 2 * (highest + 1)
    return float(((ranks >= outside) & (ranks < highest + 1 - outside)).mean())
