"""Groups that merge and shatter: the exact law, bookkeeping of groups, and limits."""

import math

import numpy as np
import pytest

from groundswell.errors import UsageError
from groundswell.models.luck import stream
from groundswell.models.sizes import checks, kernels
from groundswell.models.sizes.coalescence import (
    CoalescenceFragmentation,
    settled_law,
    settled_shares,
    settled_sizes,
    shattered_sizes,
    sizes_now,
)
from groundswell.models.sizes.law import (
    agents_in_groups,
    cutoff_size,
    groups_of_size,
    groups_per_agent,
    local_exponent,
    mean_group_of_an_agent,
)

CHANCES = [0.05, 0.1, 0.3, 0.8, 1.0]


@pytest.mark.parametrize("chance", CHANCES)
def test_every_agent_is_in_some_group_and_every_group_has_some_size(chance):
    sizes = range(1, 60_000)
    shares = np.array([agents_in_groups(size, chance) for size in sizes])
    groups = np.array([groups_of_size(size, chance) for size in sizes])
    assert shares.sum() == pytest.approx(1, abs=1e-8)
    assert groups.sum() == pytest.approx(1, abs=1e-8)
    assert (shares / sizes).sum() == pytest.approx(groups_per_agent(chance), abs=1e-8)
    assert shares @ sizes == pytest.approx(mean_group_of_an_agent(chance), rel=1e-6)


@pytest.mark.parametrize("chance", CHANCES)
def test_the_law_keeps_every_size_in_balance(chance):
    shares = [0.0] + [agents_in_groups(size, chance) for size in range(1, 40)]
    for size in range(2, 40):
        formed = (1 - chance) * size * sum(shares[k] * shares[size - k] for k in range(1, size))
        lost = chance * size * shares[size] + (1 - chance) * 2 * size * shares[size]
        assert formed == pytest.approx(lost, rel=1e-9)


def test_the_exponent_nears_five_halves_where_nothing_is_cut_off():
    exponents = [local_exponent(size, 1e-7) for size in (2, 10, 100, 1000)]
    assert exponents == sorted(exponents, reverse=True)
    assert exponents[-1] == pytest.approx(2.5, abs=1e-3)


def test_the_tail_is_cut_off_where_the_law_says():
    far = 200_000
    slope = math.log(agents_in_groups(far, 0.05) / agents_in_groups(2 * far, 0.05)) / far
    assert 1 / slope == pytest.approx(cutoff_size(0.05), rel=0.02)  # what is left is the power of 3/2
    assert cutoff_size(0.0) == math.inf and cutoff_size(1.0) == 0


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("chance", [0.1, 0.4, 0.9])
def test_a_crowd_settles_at_the_law(seed, chance):
    found = settled_shares(CoalescenceFragmentation(agents=8000, shatter_chance=chance), 20, 200, seed, 0)
    assert found == pytest.approx(settled_law(CoalescenceFragmentation(shatter_chance=chance), 4), rel=0.02)  # a finite crowd


def test_groups_that_shatter_are_as_large_as_those_of_agents():
    found = shattered_sizes(CoalescenceFragmentation(agents=4000, shatter_chance=0.2), 20, 100, 1, 0)
    for size in (1, 2, 3):
        chance = agents_in_groups(size, 0.2)
        assert abs((found == size).mean() - chance) < 4 * math.sqrt(chance * (1 - chance) / found.size) + 0.005 * chance


def slow_groups(agents, chance, picks, luck):
    """The same, with sets."""
    of = {agent: frozenset([agent]) for agent in range(agents)}
    for _ in range(picks):
        one = kernels.next_below(luck, agents)
        if kernels.next_unit(luck) < chance:
            for agent in of[one]:
                of[agent] = frozenset([agent])
        else:
            other = kernels.next_below(luck, agents - 1)
            other += other >= one
            both = of[one] | of[other]
            for agent in both:
                of[agent] = both
    return of


@pytest.mark.parametrize("chance", [0.0, 0.05, 0.5, 1.0])
def test_the_fast_part_makes_the_groups_that_sets_make(chance):
    model = CoalescenceFragmentation(agents=60, shatter_chance=chance)
    state = model.start(5, 1)
    model.advance(state, 0, 5, 5, 1)
    of = slow_groups(60, chance, 300, stream(5, 1, "coalescence"))
    assert sorted(map(len, set(of.values()))) == sorted(sizes_now(state).tolist())
    for agent, members in of.items():
        assert {int(other) for other in np.flatnonzero(state.group == state.group[agent])} == set(members)


