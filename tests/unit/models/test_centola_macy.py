"""Acts that need several examples: how they fill lattices, and what long ties do to them."""

import math

import numpy as np
import pytest
from tests.unit.models.networks_twins import rounds, since

from groundswell.errors import UsageError
from groundswell.models.networks.centola_macy import CentolaMacy, around, ended, rounds_to

LATTICE = {"rewiring": 0.0}
SMALL = {"side": 15, "rewiring": 0.2}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("rule", [{"threshold": 2}, {"threshold": 3}, {"rule": "share", "threshold_share": 1 / 4}])
def test_the_same_people_join_in_the_same_rounds_as_in_a_plain_count(seed: int, rule: dict):
    for history in range(5):
        state = ended(CentolaMacy(**SMALL, **rule), seed, history, 400)
        assert since(state) == rounds(state.graph, state.needed.tolist(), state.queue[: state.seeds].tolist())


@pytest.mark.parametrize(("people", "radius", "threshold"), [(101, 1, 1), (250, 3, 2), (400, 4, 4), (333, 5, 3)])
def test_a_ring_fills_from_both_ends_by_so_many_a_round(people: int, radius: int, threshold: int):
    # Each end moves by r − a + 1 a round; the last few are seen from both sides, which saves a round or two.
    model = CentolaMacy(lattice="ring", side=people, radius=radius, threshold=threshold, **LATTICE)
    expected = (people - 2 * radius - 1) / (2 * (radius - threshold + 1))
    assert expected - 2 < rounds_to(model, 1.0, 1, 0) < expected + 1
    assert rounds_to(CentolaMacy(lattice="ring", side=people, radius=radius, threshold=radius + 1, **LATTICE), 1.0, 1, 0) == math.inf


def test_simple_contagion_takes_as_many_rounds_as_the_farthest_is_away():
    assert rounds_to(CentolaMacy(threshold=1, side=31, **LATTICE), 1.0, 1, 0) == 14
    assert rounds_to(CentolaMacy(threshold=1, side=31, lattice="von-neumann", **LATTICE), 1.0, 1, 0) == 29
    assert rounds_to(CentolaMacy(threshold=1, side=11, dimensions=3, **LATTICE), 1.0, 1, 0) == 4


@pytest.mark.parametrize(
    ("lattice", "dimensions", "radius", "side", "steps"),
    [("ring", 1, 3, 200, 1), ("moore", 2, 1, 40, 1), ("moore", 2, 2, 60, 6), ("von-neumann", 2, 1, 30, 4), ("moore", 3, 1, 16, 3)],
)
def test_a_large_enough_group_brings_everyone_up_to_the_limit_and_not_beyond(lattice, dimensions, radius, side, steps):
    model = CentolaMacy(lattice=lattice, dimensions=dimensions, radius=radius, side=side, rule="share", seed_steps=steps, **LATTICE)
    limit = model.observe(model.start(1, 0))["morris_limit"]
    at = CentolaMacy(**{**model.plain(), "threshold_share": limit})
    beyond = CentolaMacy(**{**model.plain(), "threshold_share": limit + 1e-9})
    assert at.observe(ended(at, 1, 0, 5000))["full"] == 1
    assert beyond.observe(ended(beyond, 1, 0, 5000))["full"] == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_long_ties_speed_up_news_and_stop_what_needs_two_unless_some_join_early(seed: int):
    ring = {"lattice": "ring", "side": 1500, "radius": 2}
    for history in range(5):
        times = {
            (threshold, noise, torn): rounds_to(
                CentolaMacy(**ring, threshold=threshold, noise=noise, rewiring=torn), 0.9, seed, history, 2000
            )
            for threshold, noise in ((1, 0.0), (2, 0.0), (2, 0.05))
            for torn in (0.0, 0.1)
        }
        assert times[1, 0.0, 0.1] < times[1, 0.0, 0.0] / 5
        assert times[2, 0.0, 0.1] == math.inf > times[2, 0.0, 0.0]
        assert times[2, 0.05, 0.1] < times[2, 0.05, 0.0] / 3


