"""The whole model: nanoseconds a cell-day of CPU, with and without what is recorded."""

from typing import Any

import numpy as np

from bench.timing import best_seconds
from groundswell.compile import Compiled, compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.kernel import kernel
from groundswell.engine.run import LANES, run_block, start
from groundswell.engine.step import step
from groundswell.scenario.load import load, shipped

CASES = ("bolivia-2003", "bolivia-autumn")  # the first that is shipped
TRIAL_NS, AIM_NS = 80.0, 60.0


@kernel
def days_only(s, today, net, p, on, keys, first, last):
    """Days of the model of which nothing is kept."""
    for day in range(first, last):
        step(s, today, net, p, on, keys, day)


def case() -> str:
    """The largest case there is."""
    return next(name for name in CASES if name in shipped())


def measure() -> dict[str, Any]:
    """Costs of one block of histories on one thread."""
    plan = compile_scenario(load(case()))
    numbers = np.arange(LANES, dtype=np.uint64)
    parameters = prior_draws(plan.scenario, 1, numbers)
    work = plan.days * plan.counts["cells"] * LANES
    kernel_ns = best_seconds(lambda: unrecorded(plan, parameters, numbers)) / work * 1e9
    block_ns = best_seconds(lambda: run_block(plan, parameters, 1, numbers)) / work * 1e9
    return {
        "case": case(), "cells": plan.counts["cells"], "days": plan.days, "kernel_ns": kernel_ns, "with_recording_ns": block_ns,
        "recording_share": 1.0 - kernel_ns / block_ns, "trial_ns": TRIAL_NS, "aim_ns": AIM_NS,
    }  # fmt: skip


def unrecorded(plan: Compiled, parameters: dict[str, Any], numbers: Any) -> None:
    """All days of one block, nothing kept."""
    days_only(*start(plan, parameters, 1, numbers), 0, plan.days)
