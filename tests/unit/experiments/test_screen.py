"""Screening a country: the points are what running the country at them gives, under the same luck, again and again."""

import json
import sys

import numpy as np
import pytest

import groundswell as gs
from groundswell.cli import app
from groundswell.ensemble.outcomes import OUTCOMES
from groundswell.experiments.screen import asked_to_move
from groundswell.factors import Factors

PAIR = ["repression_backfires", "resources_threatened"]


@pytest.fixture(scope="module")
def autumn():
    return gs.load("bolivia-autumn")


@pytest.fixture(scope="module")
def removals(autumn):
    return gs.remove(autumn, PAIR, PAIR, histories=24, seed=5, memory=True)


@pytest.fixture(scope="module")
def tried(autumn):
    return gs.screen(autumn, [*PAIR, "success_diffuses_abroad", "barrier"], trajectories=3, histories=5, seed=2, memory=True)


def told(runs, name):
    """A quantity of a run by its own name."""
    return np.asarray(runs.final[name], np.float64)


@pytest.mark.parametrize("off", [[], PAIR[:1], PAIR])
def test_a_point_is_the_run_without_these_mechanisms_history_by_history(autumn, removals, off):
    point = [removals.points.off(k) for k in range(len(removals.points))].index(tuple(off))
    runs = gs.run(autumn, 24, 5, off=off, memory=True)
    wanted = {"killed": "killed_by_forces", "falls": "falls", "waves": "episodes", "largest_peak": "largest_peak", "approval": "approval"}
    for ours, theirs in wanted.items():
        assert removals.values(ours)[point] == pytest.approx(told(runs, theirs), rel=1e-6), ours  # peaks are kept in single precision


def test_parameters_of_a_point_are_those_of_the_design(autumn, tried):
    points = tried.points
    point, luck = 7, int(points.luck[7])
    own = {"barrier": float(points.values["barrier"][point])}
    draws = gs.run(autumn, seed=2, histories=range(luck * 5, luck * 5 + 5), off=points.off(point), memory=True).parameters
    history = {name: float(values[3]) for name, values in draws.items()} | own
    runs = gs.run(autumn, seed=2, histories=[luck * 5 + 3], off=points.off(point), point=history, memory=True)
    assert tried.values("killed")[point, 3] == told(runs, "killed_by_forces")[0]


def test_a_mechanism_that_has_nothing_to_act_on_moves_no_bit_of_any_history(tried):
    assert "success_diffuses_abroad" in gs.screening(tried).idle


def test_a_step_that_changes_nothing_changes_nothing_in_any_history_since_luck_is_shared(tried):
    column = tried.points.factors.names.index("success_diffuses_abroad")
    unit = tried.points.unit.reshape(3, 5, 4)
    traces = tried.traces.reshape(3, 5, 5)
    for path in range(3):
        step = int(np.flatnonzero(np.diff(unit[path, :, column]))[0])
        assert np.array_equal(traces[path, step], traces[path, step + 1])


def test_equal_arguments_give_equal_bits_with_any_number_of_workers(autumn, tried):
    again = gs.screen(autumn, [*PAIR, "success_diffuses_abroad", "barrier"], 3, 5, 2, memory=True, workers=1)
    assert all(np.array_equal(again.values(one.name), tried.values(one.name)) for one in OUTCOMES)
    assert np.array_equal(again.traces, tried.traces)


def test_another_seed_has_other_paths_and_other_luck(autumn, tried):
    other = gs.screen(autumn, [*PAIR, "success_diffuses_abroad", "barrier"], 3, 5, 3, memory=True)
    assert not np.array_equal(other.points.unit, tried.points.unit)
    assert not np.array_equal(other.values("participation"), tried.values("participation"))


def test_a_screening_that_was_stopped_goes_on_and_comes_to_the_same(autumn, tmp_path):
    asked = {"names": [*PAIR, "barrier"], "trajectories": 16, "histories": 2, "seed": 1, "out": tmp_path, "workers": 1}

    def stop(done, total, answer):
        if done:
            raise KeyboardInterrupt

    part = gs.screen(autumn, progress=stop, **asked)
    assert part.stopped
    assert 0 < part.whole < len(part.points)
    assert gs.screening(part).trajectories == part.whole // 4

    seen = []
    whole = gs.screen(autumn, progress=lambda done, total, answer: seen.append(answer.get("reused", 0)), **asked)
    assert not whole.stopped
    assert max(seen) > 0
    fresh = gs.screen(autumn, memory=True, **{**asked, "out": None})
    assert np.array_equal(whole.values("killed"), fresh.values("killed"))


