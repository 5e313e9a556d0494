"""Unrest that spreads like fire over places that grow discontented again."""

import math

import numpy as np
import pytest

from groundswell.errors import UsageError
from groundswell.models.luck import stream
from groundswell.models.sizes import checks_braha, kernels
from groundswell.models.sizes.braha import Braha, unrest_alone, unrest_sizes


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("values", [(0.1, 0.001, 0.3, 0.0), (0.02, 0.01, 1.0, 0.5), (0.5, 0.05, 0.1, 1.0)])
def test_as_many_places_flare_up_as_grow_discontented_again(seed, values):
    model = Braha(40, *values)
    state = model.start(seed, 0)
    model.advance(state, 0, 5000, seed, 0)
    seen = model.observe(state)
    grown, moved = model.growth_chance * seen["mean_empty"], 1600 / 5000
    assert abs(seen["mean_unrest"] - grown) < 4 * math.sqrt(grown / 5000) + moved


@pytest.mark.parametrize("seed", [1, 2])
def test_where_nothing_spreads_the_number_in_unrest_is_binomial(seed):
    model = Braha(30, 0.3, 0.1, 0.0)
    found, mean = unrest_sizes(model, 100, 8000, seed, 0), unrest_alone(model)
    assert abs(found.mean() - mean) < 4 * math.sqrt(mean / 8000)
    assert abs(found.var() / (mean * (1 - mean / 900)) - 1) < 4 * math.sqrt(3 / 8000)  # steps near each other are not quite independent


def test_where_everything_spreads_one_spark_takes_the_whole_country():
    assert unrest_sizes(Braha(20, 1.0, 1.0, 1.0, susceptible_start=1.0), 0, 4, 1, 0).tolist() == [400, 0, 400, 0]


def test_without_sparks_or_growth_unrest_dies():
    for values in ({"spark_chance": 0.0}, {"growth_chance": 0.0}):
        assert unrest_sizes(Braha(10, **values), 3000 if "growth_chance" in values else 10, 50, 1, 0).sum() <= 100
    assert unrest_sizes(Braha(10, spark_chance=0.0), 0, 100, 1, 0).sum() == 0


def test_more_spreading_makes_unrest_more_uneven():
    found = [unrest_sizes(Braha(40, 0.05, 0.0005, spread, 0.0), 500, 4000, 1, 0) for spread in (0.0, 0.5, 1.0)]
    uneven = [one.var() / one.mean() for one in found]
    assert uneven == sorted(uneven) and uneven[0] < 1.1 and uneven[2] > 50


def test_weak_links_carry_unrest_to_where_the_grid_would_not():
    linked, plain = (unrest_sizes(Braha(60, 0.05, 0.0002, 0.35, share), 500, 4000, 1, 0) for share in (1.0, 0.0))
    assert linked.var() / linked.mean() > 2 * plain.var() / plain.mean()


def test_every_link_is_felt_at_both_ends_and_none_leads_home():
    first, links = kernels.weak_links(500, 0.6, stream(1, 0, "links"))
    pairs = [(site, int(other)) for site in range(500) for other in links[first[site] : first[site + 1]]]
    assert sorted(pairs) == sorted((other, site) for site, other in pairs)
    assert all(site != other for site, other in pairs)
    assert abs(len(pairs) / 2 - 300) < 4 * math.sqrt(500 * 0.6 * 0.4)


def slow_unrest(model, steps, seed):
    """The same, with a dictionary of neighbors."""
    side, luck = model.side, stream(seed, 0, "braha")
    first, links = kernels.weak_links(side**2, model.weak_link_chance, luck)
    grid = [1 if kernels.next_unit(luck) < model.susceptible_start else 0 for _ in range(side**2)]
    near = {}
    for site in range(side**2):
        row, column = divmod(site, side)
        grid_near = [((row - 1) % side, column), ((row + 1) % side, column), (row, (column - 1) % side), (row, (column + 1) % side)]
        near[site] = [r * side + c for r, c in grid_near] + links[first[site] : first[site + 1]].tolist()
    found = []
    for _ in range(steps):
        draws = [kernels.next_unit(luck) for _ in grid]
        grown = [site for site, state in enumerate(grid) if state == 0 and draws[site] < model.growth_chance]
        burning = [site for site, state in enumerate(grid) if state == 1 and draws[site] < model.spark_chance]
        lit = set(burning)
        for site in burning:
            for other in near[site]:
                if grid[other] == 1 and other not in lit and kernels.next_unit(luck) < model.spread_chance:
                    lit.add(other)
                    burning.append(other)
        for site in burning:
            grid[site] = 0
        for site in grown:
            grid[site] = 1
        found.append(len(burning))
    return found


@pytest.mark.parametrize("values", [(5, 0.2, 0.05, 0.5, 0.5), (9, 0.5, 0.01, 1.0, 0.0), (3, 0.3, 0.3, 0.2, 1.0)])
def test_the_fast_part_does_what_the_rules_say(values):
    model = Braha(*values)
    assert unrest_sizes(model, 0, 200, 4, 0).tolist() == slow_unrest(model, 200, 4)


def test_the_same_unrest_happens_however_time_is_split():
    whole, split = Braha().start(2, 3), Braha().start(2, 3)
    Braha().advance(whole, 0, 60, 2, 3)
    for step in range(60):
        Braha().advance(split, step, step + 1, 2, 3)
    assert Braha().observe(whole) == Braha().observe(split)
    assert (whole.grid == split.grid).all()


@pytest.mark.parametrize(
    "values",
    [
        {"side": 3}, {"side": 300}, {"growth_chance": 0.0, "spark_chance": 0.0}, {"growth_chance": 1.0, "spark_chance": 1.0},
        {"spread_chance": 0.0}, {"spread_chance": 1.0}, {"weak_link_chance": 1.0}, {"susceptible_start": 0.0}, {"spark_chance": 1e-300},
    ],
)  # fmt: skip
def test_no_corner_of_the_bounds_breaks_it(values):
    model = Braha(**values)
    state = model.start(1, 0)
    model.advance(state, 0, 20, 1, 0)
    assert all(math.isfinite(value) and value >= 0 for value in model.observe(state).values())
    assert all(np.isfinite([*curve.x, *curve.y]).all() for curve in model.picture().curves)


def test_all_bad_parameters_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        Braha(side=2, growth_chance=-0.1, spark_chance=2.0, spread_chance=math.nan)
    assert len(caught.value.problems) == 4


def test_what_is_held_against_records_holds_for_other_luck_too():
    found = [checks_braha.balance(2), *checks_braha.alone(2), checks_braha.uneven(1.0, 2), checks_braha.uneven(0.0, 2)]
    assert [row.name for row, number in zip(Braha.reproduces, found, strict=True) if not row.holds(number)] == []
