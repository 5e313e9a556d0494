"""A mechanism whose cause a world lacks does nothing in it, bit for bit."""

import numpy as np
import pytest
from tests.patterns.measure import histories_of
from tests.patterns.world import act, world

LACKING = {
    "lenders_constrain": "debt",
    "identity_politicizes": "roads, radio and schools",
    "classes_recompose": "closures and migration",
    "reform_quiets": "a reform",
    "regions_seek_autonomy": "a resource",
    "failed_reversal_backfires": "an attempt at reversal",
    "crisis_demoralizes": "a decline",
}


@pytest.mark.parametrize("mechanism", LACKING)
def test_a_mechanism_without_its_cause_does_nothing(mechanism: str) -> None:
    disputed = world(0.7, acts=[act("tax-rise", 60, "tax", "north-tax", 0.8)])
    with_it, without = (histories_of(disputed, off, 32) for off in ((), (mechanism,)))
    assert with_it["active_share"].max() > 0.01
    assert all(np.array_equal(with_it[name], without[name]) for name in with_it.daily)
