"""A riot as an epidemic in one place."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.special import lambertw

from groundswell.errors import UsageError
from groundswell.models.riots.burbeck import Burbeck, final_share, final_size, invariant, peak, reproduction


def followed(model: Burbeck, days: float, parts: int = 1) -> list[dict[str, float]]:
    state, seen = model.start(1, 0), []
    for k in range(parts):
        model.advance(state, days * k / parts, days * (k + 1) / parts, 1, 0)
        seen.append(model.observe(state))
    return seen


@st.composite
def riots(draw: st.DrawFn) -> Burbeck:
    return Burbeck(draw(st.floats(0.1, 50)), draw(st.floats(1e-6, 5)), draw(st.floats(0.001, 0.3)), draw(st.floats(0.01, 3)))


def test_every_number_on_record_comes_out() -> None:
    assert all(check.holds(check.ours()) for check in Burbeck.reproduces)


@given(st.floats(1.001, 50))
def test_the_final_share_is_the_one_of_lamberts_function(ratio: float) -> None:
    known = 1 + lambertw(-ratio * math.exp(-ratio)).real / ratio
    assert final_share(ratio) == pytest.approx(known, abs=1e-9)


@given(riots())
@settings(max_examples=25)
def test_the_invariant_does_not_change_and_nobody_is_lost(model: Burbeck) -> None:
    state = model.start(1, 0)
    begun = invariant(model, state)
    for day in range(0, 60, 6):
        model.advance(state, day, day + 6, 1, 0)
        seen = model.observe(state)
        assert invariant(model, state) == pytest.approx(begun, rel=1e-8, abs=1e-8)
        assert seen["susceptible"] + seen["rioters"] + seen["left"] == pytest.approx(model.susceptible + model.rioters)


@given(riots())
@settings(max_examples=25)
def test_the_course_meets_the_peak_and_the_final_size_of_the_closed_forms(model: Burbeck) -> None:
    solved = solve_ivp(
        lambda _, y: [-model.contagion * y[0] * y[1], model.contagion * y[0] * y[1] - model.leaving_rate * y[1]],
        (0, 60 / model.leaving_rate + 3000),
        [model.susceptible, model.rioters],
        method="LSODA",
        rtol=1e-9,
        atol=1e-12,
        dense_output=True,
    )
    assert float(np.max(solved.y[1])) <= peak(model) * (1 + 1e-6)
    if abs(reproduction(model) - 1) > 0.1:  # near 1 a riot fades for ever
        assert model.susceptible + model.rioters - solved.y[0][-1] == pytest.approx(final_size(model), rel=1e-5)
    ours = followed(model, 10.0)[-1]
    assert [ours["susceptible"], ours["rioters"]] == pytest.approx(list(solved.sol(10.0)), rel=1e-6, abs=1e-9)


@given(riots())
@settings(max_examples=15)
def test_time_may_be_split(model: Burbeck) -> None:
    assert followed(model, 30.0)[-1] == pytest.approx(followed(model, 30.0, 7)[-1], rel=1e-8, abs=1e-8)


def test_below_one_a_riot_only_fades() -> None:
    fading = [seen["rioters"] for seen in followed(Burbeck(susceptible=3, rioters=1, contagion=0.3, leaving_rate=1), 20, 40)]
    assert all(later < earlier for earlier, later in pairwise(fading))


def test_more_contagion_never_makes_a_riot_smaller() -> None:
    sizes = [final_size(Burbeck(contagion=beta)) for beta in np.linspace(0, 3, 40)]
    assert sizes == sorted(sizes)


def test_counting_in_persons_or_in_shares_gives_the_same_riot() -> None:
    shares = followed(Burbeck(1, 0.01, 1.2, 0.4), 9)[-1]
    persons = followed(Burbeck(5000, 50, 1.2 / 5000, 0.4), 9)[-1]
    assert persons["rioters"] == pytest.approx(5000 * shares["rioters"], rel=1e-8)


@pytest.mark.parametrize("off", [{"contagion": 0.0}, {"susceptible": 0.0}, {"rioters": 0.0}, {"leaving_rate": 0.0}])
def test_with_a_part_off_the_course_is_known(off: dict[str, float]) -> None:
    model = Burbeck(rioters=0.2) if "rioters" not in off else Burbeck()
    model = Burbeck(**(model.plain() | off))
    seen = followed(model, 5)[-1]
    if off.get("leaving_rate") == 0.0:
        assert seen["rioters"] + seen["susceptible"] == pytest.approx(1.2)
    else:
        assert seen["rioters"] == pytest.approx(model.rioters * math.exp(-0.5 * 5), abs=1e-12)


def test_bad_parameters_are_told() -> None:
    with pytest.raises(UsageError) as refused:
        Burbeck(susceptible=-1, rioters=math.inf, contagion=-2)
    assert len(refused.value.problems) == 3
    with pytest.raises(UsageError, match="contagion times"):
        Burbeck(susceptible=1e9, contagion=1.0)


@pytest.mark.parametrize(("reproduction", "first"), [(math.nan, 0), (-1, 0), (2, -0.1), (math.inf, 0)])
def test_a_share_of_no_riot_is_refused(reproduction, first):
    with pytest.raises(UsageError, match="final_share"):
        final_share(reproduction, first)
