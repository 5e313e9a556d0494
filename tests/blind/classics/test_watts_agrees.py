"""Both ways of working out cascades on networks agree: on given networks to the person, in theory to the float."""

import numpy as np
import pytest
from tests.blind.classics import watts as twin

from groundswell.models.networks import laws, theory
from groundswell.models.networks.contagion import advance, crowd_on, needed_shares
from groundswell.models.networks.gleeson_cahalane import GleesonCahalane
from groundswell.models.networks.watts import Watts

SETS = range(50)


def random_watts(number: int) -> Watts:
    rng = np.random.default_rng([1, number])
    people = int(rng.integers(5, 200))
    return Watts.of(
        people=people,
        degrees=str(rng.choice(["poisson", "regular", "power", "listed"])),
        poisson_graph=str(rng.choice(["pairs", "ties", "stubs"])),
        mean_degree=float(rng.uniform(0, min(7, people - 1))),
        exponent=float(rng.uniform(0.5, 4)),
        cutoff=float(rng.uniform(1, 50)),
        degree_shares=tuple(rng.random(6).tolist()),
        thresholds=str(rng.choice(["single", "uniform", "normal", "listed"])),
        threshold=float(rng.choice([0.2, 0.25, 1 / 3, 0.5, rng.random()])),
        spread=float(rng.uniform(0, 0.4)),
        listed_thresholds=(0.2, 1 / 3, 0.75),
        threshold_shares=tuple((rng.random(3) + 0.01).tolist()),
        seeds=int(rng.integers(0, 1 + people // 5)),
        seed_choice=str(rng.choice(["random", "hubs"])),
    )


@pytest.mark.parametrize("number", SETS)
def test_the_same_people_are_active_after_as_many_rounds(number: int):
    model = random_watts(number)
    state = model.start(number, 0)
    seeds = state.queue[: state.seeds].tolist()
    neighbors = [state.graph.neighbors(i) for i in range(model.people)]
    rng = np.random.default_rng([2, number])
    shares = rng.choice([0.2, 1 / 3, 0.5, 2 / 3, 0.75, 1.0, rng.random(), -0.1], model.people)
    shares = np.where(state.graph.degrees == 0, 0.5, shares)  # people alone, whom nobody asks: told apart below
    crowd = crowd_on(state.graph, needed_shares(state.graph, shares), np.array(seeds, np.int32))
    advance(crowd, model.people + 1)
    active, rounds, sizes = twin.cascade(neighbors, shares.tolist(), seeds)
    assert (crowd.since >= 0).tolist() == active.tolist()
    assert crowd.last_joining == rounds
    assert [int((crowd.since[crowd.since >= 0] <= turn).sum()) for turn in range(rounds + 1)] == sizes


@pytest.mark.parametrize("number", SETS)
def test_a_whole_history_with_one_threshold_ends_alike(number: int):
    values = random_watts(number).plain() | {"thresholds": "single"}
    model = Watts.of(**values)
    state = model.start(number, 0)
    seeds = state.queue[: state.seeds].tolist()
    model.advance(state, 0, 1000, number, 0)
    neighbors = [state.graph.neighbors(i) for i in range(model.people)]
    _, rounds, sizes = twin.cascade(neighbors, [model.threshold] * model.people, seeds)
    seen = model.observe(state)
    assert (seen["active"], seen["last_joining"]) == (sizes[-1], rounds)


def alone(model: GleesonCahalane) -> float:
    """People without neighbors who join unasked: here they do, in the other implementation nobody without neighbors does."""
    return (1 - model.seed_share) * float(model.degree_law()[0]) * model.threshold_law().share_at(0.0)


def random_theory(number: int) -> GleesonCahalane:
    rng = np.random.default_rng([3, number])
    return GleesonCahalane.of(
        degrees=str(rng.choice(["poisson", "regular", "power", "listed"])),
        mean_degree=float(rng.uniform(0.5, 8)),
        exponent=float(rng.uniform(0.5, 3)),
        cutoff=float(rng.uniform(1, 15)),
        most_degree=60,
        degree_shares=tuple(rng.random(7).tolist()),
        thresholds=str(rng.choice(["single", "uniform", "normal", "listed"])),
        threshold=float(rng.uniform(0.1, 0.6)),
        spread=float(rng.uniform(0.02, 0.3)),
        listed_thresholds=(0.2, 1 / 3, 0.5),
        threshold_shares=tuple((rng.random(3) + 0.01).tolist()),
        seed_share=float(10 ** rng.uniform(-4, -0.7)),
    )


@pytest.mark.parametrize("number", SETS)
def test_the_theory_gives_the_same_numbers_for_any_law(number: int):
    model = random_theory(number)
    degrees, law = model.degree_law(), model.threshold_law().share_at
    seen = model.observe(model.start(0, 0))
    # Sums of a few hundred terms in another order, and a fixed point that either side stops 1e-14 short of.
    assert seen["cascade_value"] == pytest.approx(twin.cascade_condition(degrees, law), rel=1e-11)
    assert seen["trigger_share"] == pytest.approx(twin.extended_cluster(degrees, law), rel=1e-9, abs=1e-11)
    assert seen["vulnerable_share"] == pytest.approx(twin.vulnerable_cluster(degrees, law), rel=1e-9, abs=1e-11)
    assert seen["final_share"] - alone(model) == pytest.approx(twin.final_share(degrees, law, model.seed_share), abs=1e-9)


@pytest.mark.parametrize("number", SETS)
def test_windows_of_one_threshold_are_the_same(number: int):
    threshold = float(np.random.default_rng([4, number]).uniform(0.05, 0.4))
    expected = twin.window(threshold)
    found = theory.cascade_windows(laws.single_threshold(threshold))
    assert found == ([] if expected is None else [pytest.approx(expected, abs=1e-9)])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(10))  # the other implementation takes seconds each
def test_cascades_collapse_at_the_same_mean_degree(number: int):
    rng = np.random.default_rng([5, number])
    threshold, share = float(rng.choice([0.15, 0.18, 0.22])), float(10 ** rng.uniform(-4, -2.5))
    expected = twin.collapse_degree(threshold, share)
    found = theory.collapse(laws.single_threshold(threshold), share)
    assert found == pytest.approx(expected, abs=2e-4)  # the other stops within 1e-4, where its map has moved by less than 1e-10
