"""Off is absent: a switch that is off leaves the same bits as a model whose line was never written."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, compiled, lanes, morning, small, walk

from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine import step as model
from groundswell.engine.anatomy import body_of, phases, switches
from groundswell.engine.run import LANES, advance, start
from groundswell.engine.step import step
from groundswell.errors import UsageError
from groundswell.report.needs import missing
from groundswell.scenario.load import load, shipped

SOURCE = inspect.getsource(model)
YEAR = 365  # days


class Deleter(ast.NodeTransformer):
    """Takes one `if on.<name>:` out of the source, and compiles nothing: phases become plain Python."""

    def __init__(self, name: str) -> None:
        self.name, self.deleted = name, 0

    def visit_If(self, node: ast.If) -> ast.If | None:
        if ast.unparse(node.test) == f"on.{self.name}":
            self.deleted += 1
            return None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.decorator_list = []
        self.generic_visit(node)
        return node


def step_without(name: str) -> Callable[..., None]:
    """The model's own page with the line of one mechanism deleted."""
    deleter = Deleter(name)
    tree = ast.fix_missing_locations(deleter.visit(ast.parse(SOURCE)))
    assert deleter.deleted == 1, f"{name} stands behind one line of step.py"
    page: dict[str, Any] = {}
    exec(compile(tree, f"step without {name}", "exec"), page)
    return page["step"]


def differ_on(one: Any, other: Any, plan: Compiled, parameters: dict[str, Any], days: int) -> int | None:
    """The first day on which two models do not leave the same bits; None if there is none."""
    first, second = start(plan, parameters, 1, HISTORIES), start(plan, parameters, 1, HISTORIES)
    for day in range(days):
        one(*first, day)
        other(*second, day)
        if first.s.flat.tobytes() != second.s.flat.tobytes() or first.today.flat.tobytes() != second.today.flat.tobytes():
            return day
    return None


@pytest.mark.parametrize("name", switches())
def test_switching_off_equals_deleting_the_line(name, whole, dramatic):
    off = compile_scenario(whole.scenario, [name])
    assert differ_on(step, step_without(name), off, dramatic, whole.days) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", switches())
def test_switching_off_equals_deleting_the_line_in_the_autumn_of_2003(name, autumn, autumn_parameters):
    off = compile_scenario(autumn.scenario, [name])
    assert differ_on(step, step_without(name), off, autumn_parameters, autumn.days) is None


def test_the_comparison_notices_a_line_that_still_acts(drama, dramatic):
    everything_on = drama
    assert differ_on(step, step_without("supplies_run_down"), everything_on, dramatic, drama.days) is not None


def test_the_page_holds_calls_and_switched_calls_and_nothing_else():
    # What makes "the line" a meaningful word: no second statement behind a switch, no else, no loop.
    for name in phases():
        for line in body_of(getattr(model, name))[1:]:
            if isinstance(line, ast.If):
                assert len(line.body) == 1 and not line.orelse, f"{name}: {ast.unparse(line)}"
                assert ast.unparse(line.test) == f"on.{line.body[0].value.func.id}", f"{name}: {ast.unparse(line)}"
            else:
                assert isinstance(line, ast.Expr) and isinstance(line.value, ast.Call), f"{name}: {ast.unparse(line)}"


def test_the_day_called_line_by_line_is_the_compiled_day(drama, dramatic):
    whole, pieces = start(drama, dramatic, 1, HISTORIES), start(drama, dramatic, 1, HISTORIES)
    for day in range(drama.days):
        step(*whole, day)
        walk(pieces, [day])
        assert whole.s.flat.tobytes() == pieces.s.flat.tobytes(), f"state, day {day}"
        assert whole.today.flat.tobytes() == pieces.today.flat.tobytes(), f"today, day {day}"


