"""The second complex contagion against exact times and limits on lattices."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from tests.blind.classics import centola_macy as contagion


@pytest.mark.parametrize(("count", "rounds", "final"), [(1, 19, 1600), (2, 37, 1600), (3, 55, 1600), (4, 0, 9)])
def test_square_block_on_a_moore_torus(count, rounds, final):
    seeds = contagion.block((40, 40), (10, 20), (3, 3))
    history = contagion.spread(contagion.moore_torus((40, 40)), seeds, count=count)
    assert (len(history) - 1, len(history[-1])) == (rounds, final)


@pytest.mark.parametrize(("count", "rounds", "final"), [(1, 99, 400), (2, 197, 400), (3, 0, 5)])
def test_five_neighbors_on_a_ring(count, rounds, final):
    history = contagion.spread(contagion.ring(400, 2), range(5), count=count)
    assert (len(history) - 1, len(history[-1])) == (rounds, final)


def test_limits():
    assert contagion.moore_limit(2) == Fraction(3, 8)
    assert contagion.moore_limit(3) == Fraction(9, 26)
    assert contagion.moore_limit(1, 7) == contagion.ring_limit() == Fraction(1, 2)
    assert contagion.von_neumann_limit(3) == Fraction(1, 6)
    assert contagion.random_graph_limit(4) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("neighbors", "seeds", "limit"),
    [
        (contagion.ring(60, 3), range(10), contagion.ring_limit()),
        (contagion.von_neumann_torus((12, 12)), contagion.block((12, 12), (0, 0), (4, 4)), contagion.von_neumann_limit(2)),
        (contagion.von_neumann_torus((8, 8, 8)), contagion.block((8, 8, 8), (0, 0, 0), (3, 3, 3)), contagion.von_neumann_limit(3)),
        (contagion.moore_torus((8, 8, 8)), contagion.block((8, 8, 8), (0, 0, 0), (5, 5, 5)), contagion.moore_limit(3)),
        (contagion.moore_torus((40, 40), 2), contagion.block((40, 40), (0, 0), (24, 24)), contagion.moore_limit(2, 2)),
    ],
)
def test_limit_separates_what_spreads_from_what_does_not(neighbors, seeds, limit):
    degree = len(neighbors[0])
    critical = limit * degree
    assert critical.denominator == 1
    for count in (int(critical), int(critical) + 1):
        history = contagion.spread(neighbors, seeds, count=count)
        assert (len(history[-1]) == len(neighbors)) is contagion.spreads(limit, degree, count=count) is (count == critical)
        assert contagion.spread(neighbors, seeds, share=(count, degree)) == history


def test_share_thresholds_at_the_limit():
    assert contagion.spreads(Fraction(3, 8), 8, share=0.375)
    assert contagion.spreads(Fraction(3, 8), 8, share=(3, 8))
    assert contagion.spreads(Fraction(3, 8), 8, share=0.26)
    assert not contagion.spreads(Fraction(3, 8), 8, share=0.376)


def test_every_tie_goes_both_ways_and_nodes_have_the_right_number():
    for neighbors, degree in (
        (contagion.ring(20, 3), 6),
        (contagion.moore_torus((5, 6)), 8),
        (contagion.von_neumann_torus((4, 5, 6)), 6),
        (contagion.moore_torus((5, 7), 2), 24),
        (contagion.von_neumann_torus((7, 7), 2), 12),
    ):
        assert {len(around) for around in neighbors} == {degree}
        assert all(node in neighbors[other] for node, around in enumerate(neighbors) for other in around)
    assert contagion.moore_torus((5, 5))[0] == [1, 4, 5, 6, 9, 20, 21, 24]


def test_noise_of_zero_is_the_plain_rule_and_of_one_a_threshold_of_one():
    generator = np.random.default_rng(8)
    neighbors = contagion.moore_torus((15, 15))
    seeds = contagion.block((15, 15), (3, 3), (3, 3))
    uniforms = generator.random((25, 225))
    for noise, count in ((0, 3), (1, 1)):
        plain = contagion.spread(neighbors, seeds, count=count)
        noisy = contagion.spread_with_noise(neighbors, seeds, uniforms, noise, count=3)
        assert noisy[: len(plain)] == plain
        assert noisy[-1] == plain[-1]
        assert len(noisy) == 26


def test_noise_lets_a_stuck_contagion_move_and_moves_only_next_to_it():
    generator = np.random.default_rng(9)
    neighbors = contagion.ring(200, 2)
    history = contagion.spread_with_noise(neighbors, range(5), generator.random((40, 200)), 0.2, count=3)
    assert len(history[-1]) > 5
    for before, after in pairwise(history):
        assert all(any(other in before for other in neighbors[node]) for node in after - before)


def test_bridge_of_the_stated_width_carries_and_a_narrower_one_does_not():
    for count in (1, 2, 3, 4):
        ties = [(-1 - place, node) for node in range(count) for place in range(count - node)]
        assert len(ties) == contagion.bridge_width(count)
        assert _crosses(ties, count)
        assert not any(_crosses(ties[:left] + ties[left + 1 :], count) for left in range(len(ties)))


def _crosses(ties, count):
    """Whether ties from a group that is on (negative numbers) set off a row of people, each joined to `count` on either side."""
    row = 3 * count
    shift = count
    neighbors = [[] for _ in range(shift + row)]
    pairs = [(one + shift, other + shift) for one, other in ties]
    pairs += [(shift + i, shift + j) for i in range(row) for j in range(i + 1, min(i + count, row - 1) + 1)]
    for one, other in pairs:
        neighbors[one].append(other)
        neighbors[other].append(one)
    return len(contagion.spread(neighbors, range(shift), count=count)[-1]) == shift + row
