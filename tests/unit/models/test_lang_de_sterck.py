"""A revolt that is seen or not, and policed or not."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from groundswell.errors import UsageError
from groundswell.models.arab_spring.lang_de_sterck import (
    LangDeSterck,
    after,
    equilibria,
    is_policed,
    is_seen,
    region,
    settles_at,
    stalemate,
    time_until,
    tipping_point,
)

rates = st.floats(0.01, 20)
shares = st.floats(0, 1)


@st.composite
def states(draw: st.DrawFn) -> LangDeSterck:
    return LangDeSterck(draw(rates), draw(rates), draw(shares), draw(shares), draw(shares))


def test_every_number_on_record_comes_out() -> None:
    assert all(check.holds(check.ours()) for check in LangDeSterck.reproduces)


def test_nobody_begins_no_revolt() -> None:
    for visibility in (0.0, 0.5, 1.0):
        assert after(LangDeSterck(visibility=visibility), 0.0, 50) == 0.0


def test_a_revolt_exactly_as_large_as_can_be_hidden_is_hidden_and_one_as_large_as_the_police_is_not_policed() -> None:
    for tenths in range(1, 10):
        model = LangDeSterck(visibility=tenths / 10, police_capacity=tenths / 10)
        assert not is_seen(model, (10 - tenths) / 10)
        assert is_seen(model, math.nextafter((10 - tenths) / 10, 1))
        assert not is_policed(model, tenths / 10)


@given(states(), st.floats(0, 30))
def test_the_share_stays_a_share_and_any_split_of_time_ends_alike(model: LangDeSterck, days: float) -> None:
    whole = after(model, model.protesters, days)
    split = after(model, after(model, model.protesters, days * 0.3), days - days * 0.3)
    assert 0 <= whole <= 1
    assert split == pytest.approx(whole, abs=1e-9)


@given(states())
def test_every_revolt_settles_where_it_can_stay(model: LangDeSterck) -> None:
    end = settles_at(model, model.protesters)
    slowest = min(model.growth_rate, model.policing_rate)
    assert after(model, model.protesters, 60 / slowest) == pytest.approx(end, abs=1e-6)
    assert after(model, end, 1.0) == pytest.approx(end, abs=1e-9) or end in equilibria(model)


@given(states())
def test_below_the_tipping_point_a_revolt_dies_and_above_it_does_not(model: LangDeSterck) -> None:
    tip = tipping_point(model)
    if tip > 1e-6:
        assert settles_at(model, tip * (1 - 1e-9)) == 0.0
    if tip < 1 - 1e-6 and stalemate(model) > 1e-6:
        assert settles_at(model, tip + 1e-9) > 0.0


@given(states(), shares)
def test_more_visibility_never_makes_a_revolt_smaller_in_the_end(model: LangDeSterck, other: float) -> None:
    low, high = sorted((model.visibility, other))
    ends = [settles_at(replace(model, visibility=visibility), model.protesters) for visibility in (low, high)]
    assert ends[0] <= ends[1] + 1e-12


@given(states(), shares)
def test_a_stronger_police_never_makes_a_revolt_larger_in_the_end(model: LangDeSterck, other: float) -> None:
    low, high = sorted((model.police_capacity, other))
    ends = [settles_at(replace(model, police_capacity=capacity), model.protesters) for capacity in (low, high)]
    assert ends[0] >= ends[1] - 1e-12


@pytest.mark.parametrize("values", [(1, 0.5, 0.8, 0.5, 0.25), (2, 3, 0.9, 0.7, 0.15), (0.7, 4, 0.6, 0.9, 0.8), (1, 1, 0.2, 0.6, 0.5)])
def test_an_ordinary_solver_with_events_goes_the_same_way(values: tuple[float, ...]) -> None:
    model = LangDeSterck(*values)

    def slope(_: float, r: list[float]) -> list[float]:
        grown = model.growth_rate * (1 - r[0]) if is_seen(model, r[0]) else 0.0
        return [grown - (model.policing_rate * r[0] if is_policed(model, r[0]) else 0.0)]

    solved = solve_ivp(slope, (0, 5), [model.protesters], rtol=1e-9, atol=1e-11, max_step=1e-3)
    for day, r in zip(solved.t[::800], solved.y[0][::800], strict=True):
        assert after(model, model.protesters, day) == pytest.approx(r, abs=2e-3)  # a step late by 1e-3 day


def test_the_time_to_a_share_is_the_time_after_which_it_is_there() -> None:
    model = LangDeSterck(1.3, 0.4, 0.9, 0.6, 0.12)
    for reached in (0.2, 0.5, 0.6, 0.75, 0.999):
        assert after(model, 0.12, time_until(model, 0.12, reached)) == pytest.approx(reached, abs=1e-12)
    assert math.isinf(time_until(model, 0.12, 0.05))
    assert math.isinf(time_until(LangDeSterck(policing_rate=2), 0.25, 0.9))


def test_a_stalemate_exactly_at_a_step_is_neared_and_never_passed() -> None:
    model = LangDeSterck(growth_rate=1, policing_rate=3, visibility=0.75, police_capacity=0.9)
    assert settles_at(model, 0.5) == 0.25
    assert after(model, after(model, 0.5, 1000), 1000) == pytest.approx(0.25)


def test_the_four_kinds_of_state() -> None:
    assert region(LangDeSterck(1, 9, 0.8, 0.5)) == "stable police state"
    assert region(LangDeSterck(1, 2, 0.8, 0.5)) == "failed state"
    assert region(LangDeSterck(1, 0.5, 0.8, 0.5)) == "meta-stable or unstable police state"
    assert region(LangDeSterck(1, 0.5, 0.3, 0.5)) == "standoff"
    assert after(LangDeSterck(1, 0.5, 0.3, 0.5), 0.6, 100) == 0.6  # neither seen nor policed


def test_bad_parameters_are_all_told() -> None:
    with pytest.raises(UsageError) as refused:
        LangDeSterck(growth_rate=0, policing_rate=-1, visibility=2, protesters=-0.1)
    assert len(refused.value.problems) == 4


def test_a_stalemate_at_the_share_that_can_be_hidden_is_neared_from_above_only() -> None:
    model = LangDeSterck(growth_rate=1, policing_rate=4, visibility=0.8, police_capacity=0.5)
    assert stalemate(model) == tipping_point(model) == 0.2
    assert region(model) == "failed state" and equilibria(model) == [0.0, 0.2, 1.0]
    assert settles_at(model, 0.2) == 0 and settles_at(model, 0.5) == 1
    assert settles_at(model, math.nextafter(0.2, 1)) == settles_at(model, 0.3) == settles_at(model, 0.49) == 0.2
    assert 0.2 < after(model, 0.3, 1000) < 0.2 + 1e-9


def test_a_stalemate_at_the_capacity_of_the_police_is_neared_from_below_only() -> None:
    model = LangDeSterck(growth_rate=0.7, policing_rate=0.1, visibility=0.8, police_capacity=0.875)
    assert stalemate(model) == 0.875 and tipping_point(model) == 0.2
    assert region(model) == "failed state" and equilibria(model) == [0.0, 0.875, 1.0]
    assert settles_at(model, 0.2) == 0 and settles_at(model, 0.21) == settles_at(model, 0.87) == 0.875
    assert settles_at(model, 0.875) == 1
    assert 0.875 - 1e-9 < after(model, 0.5, 1000) < 0.875


@pytest.mark.parametrize(
    ("policing_rate", "visibility", "told"),
    [
        (9, 0.8, "the police win and it shrinks"),
        (2, 0.8, "it goes to 0.333"),
        (0.5, 0.8, "joining wins and it grows"),
        (1, 0.2, "stays as it is"),
    ],
)
def test_the_picture_says_what_happens_between_the_two_sizes(policing_rate: float, visibility: float, told: str) -> None:
    model = LangDeSterck(policing_rate=policing_rate, visibility=visibility)
    assert told in model.picture().summary
    assert "is seen and grows" not in model.picture().summary
    between = (1 - visibility + model.police_capacity) / 2
    moved = after(model, between, 1e-3) - between
    assert ("shrinks" in told) == (moved < 0 and "goes" not in told) and ("grows" in told) == (moved > 0 and "goes" not in told)
