"""What every model keeps to, whatever it says: one face, the same luck again, and any split of time."""

import json
import math
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell import models
from groundswell.model import Country, Model
from groundswell.models.classic import Classic
from groundswell.models.picture import Picture

ROOT = Path(__file__).parents[3]
CLASSICS = models.ALL
ODE_TOLERANCE = 1e-8  # relative: what two strides of an adaptive solver may differ by

every_classic = pytest.mark.parametrize("kind", CLASSICS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def country() -> Country:
    return Country(gs.load("bolivia-autumn"))


def course(model: Any, times: list[float], seed: int = 1, history: int = 0) -> list[dict[str, float]]:
    """What is seen at each time."""
    state = model.start(seed, history)
    seen = [model.observe(state)]
    for t0, t1 in pairwise(times):
        model.advance(state, t0, t1, seed, history)
        seen.append(model.observe(state))
    return seen


def stride(model: Classic) -> float:
    """A fifth of the time that a model is run, in whole units where it moves by them."""
    part = model.time.until / 5
    return max(1.0, math.floor(part)) if model.time.discrete else part


@every_classic
def test_it_has_the_face_of_a_model(kind: type[Classic]) -> None:
    assert isinstance(kind(), Model)
    assert models.by_name(kind.name) is kind
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.name)


@every_classic
def test_the_same_seed_gives_the_same_run(kind: type[Classic]) -> None:
    times = [0.0, stride(kind())]
    assert course(kind(), times, 7, 3) == course(kind(), times, 7, 3)


@every_classic
def test_another_seed_and_another_history_have_other_luck_where_there_is_any(kind: type[Classic]) -> None:
    step = stride(kind())
    times = [0.0, step, 2 * step, 3 * step]
    runs = [course(kind(), times, seed, history) for seed in (1, 2) for history in range(4)]
    assert any(run != runs[0] for run in runs) == kind().random


@every_classic
def test_a_history_does_not_depend_on_how_its_time_is_split(kind: type[Classic]) -> None:
    step = stride(kind())
    whole, split = (course(kind(), times)[-1] for times in ([0.0, 2 * step], [0.0, step, 2 * step]))
    if kind.time.discrete:
        assert whole == split
    else:
        assert split == pytest.approx(whole, rel=ODE_TOLERANCE, abs=ODE_TOLERANCE)


@every_classic
def test_no_time_moves_nothing(kind: type[Classic]) -> None:
    first, second = course(kind(), [0.0, 0.0])
    assert first == second


@every_classic
def test_what_is_seen_is_what_was_promised_and_stays_in_its_bounds(kind: type[Classic]) -> None:
    step = stride(kind())
    for seen in course(kind(), [k * step for k in range(6)]):
        assert list(seen) == kind.seen()
        for one in kind.observables:
            assert isinstance(seen[one.name], float)
            assert math.isfinite(seen[one.name]) and one.low <= seen[one.name] <= one.high, one.name


@every_classic
def test_parameters_survive_json_and_text(kind: type[Classic]) -> None:
    model = kind()
    assert kind.of(**json.loads(json.dumps(model.plain()))) == model
    words = {name: ",".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in model.plain().items()}
    assert kind.of(**words) == model


@every_classic
def test_every_parameter_out_of_its_bounds_is_named_at_once(kind: type[Classic]) -> None:
    wrong = {name: _outside(bounds) for name, bounds in kind.bounds().items() if _outside(bounds) is not None}
    kinds = kind.kinds()
    wrong = {name: (value,) if "tuple" in str(kinds[name]) else value for name, value in wrong.items()}
    assert wrong
    with pytest.raises(gs.UsageError) as refused:
        kind.of(**wrong)
    assert {problem.where for problem in refused.value.problems} == {f"{kind.name}.{name}" for name in wrong}


def _outside(bounds: Any) -> Any:
    if bounds.choices:
        return "no such word"
    if math.isfinite(bounds.low):
        return bounds.low - 1
    return bounds.high + 1 if math.isfinite(bounds.high) else None


@every_classic
def test_global_luck_is_not_touched(kind: type[Classic]) -> None:
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002 - the generator that nobody may touch
    course(kind(), [0.0, 1.0])
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


@every_classic
def test_it_says_what_it_claims_where_it_is_from_and_where_it_departs(kind: type[Classic]) -> None:
    assert len(kind.says) > 40 and kind.says.endswith(".")
    assert all(bounds.meaning and (bounds.unit or bounds.choices) for bounds in kind.bounds().values())
    assert all(one.meaning and one.unit for one in kind.observables)
    assert kind.reproduces and kind.departs and all(len(line) > 20 for line in kind.departs)
    assert (kind.__doc__ or "").strip() and "Classic(" not in (kind.__doc__ or "")


@every_classic
def test_its_works_are_in_the_bibliography(kind: type[Classic]) -> None:
    known = (ROOT / "src/groundswell/works.csv").read_text(encoding="utf-8")
    for work in kind.source.split(";"):
        assert f"\n{work.strip()}," in known or f'\n"{work.strip()}",' in known, work


@every_classic
def test_its_page_is_written(kind: type[Classic]) -> None:
    page = ROOT / f"docs/explanation/models/{kind.name}.md"
    assert page.exists() and f"images/models/{kind.name}.svg" in page.read_text(encoding="utf-8")


@every_classic
def test_its_picture_is_made_of_finite_numbers(kind: type[Classic]) -> None:
    picture = kind().picture()
    assert isinstance(picture, Picture) and picture.curves and picture.summary.endswith(".")
    for curve in picture.curves:
        assert len(curve.x) == len(curve.y) > 0, curve.name
        assert np.isfinite(np.array([curve.x, curve.y], float)).all(), curve.name


@every_classic
def test_each_check_has_a_name_of_its_own_a_reason_and_a_source(kind: type[Classic]) -> None:
    names = [check.name for check in kind.reproduces]
    assert len(set(names)) == len(names)
    assert all(check.why and check.source and check.tolerance >= 0 for check in kind.reproduces)


def test_a_country_has_the_same_face(country: Country) -> None:
    assert isinstance(country, Model)


def test_a_country_lives_the_same_days_however_they_are_split_and_as_its_ensemble_does(country: Country) -> None:
    whole, split = (course(country, times)[-1] for times in ([0, 14], [0, 3, 14]))
    assert whole == split
    runs = gs.run(country.scenario, replicates=1, memory=True, precision="exact")
    days, approval = runs.trajectory("approval")
    day = int(days[2])
    assert course(country, [0, day + 1])[-1]["approval"] == approval[0, 2]
