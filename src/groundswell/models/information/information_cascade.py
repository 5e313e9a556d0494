"""Each follows those before once they outweigh what one knows alone; soon all follow, and now and then all follow the wrong way.

A cause is right or wrong, each as likely. One person after the other acts for it or against it, after
seeing all acts before and a signal of their own that is right with probability p. Each acts by
Bayes' rule and tosses a coin when both acts look as good. From the first two people in a row of equal
acts on, own signals no longer count: a cascade. With n even and q = (p − p²)^(n/2), after n people

    none:     q
    correct:  p (p + 1)(1 − q) / (2 (1 − p + p²))
    wrong:    (p − 2)(p − 1)(1 − q) / (2 (1 − p + p²))
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from groundswell.errors import Problem, UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.luck import uniforms
from groundswell.models.picture import Axis, Curve, Picture

PAPER = "Bikhchandani, Hirshleifer & Welch (1992)"
FOR, AGAINST = 1, -1
MONTE_CARLO_HISTORIES = 4000
TOGETHER = 64  # people whose luck is fetched at once
PICTURE_POINTS = 100


class Chances(NamedTuple):
    """Probabilities that no cascade has begun, that one has begun the right way, and that one has begun the wrong way."""

    none: float
    correct: float
    wrong: float


def chances(precision: float, people: int) -> Chances:
    """What may have happened after some people have acted. A cascade begins after an even number of them.

    Raises UsageError for a precision that is no probability from ½ to 1, and for no number of people.

    >>> [round(chance, 3) for chance in chances(0.7, 2)]
    [0.21, 0.595, 0.195]
    """
    _checked("chances", precision=precision, people=people)
    p = precision
    none = (p * (1 - p)) ** (people // 2)
    begun = (1 - none) / (2 * (1 - p + p * p))
    return Chances(none, p * (p + 1) * begun, (2 - p) * (1 - p) * begun)


def limit(precision: float) -> float:
    """The probability that people end on the right way, however many there are.

    Raises UsageError for a precision that is no probability from ½ to 1.

    >>> round(limit(0.7), 6)
    0.753165
    """
    _checked("limit", precision=precision)
    p = precision
    return p * (p + 1) / (2 * (1 - p + p * p))


def expected_onset(precision: float) -> float:
    """How many people act on average before a cascade begins: 2/(1 − p + p²).

    Raises UsageError for a precision that is no probability from ½ to 1.

    >>> round(expected_onset(0.5), 3)
    2.667
    """
    _checked("expected_onset", precision=precision)
    return 2 / (1 - precision + precision * precision)


def _checked(name: str, precision: float, **counts: int) -> None:
    """Raises UsageError with everything that is out of its bounds: a precision, and whole numbers from 0 on (of histories, from 1)."""
    problems = []
    if not 0.5 <= precision <= 1:
        problems.append(Problem(f"{name}: precision", f"{precision:g}", "a probability from 0.5 to 1", "precision=0.7"))
    for what, count in counts.items():
        least = int(what == "histories")
        if not least <= count < math.inf or int(count) != count:
            problems.append(Problem(f"{name}: {what}", f"{count:g}", f"a whole number from {least} on", f"{what}=100"))
    if problems:
        raise UsageError(*problems)


@dataclass
class Row:
    """Those who have acted: how many, how many rightly, the last act not yet balanced by another, and the cascade if one has begun."""

    truth: int
    acted: int = 0
    correct: int = 0
    pending: int = 0
    cascade: int = 0
    onset: int = 0

    def act(self, signal: int, coin: int) -> int:
        """The next person's act, given their signal and the coin they would toss. FOR is +1 and AGAINST is −1.

        >>> row = Row(truth=FOR)
        >>> [row.act(signal, coin) for signal, coin in [(AGAINST, FOR), (FOR, AGAINST), (FOR, FOR)]]
        [-1, -1, -1]
        """
        lead = self.cascade or self.pending
        act = self.cascade or (signal if lead in (0, signal) else coin)
        self.acted += 1
        self.correct += act == self.truth
        if not self.cascade:
            self.cascade = act if act == self.pending else 0
            self.onset = self.acted if self.cascade else 0
            self.pending = 0 if self.pending else act
        return act


def acts(signals: list[int], coins: list[int]) -> list[int]:
    """What people do one after the other, given the signal of each and the coin each would toss: +1 or −1.

    >>> acts([1, -1, -1, 1], [1, -1, 1, 1])
    [1, -1, -1, 1]
    """
    row = Row(FOR)
    return [row.act(signal, coin) for signal, coin in zip(signals, coins)]


@dataclass(frozen=True)
class InformationCascade(Classic):
    """People who join a cause or not, one after the other, in sight of each other."""

    name = "information-cascade"
    title = "Information cascades"
    says = "People who sensibly follow others soon stop adding what they know, so that crowds settle, at times wrongly, on little."
    source = PAPER
    time = Time("person", 100)
    random = True
    observables = (
        Observable("acted", "people who have acted", "people", 0),
        Observable("correct_share", "share of them who acted rightly", "share", 0, 1),
        Observable("in_cascade", "whether a cascade has begun", "0 or 1", 0, 1),
        Observable("correct_cascade", "whether one has begun the right way", "0 or 1", 0, 1),
        Observable("wrong_cascade", "whether one has begun the wrong way", "0 or 1", 0, 1),
        Observable("onset", "people who had acted when it began; 0 if it has not", "people", 0),
    )
    departs = (
        "Whoever finds both acts as good tosses a fair coin; in another version people then follow their own signal.",
        "One person acts at each step and everybody sees all acts before; at time 0 nobody has acted.",
        "A cascade is dated from the second of two equal acts, which is when the next person's signal no longer counts.",
        "Acts are counted as right or wrong, for a cause that is right or wrong with equal chance.",
    )

    precision: float = parameter(0.7, "probability that a person's own signal is right", "probability", low=0.5, high=1, above=True)
    people: int = parameter(100, "how many there are to act; later nothing happens", "people", low=0, high=1_000_000)

    def start(self, seed: int, history: int) -> Row:
        """Nobody has acted, and the cause is right or wrong."""
        return Row(FOR if uniforms(seed, history, "truth", 1)[0] < 0.5 else AGAINST)

    def advance(self, state: Row, t0: float, t1: float, seed: int, history: int) -> None:
        """The next people act one after the other."""
        last = min(math.floor(t1), self.people)
        while state.acted < last and not state.cascade:
            self._next(state, min(last, state.acted + TOGETHER), seed, history)
        if last > state.acted:
            state.correct += (last - state.acted) * (state.cascade == state.truth)
            state.acted = last

    def _next(self, state: Row, last: int, seed: int, history: int) -> None:
        """The people up to the last act by their own lights, or up to the one who begins a cascade."""
        first = state.acted
        signals = uniforms(seed, history, "signal", last - first, first)
        coins = uniforms(seed, history, "coin", last - first, first)
        for luck, coin in zip(signals.tolist(), coins.tolist()):
            state.act(state.truth if luck < self.precision else -state.truth, FOR if coin < 0.5 else AGAINST)
            if state.cascade:
                break

    def observe(self, state: Row) -> dict[str, float]:
        """Who acted how, and whether a cascade has begun."""
        return {
            "acted": float(state.acted),
            "correct_share": state.correct / state.acted if state.acted else 0.0,
            "in_cascade": float(state.cascade != 0),
            "correct_cascade": float(state.cascade == state.truth),
            "wrong_cascade": float(state.cascade == -state.truth),
            "onset": float(state.onset),
        }

    def picture(self) -> Picture:
        """What the precision of signals does to where people end."""
        shown = min(self.people, PICTURE_POINTS)
        grid = [0.5 + 0.5 * k / PICTURE_POINTS for k in range(PICTURE_POINTS + 1)]
        found = [chances(p, shown) for p in grid]
        here = chances(self.precision, shown)
        curves = (
            Curve("right way", grid, [one.correct for one in found]),
            Curve("wrong way", grid, [one.wrong for one in found]),
            Curve("no cascade", grid, [one.none for one in found], "dashed"),
            Curve("alone", grid, grid, "dashed"),
            Curve("at this precision", [self.precision] * 3, list(here), "points"),
        )
        ways = f"the right way in {100 * here.correct:.3g} of 100 cases and the wrong way in {100 * here.wrong:.3g}"
        summary = f"After {shown} people a cascade runs {ways}."
        axes = Axis("a person's own signal is right", "probability"), Axis("has begun", "probability")
        return Picture(f"Where {shown} people who follow each other end", *axes, curves, summary)


def simulated(precision: float, people: int, histories: int = MONTE_CARLO_HISTORIES, seed: int = 1) -> Chances:
    """The shares of histories without a cascade, with one the right way, and with one the wrong way.

    Raises UsageError for a precision that is no probability above ½, and for no number of people, of histories or of a seed.

    >>> simulated(1.0, 10, histories=5)
    Chances(none=0.0, correct=1.0, wrong=0.0)
    """
    _checked("simulated", precision=precision, people=people, histories=histories, seed=seed)
    model = InformationCascade(precision=precision, people=people)
    correct = wrong = 0.0
    for history in range(histories):
        state = model.start(seed, history)
        model.advance(state, 0, people, seed, history)
        seen = model.observe(state)
        correct, wrong = correct + seen["correct_cascade"], wrong + seen["wrong_cascade"]
    return Chances((histories - correct - wrong) / histories, correct / histories, wrong / histories)


def _four_errors(chance: float) -> float:
    return 4 * math.sqrt(chance * (1 - chance) / MONTE_CARLO_HISTORIES)


def _check(name: str, published: float, ours: Callable[[], float], tolerance: float = 1e-9, why: str = "closed form") -> Check:
    return Check(name, published, ours, tolerance, why, PAPER)


LUCK = f"four standard errors of {MONTE_CARLO_HISTORIES} histories"
InformationCascade.reproduces = (
    _check("precision 0.7, after two: right way", 0.595, lambda: chances(0.7, 2).correct),
    _check("precision 0.7, after two: none", 0.21, lambda: chances(0.7, 2).none),
    _check("precision 0.7, after two: wrong way", 0.195, lambda: chances(0.7, 2).wrong),
    _check("precision 0.7, endless: right way", 0.753165, lambda: limit(0.7), 1e-6, "six digits are given"),
    _check("precision 0.7, after two, simulated: right way", 0.595, lambda: simulated(0.7, 2).correct, _four_errors(0.595), LUCK),
    _check("precision 0.7, after two, simulated: none", 0.21, lambda: simulated(0.7, 2).none, _four_errors(0.21), LUCK),
    _check("precision 0.7, after 100, simulated: right way", 0.753165, lambda: simulated(0.7, 100).correct, _four_errors(0.753165), LUCK),
)
