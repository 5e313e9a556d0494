"""Runs say what happened: the same from memory and from disk, over all histories or some."""

import json
import os
from datetime import date

import numpy as np
import pytest
from tests.unit.tiny import Tiny

from groundswell.ensemble import run
from groundswell.errors import RunError, UsageError
from groundswell.runs import Runs

TABLES = ("traj", "events", "episodes", "bands", "final")


def same(one: Runs, other: Runs) -> bool:
    """Whether every table holds the same bits."""
    pairs = [(one._read(kind), other._read(kind)) for kind in TABLES]
    return np.array_equal(one.histories, other.histories) and all(
        list(mine) == list(yours)
        and all(mine[name].dtype == yours[name].dtype and np.array_equal(mine[name], yours[name]) for name in mine)
        for mine, yours in pairs
    )


@pytest.fixture(scope="module")
def runs() -> Runs:
    return run(Tiny(), 100, memory=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Runs:
    return run(Tiny(), 100, out=tmp_path_factory.mktemp("runs"))


def test_memory_and_disk_hold_the_same_bits(runs, kept):
    assert same(runs, kept)
    assert runs.run_dir is None and kept.run_dir is not None and runs.run_id == kept.run_id


def test_an_opened_run_is_the_run_that_was_made(kept):
    opened = Runs.open(kept.run_dir)
    assert same(kept, opened)
    assert (opened.seed, opened.replicates, opened.stopped_at, opened.failures) == (1, 100, None, ())
    assert opened.spec == kept.spec


def test_the_last_shard_is_read_up_to_the_histories_asked_for(runs):
    assert runs.final["history"].tolist() == list(range(100))
    assert runs.trajectory("approval")[1].shape == (100, 5)
    assert runs.bands("approval")[0].sum(axis=1).tolist() == [100] * 30
    assert runs.events["history"].max() == runs.episodes["history"].max() + 1 == 99


def test_trajectories_have_a_row_a_history_and_a_value_a_week(runs):
    days, values = runs.trajectory("active_share:el-alto")
    assert days.tolist() == [0, 7, 14, 21, 28]
    one = run(Tiny(), histories=[42], memory=True).trajectory("active_share:el-alto")[1]
    assert np.array_equal(values[42], one[0])


def test_bands_count_histories_in_bins(runs):
    counts, edges = runs.bands("active_share")
    days, values = runs.trajectory("active_share")
    for day, column in zip(days, values.T, strict=True):
        # Rounding to eleven bits can carry a value over an edge, so the counts may differ by a few.
        expected = np.histogram(column, edges)[0]
        assert np.abs(np.cumsum(counts[day]) - np.cumsum(expected)).max() <= 2


def test_daily_quantiles_are_right_to_within_a_bin(runs):
    exact = run(Tiny(), 100, memory=True, precision="exact")
    days, values = exact.trajectory("approval")
    found = runs.daily_quantiles("approval", [0.1, 0.5, 0.9])
    assert found.shape == (3, 30) and np.all(np.diff(found, axis=0) >= 0)
    # Bins are 1/64 wide; the quantile of a sample of 100 itself steps from one value to the next.
    low, high = (np.quantile(values, [0.1, 0.5, 0.9], axis=0, method=side) for side in ("lower", "higher"))
    assert np.all(found[:, days] >= low - 1 / 64) and np.all(found[:, days] <= high + 1 / 64)


def test_bands_of_two_halves_add_up(runs):
    halves = [runs.select(np.arange(50)), runs.select(np.arange(50, 100))]
    assert np.array_equal(sum(half.bands("killed")[0] for half in halves), runs.bands("killed")[0])


def test_deaths_are_told_apart_by_place(runs):
    by_place = runs["killed"].by("place")
    total = sum(by_place.values.values())
    assert list(by_place.values) == ["el-alto", "la-paz"]
    assert np.array_equal(total, runs["killed"].values) and np.array_equal(total, runs.final["killed_by_forces"])
    assert by_place.quantiles([0.5]) == {"el-alto": {0.5: np.median(by_place.values["el-alto"])}, "la-paz": {0.5: 1.0}}
    assert by_place.mean()["la-paz"] == 1.0
    assert np.array_equal(runs["killed:la-paz"].values, np.ones(100))


def test_a_standing_level_has_quantiles_week_by_week(runs):
    found = runs["approval"].quantiles([0.0, 1.0])
    values = runs.trajectory("approval")[1]
    assert np.array_equal(found[0.0], values.min(axis=0)) and np.array_equal(found[1.0], values.max(axis=0))
    assert np.array_equal(runs["approval"].mean(), values.mean(axis=0))


def test_active_share_is_told_apart_by_place_and_by_group(runs):
    assert list(runs["active_share"].by("place").values) == ["el-alto"]
    assert list(runs["active_share"].by("group").values) == ["el-alto/neighbors"]


WRONG = {
    "a series misspelt": (lambda runs: runs["aproval"], "did you mean `approval`?"),
    "a place misspelt": (lambda runs: runs["killed:el-alta"], "did you mean `el-alto`?"),
    "by an unknown kind": (lambda runs: runs["killed"].by("province"), 'runs["killed"].by("place")'),
    "deaths by group": (lambda runs: runs["killed"].by("group"), "runs.series lists what is kept"),
    "a national series by place": (lambda runs: runs["approval"].by("place"), "runs.series lists what is kept"),
    "a series without bands": (lambda runs: runs.bands("active_share:el-alto"), "did you mean `active_share`?"),
    "an event misspelt": (lambda runs: runs.events_of("falls"), "did you mean `fall`?"),
    "an event unknown": (lambda runs: runs.events_of("zzz"), "known: act, fall, killed"),
    "histories that are not there": (lambda runs: runs.select([5000]), "runs.histories lists them"),
    "no histories": (lambda runs: runs.select([]), "runs.histories lists them"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_name_is_refused_with_what_to_try(runs, wrong):
    ask, hint = WRONG[wrong]
    with pytest.raises(UsageError) as caught:
        ask(runs)
    assert hint in caught.value.problems[0].hint
    assert all(caught.value.problems[0])


def test_some_histories_can_be_selected_by_number_or_mask(runs):
    fell = runs.select(runs.final["falls"] > 0)
    assert fell.histories.tolist() == list(range(0, 100, 4))
    assert np.all(fell.final["falls"] == 1) and len(fell) == fell.replicates == 25
    assert same(fell, runs.select(fell.histories))
    assert set(fell.events["history"]) == set(fell.histories)


def test_endings_are_words_and_falls_are_counted(runs):
    assert set(runs.final["ending"]) == {"subsided", "conceded", "no_episode"}
    assert runs.events_of("fall")["history"].tolist() == list(range(0, 100, 4))


def test_the_parameters_of_each_history_are_kept(runs):
    assert list(runs.parameters) == ["gain"]
    assert np.array_equal(runs.parameters["gain"], Tiny().parameters(1, np.arange(100, dtype=np.uint64))["gain"])


def test_days_are_dates_from_the_start(runs):
    assert (runs.start, runs.days, runs.date(30)) == (date(2003, 9, 1), 30, date(2003, 10, 1))


def test_a_truncated_shard_is_named_and_a_rerun_mends_it(tmp_path):
    first = run(Tiny(), 100, out=tmp_path)
    whole = {kind: first._read(kind) for kind in TABLES}
    os.truncate(first.run_dir / "traj-s1-000064-000128.parquet", 200)
    with pytest.raises(RunError) as caught:
        Runs.open(first.run_dir)
    problem = caught.value.problems[0]
    assert problem.where.endswith("traj-s1-000064-000128.parquet") and problem.got == "200 bytes"
    assert "groundswell run tiny --replicates" in problem.hint
    run(Tiny(), 100, out=tmp_path)
    mended = Runs.open(first.run_dir)
    assert all(np.array_equal(mended._read(kind)[name], whole[kind][name]) for kind in TABLES for name in whole[kind])


@pytest.mark.parametrize("gone", ["spec.json", "DONE.json"])
def test_a_folder_without_spec_or_manifest_is_refused(tmp_path, gone):
    made = run(Tiny(), 10, out=tmp_path)
    (made.run_dir / gone).unlink()
    with pytest.raises(RunError) as caught:
        Runs.open(made.run_dir)
    assert all(caught.value.problems[0])


def test_an_ordinary_folder_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("not a run")
    with pytest.raises(RunError) as caught:
        Runs.open(tmp_path)
    assert caught.value.problems[0].where == str(tmp_path / "spec.json") and all(caught.value.problems[0])


def test_a_manifest_of_another_run_is_refused(tmp_path):
    one, other = run(Tiny(), 10, out=tmp_path), run(Tiny(days=31), 10, out=tmp_path)
    (one.run_dir / "DONE.json").write_bytes((other.run_dir / "DONE.json").read_bytes())
    with pytest.raises(RunError, match=other.run_id):
        Runs.open(one.run_dir)


def test_only_seeds_and_histories_that_were_run_can_be_opened(kept):
    with pytest.raises(RunError, match="one of the seeds 1"):
        Runs.open(kept.run_dir, seed=2)
    with pytest.raises(RunError, match="100 histories"):
        Runs.open(kept.run_dir, replicates=101)
    assert Runs.open(kept.run_dir, replicates=40).histories.tolist() == list(range(40))


def test_the_manifest_has_rows_and_sums_of_every_file_and_the_versions(kept):
    done = json.loads((kept.run_dir / "DONE.json").read_text())
    assert list(done["shards"]) == ["s1-000000-000064", "s1-000064-000128"]
    for files in done["shards"].values():
        assert set(files) == set(TABLES)
        assert files["final"]["rows"] == 64 and all(len(file["sha256"]) == 64 for file in files.values())
    assert done["runs"]["1"]["histories"] == [[0, 100]] and done["runs"]["1"]["failures"] == []
    assert {"python", "numpy", "duckdb", "numba", "groundswell"} <= set(done["versions"])


def test_a_run_says_what_it_is(runs, kept):
    assert repr(runs) == "<Runs tiny: 100 histories of seed 1, in memory>"
    assert str(kept.run_dir) in repr(kept)
