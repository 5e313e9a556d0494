"""What is not in a world does nothing in it: no border, no foreign capital, no power, no way abroad, no mediator, no base."""

import numpy as np
import pytest
from tests.patterns.measure import paired
from tests.patterns.world import act, world


@pytest.mark.parametrize("mechanism", ["M37", "M38", "M39", "M40", "M41", "M42", "M44", "M45", "M50", "M52"])
def test_without_what_it_works_on_a_mechanism_does_nothing(mechanism):
    pair = paired(world(0.6, acts=[act("tax", 30, "tax", "north-tax", 0.8)]), mechanism, 32)
    for name, series in pair.all_on.daily.items():
        assert np.array_equal(series, pair.off[name]), name
    assert np.array_equal(pair.all_on.events, pair.off.events)
