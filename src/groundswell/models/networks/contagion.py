"""Activity on a network, round by round: each joins for good once enough neighbors are active."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.models.kernel import kernel
from groundswell.models.luck import stream, uniforms
from groundswell.models.networks.graph_kernels import shuffle
from groundswell.models.networks.graphs import Floats, Graph, Whole

NEVER = -1


@kernel
def least_neighbors(degree, share):
    """The smallest whole number m of `degree` neighbors with m/degree ≥ share; one more than all where none suffices.

    Both sides are rounded once: m/degree is the number nearest to that ratio, and so is a share that was
    written as p/q. Two different ratios of numbers below 2²⁶ never round to the same, so this is m·q ≥ p·degree.
    """
    if share <= 0.0:
        return 0
    if degree == 0 or share > 1.0:
        return degree + 1
    m = np.int64(np.ceil(share * degree))
    while m > 1 and (m - 1) / degree >= share:
        m -= 1
    while m / degree < share:
        m += 1
    return m


@kernel
def needs(starts, shares, needed):
    """How many active neighbors each person needs, from the share that each needs."""
    for i in range(needed.shape[0]):
        share = shares[i] if shares.shape[0] > 1 else shares[0]
        needed[i] = least_neighbors(starts[i + 1] - starts[i], share)


@kernel
def spread(starts, ends, left, since, queue, head, tail, turn, last):
    """Rounds `turn` + 1 to `last`: those who joined in a round are counted by all their neighbors in the next.

    `left` is how many more active neighbors each lacks, 0 or less for those who have joined or will unasked, so it is
    1 and then 0 but once. `since` is the round of joining or −1. The queue holds who has joined, in order; from `head`
    to `tail` those of the round before. Ends early once nobody joins.
    Returns head, tail, and the last round in which anyone joined (0: none did).
    """
    moved = 0
    while turn < last:
        turn += 1
        end = tail
        if turn == 1:
            for i in range(since.shape[0]):
                if since[i] < 0 and left[i] <= 0:
                    since[i] = turn
                    queue[end] = i
                    end += 1
        for place in range(head, tail):
            person = queue[place]
            for k in range(starts[person], starts[person + 1]):
                neighbor = ends[k]
                left[neighbor] -= 1
                if left[neighbor] == 0:
                    since[neighbor] = turn
                    queue[end] = neighbor
                    end += 1
        head, tail = tail, end
        if head == tail:
            break
        moved = turn
    return head, tail, moved


@kernel
def stray(needed, left, since, queue, tail, turn, chance, luck):
    """Those with too few active neighbors, but at least one, join by chance; returns the end of the queue and how many could."""
    exposed = 0
    for i in range(since.shape[0]):
        if since[i] < 0 and left[i] < needed[i]:
            exposed += 1
            if luck[i] < chance:
                since[i] = turn
                left[i] = 0
                queue[tail] = i
                tail += 1
    return tail, exposed


@dataclass
class Crowd:
    """People on a graph: how many active neighbors each needs and still lacks, when each joined, and who did in order."""

    graph: Graph
    needed: Whole
    left: Whole
    since: Whole
    queue: Whole
    head: int = 0
    tail: int = 0
    turn: int = 0
    last_joining: int = 0
    seeds: int = 0

    @property
    def joined(self) -> int:
        """How many joined in the round that was last."""
        return self.tail - self.head if self.last_joining == self.turn else 0


def crowd_on(graph: Graph, needed: Whole, seeds: NDArray[np.integer]) -> Crowd:
    """People of whom some are active from the start.

    >>> path = Graph(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1], np.int32))
    >>> crowd = crowd_on(path, np.array([1, 1, 1], np.int32), np.array([0]))
    >>> advance(crowd, 2)
    >>> crowd.since.tolist()
    [0, 1, 2]
    """
    since = np.full(graph.people, NEVER, np.int32)
    queue = np.empty(graph.people, np.int32)
    left = needed.copy()
    since[seeds] = left[seeds] = 0
    queue[: len(seeds)] = seeds
    return Crowd(graph, needed, left, since, queue, 0, len(seeds), seeds=len(seeds))


def needed_shares(graph: Graph, shares: Floats) -> Whole:
    """How many active neighbors each needs: the least that makes the share, one share for all or one each."""
    needed = np.empty(graph.people, np.int32)
    needs(graph.starts, np.ascontiguousarray(shares, np.float64), needed)
    return needed


def advance(crowd: Crowd, last: int) -> None:
    """The rounds up to `last`."""
    if last <= crowd.turn:
        return
    if crowd.head < crowd.tail or crowd.turn == 0:
        crowd.head, crowd.tail, moved = spread(
            crowd.graph.starts, crowd.graph.ends, crowd.left, crowd.since, crowd.queue, crowd.head, crowd.tail, crowd.turn, last
        )
        crowd.last_joining = moved or crowd.last_joining
    crowd.turn = last


def advance_with_noise(crowd: Crowd, last: int, chance: float, seed: int, history: int) -> None:
    """The rounds up to `last`, in each of which those with too few active neighbors may join by chance."""
    people = crowd.graph.people
    while crowd.turn < last:
        turn = crowd.turn + 1
        advance(crowd, turn)
        luck = uniforms(seed, history, "noise", people, first=(turn - 1) * people)
        crowd.tail, exposed = stray(crowd.needed, crowd.left, crowd.since, crowd.queue, crowd.tail, turn, chance, luck)
        if crowd.tail > crowd.head:
            crowd.last_joining = turn
        elif not exposed:
            crowd.turn = last


def chosen_people(seed: int, history: int, people: int, count: int) -> Whole:
    """So many different people, every choice equally likely."""
    everyone = np.arange(people, dtype=np.int32)
    shuffle(stream(seed, history, "seeds"), everyone, count)
    return everyone[:count]


def active_by_round(crowd: Crowd) -> Floats:
    """The share of people active after each round, from the start to the last in which anyone joined."""
    joined = np.bincount(crowd.since[crowd.since >= 0], minlength=crowd.last_joining + 1)
    return np.cumsum(joined) / crowd.graph.people
