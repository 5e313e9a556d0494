"""What the case of Peru holds, and what it must not hold: it is held out, so nothing in it may lean on a run."""

import csv
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from groundswell.scenario.load import LIBRARY, check, load
from groundswell.scenario.schema import Scenario
from groundswell.sources import is_assumed, source_ids

CASE = "peru-2002"
CENSUS_2005 = 26_152_265
SEATS, MAJORITY = 120, 61
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
RECORD = SHARED / "record" / "chronology.csv"
PROTESTS = SHARED / "data" / "mass_mobilization" / "mm_events.csv"
ANSWERS = re.compile(
    r"strik|blockad|march(?!\s\d)|massacre|clash|protest|uprising|resign|referendum|concession|hunger|riot|emergency"
    r"|suspen|jail|arrest|mutin|siege|truce|demonstrat|rall(y|ies)|occup|killed|shot|overthr|\bfall",
    re.IGNORECASE,
)


def table(name: str) -> list[dict[str, str]]:
    with (LIBRARY / CASE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def observed(*quantities: str) -> list[dict[str, str]]:
    return [row for row in table("observed.csv") if row["quantity"] in quantities]


def killed(first: str, last: str, place: str | None = None) -> int:
    found = observed("killed_by_forces")
    return sum(int(row["value"]) for row in found if first <= row["date"] <= last and place in (None, row["place"]))


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


def test_the_case_has_no_fault() -> None:
    assert check(CASE) == ()


def test_no_parameter_is_set_in_a_case_that_is_held_out(scene: Scenario) -> None:
    assert scene.parameters == {}, "every parameter is shared with Bolivia"


def test_the_coding_notes_say_that_no_history_was_looked_at() -> None:
    text = (LIBRARY / CASE / "SOURCES.md").read_text(encoding="utf-8")
    assert "coded before any history of it was looked at" in text


def test_groups_are_the_whole_country_once(scene: Scenario) -> None:
    assert sum(group.population for group in scene.groups) == scene.countries[0].population == CENSUS_2005
    assert {group.place for group in scene.groups} == {place.id for place in scene.places}
    assert (len(scene.places), len(scene.groups)) == (8, 15)


def test_weights_in_the_economy_are_shares_of_one(scene: Scenario) -> None:
    assert sum(group.economic_weight for group in scene.groups) == pytest.approx(1.0, abs=1e-9)


def test_the_window_runs_to_the_end_of_the_term(scene: Scenario) -> None:
    assert (scene.start, scene.end) == (date(2002, 1, 1), date(2006, 7, 28))


def test_the_economy_covers_every_month(scene: Scenario) -> None:
    covered = [row.month for row in scene.countries[0].economy]
    assert len(set(covered)) == 4 * 12 + 7
    assert (covered[0], covered[-1]) == ("2002-01", "2006-07")


def test_the_only_change_of_office_that_is_an_input_is_the_vote_of_2006(scene: Scenario) -> None:
    (election,) = scene.elections
    assert (election.date, election.inauguration, election.winner) == (date(2006, 6, 4), date(2006, 7, 28), "garcia")
    assert scene.handovers == ()


def test_the_coalition_lacks_a_majority_and_a_majority_can_remove_the_president(scene: Scenario) -> None:
    toledo = next(government for government in scene.governments if government.id == "toledo")
    assert toledo.seats_share == round((45 + 11) / SEATS, 2)
    assert scene.countries[0].removal_quorum == round(MAJORITY / SEATS, 2)


def test_deputies_follow_before_the_head_of_congress_who_must_call_a_vote(scene: Scenario) -> None:
    by_id = {government.id: government for government in scene.governments}
    chain = ["toledo"]
    while (following := by_id[chain[-1]].successor or "") not in chain:
        chain.append(following)
    assert chain == ["toledo", "diez-canseco", "waisman", "caretaker"]
    assert [by_id[name].calls_election_within for name in chain] == [None, None, None, 137]


def test_no_act_is_an_answer_of_the_people_or_the_forces(scene: Scenario) -> None:
    assert [act.id for act in scene.acts if ANSWERS.search(f"{act.id} {act.name}")] == []


def test_every_act_has_its_government_or_says_why_not(scene: Scenario) -> None:
    for act in scene.acts:
        assert act.government in {"toledo", "any"}
        assert (act.government == "any") == (act.structural is not None), act.id


def test_severity_is_the_rule_applied_to_its_three_grades(scene: Scenario) -> None:
    grades = {row["act"]: row for row in table("acts-coding.csv")}
    assert set(grades) == {act.id for act in scene.acts}
    for act in scene.acts:
        row = grades[act.id]
        exact = float(row["taken"]) * (float(row["at_once"]) + float(row["signed"])) / 2
        assert act.severity == pytest.approx(math.floor(exact * 20 + 0.5 + 1e-9) / 20), act.id
        assert act.severity == float(row["severity"])


def test_grades_are_those_that_the_flagship_knows() -> None:
    flagship = {"taken": {"0", "0.2", "0.4", "0.6", "0.8", "1"}, "at_once": {"0.5", "0.75", "1"}, "signed": {"0.5", "0.75", "1"}}
    for row in table("acts-coding.csv"):
        assert [name for name, known in flagship.items() if row[name] not in known] == [], row["act"]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("coca-eradication-2002", "eradication-resumed-2002"),
        ("pension-law-2004", "pension-indexation-2002"),
        ("wage-budget-2003", "wage-budget-2000"),
        ("imf-program-2002", "argentina-gas-2004"),
        ("fuel-excise-2003", "fuel-decree-2004"),
        ("egasa-sale-2002", "gas-plan-2003"),
        ("sales-go-on-2002", "argentina-gas-2004"),
        ("trade-deal-ratified-2006", "hydrocarbons-law-2005"),
    ],
)
def test_like_acts_weigh_alike_in_both_countries(here: str, there: str, scene: Scenario) -> None:
    flagship = {act.id: act.severity for act in load("bolivia-2003").acts}
    assert next(act.severity for act in scene.acts if act.id == here) == flagship[there]