def test_a_few_long_ties_help_where_bridges_are_wide_and_many_stop_it():
    filled = {torn: [rounds_to(CentolaMacy(threshold=2, rewiring=torn), 0.9, 1, h) for h in range(10)] for torn in (0.0, 0.05, 1.0)}
    assert max(filled[0.05]) < min(filled[0.0])
    assert filled[1.0] == [math.inf] * 10


def test_noise_lets_those_in_who_see_one_by_its_chance_and_nobody_who_sees_none():
    model = CentolaMacy(lattice="ring", side=20_000, radius=1, threshold=3, noise=0.25, rewiring=0.0)
    state = ended(model, 1, 0, 1000)
    ends = state.tail - 3
    assert abs(ends - 2 * 0.25 * 1000) < 4 * math.sqrt(2 * 0.25 * 0.75 * 1000)  # each end moves on by chance
    assert ended(CentolaMacy(lattice="ring", side=30, radius=1, threshold=9, noise=1.0, rewiring=0.0), 1, 0, 100).last_joining == 14


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_time_may_be_split_anywhere(noise: float):
    model = CentolaMacy(**SMALL, noise=noise)
    for split in (1, 2, 9):
        state = model.start(2, 5)
        model.advance(state, 0, split, 2, 5)
        model.advance(state, split, 60, 2, 5)
        whole = ended(model, 2, 5, 60)
        assert model.observe(state) == model.observe(whole)
        assert since(state) == since(whole)


def test_who_keeps_degrees_differs_from_who_does_not():
    loose, kept = (CentolaMacy(rewiring=0.5, keep_degrees=keep).graph(1, 0).degrees for keep in (False, True))
    assert set(kept.tolist()) == {8} and loose.std() > 1
    assert loose.mean() == 8


def test_the_first_are_a_person_and_those_within_so_many_ties():
    graph = CentolaMacy(side=21, **LATTICE).graph(1, 0)
    assert [len(around(graph, 0, steps)) for steps in (0, 1, 2, 3, 100)] == [1, 9, 25, 49, 441]


def test_neighborhoods_that_reach_around_and_networks_beyond_memory_are_refused():
    with pytest.raises(UsageError, match="at least 2·radius"):
        CentolaMacy(side=6, radius=3)
    with pytest.raises(UsageError, match="people"):
        CentolaMacy(side=1000, dimensions=3)
    with pytest.raises(UsageError, match="ties"):
        CentolaMacy(side=3000, radius=10)


EXTREMES = [
    {"side": 3, "rewiring": 1.0},
    {"side": 3, "dimensions": 3, "rewiring": 1.0, "keep_degrees": True},
    {"lattice": "ring", "side": 3, "noise": 1.0, "seed_steps": 0},
    {"dimensions": 1, "lattice": "von-neumann", "radius": 2},
    {"threshold": 0},
    {"threshold": 1_000_000, "noise": 1.0},
    {"rule": "share", "threshold_share": 0.0},
    {"rule": "share", "threshold_share": 1.0, "rewiring": 1.0},
    {"seed_steps": 1_000_000},
    {"lattice": "ring", "side": 201, "radius": 100, "rewiring": 0.5, "keep_degrees": True},
    {"noise": 5e-324, "rewiring": 5e-324},
]


@pytest.mark.parametrize("values", EXTREMES)
def test_at_the_ends_of_the_bounds_it_runs_and_stays_in_its_bounds(values: dict):
    model = CentolaMacy(**values)
    seen = model.observe(ended(model, 1, 0, 400))
    for one in model.observables:
        assert one.low <= seen[one.name] <= one.high
    assert all(np.isfinite([curve.x, curve.y]).all() for curve in model.picture().curves)
