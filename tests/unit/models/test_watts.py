"""Sparks on networks: most die out, some take everyone, and the window between is where theory puts it."""

import numpy as np
import pytest
from scipy import sparse
from tests.unit.models.networks_twins import is_simple, least, rounds, since

from groundswell.errors import UsageError
from groundswell.models.networks.contagion import NEVER
from groundswell.models.networks.gleeson_cahalane import GleesonCahalane
from groundswell.models.networks.watts import Watts, cascades

SMALL = {"people": 300, "mean_degree": 3.0}


def ended(model: Watts, seed: int = 1, history: int = 0, rounds: int = 10_000):
    state = model.start(seed, history)
    model.advance(state, 0, rounds, seed, history)
    return state


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_people_join_in_the_same_rounds_as_in_a_plain_count(seed: int):
    from fractions import Fraction

    for history in range(8):
        model = Watts(**SMALL, threshold=[0.2, 0.25, 1 / 3, 0.18][history % 4], seeds=5)
        state = ended(model, seed, history)
        exact = Fraction(model.threshold).limit_denominator(100)
        needed = [least(int(k), exact) for k in state.graph.degrees]
        assert since(state) == rounds(state.graph, needed, state.queue[:5].tolist())


def test_nobody_without_neighbors_joins_unless_a_threshold_asks_for_nobody():
    state = ended(Watts(people=400, mean_degree=0.5, seeds=0))
    assert state.tail == 0
    state = ended(Watts(people=400, mean_degree=0.5, seeds=0, threshold=0.0))
    assert (since(state) == np.ones(400)).all()


def test_lowering_a_threshold_never_shrinks_the_crowd_nor_does_one_more_seed():
    for history in range(5):
        shares = [ended(Watts(**SMALL, threshold=threshold), 1, history).tail for threshold in (0.5, 0.34, 0.25, 0.18, 0.1)]
        assert shares == sorted(shares)
        grown = [{int(i) for i in np.flatnonzero(ended(Watts(**SMALL, seeds=n), 1, history).since != NEVER)} for n in (1, 5, 20)]
        assert grown[0] <= grown[1] <= grown[2]


def test_time_may_be_split_anywhere():
    model = Watts(**SMALL)
    for split in (1, 3, 7):
        state = model.start(3, 1)
        model.advance(state, 0, split, 3, 1)
        model.advance(state, split, split + 0.5, 3, 1)
        model.advance(state, split, 50, 3, 1)
        whole = ended(model, 3, 1, 50)
        assert model.observe(state) == model.observe(whole)
        assert since(state) == since(whole)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "law",
    [
        {"degrees": "regular", "mean_degree": 5.0, "threshold": 0.3, "seed_share": 0.15},
        {"degrees": "listed", "degree_shares": (0.1, 0.2, 0.3, 0.0, 0.4), "threshold": 0.3, "seed_share": 0.05},
        {"degrees": "power", "exponent": 2.2, "cutoff": 20.0, "least_degree": 2, "threshold": 0.4, "seed_share": 0.1},
        {"mean_degree": 6.0, "thresholds": "uniform", "threshold": 0.4, "spread": 0.35, "seed_share": 0.02},
        {"mean_degree": 5.0, "thresholds": "normal", "threshold": 0.5, "spread": 0.15, "seed_share": 0.1},
        {"mean_degree": 4.0, "thresholds": "listed", "listed_thresholds": (0.0, 0.2, 0.6), "threshold_shares": (1.0, 9.0, 10.0)},
        {"mean_degree": 7.0, "poisson_graph": "ties", "threshold": 0.25, "seed_share": 0.06},
        {"mean_degree": 2.0, "poisson_graph": "stubs", "threshold": 0.4, "seed_share": 0.06},
    ],
)
def test_large_networks_follow_the_theory_of_endless_ones_round_by_round(seed: int, law: dict):
    people, histories = 20_000, 12
    model = Watts(people=people, **law)
    shared = {key: value for key, value in law.items() if key not in ("poisson_graph", "seed_share")}
    theory = GleesonCahalane(**shared, seed_share=law.get("seed_share", 1 / people))
    states, course = [model.start(seed, history) for history in range(histories)], theory.start(0, 0)
    for turn in (1, 2, 4, 100):
        for history, state in enumerate(states):
            model.advance(state, 0, turn, seed, history)
        theory.advance(course, 0, turn, seed, 0)
        shares = [state.tail / people for state in states]
        # The mean of a dozen, by its own standard error; short loops of ties move it by some multiples of 1/people.
        error = 4.5 * np.std(shares, ddof=1) / np.sqrt(histories) + 20 / people
        assert abs(np.mean(shares) - theory.observe(course)["active_share"]) < error


@pytest.mark.parametrize("seed", [1, 2])
def test_a_spark_takes_as_often_as_the_extended_vulnerable_cluster_is_large(seed: int):
    for mean_degree in (1.6, 3.0):
        found = cascades(Watts(people=5000, mean_degree=mean_degree, cascade_share=0.05), seed, 300)
        theory = GleesonCahalane(mean_degree=mean_degree)
        trigger = theory.observe(theory.start(0, 0))["trigger_share"]
        assert abs(found.frequency - trigger) < 4 * np.sqrt(0.25 / 300) + 0.02  # four standard errors and a finite network


def test_nothing_takes_outside_the_window():
    for mean_degree in (0.8, 8.0):
        assert cascades(Watts(people=5000, mean_degree=mean_degree), 1, 40).frequency == 0


