"""Random graphs are what they are called, and activity spreads on them as a plain count says."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from tests.unit.models.networks_twins import is_simple, least, rounds, since, ties_of

from groundswell.errors import UsageError
from groundswell.models.networks.contagion import advance, chosen_people, crowd_on, least_neighbors, needed_shares
from groundswell.models.networks.graphs import Graph, counted_pairs, drawn_degrees, independent_pairs, paired_stubs, rewired
from groundswell.models.networks.lattices import bridge_width, lattice_graph, lattice_size, lattice_ties, morris_limit, neighborhood
from groundswell.models.networks.laws import (
    listed_degrees,
    listed_thresholds,
    mean_of,
    normal_thresholds,
    poisson_degrees,
    power_degrees,
    regular_degrees,
    single_threshold,
    uniform_thresholds,
)
from groundswell.models.networks.theory import final_share

SEEDS = (1, 2)


def pairs_of(graph: Graph) -> frozenset[tuple[int, int]]:
    return frozenset((i, j) for i, j in ties_of(graph) if i < j)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_is_tied_by_its_own_chance(seed: int):
    graphs = [pairs_of(independent_pairs(seed, history, 5, 1.2)) for history in range(3000)]
    counts = [len(graph) for graph in graphs]
    expected = stats.binom(10, 0.3).pmf(range(11)) * len(counts)
    assert stats.chisquare(np.bincount(counts, minlength=11), expected).pvalue > 1e-4
    for i in range(5):
        for j in range(i + 1, 5):
            assert abs(sum((i, j) in graph for graph in graphs) / len(graphs) - 0.3) < 4.5 * math.sqrt(0.21 / len(graphs))


@pytest.mark.parametrize("ties", [2, 4])  # few are drawn, many by what they lack
@pytest.mark.parametrize("seed", SEEDS)
def test_a_fixed_number_of_ties_falls_on_every_choice_of_pairs_equally(seed: int, ties: int):
    graphs = [pairs_of(counted_pairs(seed, history, 4, ties)) for history in range(3000)]
    assert {len(graph) for graph in graphs} == {ties}
    found = [graphs.count(one) for one in set(graphs)]
    assert len(found) == math.comb(6, ties)
    assert stats.chisquare(found).pvalue > 1e-4


def test_all_pairs_and_no_pairs_are_graphs_too():
    assert len(pairs_of(independent_pairs(1, 0, 7, 6.0))) == 21 == len(pairs_of(counted_pairs(1, 0, 7, 21)))
    assert pairs_of(independent_pairs(1, 0, 7, 0.0)) == frozenset() == pairs_of(counted_pairs(1, 0, 7, 0))
    assert independent_pairs(1, 0, 1, 0.0).people == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "law", [poisson_degrees(4.0), regular_degrees(3.0), power_degrees(2.5, 50, 1, 200), listed_degrees([0, 1, 0, 0, 2])]
)
def test_joined_stubs_make_a_simple_graph_in_which_everyone_keeps_the_degree_that_was_drawn(seed: int, law: np.ndarray):
    drawn = drawn_degrees(seed, 0, 600, law)
    graph = paired_stubs(seed, 0, drawn)
    assert is_simple(graph)
    assert graph.given_up == 0
    assert (drawn - graph.degrees).sum() == drawn.sum() % 2


def test_a_graph_that_cannot_be_gives_ties_up_and_says_how_many():
    graph = paired_stubs(1, 0, np.array([5, 1, 1, 1], np.int32))
    assert is_simple(graph)
    assert graph.given_up == 1
    assert graph.degrees.tolist() == [3, 1, 1, 1]


def test_drawn_degrees_follow_their_law():
    law = power_degrees(2.0, 30, 2, 300)
    drawn = drawn_degrees(3, 0, 100_000, law)
    counts = np.bincount(drawn, minlength=len(law))
    big = law * 100_000 > 10
    assert stats.chisquare([*counts[big], counts[~big].sum()], [*(law[big] * 100_000), law[~big].sum() * 100_000]).pvalue > 1e-4


def test_laws_of_degrees_are_those_of_the_textbook():
    for mean in (0.3, 4.0, 40.0, 900.0):
        law = poisson_degrees(mean)
        assert law == pytest.approx(stats.poisson(mean).pmf(range(len(law))), rel=1e-9, abs=1e-300)
        assert mean_of(law) == pytest.approx(mean, rel=1e-12)
    assert mean_of(regular_degrees(3.7)) == pytest.approx(3.7)
    assert power_degrees(3.0, 1e9, 1, 1000)[1] == pytest.approx(1 / sum(k**-3.0 for k in range(1, 1001)), rel=1e-5)
    assert poisson_degrees(0.0).tolist() == [1.0]


@pytest.mark.parametrize("law", [uniform_thresholds(0.4, 0.3), normal_thresholds(0.3, 0.2), listed_thresholds([0.1, 0.5, 0.3], [1, 2, 3])])
def test_thresholds_that_are_drawn_follow_the_share_at_or_below(law):
    rng = np.random.default_rng(1)
    drawn = law.of_luck(rng.random(20_000), rng.standard_normal(20_000))
    for x in (-0.1, 0.0, 0.1, 0.2, 0.3, 0.5, 0.69, 0.9):
        assert abs((drawn <= x).mean() - law.share_at(x)) < 4.5 * 0.5 / math.sqrt(20_000)


def test_a_threshold_is_met_by_equality_as_whole_numbers_would_say():
    for q in range(1, 60):
        for p in range(1, q + 1):
            for k in (q, 2 * q, 3 * q, q + 1, 5, 7):
                assert least_neighbors(k, p / q) == least(k, Fraction(p, q)), (k, p, q)
    assert least_neighbors(5, 0.2) == 1
    assert [least_neighbors(0, share) for share in (-1.0, 0.0, 0.1)] == [0, 0, 1]
    assert least_neighbors(4, 1.1) == 5


@pytest.mark.parametrize("seed", SEEDS)
def test_activity_spreads_round_by_round_as_a_plain_count_says(seed: int):
    for history in range(30):
        graph = independent_pairs(seed, history, 80, 3.0)
        rng = np.random.default_rng(history)
        needed = needed_shares(graph, rng.choice([0.0, 0.2, 1 / 3, 0.5, 1.0], 80, p=[0.02, 0.4, 0.3, 0.2, 0.08]))
        first = chosen_people(seed, history, 80, 3)
        crowd = crowd_on(graph, needed, first)
        advance(crowd, 100)
        assert since(crowd) == rounds(graph, needed.tolist(), first.tolist())
        assert crowd.tail == sum(one >= 0 for one in since(crowd))


def test_who_starts_is_anyone_equally():
    counts = np.zeros(6)
    for history in range(3000):
        counts[chosen_people(1, history, 6, 2)] += 1
    assert stats.chisquare(counts).pvalue > 1e-4


@pytest.mark.parametrize(
    ("lattice", "dimensions", "radius"), [("ring", 1, 3), ("moore", 2, 2), ("von-neumann", 2, 3), ("von-neumann", 3, 2), ("moore", 1, 2)]
)
def test_on_a_lattice_everyone_has_the_same_neighborhood(lattice: str, dimensions: int, radius: int):
    graph = lattice_graph(lattice, 2 * radius + 2, dimensions, radius)
    assert is_simple(graph)
    assert set(graph.degrees.tolist()) == {lattice_size(lattice, dimensions, radius)} == {len(neighborhood(lattice, dimensions, radius))}


@pytest.mark.parametrize(
    ("lattice", "dimensions", "radius"), [("moore", 2, 3), ("von-neumann", 2, 2), ("moore", 3, 1), ("von-neumann", 3, 2)]
)
def test_the_limit_is_what_one_sees_just_outside_the_flattest_border(lattice: str, dimensions: int, radius: int):
    near = neighborhood(lattice, dimensions, radius)
    normals = [at for at in np.ndindex(*[5] * dimensions) if any(at)]
    worst = min(sum(np.dot(normal, at) < 0 for at in near) for normal in normals)
    assert morris_limit(lattice, dimensions, radius) == pytest.approx(worst / len(near))


def test_limits_are_those_of_the_closed_forms():
    for m in (1, 2, 3):
        assert morris_limit("von-neumann", m, 1) == pytest.approx(1 / (2 * m))
        for r in (1, 2, 5):
            assert morris_limit("moore", m, r) == pytest.approx(r * (2 * r + 1) ** (m - 1) / ((2 * r + 1) ** m - 1))
    assert morris_limit("moore", 1, 4) == morris_limit("von-neumann", 1, 4) == morris_limit("ring", 1, 4) == 0.5


def test_a_bridge_of_that_width_carries_over_and_one_tie_less_does_not():
    for a in (2, 3, 4):
        ties = [(i, a + j) for i in range(a) for j in range(a) if j <= i]  # a − j ties to the j-th beyond
        assert len(ties) == bridge_width(a)
        beyond = [(a + i, a + j) for i in range(a) for j in range(i)]
        for missing in [None, *ties]:
            crowd = crowd_on(_graph(2 * a, [one for one in ties if one != missing] + beyond), np.full(2 * a, a, np.int32), np.arange(a))
            advance(crowd, 50)
            assert (crowd.tail == 2 * a) == (missing is None)


def _graph(people: int, ties: list[tuple[int, int]]) -> Graph:
    from groundswell.models.networks.graphs import graph_of

    first, second = np.array(ties, np.int32).T.copy()
    return graph_of(people, first, second)


@pytest.mark.parametrize("keep_degrees", [False, True])
@pytest.mark.parametrize("share", [0.1, 1.0])
def test_rewiring_keeps_the_number_of_ties_and_tears_the_share_that_was_told(keep_degrees: bool, share: float):
    first, second = lattice_ties("ring", 1000, 1, 3)
    before = set(map(tuple, np.sort(np.stack([first, second]), 0).T.tolist()))
    graph = rewired(1, 0, 1000, first, second, share, keep_degrees)
    assert is_simple(graph)
    assert len(pairs_of(graph)) == 3000
    kept = len(pairs_of(graph) & before) / 3000
    expected = (1 - share) ** 2 if keep_degrees else 1 - share  # a swap moves a chosen tie, and another one
    assert abs(kept - expected) < 0.05
    assert (set(graph.degrees.tolist()) == {6}) == keep_degrees


def test_where_everyone_is_tied_to_everyone_rewiring_finds_no_place_and_ends():
    for keep_degrees in (False, True):
        graph = rewired(1, 0, 7, *lattice_ties("ring", 7, 1, 3), 1.0, keep_degrees)
        assert len(pairs_of(graph)) == 21


@pytest.mark.parametrize("share", [float("nan"), -1, 1.5])
def test_a_share_of_seeds_that_is_no_share_is_refused_in_four_parts(share):
    with pytest.raises(UsageError, match="a share from 0 to 1"):
        final_share(regular_degrees(3.0), single_threshold(0.2), share)
