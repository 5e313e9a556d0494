"""Turchin's three models against their known peaks, periods and identities."""

import numpy as np
import pytest
from scipy.signal import argrelmax
from tests.blind.classics import turchin as model


def test_stress_index_by_hand() -> None:
    wage = [1.0, 0.8, 1.25]
    elites = model.elite_numbers(wage)
    assert elites == pytest.approx([1.0, 1.0, 1.025])
    income = model.elite_income(wage, elites)
    assert income == pytest.approx([1.0, 0.6 / 0.5, 0.375 / 0.5 / 1.025])
    parts = model.stress_index(wage, [0.5] * 3, [0.2] * 3, elites, income, [0.6] * 3, [0.25] * 3)
    assert parts["masses"] == pytest.approx([0.1, 0.125, 0.08])
    assert parts["elites"] == pytest.approx([1.0, 1 / 1.2, 1.025**2 / 0.75])
    assert parts["stress"] == pytest.approx(parts["masses"] * parts["elites"] * 0.45)


def test_contagion_rest() -> None:
    rests = model.contagion_rest()
    assert len(rests) == 1
    assert rests[0] == pytest.approx((0.064298, 0.033690), abs=1e-5)
    radicals, moderates = model.contagion_run(4000)
    assert (radicals[-1], moderates[-1]) == pytest.approx(rests[0], abs=1e-8)


def test_contagion_cycles() -> None:
    radicals, moderates = model.contagion_run(3000, alpha=0.3)
    peaks = argrelmax(radicals)[0]
    assert list(peaks[:4]) == [12, 72, 130, 187]
    late = peaks[peaks > 1000]
    assert np.mean(np.diff(late)) == pytest.approx(57.2, rel=0.01)
    assert radicals[1000:].max() == pytest.approx(0.4836, rel=0.01)
    assert moderates[1000:].max() == pytest.approx(0.4556, rel=0.01)


@pytest.mark.parametrize(("alpha", "cycles"), [(0.15, False), (0.165, True)])
def test_onset_of_cycles(alpha: float, cycles: bool) -> None:
    radicals, _ = model.contagion_run(20000, alpha=alpha)
    assert (np.ptp(radicals[-500:]) > 1e-3) == cycles


def test_everybody_is_counted() -> None:
    ages = model.even_start(30, 0.2, 0.1)
    for _ in range(40):
        ages = model.contagion_step(ages, 0.3, 0.2)
        assert sum(part.sum() for part in ages) == pytest.approx(1.0)
        assert ages.susceptible + ages.radical + ages.moderate == pytest.approx(np.full(30, 1 / 30))


@pytest.mark.parametrize(
    ("lift", "most_people", "at", "most_treasure", "then", "empty"),
    [(3.0, 3.130, 227.0, 48.87, 159.0, 245.6), (2.0, 2.199, 198.4, 29.19, 139.1, 214.8)],
)
def test_fiscal_cycle(lift: float, most_people: float, at: float, most_treasure: float, then: float, empty: float) -> None:
    p = model.Fiscal(lift=lift)
    times = np.arange(0, 4001) * 0.1
    people, treasure, emptied = model.fiscal_path(times, 0.5, 0.0, p)
    assert people.max() == pytest.approx(most_people, rel=5e-3)
    assert times[people.argmax()] == pytest.approx(at, rel=5e-3)
    assert treasure.max() == pytest.approx(most_treasure, rel=5e-3)
    assert times[treasure.argmax()] == pytest.approx(then, rel=5e-3)
    assert emptied == pytest.approx([empty], rel=5e-3)
    top = int(treasure.argmax())
    assert people[top] / model.capacity(treasure[top], p) == pytest.approx(1 - p.spending / p.surplus, abs=2e-3)
    top = int(people.argmax())
    assert people[top] / model.capacity(treasure[top], p) == pytest.approx(1, abs=2e-3)
    assert np.all(treasure >= 0)
    assert people[-1] == pytest.approx(p.base_capacity, abs=0.1)


def test_an_empty_treasure_refills_when_people_are_few() -> None:
    # Start above the level at which the surplus pays for the state, with population growing downward from above capacity: never refilled.
    people, treasure, _ = model.fiscal_path([0.0, 50.0], 0.9, 0.0, model.Fiscal())
    assert treasure[-1] == 0.0
    assert people[-1] > 0.9
    # Cheap state: the surplus stays positive up to 0.95 of the capacity.
    _, treasure, _ = model.fiscal_path([0.0, 5.0], 0.9, 0.0, model.Fiscal(spending=0.05))
    assert treasure[-1] > 0.0
