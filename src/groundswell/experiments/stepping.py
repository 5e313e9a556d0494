"""The model one line at a time: the same functions that a day runs, called one by one, with the same bits."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from groundswell.engine.anatomy import Mechanism, anatomy
from groundswell.engine.run import LANES, Course, advance, start

DECISION = "people_mobilize"  # the line in which everybody weighs acting


def lines_on(course: Course) -> tuple[Mechanism, ...]:
    """The lines of a day that are switched on, in order."""
    return tuple(line for line in anatomy() if not line.id or course.on[line.name])


def run_line(course: Course, line: Mechanism, day: int) -> None:
    """One line of one day, for all histories of a block."""
    given = {**course._asdict(), "day": day}
    line.function(*(given[name] for name in line.arguments))


def run_lines(course: Course, lines: Iterable[Mechanism], day: int) -> None:
    """Some lines of one day, in order."""
    for line in lines:
        run_line(course, line, day)


def course_at(plan: Any, parameters: dict[str, Any], seed: int, histories: Any, day: int) -> Course:
    """A block of histories on the morning of a day, brought there at full speed."""
    course = start(plan, parameters, seed, histories)
    if day > 0:
        daily = np.zeros((len(plan.series), day, LANES), np.float32)
        advance(course, 0, day, daily, histories, [[] for _ in range(LANES)])
    return course
