"""The description after the ODD protocol tells the whole of model and case, and cannot fall behind either."""

from typing import get_args

import pytest
from tests.unit.pair import pair

import groundswell as gs
from groundswell.engine.anatomy import anatomy, mechanisms, purposes
from groundswell.engine.state import STATE, TODAY
from groundswell.errors import UsageError
from groundswell.report.odd import elements, odd
from groundswell.report.odd.case import TIES, counted
from groundswell.report.odd.concepts import CONCEPTS
from groundswell.report.odd.words import ABOUT, DATED, DRAWN, FIRST, INPUTS, KINDS
from groundswell.scenario.schema import Scenario, Tie

ELEMENTS = (
    "Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling", "Design concepts",
    "Initialization", "Input data", "Submodels",
)  # fmt: skip
OF_THE_PROTOCOL = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity",
    "Collectives", "Observation",
)  # fmt: skip
CASES = ("bolivia-2003", "peru-2002", "two-republics")


@pytest.fixture(scope="module", params=[None, *CASES], ids=str)
def text(request) -> str:
    return elements(None if request.param is None else gs.load(request.param))


def test_it_has_the_seven_elements_in_their_order(text):
    assert [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")] == list(ELEMENTS)


def test_it_has_the_eleven_design_concepts_in_their_order(text):
    assert tuple(one.name for one in CONCEPTS) == OF_THE_PROTOCOL
    places = [text.index(f"\n### {name}\n") for name in OF_THE_PROTOCOL]
    assert places == sorted(places)


def test_every_variable_of_state_and_day_has_a_unit_and_a_meaning_there(text):
    for kind, fields in {**STATE, **TODAY}.items():
        for field in fields:
            assert field.unit and len(field.meaning) > 3, field
            assert f"| {kind} | `{field.name}` | {field.unit} |" in text, field


def test_every_kind_of_tie_is_told_by_what_it_joins():
    assert tuple(TIES) == get_args(Tie.model_fields["kind"].annotation)
    told = elements(gs.load("two-republics"))
    assert "2 of kind `abroad` (a country hears of another, one way for each tie); 1 of kind `trade` (two countries trade)." in told


def test_every_kind_of_thing_has_words():
    assert set(KINDS) == set(STATE) | set(TODAY)


def test_every_line_of_the_day_stands_in_the_schedule(text):
    assert all(f"`{row.name}`" in text for row in anatomy())


def test_every_mechanism_carries_a_design_concept():
    assert {name for one in CONCEPTS for name in one.mechanisms} == {row.name for row in mechanisms()}


def test_every_purpose_of_luck_has_words(text):
    assert set(DRAWN) == set(purposes())
    assert all(f"| {words} |" in text for words in DRAWN.values())


def test_every_purpose_of_luck_but_those_outside_the_day_is_used_by_a_line_of_it():
    assert set(purposes()) - {purpose for row in anatomy() for purpose in row.draws} == {"LOYALTY", "PRIOR", "POLL", "REPORT"}


def test_every_part_of_a_scenario_has_words_and_a_time_at_which_it_enters(text):
    assert set(INPUTS) == set(Scenario.model_fields)
    for name, (when, words) in INPUTS.items():
        assert when in (FIRST, DATED, ABOUT) and words
        assert f"`{name}`" in text


def test_a_case_tells_its_numbers_and_every_equation():
    scene = gs.load("bolivia-2003")
    found = odd(scene)
    assert (
        scene.question in found
        and "| `acts` | what governments do to people; an act happens only if its government is in office |" in found
    )
    assert all(row.equation in found for row in mechanisms())
    assert all(f"| `{row.name}` | {row.symbol} | {row.unit} |" in found for row in gs.parameters(scene))
    assert "| M37 | `success_diffuses_abroad` | on, without anything to work on: no countries that hear of each other" in found


def test_a_mechanism_that_is_switched_off_is_told_so_and_has_no_submodel():
    found = odd(gs.load("bolivia-autumn"), off=["massacre_scars"])
    assert "| M48 | `massacre_scars` | off |" in found and "### M48" not in found and "### M05" in found
    assert odd(gs.load("bolivia-autumn"), off=iter(["massacre_scars"])) == found
    with pytest.raises(UsageError, match="massacre_scars") as refused:
        odd(gs.load("bolivia-autumn"), off=["massacre_scar", "nothing_like_it"])
    assert len(refused.value.problems) == 2


def test_several_countries_are_counted_one_by_one():
    world = pair()
    found = odd(world)
    assert len(world.countries) == 2 and all(f"| `{country.id}` |" in found for country in world.countries)


def test_an_act_of_whoever_governs_counts_for_the_only_country():
    scene = gs.load("bolivia-autumn")
    act = scene.acts[0].model_dump(mode="json", by_alias=True)
    comes = {"id": "comes-anyway", "government": "any", "structural": "it comes anyway", "demand": None, "severity": 0.0}
    more = scene.set("acts.comes-anyway", act | comes)
    assert [int(counted(one, "bolivia")[-1]) for one in (scene, more)] == [len(scene.acts), len(scene.acts) + 1]


@pytest.mark.parametrize("case", ["one-republic", "two-republics"])
def test_an_invented_case_is_not_said_to_be_held_against_a_record(case):
    text = odd(gs.load(case))
    assert "Nothing is on record for this case" in text and "dates of falls of government, approval polls" not in text
