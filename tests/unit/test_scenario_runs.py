"""A scenario of the library runs through the same ensemble as any model: same bits, same rules."""

import json
import pickle

import numpy as np
import pytest
from tests.unit.test_runs import same

import groundswell as gs
from groundswell.engine.recorder import EVENT_KINDS, NATIONAL_SERIES, OUTCOMES
from groundswell.engine.run import LANES, SHARD
from groundswell.ensemble import ScenarioSimulation, run, spec_of
from groundswell.errors import RunError, UsageError
from groundswell.runs import Runs
from groundswell.scenario.schema import Scenario
from groundswell.store import GRID, HEADLINE

REPLICATES = 130  # two shards and a part of the third


@pytest.fixture(scope="module")
def scene() -> Scenario:
    return gs.load("bolivia-autumn")


@pytest.fixture(scope="module")
def runs(scene) -> Runs:
    return run(scene, REPLICATES, memory=True, workers=1)


def test_the_grid_of_shards_is_the_engines():
    assert GRID == SHARD and GRID % LANES == 0


def test_headline_series_and_counted_events_are_kept_by_the_engine():
    assert set(HEADLINE) <= set(NATIONAL_SERIES)
    assert {"fall", "killed"} <= set(EVENT_KINDS)


def test_two_workers_give_the_bits_of_one(scene, runs):
    assert same(runs, run(scene, REPLICATES, memory=True, workers=2))


@pytest.mark.slow
def test_other_processes_give_the_same_bits_on_disk(scene, runs, tmp_path):
    isolated = run(scene, REPLICATES, out=tmp_path, isolate=True, workers=2)
    assert same(runs, isolated) and same(runs, Runs.open(isolated.run_dir))


def test_one_history_alone_is_the_same_history(scene, runs):
    assert same(run(scene, memory=True, histories=[77]), runs.select([77]))


def test_an_opened_run_brings_its_scenario_back(scene, tmp_path):
    opened = Runs.open(run(scene, 64, out=tmp_path).run_dir)
    assert opened.scenario == scene
    assert (opened.start, opened.days) == (scene.start, (scene.end - scene.start).days + 1)


def test_every_ending_has_its_word(runs):
    assert set(runs.final["ending"]) <= {*OUTCOMES, "no_episode"}
    none = runs.final["ending"] == "no_episode"
    assert np.array_equal(none, runs.final["episodes"] == 0)
    assert np.array_equal(none, ~np.isin(runs.histories, runs.episodes["history"]))


def test_deaths_in_events_series_and_finals_are_the_same_deaths(runs):
    _, weekly = runs.trajectory("killed")
    exact = run(runs.scenario, 64, memory=True, precision="exact")
    assert np.array_equal(exact.trajectory("killed")[1].sum(axis=1), exact.final["killed_by_forces"])
    assert np.allclose(weekly.sum(axis=1), runs.final["killed_by_forces"], rtol=2.0**-12)
    assert np.array_equal(sum(runs["killed"].by("place").values.values()), runs.final["killed_by_forces"])


def test_falls_in_events_and_finals_are_the_same_falls(runs):
    assert runs.final["falls"].sum() == len(runs.events_of("fall")) > 0


def test_names_of_things_match_the_series(runs, scene):
    assert list(runs.names["places"]) == [place.id for place in scene.places]
    assert list(runs["active_share"].by("place").values) == list(runs.names["places"])
    assert list(runs["active_share"].by("group").values) == list(runs.names["cells"])


def test_a_mechanism_switched_off_is_another_run_with_the_same_parameters(scene, runs):
    off = run(scene, REPLICATES, memory=True, off=["repression_backfires"])
    assert off.run_id != runs.run_id
    assert all(np.array_equal(off.parameters[name], runs.parameters[name]) for name in runs.parameters)
    assert not np.array_equal(off.trajectory("active_share")[1], runs.trajectory("active_share")[1])


def test_the_order_of_switches_makes_no_other_run(scene):
    names = ["repression_backfires", "exhaustion_ends"]
    one, other = (run(scene, 1, memory=True, off=off) for off in (names, names[::-1]))
    assert one.run_id == other.run_id and same(one, other)


