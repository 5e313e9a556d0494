"""The second information cascades: acts against probabilities, and probabilities against the published forms."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from tests.blind.classics import information_cascade as cascade


def test_after_two_people_of_seventy_percent():
    assert cascade.probabilities(0.7, 2) == pytest.approx((0.210, 0.595, 0.195), abs=1e-12)


def test_limit_of_seventy_percent():
    assert cascade.limit(0.7)[0] == pytest.approx(0.753165, abs=1e-6)
    assert sum(cascade.limit(0.7)) == pytest.approx(1, abs=1e-14)
    assert cascade.probabilities(0.7, 200)[1:] == pytest.approx(cascade.limit(0.7), abs=1e-14)


@pytest.mark.parametrize("p", [0.51, 0.6, 0.85, 0.99])
@pytest.mark.parametrize("people", [2, 4, 10, 50])
def test_published_forms_for_even_numbers(p, people):
    left = (p - p * p) ** (people / 2)
    bottom = 2 * (1 - p + p * p)
    expected = (left, p * (p + 1) * (1 - left) / bottom, (p - 2) * (p - 1) * (1 - left) / bottom)
    assert cascade.probabilities(p, people) == pytest.approx(expected, abs=1e-13)


def test_all_signals_and_coins_of_six_people_add_up_to_the_probabilities():
    p = Fraction(7, 10)
    for people in (1, 2, 3, 4, 5, 6):
        total = {None: Fraction(0), 1: Fraction(0), 0: Fraction(0)}
        for signals in product((0, 1), repeat=people):
            weight = p ** sum(signals) * (1 - p) ** (people - sum(signals)) / 2**people
            for coins in product((0, 1), repeat=people):
                begun = cascade.cascade_begins([*signals, 1], [*coins, 1], p)
                total[begun and begun[1]] += weight
        assert [float(total[key]) for key in (None, 1, 0)] == pytest.approx(cascade.probabilities(0.7, people), abs=1e-12)


def test_acts_do_not_depend_on_the_precision():
    generator = np.random.default_rng(2)
    for signals, coins in generator.integers(0, 2, size=(100, 2, 12)):
        first = cascade.actions(signals, coins, Fraction(51, 100))
        assert first == cascade.actions(signals, coins, Fraction(99, 100)) == cascade.actions(signals, coins)


def test_two_equal_acts_at_the_start_bind_everyone():
    assert cascade.actions([1, 1, 0, 0, 0], [0] * 5) == [1] * 5
    assert cascade.actions([1, 0, 0, 0, 0], [1] * 5) == [1] * 5
    assert cascade.actions([1, 0, 0, 0, 1], [0] * 5) == [1, 0, 0, 0, 0]
