"""An axis holds what is drawn on it, is marked at round values, and writes them so that they can be told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.report.models.scales import figure, scale

SPAN = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: 0.0 if abs(value) < 1e-9 else value)
ABOVE = st.floats(1e-200, 1e200)


@given(st.lists(SPAN, min_size=1, max_size=5), st.booleans())
def test_every_value_lies_on_its_axis(values, tight):
    found = scale(values, 5, tight=tight)
    places = found.place(values)
    assert (places >= -1e-6).all()
    assert (places <= 1 + 1e-6).all()


@given(st.lists(ABOVE, min_size=1, max_size=5), st.booleans())
def test_every_value_lies_on_its_logarithmic_axis(values, tight):
    found = scale(values, 5, logarithmic=True, tight=tight)
    places = found.place(values)
    assert (places >= -1e-6).all()
    assert (places <= 1 + 1e-6).all()


@given(st.lists(ABOVE, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_an_axis_is_marked_where_it_can_be_read(values, logarithmic, tight):
    found = scale(values, 5, logarithmic=logarithmic, tight=tight)
    assert 1 <= len(found.ticks) <= 16
    assert list(found.ticks) == sorted(set(found.ticks))
    assert (np.abs(found.place(found.ticks) - 1 / 2) <= 1 / 2 + 1e-6).all()


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_marks_that_differ_are_written_differently(low, width):
    found = scale([low, low + width], 5)
    if width > 1e-3 * abs(low):  # beyond this, six digits cannot tell them apart
        assert len(set(found.labels())) == len(found.ticks)


def test_what_cannot_be_drawn_has_no_place_and_moves_no_axis():
    found = scale([1, 10, float("nan"), float("inf"), 0, -3], 5, logarithmic=True)
    assert (found.low, found.high) == (1, 10)
    assert np.isnan(found.place([0, -3, np.nan])).all()


ENDS = [([], (0, 1)), ([0, 0], (0, 1)), ([5], (0, 5)), ([-3, -3], (-3, 0)), ([0.9, 0.95], (0.9, 0.95))]


@pytest.mark.parametrize(("values", "ends"), ENDS)
def test_an_axis_has_length_even_where_values_have_none(values, ends):
    found = scale(values, 5)
    assert (found.low, found.high) == ends


def test_bars_begin_at_zero():
    assert scale([900, 1000], 5, from_zero=True).low == 0
    assert scale([-5, -4], 5, from_zero=True).high == 0


def test_a_place_leads_back_to_its_value():
    for found in (scale([2, 9], 4), scale([2, 9000], 4, logarithmic=True)):
        assert found.place(found.value(0.3)) == pytest.approx(0.3)


@given(st.floats(-1e307, 1e307))
def test_a_number_is_written_to_four_digits(value):
    told = figure(value).replace(",", "").replace("−", "-")
    assert float(told) == pytest.approx(value, rel=6e-4, abs=1e-320)
