"""A morning of a small country on which given things hold, and one kernel called on it."""

from collections.abc import Callable
from typing import Any

from tests.unit.engine.worlds import HISTORIES, lanes

from groundswell.compile import Compiled
from groundswell.engine.mechanisms.morning import begin_day
from groundswell.engine.run import Course, start


def course_of(plan: Compiled, state: dict[str, Any] | None = None, parameters: dict[str, float] | None = None) -> Course:
    """A morning on which the given fields of state or day hold the given values."""
    course = start(plan, lanes(parameters or {}), 1, HISTORIES)
    begin_day(course.s, course.today, course.net, 0)
    for name, value in (state or {}).items():
        part, kind, field = name.split(".")
        getattr(getattr(course, part), kind)[field][:] = value
    return course


def call(function: Callable[..., None], course: Course, day: int = 0) -> None:
    """One kernel with the arguments it asks for."""
    given_values = {**course._asdict(), "day": day}
    names = function.py_func.__code__.co_varnames[: function.py_func.__code__.co_argcount]  # type: ignore[attr-defined]
    function(*(given_values[name] for name in names))
