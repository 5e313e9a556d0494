"""The second network cascades against the published window, closed forms and a small simulation."""

from fractions import Fraction

import numpy as np
import pytest
from tests.blind.classics import watts


def _random_network(nodes, z, generator):
    """Every pair joined independently with chance z / (nodes - 1)."""
    edges = generator.binomial(nodes * (nodes - 1) // 2, z / (nodes - 1))
    pairs = set()
    while len(pairs) < edges:
        one, other = (int(node) for node in generator.integers(0, nodes, 2))
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    neighbors = [[] for _ in range(nodes)]
    for one, other in pairs:
        neighbors[one].append(other)
        neighbors[other].append(one)
    return neighbors


def test_a_line_of_easily_moved_nodes_turns_on_one_by_one():
    line = [[1], [0, 2], [1, 3], [2], []]
    active, rounds, sizes = watts.cascade(line, [(1, 2)] * 5, [0])
    assert active.tolist() == [True, True, True, True, False]
    assert (rounds, sizes) == (3, [1, 2, 3, 4])


def test_threshold_on_the_boundary_is_reached():
    star = [[1, 2, 3, 4, 5], [0], [0], [0], [0], [0]]
    for fifth in ((1, 5), Fraction(1, 5), 0.2):
        assert watts.cascade(star, [fifth] * 6, [1])[0].all()
    assert watts.cascade(star, [(201, 1000)] * 6, [1])[0].sum() == 1


def test_people_who_need_nobody_start_but_not_without_neighbors():
    active, rounds, _ = watts.cascade([[1], [0], []], [0.0, 1.0, 0.0], [])
    assert active.tolist() == [True, True, False]
    assert rounds == 2


def test_window_of_eighteen_percent():
    assert watts.window(0.18) == pytest.approx((1.02070, 5.76468), abs=1e-5)
    assert watts.window(0.18) == watts.window(0.2) == watts.window((1, 5))


def test_no_window_above_a_quarter():
    assert watts.window(0.25) is not None
    assert watts.window(0.2501) is None
    assert max(watts.poisson_condition(z, 0.26) for z in np.linspace(0.5, 4, 3501)) == pytest.approx(0.840, abs=1e-3)


def test_condition_of_any_degree_law_agrees_with_the_poisson_form():
    for z in (0.5, 1.02070, 3, 5.76468, 9):
        general = watts.cascade_condition(watts.poisson_degrees(z), watts.uniform_threshold(0.18))
        assert general == pytest.approx(watts.poisson_condition(z, 0.18), rel=1e-12)


def test_clusters_at_mean_degree_four():
    p, law = watts.poisson_degrees(4), watts.uniform_threshold(0.18)
    assert watts.vulnerable_cluster(p, law) == pytest.approx(0.65263, abs=1e-5)
    assert watts.extended_cluster(p, law) == pytest.approx(0.86530, abs=1e-5)
    assert watts.extended_cluster(watts.poisson_degrees(3), law) == pytest.approx(0.873, abs=5e-4)
    assert watts.extended_cluster(watts.poisson_degrees(5.5), law) == pytest.approx(0.376, abs=5e-4)


def test_when_everybody_is_vulnerable_the_cluster_is_that_of_the_network():
    p, law = watts.poisson_degrees(2), watts.uniform_threshold(1e-9)
    giant = watts.vulnerable_cluster(p, law)
    assert giant == pytest.approx(1 - np.exp(-2 * giant), abs=1e-12)
    assert watts.extended_cluster(p, law) == pytest.approx(giant, abs=1e-12)


def test_final_share():
    p, law = watts.poisson_degrees(4), watts.uniform_threshold(0.18)
    assert watts.final_share(p, law, 1e-3) == pytest.approx(0.98019, abs=1e-5)
    assert watts.final_share(p, law, 1e-2) == pytest.approx(0.98039, abs=1e-5)
    assert watts.final_share(watts.poisson_degrees(3), law, 1e-7) == pytest.approx(0.94049, abs=1e-4)


@pytest.mark.parametrize(("seed_share", "z"), [(1e-4, 5.944), (1e-3, 6.395), (5e-3, 7.593)])
def test_degree_at_which_the_cascade_collapses(seed_share, z):
    assert watts.collapse_degree(0.18, seed_share, lowest=5.8) == pytest.approx(z, abs=0.0006)


def test_simulated_network_ends_where_the_theory_says():
    generator = np.random.default_rng(4)
    nodes, seed_share = 4000, 0.02
    for law, draw in (
        (watts.uniform_threshold(0.18), lambda: [0.18] * nodes),
        (lambda x: min(max((x + 0.1) / 1.1, 0), 1), lambda: (generator.uniform(0, 1.1, nodes) - 0.1).tolist()),
    ):
        neighbors = _random_network(nodes, 4, generator)
        active, _, _ = watts.cascade(neighbors, draw(), generator.choice(nodes, int(seed_share * nodes), replace=False))
        assert active.mean() == pytest.approx(watts.final_share(watts.poisson_degrees(4), law, seed_share), abs=0.03)
