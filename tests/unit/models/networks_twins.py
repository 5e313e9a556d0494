"""Networks and cascades in the plainest Python, to compare the compiled ones with."""

from fractions import Fraction

from groundswell.models.networks.contagion import Crowd
from groundswell.models.networks.graphs import Graph


def ties_of(graph: Graph) -> list[tuple[int, int]]:
    """Every tie, once from each of its ends."""
    return [(i, j) for i in range(graph.people) for j in graph.neighbors(i)]


def is_simple(graph: Graph) -> bool:
    """Whether nobody is tied to oneself or twice to another, and each tie is known at both ends."""
    ties = ties_of(graph)
    return all(i != j for i, j in ties) and len(set(ties)) == len(ties) and {(j, i) for i, j in ties} == set(ties)


def rounds(graph: Graph, needed: list[int], seeds: list[int]) -> list[int]:
    """The round in which each person joins, −1 for those who never do: everyone looks at everyone, round by round."""
    since = [0 if i in set(seeds) else -1 for i in range(graph.people)]
    turn = 0
    while True:
        turn += 1
        active = {i for i in range(graph.people) if since[i] >= 0}
        joining = [i for i in range(graph.people) if i not in active and sum(j in active for j in graph.neighbors(i)) >= needed[i]]
        if not joining:
            return since
        for i in joining:
            since[i] = turn


def least(degree: int, share: Fraction) -> int:
    """The smallest whole number of neighbors that makes the share, in exact fractions."""
    return next((m for m in range(degree + 1) if (Fraction(m, degree) if degree else Fraction(0)) >= share), degree + 1)


def since(crowd: Crowd) -> list[int]:
    """The round in which each person joined."""
    return [int(one) for one in crowd.since]
