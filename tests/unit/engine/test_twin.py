"""The readable twin: the same model in plain Python, bit for bit, inside its declared bounds after every line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.twin import both
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, Breach, breaches, compiled, everything, lanes, morning, walk

from groundswell.compile import compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.anatomy import Mechanism, anatomy
from groundswell.engine.run import Course, start
from groundswell.engine.state import LANES
from groundswell.scenario.load import load, shipped
from groundswell.scenario.parameters import PARAMETERS

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def plain_python() -> dict[str, Any]:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-W", "error::RuntimeWarning", "-m", "tests.unit.engine.twin"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def kernels() -> dict[str, Any]:
    return json.loads(json.dumps(both()))


def first_difference(one: list[str], other: list[str]) -> str:
    """The line and day after which two walks no longer agree."""
    lines = [line.name for line in anatomy()]
    for step, (mark, twin) in enumerate(zip(one, other, strict=True)):
        if mark != twin:
            return f"{lines[step % len(lines)]} on day {step // len(lines)}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("world", ["drama", "whole", "autumn"])
def test_plain_python_gives_the_same_bits_after_every_line(world, plain_python, kernels):
    assert first_difference(plain_python[world]["marks"], kernels[world]["marks"]) == ""
    assert plain_python[world]["outputs"] == kernels[world]["outputs"]


@pytest.mark.slow
@pytest.mark.parametrize("world", ["drama", "whole", "autumn"])
def test_plain_python_keeps_every_declared_bound(world, plain_python):
    assert plain_python[world]["broken"] == []


@pytest.mark.parametrize("world", ["drama", "whole", "autumn"])
def test_every_line_keeps_every_declared_bound(world, kernels):
    assert kernels[world]["broken"] == []


def noting(found: list[Breach], course: Course, names: Any) -> Callable[[Mechanism, int], None]:
    """A witness of a walk that notes the bounds that no longer hold after each line."""

    def after(line: Mechanism, day: int) -> None:
        found.extend(breaches(course, names, line.name, day))

    return after


def first_breach(parameters: dict[str, Any], days: int = 40) -> Breach | None:
    """What breaks first in the small world with these parameters; nothing, if all is well."""
    data = everything(days)
    course, names, found = morning(data, parameters), compiled(data).names, list[Breach]()
    for day in range(days):
        walk(course, [day], noting(found, course, names))
        if found:
            return found[0]
    return None


@pytest.mark.parametrize("drawn_only", [True, False], ids=["of the priors", "of all bounds"])
@pytest.mark.parametrize("draw", range(3))
def test_bounds_hold_at_the_corners_of_what_parameters_may_be(draw, drawn_only):
    # Each lane stands at a corner of its own: every number at one end of its range.
    ends = np.random.default_rng(draw).random((len(PARAMETERS), LANES)) < 0.5
    corner = {row.name: np.where(ends[k], row.lower, row.upper) for k, row in enumerate(PARAMETERS)}
    held = {row.name for row in PARAMETERS if row.prior == "fixed" and drawn_only}
    assert first_breach({name: values for name, values in corner.items() if name not in held}) is None


TEN_YEARS = 3652
ENDS = [(row.name, end) for row in PARAMETERS for end in (row.lower, row.upper)]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, len(ENDS), LANES))
def test_bounds_hold_with_any_one_parameter_at_the_end_of_its_range(first):
    parameters = {row.name: np.full(LANES, row.default) for row in PARAMETERS} | lanes(DRAMATIC)
    for lane, (name, end) in enumerate(ENDS[first : first + LANES]):
        parameters[name][lane] = end
    assert first_breach(parameters) is None


@pytest.mark.slow
@pytest.mark.parametrize("case", shipped())
def test_a_shipped_case_keeps_its_bounds_on_every_day(case):
    plan = compile_scenario(load(case))
    course = start(plan, prior_draws(plan.scenario, 3, HISTORIES), 3, HISTORIES)
    found: list[Breach] = []
    for day in range(plan.days if plan.days < TEN_YEARS else 365):  # every day of longer worlds is asked for in tests/statistics
        walk(course, [day], noting(found, course, plan.names) if day % 25 < 2 else None)
        assert found == []


def test_a_broken_bound_is_told_with_line_place_and_day(drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    course.s.places.stock[1, 7] = 1.5
    (breach,) = breaches(course, drama.names, "supplies_run_down", 12)
    assert breach == ("supplies_run_down", 12, "hill", "places.stock", 7, 1.5)
