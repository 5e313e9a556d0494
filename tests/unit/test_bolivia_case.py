"""What the two shipped cases of Bolivia hold, and what they must not hold."""

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

CASES = ("bolivia-2003", "bolivia-autumn")
CENSUS_2001 = 8_274_325
RECORD = Path(__file__).resolve().parents[2].parent / "shared" / "record" / "chronology.csv"
ANSWERS = re.compile(
    r"strik|blockad|march(?!\s\d)|massacre|clash|protest|uprising|resign|referendum|concession|hunger|riot"
    r"|mutin|siege|truce|demonstrat|rall(y|ies)|occup|killed|shot|overthr|\bfall",
    re.IGNORECASE,
)


def table(case: str, name: str) -> list[dict[str, str]]:
    with (LIBRARY / case / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def killed(case: str, first: str, last: str, place: str | None = None) -> int:
    return sum(
        int(row["value"])
        for row in table(case, "observed.csv")
        if row["quantity"] == "killed_by_forces" and first <= row["date"] <= last and place in (None, row["place"])
    )


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


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(case: str) -> Scenario:
    return load(case)


def test_the_case_has_no_fault(case: str) -> None:
    assert check(case) == ()


def test_groups_are_the_whole_country_once(scene: Scenario) -> None:
    assert sum(group.population for group in scene.groups) == CENSUS_2001
    assert all(group.id.startswith(f"{group.place}/") for group in scene.groups)


def test_the_flagship_holds_the_groups_of_the_record() -> None:
    kinds = {group.kind for group in load("bolivia-2003").groups}
    assert kinds >= {
        "neighbors", "workers", "public_employees", "informal", "middle_class", "peasants", "irrigators",
        "coca_growers", "miners", "students", "pensioners", "business", "settlers",
    }  # fmt: skip


def test_the_window_of_each_case_is_as_stated() -> None:
    flagship, small = (load(case) for case in CASES)
    assert (flagship.start, flagship.end) == (date(2000, 1, 1), date(2006, 1, 31))
    assert (small.start, small.end) == (date(2003, 8, 1), date(2003, 12, 31))
    assert (len(small.places), len(small.groups)) == (6, 10)


def test_the_economy_covers_every_month(scene: Scenario) -> None:
    months = (scene.end.year - scene.start.year) * 12 + scene.end.month - scene.start.month + 1
    covered = [row.month for row in scene.countries[0].economy]
    assert len(set(covered)) == months
    assert (covered[0], covered[-1]) == (f"{scene.start:%Y-%m}", f"{scene.end:%Y-%m}")


def test_no_act_is_an_answer_of_the_people_or_the_forces(scene: Scenario) -> None:
    assert [act.id for act in scene.acts if ANSWERS.search(f"{act.id} {act.name}")] == []


def test_every_act_has_its_government_or_says_why_not(scene: Scenario) -> None:
    for act in scene.acts:
        assert (act.government == "any") == (act.structural is not None), act.id


def test_acts_fall_into_the_term_of_their_government() -> None:
    terms = {
        "banzer": (date(2000, 1, 1), date(2001, 8, 7)),
        "quiroga": (date(2001, 8, 7), date(2002, 8, 6)),
        "sanchez-de-lozada": (date(2002, 8, 6), date(2003, 10, 17)),
        "mesa": (date(2003, 10, 17), date(2005, 6, 9)),
    }
    for act in load("bolivia-2003").acts:
        if act.government != "any":
            first, last = terms[act.government]
            assert first <= act.date < last, act.id


def test_no_change_of_office_after_2002_is_an_input() -> None:
    scene = load("bolivia-2003")
    assert [handover.date for handover in scene.handovers] == [date(2001, 8, 7)]
    assert [election.date for election in scene.elections] == [date(2002, 6, 30)]


def test_severity_is_the_rule_applied_to_its_three_grades() -> None:
    grades = {row["act"]: row for row in table("bolivia-2003", "acts-coding.csv")}
    acts = load("bolivia-2003").acts
    assert set(grades) == {act.id for act in acts}
    for act in acts:
        row = grades[act.id]
        exact = float(row["taken"]) * (float(row["at_once"]) + float(row["signed"])) / 2
        assert act.severity == pytest.approx(math.floor(exact * 20 + 0.5 + 1e-9) / 20), act.id
        assert act.severity == float(row["severity"])


def test_the_small_case_grades_its_acts_as_the_flagship_does() -> None:
    flagship = {act.id: act for act in load("bolivia-2003").acts}
    for act in load("bolivia-autumn").acts:
        there = flagship[act.id]
        assert (act.severity, act.date, act.dated_from) == (there.severity, there.date, there.dated_from)


def test_six_acts_say_that_their_date_was_read_from_the_answer() -> None:
    read = {act.id for act in load("bolivia-2003").acts if act.dated_from == "answer"}
    assert read == {
        "debt-relief-refused-2001", "yungas-eradication-2001", "chapare-forces-2001", "eradication-resumed-2002",
        "eradication-pause-refused-2003", "highland-jailing-2003",
    }  # fmt: skip


def test_the_national_question_asks_for_a_program(scene: Scenario) -> None:
    (national,) = (demand for demand in scene.demands if demand.national)
    assert not national.veto, "gas: a change of head alone does not meet it"


def test_acts_that_touch_the_pay_of_the_police_grieve_them_as_much_as_they_take() -> None:
    touched = [act for act in load("bolivia-2003").acts if act.police_grievance > 0]
    assert len(touched) == 2 and all(act.police_grievance == act.severity for act in touched)


def test_the_national_demand_reaches_groups_as_the_agenda_does() -> None:
    scene = load("bolivia-2003")
    (national,) = (demand for demand in scene.demands if demand.national)
    assert national.exposure == {g.id: g.agenda_exposure for g in scene.groups if g.agenda_exposure > 0}


def test_the_opposition_holds_the_demands_of_the_opposition() -> None:
    scene = load("bolivia-2003")
    sides = {group.id: group.side for group in scene.groups}
    for demand in scene.demands:
        assert {sides[group] for group in demand.exposure} == {demand.side}, demand.id


def test_every_source_resolves_and_every_assumption_has_a_reason(scene: Scenario) -> None:
    known = {source.id for source in scene.sources}
    for text in source_texts(scene.model_dump()):
        assert is_assumed(text) or set(source_ids(text)) <= known, text
        assert not is_assumed(text) or len(text) > len("assumed: too short to be a reason"), text


def test_every_source_of_the_bibliography_is_used_and_openly_usable(case: str, scene: Scenario) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in (LIBRARY / case).glob("*") if file.name != "sources.csv")
    assert [source.id for source in scene.sources if source.id not in text] == []
    assert all(source.licence for source in scene.sources)
    assert "tier_b" not in text


