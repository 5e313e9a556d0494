"""Both ways of working out unrest that spreads like fire agree: on the same draws to the place, else within their luck."""

import math

import numpy as np
import pytest
from tests.blind.classics import braha as twin

from groundswell.models.luck import next_unit, stream
from groundswell.models.sizes import kernels
from groundswell.models.sizes.braha import Braha, unrest_alone, unrest_sizes

SETS = range(50)


def random_country(number: int, spread: tuple[float, ...]) -> Braha:
    rng = np.random.default_rng([14, number])
    chances = [float(rng.choice([0.0, 1.0, rng.random(), rng.random() / 20])) for _ in range(4)]
    return Braha(int(rng.integers(3, 12)), chances[0], chances[1], float(rng.choice(spread)), chances[2], chances[3])


def twin_sizes(model: Braha, steps: int, seed: int) -> list[int]:
    """The twin's steps on our draws; nothing random is left to it where unrest always or never spreads."""
    side, luck = model.side, stream(seed, 0, "braha")
    first, ends = kernels.weak_links(side**2, model.weak_link_chance, luck)
    links = twin.lattice_links(side)
    for site in range(side**2):
        links[site] = links[site] + ends[first[site] : first[site + 1]].tolist()
    state, found = [int(next_unit(luck) < model.susceptible_start) for _ in range(side**2)], []
    for _ in range(steps):
        draws = [next_unit(luck) for _ in state]
        sparks = [site for site, value in enumerate(state) if value and draws[site] < model.spark_chance]
        grown = {site for site, value in enumerate(state) if not value and draws[site] < model.growth_chance}
        burning = twin.outburst(state, sparks, links, None, model.spread_chance)
        spend(luck, model, state, burning, sparks, links)
        state = twin.next_state(state, burning, grown)
        found.append(len(burning))
    return found


def spend(luck, model, state, burning, sparks, links):
    """Moves the stream on by the tries of unrest: each draws a number at a place that is still susceptible."""
    if model.spread_chance == 1:
        tries = len(burning) - len(sparks)
    else:
        tries = sum(state[other] == twin.SUSCEPTIBLE and other not in burning for site in burning for other in links[site])
    for _ in range(tries):
        next_unit(luck)


@pytest.mark.parametrize("number", SETS)
def test_the_same_draws_make_the_same_unrest_where_all_of_it_spreads_or_none(number):
    model = random_country(number, (0.0, 1.0))
    assert unrest_sizes(model, 0, 60, number, 0).tolist() == twin_sizes(model, 60, number)


@pytest.mark.parametrize("number", SETS)
def test_unrest_comes_as_often_where_some_of_it_spreads(number):
    rng = np.random.default_rng([15, number])
    chances = [float(rng.uniform(0.02, 0.5)), float(rng.uniform(0.001, 0.1)), float(rng.uniform(0.1, 0.9)), float(rng.random())]
    model, histories, steps = Braha(8, *chances), 12, 80
    ours = [unrest_sizes(model, 0, steps, 1, 1000 * number + history).mean() for history in range(histories)]
    p, f, g, weak = chances
    theirs = [np.mean(twin.simulate(rng, 8, steps, p, f, g, weak, start_susceptible=0.5)[0]) for _ in range(histories)]
    error = math.sqrt((np.var(ours, ddof=1) + np.var(theirs, ddof=1)) / histories)
    assert abs(np.mean(ours) - np.mean(theirs)) < 5 * error  # four standard errors, themselves known from two dozen histories


@pytest.mark.parametrize("number", SETS)
def test_what_is_known_without_spreading_agrees(number):
    p, f = np.random.default_rng([16, number]).uniform(0.001, 1, 2)
    assert unrest_alone(Braha(20, float(p), float(f))) == pytest.approx(400 * twin.unrest_share_without_spread(p, f), rel=1e-12)
