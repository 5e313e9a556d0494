"""Merging and shattering groups: the exact law against its recursion, its sums and a simulation."""

import numpy as np
import pytest
from tests.blind.classics import coalescence_fragmentation as model


def test_exact_law() -> None:
    assert [model.agent_share(s, 0.05) for s in (1, 2, 3, 4)] == pytest.approx([0.51282, 0.12812, 0.06402, 0.03999], abs=5e-6)
    assert [model.agent_share(s, 0.2) for s in range(1, 41)] == pytest.approx(model.agent_share_by_recursion(40, 0.2))


@pytest.mark.parametrize("nu", [0.1, 0.3, 0.7])
def test_sums(nu: float) -> None:
    shares = np.array([model.agent_share(s, nu) for s in range(1, 8000)])
    sizes = np.arange(1, 8000)
    assert shares.sum() == pytest.approx(1)
    assert (shares * sizes).sum() == pytest.approx(model.mean_group_of_an_agent(nu))
    assert (shares / sizes).sum() == pytest.approx(model.groups_per_agent(nu))
    assert model.group_size_law(4001, nu) == pytest.approx(0, abs=1e-9)
    ratio = model.group_size_law(301, nu) / model.group_size_law(300, nu)
    assert ratio == pytest.approx(model.cutoff(nu) * (300 / 301) ** 2.5, rel=1e-4)


def test_groups_keep_their_books() -> None:
    rng = np.random.default_rng(1)
    groups = model.Groups(60)
    for _ in range(3000):
        groups.step(rng, 0.1)
        if rng.random() < 0.1:
            assert sum(groups.sizes()) == 60
            assert all(groups.group_of[member] == label for label, members in groups.members.items() for member in members)
    groups = model.Groups(4)
    groups.merge(0, 1)
    groups.merge(1, 2)
    assert groups.sizes() == [3, 1]
    groups.merge(2, 0)
    assert groups.sizes() == [3, 1]
    groups.break_up(2)
    assert groups.sizes() == [1, 1, 1, 1]


def test_simulation() -> None:
    rng = np.random.default_rng(2)
    shares = model.simulate(rng, agents=2000, nu=0.1, burn=20000, steps=200000, every=1000, largest=3)
    assert shares == pytest.approx([model.agent_share(s, 0.1) for s in (1, 2, 3)], rel=0.04)