def test_deaths_by_forces_are_those_of_the_published_table() -> None:
    for case in CASES:
        assert killed(case, "2003-09-12", "2003-10-20") == 60
    assert killed("bolivia-2003", "2003-02-01", "2003-02-28") == 29
    assert killed("bolivia-2003", "2005-05-01", "2005-06-30") == 1
    assert killed("bolivia-2003", "2003-10-12", "2003-10-12", "el-alto") == 30
    assert killed("bolivia-2003", "2000-01-01", "2006-01-31") == 143


def test_observations_name_places_days_sources_and_terms_of_use(case: str, scene: Scenario) -> None:
    places = {place.id for place in scene.places} | {"national"}
    known = {source.id for source in scene.sources}
    seen = set()
    for row in table(case, "observed.csv"):
        assert row["place"] in places
        assert scene.start <= date.fromisoformat(row["date"]) <= scene.end
        assert not row["end_date"] or row["end_date"] > row["date"]
        assert row["precision"] in {"day", "about", "order", "month"}
        assert row["source"] in known
        assert row["licence"] == ("CC BY-SA 4.0" if row["quantity"].startswith("killed") else row["licence"]) != ""
        if row["quantity"] == "window":
            assert row["note"] and not row["value"]
            continue
        assert float(row["low"] or row["value"]) <= float(row["value"]) <= float(row["high"] or row["value"])
        if row["quantity"].startswith("killed"):
            key = (row["quantity"], row["place"], row["date"], row["who"])
            assert key not in seen
            seen.add(key)


def test_falls_name_governments_of_the_case(case: str, scene: Scenario) -> None:
    falls = [row for row in table(case, "observed.csv") if row["quantity"] == "fall"]
    assert {row["note"] for row in falls} <= {government.id for government in scene.governments}
    assert [row["date"] for row in falls] == ["2003-10-17", "2005-06-06"][: len(falls)]


def test_only_heads_of_government_are_named(scene: Scenario) -> None:
    heads = {government.head for government in scene.governments}
    assert heads <= {
        "Hugo Banzer", "Jorge Quiroga", "Gonzalo Sánchez de Lozada", "Carlos Mesa", "Eduardo Rodríguez Veltzé",
        "Evo Morales", "Whoever Congress names next",
    }  # fmt: skip


@pytest.mark.skipif(not RECORD.is_file(), reason="the coded record is not beside the checkout")
def test_acts_rest_on_events_of_the_record(scene: Scenario) -> None:
    with RECORD.open(encoding="utf-8", newline="") as file:
        record = {row["event_id"]: row for row in csv.DictReader(file)}
    for act in scene.acts:
        assert set(act.record) <= set(record), act.id
        recorded = any(record[e]["date"] <= str(act.date) <= record[e]["end_date"] for e in act.record)
        told = act.sources.get("date", act.source)
        elsewhere = is_assumed(told) or "coded-chronology" not in source_ids(told)
        assert recorded or elsewhere, f"{act.id}: who says that it was on {act.date}?"
