"""Outbursts on a grid: the balance of sites, the limit without spread, and the limit where everything linked goes."""

import math

import numpy as np
import pytest
from tests.blind.classics import braha as model


def test_links() -> None:
    links = model.lattice_links(4)
    assert sorted(links[0]) == [1, 3, 4, 12]
    far = model.weak_links(np.random.default_rng(1), 400, 0.3)
    assert abs(len(far) - 120) < 4 * math.sqrt(84)
    assert all(a != b for a, b in far)
    both, one = model.all_links(20, far), model.all_links(20, far, one_way=True)
    assert sum(map(len, both)) == 1600 + 2 * len(far)
    assert sum(map(len, one)) == 1600 + len(far)


def test_outburst_with_certain_spread_is_the_cluster() -> None:
    # Three in a row and one apart, on a 5 by 5 torus.
    state = [0] * 25
    for site in (6, 7, 8, 23):
        state[site] = 1
    links = model.lattice_links(5)
    assert model.outburst(state, [7], links, None, 1.0) == {6, 7, 8}
    assert model.outburst(state, [7], links, None, 0.0) == {7}
    assert model.outburst(state, [7], model.all_links(5, [(23, 8)]), None, 1.0) == {6, 7, 8, 23}
    assert model.outburst(state, [7], model.all_links(5, [(23, 8)], one_way=True), None, 1.0) == {6, 7, 8}
    assert model.next_state(state, {6, 7}, {0, 8}) == [1] + [0] * 7 + [1] + [0] * 14 + [1, 0]


def test_without_spread_sites_are_on_their_own() -> None:
    unrest, empty = model.simulate(np.random.default_rng(2), 20, 1500, p=0.1, f=0.2, g=0.0)
    unrest, empty = unrest[100:], empty[100:]
    chance = model.unrest_share_without_spread(0.1, 0.2)
    assert np.mean(empty) / 400 == pytest.approx(model.empty_share_without_spread(0.1, 0.2), rel=0.01)
    assert np.mean(unrest) / 400 == pytest.approx(chance, rel=0.02)
    assert np.var(unrest) == pytest.approx(400 * chance * (1 - chance), rel=0.2)


def test_sites_in_unrest_balance_the_growth() -> None:
    p, steps = 0.02, 1500
    unrest, empty = model.simulate(np.random.default_rng(3), 20, steps, p=p, f=0.002, g=0.7, weak=0.2)
    # What is left over is the growth's luck (standard error of a sum of binomials) and the sites of the two ends.
    luck = math.sqrt(p * (1 - p) * np.mean(empty) / steps)
    assert abs(model.balance(unrest, empty, p)) < 4 * luck + 400 / steps


def test_spread_makes_large_outbursts() -> None:
    rng = np.random.default_rng(4)
    largest = [max(model.simulate(rng, 20, 600, p=0.02, f=0.0005, g=g)[0]) for g in (0.0, 0.4, 1.0)]
    assert largest[0] < largest[1] < largest[2]
    assert largest[2] > 100
