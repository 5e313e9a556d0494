"""Both ways of working out groups that merge and shatter agree: the law to the float, given picks to the agent."""

import numpy as np
import pytest
from tests.blind.classics import coalescence_fragmentation as twin

from groundswell.models.luck import next_below, next_unit, stream
from groundswell.models.sizes import law
from groundswell.models.sizes.coalescence import CoalescenceFragmentation, settled_shares, sizes_now

SETS = range(50)


@pytest.mark.parametrize("number", SETS)
def test_the_laws_agree(number):
    chance = float(np.random.default_rng([12, number]).uniform(0.001, 0.999))
    shares = twin.agent_share_by_recursion(60, chance)
    for size in range(1, 61):
        assert law.agents_in_groups(size, chance) == pytest.approx(twin.agent_share(size, chance), rel=1e-12)
        assert law.agents_in_groups(size, chance) == pytest.approx(shares[size - 1], rel=1e-11)
        assert law.groups_of_size(size, chance) == pytest.approx(twin.group_size_law(size, chance), rel=1e-12)
    assert np.exp(-1 / law.cutoff_size(chance)) == pytest.approx(twin.cutoff(chance), rel=1e-12)
    assert law.mean_group_of_an_agent(chance) == twin.mean_group_of_an_agent(chance)


@pytest.mark.parametrize("number", SETS)
def test_the_same_picks_make_the_same_groups(number):
    rng = np.random.default_rng([13, number])
    agents, sweeps = int(rng.integers(2, 300)), int(rng.integers(1, 8))
    model = CoalescenceFragmentation(agents, float(rng.choice([0.0, 0.02, 1.0, rng.random()])))
    state = model.start(number, 3)
    model.advance(state, 0, sweeps, number, 3)
    groups, luck = twin.Groups(agents), stream(number, 3, "coalescence")
    for _ in range(agents * sweeps):
        agent = next_below(luck, agents)
        if next_unit(luck) < model.shatter_chance:
            groups.break_up(agent)
        else:
            other = next_below(luck, agents - 1)
            groups.merge(agent, other + 1 if other >= agent else other)
    assert sorted(sizes_now(state).tolist(), reverse=True) == groups.sizes()
    for members in groups.members.values():
        assert np.flatnonzero(state.group == state.group[members[0]]).tolist() == sorted(members)


def test_simulated_shares_agree():
    model = CoalescenceFragmentation(200, 0.2)
    ours = np.array([settled_shares(model, 50, 60, 1, history) for history in range(10)])
    theirs = np.array([twin.simulate(np.random.default_rng(seed), 200, 0.2, 10_000, 12_000, 200, 4) for seed in range(10)])
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / 10)
    assert (np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) < 5 * error).all()  # four standard errors, known from twenty histories
