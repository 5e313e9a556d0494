"""The Lang & De Sterck revolution equation against numbers worked out by hand and against a brute-force solver."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from tests.blind.classics import lang_de_sterck as model


def test_times_of_a_revolution() -> None:
    parameters = (1.0, 0.5, 0.8, 0.5)
    assert model.balance_share(1.0, 0.5) == pytest.approx(2 / 3)
    first = model.time_to_reach(0.5, 0.25, *parameters)
    assert first == pytest.approx(0.610860, abs=1e-6)
    assert model.time_to_reach(0.99, 0.25, *parameters) - first == pytest.approx(3.912023, abs=1e-6)
    assert model.long_run(0.1999, *parameters) == 0.0
    assert model.long_run(0.2001, *parameters) == 1.0
    assert model.regime(*parameters) == "tips at visibility"


def test_lasting_unrest() -> None:
    parameters = (1.0, 2.0, 0.8, 0.5)
    for r0 in (0.201, 0.3, 0.45, 0.499):
        assert model.long_run(r0, *parameters) == pytest.approx(1 / 3)
        assert model.share_at(40.0, r0, *parameters) == pytest.approx(1 / 3, abs=1e-12)
    found = model.equilibria(*parameters)
    assert found["stable"] == pytest.approx([0, 1 / 3, 1])
    assert found["tipping"] == pytest.approx([0.2, 0.5])
    assert model.regime(*parameters) == "lasting unrest"
    assert model.long_run(0.5, *parameters) == 1.0


def test_switches_are_strict() -> None:
    assert not model.visible(0.5, 0.5)
    assert not model.policed(0.5, 0.5)
    # alpha = beta = 1/2: the band is the one point 1/2, which stands still while its neighbors leave.
    assert model.regime(1.0, 1.0, 0.5, 0.5) == "neutral band"
    assert model.path([0.0, 3.0], 0.5, 1.0, 1.0, 0.5, 0.5) == [0.5, 0.5]


def test_long_run_agrees_with_the_listed_equilibria() -> None:
    rng = np.random.default_rng(8)
    for _ in range(300):
        c1, c2 = rng.uniform(0.1, 3, 2)
        alpha, beta = rng.uniform(0, 1, 2)
        found = model.equilibria(c1, c2, alpha, beta)
        for tip in found["tipping"]:
            assert model.long_run(tip - 1e-9, c1, c2, alpha, beta) < model.long_run(tip + 1e-9, c1, c2, alpha, beta)
        for rest in found["stable"]:
            for push in (-1e-6, 1e-6):
                r0 = min(max(rest + push, 0.0), 1.0)
                assert model.long_run(r0, c1, c2, alpha, beta) == pytest.approx(rest)
        if found["neutral"] is None:
            for r0 in rng.uniform(0, 1, 5):
                assert any(math.isclose(model.long_run(r0, c1, c2, alpha, beta), rest) for rest in found["stable"])


def test_path_solves_the_equation() -> None:
    rng = np.random.default_rng(9)
    times = np.linspace(0, 4, 9)
    for _ in range(10):
        c1, c2 = rng.uniform(0.2, 2, 2)
        alpha, beta = rng.uniform(0.1, 0.9, 2)
        r0 = rng.uniform(0.02, 0.98)
        brute = solve_ivp(
            lambda _, r: [model.growth(r[0], c1, c2, alpha, beta)], (0, 4), [r0], t_eval=times, max_step=1e-2, rtol=1e-9, atol=1e-12  # noqa: B023
        )
        assert model.path(list(times), r0, c1, c2, alpha, beta) == pytest.approx(brute.y[0], abs=2e-4)
