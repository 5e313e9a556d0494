"""Enough others act, so more join, so more join: the map that Granovetter's crowd and Kuran's country share.

The level is the share of people who act, from 0 to 1. `after(level)` is the share who act once they
have seen that level, and a level that brings forth itself is an equilibrium. Tipping
diagrams draw the same curve against its diagonal (Schelling 1978).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.picture import Axis, Curve, Mark, Picture
from groundswell.models.roots import normal_share, root

Needs = NDArray[np.int64]  # in rising order: how many must act before each person does
FINEST = 10**9  # thresholds are read as the nearest fraction with a denominator up to this
ROUNDING = 1e-15  # of a level: what F(r) − r cannot be told from 0 by
SETTLED = 1e-14  # of a level: a crowd that moves by less is at rest
PICTURE_POINTS = 200
PICTURE_ROUNDS = 90


class ThresholdMap(NamedTuple):
    """Who acts after seeing what share act, and where that comes to rest, from the lowest to the highest level.

    `lasting` are the equilibria to which a crowd comes back, or goes no farther, when a few more or fewer act:
    one person in a crowd that can be counted. `flat` says that each level in [0, 1] brings forth itself; then
    `equilibria` has the two ends, and none is lasting.
    """

    after: Callable[[float], float]
    equilibria: tuple[float, ...]
    lasting: tuple[float, ...] = ()
    flat: bool = False

    @property
    def rests(self) -> int:
        """How many separate levels the crowd could rest at; a stretch in which it can at each counts once.

        >>> normal(0.25, 0.1).rests, uniform(0, 1).rests
        (3, 1)
        """
        return 1 if self.flat else len(self.equilibria)

    def path(self, start: float = 0.0, rounds: int = 1000) -> list[float]:
        """The levels from `start` on, round after round, until two are equal.

        >>> crowd([0, 1, 1, 4]).path()
        [0.0, 0.25, 0.75]
        """
        levels = [start]
        while len(levels) <= rounds and (level := self.after(levels[-1])) != levels[-1]:
            levels.append(level)
        return levels

    def rest(self, start: float = 0.0) -> float:
        """Where the path from a level ends: the next equilibrium in the direction of its first step.

        >>> normal(0.25, 0.1).rest() < 0.01, normal(0.25, 0.13).rest() > 0.99
        (True, True)
        """
        first = self.after(start)
        if first == start:
            return start
        ahead = [e for e in self.equilibria if (e > start if first > start else e < start)]
        return (min(ahead) if first > start else max(ahead)) if ahead else first


def continuum(share: Callable[[float], float], turns: Sequence[float] = ()) -> ThresholdMap:
    """A crowd without number, of whom `share(level)` have a threshold at or below a level.

    `turns` are the levels between which share(level) − level rises or falls throughout: each stretch
    holds one equilibrium at most, and none is missed. A stretch along the diagonal has its two ends. At a
    turn that rounding cannot tell from the diagonal the curve touches it; where it cannot tell it from the
    diagonal at two turns, three roots lie so near each other that they are one.
    """

    def gap(level: float) -> float:
        return share(level) - level

    inner = sorted({turn for turn in turns if 0 < turn < 1})
    touching = [turn for turn in inner if abs(gap(turn)) <= ROUNDING * turn]
    if len(touching) > 1:
        inner, touching = [turn for turn in inner if turn not in touching], []
    found = tuple(_crossings(lambda level: 0.0 if level in touching else gap(level), [0.0, *inner, 1.0]))
    return ThresholdMap(share, found, tuple(_lasting(gap, found)))


def _lasting(gap: Callable[[float], float], equilibria: Sequence[float]) -> Iterator[float]:
    """The equilibria with more than themselves acting next just below, and fewer just above."""
    for before, level, after in zip((0.0, *equilibria), equilibria, (*equilibria[1:], 1.0)):
        if (level == 0 or gap((before + level) / 2) > 0) and (level == 1 or gap((level + after) / 2) < 0):
            yield level


def _crossings(gap: Callable[[float], float], ends: list[float]) -> Iterator[float]:
    values = [gap(end) for end in ends]
    for k, value in enumerate(values):
        if value == 0:
            yield ends[k]
        elif k + 1 < len(values) and values[k + 1] != 0 and (value > 0) != (values[k + 1] > 0):
            yield root(gap, ends[k], ends[k + 1])


def normal(mean: float, spread: float) -> ThresholdMap:
    """Thresholds with a normal law: F(r) = Φ((r − mean)/spread).

    Who is below 0 acts unasked and who is above 1 never does, so nothing is cut off at the ends. F − r
    turns where the density is one: at mean ± spread·√(−2 ln(spread·√(2π))).

    >>> [round(level, 4) for level in normal(0.25, 0.1).equilibria]
    [0.0077, 0.1435, 1.0]
    """
    height = spread * math.sqrt(2 * math.pi)
    reach = spread * math.sqrt(-2 * math.log(height)) if height < 1 else 0.0
    turns = (mean - reach, mean + reach) if reach else ()
    return continuum(lambda level: normal_share((level - mean) / spread), turns)


def uniform(lowest: float, highest: float) -> ThresholdMap:
    """Thresholds spread evenly between two levels.

    >>> [round(level, 12) for level in uniform(-0.1, 1.4).equilibria]
    [0.2]
    """
    if (lowest, highest) == (0, 1):
        return ThresholdMap(lambda level: level, (0.0, 1.0), flat=True)
    width = highest - lowest
    return continuum(lambda level: min(1.0, max(0.0, (level - lowest) / width)), (lowest, highest))


def crowd(needs: Sequence[int] | Needs) -> ThresholdMap:
    """A crowd that can be counted: how many must act before each person does, by whole numbers, at or above.

    >>> crowd(range(100)).equilibria, crowd([0, 2, *range(2, 100)]).equilibria
    ((1.0,), (0.01, 1.0))
    """
    ordered = np.sort(np.asarray(needs, np.int64))
    people = len(ordered)
    counts = np.arange(people + 1)
    acting = np.searchsorted(ordered, counts, side="right")
    still = counts[acting == counts]
    more, fewer = np.minimum(still + 1, people), np.maximum(still - 1, 0)
    lasting = still[(acting[more] <= more) & (acting[fewer] >= fewer)]

    def after(level: float) -> float:
        return int(np.searchsorted(ordered, round(level * people), side="right")) / people

    return ThresholdMap(after, tuple(int(count) / people for count in still), tuple(int(count) / people for count in lasting))


def needs_of(shares: NDArray[np.float64]) -> Needs:
    """How many of a crowd must act before each person does, from the shares that they wait for.

    >>> needs_of(np.array([-0.2, 0.5, 0.51, 7.0])).tolist()
    [0, 2, 3, 5]
    """
    people = len(shares)
    return np.clip(np.ceil(shares * people), 0, people + 1).astype(np.int64)


def listed_needs(thresholds: Sequence[float], scale: Fraction, shift: float = 0.0) -> Needs:
    """How many must act before each listed person does: the least number at or above (threshold − shift)·scale, in rising order.

    Thresholds are read as the nearest fractions, so that no rounding parts a person from those who wait for the same.

    >>> listed_needs([0.0, 0.2, 1 / 3, 5.0], Fraction(3)).tolist()
    [0, 1, 1, 5]
    """
    less = Fraction(shift).limit_denominator(FINEST)
    exact = [(Fraction(threshold).limit_denominator(FINEST) - less) * scale for threshold in thresholds]
    return np.array(sorted(min(max(math.ceil(need), 0), len(thresholds) + 1) for need in exact), np.int64)


def positions(people: int, kind: str) -> NDArray[np.float64]:
    """Where people stand in a law that nobody draws from: (i + ½)/N (`middle`) or (i + 1)/(N + 1) (`inner`), i = 0 … N − 1.

    >>> positions(4, "middle").tolist(), positions(4, "inner").tolist()
    ([0.125, 0.375, 0.625, 0.875], [0.2, 0.4, 0.6, 0.8])
    """
    i = np.arange(people)
    return (i + 0.5) / people if kind == "middle" else (i + 1) / (people + 1)


def normal_quantiles(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values below which given shares of a standard normal law lie."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile(place) for place in places.tolist()])


@dataclass
class Course:
    """Where a crowd is: its level, the level of the round before, how many rounds moved it, and where it will rest."""

    level: float
    joined: float
    rounds: int
    rest: float
    needs: Needs  # of a crowd that can be counted; else empty

    def go(self, rule: ThresholdMap, rounds: int) -> None:
        """Moves the crowd on by some rounds, in each of which all look at the same level; what rounding moves is at rest."""
        for _ in range(rounds):
            level = rule.after(self.level)
            self.joined = level - self.level
            if abs(self.joined) <= SETTLED * self.level:
                self.joined = 0.0
                break
            self.level = level
            self.rounds += 1


def drawn(rule: ThresholdMap, start: float, title: str, axes: tuple[Axis, Axis], scale: float = 1.0) -> Picture:
    """The map against its diagonal, with the path from a level, and where it rests."""
    grid = [k / PICTURE_POINTS for k in range(PICTURE_POINTS + 1)]
    path = rule.path(start, PICTURE_ROUNDS)
    corners = [(path[0], path[0])]
    for here, there in pairwise(path):
        corners += [(here, there), (there, there)]
    rests = rule.equilibria if len(rule.equilibria) <= PICTURE_POINTS else (rule.rest(start),)
    curves: list[tuple[str, Sequence[float], Sequence[float], Mark]] = [
        ("act next", grid, [rule.after(level) for level in grid], "line"),
        ("as many as before", [0.0, 1.0], [0.0, 1.0], "dashed"),
        ("path", [x for x, _ in corners], [y for _, y in corners], "line"),
        ("equilibria", rests, rests, "points"),
    ]
    scaled = tuple(Curve(name, [scale * v for v in x], [scale * v for v in y], mark) for name, x, y, mark in curves)
    return Picture(title, *axes, scaled, f"From {path[0] * scale:.3g} it comes to rest at {rule.rest(start) * scale:.3g}; {_told(rule)}.")


def _told(rule: ThresholdMap) -> str:
    """At how many levels a crowd could rest and at how many it would stay, as the end of a sentence."""
    if rule.flat:
        return "it could rest at every level, and at each it stays only until somebody more or fewer acts"
    if rule.rests == 1:
        return "no other level brings forth itself"
    lasts = "1 lasts" if len(rule.lasting) == 1 else f"{len(rule.lasting)} last"
    return f"{rule.rests} levels could rest, of which {lasts} when a few more or fewer act"
