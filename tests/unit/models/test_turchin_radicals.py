"""Radicals, and moderates who were radicals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.errors import UsageError
from groundswell.models.turchin.radicals import (
    TurchinRadicals,
    contagion,
    course,
    equilibria,
    growth_factor,
    lifetime,
    onset,
    peak_years,
    settled,
)

shares = st.floats(0, 1)


@st.composite
def worlds(draw: st.DrawFn) -> TurchinRadicals:
    return TurchinRadicals(
        ages=draw(st.integers(2, 80)),
        contagion=draw(st.floats(0, 3)),
        restraint=draw(st.floats(0, 5)),
        spontaneous=draw(st.floats(0, 0.1)),
        disenchantment=draw(st.floats(0, 5)),
        delay=draw(st.integers(0, 30)),
        radicals=draw(st.floats(0, 0.5)),
        moderates=draw(st.floats(0, 0.5)),
    )


def slowly(model: TurchinRadicals, years: int) -> list[tuple[float, float]]:
    """Year by year with lists of persons' ages: the obvious twin."""
    ages = model.ages
    people = [(1 / ages - (model.radicals + model.moderates) / ages, model.radicals / ages, model.moderates / ages) for _ in range(ages)]
    seen = [(sum(p[1] for p in people), sum(p[2] for p in people))]
    for t in range(years):
        radicals, moderates = seen[-1]
        sigma = min(1.0, max(0.0, (contagion(model, t) - model.restraint * moderates) * radicals + model.spontaneous))
        rho = min(1.0, model.disenchantment * seen[t - model.delay][0]) if t > model.delay else 0.0
        older = [((1 - sigma) * s, (1 - rho) * i + sigma * s, r + rho * i) for s, i, r in people[:-1]]
        people = [(1 / ages, 0.0, 0.0), *older]
        seen.append((sum(p[1] for p in people), sum(p[2] for p in people)))
    return seen


def test_every_number_on_record_comes_out() -> None:
    assert all(check.holds(check.ours()) for check in TurchinRadicals.reproduces)
    assert onset(TurchinRadicals(), 0.14, 0.18) == pytest.approx(0.15960, abs=1e-5)


@given(worlds())
@settings(max_examples=30)
def test_the_kernel_does_what_the_obvious_twin_does(model: TurchinRadicals) -> None:
    radicals, moderates = course(model, 60)
    assert np.array(slowly(model, 60)) == pytest.approx(np.column_stack([radicals, moderates]), abs=1e-9)


@given(worlds())
@settings(max_examples=30)
def test_everybody_is_naive_radical_or_moderate(model: TurchinRadicals) -> None:
    state = model.start(1, 0)
    model.advance(state, 0, 70, 1, 0)
    seen = model.observe(state)
    assert seen["naive"] + seen["radicals"] + seen["moderates"] == pytest.approx(1, abs=1e-9)
    for year in (3, 70):
        assert state.naive.min() >= 0 and state.radical.min() >= 0 and state.year == 70, year


@given(worlds())
@settings(max_examples=20)
def test_time_may_be_split_to_the_bit(model: TurchinRadicals) -> None:
    whole, split = model.start(1, 0), model.start(1, 0)
    model.advance(whole, 0, 37, 1, 0)
    for t0, t1 in ((0, 1.5), (1.5, 20), (20, 37)):
        model.advance(split, t0, t1, 1, 0)
    assert (whole.past == split.past).all() and (whole.peaks == split.peaks).all() and (whole.moderate == split.moderate).all()


@given(worlds())
@settings(max_examples=20)
def test_an_equilibrium_stays_as_it_is(model: TurchinRadicals) -> None:
    for radicals, moderates in equilibria(model):
        sobered = min(1.0, model.disenchantment * radicals)
        sigma = min(1.0, max(0.0, (model.contagion - model.restraint * moderates) * radicals + model.spontaneous))
        assert lifetime(model.ages, sigma, sobered) == pytest.approx((radicals, moderates), abs=1e-9)


