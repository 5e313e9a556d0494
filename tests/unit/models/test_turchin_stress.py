"""The stress index, from yearly series."""

import csv
import math
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.errors import UsageError
from groundswell.models.turchin.stress import TERMS, TurchinStress, filled, relative_wage, stresses

FILE = "GROUNDSWELL_PSI_FILE"


def test_every_number_on_record_comes_out() -> None:
    assert all(check.holds(check.ours()) for check in TurchinStress.reproduces)


def series(low: float, high: float) -> st.SearchStrategy[tuple[float, ...]]:
    return st.lists(st.floats(low, high), max_size=8).map(tuple)


@st.composite
def societies(draw: st.DrawFn) -> TurchinStress:
    return TurchinStress(
        wages=draw(series(0.3, 1.8)),
        urban=draw(series(0.1, 1)),
        young=draw(series(0.05, 0.3)),
        offices=draw(series(0.5, 2)),
        debt=draw(series(0.1, 3)),
        distrust=draw(series(0.05, 1)),
        mobility=draw(st.floats(0, 0.2)),
        labor_share=draw(st.floats(0, 0.5)),
        neutral_wage=draw(st.floats(0.8, 1.2)),
    )


@given(societies())
def test_the_index_is_the_product_of_its_three_parts_and_starts_at_one(model: TurchinStress) -> None:
    state = model.start(1, 0)
    assert model.observe(state)["stress"] == pytest.approx(1)
    model.advance(state, 0, 9, 1, 0)
    seen = model.observe(state)
    assert seen["stress"] == pytest.approx(seen["mass"] * seen["elite"] * seen["fiscal"])
    assert all(math.isfinite(value) and value >= 0 for value in seen.values())


@given(societies())
def test_the_index_is_the_formula_of_the_paper_written_out(model: TurchinStress) -> None:
    def at(values: tuple[float, ...], year: int) -> float:
        return values[min(year, len(values) - 1)] if values else 1.0

    elites = [1.0]
    for year in range(12):
        w = at(model.wages, year)
        elites.append(max(0.01, elites[-1] + model.mobility * (model.neutral_wage / w - 1)))
    psi = []
    for year in range(12):
        w, e = at(model.wages, year), elites[year]
        income = (1 - model.labor_share * w) / e
        mmp = at(model.urban, year) * at(model.young, year) / w
        psi.append(mmp * e / income / at(model.offices, year) * at(model.debt, year) * at(model.distrust, year))
    assert stresses(model, 12) == pytest.approx([each / psi[0] for each in psi])


@given(societies(), st.sampled_from(TERMS))
def test_a_term_left_out_no_longer_moves_the_index(model: TurchinStress, term: str) -> None:
    without = replace(model, terms=tuple(one for one in TERMS if one != term))
    if term in ("debt", "distrust", "urban", "young", "offices"):
        changed = replace(without, **{term: (0.3, 0.9)})
        assert stresses(changed, 6) == pytest.approx(stresses(without, 6))


@given(societies())
def test_a_scale_of_a_series_changes_nothing(model: TurchinStress) -> None:
    doubled = replace(model, debt=tuple(2 * value for value in model.debt))
    assert stresses(doubled, 9) == pytest.approx(stresses(model, 9))


def test_lower_wages_never_lower_the_elites() -> None:
    ends = []
    for wage in (1.2, 1.0, 0.9, 0.7):
        model = TurchinStress(wages=(wage,))
        state = model.start(1, 0)
        model.advance(state, 0, 20, 1, 0)
        ends.append(model.observe(state)["elites"])
    assert ends == sorted(ends) and ends[1] == 1


def test_elites_do_not_become_less_than_none() -> None:
    model = TurchinStress(wages=(1.9,), mobility=1.0)
    state = model.start(1, 0)
    model.advance(state, 0, 50, 1, 0)
    assert model.observe(state)["elites"] == 0.01


def test_gaps_are_filled_along_a_line() -> None:
    assert filled([None, 1.0, None, None, 4.0, None]) == (1.0, 1.0, 2.0, 3.0, 4.0, 4.0)
    with pytest.raises(UsageError, match="no value"):
        filled([None, None])


def test_bad_parameters_are_told() -> None:
    with pytest.raises(UsageError) as refused:
        TurchinStress(wages=(0.0,), debt=(-1.0,), terms=("no such term",))
    assert len(refused.value.problems) == 3
    with pytest.raises(UsageError, match="elites earn nothing"):
        TurchinStress(wages=(2.5,))
    with pytest.raises(UsageError, match="each term once"):
        TurchinStress(terms=("wage", "wage"))


@pytest.mark.skipif(FILE not in os.environ, reason=f"the yearly file of the United States has no licence; name a copy in {FILE}")
def test_the_public_file_of_the_united_states_gives_the_published_course() -> None:
    """Columns year, ProdWage, UnskillWage, GDPpc, Urbanization, Age20_29, RelDebt, Distrust, from 1945 on, with gaps."""
    rows = list(csv.DictReader(Path(os.environ[FILE]).read_text(encoding="utf-8").splitlines()))
    years = [int(row["year"]) for row in rows]

    def column(name: str) -> tuple[float, ...]:
        return filled([float(row[name]) if row[name] else None for row in rows])

    known = sum(1 for row in rows if row["ProdWage"] and row["UnskillWage"] and row["GDPpc"])
    base = years.index(1980)
    kinds = [relative_wage(column(name)[:known], column("GDPpc")[:known], base) for name in ("ProdWage", "UnskillWage")]
    model = TurchinStress(
        wages=tuple((a + b) / 2 for a, b in zip(*kinds, strict=True)),
        urban=tuple(value / 100 for value in column("Urbanization")),
        young=tuple(value / 60 for value in column("Age20_29")),
        debt=tuple(value / 100 for value in column("RelDebt")),
        distrust=tuple(value / 100 for value in column("Distrust")),
    )
    stress, state = stresses(model, len(years)), model.start(1, 0)
    model.advance(state, 0, len(years) - 1, 1, 0)
    trusted = next(year for year, row in zip(years, rows, strict=True) if row["Distrust"])
    assert max(zip(model.wages, years, strict=False)) == (pytest.approx(1.226, abs=5e-4), 1958)
    assert min(zip(state.elites, years, strict=True))[1] == 1979
    assert min((value, year) for value, year in zip(stress, years, strict=True) if year >= trusted)[1] == 1966
    assert stress[years.index(2010)] / stress[base] == pytest.approx(12.66, rel=0.01)


@pytest.mark.parametrize(
    ("call", "values"),
    [
        (relative_wage, ([1, 2], [1], 0)), (relative_wage, ([1, 2], [1, 0], 0)), (relative_wage, ([1, 2], [1, 2], 5)),
        (relative_wage, ([1, 2], [1, 2], -1)), (relative_wage, ([], [], 0)), (relative_wage, ([0, 2], [1, 2], 0)),
        (relative_wage, ([1, math.nan], [1, 2], 0)), (filled, ([],)), (filled, ([None],)), (filled, ([1.0, math.nan],)),
    ],
)  # fmt: skip
def test_series_without_sense_are_refused_with_four_parts(call, values):
    with pytest.raises(UsageError) as refused:
        call(*values)
    assert all(refused.value.problems[0])


def test_the_picture_says_that_the_three_parts_multiply():
    summary = TurchinStress().picture().summary
    total, mass, elite, fiscal = (float(number) for number in re.findall(r"\d+\.\d+", summary))
    assert "multiply" in summary and mass * elite * fiscal == pytest.approx(total, rel=0.02)
