"""Turchin's three models against a second writing of them."""

import numpy as np
import pytest
from tests.blind.classics import turchin as twin

from groundswell.models.turchin.fiscal import TurchinFiscal
from groundswell.models.turchin.radicals import TurchinRadicals, contagion, course, equilibria
from groundswell.models.turchin.stress import TurchinStress, stresses

SETS = 50
ROUNDING = 1e-9
SOLVERS = 1e-7  # two solvers, each held to ten digits or more


def series(rng: np.random.Generator, low: float, high: float, years: int) -> tuple[float, ...]:
    return tuple(rng.uniform(low, high, years).tolist())


@pytest.mark.parametrize("seed", [1, 2])
def test_the_stress_index_and_its_parts_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        years, labor = int(rng.integers(2, 40)), float(rng.uniform(0, 0.6))
        wages, urban, young = series(rng, 0.5, 1.5, years), series(rng, 0.2, 1, years), series(rng, 0.1, 0.3, years)
        debt, distrust, offices = series(rng, 0.2, 2, years), series(rng, 0.1, 0.9, years), series(rng, 0.5, 2, years)
        neutral, mobility = float(rng.uniform(0.9, 1.2)), float(rng.uniform(0, 0.05))
        model = TurchinStress(wages, urban, young, offices, debt, distrust, neutral, mobility, labor)
        elites = twin.elite_numbers(wages, neutral, mobility)
        income = twin.elite_income(wages, elites, labor)
        theirs = twin.stress_index(wages, urban, young, elites, income, debt, [1 - value for value in distrust], offices)
        assert stresses(model, years) == pytest.approx(theirs["stress"] / theirs["stress"][0], rel=ROUNDING)
        state = model.start(1, 0)
        model.advance(state, 0, years - 1, 1, 0)
        seen = model.observe(state)
        assert (seen["elites"], seen["elite_income"]) == pytest.approx((elites[-1], income[-1]), rel=ROUNDING)
        for ours, name in (("mass", "masses"), ("elite", "elites"), ("fiscal", "state")):
            assert seen[ours] == pytest.approx(theirs[name][-1] / theirs[name][0], rel=ROUNDING)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_waves_of_radicals_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        ages, delay, years = int(rng.integers(2, 70)), int(rng.integers(0, 25)), 120
        alpha, gamma, delta, spontaneous = rng.uniform(0, 1.2), rng.uniform(0, 3), rng.uniform(0, 2), 10 ** rng.uniform(-5, -1)
        radicals, moderates = rng.uniform(0, 0.5), rng.uniform(0, 0.5)
        model = TurchinRadicals(
            ages=ages, contagion=alpha, restraint=gamma, disenchantment=delta, spontaneous=spontaneous, delay=delay, radicals=radicals,
            moderates=moderates,
        )  # fmt: skip
        start = twin.even_start(ages, radicals, moderates)
        theirs = twin.contagion_run(years, float(alpha), gamma, delta, delay, spontaneous, start)
        assert np.array(course(model, years)) == pytest.approx(np.array(theirs), abs=ROUNDING)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_equilibria_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS // 5):
        alpha, gamma, delta, spontaneous = rng.uniform(0, 0.8), rng.uniform(0.2, 2), rng.uniform(0.1, 1.5), 10 ** rng.uniform(-4, -2)
        ages = int(rng.integers(20, 60))
        model = TurchinRadicals(ages=ages, contagion=alpha, restraint=gamma, disenchantment=delta, spontaneous=spontaneous)
        assert equilibria(model) == [pytest.approx(rest, abs=1e-8) for rest in twin.contagion_rest(alpha, gamma, delta, spontaneous, ages)]


def test_what_wages_and_elites_add_is_the_same_below_the_most():
    rng = np.random.default_rng(1)
    for _ in range(SETS):
        wage, elites = float(rng.uniform(0.5, 0.9)), float(rng.uniform(0.01, 0.015))
        model = TurchinRadicals(contagion=0.1, wages=(wage,), elites=(elites,))
        assert contagion(model, 0) == pytest.approx(twin.forced_alpha(wage, elites))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_people_and_its_state_are_the_same(seed):
    rng = np.random.default_rng(seed)
    fell = 0
    for _ in range(SETS // 2):
        growth, tax, spending = float(rng.uniform(0.005, 0.06)), float(rng.uniform(0.5, 2)), float(rng.uniform(0.1, 0.6))
        base, gain, half = float(rng.uniform(0.5, 2)), float(rng.uniform(0, 5)), float(rng.uniform(2, 30))
        people, resources = float(rng.uniform(0.2, 1.5)), float(rng.choice([0.0, rng.uniform(0, 20)]))
        model = TurchinFiscal(people, resources, growth, tax, spending, base, gain, half)
        times = [20.0, 90.0, 250.0]
        theirs = twin.fiscal_path(times, people, resources, twin.Fiscal(growth, tax, spending, base, gain, half))
        state = model.start(1, 0)
        for k, time in enumerate(times):
            model.advance(state, state.year, time, 1, 0)
            seen = model.observe(state)
            assert (seen["people"], seen["resources"]) == pytest.approx((theirs[0][k], theirs[1][k]), rel=SOLVERS, abs=SOLVERS)
        if theirs[2] and theirs[2][0] > 0:
            fell += 1
            assert seen["solvent_years"] == pytest.approx(theirs[2][0], rel=SOLVERS)
    assert fell > 5
