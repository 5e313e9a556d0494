"""What the hold-out case of Ecuador holds, and what it must not hold."""

import csv
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from groundswell.analysis.against import COMPARED, NOT_COMPARABLE
from groundswell.scenario.load import LIBRARY, check, load
from groundswell.scenario.schema import Scenario
from groundswell.sources import is_assumed, source_ids

CASE = "ecuador-2005"
CENSUS_2001 = 12_156_608
FELL = date(2005, 4, 20)
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ANSWERS = re.compile(
    r"strik|blockad|march(?!\s\d)|massacre|clash|protest|uprising|resign|referendum|concession|hunger|riot|emergency"
    r"|mutin|siege|truce|demonstrat|rall(y|ies)|occup|killed|shot|overthr|\bfall|impeach",
    re.IGNORECASE,
)


def table(name: str, case: str = CASE) -> list[dict[str, str]]:
    with (LIBRARY / case / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def observed(quantity: str) -> list[dict[str, str]]:
    return [row for row in table("observed.csv") if row["quantity"] == quantity]


def source_texts(value: Any) -> Iterator[str]:
    """Every source text of a scenario, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "source":
                yield item
            elif key == "sources" and isinstance(item, dict):
                yield from item.values()
            else:
                yield from source_texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from source_texts(item)


@pytest.fixture(scope="module")
def scene() -> Scenario:
    return load(CASE)


def test_the_case_has_no_fault_and_is_small(scene: Scenario) -> None:
    assert check(CASE) == ()
    assert 4 <= len(scene.places) <= 7 and 8 <= len(scene.groups) <= 14


def test_the_window_is_two_whole_years_with_an_economy_for_every_month(scene: Scenario) -> None:
    assert (scene.start, scene.end) == (date(2004, 1, 1), date(2005, 12, 31))
    assert [row.month for row in scene.countries[0].economy] == [f"{y}-{m:02d}" for y in (2004, 2005) for m in range(1, 13)]


def test_every_parameter_is_shared(scene: Scenario) -> None:
    assert scene.parameters == {}


def test_groups_are_the_whole_country_once(scene: Scenario) -> None:
    assert sum(group.population for group in scene.groups) == CENSUS_2001 == scene.countries[0].population
    assert all(group.id.startswith(f"{group.place}/") for group in scene.groups)


def test_groups_lie_in_the_range_of_their_kind_in_the_flagship(scene: Scenario) -> None:
    # Settlers and the city poor have one group each, or nearly, in the flagship: groups.csv says why two leave it.
    said = {"amazon/residents", "guayaquil/popular"}
    flagship = load("bolivia-2003").groups
    for group in scene.groups:
        alike = [one.mobilizable_share for one in flagship if one.kind == group.kind]
        assert alike, f"{group.kind}: no such kind in the flagship"
        assert group.id in said or min(alike) <= group.mobilizable_share <= max(alike), group.id


def test_no_act_is_an_answer_of_the_people_the_forces_or_congress(scene: Scenario) -> None:
    assert [act.id for act in scene.acts if ANSWERS.search(f"{act.id} {act.name}")] == []
    assert {act.dated_from for act in scene.acts} == {"act"}


def test_no_act_rests_on_a_fall(scene: Scenario) -> None:
    for act in scene.acts:
        assert act.government == scene.countries[0].first_government and act.structural is None, act.id
        assert scene.start <= act.date < FELL, act.id


def test_what_was_done_in_the_last_week_is_no_input(scene: Scenario) -> None:
    assert not [act.id for act in scene.acts if date(2005, 4, 1) <= act.date]
    assert not scene.elections and not scene.handovers


def test_severity_is_the_rule_of_the_flagship_applied_to_three_grades(scene: Scenario) -> None:
    grades = {row["act"]: row for row in table("acts-coding.csv")}
    steps = {column: {float(row[column]) for row in table("acts-coding.csv", "bolivia-2003")} for column in ("taken", "at_once", "signed")}
    assert set(grades) == {act.id for act in scene.acts}
    for act in scene.acts:
        row = grades[act.id]
        exact = float(row["taken"]) * (float(row["at_once"]) + float(row["signed"])) / 2
        assert act.severity == pytest.approx(math.floor(exact * 20 + 0.5 + 1e-9) / 20) == float(row["severity"]), act.id
        assert all(float(row[column]) in steps[column] for column in steps), f"{act.id}: a grade that the flagship does not know"


def test_whole_courts_weigh_more_than_parts_and_no_more_than_the_scale_allows(scene: Scenario) -> None:
    severity = {act.id: act.severity for act in scene.acts}
    gas = max(act.severity for act in load("bolivia-2003").acts if act.demand == "gas")
    assert severity["tribunals-2004"] == severity["trials-annulled-2005"] < severity["supreme-court-2004"] <= gas


def test_the_national_question_asks_to_undo_and_reaches_groups_as_the_agenda_does(scene: Scenario) -> None:
    (national,) = (demand for demand in scene.demands if demand.national)
    assert national.id == "legality" and national.veto
    assert national.exposure == {group.id: group.agenda_exposure for group in scene.groups}


def test_no_act_touches_the_pay_of_the_police(scene: Scenario) -> None:
    assert {act.police_grievance for act in scene.acts} == {0}


def test_more_than_half_of_congress_can_remove_a_head_and_no_head_has_less_than_the_lent_third(scene: Scenario) -> None:
    lent = next(one.seats_share for one in load("bolivia-2003").governments if one.id == "mesa")
    assert scene.countries[0].removal_quorum == 0.51
    assert {one.id: one.seats_share for one in scene.governments} == {
        "gutierrez": lent, "palacio": lent, "elected-by-congress": 0.5, "outsider": lent, "establishment": lent,
    }  # fmt: skip


def test_like_cabinets_and_like_reasons_have_the_numbers_of_the_other_hold_out(scene: Scenario) -> None:
    other = load("peru-2002")
    mine, theirs = (next(one for one in s.governments if one.id == s.countries[0].first_government) for s in (scene, other))
    assert (mine.line, mine.unity) == (theirs.line, theirs.unity)
    assert scene.countries[0].removal_quorum == other.countries[0].removal_quorum
    lines = {one.id: one.line for one in (*scene.organizations, *other.organizations)}
    assert lines["teachers"] == lines["sutep"] and lines["popular-front"] == lines["cgtp"] and lines["democratic-left"] == lines["apra"]
    shares = {group.id: group.mobilizable_share for group in (*scene.groups, *other.groups)}
    assert shares["quito/middle-class"] == shares["lima/middle-class"]


def test_the_group_most_concerned_by_the_national_question_stands_at_one_in_every_country() -> None:
    assert {max(group.agenda_exposure for group in load(case).groups) for case in (CASE, "peru-2002", "bolivia-2003")} == {1}


def test_a_deputy_and_whoever_congress_elects_follow(scene: Scenario) -> None:
    chain = {one.id: one.successor for one in scene.governments}
    assert chain["gutierrez"] == "palacio" and chain["palacio"] == "elected-by-congress"
    assert chain["elected-by-congress"] is None
    assert all(one.calls_election_within is None for one in scene.governments), "no early vote was due"


def test_heads_without_a_name_have_the_values_of_the_flagship(scene: Scenario) -> None:
    there = {one.id: one for one in load("bolivia-2003").governments}
    here = {one.id: one for one in scene.governments}
    for one, other in (("elected-by-congress", "caretaker"), ("outsider", "morales"), ("establishment", "quiroga-2005")):
        for field in ("line", "unity", "approval_at_entry", "hope_at_entry", "policy"):
            assert getattr(here[one], field) == getattr(there[other], field), f"{one}.{field}"


def test_only_heads_of_government_are_named(scene: Scenario) -> None:
    named = {one.head for one in scene.governments if not one.head.startswith("Whoever")}
    assert named == {"Lucio Gutiérrez", "Alfredo Palacio"}


def test_every_source_resolves_and_every_assumption_has_a_reason(scene: Scenario) -> None:
    known = {source.id for source in scene.sources}
    for text in source_texts(scene.model_dump()):
        assert is_assumed(text) or set(source_ids(text)) <= known, text
        assert not is_assumed(text) or len(text) > len("assumed: too short to be a reason"), text


def test_every_source_of_the_bibliography_is_used_and_openly_usable(scene: Scenario) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (LIBRARY / CASE).glob("*") if file.name != "sources.csv")
    assert [source.id for source in scene.sources if source.id not in text] == []
    assert all(source.licence and "SA" not in source.licence for source in scene.sources)
    assert "tier_b" not in text


def test_what_is_remembered_says_so(scene: Scenario) -> None:
    for source in scene.sources:
        assert (source.kind == "recall") == source.id.startswith("recalled"), source.id


def test_observations_name_places_days_sources_and_terms_of_use(scene: Scenario) -> None:
    places, known = {place.id for place in scene.places} | {"national"}, {source.id for source in scene.sources}
    for row in table("observed.csv"):
        assert row["quantity"] in {*COMPARED, *NOT_COMPARABLE} and row["place"] in places and row["source"] in known
        assert scene.start <= date.fromisoformat(row["date"]) <= scene.end
        assert not row["end_date"] or row["end_date"] > row["date"]
        assert row["precision"] in {"day", "about", "order", "month"}
        assert row["licence"] == ("CC0 1.0" if row["source"] == "mass-mobilization" else "facts, cited")
        if row["quantity"] == "window":
            assert row["note"] and not row["value"]
            continue
        assert float(row["low"] or row["value"]) <= float(row["value"]) <= float(row["high"] or row["value"])


def test_one_death_by_forces_and_one_of_unknown_hand_are_on_record() -> None:
    ((place, day, value, who),) = ((row["place"], row["date"], row["value"], row["who"]) for row in observed("killed_by_forces"))
    assert (place, day, value, who) == ("quito", "2005-04-19", "1", "forces")
    assert [(row["date"], row["who"]) for row in observed("killed_other")] == [("2005-04-20", "unknown")]


def test_the_fall_on_record_is_that_of_the_first_government(scene: Scenario) -> None:
    assert [(row["date"], row["note"]) for row in observed("fall")] == [(str(FELL), scene.countries[0].first_government)]


def test_events_of_the_nights_of_april_are_on_record_in_two_layers() -> None:
    nights = [row for row in observed("protest_event") if "2005-04-13" <= row["date"] <= "2005-04-20" and row["place"] == "quito"]
    layers = {row["source"] == "mass-mobilization" for row in nights}
    assert layers == {True, False} and {row["date"] for row in nights} >= {"2005-04-13", "2005-04-19", "2005-04-20"}


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data pack is not beside the checkout")
def test_the_layer_of_mass_mobilization_is_whole() -> None:
    with (SHARED / "data" / "mass_mobilization" / "mm_events.csv").open(encoding="utf-8", newline="") as file:
        given = {row["id"]: row["start_date"] for row in csv.DictReader(file) if row["iso3"] == "ECU"}
    inside = sorted(day for day in given.values() if "2004-01-01" <= day <= "2005-12-31")
    assert sorted(row["date"] for row in observed("protest_event") if row["source"] == "mass-mobilization") == inside


@pytest.mark.skipif(not (SHARED / "record").is_dir(), reason="the coded record is not beside the checkout")
def test_acts_and_observations_rest_on_events_of_the_record(scene: Scenario) -> None:
    with (SHARED / "record" / "chronology.csv").open(encoding="utf-8", newline="") as file:
        record = {row["event_id"]: row for row in csv.DictReader(file) if row["country"] == "Ecuador"}
    for act in scene.acts:
        for event in act.record:
            days = (record[event]["date"], record[event]["end_date"])
            assert abs((act.date - date.fromisoformat(days[0])).days) <= 1, f"{act.id}: {days}"
    for row in table("observed.csv"):
        for event in re.findall(r"\bE\d{4}\b", row["note"]):
            assert record[event]["date"] <= (row["end_date"] or row["date"]) and row["date"] <= record[event]["end_date"], row
