"""People hide what they think until enough others stop hiding; a country that looks calm may be one person away from a revolution.

    S ← percent of people with T_i ≤ S,    from S = percent with T_i ≤ 0

S is the public opposition in percent and T_i the level of it at which a person joins. T_i falls as
the person comes to like the regime less, which nobody else can see. Two countries that differ in one
person's threshold look alike, and the same small shock moves one by a step and the other to the end.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from groundswell.errors import UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import normals
from groundswell.models.picture import Axis, Picture
from groundswell.models.thresholds.threshold_map import Course, Needs, ThresholdMap, crowd, drawn, listed_needs, needs_of, normal

PERCENT = 100
FARTHEST = 1000  # percent, of a threshold
PAPER = "Kuran (1989); Kuran (1991)"
COUNTRY_A = (0.0, 20.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0)
COUNTRY_B = (0.0, 20.0, 30.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0)


def needs_of_percents(thresholds: tuple[float, ...], discontent: float = 0.0) -> Needs:
    """How many must be in public opposition before each person joins, by exact fractions, in rising order.

    >>> needs_of_percents((0.0, 20.0, 30.0, 100.0)).tolist()
    [0, 1, 2, 4]
    """
    return listed_needs(thresholds, Fraction(len(thresholds), PERCENT), discontent)


def public_opposition(thresholds: tuple[float, ...], discontent: float = 0.0) -> list[float]:
    """The percents of public opposition, step after step, in a country of some people, until nobody joins any more.

    Raises UsageError for no people, and for what is no threshold.

    >>> public_opposition(COUNTRY_A)
    [10.0]
    >>> public_opposition((0, 10, *COUNTRY_A[2:]))[-1]
    90.0
    """
    _checked("public_opposition", thresholds, discontent)
    rule = crowd(needs_of_percents(thresholds, discontent))
    return [PERCENT * level for level in rule.path(rule.after(0.0))]


def rise_from(thresholds: tuple[float, ...], person: int, to: float) -> float:
    """How many percent public opposition gains if the threshold of one person (from 0) becomes another.

    Raises UsageError for a person who is not there, and for what is no threshold.

    >>> rise_from(COUNTRY_A, 1, 10), rise_from(COUNTRY_B, 1, 10)
    (80.0, 10.0)
    """
    _checked("rise_from", (*thresholds, to))
    if not 0 <= person < len(thresholds):
        raise UsageError.of("rise_from: person", str(person), f"a number from 0 to {len(thresholds) - 1}", "person=0")
    changed = tuple(to if i == person else percent for i, percent in enumerate(thresholds))
    return public_opposition(changed)[-1] - public_opposition(thresholds)[-1]


def _checked(name: str, thresholds: Sequence[float], discontent: float = 0.0) -> None:
    """Raises UsageError."""
    expected = f"a number from {-FARTHEST} to {FARTHEST} percent"
    if not len(thresholds):
        raise UsageError.of(f"{name}: thresholds", "no number", f"{expected} for each person", "thresholds=(0, 20, 20, 30)")
    wrong = [percent for percent in thresholds if not -FARTHEST <= percent <= FARTHEST]
    if wrong:
        raise UsageError.of(f"{name}: thresholds", f"{wrong[0]:g}", f"{expected} for each person", "thresholds=(0, 20, 20, 30)")
    if not -FARTHEST <= discontent <= FARTHEST:
        raise UsageError.of(f"{name}: discontent", f"{discontent:g}", expected, "discontent=0")


@dataclass(frozen=True)
class Kuran(Classic):
    """A country whose people oppose it in public once public opposition has reached what they wait for."""

    name = "kuran"
    title = "Sparks and prairie fires: hidden opposition"
    says = "Revolutions surprise because people hide what they think, and a small shock can let loose a bandwagon that nobody could see."
    source = PAPER
    time = Time("step", 50)
    observables = (
        Observable("public_opposition", "people in public opposition", "percent", 0, 100),
        Observable("joined", "people who joined in the last step", "percent", -100, 100),
        Observable("steps", "steps so far in which public opposition grew", "steps", 0),
        Observable("equilibrium", "public opposition at which the country comes to rest", "percent", 0, 100),
        Observable("highest_equilibrium", "highest public opposition at which the country could rest", "percent", 0, 100),
        Observable("hidden", "how much higher it could rest than it will", "percent", 0, 100),
        Observable("equilibria", "levels at which the country could rest, lasting or not", "levels", 0),
    )
    departs = (
        "Weak inequality: a person whose threshold equals public opposition joins.",
        "All look at once and then choose at once; a step is one such choice, and at step 0 those stand who need nobody.",
        "Public opposition counts all who are in it. It only rises, so that nobody who decides is counted in it.",
        "Private preferences enter through thresholds alone: discontent takes the same number of points from each.",
        "Thresholds are compared as exact fractions, so that 20 percent of ten people are two people.",
        "The normal law of thresholds is not in the papers, which list ten people; nor is a country without number (people = 0).",
    )

    law: str = parameter("listed", "how thresholds are spread over people", choices=("listed", "normal"))
    thresholds: tuple[float, ...] = parameter(
        COUNTRY_A, "public opposition at which each listed person joins", "percent", low=-1000, high=1000
    )
    mean: float = parameter(40.0, "mean threshold of the normal law", "percent", low=-1000, high=1000)
    spread: float = parameter(20.0, "standard deviation of thresholds under the normal law", "percent", low=0, high=10_000, above=True)
    people: int = parameter(
        0, "size of a country with the normal law, its thresholds drawn at random; 0 is a country without number", "people",
        low=0, high=1_000_000,
    )  # fmt: skip
    discontent: float = parameter(0.0, "how far private opposition has lowered every threshold", "percent", low=-1000, high=1000)

    @property
    def random(self) -> bool:  # type: ignore[override]
        """Whether thresholds are drawn."""
        return self.law == "normal" and self.people > 0

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """A list with nobody."""
        if self.law == "listed" and not self.thresholds:
            yield "thresholds", "no number", "a threshold for each person of a listed country", "thresholds=0,20,20,30"

    def needs(self, seed: int = 1, history: int = 0) -> Needs:
        """How many must be in public opposition before each person joins, in rising order; empty for a country without number."""
        if self.law == "listed":
            return needs_of_percents(self.thresholds, self.discontent)
        drawn_at = self.mean - self.discontent + self.spread * normals(seed, history, "threshold", self.people)
        return np.sort(needs_of(drawn_at / PERCENT))

    def threshold_map(self, needs: Needs | None = None) -> ThresholdMap:
        """Who joins at what level, as shares of 1: of the given people, or of the law."""
        needs = self.needs() if needs is None else needs
        return crowd(needs) if len(needs) else normal((self.mean - self.discontent) / PERCENT, self.spread / PERCENT)

    def start(self, seed: int, history: int) -> Course:
        """Those stand in the open who need nobody."""
        needs = self.needs(seed, history)
        rule = self.threshold_map(needs)
        first = rule.after(0.0)
        return Course(first, 0.0, 0, rule.rest(first), needs)

    def advance(self, state: Course, t0: float, t1: float, seed: int, history: int) -> None:
        """All look at public opposition, and who has seen enough joins, step after step."""
        state.go(self.threshold_map(state.needs), math.floor(t1) - math.floor(t0))

    def observe(self, state: Course) -> dict[str, float]:
        """Public opposition now, where it goes, and where it could be."""
        equilibria = self.threshold_map(state.needs).equilibria
        highest = max(equilibria)
        return {
            "public_opposition": PERCENT * state.level,
            "joined": PERCENT * state.joined,
            "steps": float(state.rounds),
            "equilibrium": PERCENT * state.rest,
            "highest_equilibrium": PERCENT * highest,
            "hidden": PERCENT * max(0.0, highest - state.rest),
            "equilibria": float(len(equilibria)),
        }

    def picture(self) -> Picture:
        """The threshold map with its diagonal and the path."""
        rule = self.threshold_map()
        axes = Axis("public opposition", "percent"), Axis("public opposition one step later", "percent")
        return drawn(rule, rule.after(0.0), "Who joins after seeing how many oppose", axes, PERCENT)


def _seen(what: str, thresholds: tuple[float, ...]) -> Callable[[], float]:
    def ours() -> float:
        model = Kuran(thresholds=thresholds)
        state = model.start(1, 0)
        model.advance(state, 0, len(thresholds), 1, 0)
        return model.observe(state)[what]

    return ours


def _rows() -> Iterator[Check]:
    shocked_a, shocked_b = ((0.0, 10.0, *country[2:]) for country in (COUNTRY_A, COUNTRY_B))
    published = (
        ("A", COUNTRY_A, 10, 0), ("A, second threshold 10", shocked_a, 90, 8),
        ("B", COUNTRY_B, 10, 0), ("B, second threshold 10", shocked_b, 20, 1),
    )  # fmt: skip
    for country, listed, equilibrium, steps in published:
        at_rest = f"country {country}: public opposition at rest"
        yield Check(at_rest, equilibrium, _seen("public_opposition", listed), 0, "a count", PAPER)
        yield Check(f"country {country}: steps to rest", steps, _seen("steps", listed), 0, "a count", PAPER)
    yield Check("the same shock, country A: rise", 80, lambda: rise_from(COUNTRY_A, 1, 10), 0, "a count", PAPER)
    yield Check("the same shock, country B: rise", 10, lambda: rise_from(COUNTRY_B, 1, 10), 0, "a count", PAPER)


Kuran.reproduces = tuple(_rows())