def test_four_acts_say_that_their_date_was_read_from_the_answer(scene: Scenario) -> None:
    read = {act.id for act in scene.acts if act.dated_from == "answer"}
    assert read == {"coca-eradication-2003", "electroandes-money-2003", "ilave-accounts-2004", "san-gaban-eradication-2004"}


def test_no_act_is_known_to_touch_the_pay_of_the_police(scene: Scenario) -> None:
    assert {act.police_grievance for act in scene.acts} == {0}
    assert not any(demand.shared_with_police for demand in scene.demands)


def test_the_national_demand_reaches_groups_as_the_agenda_does(scene: Scenario) -> None:
    (national,) = (demand for demand in scene.demands if demand.national)
    assert national.exposure == {g.id: g.agenda_exposure for g in scene.groups if g.agenda_exposure > 0}
    assert not national.veto, "another economic policy: a change of head alone does not meet it"


def test_loyalty_is_as_unknown_as_in_bolivia(scene: Scenario) -> None:
    ranges = {(force.loyalty_lowest, force.loyalty_highest) for force in (*scene.forces, *load("bolivia-2003").forces)}
    assert ranges == {(0.45, 0.95)}


def test_forces_are_as_many_as_published(scene: Scenario) -> None:
    totals = {force.id: sum(force.headcount.values()) for force in scene.forces}
    assert totals == {"police": 92_000, "army": 45_000}


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


def test_deaths_by_forces_are_those_that_the_press_confirms() -> None:
    assert killed("2002-06-14", "2002-06-30", "arequipa") == 2
    assert killed("2003-05-01", "2003-06-30") == killed("2003-05-29", "2003-05-29", "southern-sierra") == 1
    assert killed("2003-11-27", "2003-11-27", "central-sierra") == 1
    assert killed("2004-10-19", "2004-10-19", "coca-valleys") == 3
    assert killed("2005-01-01", "2005-01-04", "southern-sierra") == 2
    assert killed("2002-01-01", "2006-07-28") == 11


