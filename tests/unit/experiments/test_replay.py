"""A history can be lived again, to the bit, and tells its own story; a run that was tampered with is found out."""

from dataclasses import replace

import numpy as np
import pytest

import groundswell as gs
from groundswell.engine.recorder import EVENT_KINDS
from groundswell.errors import RunError, UsageError
from groundswell.experiments.story import ENTITY, MERGED, TEMPLATES, WEIGHT, headlines
from groundswell.runs import Runs
from groundswell.store import Memory


@pytest.mark.parametrize("history", [0, 31, 32, 63])
def test_a_replay_has_the_bits_that_were_kept(kept, history):
    one = gs.replay(Runs.open(kept.run_dir), history)
    assert one.exact and one.differs == ()
    assert np.array_equal(one.events[["day", "kind", "entity", "amount"]], own_events(kept, history))
    days, weeks = kept.trajectory("approval")
    np.testing.assert_allclose(one.daily["approval"][days], weeks[history], rtol=2**-12)  # eleven bits of mantissa are kept
    assert one.daily["killed"].sum() == kept.final["killed_by_forces"][history]


def own_events(runs, history):
    return runs.events[runs.events["history"] == history][["day", "kind", "entity", "amount"]]


def test_a_run_that_keeps_all_bits_is_replayed_to_all_bits(autumn):
    exact = gs.run(autumn, replicates=32, seed=3, memory=True, precision="exact")
    one = gs.replay(exact, 9)
    assert one.exact
    assert np.array_equal(one.daily["stoppage"][::7], exact.trajectory("stoppage")[1][9])


def tampered(runs, kind, column, value):
    """The same run with one number changed in its tables."""
    assert isinstance(runs.store, Memory)
    shards = {shard: {name: dict(table) for name, table in tables.items()} for shard, tables in runs.store.shards.items()}
    for tables in shards.values():
        changed = tables[kind][column].copy()
        changed[len(changed) // 2] = value
        tables[kind][column] = changed
    return Runs(replace(runs.store, shards=shards), runs.spec, runs.seed, runs.histories, scenario=runs.scenario)


@pytest.mark.parametrize(("kind", "column"), [("traj", "approval"), ("events", "amount"), ("final", "unity"), ("bands", "killed")])
def test_one_changed_number_is_found(runs, kind, column):
    found = gs.reproduce(tampered(runs, kind, column, 7))
    assert not found.exact and found.differs == (f"s3-000000-000064 {kind}.{column}",)
    assert f"{kind}.{column}" in found.text()


def test_a_replay_names_what_does_not_agree(runs):
    wrong = tampered(runs, "final", "unity", 7)
    middle = int(runs.histories[32])
    assert gs.replay(wrong, middle).differs == ("final.unity",)
    assert gs.replay(wrong, 0).exact


def test_a_run_comes_out_the_same_from_its_folder_alone(kept):
    told = []
    found = gs.reproduce(kept.run_dir, progress=lambda *counts: told.append(counts))
    assert found.exact and found.histories == 64 and told == [(64, 64)]
    assert found.to_dict()["exact"] is True


def test_runs_of_another_engine_are_refused(runs):
    spec = {**runs.spec, "identity": {**runs.spec["identity"], "engine": "another"}}
    foreign = Runs(runs.store, spec, runs.seed, runs.histories, scenario=runs.scenario)
    for ask in (lambda: gs.replay(foreign, 1), lambda: gs.reproduce(foreign), lambda: gs.explain(foreign, 1, "el-alto", 50)):
        with pytest.raises(RunError, match="another version of the engine"):
            ask()


def test_a_history_that_was_not_run_is_refused(runs):
    with pytest.raises(UsageError, match="one of the 64 histories"):
        gs.replay(runs, 64)


def test_every_kind_of_event_has_its_words_and_its_weight():
    assert set(EVENT_KINDS) == set(TEMPLATES) == set(ENTITY)
    assert set(EVENT_KINDS) <= set(WEIGHT) and set(MERGED) <= set(EVENT_KINDS)


def test_the_story_tells_every_event_once_and_in_order(runs):
    one = gs.replay(runs, 5)
    days = [told.day for told in one.story]
    assert days == sorted(days) and len(one.story) > 3
    assert sum(len(told.names) for told in one.story) == len(one.events)
    assert sum(sum(told.amounts) for told in one.story if told.kind == "killed") == one.daily["killed"].sum()
    assert all(told.date == runs.date(told.day) for told in one.story)


def test_the_story_uses_the_names_of_the_scenario(runs, autumn):
    heads = [government.head for government in autumn.governments]
    history = int(runs.events_of("fall")["history"][0])
    story = gs.replay(runs, history).story
    fall = next(told for told in story if told.kind == "fall")
    assert any(head in fall.words for head in heads)
    places = {place.id: place.name for place in autumn.places}
    for told in story:
        assert told.place is None or told.place in places
        if told.kind == "killed":
            assert all(places[name] in told.words for name in told.names)
        assert told.words[0].isupper() and told.words.endswith(".")


def test_a_short_telling_keeps_the_falls(runs):
    history = int(runs.events_of("fall")["history"][0])
    story = gs.replay(runs, history).story
    falls = [told for told in story if told.kind == "fall"]
    short = headlines(story, len(falls))
    assert list(short) == falls
    assert headlines(story, 10**6) == story
    days = [told.day for told in headlines(story, 12)]
    assert len(days) == 12 and days == sorted(days)


def test_a_replay_is_plain_data_too(runs):
    one = gs.replay(runs, 5)
    told = one.to_dict()
    assert len(told["daily"]["active_share"]) == runs.days and told["exact"] is True
    assert told["parameters"] == {name: float(values[5]) for name, values in runs.parameters.items()}
    assert "the same bits as in the run" in one.text() and "of the model, not of the world" in one.text()
