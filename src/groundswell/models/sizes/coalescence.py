"""Groups merge and shatter, and their sizes follow a law with an exponent of 5/2.

Pick an agent. With chance ν its group shatters into agents who are alone; otherwise pick another
agent, and the two groups become one. The share of agents in groups of s settles at

g_s = Cat(s − 1) a^(s−1) g₁^s        a = (1 − ν)/(2 − ν)        g₁ = 1/(2 − ν)

with the numbers of Catalan, and groups of s are in proportion to g_s/s ~ s^(−5/2) [4(1 − ν)/(2 − ν)²]^s.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from groundswell.models.classic import Classic, Observable, Time, parameter
from groundswell.models.luck import stream
from groundswell.models.picture import Axis, Curve, Picture
from groundswell.models.sizes.checks import OF_GROUPS
from groundswell.models.sizes.kernels import LARGEST, SHATTERED, pick
from groundswell.models.sizes.law import agents_in_groups, groups_of_size

Whole = NDArray[np.int64]
SMALL = ("alone", "pair", "three", "four")
NOTHING = np.empty(0, np.int64)
DRAWN_AGENTS, DRAWN_SWEEPS, DRAWN_LOOKS = 4000, 30, 60  # what a picture simulates
DRAWN, BIN = 120, 1.3  # points of a curve; how much wider each bin of sizes is than the one before


@dataclass
class Groups:
    """Who is in whose group: the group of each agent, who follows whom around its ring, group sizes by name, counts, luck."""

    group: Whole
    follows: Whole
    size: Whole
    counts: Whole
    luck: NDArray[np.uint64]


@dataclass(frozen=True)
class CoalescenceFragmentation(Classic):
    """People gather into groups that merge by chance meetings, and a group falls apart when it is found out.

    Without any plan the sizes of groups, and of what they can do at once, get a heavy tail.
    """

    name: ClassVar[str] = "coalescence"
    title: ClassVar[str] = "Groups that merge and shatter"
    says: ClassVar[str] = "Event sizes have heavy tails because the groups behind them merge and shatter, whatever they fight for."
    source: ClassVar[str] = (
        "Eguíluz & Zimmermann (2000); Bohorquez, Gourley, Dixon, Spagat & Johnson (2009); Clauset, Shalizi & Newman (2009)"
    )
    time: ClassVar[Time] = Time("sweep", 100.0, 1.0)
    random: ClassVar[bool] = True
    observables: ClassVar[tuple[Observable, ...]] = (
        Observable("groups", "groups, those of one agent included", "groups", 1),
        Observable("largest_group", "agents in the largest group", "agents", 1),
        Observable("alone_share", "share of agents who are alone", "1", 0, 1),
        Observable("pair_share", "share of agents in groups of two", "1", 0, 1),
        Observable("three_share", "share of agents in groups of three", "1", 0, 1),
        Observable("four_share", "share of agents in groups of four", "1", 0, 1),
        Observable("mean_group", "agents in the group of an agent, on average over agents", "agents", 1),
        Observable("shattered", "groups of two or more that have shattered since the start", "groups", 0),
        Observable("largest_ever", "agents in the largest group so far", "agents", 1),
    )
    departs: ClassVar[tuple[str, ...]] = (
        "Reading: a sweep is as many picks as there are agents; one after the other, none at the same time.",
        "Reading: the other agent is never the one that was picked first; where both are of one group, nothing happens.",
        "Reading: an agent who is alone may shatter, and nothing changes; `shattered` does not count it. At the start everybody is alone.",
        "Bohorquez and others let the strength of an attack be the size of a group; what a shattered group leaves behind has another law, "
        "with an exponent of 3/2, because large groups are picked more often.",
    )
    reproduces = OF_GROUPS

    agents: int = parameter(4000, "agents", "agents", low=2, high=1_000_000)
    shatter_chance: float = parameter(0.05, "chance that the group of a picked agent shatters instead of merging", "1", low=0, high=1)

    def start(self, seed: int, history: int) -> Groups:
        """Everybody is alone."""
        everybody = np.arange(self.agents)
        counts = np.array([0, 1])
        return Groups(everybody.copy(), everybody.copy(), np.ones(self.agents, np.int64), counts, stream(seed, history, "coalescence"))

    def advance(self, state: Groups, t0: float, t1: float, seed: int, history: int) -> None:
        """As many picks as there are agents, for each sweep after `t0` up to `t1`."""
        for _ in range(math.floor(t1) - math.floor(t0)):
            self._pick(state, NOTHING)

    def observe(self, state: Groups) -> dict[str, float]:
        """How many groups there are, and how many agents are in small and large ones."""
        sizes = sizes_now(state)
        return {
            "groups": float(sizes.size),
            "largest_group": float(sizes.max()),
            **{f"{name}_share": float(k * (sizes == k).sum()) / self.agents for k, name in enumerate(SMALL, 1)},
            "mean_group": float((sizes.astype(np.float64) ** 2).sum()) / self.agents,
            "shattered": float(state.counts[SHATTERED]),
            "largest_ever": float(state.counts[LARGEST]),
        }

    def picture(self) -> Picture:
        """How many groups there are of each size: the law, and a simulation of at most 4,000 agents."""
        small = CoalescenceFragmentation(min(self.agents, DRAWN_AGENTS), self.shatter_chance)
        found = settled_sizes(small, DRAWN_SWEEPS, DRAWN_LOOKS, seed=1, history=0)
        at = np.unique(np.round(np.geomspace(1, small.agents, DRAWN)).astype(np.int64))
        law = [(int(k), groups_of_size(int(k), self.shatter_chance)) for k in at]
        drawn = [(float(k), share) for k, share in law if share > 1 / (10 * found.size)]
        line = Curve("law", [k for k, _ in drawn], [share for _, share in drawn])
        x, y = _binned(found)
        curves = (Curve("simulated", x, y, "points"), *([line] if drawn else []))
        summary = "Groups of each size fall off with an exponent of 5/2, up to a size at which shattering cuts the tail off."
        axes = Axis("agents in a group", "agents", logarithmic=True), Axis("share of groups", "1", logarithmic=True)
        return Picture(self.title, *axes, curves, summary)

    def _pick(self, state: Groups, record: Whole) -> int:
        return int(pick(state.group, state.follows, state.size, state.counts, state.luck, float(self.shatter_chance), self.agents, record))


def sizes_now(state: Groups) -> Whole:
    """The sizes of all groups at one moment."""
    return state.size[state.size > 0]


def settled_sizes(model: CoalescenceFragmentation, sweeps: int, looks: int, seed: int, history: int) -> Whole:
    """Group sizes of one history, pooled over looks one sweep apart, after some sweeps of settling.

    >>> found = settled_sizes(CoalescenceFragmentation(agents=100, shatter_chance=1.0), 1, 2, seed=1, history=0)
    >>> found.size, int(found.max())
    (200, 1)
    """
    state, found = model.start(seed, history), []
    model.advance(state, 0, sweeps, seed, history)
    for look in range(looks):
        model.advance(state, sweeps + look, sweeps + look + 1, seed, history)
        found.append(sizes_now(state))
    return np.concatenate(found)


def settled_shares(model: CoalescenceFragmentation, sweeps: int, looks: int, seed: int, history: int, upto: int = 4) -> list[float]:
    """The shares of agents in groups of 1, 2, … agents, averaged over looks one sweep apart, after some sweeps of settling.

    >>> settled_shares(CoalescenceFragmentation(agents=50, shatter_chance=1.0), 1, 2, seed=1, history=0)
    [1.0, 0.0, 0.0, 0.0]
    """
    sizes = settled_sizes(model, sweeps, looks, seed, history)
    return [float(k * (sizes == k).sum()) / (model.agents * looks) for k in range(1, upto + 1)]


def shattered_sizes(model: CoalescenceFragmentation, sweeps: int, more: int, seed: int, history: int) -> Whole:
    """The sizes of the groups that shatter in `more` sweeps, after some sweeps of settling; 1 for a picked agent who was alone.

    >>> int(shattered_sizes(CoalescenceFragmentation(agents=50, shatter_chance=1.0), 1, 2, seed=1, history=0).sum())
    100
    """
    state, found = model.start(seed, history), []
    model.advance(state, 0, sweeps, seed, history)
    for _ in range(more):
        record = np.empty(model.agents, np.int64)
        found.append(record[: model._pick(state, record)])
    return np.concatenate(found)


def settled_law(model: CoalescenceFragmentation, upto: int) -> list[float]:
    """The shares of agents in groups of 1, 2, … agents that a very large crowd settles at.

    >>> [round(share, 5) for share in settled_law(CoalescenceFragmentation(), 4)]
    [0.51282, 0.12812, 0.06402, 0.03999]
    """
    return [agents_in_groups(size, model.shatter_chance) for size in range(1, upto + 1)]


def _binned(sizes: Whole) -> tuple[list[float], list[float]]:
    """Shares of groups per size, in bins that grow wider with size."""
    edges = [1.0]
    while edges[-1] <= sizes.max():
        edges.append(max(edges[-1] + 1, math.floor(edges[-1] * BIN)))
    x, y = [], []
    for low, high in pairwise(edges):
        count = int(((sizes >= low) & (sizes < high)).sum())
        if count:
            x.append(math.sqrt(low * (high - 1)))
            y.append(count / (sizes.size * (high - low)))
    return x, y
