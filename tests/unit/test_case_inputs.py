"""One rule for the three countries: what the shipped cases hold on debt, exit, memory, activists and the world outside."""

import csv
import gzip
from pathlib import Path

import pytest

from groundswell.scenario.load import LIBRARY, load
from groundswell.scenario.schema import Scenario

CASES = ("bolivia-2003", "ecuador-2005", "peru-2002")
EVERY = (*CASES, "bolivia-autumn")
YEARS = {"bolivia-2003": ("BOL", 2000, 2005), "ecuador-2005": ("ECU", 2004, 2005), "peru-2002": ("PER", 2002, 2006)}
INDICATORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "wdi" / "wdi_country_year.csv.gz"
FROM_OUTSIDE = ("debt", "lender_program", "exit", "mediator", "tutelage")


@pytest.fixture(params=EVERY)
def scene(request: pytest.FixtureRequest) -> Scenario:
    return load(str(request.param))


def rules(case: str) -> str:
    """The rules of coding as the notes of a case tell them, up to what they came to there."""
    text = (LIBRARY / case / "SOURCES.md").read_text(encoding="utf-8")
    return text.split("## What reaches in from outside, and what the past left\n")[1].split("\nHere: ")[0]


def test_the_rules_are_told_in_the_same_words_for_every_country() -> None:
    assert len({rules(case) for case in CASES}) == 1
    assert "without a\nsingle run of any case that read them" in rules("bolivia-2003")


@pytest.mark.skipif(not INDICATORS.is_file(), reason="the data pack is not beside the checkout")
@pytest.mark.parametrize("case", CASES)
def test_debt_and_exit_are_the_means_of_the_published_years(case: str) -> None:
    code, first, last = YEARS[case]
    with gzip.open(INDICATORS, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iso3"] == code and first <= int(row["year"]) <= last]
    debt = sum(float(row["external_debt_pct_gni"]) for row in rows) / len(rows) / 100
    sent = sum(float(row["remittances_usd"]) / float(row["gdp_usd"]) for row in rows) / len(rows)
    (country,) = load(case).countries
    assert len(rows) == last - first + 1
    assert (country.debt, country.exit) == (round(min(1, debt), 2), round(min(1, sent / 0.1), 2))


@pytest.mark.parametrize(("case", "months", "under"), [("bolivia-2003", 73, 63), ("ecuador-2005", 24, 4), ("peru-2002", 55, 52)])
def test_programs_are_counted_over_the_months_of_the_case(case: str, months: int, under: int) -> None:
    (country,) = load(case).countries
    assert len(country.economy) == months and country.lender_program == round(under / months, 2)


def test_the_small_case_takes_what_reaches_in_from_outside_from_the_flagship() -> None:
    small, flagship = load("bolivia-autumn"), load("bolivia-2003")
    for field in FROM_OUTSIDE:
        assert getattr(small.countries[0], field) == getattr(flagship.countries[0], field), field
    assert small.outside_powers == flagship.outside_powers
    militants, bases = (
        {one.id: getattr(one, field) for one in rows}
        for field, rows in (("militants", flagship.organizations), ("base", flagship.governments))
    )
    assert all(one.militants == militants[one.id] for one in small.organizations)
    assert all(one.base == bases.get(one.id, bases["quiroga-2005"]) for one in small.governments)


def test_the_parts_of_the_places_in_the_rents_are_the_whole(scene: Scenario) -> None:
    assert sum(place.resource_share for place in scene.places) == pytest.approx(1, abs=1e-9)


def test_numbers_of_the_scales_lie_on_them(scene: Scenario) -> None:
    assert {one.militants for one in scene.organizations} <= {0, 0.2, 0.3, 0.4, 0.5, 0.6}
    assert {one.base for one in scene.governments} <= {0, 0.1, 0.2, 0.3, 0.9}
    assert {one.mediator for one in scene.countries} <= {0.2, 0.4, 0.6}
    assert all(0.4 <= group.communication <= 0.9 and round(group.communication * 20, 9) % 1 == 0 for group in scene.groups)
    assert all(0 <= group.memory <= 0.9 and round(group.memory * 10, 9) % 1 == 0 for group in scene.groups)


def test_like_organizations_are_as_dense_in_activists_in_every_country() -> None:
    dense = {one.id: one.militants for case in CASES for one in load(case).organizations}
    assert dense["urban-teachers"] == dense["teachers"] == dense["sutep"] == dense["miners-federation"] == max(dense.values())
    assert dense["csutcb"] == dense["conaie"] == dense["peasant-confederations"]
    assert dense["private-business"] == 0


def test_moves_lead_out_of_the_country_into_the_city_and_are_few(scene: Scenario) -> None:
    kinds = {group.id: group.kind for group in scene.groups}
    assert 2 <= len(scene.flows) <= 4
    for flow in scene.flows:
        assert kinds[flow.origin] in {"peasants", "irrigators"} and kinds[flow.target] != kinds[flow.origin], flow.id
        assert 0 < flow.yearly_share <= 0.02


def test_one_power_outside_with_means_bound_elsewhere_and_no_aid(scene: Scenario) -> None:
    (power,) = scene.outside_powers
    assert power.interest == {scene.countries[0].id: 0.6} and power.aid == {}
    assert sum(bound.share for bound in power.commitments) < 1


def test_no_answer_of_the_state_has_become_an_act(scene: Scenario) -> None:
    assert not {act.kind for act in scene.acts} & {"emergency", "layoff", "reform"}