def test_walking_without_a_line_is_the_day_with_its_switch_off(drama, dramatic):
    off = start(compile_scenario(drama.scenario, ["exhaustion_ends"]), dramatic, 1, HISTORIES)
    walked = start(drama, dramatic, 1, HISTORIES)
    for day in range(drama.days):
        step(*off, day)
    walk(walked, range(drama.days), without="exhaustion_ends")
    assert off.s.flat.tobytes() == walked.s.flat.tobytes()


@pytest.mark.parametrize("name", switches())
def test_every_switch_matters_to_some_history(name, whole, dramatic):
    off = compile_scenario(whole.scenario, [name])
    assert differ_on(step, step, whole, dramatic, whole.days) is None
    with_it, without_it = start(whole, dramatic, 1, HISTORIES), start(off, dramatic, 1, HISTORIES)
    for day in range(whole.days):
        step(*with_it, day)
        step(*without_it, day)
    assert not np.array_equal(with_it.s.flat, without_it.s.flat), f"nothing happens in this world that {name} could change"


# Mechanisms that have what they need in a shipped case, and yet change none of these few histories, and why.
IDLE: dict[str, dict[str, str]] = {
    "bolivia-autumn": {
        "capital_flees": "five months are short for a currency to break",
        "model_discredited": "five months are short for a currency to break",
        "streets_and_ballots_substitute": "the next election lies more than a year ahead",
        "elections_moderate_leaders": "the next election lies more than a year ahead",
        "agenda_diverted": "the first government never yields, and most histories are over before its successor would",
        "cadres_coopted": "nobody who would grant what is asked takes office",
        "great_power_presses": "nobody who would grant what is asked takes office",
        "isolation_erodes": "nobody who would grant what is asked takes office",
        "failed_reversal_backfires": "five months are short for an attempt to fail",
    },
    "ecuador-2005": {
        "cadres_coopted": "nobody who would grant what is asked takes office, but by force",
        "great_power_presses": "nobody who would grant what is asked takes office, but by force",
        "isolation_erodes": "nobody who would grant what is asked takes office, but by force",
        "massacre_scars": "no day kills so many",
    },
    "peru-2002": {"massacre_scars": "no day kills so many"},
    "bolivia-2003": {"cadres_coopted": "who would grant what is asked takes office late and seldom"},
}


@pytest.mark.slow
@pytest.mark.parametrize("case", shipped())
def test_every_switch_matters_to_a_shipped_case(case):
    plan = compile_scenario(load(case))
    parameters = prior_draws(plan.scenario, 1, HISTORIES)
    base, other = (np.zeros((len(plan.series), plan.days, LANES), "f4") for _ in range(2))
    course = start(plan, parameters, 1, HISTORIES)
    advance(course, 0, plan.days, base, HISTORIES, [[] for _ in HISTORIES])
    idle = {name for name in switches() if year_that_differs(compile_scenario(plan.scenario, [name]), parameters, base, other) is None}
    nothing_to_work_on = {name for name in switches() if missing(name, plan.scenario)}
    assert idle <= set(IDLE.get(case, {})) | nothing_to_work_on


def year_that_differs(plan: Compiled, parameters: dict[str, Any], base: np.ndarray, daily: np.ndarray) -> int | None:
    """The first year in which a country lives otherwise than in the given series; none if it never does."""
    course = start(plan, parameters, 1, HISTORIES)
    for first in range(0, plan.days, YEAR):
        last = min(plan.days, first + YEAR)
        advance(course, first, last, daily, HISTORIES, [[] for _ in HISTORIES])
        if not (daily[:, first:last] == base[:, first:last]).all():
            return first // YEAR
    return None


def test_all_switches_off_is_a_country_that_still_runs():
    course = morning(small(30), lanes(DRAMATIC), off=switches())
    walk(course, range(30))
    assert np.isfinite(course.s.flat).all()
    assert (course.s.places.stock == 1.0).all(), "nobody cuts a road"


def test_a_switch_that_does_not_exist_is_refused_with_its_nearest_name():
    with pytest.raises(UsageError, match="did you mean `forces_defect`"):
        compiled(small(), ["force_defects"])
