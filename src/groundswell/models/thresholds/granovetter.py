"""People join a riot once enough others riot; how the few who need nobody come to move all hangs on how thresholds are spread.

    r(k+1) = F(r(k)),    F(r) = share of people whose threshold is at or below r

Two crowds with nearly the same people can end at six of a hundred and at all of them.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from groundswell.errors import UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import normals, uniforms
from groundswell.models.picture import Axis, Picture
from groundswell.models.roots import normal_density, normal_share, root
from groundswell.models.thresholds.threshold_map import (
    Course,
    Needs,
    ThresholdMap,
    crowd,
    drawn,
    listed_needs,
    needs_of,
    normal,
    normal_quantiles,
    positions,
    uniform,
)

LOWEST_Z = -40.0  # where the normal law has no weight left that a number could hold
PAPER = "Granovetter (1978)"
OWN = "own calculation from the equations"
BANDWAGON = tuple(map(float, range(100)))
BROKEN = (0.0, 2.0, *BANDWAGON[2:])


def critical_spread(mean: float) -> float:
    """The standard deviation at which a crowd with normal thresholds jumps from few to nearly all.

    F touches the diagonal: φ(z) = σ and Φ(z) = μ + σz, at the lower of the two touching points. Only a mean
    between 0 and ½ has one; raises UsageError for others.

    >>> round(critical_spread(0.25), 6)
    0.122221
    """
    return normal_density(_tangency(mean))


def share_before_the_jump(mean: float) -> float:
    """The share who act at the critical spread itself, just before nearly all do.

    >>> round(share_before_the_jump(0.25), 6)
    0.062003
    """
    return normal_share(_tangency(mean))


def _tangency(mean: float) -> float:
    if not 0 < mean < 0.5:
        raise UsageError.of("critical_spread: mean", f"{mean:g}", "a share between 0 and ½, neither included", "critical_spread(0.25)")
    return root(lambda z: normal_share(z) - z * normal_density(z) - mean, LOWEST_Z, 0.0)


@dataclass(frozen=True)
class Granovetter(Classic):
    """A crowd, each of whom joins once a share or a number of others have."""

    name = "granovetter"
    title = "Thresholds of collective behavior"
    says = "Crowds of almost the same people end very differently: one missing link stops the chain by which each draws in the next."
    source = PAPER
    time = Time("round", 100)
    observables = (
        Observable("active_share", "share of the crowd who act", "share", 0, 1),
        Observable("joined_share", "share of the crowd who joined in the last round, less those who left", "share", -1, 1),
        Observable("rounds", "rounds so far in which the crowd grew or shrank", "rounds", 0),
        Observable("equilibrium_share", "share of the crowd with which it comes to rest", "share", 0, 1),
        Observable("instigator_share", "share of the crowd who need nobody", "share", 0, 1),
        Observable(
            "equilibria", "levels at which the crowd could rest, lasting or not; a stretch in which each could counts as one", "levels", 0
        ),
    )
    departs = (
        "Weak inequality: a person whose threshold equals the level acts.",
        "All look at once and then act at once; a step is one such round, and round 0 is before anybody acts.",
        "The level counts all who act. From nobody it only rises, so that nobody who decides is counted in it.",
        "Nobody is bound to stay: from a start above its equilibrium the crowd melts. From nobody this cannot happen.",
        "Thresholds below 0 act unasked and thresholds above 1 never do; the law is not cut off and filled up again.",
        "The paper's crowds have 100 people. The jump at a critical spread belongs to a crowd without number (people = 0).",
        "Shares are of the whole crowd, oneself among them; listed ones are compared as exact fractions.",
        "Thresholds spread evenly from 0 to 1 let every level rest. `equilibria` is 1 then, and the crowd rests where it starts.",
        "A crowd without number that moves by less than 10⁻¹⁴ of its level in a round is at rest: that is rounding.",
        "Shares that a crowd waits for are turned into numbers of people by rounding up, and its first share to the nearest number.",
    )

    law: str = parameter("normal", "how thresholds are spread over people", choices=("normal", "uniform", "listed"))
    mean: float = parameter(0.25, "mean threshold of the normal law", "share", low=-10, high=10)
    spread: float = parameter(0.12, "standard deviation of thresholds under the normal law", "share", low=0, high=100, above=True)
    lowest: float = parameter(0.0, "lowest threshold of the uniform law", "share", low=-10, high=10)
    highest: float = parameter(1.0, "highest threshold of the uniform law", "share", low=-10, high=10)
    thresholds: tuple[float, ...] = parameter(BANDWAGON, "how many others each listed person waits for", "people or share", low=0)
    listed_in: str = parameter("people", "whether listed thresholds count people or are shares of the crowd", choices=("people", "share"))
    people: int = parameter(0, "size of a crowd with a normal or uniform law; 0 is a crowd without number", "people", low=0, high=1_000_000)
    draws: str = parameter(
        "middle",
        "thresholds of a counted crowd: at (i + ½)/N of the law, at (i + 1)/(N + 1), or drawn at random",
        choices=("middle", "inner", "random"),
    )
    initial_share: float = parameter(0.0, "share of the crowd who act at the start, whatever they wait for", "share", low=0, high=1)

    @property
    def random(self) -> bool:  # type: ignore[override]
        """Whether thresholds are drawn."""
        return self.law != "listed" and self.people > 0 and self.draws == "random"

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Bounds in the wrong order, and a list with nobody."""
        if self.law == "uniform" and self.lowest >= self.highest:
            yield "lowest, highest", f"{self.lowest:g}, {self.highest:g}", "the lowest threshold below the highest", "lowest=0, highest=1"
        if self.law == "listed" and not self.thresholds:
            yield "thresholds", "no number", "a threshold for each person of a listed crowd", "thresholds=0,1,2,3"

    def needs(self, seed: int = 1, history: int = 0) -> Needs:
        """How many must act before each person of a counted crowd does, in rising order; empty for a crowd without number.

        >>> Granovetter(law="uniform", people=5).needs().tolist()
        [1, 2, 3, 4, 5]
        """
        if self.law == "listed":
            return listed_needs(self.thresholds, Fraction(1 if self.listed_in == "people" else len(self.thresholds)))
        return np.sort(needs_of(self._shares(seed, history)))

    def _shares(self, seed: int, history: int) -> np.ndarray:
        if self.law == "uniform":
            drawn_at = uniforms(seed, history, "threshold", self.people)
            places = drawn_at if self.draws == "random" else positions(self.people, self.draws)
            return self.lowest + (self.highest - self.lowest) * places
        if self.draws == "random":
            return self.mean + self.spread * normals(seed, history, "threshold", self.people)
        return self.mean + self.spread * normal_quantiles(positions(self.people, self.draws))

    def threshold_map(self, needs: Needs | None = None) -> ThresholdMap:
        """Who acts after seeing what share act: of the given counted crowd, or of the law."""
        needs = self.needs() if needs is None else needs
        if len(needs):
            return crowd(needs)
        return normal(self.mean, self.spread) if self.law == "normal" else uniform(self.lowest, self.highest)

    def start(self, seed: int, history: int) -> Course:
        """Nobody acts yet, or the share that starts whatever happens."""
        needs = self.needs(seed, history)
        people = len(needs)
        first = round(self.initial_share * people) / people if people else float(self.initial_share)
        return Course(first, 0.0, 0, self.threshold_map(needs).rest(first), needs)

    def advance(self, state: Course, t0: float, t1: float, seed: int, history: int) -> None:
        """All look, and who has seen enough acts, round after round."""
        state.go(self.threshold_map(state.needs), math.floor(t1) - math.floor(t0))

    def observe(self, state: Course) -> dict[str, float]:
        """The crowd now, and where it goes."""
        rule = self.threshold_map(state.needs)
        return {
            "active_share": state.level,
            "joined_share": state.joined,
            "rounds": float(state.rounds),
            "equilibrium_share": state.rest,
            "instigator_share": rule.after(0.0),
            "equilibria": float(rule.rests),
        }

    def picture(self) -> Picture:
        """The threshold map with its diagonal and the path."""
        axes = Axis("share who act", "share"), Axis("share who act in the next round", "share")
        return drawn(self.threshold_map(), self.initial_share, "Who acts after seeing how many act", axes)