def test_unfinished_removals_are_not_read(autumn, tmp_path):
    names = [row.name for row in gs.mechanisms()]

    def stop(done, total, answer):
        if done:
            raise KeyboardInterrupt

    part = gs.remove(autumn, names, names[:12], 2, out=tmp_path, workers=1, progress=stop)
    assert part.stopped
    with pytest.raises(gs.UsageError, match="it goes on"):
        gs.removed(part)


@pytest.mark.parametrize("histories", [0, 1, 2.5])
def test_points_without_spread_are_refused(autumn, histories):
    with pytest.raises(gs.UsageError, match="histories"):
        gs.screen(autumn, PAIR, 2, histories, memory=True)


def test_a_value_set_for_what_is_moved_is_refused(autumn):
    for screened in (gs.screen, gs.decompose):
        with pytest.raises(gs.UsageError, match="point: barrier"):
            screened(autumn, ["repression_backfires", "barrier"], 2, 4, memory=True, point={"barrier": 6.0, "demand_weight": 7.0})


def test_what_is_not_moved_stands_at_the_point_in_histories_and_in_the_quiet_condition(autumn):
    factors, design = asked_to_move(autumn, ["repression_backfires", "barrier"], {"visibility_weight": 0.1}, None)
    assert factors.rest["visibility_weight"] == 0.1 != Factors.of(autumn, ["barrier"]).rest["visibility_weight"]
    assert design.parameters(autumn, 1, np.arange(2, dtype=np.uint64))["visibility_weight"].tolist() == [0.1, 0.1]


def test_an_outcome_that_is_not_seen_is_refused_with_the_likeliest_one(tried):
    with pytest.raises(gs.UsageError, match="did you mean `killed`"):
        tried.values("kiled")


def test_a_single_name_or_id_is_one_factor(autumn):
    one = gs.screen(autumn, "M05", 2, 2, memory=True)
    assert one.points.factors.names == ("repression_backfires",)
    assert gs.remove(autumn, "M05", histories=2, memory=True).points.factors.names == one.points.factors.names
    with pytest.raises(gs.UsageError, match="1 of them"):
        gs.decompose(autumn, "barrier", 2, 2, memory=True)


def test_few_samples_and_few_paths_are_told_to_be_few_and_the_library_is_not_heard(capsys, recwarn):
    some = ["M05", "M11", "--trajectories", "2", "-n", "2", "--samples", "2", "--memory", "--quiet"]
    code, out, err = command(["screen", "bolivia-autumn", *some], capsys)
    assert (code, err, list(recwarn)) == (0, "", [])
    assert "Rough: 2 paths, 2 histories each." in out
    assert "2 samples are too few to tell." in " ".join(out.split())


def command(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        app(arguments, prog_name="groundswell")
    return left.value.code, *capsys.readouterr()


def test_the_command_answers_all_three_questions_as_one_object(capsys, tmp_path):
    some = ["repression_backfires", "resources_threatened", "preferences_falsified", "barrier", "demand_weight"]
    arguments = ["screen", "bolivia-autumn", *some, "--trajectories", "6", "-n", "8", "--samples", "4", "--out", str(tmp_path), "--json"]
    code, out, _ = command(arguments, capsys)
    found = json.loads(out)
    assert code == 0
    assert {row["factor"] for row in found["effects"]} == set(some)
    assert {row["order"] for row in found["shares"]["shares"]} == {"first", "total", "second"}


def test_the_command_says_what_matters_and_what_does_nothing(capsys):
    some = ["preferences_falsified", "success_diffuses_abroad", "--trajectories", "6", "-n", "4", "--memory", "--of", "participation"]
    code, out, _ = command(["screen", "bolivia-autumn", *some], capsys)
    assert code == 0
    assert "people in action" in out.splitlines()[0]
    assert out.rstrip().endswith("Nothing at all, on no step: success_diffuses_abroad")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--of", "kiled"], "did you mean `killed`"),
        (["repression_backfire"], "did you mean `repression_backfires`"),
        (["M5"], "did you mean `M05`?"),
        (["M99"], "ids go from M01 to M52"),
        (["barier"], "did you mean `barrier`?"),
        (["--samples", "3", "barrier", "demand_weight", "--trajectories", "4", "-n", "4", "--memory"], "a power of 2"),
        (["--samples", "1"], "2 or more, or 0 for none"),
        (["--removals", "1"], "2 or more, or 0 for none"),
    ],
)
def test_the_command_refuses_what_it_does_not_know_in_four_parts(capsys, arguments, told):
    code, _, err = command(["screen", "bolivia-autumn", *arguments], capsys)
    assert code == 2
    assert told in err
    assert all(part in err for part in ("where", "got", "expected", "try"))


def test_the_command_names_the_extra_that_is_missing(capsys, monkeypatch):
    for module in ("SALib", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, module, None)
    code, _, err = command(["screen", "bolivia-autumn", "--trajectories", "2", "-n", "2"], capsys)
    assert code == 2
    assert "sensitivity" in err