def test_deaths_of_officials_and_policemen_are_kept_apart() -> None:
    assert {(row["date"], row["who"], row["value"]) for row in observed("killed_other")} == {
        ("2004-04-26", "office_victim", "1"), ("2005-01-02", "forces_victim", "4"),
    }  # fmt: skip


def test_the_sale_of_2002_is_two_acts_for_two_publics(scene: Scenario) -> None:
    day = {act.demand: act.date for act in scene.acts if act.id in {"egasa-sale-2002", "sales-go-on-2002"}}
    assert day == {"power-companies": date(2002, 6, 14), "economic-policy": date(2002, 6, 14)}


def test_the_national_question_reaches_people_as_far_as_that_of_bolivia_does(scene: Scenario) -> None:
    def reach(of: Scenario) -> float:
        return sum(one.population * one.agenda_exposure for one in of.groups) / sum(one.population for one in of.groups)

    # Exposures are graded in steps of a tenth, so means that differ by less than a fifth of a step say the same.
    assert reach(scene) == pytest.approx(reach(load("bolivia-2003")), abs=0.02)


def test_nobody_fell() -> None:
    assert observed("fall") == []


def test_approval_lies_between_five_and_thirty_two_percent() -> None:
    polls = [float(row["value"]) for row in observed("approval", "approval_year_mean")]
    assert (min(polls), max(polls)) == (0.053, 0.318)
    assert {row["place"] for row in observed("approval")} == {"lima", "national"}


def test_observations_name_places_days_sources_and_terms_of_use(scene: Scenario) -> None:
    places = {place.id for place in scene.places} | {"national"}
    licences = {source.id: source.licence for source in scene.sources}
    seen = set()
    for row in table("observed.csv"):
        assert row["place"] in places
        assert scene.start <= date.fromisoformat(row["date"]) <= scene.end
        assert not row["end_date"] or row["date"] < row["end_date"] <= str(scene.end)
        assert row["precision"] in {"day", "about", "order", "month"}
        assert row["licence"] == licences[row["source"]]
        if row["quantity"] == "window":
            assert row["note"] and not row["value"]
            continue
        assert float(row["low"] or row["value"]) <= float(row["value"]) <= float(row["high"] or row["value"])
        key = (row["quantity"], row["place"], row["date"], row["end_date"], row["source"], row["note"])
        assert key not in seen
        seen.add(key)


def test_deaths_have_one_row_a_day_and_place_and_say_who_killed() -> None:
    rows = observed("killed_by_forces")
    assert len({(row["place"], row["date"]) for row in rows}) == len(rows)
    assert {row["who"] for row in rows} == {"forces"}


def test_only_holders_of_office_and_candidates_are_named(scene: Scenario) -> None:
    assert {government.head for government in scene.governments} == {
        "Alejandro Toledo", "Raúl Diez Canseco", "David Waisman", "Whoever presides over Congress", "Alan García", "Ollanta Humala",
    }  # fmt: skip


@pytest.mark.skipif(not RECORD.is_file(), reason="the coded record is not beside the checkout")
def test_events_of_the_record_that_are_named_are_those_of_peru(scene: Scenario) -> None:
    with RECORD.open(encoding="utf-8", newline="") as file:
        peru = {row["event_id"] for row in csv.DictReader(file) if row["country"] == "Peru"}
    named = {event for act in scene.acts for event in act.record}
    named |= {event for row in table("observed.csv") for event in re.findall(r"\bE\d{4}\b", row["note"])}
    assert named and named <= peru


@pytest.mark.skipif(not PROTESTS.is_file(), reason="the protest events are not beside the checkout")
def test_every_protest_of_the_data_set_in_these_years_is_there_once(scene: Scenario) -> None:
    with PROTESTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iso3"] == "PER"]
    expected = sorted((row["id"], row["start_date"]) for row in rows if str(scene.start) <= row["start_date"] <= str(scene.end))
    events = [row for row in observed("protest_event") if row["source"] == "mass-mobilization"]
    assert sorted((row["note"].rsplit(" ", 1)[1], row["date"]) for row in events) == expected
