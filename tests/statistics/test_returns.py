"""How long a parked question waits, against the hazard worked out from the equation."""

import math
from typing import Any

import numpy as np
import pytest
from tests.statistics.chances import assert_count, assert_mean
from tests.unit.engine.worlds import HISTORIES, call, compiled, lanes, small

from groundswell.engine.mechanisms.hearing import parked_demands_return
from groundswell.engine.run import start
from groundswell.engine.state import LANES

GATE, WIDTH, DAYS = 0.7, 0.25, 20.0
BLOCKS, LONG = 50, 400  # 1,600 histories, each watched for so long that one in 10⁴ at the lower rate is still waiting
NEVER = float(LONG)


def waits(approval: float) -> Any:
    """Days until the agenda and the first two demands return, a row each, under one approval that does not move."""
    course = start(compiled(small(5)), lanes({"parked_gate": GATE, "parked_return_days": DAYS}), 1, HISTORIES)
    rows = []
    for block in range(BLOCKS):
        course.keys.history[:] = HISTORIES + np.uint64(block * LANES)
        course.s.nations.approval[:], course.s.nations.agenda[:], course.s.demands.open[:] = approval, 0.0, 0.0
        course.s.nations.agenda_parked[:], course.s.demands.parked[:] = 0.5, 0.5
        waited = np.full((3, LANES), NEVER)
        for day in range(LONG):
            call(parked_demands_return, course, day)
            stands = np.vstack([course.s.nations.agenda, course.s.demands.open[:2]])
            waited = np.where((stands > 0.0) & (waited == NEVER), day, waited)
        rows.append(waited)
    return np.concatenate(rows, axis=1)


# How far the gate is open: wide where approval lies a width under it, half where it lies half a width under it.
@pytest.mark.parametrize(("approval", "gate"), [(0.2, 1.0), (GATE - WIDTH / 2, 0.5)])
def test_a_parked_question_waits_a_geometric_time(approval, gate):
    rate, waited = gate / DAYS, waits(approval)
    chance = -math.expm1(-rate)
    for row, name in zip(waited, ("the agenda", "bread", "roads"), strict=True):
        # Every count within five standard errors of 1,600 histories: at most ± 2.5 in a hundred times 2.5.
        for days in (1, 5, 20, 60):
            assert_count((row >= days).sum(), row.size, math.exp(-rate * days), f"{name}: waiting for {days} days")
        mean, spread = (1.0 - chance) / chance, math.sqrt(1.0 - chance) / chance
        assert_mean(row, mean, spread, name)  # cut at 400 days, which takes less than 0.003 days off the mean of 40
    late = waited[0] >= 20
    assert_count((waited[0, late] >= 40).sum(), late.sum(), math.exp(-20 * rate), "having waited makes no difference")
    assert_count(((waited[0] >= 20) & (waited[1] >= 20)).sum(), late.size, math.exp(-40 * rate), "one return does not bring another")
