"""A sweep is an ensemble at every point of a grid, all with the same luck, of a scenario or of a classic."""

from pathlib import Path

import pytest
from tests.unit.models.wanderer import Wanderer

import groundswell as gs


def test_the_last_parameter_moves_fastest_and_every_point_is_kept(tmp_path: Path) -> None:
    found = gs.sweep(Wanderer(), {"first": [10, 20], "spread": [0, 0.5, 1]}, replicates=4, out=tmp_path)
    assert [tuple(point.values.values()) for point in found.points] == [(10, 0), (10, 0.5), (10, 1), (20, 0), (20, 0.5), (20, 1)]
    assert found.whole and len({point.runs.run_dir for point in found.points}) == 6
    again = gs.Runs.open(found.points[3].runs.run_dir)
    assert (again.final["size"] == 20).all()


def test_points_share_their_luck() -> None:
    small, large = gs.sweep(Wanderer(), {"first": [1, 1000]}, replicates=8, memory=True).points
    assert large.runs.final["size"] == pytest.approx(1000 * small.runs.final["size"])


def test_a_response_tells_mean_interval_and_quantiles() -> None:
    found = gs.response(gs.sweep(Wanderer(), {"spread": [0, 1]}, replicates=64, memory=True), "size")
    still, moved = found.rows
    assert still.mean == 100 == still.low == still.high
    assert moved.low < moved.mean < moved.high and moved.quantiles[0.05] < moved.quantiles[0.95]
    assert found.to_dict()["rows"][0]["values"] == {"spread": 0}


def test_a_scenario_is_swept_by_its_paths() -> None:
    scene = gs.load("bolivia-autumn")
    found = gs.sweep(scene, {"governments.sanchez-de-lozada.line": [0.0, 1.0]}, replicates=64, memory=True)
    calm, hard = gs.response(found, "killed").rows
    assert calm.mean < hard.mean


def test_every_value_that_is_refused_is_told_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundswell.experiments.budget.ensemble.run", lambda *_, **__: pytest.fail("it ran"))
    with pytest.raises(gs.UsageError) as refused:
        gs.sweep(Wanderer(), {"first": [1, 0, -5], "spread": [99, 0.1]}, memory=True)
    assert {problem.got for problem in refused.value.problems} == {"0", "-5", "99"}


@pytest.mark.parametrize("values", [{}, {"first": []}, {"first": range(20_000)}])
def test_a_grid_without_points_or_with_too_many_is_refused(values: dict) -> None:
    with pytest.raises(gs.UsageError, match="point"):
        gs.sweep(Wanderer(), values, memory=True)


def test_after_ctrl_c_the_finished_points_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, total: int, answer: dict) -> None:
        if done >= 2 * 64:
            raise KeyboardInterrupt

    found = gs.sweep(Wanderer(), {"first": [1, 2, 3, 4]}, replicates=64, memory=True, progress=stop, workers=1)
    assert not found.whole and [point.values["first"] for point in found.points][:1] == [1]


def test_values_between_hold_both_ends() -> None:
    assert list(gs.values_between(0.1, 0.3, 3)) == [0.1, 0.2, 0.3] and list(gs.values_between(5, 9, 1)) == [5.0]
