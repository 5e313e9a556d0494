"""A riot spreads by contact with rioters, and burns out when few are left whom it could catch."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from groundswell.errors import UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.ode import Vector, solved
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.roots import root

OWN = "own calculation from the equations of Kermack & McKendrick (1927)"
CLOSED = "a closed form and a root to the last bit: six digits are on record"
SOLVED = "the solver follows the course to ten digits"
POINTS = 200  # of the picture
FASTEST = 1e6  # per day: what the solver can follow through a course of months
HIGHEST = 700.0  # logarithm that a step which is tried and given up may reach
MOST = 1e12  # stands for an R0 without end


@dataclass
class Riot:
    """The state: who could still be caught and who riots, in the unit in which the start is given."""

    susceptible: float
    rioters: float
    time: float = 0.0


@dataclass(frozen=True)
class Burbeck(Classic):
    """Whoever could riot and meets rioters starts to riot, and after a while stops for good.

    σ' = −β λ σ,   λ' = β λ σ − ω λ

    σ susceptible and λ rioting [persons, or the acts that are counted]; β contagion, ω leaving [1/day].
    R0 = β σ(0)/ω decides: below 1 a riot only fades, above 1 it grows first. λ + σ − (ω/β) ln σ never
    changes. Off: β = 0, and nobody follows those who began. The logarithms of σ and λ are followed, so
    that neither falls below zero.

    Raises UsageError for parameters out of their bounds.

    >>> model = Burbeck(contagion=1.5, leaving_rate=0.5)
    >>> round(model.observe(model.start(1, 0))["final_size"], 4)
    0.9417
    """

    name = "burbeck"
    title = "Riot epidemic in one place"
    says = "A riot is an epidemic: it grows if each rioter draws in more than one other, and ends by running out of people to draw in."
    source = "Burbeck, Raine & Stark (1978); Kermack & McKendrick (1927)"
    time = Time("day", until=40, every=0.5, discrete=False)
    random = False
    observables = (
        Observable("susceptible", "those who do not riot and still could", "as the start", 0),
        Observable("rioters", "those who riot", "as the start", 0),
        Observable("left", "those who have stopped for good", "as the start", 0),
        Observable("reproduction", "R0 = β σ(0)/ω: how many the first rioter draws in; 0 where nobody leaves and nobody is caught", "1", 0),
        Observable("peak", "most who riot at one time, in the whole course", "as the start", 0),
        Observable("final_size", "all who riot at some time, in the whole course, the first included", "as the start", 0),
    )
    departs = (
        "The paper's estimates for Los Angeles 1965, Detroit 1967 and Washington 1968 were not read, so no city is fitted "
        "and the default numbers are nobody's riot: shares of a crowd with R0 = 2.",
        "One step is a continuous day, solved to ten digits; the first rioters are there at time 0 and are not counted in σ(0).",
        "Where ω = 0 nobody stops: R0 is then given as 10¹² instead of infinity.",
    )

    susceptible: float = parameter(1.0, "σ(0), those who could riot at the start", "as counted", low=0, high=1e9)
    rioters: float = parameter(1e-3, "λ(0), those who riot at the start: the trigger", "as counted", low=0, high=1e9)
    contagion: float = parameter(1.0, "β, rate at which one rioter draws in one susceptible", "1/day per counted", low=0, high=1e3)
    leaving_rate: float = parameter(0.5, "ω, rate at which rioters stop for good", "1/day", low=0, high=1e3)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        fastest = self.contagion * (self.susceptible + self.rioters)
        if fastest > FASTEST:
            where = "contagion times susceptible and rioters"
            yield where, f"{fastest:g} 1/day", f"at most {FASTEST:g} 1/day", "contagion=1 with shares of the crowd instead of persons"

    def start(self, seed: int, history: int) -> Riot:
        return Riot(float(self.susceptible), float(self.rioters))

    def advance(self, state: Riot, t0: float, t1: float, seed: int, history: int) -> None:
        if t1 <= t0:
            return
        state.time = t1
        if state.rioters <= 0 or state.susceptible <= 0:
            state.rioters *= math.exp(-self.leaving_rate * (t1 - t0))
            return
        logs = solved(self._slope, np.log([state.susceptible, state.rioters]), t0, t1)
        state.susceptible, state.rioters = float(np.exp(logs[0])), float(np.exp(logs[1]))

    def _slope(self, t: float, logs: Vector) -> Vector:
        susceptible, rioters = math.exp(min(logs[0], HIGHEST)), math.exp(min(logs[1], HIGHEST))
        return np.array([-self.contagion * rioters, self.contagion * susceptible - self.leaving_rate])

    def observe(self, state: Riot) -> dict[str, float]:
        everybody = self.susceptible + self.rioters
        return {
            "susceptible": state.susceptible,
            "rioters": state.rioters,
            "left": max(0.0, everybody - state.susceptible - state.rioters),
            "reproduction": reproduction(self),
            "peak": peak(self),
            "final_size": final_size(self),
        }

    def picture(self) -> Picture:
        days = [self.time.until * k / POINTS for k in range(POINTS + 1)]
        state, seen = self.start(0, 0), []
        for before, day in pairwise([0.0, *days]):
            self.advance(state, before, day, 0, 0)
            seen.append(self.observe(state))
        curves = tuple(Curve(name, days, [one[name] for one in seen]) for name in ("susceptible", "rioters", "left"))
        summary = (
            f"With R0 = {reproduction(self):.3g}, {final_size(self):.3g} of {self.susceptible + self.rioters:.3g} riot at some time, "
            f"at most {peak(self):.3g} at once."
        )
        return Picture("A riot that runs out of people", Axis("time", "day"), Axis("people", "as counted"), curves, summary)


def reproduction(model: Burbeck) -> float:
    """R0 = β σ(0)/ω: how many others the first rioter draws in.

    >>> reproduction(Burbeck(contagion=1.5, leaving_rate=0.5))
    3.0
    """
    drawn = model.contagion * model.susceptible
    return min(MOST, drawn / model.leaving_rate) if model.leaving_rate > 0 else MOST * (drawn > 0)


def invariant(model: Burbeck, state: Riot) -> float:
    """λ + σ − (ω/β) ln σ, which never changes while a riot goes on.

    Raises ZeroDivisionError where β = 0 and ValueError where σ = 0: it is not defined there.

    >>> model = Burbeck()
    >>> state = model.start(1, 0)
    >>> before = invariant(model, state)
    >>> model.advance(state, 0, 30, 1, 0)
    >>> abs(invariant(model, state) / before - 1) < 1e-8
    True
    """
    return state.rioters + state.susceptible - model.leaving_rate / model.contagion * math.log(state.susceptible)


def final_size(model: Burbeck) -> float:
    """All who riot at some time: z = λ(0) + σ(0) − σ(∞), where σ(∞) = σ(0) e^(−β z/ω).

    >>> round(final_size(Burbeck(susceptible=1, rioters=0.5, contagion=0, leaving_rate=1)), 12)
    0.5
    """
    if model.rioters <= 0 or model.contagion <= 0 or model.susceptible <= 0:
        return float(model.rioters)
    if model.leaving_rate <= 0:
        return model.susceptible + model.rioters
    return model.susceptible * final_share(reproduction(model), model.rioters / model.susceptible) + model.rioters


def final_share(reproduction: float, first: float = 0.0) -> float:
    """The share of those who could riot who do in the end: z = 1 − e^(−R0 (z + first)), `first` rioters at the start for each of them.

    With `first` = 0 a riot from almost nothing: the larger root, 0 up to R0 = 1. Raises UsageError for numbers below 0.

    >>> round(final_share(2.0), 6), final_share(0.9)
    (0.796812, 0.0)
    """
    if not (0 <= reproduction < math.inf and 0 <= first < math.inf):
        got = f"reproduction={reproduction:g}, first={first:g}"
        raise UsageError.of("final_share", got, "two numbers of 0 or more", "final_share(2.0)")
    if first <= 0 and reproduction <= 1:
        return 0.0

    def excess(z: float) -> float:
        return -math.expm1(-reproduction * (z + first)) - z

    low = 0.0 if first > 0 else (reproduction - 1) / reproduction**2
    return root(excess, low, 1.0) if excess(low) > 0 > excess(1.0) else float(excess(1.0) >= 0)


def peak(model: Burbeck) -> float:
    """Most who riot at one time: λ(0) + σ(0) (1 − (1 + ln R0)/R0), or λ(0) where R0 ≤ 1.

    >>> round(peak(Burbeck(contagion=0.4)), 6)
    0.001
    """
    ratio = reproduction(model)
    return model.rioters + (model.susceptible * peak_share(ratio) if model.rioters > 0 else 0.0)


def peak_share(reproduction: float) -> float:
    """The most of those who could riot who do at one time, in a riot from almost nothing: 1 − (1 + ln R0)/R0.

    >>> round(peak_share(3.0), 6)
    0.300463
    """
    return 0.0 if reproduction <= 1 else 1 - (1 + math.log(reproduction)) / reproduction


def _at(model: Burbeck, until: float, parts: int = 1) -> list[Riot]:
    """The states at the ends of so many equal parts of a course."""
    state, seen = model.start(0, 0), []
    for k in range(parts):
        model.advance(state, until * k / parts, until * (k + 1) / parts, 0, 0)
        seen.append(Riot(state.susceptible, state.rioters, state.time))
    return seen


def _drift() -> float:
    model = Burbeck()
    begun = invariant(model, model.start(0, 0))
    return max(abs(invariant(model, state) / begun - 1) for state in _at(model, 80, 80))


def _growing_days() -> float:
    rioters = [0.3, *(state.rioters for state in _at(Burbeck(rioters=0.3, contagion=0.4), 60, 60))]
    return float(sum(later >= earlier for earlier, later in pairwise(rioters)))


def _rioted(ratio: float) -> float:
    """The share that has rioted after a long course from almost nothing, step by step."""
    return 1 - _at(Burbeck(rioters=1e-9, contagion=ratio, leaving_rate=1.0), 400)[-1].susceptible


def _size(ratio: float, size: float) -> Check:
    return Check(f"final size, R0 = {ratio}", size, lambda: final_share(ratio), 1e-6, CLOSED, OWN)


def _size_followed(ratio: float, size: float) -> Check:
    return Check(f"final size, R0 = {ratio}, followed day by day", size, lambda: _rioted(ratio), 1e-6, SOLVED, OWN)


def _most(ratio: float, most: float) -> Check:
    return Check(f"most at one time, R0 = {ratio}", most, lambda: peak_share(ratio), 1e-6, CLOSED, OWN)


SIZES = {1.5: 0.582812, 2.0: 0.796812, 3.0: 0.940480}

Burbeck.reproduces = (
    Check("largest relative change of the invariant in 80 days", 0.0, _drift, 1e-8, SOLVED, OWN),
    *(_size(ratio, size) for ratio, size in SIZES.items()),
    *(_size_followed(ratio, size) for ratio, size in SIZES.items()),
    *(_most(ratio, most) for ratio, most in ((2.0, 0.153426), (3.0, 0.300463))),
    Check("days of growth in 60 after a shock, R0 = 0.8", 0.0, _growing_days, 0.0, "below R0 = 1 no day may grow", OWN),
)
