"""The second turnout model against counting by hand and against what the papers say in words."""

from itertools import product

import numpy as np
import pytest
from tests.blind.classics import lohmann_turnout as lohmann


def _by_enumeration(people, extremists, precision, extremist_acts, acts_if_bad, acts_if_good, bad):
    """P(turnout = n | state) for n = 0..people, over every pattern of acts and every pattern of signals."""
    total = np.zeros(people + 1)
    says_bad = precision if bad else 1 - precision
    for acts in product((0, 1), repeat=people):
        chance = 1.0
        for person, act in enumerate(acts):
            does = extremist_acts if person < extremists else says_bad * acts_if_bad + (1 - says_bad) * acts_if_good
            chance *= does if act else 1 - does
        total[sum(acts)] += chance
    return total


@pytest.mark.parametrize("extremists", [0, 2, 7])
def test_posterior_matches_enumeration(extremists):
    rest = (7, extremists, 0.8, 0.6, 0.9, 0.2)
    bad, good = (_by_enumeration(*rest, state) for state in (True, False))
    for turnout in range(8):
        expected = 0.3 * bad[turnout] / (0.3 * bad[turnout] + 0.7 * good[turnout])
        assert lohmann.posterior(turnout, 0.3, *rest) == pytest.approx(expected, abs=1e-12)
    means = lohmann.expected_turnout(0.3, *rest)
    numbers = np.arange(8)
    assert means == pytest.approx((numbers @ bad, numbers @ good, 0.3 * numbers @ bad + 0.7 * numbers @ good), abs=1e-12)


def test_belief_averages_back_to_the_prior():
    rest = (60, 15, 0.7, 0.9, 0.5, 0.1)
    total = 0.0
    for turnout in range(61):
        chance = sum(weight * np.exp(lohmann.log_chance_of_turnout(turnout, bad, *rest)) for weight, bad in ((0.25, True), (0.75, False)))
        total += chance * lohmann.posterior(turnout, 0.25, *rest)
    assert total == pytest.approx(0.25, abs=1e-12)


def test_the_same_turnout_says_less_when_it_comes_from_extremists():
    moderate = lohmann.posterior_seen_apart(0, 30, 0.5, 200, 50, 0.7, 0.5, 0.3, 0.1)
    mixed = lohmann.posterior_seen_apart(15, 15, 0.5, 200, 50, 0.7, 0.5, 0.3, 0.1)
    assert mixed < moderate
    assert lohmann.posterior_seen_apart(10, 15, 0.5, 200, 50, 0.7, 0.5, 0.3, 0.1) == pytest.approx(mixed, abs=1e-14)


def test_the_same_turnout_says_less_when_more_was_expected():
    believed = [lohmann.posterior(60, 0.5, 200, extremists, 0.7, 0.9, 0.3, 0.1) for extremists in (0, 20, 40)]
    assert believed[0] > believed[1] > believed[2]


def test_turnout_that_no_state_can_bring_gives_no_number():
    assert np.isnan(lohmann.posterior(5, 0.5, 10, 2, 0.7, 1.0, 0.0, 0.0))
    assert lohmann.posterior(2, 0.5, 10, 2, 0.7, 1.0, 0.0, 0.0) == pytest.approx(0.5)


def test_extremists_are_a_whole_number_of_people():
    assert lohmann.extremist_count(200, 0.123) == 25
