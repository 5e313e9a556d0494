"""A few who never give way talk with the many until the many change sides: below a tenth they wait forever, above it the old norm is gone.

Two people meet; one says an opinion, A or B. A listener who holds both keeps the one that was said, a
listener who holds the other one now holds both; if the listener knew it, both keep only that. A
share p is committed to A and always says A. With shares n_A and n_B of all people (the committed not
counted in n_A) and n_AB = 1 − p − n_A − n_B:

    n_A' = −n_A n_B + n_AB² + n_A n_AB + 1.5 p n_AB
    n_B' = −n_A n_B + n_AB² + n_B n_AB − p n_B

At rest, with u = √n_B, all shares are known: n_AB = u − u², n_A = 1 − p − u, and
p = 2 (1 − u)(u² + u − 1)/(1 + u), besides the consensus n_A = 1 − p. The largest p of this curve, where
2u³ + 3u² = 3, is the tipping point.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import UsageError
from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.ode import solved
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.roots import root

PAPER = "Xie et al. (2011)"
OWN = "own calculation from the equations"
LEAST_ROOT = (math.sqrt(5) - 1) / 2  # √n_B at rest where nobody is committed and both sides are even
TURNED_TO_A = 1.5  # who holds both turns when listening to one of the committed, and in half of the cases when speaking to one
PICTURE_POINTS = 150


class Rest(NamedTuple):
    """Shares that stay as they are, and whether a small push dies out."""

    a_share: float
    b_share: float
    mixed_share: float
    stable: bool


def committed_share_at(u: float) -> float:
    """The committed share p at which √n_B = u is a state of rest."""
    return 2 * (1 - u) * (u * u + u - 1) / (1 + u)


TURN = root(lambda u: 2 * u**3 + 3 * u**2 - 3, LEAST_ROOT, 1.0)


def critical_share() -> float:
    """The committed share above which everybody ends with the minority.

    >>> round(critical_share(), 5)
    0.09789
    """
    return committed_share_at(TURN)


def rests(committed: float) -> tuple[Rest, ...]:
    """All states of rest at a committed share, from the most to the least of B.

    Raises UsageError for what is no share.

    >>> [round(rest.b_share, 3) for rest in rests(0.05)], [rest.stable for rest in rests(0.05)]
    ([0.886, 0.454, 0.0], [True, False, True])
    >>> len(rests(0.1))
    1
    """
    if not 0 <= committed <= 1:
        raise UsageError.of("rests: committed", f"{committed:g}", "a share of all people, from 0 to 1", "rests(0.05)")
    found = [Rest(1 - committed, 0.0, 0.0, True)]
    if committed < critical_share():
        for low, high, stable in ((LEAST_ROOT, TURN, False), (TURN, 1.0, True)):
            u = root(lambda u: committed_share_at(u) - committed, low, high)
            found.insert(0, Rest(1 - committed - u, u * u, u - u * u, stable))
    return tuple(found)


@dataclass
class Opinions:
    """Shares of all people: of those who are not committed, who holds A alone, and who holds B alone."""

    shares: NDArray[np.float64]


@dataclass(frozen=True)
class CommittedMinority(Classic):
    """Two opinions in a population of whom some never give theirs up."""

    name = "committed-minority"
    title = "A committed minority turns the many"
    says = "A minority that never gives way replaces a norm quickly once it is about a tenth of the people, and waits in vain below that."
    source = PAPER
    time = Time("meetings per person", 200, 2.0, discrete=False)
    random = False
    observables = (
        Observable("a_share", "share of all people who hold A alone and could be talked out of it", "share", 0, 1),
        Observable("b_share", "share of all people who hold B alone", "share", 0, 1),
        Observable("mixed_share", "share of all people who hold both", "share", 0, 1),
        Observable("minority_side", "share of all people who hold A alone, the committed among them", "share", 0, 1),
        Observable("critical_share", "committed share above which B cannot last", "share", 0, 1),
        Observable("b_at_rest", "the most of B that can last at this committed share", "share", 0, 1),
    )
    departs = (
        "The equations are those of very many people who all can meet; finite numbers, where luck can tip, and networks are left out.",
        "Both speaker and listener change their mind in a meeting that succeeds, as in the paper; time is meetings per person.",
        "From the start named in the paper everybody who is not committed holds B; other starts are free here.",
        "Groups that tip at about a quarter in experiments (Centola et al. 2018) and the 3.5 in 100 of campaigns are other claims.",
    )

    committed: float = parameter(0.1, "share of all people who always say A", "share", low=0, high=1)
    initial_a: float = parameter(0.0, "of the others, share who hold A alone at the start", "share", low=0, high=1)
    initial_mixed: float = parameter(0.0, "of the others, share who hold both at the start", "share", low=0, high=1)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Shares of the same people that add up to more than all."""
        if self.initial_a + self.initial_mixed > 1:
            got = f"{self.initial_a:g} + {self.initial_mixed:g}"
            yield "initial_a, initial_mixed", got, "shares of the same people, 1 together at most", "initial_a=0, initial_mixed=0"

    def slope(self, t: float, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """How fast the shares of A and of B change, per meeting of a person."""
        a, b = shares
        mixed = 1 - self.committed - a - b
        meet = mixed * mixed - a * b
        return np.array([meet + a * mixed + TURNED_TO_A * self.committed * mixed, meet + b * mixed - self.committed * b])

    def start(self, seed: int, history: int) -> Opinions:
        """All who are not committed hold B, unless told."""
        others = 1 - self.committed
        return Opinions(np.array([others * self.initial_a, others * max(0.0, 1 - self.initial_a - self.initial_mixed)]))

    def advance(self, state: Opinions, t0: float, t1: float, seed: int, history: int) -> None:
        """People meet and talk."""
        state.shares = solved(self.slope, state.shares, t0, t1)

    def observe(self, state: Opinions) -> dict[str, float]:
        """Who holds what, and what can last."""
        a, b = (float(min(1 - self.committed, max(0.0, share))) for share in state.shares.tolist())
        return {
            "a_share": a,
            "b_share": b,
            "mixed_share": max(0.0, 1 - self.committed - a - b),
            "minority_side": float(min(1.0, self.committed + a)),
            "critical_share": critical_share(),
            "b_at_rest": rests(self.committed)[0].b_share,
        }

    def picture(self) -> Picture:
        """How much of B can last at each committed share: a branch that holds, one that divides, and nothing."""
        holds = [TURN + (1 - TURN) * k / PICTURE_POINTS for k in range(PICTURE_POINTS, -1, -1)]
        divides = [TURN + (LEAST_ROOT - TURN) * k / PICTURE_POINTS for k in range(PICTURE_POINTS + 1)]
        found = rests(self.committed)
        curves = (
            Curve("lasts", [committed_share_at(u) for u in holds], [u * u for u in holds]),
            Curve("divides", [committed_share_at(u) for u in divides], [u * u for u in divides], "dashed"),
            Curve("B is gone", [0.0, 2 * critical_share()], [0.0, 0.0]),
            Curve("at this committed share", [self.committed] * len(found), [rest.b_share for rest in found], "points"),
        )
        lasting = f"up to {found[0].b_share:.3g} of all people can go on with B" if len(found) > 1 else "nobody holds B in the end"
        axes = Axis("committed to A", "share"), Axis("hold B alone", "share")
        return Picture("How much of the old norm can last?", *axes, curves, f"With {self.committed:g} committed, {lasting}.")


def outcome(committed: float, until: float = 3000.0) -> float:
    """The share who hold B alone in the end, if at the start all do who are not committed.

    >>> outcome(0.08) > 0.6, outcome(0.12) < 1e-6
    (True, True)
    """
    model = CommittedMinority(committed=committed)
    state = model.start(1, 0)
    model.advance(state, 0, until, 1, 0)
    return model.observe(state)["b_share"]


def simulated_tipping(finest: float = 1e-4) -> float:
    """The committed share above which B is gone, found by solving the equations in time and halving."""
    low, high = 0.0, 0.5
    while high - low > finest:
        middle = (low + high) / 2
        low, high = (low, middle) if outcome(middle) < LEAST_ROOT**2 else (middle, high)
    return (low + high) / 2


def _rest_error(committed: float) -> Callable[[], float]:
    return lambda: outcome(committed) - rests(committed)[0].b_share


CommittedMinority.reproduces = (
    Check("tipping point", 0.09789, critical_share, 1e-5, "five digits are given", OWN),
    Check("tipping point as published", 0.0979, critical_share, 5e-5, "four digits are given", PAPER),
    Check("tipping point by solving in time", 0.09789, simulated_tipping, 3e-4, "halved to 10⁻⁴, and slow nearby", OWN, slow=True),
    Check("8 in 100 committed: B after a long time, less its state of rest", 0, _rest_error(0.08), 1e-6, "a fixed point", OWN),
    Check("12 in 100 committed: B after a long time", 0, lambda: outcome(0.12), 1e-6, "consensus", PAPER),
)  # fmt: skip