def test_a_lifetime_of_recruitment_alone_makes_as_many_radicals_as_a_geometric_law() -> None:
    ages, sigma = 30, 0.07
    known = sum((1 - (1 - sigma) ** age) / ages for age in range(ages))
    assert settled(TurchinRadicals(ages=ages, disenchantment=0.0), sigma) == pytest.approx((known, 0.0))


def test_without_recruitment_radicals_die_out_in_a_lifetime() -> None:
    radicals, _ = course(TurchinRadicals(contagion=0, spontaneous=0, disenchantment=0), 45)
    assert radicals[44] > 0 and radicals[45] == 0


@pytest.mark.parametrize("alpha", [0.13, 0.145, 0.175, 0.2])
def test_the_linear_map_tells_which_side_of_the_onset_a_world_is_on(alpha: float) -> None:
    model = TurchinRadicals(contagion=alpha, radicals=0.07, moderates=0.03)
    radicals = np.array(course(model, 6000)[0])
    early, late = np.ptp(radicals[1500:1800]), np.ptp(radicals[-300:])
    assert (late > 0.02) == (growth_factor(model) > 1)
    if growth_factor(model) < 1:
        assert late < early / 10 or late < 1e-12


@pytest.mark.parametrize("alpha", [0.12, 0.14])
def test_a_small_departure_fades_at_the_rate_of_the_linear_map(alpha: float) -> None:
    model = TurchinRadicals(contagion=alpha)
    radicals = np.array(course(model, 2400)[0])
    swings = np.array([np.ptp(radicals[year : year + 120]) for year in (1200, 2100)])
    assert (swings[1] / swings[0]) ** (1 / 900) == pytest.approx(growth_factor(model), abs=3e-4)


def test_falling_wages_make_radicals() -> None:
    poor, rich = (TurchinRadicals(contagion=0.1, wages=(wage,), elites=(0.01,)) for wage in (0.7, 1.0))
    assert contagion(poor, 3) == pytest.approx(0.3) and contagion(rich, 3) == pytest.approx(0, abs=1e-12)
    assert max(course(poor, 100)[0][20:]) > max(course(rich, 100)[0][20:])


def test_the_series_hold_their_last_value_and_the_most_is_kept() -> None:
    model = TurchinRadicals(contagion=0.1, wages=(0.9, 0.8), elites=(0.01, 0.02, 0.5))
    assert [contagion(model, year) for year in (0, 1, 9)] == pytest.approx([0.1, 0.7, 1.0])


def test_peaks_of_a_flat_top_count_once() -> None:
    assert peak_years([0, 1, 1, 0, 2, 2, 2]) == [1, 4]


def test_bad_parameters_are_all_told() -> None:
    with pytest.raises(UsageError) as refused:
        TurchinRadicals(ages=1, delay=-1, spontaneous=2, wages=(-1.0,))
    assert len(refused.value.problems) == 4
    with pytest.raises(UsageError, match="the rest is naive"):
        TurchinRadicals(radicals=0.7, moderates=0.7)


def test_a_million_years_pass_in_seconds_and_keep_no_more_than_a_memory() -> None:
    model = TurchinRadicals()
    state = model.start(1, 0)
    model.advance(state, 0, 1_000_000, 1, 0)
    assert state.year == 1_000_000 and len(state.past) < 20
    assert model.observe(state)["peaks"] == pytest.approx(1_000_000 / 57.2, rel=0.02)


@given(worlds())
@settings(max_examples=20)
def test_peaks_are_counted_as_years_pass(model: TurchinRadicals) -> None:
    state = model.start(1, 0)
    model.advance(state, 0, 150, 1, 0)
    seen, peaks = model.observe(state), peak_years(course(model, 150)[0])
    assert (seen["peaks"], seen["last_peak_year"]) == (len(peaks), peaks[-1] if peaks else 0)
