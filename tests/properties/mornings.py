"""A morning of a small country on which given things hold."""

from typing import Any

from tests.unit.engine.worlds import HISTORIES, call, lanes

from groundswell.compile import Compiled
from groundswell.engine.mechanisms.morning import begin_day
from groundswell.engine.run import Course, start


def course_of(plan: Compiled, state: dict[str, Any] | None = None, parameters: dict[str, float] | None = None) -> Course:
    """A morning on which the given fields of state or day hold the given values."""
    course = start(plan, lanes(parameters or {}), 1, HISTORIES)
    call(begin_day, course)
    for name, value in (state or {}).items():
        part, kind, field = name.split(".")
        getattr(getattr(course, part), kind)[field][:] = value
    return course
