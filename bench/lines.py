"""Where a day's time goes: a clock around every line of the model, in one compiled march."""

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from bench.timing import seconds
from groundswell.compile import Compiled
from groundswell.engine import recorder
from groundswell.engine.anatomy import anatomy
from groundswell.engine.run import LANES, start

TAPE = 20_000
TRIES = 4


class Cost(NamedTuple):
    """One line's part of the time."""

    line: str
    phase: str
    ns: float
    share: float


@intrinsic
def cycles(typing_context):
    """The processor's own counter of cycles."""

    def generate(context, builder, signature, arguments):
        counter = builder.module.declare_intrinsic("llvm.readcyclecounter", fnty=ir.FunctionType(ir.IntType(64), []))
        return builder.call(counter, [])

    return types.int64(), generate


def timed_march() -> tuple[Any, list[tuple[str, str]]]:
    """A march whose every line adds its cycles to ``times``, and the names of the lines."""
    rows = [(line.name, line.phase, f"{line.name}({', '.join(line.arguments)})", line.id) for line in anatomy()]
    rows.append(("note_series", "recorder", "note_series(s, today, net, daily, day)", ""))
    rows.append(("note_events", "recorder", "note_events(s, today, net, tape, day)", ""))
    text = ["def march(s, today, net, p, on, keys, days, daily, tape, times):", "    for day in range(days):"]
    for k, (name, _, call, switched) in enumerate(rows):
        text.append("        begun = cycles()")
        text.append(f"        if on.{name}:\n            {call}" if switched else f"        {call}")
        text.append(f"        times[{k}] += cycles() - begun")
    page: dict[str, Any] = {line.name: line.function for line in anatomy()} | {"cycles": cycles}
    page |= {"note_series": recorder.note_series, "note_events": recorder.note_events}
    exec("\n".join(text), page)
    return njit(nogil=True, error_model="numpy")(page["march"]), [(name, phase) for name, phase, _, _ in rows]


def costs(plan: Compiled, parameters: dict[str, Any]) -> list[Cost]:
    """The lines by the time they take, dearest first; nanoseconds a cell-day."""
    march, names = timed_march()
    best, parts = np.inf, np.zeros(len(names))
    for _ in range(TRIES):
        course, times = start(plan, parameters, 1, np.arange(LANES)), np.zeros(len(names), "i8")
        daily, tape = np.zeros((len(plan.series), plan.days, LANES), "f4"), recorder.new_tape(TAPE)
        taken = seconds(lambda: march(*course, plan.days, daily, tape, times))  # noqa: B023 - called at once
        if taken < best and times.sum() > 0:
            best, parts = taken, times / times.sum()
    work = plan.days * plan.counts["cells"] * LANES
    rows = [Cost(name, phase, float(part) * best / work * 1e9, float(part)) for (name, phase), part in zip(names, parts, strict=True)]
    return sorted(rows, key=lambda cost: -cost.ns)