def test_hubs_take_more_often_than_anyone():
    law = {"people": 2000, "degrees": "power", "exponent": 2.0, "cutoff": 50.0, "threshold": 0.15}
    assert cascades(Watts(**law, seed_choice="hubs"), 1, 60).frequency > cascades(Watts(**law), 1, 60).frequency


@pytest.mark.parametrize("graph", ["pairs", "ties", "stubs"])
def test_each_network_has_about_the_ties_that_were_asked_for(graph: str):
    found = Watts(people=3000, mean_degree=5.0, poisson_graph=graph).graph(1, 0)
    assert is_simple(found)
    assert found.mean_degree == pytest.approx(5.0, abs=0 if graph == "ties" else 4 * np.sqrt(2 * 5.0 / 3000))


def test_faults_between_parameters_are_told_in_four_parts_and_together():
    with pytest.raises(UsageError) as refused:
        Watts(people=3, seeds=5, mean_degree=4.0)
    assert [problem.where for problem in refused.value.problems] == ["watts: seeds", "watts: mean_degree"]
    with pytest.raises(UsageError, match="7, and seed_share=") as refused:
        Watts(seed_share=0.5, seeds=7)
    assert [problem.where for problem in refused.value.problems] == ["watts: seeds"]
    assert Watts(seed_share=0.5, seeds=1, people=1_000_000).picture().curves
    with pytest.raises(UsageError, match="at most 5e\\+07 ties"):
        Watts(people=10_000_000, mean_degree=100.0)
    with pytest.raises(UsageError) as refused:
        Watts(degree_shares=(0.0, 0.0), listed_thresholds=(), threshold_shares=(1.0,), least_degree=5, most_degree=2)
    assert len(refused.value.problems) == 4


EXTREMES = [
    {"people": 1, "mean_degree": 0.0, "seeds": 0},
    {"people": 1, "mean_degree": 0.0},
    {"people": 2, "mean_degree": 1.0},
    {"people": 2, "mean_degree": 1.0, "poisson_graph": "ties", "threshold": 1.0},
    {"people": 5, "degrees": "power", "exponent": 0.0, "cutoff": 1e12},
    {"people": 30, "degrees": "power", "exponent": 20.0, "cutoff": 0.01, "least_degree": 1000},
    {"people": 7, "degrees": "regular", "mean_degree": 1000.0},
    {"people": 50, "degrees": "regular", "mean_degree": 3.0, "poisson_graph": "stubs"},
    {"people": 40, "mean_degree": 39.0},
    {"people": 40, "mean_degree": 39.0, "poisson_graph": "ties"},
    {"people": 40, "mean_degree": 1000.0, "poisson_graph": "stubs"},
    {"people": 40, "mean_degree": 1e-300},
    {"people": 1_000_000, "mean_degree": 1e-9},
    {"people": 50, "seed_share": 1.0, "threshold": 1.0},
    {"people": 50, "seed_share": 1e-300},
    {"people": 50, "mean_degree": 3.0, "thresholds": "normal", "spread": 0.0},
    {"people": 50, "mean_degree": 3.0, "thresholds": "normal", "spread": 10.0, "threshold": 0.0},
    {"people": 50, "mean_degree": 3.0, "thresholds": "uniform", "spread": 5e-324},
    {"people": 50, "degrees": "listed", "degree_shares": (1.0,), "thresholds": "listed", "listed_thresholds": (-1.0,)},
]


@pytest.mark.parametrize("values", EXTREMES)
def test_at_the_ends_of_the_bounds_it_runs_and_stays_in_its_bounds(values: dict):
    model = Watts(**values)
    seen = model.observe(ended(model))
    for one in model.observables:
        assert one.low <= seen[one.name] <= one.high
    picture = model.picture()
    assert all(np.isfinite([curve.x, curve.y]).all() for curve in picture.curves)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_vulnerable_hang_together_as_theory_says(seed: int):
    graph = Watts(people=200_000, mean_degree=4.0).graph(seed, 0)
    vulnerable = graph.degrees <= 5  # one of them meets .18
    ties = sparse.csr_array((np.ones(len(graph.ends), np.int8), graph.ends, graph.starts))
    _, label = sparse.csgraph.connected_components(ties[vulnerable][:, vulnerable])
    inside = np.zeros(graph.people, np.int8)
    inside[np.flatnonzero(vulnerable)[label == np.bincount(label).argmax()]] = 1
    touched = (inside > 0) & vulnerable | (ties @ inside > 0)
    # Four standard errors of a share of 200,000, twice as many for ties between them.
    assert inside.mean() == pytest.approx(0.65263, abs=0.008)
    assert touched.mean() == pytest.approx(0.86530, abs=0.008)


@pytest.mark.slow
def test_the_frequency_and_size_on_record_come_out_for_other_seeds():
    found = cascades(Watts(mean_degree=3.0), seed=2, histories=1200)
    assert found.frequency == pytest.approx(0.859, abs=0.03)
    assert found.mean_size == pytest.approx(0.9406, abs=0.002)


@pytest.mark.slow
def test_a_million_people_take_seconds():
    import time

    Watts(people=1000).advance(Watts(people=1000).start(1, 0), 0, 1, 1, 0)  # compiled
    began = time.perf_counter()
    state = ended(Watts(people=1_000_000), 1, 0)
    assert state.tail / 1_000_000 == pytest.approx(0.98019, abs=0.001)
    assert time.perf_counter() - began < 10  # about one; a machine may be busy
