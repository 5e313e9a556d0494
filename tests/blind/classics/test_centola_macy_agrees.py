"""Both ways of working out complex contagion agree: the same lattices, and the same people after every round."""

import numpy as np
import pytest
from tests.blind.classics import centola_macy as twin

from groundswell.models.luck import uniforms
from groundswell.models.networks.centola_macy import CentolaMacy
from groundswell.models.networks.lattices import bridge_width, lattice_graph, morris_limit, morris_limit_random

SETS = range(50)


def random_model(number: int) -> CentolaMacy:
    rng = np.random.default_rng([1, number])
    lattice = str(rng.choice(["ring", "moore", "von-neumann"]))
    dimensions, radius = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    least = 2 * radius + 1
    side = {1: 80, 2: 12, 3: 6}[1 if lattice == "ring" else dimensions]
    return CentolaMacy.of(
        lattice=lattice,
        dimensions=dimensions,
        radius=radius,
        side=int(rng.integers(least, side + least)),
        rule=str(rng.choice(["count", "share"])),
        threshold=int(rng.integers(1, 5)),
        threshold_share=float(rng.choice([1 / 8, 1 / 4, 1 / 3, 3 / 8, rng.uniform(0.01, 0.6)])),
        rewiring=float(rng.choice([0.0, rng.random()])),
        keep_degrees=bool(rng.integers(0, 2)),
        seed_steps=int(rng.integers(0, 3)),
        noise=float(rng.uniform(0.01, 0.3)),
    )


def both(model: CentolaMacy, number: int, rounds: int) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """Who is active after each round, here and there, on one network with one luck."""
    state = model.start(number, 0)
    neighbors = [state.graph.neighbors(i) for i in range(model.people)]
    seeds = state.queue[: state.seeds].tolist()
    ours = []
    for turn in range(rounds + 1):
        model.advance(state, turn - 1, turn, number, 0)
        ours.append(frozenset(np.flatnonzero(state.since >= 0).tolist()))
    rule = {"count": model.threshold} if model.rule == "count" else {"share": model.threshold_share}
    if model.noise == 0:
        theirs = twin.spread(neighbors, seeds, **rule)
        return ours, [*theirs, *[theirs[-1]] * (rounds + 1 - len(theirs))]
    luck = uniforms(number, 0, "noise", rounds * model.people).reshape(rounds, model.people)
    return ours, twin.spread_with_noise(neighbors, seeds, luck, model.noise, **rule)


@pytest.mark.parametrize("number", SETS)
def test_the_same_people_are_active_after_every_round(number: int):
    values = random_model(number).plain() | {"noise": 0.0}
    ours, theirs = both(CentolaMacy.of(**values), number, 120)
    assert ours == theirs


@pytest.mark.parametrize("number", SETS)
def test_with_the_same_luck_the_same_people_join_with_too_few_examples(number: int):
    ours, theirs = both(random_model(number), number, 25)
    assert ours == theirs


@pytest.mark.parametrize("number", SETS)
def test_lattices_tie_the_same_people(number: int):
    model = random_model(number)
    graph = lattice_graph(model.lattice, model.side, model.dimensions, model.radius)
    shape = (model.side,) * model.dimensions
    theirs = {
        "ring": lambda: twin.ring(model.side, model.radius),
        "moore": lambda: twin.moore_torus(shape, model.radius),
        "von-neumann": lambda: twin.von_neumann_torus(shape, model.radius),
    }[model.lattice]()
    assert [sorted(graph.neighbors(i)) for i in range(graph.people)] == theirs


def test_limits_and_bridges_are_the_same():
    assert morris_limit("ring", 1, 3) == float(twin.ring_limit())
    for dimensions in (1, 2, 3):
        assert morris_limit("von-neumann", dimensions, 1) == pytest.approx(float(twin.von_neumann_limit(dimensions)), rel=1e-15)
        for radius in range(1, 6):
            assert morris_limit("moore", dimensions, radius) == pytest.approx(float(twin.moore_limit(dimensions, radius)), rel=1e-15)
    assert [morris_limit_random(z) for z in (2, 3, 10)] == [float(twin.random_graph_limit(z)) for z in (2, 3, 10)]
    assert [bridge_width(a) for a in range(1, 20)] == [twin.bridge_width(a) for a in range(1, 20)]
