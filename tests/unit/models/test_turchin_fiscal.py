"""A people that outgrows its state."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from groundswell.errors import UsageError
from groundswell.models.turchin.fiscal import TurchinFiscal, capacity, turning_share


def seen(model: TurchinFiscal, years: float, parts: int = 1) -> dict[str, float]:
    state = model.start(1, 0)
    for k in range(parts):
        model.advance(state, years * k / parts, years * (k + 1) / parts, 1, 0)
    return model.observe(state)


@st.composite
def realms(draw: st.DrawFn) -> TurchinFiscal:
    return TurchinFiscal(
        people=draw(st.floats(0.1, 2)),
        resources=draw(st.floats(0, 30)),
        growth_rate=draw(st.floats(0.005, 0.1)),
        tax_rate=draw(st.floats(0.5, 3)),
        spending_rate=draw(st.floats(0.1, 1)),
        base_capacity=draw(st.floats(0.3, 3)),
        gain=draw(st.floats(0.3, 6)),
        half_resources=draw(st.floats(1, 40)),
    )


def test_every_number_on_record_comes_out() -> None:
    assert all(check.holds(check.ours()) for check in TurchinFiscal.reproduces)


@given(realms())
@settings(max_examples=8)
def test_a_clamped_equation_solved_another_way_goes_the_same_way(model: TurchinFiscal) -> None:
    def slope(_: float, both: list[float]) -> list[float]:
        people, resources = both[0], max(0.0, both[1])
        left = 1 - people / (model.base_capacity * (1 + model.gain * resources / (model.half_resources + resources)))
        earned = people * (model.tax_rate * left - model.spending_rate)
        return [model.growth_rate * people * left, 0.0 if both[1] <= 0 and earned < 0 else earned]

    solved = solve_ivp(slope, (0, 200), [model.people, model.resources], rtol=1e-6, atol=1e-9, max_step=0.05)
    ours = seen(model, 200)
    assert ours["people"] == pytest.approx(solved.y[0][-1], rel=2e-3)
    assert ours["resources"] == pytest.approx(max(0.0, solved.y[1][-1]), rel=2e-3, abs=0.05)
    assert ours["peak_people"] == pytest.approx(solved.y[0].max(), rel=2e-3)
    assert ours["peak_resources"] == pytest.approx(max(0.0, solved.y[1].max()), rel=2e-3, abs=0.05)


@given(realms())
@settings(max_examples=15)
def test_time_may_be_split(model: TurchinFiscal) -> None:
    whole, split = seen(model, 260), seen(model, 260, 9)
    flat = abs(whole["surplus"]) < 1e-4  # a peak that is only neared has no sharp year
    for name in whole:
        assert split[name] == pytest.approx(whole[name], rel=1e-3 if flat and name == "peak_people_year" else 1e-7, abs=1e-7), name


@given(realms())
@settings(max_examples=15)
def test_the_state_falls_before_its_people_are_most(model: TurchinFiscal) -> None:
    end = seen(model, 600)
    if 0 < end["peak_people_year"] < 600:
        assert end["peak_resources_year"] <= end["peak_people_year"]
    assert end["resources"] >= 0


def test_without_a_gain_the_people_follow_a_logistic_curve() -> None:
    model = TurchinFiscal(gain=0, base_capacity=2.0, people=0.3, growth_rate=0.05)
    for year in (1.0, 30.0, 111.1):
        known = 2 / (1 + (2 / 0.3 - 1) * math.exp(-0.05 * year))
        assert seen(model, year)["people"] == pytest.approx(known, rel=1e-8)


def test_a_bankrupt_state_stays_so_and_its_people_settle_at_what_the_land_feeds() -> None:
    end = seen(TurchinFiscal(), 2000)
    assert end["resources"] == 0 and end["capacity"] == 1 and end["people"] == pytest.approx(1, abs=1e-12)
    assert end["solvent_years"] == pytest.approx(245.64, abs=0.01)


def test_a_state_that_lives_beyond_its_means_from_the_start_never_owns_anything() -> None:
    end = seen(TurchinFiscal(people=0.9), 100)
    assert end["peak_resources"] == 0 and end["solvent_years"] == 0
    assert turning_share(TurchinFiscal(spending_rate=2.0)) == 0


def test_a_higher_gain_never_means_fewer_people_at_most() -> None:
    peaks = [seen(TurchinFiscal(gain=gain), 500)["peak_people"] for gain in (0, 0.5, 1, 2, 3, 5)]
    assert peaks == sorted(peaks)


def test_capacity_rises_with_resources_and_never_beyond_its_most() -> None:
    model = TurchinFiscal(gain=3)
    fed = [capacity(model, s) for s in np.linspace(0, 1e4, 50)]
    assert fed == sorted(fed) and fed[0] == 1 and fed[-1] < 4


def test_bad_parameters_are_all_told() -> None:
    with pytest.raises(UsageError) as refused:
        TurchinFiscal(people=0, growth_rate=-0.1, half_resources=0)
    assert len(refused.value.problems) == 3