def test_at_a_point_all_histories_share_their_parameters(scene):
    at = run(scene, 64, memory=True, point={"barrier": 6.0})
    assert np.all(at.parameters["barrier"] == 6.0)
    assert all(len(np.unique(values)) == 1 for values in at.parameters.values())
    assert len(np.unique(at["killed"].values)) > 1, "luck still differs"


def test_what_is_foreseen_of_runs_is_what_they_hold(scene, runs):
    seen = gs.foreseen(scene)
    assert (seen.clock, seen.countries, set(seen.series)) == (runs.clock, runs.countries, set(runs.series))
    assert all(list(seen.names[kind]) == list(runs.names[kind]) for kind in ("countries", "places", "cells", "endings"))


def test_unknown_switches_and_parameters_are_refused(scene):
    with pytest.raises(UsageError, match="repression_backfires"):
        run(scene, 1, memory=True, off=["repression_backfire"])
    with pytest.raises(UsageError, match="did you mean barrier"):
        run(scene, 1, memory=True, point={"barier": 6.0})


@pytest.mark.parametrize("verb", [gs.run, gs.ablate, gs.screen, gs.remove, lambda name, **rest: gs.compare(name, name, **rest)])
def test_the_name_of_a_case_is_refused_where_a_scenario_belongs(verb):
    with pytest.raises(UsageError) as refused:
        verb("bolivia-2003", point=True, memory=True)
    assert refused.value.problems[0] == ("scenario", '"bolivia-2003", of type str', "a scenario", "gs.load('bolivia-2003')")


@pytest.mark.parametrize(
    ("point", "where", "got"),
    [(True, "point", "true"), ("barrier", "point", '"barrier"'), ({"barrier": "high"}, "point: barrier", '"high"'),
     ({"barrier": True}, "point: barrier", "true"), ({"barrier": float("nan")}, "point: barrier", "nan")],
)  # fmt: skip
def test_a_point_that_is_no_map_of_numbers_is_refused(scene, point, where, got):
    with pytest.raises(UsageError) as refused:
        run(scene, 1, memory=True, point=point)
    assert refused.value.problems[0][:2] == (where, got)


def test_a_changed_scenario_is_another_run(scene):
    changed = scene.model_copy(update={"title": scene.title + "!"})
    names = [spec_of(ScenarioSimulation(each), "rounded")["run_id"] for each in (scene, changed, scene.model_copy())]
    assert names[0] == names[2] != names[1]


def test_the_order_in_which_members_are_written_changes_no_bit(scene):
    """Equal worlds must compile to equal arrays, or a run read back from its folder replays otherwise."""
    turned = [each.model_copy(update={"members": dict(reversed(each.members.items()))}) for each in scene.organizations]
    again = scene.model_copy(update={"organizations": tuple(turned)})
    assert again == scene
    assert ScenarioSimulation(again).identity() == ScenarioSimulation(scene).identity()


def test_spec_json_alone_tells_what_was_run(scene, tmp_path):
    made = run(scene, 1, out=tmp_path, off=["exhaustion_ends"])
    spec = json.loads((made.run_dir / "spec.json").read_text())
    assert spec["identity"]["off"] == ["exhaustion_ends"]
    assert spec["identity"]["scenario"]["id"] == scene.id
    assert {"engine", "arrays", "design", "precision"} <= set(spec["identity"])


def test_work_travels_without_the_compiled_arrays(scene):
    simulation = ScenarioSimulation(scene)
    simulation.warm()
    packed = pickle.dumps(simulation)
    assert "compiled" not in vars(pickle.loads(packed))
    assert pickle.loads(packed).identity() == simulation.identity()
    # A few hundred kilobytes at most go out with each shard.
    assert len(packed) < 500_000


def test_a_worker_with_another_engine_refuses_to_compute(scene):
    foreign = ScenarioSimulation(scene)
    foreign.engine = "0" * 64  # the engine of the program that hands out the work
    arrived = pickle.loads(pickle.dumps(foreign))
    with pytest.raises(RunError) as caught:
        arrived.warm()
    assert "engine 0000000000000000" in caught.value.problems[0].expected
    assert "same version" in caught.value.problems[0].hint
