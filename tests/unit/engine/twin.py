"""Walks made-up days line by line and tells a mark of all bits after each; run without the compiler it is the readable twin.

`NUMBA_DISABLE_JIT=1 python -m tests.unit.engine.twin` writes the marks and every broken bound as JSON.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
from tests.unit.engine.worlds import DRAMATIC, HISTORIES, breaches, compiled, digest, everything, lanes, small, walk

from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.anatomy import Mechanism
from groundswell.engine.recorder import note_events, note_series
from groundswell.engine.run import Course, new_tape, start
from groundswell.engine.state import LANES
from groundswell.scenario.load import load

DRAMA_DAYS, AUTUMN_DAYS = 45, 60


def told(plan: Compiled, parameters: Mapping[str, Any], days: int) -> dict[str, Any]:
    """The marks of a walk, line by line, and the bounds it broke; series and events too."""
    course = start(plan, dict(parameters), 1, HISTORIES)
    daily, tape = np.zeros((len(plan.series), days, LANES), "f4"), new_tape(4096)
    marks: list[str] = []
    broken: list[Any] = []

    def after(line: Mechanism, day: int) -> None:
        marks.append(digest(course))
        broken.extend(breaches(course, plan.names, line.name, day))

    for day in range(days):
        walk(course, [day], after)
        note_series(course.s, course.today, course.net, daily, day)
        note_events(course.s, course.today, course.net, tape, day)
    return {"marks": marks, "broken": broken, "outputs": outputs(course, daily, tape)}


def outputs(course: Course, daily: Any, tape: Any) -> list[int]:
    """Sums of the bits of everything that a run writes."""
    return [int(np.frombuffer(np.ascontiguousarray(part).tobytes(), "u1").sum()) for part in (course.s.flat, daily, *tape)]


def both() -> dict[str, Any]:
    """The small dramatic world, the one of two countries with all inputs, and the first weeks of the autumn of 2003 with parameters from the priors."""
    autumn = compile_scenario(load("bolivia-autumn"))
    return {
        "drama": told(compiled(small(DRAMA_DAYS)), lanes(DRAMATIC), DRAMA_DAYS),
        "whole": told(compiled(everything(DRAMA_DAYS)), lanes(DRAMATIC), DRAMA_DAYS),
        "autumn": told(autumn, prior_draws(autumn.scenario, 1, HISTORIES), AUTUMN_DAYS),
    }


if __name__ == "__main__":
    json.dump(both(), sys.stdout)
