"""Complex contagion on lattices, worked out a second time from the papers.

Morris, S. (2000). Contagion. Review of Economic Studies 67, 57-78.
Centola, D. and Macy, M. (2007). Complex contagions and the weakness of long ties. American Journal of Sociology 113, 702-734.
Centola, D., Eguíluz, V. M. and Macy, M. W. (2007). Cascade dynamics of complex propagation. Physica A 374, 449-456.
Eckles, D., Mossel, E., Rahimian, M. A. and Sen, S. (2024). Long ties accelerate noisy threshold-based contagions. Nature
Human Behaviour 8: the acts below the threshold.

Conventions of the whole file
- A node turns on, for ever, when at least a of its neighbors are on (count), or at least the share phi of them (share);
  both weak. It does not count itself. Thresholds are above 0, so nobody turns on with no neighbor on.
- Synchronous rounds; round 0 is the seeds.
- A network is a list of neighbors' numbers per node. Lattice sites are numbered row by row (the last coordinate runs
  fastest) and wrap around; on a lattice so small that two neighbors are the same site, that site counts once.
"""

from fractions import Fraction
from itertools import product

import numpy as np


def ring(nodes, radius):
    """Each node joined to the `radius` nearest on either side."""
    return _torus((nodes,), [(step,) for step in range(-radius, radius + 1)])


def moore_torus(shape, radius=1):
    """Each site joined to all sites at most `radius` away in every coordinate. shape: the sides, for example (40, 40)."""
    return _torus(shape, product(range(-radius, radius + 1), repeat=len(shape)))


def von_neumann_torus(shape, radius=1):
    """Each site joined to all sites at most `radius` away in the sum over coordinates; radius 1: the 2 per coordinate."""
    steps = product(range(-radius, radius + 1), repeat=len(shape))
    return _torus(shape, [step for step in steps if sum(map(abs, step)) <= radius])


def _torus(shape, steps):
    """The neighbors, in rising order, of every site of a torus with these sides, at these coordinate steps, itself left out."""
    steps = list(steps)
    number = {site: index for index, site in enumerate(product(*map(range, shape)))}
    neighbors = []
    for site, index in number.items():
        around = {number[tuple((here + step) % side for here, step, side in zip(site, move, shape, strict=True))] for move in steps}
        neighbors.append(sorted(around - {index}))
    return neighbors


def block(shape, corner, sides):
    """Numbers of the sites of a box on a torus: `sides` sites from `corner` on in each coordinate, wrapping around."""
    number = {site: index for index, site in enumerate(product(*map(range, shape)))}
    spans = [[(start + step) % side for step in range(length)] for start, length, side in zip(corner, sides, shape, strict=True)]
    return sorted(number[site] for site in product(*spans))


def enough(active, degree, count=None, share=None):
    """Whether `active` of `degree` neighbors meet the threshold: active >= count, or active/degree >= share.

    share: a pair (a, b) or a Fraction, compared in whole numbers, or a float, compared with the floating quotient.
    Exactly one of count and share must be given, above 0.
    """
    if count is not None:
        return active >= count
    if degree == 0:
        return False
    if isinstance(share, Fraction):
        share = (share.numerator, share.denominator)
    if isinstance(share, tuple):
        return active * share[1] >= share[0] * degree
    return active / degree >= share


def spread(neighbors, seeds, count=None, share=None):
    """The set of nodes on after rounds 0, 1, ...: a list of frozensets, up to the last round in which any node turned on.

    So the number of rounds is len(list) - 1 and the end is the last entry.
    """
    _check(count, share)
    history = [frozenset(seeds)]
    while True:
        newly = {node for node, active, degree in _inactive(neighbors, history[-1]) if enough(active, degree, count, share)}
        if not newly:
            return history
        history.append(history[-1] | newly)


def spread_with_noise(neighbors, seeds, uniforms, noise, count=None, share=None):
    """The same when an inactive node with at least one but too few neighbors on turns on with chance `noise` in each round.

    uniforms: array (rounds, nodes) of numbers in [0, 1). In round t = 1, 2, ... node i does so when uniforms[t-1, i] < noise.
    One number per round and node is set aside, used or not. noise: in [0, 1]; 0 gives the rule without it.
    Returns the sets after rounds 0 to len(uniforms), all of them, even when nothing changes any more.
    """
    _check(count, share)
    history = [frozenset(seeds)]
    for luck in np.asarray(uniforms):
        newly = {
            node
            for node, active, degree in _inactive(neighbors, history[-1])
            if enough(active, degree, count, share) or (active >= 1 and luck[node] < noise)
        }
        history.append(history[-1] | newly)
    return history


def _check(count, share):
    if (count is None) == (share is None):
        raise ValueError("give a count or a share, one of the two")
    size = share[0] if isinstance(share, tuple) else share if count is None else count
    if not size > 0:
        raise ValueError("a threshold must be above 0")


def _inactive(neighbors, active):
    """(node, number of its neighbors on, number of its neighbors) for every node that is not on."""
    for node, around in enumerate(neighbors):
        if node not in active:
            yield node, sum(1 for other in around if other in active), len(around)


def ring_limit():
    """Largest share threshold that spreads on an endless ring from a finite seed, at any radius: 1/2."""
    return Fraction(1, 2)


def von_neumann_limit(dimensions):
    """The same for the lattice with 2 neighbors per coordinate: 1/(2 m)."""
    return Fraction(1, 2 * dimensions)


def moore_limit(dimensions, radius=1):
    """The same for Moore neighborhoods: the share of neighbors beyond a flat front, r (2r+1)^(m-1) / ((2r+1)^m - 1)."""
    side = 2 * radius + 1
    return Fraction(radius * side ** (dimensions - 1), side**dimensions - 1)


def random_graph_limit(z):
    """The same for a random network in which everybody has z neighbors: 1/z, one neighbor must do."""
    return 1 / Fraction(z)


def spreads(limit, degree, count=None, share=None):
    """Whether a threshold spreads without end on a lattice with this limit where every node has `degree` neighbors, from a
    finite seed that is large enough: count/degree <= limit, or share <= limit (both weak; at the limit it spreads).

    share: (a, b), a Fraction, or a float, which is turned into the number of neighbors it needs in floating point.
    """
    _check(count, share)
    needed = next((active for active in range(1, degree + 1) if enough(active, degree, count, share)), None)
    return needed is not None and Fraction(needed, degree) <= limit


def bridge_width(count):
    """Ties that must lead out of a group that is on along a ring to carry a count threshold across: a (a + 1) / 2.

    The first node beyond needs a ties, the next one a - 1 because the first now helps, and so on down to 1.
    """
    return count * (count + 1) // 2