def _ended(what: str, **values: object) -> Callable[[], float]:
    def ours() -> float:
        model = Granovetter.of(**values)
        state = model.start(1, 0)
        model.advance(state, 0, 1000, 1, 0)
        return model.observe(state)[what]

    return ours


def _acting(thresholds: tuple[float, ...]) -> Callable[[], float]:
    return lambda: _ended("active_share", law="listed", thresholds=thresholds)() * len(thresholds)


def jump_of_a_crowd(people: int, draws: str, mean: float = 0.25) -> float:
    """The standard deviation at which a counted crowd with thresholds at fixed places of a normal law jumps past half.

    >>> round(jump_of_a_crowd(100, "middle"), 4)
    0.1255
    """

    def beyond(spread: float) -> float:
        model = Granovetter(people=people, draws=draws, mean=mean, spread=spread)
        return model.observe(model.start(1, 0))["equilibrium_share"] - 0.5

    return root(beyond, mean / 10, mean)


CLOSED = "the equations are solved to the last digits; the published ones are rounded"
COUNT = "a count"
Granovetter.reproduces = (
    Check("thresholds 0 to 99: people who act in the end", 100, _acting(BANDWAGON), 0, COUNT, PAPER),
    Check("thresholds 0 to 99: rounds", 100, _ended("rounds", law="listed"), 0, COUNT, PAPER),
    Check("the person with threshold 1 has 2: people who act in the end", 1, _acting(BROKEN), 0, COUNT, PAPER),
    Check("mean 0.25: critical spread", 0.1222209, lambda: critical_spread(0.25), 1e-6, CLOSED, OWN),
    Check("mean 0.25: critical spread, in people of 100", 12.2, lambda: 100 * critical_spread(0.25), 0.05, "one digit is given", PAPER),
    Check("mean 0.25: share before the jump", 0.0620033, lambda: share_before_the_jump(0.25), 1e-6, CLOSED, OWN),
    Check("mean 0.25: people of 100 before the jump", 6, lambda: 100 * share_before_the_jump(0.25), 0.5, "no digit is given", PAPER),
    Check("spread 0.10: equilibrium", 0.00770, _ended("equilibrium_share", spread=0.10), 1e-4, CLOSED, OWN),
    Check("spread 0.12: equilibrium", 0.04021, _ended("equilibrium_share", spread=0.12), 1e-4, CLOSED, OWN),
    Check("spread 0.122: equilibrium", 0.05479, _ended("equilibrium_share", spread=0.122), 1e-4, CLOSED, OWN),
    Check("spread 0.1225: equilibrium", 1.0000, _ended("equilibrium_share", spread=0.1225), 1e-3, CLOSED, OWN),
    Check("spread 0.30: equilibrium", 0.9934, _ended("equilibrium_share", spread=0.30), 1e-3, CLOSED, OWN),
    Check("spread 100: equilibrium", 0.5, _ended("equilibrium_share", spread=100), 2e-3, "the limit is ½, approached as 0.1/spread", OWN),
    Check("100 people at (i + ½)/100: jump", 0.12545, lambda: jump_of_a_crowd(100, "middle"), 5e-5, "known between two spreads", OWN),
    Check("100 people at i/101: jump", 0.12825, lambda: jump_of_a_crowd(100, "inner"), 5e-5, "known between two spreads", OWN),
)  # fmt: skip