def test_no_agent_is_ever_lost():
    model = CoalescenceFragmentation(agents=500, shatter_chance=0.1)
    state = model.start(1, 0)
    for sweep in range(20):
        model.advance(state, sweep, sweep + 1, 1, 0)
        assert sizes_now(state).sum() == 500
        assert sorted(state.follows.tolist()) == list(range(500))


def test_without_shattering_all_end_in_one_group_and_without_merging_all_are_alone():
    for chance, groups in ((0.0, 1), (1.0, 200)):
        model = CoalescenceFragmentation(agents=200, shatter_chance=chance)
        state = model.start(1, 0)
        model.advance(state, 0, 100, 1, 0)
        assert model.observe(state)["groups"] == groups


def test_the_same_groups_form_however_time_is_split():
    model = CoalescenceFragmentation(agents=300)
    whole, split = model.start(2, 3), model.start(2, 3)
    model.advance(whole, 0, 12, 2, 3)
    for sweep in range(12):
        model.advance(split, sweep, sweep + 1, 2, 3)
    assert model.observe(whole) == model.observe(split)
    assert (whole.group == split.group).all()


def test_more_shattering_makes_smaller_groups():
    means = [settled_sizes(CoalescenceFragmentation(2000, chance), 30, 20, 1, 0).mean() for chance in (0.02, 0.2, 0.7)]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("values", [(2, 0.0), (2, 1.0), (2, 0.5), (3, 1e-300), (100_000, 0.01)])
def test_no_corner_of_the_bounds_breaks_it(values):
    model = CoalescenceFragmentation(*values)
    state = model.start(1, 0)
    model.advance(state, 0, 3, 1, 0)
    assert all(math.isfinite(value) for value in model.observe(state).values())
    assert all(np.isfinite([*curve.x, *curve.y]).all() for curve in model.picture().curves)


def test_all_bad_parameters_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        CoalescenceFragmentation(agents=1, shatter_chance=1.5)
    assert len(caught.value.problems) == 2


def test_what_is_held_against_records_holds_for_other_luck_too():
    rows = {row.name: row for row in CoalescenceFragmentation.reproduces}
    found = {f"share of agents {name}, simulated": checks.simulated_share(size, 2) for size, name in enumerate(checks.NAMES, 1)} | {
        "exponent of simulated groups, by maximum likelihood": checks.simulated_exponent(2),
        "exponent found again in drawn sizes": checks.drawn_exponent(2),
        "score of a power law against a lognormal, sizes of two mixed lognormals": checks.score_of_lognormals(2),
        "score of a power law against a geometric one, sizes of a power law": checks.score_against_exponential("power", 2),
        "score of a power law against a geometric one, sizes of a geometric law": checks.score_against_exponential("geometric", 2),
    }
    assert {name: number for name, number in found.items() if not rows[name].holds(number)} == {}


@pytest.mark.parametrize("chance", [0.05, 0.4, 1.0])
def test_only_groups_of_two_or_more_count_as_shattered(chance):
    model, state, luck = CoalescenceFragmentation(30, chance), CoalescenceFragmentation(30, chance).start(4, 0), stream(4, 0, "coalescence")
    model.advance(state, 0, 10, 4, 0)
    of, shattered = {agent: frozenset([agent]) for agent in range(30)}, 0
    for _ in range(300):
        one = kernels.next_below(luck, 30)
        if kernels.next_unit(luck) < chance:
            shattered += len(of[one]) > 1
            of |= {agent: frozenset([agent]) for agent in of[one]}
        else:
            other = kernels.next_below(luck, 29)
            other += other >= one
            both = of[one] | of[other]
            of |= dict.fromkeys(both, both)
    assert model.observe(state)["shattered"] == shattered
    assert (shattered == 0) == (chance == 1.0)


REFUSED = [
    lambda: local_exponent(20, 1.0), lambda: local_exponent(0, 0.5), lambda: local_exponent(2.5, 0.5), lambda: cutoff_size(2),
    lambda: cutoff_size(-1), lambda: cutoff_size("a"), lambda: agents_in_groups(1.5, 0.5), lambda: agents_in_groups(2, math.nan),
    lambda: groups_of_size(-1, 0.5), lambda: groups_per_agent(3), lambda: mean_group_of_an_agent(-0.5),
]  # fmt: skip


@pytest.mark.parametrize("call", REFUSED, ids=range(len(REFUSED)))
def test_chances_and_sizes_that_are_none_are_refused_in_four_parts(call):
    with pytest.raises(UsageError) as refused:
        call()
    assert all(refused.value.problems[0])


def test_the_exponent_is_found_where_hardly_any_groups_are_left():
    assert math.isfinite(local_exponent(5000, 0.999))
    assert local_exponent(20, 0.5) == pytest.approx(-math.log2(groups_of_size(40, 0.5) / groups_of_size(20, 0.5)))
