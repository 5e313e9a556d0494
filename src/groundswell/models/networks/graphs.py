"""Who is tied to whom: random graphs of any law of degrees, and each person's neighbors one after the other."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.models.luck import stream, uniforms
from groundswell.models.networks import graph_kernels as kernels

Whole = NDArray[np.int32]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

SPARE_SPREADS = 12  # standard deviations of room for the number of ties of a graph of independent pairs
SPARE = 64


class Graph(NamedTuple):
    """People and their ties: the neighbors of person i are `ends[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    ends: Whole
    given_up: int = 0  # ties that were drawn and could not be kept

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.starts) - 1

    @property
    def degrees(self) -> Whole:
        """How many neighbors each person has."""
        return np.diff(self.starts).astype(np.int32)

    @property
    def mean_degree(self) -> float:
        """How many neighbors a person has on average."""
        return len(self.ends) / self.people

    def neighbors(self, person: int) -> list[int]:
        """Those whom a person is tied to."""
        return [int(one) for one in self.ends[self.starts[person] : self.starts[person + 1]]]


def graph_of(people: int, first: Whole, second: Whole, given_up: int = 0) -> Graph:
    """The graph of some ties, each named by its two ends; ties without ends are left out.

    >>> graph_of(3, np.array([0, 0], np.int32), np.array([1, 2], np.int32)).neighbors(0)
    [2, 1]
    """
    kept = len(first) - given_up
    starts, ends = np.zeros(people + 1, np.int64), np.empty(2 * kept, np.int32)
    kernels.listed(first, second, starts, ends)
    return Graph(starts, ends, given_up)


def independent_pairs(seed: int, history: int, people: int, mean_degree: float) -> Graph:
    """Each pair of people is tied by its own chance mean_degree / (people − 1): the graph G(n, p), exactly."""
    chance = min(1.0, mean_degree / (people - 1)) if people > 1 else 0.0
    if chance <= 0:
        return graph_of(people, *_room(0))
    log_without = math.log1p(-chance) if chance < 1 else -math.inf
    expected = chance * people * (people - 1) / 2
    room = int(expected + SPARE_SPREADS * math.sqrt(expected)) + SPARE
    while True:
        first, second = _room(room)
        found = kernels.chance_pairs(stream(seed, history, "ties"), people, log_without, first, second)
        if found >= 0:
            return graph_of(people, first[:found], second[:found])
        room *= 2


def counted_pairs(seed: int, history: int, people: int, ties: int) -> Graph:
    """So many ties, every choice of pairs equally likely: the graph G(n, m), exactly."""
    everything = people * (people - 1) // 2
    few = 2 * ties <= everything
    drawn = ties if few else everything - ties
    table, (first, second) = _table(drawn), _room(drawn)
    kernels.distinct_pairs(stream(seed, history, "ties"), table, people, drawn, first, second)
    if not few:
        first, second = _room(ties)
        kernels.other_pairs(table, people, first, second)
    return graph_of(people, first, second)


def paired_stubs(seed: int, history: int, degrees: Whole) -> Graph:
    """A graph in which everyone has a given number of ties (the configuration model).

    Loose ends are joined at random, every pairing equally likely. Ties to oneself, and second ties
    between two people, then change ends with ties that are fine, so that everyone keeps the number of
    neighbors; where two hundred tries find no partner, the tie is given up. An odd loose end is dropped.
    """
    people = len(degrees)
    loose: Whole = np.repeat(np.arange(people, dtype=np.int32), degrees)
    ties = len(loose) // 2
    state = stream(seed, history, "ties")
    kernels.shuffle(state, loose, len(loose))
    first, second = loose[0 : 2 * ties : 2].copy(), loose[1 : 2 * ties : 2].copy()
    given_up = kernels.mended(state, _table(2 * ties), people, first, second)
    return graph_of(people, first, second, given_up)


def drawn_degrees(seed: int, history: int, people: int, shares: Floats) -> Whole:
    """How many ties each person is to have, drawn from a law: the share of people with 0, 1, 2, … of them."""
    cumulated = np.cumsum(shares)
    drawn = np.searchsorted(cumulated, uniforms(seed, history, "degrees", people) * cumulated[-1], side="right")
    return np.minimum(drawn, min(len(shares), people) - 1).astype(np.int32)


def rewired(seed: int, history: int, people: int, first: Whole, second: Whole, share: float, keep_degrees: bool) -> Graph:
    """The graph after a share of ties was torn from its place.

    Each tie is chosen with this chance. A chosen tie leaves its second end for a stranger, anyone
    equally likely; or, where degrees are kept, two ties exchange ends. Nobody gets a tie to oneself or
    a second one to the same person. Where no place is found in two hundred tries the tie stays.
    """
    if share > 0:
        tear = kernels.swapped if keep_degrees else kernels.moved
        tear(stream(seed, history, "rewiring"), _table(2 * len(first)), people, first, second, share)
    return graph_of(people, first, second)


def _room(ties: int) -> tuple[Whole, Whole]:
    return np.empty(ties, np.int32), np.empty(ties, np.int32)


def _table(ties: int) -> NDArray[np.int64]:
    """An empty table in which so many ties leave at least half of the places open."""
    return np.full(1 << (2 * ties + 1).bit_length(), kernels.EMPTY, np.int64)
