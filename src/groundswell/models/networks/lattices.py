"""Networks of near neighbors: rings and tori, and how large a threshold still lets activity spread on them."""

from itertools import product

import numpy as np

from groundswell.models.networks.graph_kernels import lattice_pairs
from groundswell.models.networks.graphs import Graph, Whole, graph_of

LATTICES = ("ring", "moore", "von-neumann")


def neighborhood(lattice: str, dimensions: int, radius: int) -> list[tuple[int, ...]]:
    """Where the neighbors of a person stand, oneself left out.

    On a ring and in the neighborhood of Moore, those within `radius` along every axis; in that of von Neumann,
    those within `radius` steps along axes.

    >>> len(neighborhood("moore", 2, 1)), len(neighborhood("von-neumann", 2, 1)), neighborhood("ring", 1, 1)
    (8, 4, [(-1,), (1,)])
    """
    axes = 1 if lattice == "ring" else dimensions
    near = product(range(-radius, radius + 1), repeat=axes)
    within = [at for at in near if any(at) and (lattice != "von-neumann" or sum(map(abs, at)) <= radius)]
    return within


def lattice_size(lattice: str, dimensions: int, radius: int) -> int:
    """How many neighbors a person has.

    >>> lattice_size("moore", 3, 1), lattice_size("von-neumann", 3, 2), lattice_size("ring", 1, 2)
    (26, 24, 4)
    """
    if lattice == "ring":
        return 2 * radius
    if lattice == "moore":
        return int((2 * radius + 1) ** dimensions - 1)
    return _diamond(dimensions, radius) - 1


def _diamond(dimensions: int, radius: int) -> int:
    """How many points are at most so many steps along axes away, oneself counted."""
    if dimensions == 0:
        return 1
    return _diamond(dimensions - 1, radius) + 2 * sum(_diamond(dimensions - 1, left) for left in range(radius))


def lattice_ties(lattice: str, side: int, dimensions: int, radius: int) -> tuple[Whole, Whole]:
    """The ties of a lattice that closes on itself, each named once by its two ends."""
    half = [at for at in neighborhood(lattice, dimensions, radius) if at > (0,) * len(at)]
    offsets = np.array(half, np.int64)
    axes = offsets.shape[1]
    first, second = (np.empty(side**axes * len(half), np.int32) for _ in range(2))
    lattice_pairs(side, axes, offsets, first, second)
    return first, second


def lattice_graph(lattice: str, side: int, dimensions: int, radius: int) -> Graph:
    """A ring or a torus. Person i stands at i mod side, ⌊i/side⌋ mod side, …

    >>> sorted(lattice_graph("ring", 6, 1, 1).neighbors(0))
    [1, 5]
    """
    return graph_of(side ** (1 if lattice == "ring" else dimensions), *lattice_ties(lattice, side, dimensions, radius))


def morris_limit(lattice: str, dimensions: int, radius: int) -> float:
    """The greatest share of active neighbors people may want for some small group to bring everyone (Morris 2000).

    A large group has flat borders, and the hardest to cross lies along the axes: with n neighbors, of whom n' stand
    within the border, someone just outside sees (n − n')/2 active.

        ring: 1/2,   von Neumann with radius 1 in m dimensions: 1/(2m),   Moore: r(2r+1)^(m−1) / ((2r+1)^m − 1)

    >>> morris_limit("ring", 1, 7), morris_limit("von-neumann", 2, 1), morris_limit("moore", 2, 1)
    (0.5, 0.25, 0.375)
    """
    if lattice == "ring":
        return 0.5
    everyone = lattice_size(lattice, dimensions, radius)
    beside = lattice_size(lattice, dimensions - 1, radius)
    return (everyone - beside) / (2 * everyone)


def morris_limit_random(mean_degree: float) -> float:
    """The same on a large random graph in which everyone has as many neighbors: one of them has to be enough, 1/z.

    >>> morris_limit_random(4)
    0.25
    """
    return 1 / mean_degree if mean_degree > 1 else 1.0


def bridge_width(threshold: int) -> int:
    """How many ties between two groups carry activity over, where people need to see so many active: a(a + 1)/2.

    The first to join beyond needs a ties across, the second a − 1 and the first, and so on, as on a ring.

    >>> [bridge_width(a) for a in (1, 2, 3)]
    [1, 3, 6]
    """
    return threshold * (threshold + 1) // 2
