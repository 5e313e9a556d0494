"""Unrest flares up at a susceptible place, spreads to its neighbors, and leaves quiet behind that wears off.

Places on a square grid that closes on itself are empty (unrest has spent itself), susceptible, or in
unrest. In a step, all at once: an empty place becomes susceptible with chance p; a susceptible one
flares up with chance f; and unrest jumps to each susceptible neighbor (four on the grid, and those at
the other end of a weak link) with chance g, from there on to theirs, until it stops. Then all places
in unrest are empty.
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from groundswell.models.classic import Classic, Observable, Time, parameter
from groundswell.models.luck import stream
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.sizes.checks_braha import OF_UNREST
from groundswell.models.sizes.kernels import EMPTY, SUSCEPTIBLE, flare, scatter, weak_links

Whole = NDArray[np.int64]
NOTHING = np.empty(0, np.int64)
UNREST, WAS_EMPTY, SPARKS, LARGEST, LAST = 0, 1, 2, 3, 4  # what is counted
DRAWN, DRAWN_SIDE, SETTLING = 300, 60, 200  # steps and side of a picture, and steps before it


@dataclass
class Country:
    """The state of each place (side, side), its weak links, what was counted, the step, and luck."""

    step: int
    grid: NDArray[np.int8]
    first_link: Whole
    links: Whole
    queue: Whole
    counts: Whole
    luck: NDArray[np.uint64]


@dataclass(frozen=True)
class Braha(Classic):
    """Unrest spreads like a fire through places that have had time to grow discontented again."""

    name: ClassVar[str] = "braha"
    title: ClassVar[str] = "Unrest that spreads like fire"
    says: ClassVar[str] = "Years of much unrest need no large cause: discontent builds up, and a spark sets off whatever is connected."
    source: ClassVar[str] = "Braha (2012); Drossel & Schwabl (1992)"
    time: ClassVar[Time] = Time("step", 500.0, 1.0)
    random: ClassVar[bool] = True
    observables: ClassVar[tuple[Observable, ...]] = (
        Observable("unrest", "places in unrest in the last step", "places", 0),
        Observable("susceptible_share", "share of places that are susceptible", "1", 0, 1),
        Observable("empty_share", "share of places where unrest has spent itself", "1", 0, 1),
        Observable("mean_unrest", "places in unrest per step since the start", "places", 0),
        Observable("mean_empty", "empty places at the beginning of a step, on average since the start", "places", 0),
        Observable("sparks", "places that flared up by themselves since the start", "places", 0),
        Observable("largest_unrest", "most places in unrest in one step since the start", "places", 0),
    )
    departs: ClassVar[tuple[str, ...]] = (
        "The fitted values of the paper are not known here; the defaults are ours, and the record of 170 countries does not ship.",
        "Reading: all changes of a step start from the state before it: a place that becomes susceptible can be in unrest from the next "
        "step on, and a place in unrest is empty when the step ends.",
        "Reading: unrest has one try at each susceptible neighbor of each place that it reaches; a place with two neighbors in unrest is "
        "tried twice.",
        "Reading: each place has, with a chance, one weak link to any other place, drawn once; it is felt at both ends.",
        "Reading: the size of unrest is the number of places in it in a step, from however many sparks. At the start each place is "
        "susceptible with a chance, one half unless told.",
    )
    reproduces = OF_UNREST

    side: int = parameter(50, "places along one side of the grid", "places", low=3, high=1000)
    growth_chance: float = parameter(0.05, "chance that an empty place becomes susceptible in a step (p)", "1/step", low=0, high=1)
    spark_chance: float = parameter(0.0005, "chance that a susceptible place flares up by itself in a step (f)", "1/step", low=0, high=1)
    spread_chance: float = parameter(0.6, "chance that unrest jumps to a susceptible neighbor (g)", "1", low=0, high=1)
    weak_link_chance: float = parameter(0.1, "chance that a place has a weak link to any other", "1", low=0, high=1)
    susceptible_start: float = parameter(0.5, "chance that a place is susceptible at the start", "1", low=0, high=1)

    def start(self, seed: int, history: int) -> Country:
        """Some places susceptible, the others empty; weak links drawn once and for all."""
        luck, sites = stream(seed, history, "braha"), self.side**2
        first_link, links = weak_links(sites, float(self.weak_link_chance), luck)
        grid = np.zeros((self.side, self.side), np.int8)
        scatter(grid, float(self.susceptible_start), luck)
        return Country(0, grid, first_link, links, np.empty(sites, np.int64), np.zeros(5, np.int64), luck)

    def advance(self, state: Country, t0: float, t1: float, seed: int, history: int) -> None:
        """The steps after `t0` up to `t1`."""
        self._flare(state, math.floor(t1) - math.floor(t0), NOTHING)

    def observe(self, state: Country) -> dict[str, float]:
        """What burns, what could, and what did so far."""
        sites, steps = self.side**2, max(state.step, 1)
        return {
            "unrest": float(state.counts[LAST]),
            "susceptible_share": float((state.grid == SUSCEPTIBLE).sum()) / sites,
            "empty_share": float((state.grid == EMPTY).sum()) / sites,
            "mean_unrest": float(state.counts[UNREST]) / steps,
            "mean_empty": float(state.counts[WAS_EMPTY]) / steps,
            "sparks": float(state.counts[SPARKS]),
            "largest_unrest": float(state.counts[LARGEST]),
        }

    def picture(self) -> Picture:
        """Places in unrest in each step of one history, on a grid of at most 60 by 60."""
        values = {name: value for name, value in self.plain().items() if name != "side"}
        sizes = unrest_sizes(Braha(side=min(self.side, DRAWN_SIDE), **values), SETTLING, DRAWN, seed=1, history=0)
        curve = Curve("places in unrest", [float(step) for step in range(1, DRAWN + 1)], [float(size) for size in sizes])
        mean = float(sizes.mean())
        summary = f"{mean:.3g} places are in unrest in a step on average, and {int(sizes.max())} in the largest of {DRAWN} steps."
        level = Curve("mean", [1.0, float(DRAWN)], [mean, mean], "dashed")
        return Picture(self.title, Axis("time after settling", "step"), Axis("places in unrest", "places"), (curve, level), summary)

    def _flare(self, state: Country, steps: int, record: Whole) -> None:
        flare(
            state.grid, state.first_link, state.links, state.queue, state.counts, state.luck,
            float(self.growth_chance), float(self.spark_chance), float(self.spread_chance), steps, record,
        )  # fmt: skip
        state.step += steps


def unrest_sizes(model: Braha, settling: int, steps: int, seed: int, history: int) -> Whole:
    """Places in unrest in each of some steps of one history, after others in which it settles (steps,).

    >>> unrest_sizes(Braha(side=3, growth_chance=1, spark_chance=1), 10, 4, seed=1, history=0).size
    4
    """
    state, record = model.start(seed, history), np.zeros(steps, np.int64)
    model._flare(state, settling, NOTHING)
    model._flare(state, steps, record)
    return record


def unrest_alone(model: Braha) -> float:
    """Places in unrest per step, on average, where none spreads (g = 0): N f p / (p + f).

    Each place then goes its own way between empty and susceptible, and the number in unrest in a step
    is binomial.

    >>> round(unrest_alone(Braha(side=10, growth_chance=0.1, spark_chance=0.1)), 6)
    5.0
    """
    both = model.growth_chance + model.spark_chance
    return model.side**2 * model.growth_chance * model.spark_chance / both if both else 0.0
