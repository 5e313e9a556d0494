"""Each sees a little of how weak the regime is, and attacks if enough others will; whether it falls hangs on a cut-off that all foresee.

The regime has a strength θ, normal with mean z and precision α. Each of very many people sees
x = θ + ξ/√β with ξ standard normal, and attacks or stays at home. The regime falls if the share who
attack is at least θ. Whoever attacks gains 1 − c where it falls and loses c where it stands. All
attack who see x ≤ x*, and it falls for θ ≤ θ*:

    θ* = Φ(√β (x* − θ*))                                          just enough attack at θ*
    c  = Φ(√(α + β) (θ* − (β x* + α z)/(α + β)))                  at x* both acts are worth the same

With y = Φ⁻¹(θ*) both are one equation, α(Φ(y) − z) − √β·y − √(α + β)·Φ⁻¹(c) = 0. Its left side turns where
φ(y) = √β/α, at two points at most, so that every solution is found. It has one for every z if β ≥ α²/(2π).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

from groundswell.errors import Problem, UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import normals
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.roots import normal_share, root

SOURCE = "Morris & Shin (1998); Angeletos, Hellwig & Pavan (2007)"
OWN = "own calculation from the equations"
LEAST_PRECISION, MOST_PRECISION, MOST_PRIVATE = 1e-6, 1e6, 1e12  # of what all know, and of what each sees alone
FARTHEST = 100  # strength, of the mean that all know
PICTURE_POINTS = 300
PICTURE_EDGE = 3.5  # standard deviations of signals shown around the middle of the fold


class Equilibrium(NamedTuple):
    """What all foresee: attack at signals up to `cutoff`, and the regime falls at strengths up to `threshold`."""

    cutoff: float
    threshold: float


def least_signal_precision(prior_precision: float) -> float:
    """The precision of what people see on their own from which there is one equilibrium, whatever the prior mean: α²/(2π).

    Raises UsageError for a precision out of its bounds.

    >>> round(least_signal_precision(4), 5)
    2.54648
    """
    _checked("least_signal_precision", prior_precision=prior_precision)
    return prior_precision**2 / (2 * math.pi)


def equilibria(prior_precision: float, signal_precision: float, prior_mean: float, cost: float) -> tuple[Equilibrium, ...]:
    """All equilibria in cut-offs, from the regime that falls least easily to the one that falls most easily.

    Raises UsageError, with every fault, for numbers out of the bounds that `GlobalGame` gives them.

    >>> [round(one.threshold, 6) for one in equilibria(1, 4, 0.3, 0.4)]
    [0.682413]
    >>> [round(one.threshold, 3) for one in equilibria(4, 0.5, 0.5, 0.5)]
    [0.002, 0.5, 0.998]
    """
    _checked("equilibria", prior_precision=prior_precision, signal_precision=signal_precision, prior_mean=prior_mean, cost=cost)
    alpha, noise = prior_precision, math.sqrt(signal_precision)
    demand = alpha * prior_mean + math.sqrt(alpha + signal_precision) * NormalDist().inv_cdf(cost)

    def gap(y: float) -> float:
        return alpha * normal_share(y) - noise * y - demand

    found = _zeros(gap, -demand / noise, (alpha - demand) / noise, _turn(noise / alpha))
    return tuple(Equilibrium(normal_share(y) + y / noise, normal_share(y)) for y in found)


def _checked(name: str, **values: float) -> None:
    """Raises UsageError with every value that is out of its bounds, or no number."""
    bounds = {
        "prior_precision": (LEAST_PRECISION, MOST_PRECISION, 1),
        "signal_precision": (LEAST_PRECISION, MOST_PRIVATE, 1),
        "prior_mean": (-FARTHEST, FARTHEST, 0.5),
        "cost": (math.nextafter(0, 1), math.nextafter(1, 0), 0.5),
    }
    problems = []
    for what, value in values.items():
        low, high, usual = bounds[what]
        if not low <= value <= high:
            expected = "a number above 0 and below 1" if what == "cost" else f"a number from {low:g} to {high:g}"
            problems.append(Problem(f"{name}: {what}", f"{value:g}", expected, f"{what}={usual:g}"))
    if problems:
        raise UsageError(*problems)


def _turn(height: float) -> float:
    """Where the normal density has a height: a point at or above 0, and 0 where it is nowhere so high."""
    peak = height * math.sqrt(2 * math.pi)
    return math.sqrt(-2 * math.log(peak)) if peak < 1 else 0.0


def _zeros(gap: Callable[[float], float], low: float, high: float, turn: float) -> Iterator[float]:
    """The zeros of a function that falls, rises between −turn and turn, and falls; all lie between low and high."""
    ends = [low, *(end for end in (-turn, turn) if turn > 0 and low < end < high), high]
    values = [gap(end) for end in ends]
    values[0], values[-1] = max(values[0], 0.0), min(values[-1], 0.0)  # by the equation; rounding may say otherwise
    for k, value in enumerate(values):
        if value == 0:
            yield ends[k]
        elif k + 1 < len(values) and values[k + 1] != 0 and (value > 0) != (values[k + 1] > 0):
            yield _zero(gap, ends[k], ends[k + 1])


def _zero(gap: Callable[[float], float], low: float, high: float) -> float:
    """The zero between two points; the better of the two where rounding has taken the sign of one."""
    at_low, at_high = gap(low), gap(high)
    if (at_low > 0) == (at_high > 0):
        return low if abs(at_low) <= abs(at_high) else high
    return root(gap, low, high)


@dataclass
class Game:
    """One game, played: the equilibria, which of them people play, how strong the regime is, and who attacked."""

    equilibria: tuple[Equilibrium, ...]
    played: Equilibrium
    strength: float
    attack_share: float


@dataclass(frozen=True)
class GlobalGame(Classic):
    """An attack on a regime by people who each know a little of its strength."""

    name = "global-game"
    title = "A global game of regime change"
    says = "A regime falls by what people believe of each other: private knowledge leaves one outcome, strong public knowledge several."
    source = SOURCE
    time = Time("game", 1)
    observables = (
        Observable("threshold", "strength up to which the regime falls, in the equilibrium that is played", "1", 0, 1),
        Observable("cutoff", "signal up to which people attack, in the equilibrium that is played", "1"),
        Observable("equilibria", "how many equilibria in cut-offs there are", "equilibria", 1, 3),
        Observable("lowest_threshold", "strength up to which the regime falls in every equilibrium", "1", 0, 1),
        Observable("highest_threshold", "strength above which the regime stands in every equilibrium", "1", 0, 1),
        Observable("fall_chance", "probability that the regime falls, before its strength is known", "probability", 0, 1),
        Observable("strength", "strength of the regime in this history", "1"),
        Observable("attack_share", "share of people who attack", "share", 0, 1),
        Observable("falls", "whether the regime falls", "0 or 1", 0, 1),
    )
    departs = (
        "Weak inequalities: people attack at the cut-off itself, and the regime falls if the share who attack equals its strength.",
        "A game is played once, at the start; time changes nothing.",
        "Every equilibrium in cut-offs is found, and not only one. Where there are several, `play` says which one people play.",
        "People attack or stay at home; that regimes can hide attacks and bend what is seen (Edmond 2013) is left out.",
        "With people = 0 there are so many that luck averages out. A number of people attack by their own signals and the same cut-off.",
    )

    prior_mean: float = parameter(0.5, "what all know: mean strength of the regime", "1", low=-FARTHEST, high=FARTHEST)
    prior_precision: float = parameter(
        1.0, "what all know: precision of that knowledge, one over its variance", "1", low=LEAST_PRECISION, high=MOST_PRECISION
    )
    signal_precision: float = parameter(
        1.0, "precision of what each sees alone, one over its variance", "1", low=LEAST_PRECISION, high=MOST_PRIVATE
    )
    cost: float = parameter(0.5, "cost of attacking, as a share of what a fall is worth", "share", low=0, high=1, above=True, below=True)
    play: str = parameter(
        "highest", "which equilibrium people play where there are three, by its threshold", choices=("lowest", "middle", "highest")
    )
    draw: str = parameter("prior", "whether the strength is drawn from what all know, or given", choices=("prior", "given"))
    given_strength: float = parameter(0.5, "strength of the regime if it is given", "1", low=-1000, high=1000)
    people: int = parameter(0, "how many can attack; 0 is very many", "people", low=0, high=10_000_000)

    @property
    def random(self) -> bool:  # type: ignore[override]
        """Whether the regime's strength or people's signals are drawn."""
        return self.draw == "prior" or self.people > 0

    def equilibria(self) -> tuple[Equilibrium, ...]:
        """All equilibria at these parameters, in rising order of the strength up to which the regime falls.

        >>> len(GlobalGame(prior_precision=4, signal_precision=0.5).equilibria())
        3
        """
        return equilibria(self.prior_precision, self.signal_precision, self.prior_mean, self.cost)

    def start(self, seed: int, history: int) -> Game:
        """All think it through, see their signal and attack or not."""
        found = self.equilibria()
        played = self._played(found)
        strength = float(self.given_strength)
        if self.draw == "prior":
            strength = self.prior_mean + float(normals(seed, history, "strength", 1)[0]) / math.sqrt(self.prior_precision)
        return Game(found, played, strength, self._attack(strength, played.cutoff, seed, history))

    def _attack(self, strength: float, cutoff: float, seed: int, history: int) -> float:
        noise = math.sqrt(self.signal_precision)
        if not self.people:
            return normal_share(noise * (cutoff - strength))
        signals = strength + normals(seed, history, "signal", self.people) / noise
        return int((signals <= cutoff).sum()) / self.people

    def advance(self, state: Game, t0: float, t1: float, seed: int, history: int) -> None:
        """Nothing more happens."""

    def observe(self, state: Game) -> dict[str, float]:
        """The equilibrium that was played, the others' bounds, and how it went."""
        return {
            "threshold": state.played.threshold,
            "cutoff": state.played.cutoff,
            "equilibria": float(len(state.equilibria)),
            "lowest_threshold": state.equilibria[0].threshold,
            "highest_threshold": state.equilibria[-1].threshold,
            "fall_chance": normal_share(math.sqrt(self.prior_precision) * (state.played.threshold - self.prior_mean)),
            "strength": state.strength,
            "attack_share": state.attack_share,
            "falls": float(state.attack_share >= state.strength),
        }

    def _played(self, found: Sequence[Equilibrium]) -> Equilibrium:
        """The one of all equilibria that people play."""
        return {"lowest": found[0], "middle": found[len(found) // 2], "highest": found[-1]}[self.play]

    def _told(self) -> str:
        """When the regime falls, as the end of a sentence."""
        found = self.equilibria()
        thresholds = [one.threshold for one in found]
        if len(thresholds) == 1:
            return f"the regime falls at strengths up to {thresholds[0]:.3g}, the one equilibrium"
        number = {2: "two", 3: "three"}[len(thresholds)]
        all_of_them = ", ".join(f"{threshold:.3g}" for threshold in thresholds[:-1]) + f" or {thresholds[-1]:.3g}"
        played = f"people play the {self.play}, so that it falls up to {self._played(found).threshold:.3g}"
        return f"there are {number} equilibria, in which the regime falls at strengths up to {all_of_them}: {played}"

    def picture(self) -> Picture:
        """The strength up to which the regime falls, by what all think of it: an S where public knowledge is strong."""
        alpha, noise = self.prior_precision, math.sqrt(self.signal_precision)
        demand = math.sqrt(alpha + self.signal_precision) * NormalDist().inv_cdf(self.cost)
        ys = [PICTURE_EDGE * (2 * k / PICTURE_POINTS - 1) for k in range(PICTURE_POINTS + 1)]
        means = [normal_share(y) - (noise * y + demand) / alpha for y in ys]
        found = [one.threshold for one in self.equilibria()]
        curves = (
            Curve("regime falls at or below", means, [normal_share(y) for y in ys]),
            Curve("at this prior mean", [self.prior_mean] * len(found), found, "points"),
        )
        summary = f"At a prior mean of {self.prior_mean:g} {self._told()}."
        axes = Axis("mean strength of the regime, as all know it"), Axis("strength up to which it falls")
        return Picture("How strong must a regime be to stand?", *axes, curves, summary)


def _threshold(precision: float) -> Callable[[], float]:
    model = {"prior_precision": 1, "signal_precision": precision, "prior_mean": 0.3, "cost": 0.4}
    return lambda: equilibria(**model)[0].threshold


def games_as_foreseen(people: int, away: float, games: int, seed: int = 1) -> int:
    """In how many games with counted people the regime falls just as the threshold says, at strengths `away` from it.

    >>> games_as_foreseen(10_000, 0.05, 10)
    10
    """
    threshold = GlobalGame().equilibria()[0].threshold
    right = 0
    for game in range(games):
        side = 1 if game % 2 else -1
        model = GlobalGame(people=people, draw="given", given_strength=threshold + side * away)
        right += model.observe(model.start(seed, game))["falls"] == float(side < 0)
    return right


SIX = "the equations are solved to the last digits; six are on record"
GlobalGame.reproduces = (
    Check("precisions 1, mean and cost 0.5: threshold", 0.5, lambda: GlobalGame().equilibria()[0].threshold, 1e-9, "by symmetry", OWN),
    Check("signal precision 1, mean 0.3, cost 0.4: threshold", 0.806393, _threshold(1), 1e-5, SIX, OWN),
    Check("signal precision 4, mean 0.3, cost 0.4: threshold", 0.682413, _threshold(4), 1e-5, SIX, OWN),
    Check("signal precision 1,000,000, mean 0.3, cost 0.4: threshold", 0.600116, _threshold(1e6), 1e-5, SIX, OWN),
    Check("endless signal precision, cost 0.4: threshold is 1 − cost", 0.6, _threshold(1e12), 1e-5, "a limit, here at 10¹²", SOURCE),
    Check("prior precision 4: signal precision for one equilibrium", 2.54648, lambda: least_signal_precision(4), 1e-5, SIX, SOURCE),
    Check(
        "100,000 people, strength 0.02 from the threshold: games that end as foreseen, of 40", 40,
        lambda: games_as_foreseen(100_000, 0.02, 40), 0, "0.02 is more than 12 standard errors of the share who attack", OWN,
    ),
)  # fmt: skip
