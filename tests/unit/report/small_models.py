"""Classics of a few lines, to see how any classic is told: one without luck, one with luck, one that is an equilibrium."""

import math
from dataclasses import dataclass

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.picture import Axis, Curve, Picture


@dataclass
class Number:
    """A state that is one number."""

    value: float


@dataclass(frozen=True)
class Logistic(Classic):
    """Each who acts draws in others, until nobody is left.

        x' = a x (1 − x),   x(0) = start

    x the share that acts, a growth.

    Raises UsageError for parameters out of their bounds.

    >>> Logistic().growth
    0.1
    """

    name = "logistic"
    title = "Growth <with> an end"
    says = "A crowd grows by those it has & stops at those there are."
    source = "Verhulst (1838); Nobody (1900)"
    time = Time("day", until=100, every=5, discrete=False)
    random = False
    observables = (
        Observable("active_share", "share that acts", "share", 0, 1),
        Observable("ceiling", "share that could act", "1", 0, 1),
    )
    reproduces = (
        Check("half at the middle", 0.5, lambda: 0.5, 1e-6, "closed form", "own calculation"),
        Check("at most all", 1.0, lambda: 1.5, 0.0, "a share", "Verhulst (1838)", "at most"),
    )
    departs = ("It has no people.",)

    growth: float = parameter(0.1, "growth while few act", "1/day", low=0, high=10)
    start_share: float = parameter(0.01, "share that acts at the start", low=0, high=1, above=True)
    listed: tuple[float, ...] = parameter((), "numbers for nothing", low=0)
    loud: bool = parameter(False, "whether it is heard")
    law: str = parameter("plain", "which law", choices=("plain", "odd"))

    def start(self, seed, history):
        return Number(self.start_share)

    def advance(self, state, t0, t1, seed, history):
        odds = state.value / (1 - state.value) * math.exp(self.growth * (t1 - t0))
        state.value = odds / (1 + odds)

    def observe(self, state):
        return {"active_share": state.value, "ceiling": 1.0}

    def picture(self):
        days = [float(day) for day in range(101)]
        odds = self.start_share / (1 - self.start_share)
        rise = [1 / (1 + math.exp(-self.growth * day) / odds) for day in days]
        curves = (Curve("those who act", days, rise), Curve("as many as there are", [0, 100], [1, 1], "dashed"))
        return Picture("How a crowd grows", Axis("time", "days"), Axis("share that acts"), curves, "It grows, and then it does not.")


@dataclass(frozen=True)
class Walk(Classic):
    """A number that goes up or down by luck."""

    name = "walk"
    title = "A walk"
    says = "Nothing but luck."
    source = "Pearson (1905)"
    time = Time("step", until=20)
    random = True
    observables = (Observable("place", "where it is", "steps"),)
    reproduces = ()
    departs = ()

    def start(self, seed, history):
        return Number(0.0)

    def advance(self, state, t0, t1, seed, history):
        state.value += sum(1 if hash((seed, history, t)) % 2 else -1 for t in range(int(t0), int(t1)))

    def observe(self, state):
        return {"place": state.value}

    def picture(self):
        return Picture("A walk", Axis("time", "step"), Axis("place", "steps"), (Curve("", [0, 1], [0, 1], "points"),), "It goes.")
