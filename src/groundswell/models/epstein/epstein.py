"""Citizens rise where they are angry and few police are near; cops take them one by one (Epstein 2002, Model I)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from groundswell.models.classic import Check, Classic, Observable, Time, parameter
from groundswell.models.epstein import checks, outbursts
from groundswell.models.epstein.outbursts import new_ledger, note
from groundswell.models.epstein.plain import Field
from groundswell.models.epstein.rules import RATIOS
from groundswell.models.epstein.strips import Town
from groundswell.models.epstein.town import SHAPES, Start, Vision, citizens, founded, march, ruled, withdrawn
from groundswell.models.epstein.words import ACTIVES, JAILED
from groundswell.models.picture import Axis, Curve, Picture

POINTS, LONGEST_PICTURE = 400, 2000  # points of a picture, and its sweeps
PICTURE_NS, TURN_NS, LOOK_NS = 1e9, 50, 4  # about how long a picture, a turn of an agent, and a look at a cell may take
CHANGES = ("none", "jump", "slide", "listed")


@dataclass
class State:
    """A town on its way: how many sweeps it has seen, the legitimacy of the last, and what is kept of all."""

    town: Town | Field
    sweep: int
    legitimacy: float
    ruled_by: float
    ledger: NDArray[np.int64]
    cops: int


@dataclass(frozen=True)
class Epstein(Classic):
    """Civil violence of citizens against a central authority, on a torus.

    A citizen of hardship H and risk aversion R, both drawn once and uniformly, is active iff

        H·(1 − L) − R·(1 − e^(−k·C/A)) > T

    where L is the legitimacy of the government, and C and A count the cops and the active citizens in
    its vision, itself among the active. Each sweep, all agents act once in an order drawn anew: a
    citizen or cop moves to an empty cell drawn from its vision; then a citizen decides, and a cop
    arrests one active citizen in its vision for a term drawn from 0 to the longest. A citizen in jail
    lets its turns pass, on its cell, and is quiet when it comes out.

    >>> quiet = Epstein(legitimacy=1.0)
    >>> state = quiet.start(seed=1, history=0)
    >>> quiet.advance(state, 0, 20, seed=1, history=0)
    >>> quiet.observe(state)["active"]
    0.0
    """

    name: ClassVar[str] = "epstein"
    title: ClassVar[str] = "Civil violence between citizens and police"
    says: ClassVar[str] = (
        "A town that looks calm stores anger: once a few rise where no police is near, the ratio of cops to rebels falls for their "
        "neighbors too, and an outburst runs until arrests catch up."
    )
    source: ClassVar[str] = "Epstein (2002)"
    time: ClassVar[Time] = Time("sweep", 1000)
    random: ClassVar[bool] = True
    observables: ClassVar[tuple[Observable, ...]] = (
        Observable("active", "citizens in open rebellion", "people", 0),
        Observable("quiet", "citizens neither active nor in jail", "people", 0),
        Observable("jailed", "citizens in jail", "people", 0),
        Observable("cops", "police on the streets", "people", 0),
        Observable("active_share", "share of citizens who are active", "1", 0, 1),
        Observable("legitimacy", "legitimacy in the last sweep", "1", 0, 1),
        Observable("outbursts", "outbursts begun so far", "1", 0),
        Observable("peak", "most active citizens in a sweep so far", "people", 0),
        Observable("mean_wait", "mean time from the beginning of one outburst to that of the next so far; 0 before the second", "sweep", 0),
        Observable("mean_activation", "active citizens summed over an outburst, mean of those over; 0 before", "people·sweep", 0),
        Observable("calm_share", "share of sweeps so far with fewer than ten active citizens", "1", 0, 1),
    )
    departs: ClassVar[tuple[str, ...]] = (
        "A step is a sweep: every agent acts once, in an order drawn anew. The paper draws one agent at a time and leaves a period open.",
        "The ratio of cops to active citizens is rounded down unless told otherwise: with the real one, as written, nothing bursts out at "
        "the default legitimacy, densities and vision; at a lower legitimacy, or where vision is shorter, it may.",
        "The ratio `rounded` sends halves to the even number, as Python does: one cop to two rebels is 0. `rounded-up` sends them up, as "
        "NetLogo does: one cop to two rebels is 1.",
        "The inequality is strict. A citizen counts itself as active while it decides. Citizens decide, and cops arrest, after moving.",
        "Citizens in jail keep their cell, count for nobody, and come out quiet. A term of n sweeps is n turns that they let pass.",
        "Terms are whole numbers from 0 to the longest, each equally likely. Everybody is quiet at the start.",
        "An agent with no empty cell in its vision stays where it is. It never counts its own cell as one to move to.",
        "Vision is a square unless told otherwise. Implementations differ in its shape; waits between outbursts change sixfold with it.",
        "The arrest constant is 2.3, not ln 10, as in most uses: the chance of arrest with one cop to one active citizen is then 0.8997.",
        "Cops are withdrawn at the beginning of a sweep, wherever they happen to be.",
        "An outburst is a stretch of sweeps with more than 50 active citizens; the number is a parameter and moves nothing else.",
    )

    reproduces: ClassVar[tuple[Check, ...]] = checks.every(lambda **values: Epstein(**values))

    width: int = parameter(40, "columns of the torus", "cell", low=1, high=8192)
    height: int = parameter(40, "rows of the torus", "cell", low=1, high=8192)
    citizen_density: float = parameter(0.7, "citizens a cell", "1", low=0, high=1)
    cop_density: float = parameter(0.04, "cops a cell", "1", low=0, high=1)
    vision_shape: str = parameter("square", "cells in vision: by the larger, straight or summed distance", "", choices=SHAPES)
    citizen_vision: float = parameter(7.0, "how far a citizen sees and moves", "cell", low=0, high=1000)
    cop_vision: float = parameter(7.0, "how far a cop sees and moves", "cell", low=0, high=1000)
    legitimacy: float = parameter(0.82, "legitimacy of the government at the start", "1", low=0, high=1)
    threshold: float = parameter(0.1, "how far grievance must exceed risk for a citizen to be active", "1", low=0, high=1)
    arrest_constant: float = parameter(2.3, "how fast the chance of arrest rises with the ratio of cops to active", "1", low=0, high=1e6)
    ratio: str = parameter(
        "floor", "how the ratio of cops to active is read: rounded down, as it is, or to the nearest, halves to the even number or up",
        "", choices=RATIOS,
    )  # fmt: skip
    longest_jail_term: int = parameter(30, "longest jail term", "sweep", low=0, high=10**9)
    movement: bool = parameter(True, "whether agents move", "")
    legitimacy_change: str = parameter("none", "how legitimacy changes: not, at once, in steps, or as listed", "", choices=CHANGES)
    change_sweep: int = parameter(77, "first sweep of the jump or the slide", "sweep", low=1, high=10**9)
    changed_legitimacy: float = parameter(0.7, "legitimacy after the jump, or where the slide ends", "1", low=0, high=1)
    slide_step: float = parameter(0.01, "how far legitimacy slides in a step", "1", low=0, high=1, above=True)
    slide_every: int = parameter(1, "sweeps from one step of the slide to the next", "sweep", low=1, high=10**9)
    listed_legitimacy: tuple[float, ...] = parameter((), "legitimacy of sweeps 1, 2, … if listed; the last holds on", "1", low=0, high=1)
    withdrawal_sweep: int = parameter(0, "first sweep before which cops are withdrawn; 0 for never", "sweep", low=0, high=10**9)
    withdrawn_cops: int = parameter(1, "cops withdrawn a sweep from then on", "people", low=1, high=10**9)
    kept_cops: int = parameter(0, "cops who are never withdrawn", "people", low=0, high=10**9)
    outburst_above: int = parameter(50, "a sweep with more active citizens than this belongs to an outburst", "people", low=0, high=10**9)

    def faults(self) -> Iterator[tuple[str, str, str, str]]:
        """Too many agents for their cells, and a list that is asked for and not there."""
        total = self.citizen_density + self.cop_density
        if total > 1 + 1e-12:
            yield "citizen_density + cop_density", f"{total:g}", "at most 1 agent a cell", "citizen_density=0.7,cop_density=0.04"
        if self.legitimacy_change == "listed" and not self.listed_legitimacy:
            yield "listed_legitimacy", "no numbers", "the legitimacy of each sweep", "listed_legitimacy=0.9,0.9,0.7"

    @cached_property
    def citizens(self) -> int:
        """How many citizens there are."""
        return math.floor(self.citizen_density * self.width * self.height + 0.5)

    @cached_property
    def cops(self) -> int:
        """How many cops there are at the start."""
        cells = self.width * self.height
        return min(math.floor(self.cop_density * cells + 0.5), cells - self.citizens)

    @cached_property
    def made_of(self) -> Start:
        """The size of the town, who is in it, and what they see."""
        visions = (Vision(self.vision_shape, self.citizen_vision), Vision(self.vision_shape, self.cop_vision))
        ratio = RATIOS.index(self.ratio)
        return Start(self.width, self.height, self.citizens, self.cops, *visions, self.longest_jail_term, self.movement, ratio)

    def legitimacy_in(self, sweep: int) -> float:
        """The legitimacy in a sweep, counted from 1; of sweep 0, at the start.

        >>> Epstein(legitimacy=0.9, legitimacy_change="slide", change_sweep=10, changed_legitimacy=0.2).legitimacy_in(12)
        0.87
        """
        if self.legitimacy_change == "listed":
            return self.listed_legitimacy[min(max(sweep, 1), len(self.listed_legitimacy)) - 1]
        if self.legitimacy_change == "none" or sweep < self.change_sweep:
            return self.legitimacy
        if self.legitimacy_change == "jump":
            return self.changed_legitimacy
        slid = self.slide_step * ((sweep - self.change_sweep) // self.slide_every + 1)
        gap = self.changed_legitimacy - self.legitimacy
        return self.changed_legitimacy if slid >= abs(gap) else round(self.legitimacy + math.copysign(slid, gap), 12)

    def cops_in(self, sweep: int) -> int:
        """The cops on the streets in a sweep, counted from 1; of sweep 0, at the start."""
        if self.withdrawal_sweep == 0 or sweep < self.withdrawal_sweep:
            return self.cops
        return max(self.cops - self.withdrawn_cops * (sweep - self.withdrawal_sweep + 1), min(self.kept_cops, self.cops))

    def start(self, seed: int, history: int, in_strips: bool | None = None) -> State:
        """Everybody quiet, on cells of their own. `in_strips` chooses between two ways to compute the same; the faster, unless told."""
        fast = self.made_of.in_strips if in_strips is None else in_strips
        town = founded(self.made_of, seed, history, fast)
        return State(town, 0, self.legitimacy_in(0), math.nan, new_ledger(), self.cops)

    def advance(self, state: State, t0: float, t1: float, seed: int, history: int) -> None:
        """Sweeps floor(t0) + 1 to floor(t1)."""
        self.series(state, math.floor(t1) - state.sweep, seed, history)

    def series(self, state: State, sweeps: int, seed: int, history: int) -> NDArray[np.int64]:
        """Goes on for some sweeps: the active and the jailed after each of them."""
        last, parts = state.sweep + sweeps, [np.empty((0, 2), np.int64)]
        while state.sweep < last:
            self._prepare(state, seed, history)
            parts.append(march(state.town, self._steady_until(state.sweep + 1, last) - state.sweep))
            state.sweep += len(parts[-1])
            note(state.ledger, parts[-1], self.outburst_above)
        return np.concatenate(parts)

    def _prepare(self, state: State, seed: int, history: int) -> None:
        """What changes before the next sweep."""
        cops, state.legitimacy = self.cops_in(state.sweep + 1), self.legitimacy_in(state.sweep + 1)
        if cops < state.cops:
            state.town, state.cops = withdrawn(state.town, state.cops - cops), cops
        if state.legitimacy != state.ruled_by:
            ruled(state.town, citizens(self.made_of, seed, history), state.legitimacy, self.threshold, self.arrest_constant)
            state.ruled_by = state.legitimacy

    def _steady_until(self, sweep: int, last: int) -> int:
        """The last sweep before which nothing changes any more after `sweep`."""
        if self.legitimacy_change == "none" and self.withdrawal_sweep == 0:
            return last
        now = (self.legitimacy_in(sweep), self.cops_in(sweep))
        while sweep < last and (self.legitimacy_in(sweep + 1), self.cops_in(sweep + 1)) == now:
            sweep += 1
        return sweep

    def observe(self, state: State) -> dict[str, float]:
        """Who is where, and the outbursts so far."""
        active, jailed, ledger = int(state.town.counts[ACTIVES]), int(state.town.counts[JAILED]), state.ledger
        return {
            "active": float(active),
            "quiet": float(self.citizens - active - jailed),
            "jailed": float(jailed),
            "cops": float(state.cops),
            "active_share": active / self.citizens if self.citizens else 0.0,
            "legitimacy": float(state.legitimacy),
            "outbursts": float(ledger[outbursts.OUTBURSTS]),
            "peak": float(ledger[outbursts.PEAK]),
            "mean_wait": outbursts.mean_wait(ledger),
            "mean_activation": outbursts.mean_activation(ledger),
            "calm_share": outbursts.calm_share(ledger),
        }

    def picture(self) -> Picture:
        """How many are active and in jail, over time."""
        seen = 0 if self.made_of.in_strips else len(self.made_of.citizen_vision.steps(self.width, self.height))
        sweep_ns = max(self.citizens + self.cops, 1) * (TURN_NS + 2 * LOOK_NS * seen)
        sweeps = int(min(max(PICTURE_NS / sweep_ns, 1), LONGEST_PICTURE))
        series = self.series(self.start(1, 0), sweeps, 1, 0)
        stretch = -(-sweeps // POINTS)
        starts = list(range(0, sweeps, stretch))
        active, jailed = (np.maximum.reduceat(series[:, k], starts).tolist() for k in (0, 1))
        times = [min(first + stretch, sweeps) for first in starts]
        calm = float((series[:, 0] < outbursts.CALM).mean())
        return Picture(
            "Active and jailed citizens",
            Axis("time", "sweep"),
            Axis(f"citizens, the most in {stretch} sweeps" if stretch > 1 else "citizens", "people"),
            (Curve("in jail", times, jailed), Curve("active", times, active)),
            f"In {sweeps} sweeps at most {max(active)} of {self.citizens} citizens are active, and in {calm:.0%} of them fewer than ten.",
        )
