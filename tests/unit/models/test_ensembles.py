"""Ensembles of a classic are kept, resumed and found again like those of a scenario."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.unit.models.wanderer import Wanderer

import groundswell as gs
from groundswell.ensemble import over


def test_a_run_of_a_model_is_kept_and_read_again(tmp_path: Path) -> None:
    runs = gs.run(over(Wanderer(), until=12), replicates=100, out=tmp_path, workers=2)
    again = gs.Runs.open(runs.run_dir)
    times, sizes = again.trajectory("size")
    assert times.tolist() == list(range(13)) and sizes.shape == (100, 13)
    assert (again.final["size"] == sizes[:, -1]).all() and sizes.dtype == np.float64
    assert len(np.unique(sizes[:, -1])) == 100
    assert json.loads((runs.run_dir / "spec.json").read_text())["time"] == {"unit": "round", "until": 12.0, "every": 1.0}


def test_it_grows_by_the_shards_that_are_missing_and_any_worker_gives_the_same(tmp_path: Path) -> None:
    few = gs.run(Wanderer(), replicates=10, out=tmp_path / "a", workers=1)
    told = []
    more = gs.run(Wanderer(), replicates=130, out=tmp_path / "a", workers=2, progress=lambda *answer: told.append(answer))
    whole = gs.run(Wanderer(), replicates=130, memory=True, workers=1)
    assert few.run_dir == more.run_dir and told[0][2]["reused"] == 64
    assert (more.final["size"] == whole.final["size"]).all()
    assert set(told[-1][2]["seen"]["size"]) == {0.05, 0.25, 0.5, 0.75, 0.95}


def test_looking_more_often_moves_nothing() -> None:
    often, seldom = (gs.run(over(Wanderer(), 20, every), replicates=5, memory=True) for every in (1, 7))
    assert (often.final["size"] == seldom.final["size"]).all()
    assert seldom.trajectory("size")[0].tolist() == [0, 7, 14, 20]


def test_other_parameters_and_other_times_are_another_run(tmp_path: Path) -> None:
    made = [Wanderer(), Wanderer(spread=0.3), over(Wanderer(), until=21), over(Wanderer(), every=2)]
    assert len({gs.run(one, replicates=1, out=tmp_path).run_id for one in made}) == 4


@pytest.mark.parametrize(("until", "every"), [(-1, 1), (10, 0), (float("nan"), 1), (2.5, 1), (1e9, 1)])
def test_times_without_sense_are_refused(until: float, every: float) -> None:
    with pytest.raises(gs.UsageError, match=r"until|every"):
        over(Wanderer(), until, every)


def test_what_only_a_scenario_has_is_refused_of_a_model() -> None:
    runs = gs.run(Wanderer(), replicates=1, memory=True)
    for ask in (lambda: runs.scenario, lambda: runs.start, lambda: gs.run(Wanderer(), off=["outrage"])):
        with pytest.raises(gs.UsageError):
            ask()


COUNTS = [("seed", 1.5), ("seed", None), ("replicates", 2.5), ("replicates", "3"), ("workers", 0), ("workers", "a")]


@pytest.mark.parametrize(("name", "wrong"), COUNTS)
def test_counts_that_are_no_counts_are_refused(name: str, wrong: object) -> None:
    with pytest.raises(gs.UsageError, match=name):
        gs.run(Wanderer(), memory=True, **{"replicates": 1} | {name: wrong})
