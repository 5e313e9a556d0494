"""The reference pages say what the code says: they are written from it, and these tests compare."""

import importlib

import pytest
from docs.generate import FOLDER, IMAGES, PAGES, PICTURES, stale, write
from docs.generate.bibliography import full, places
from docs.generate.case import parameters
from docs.generate.mechanisms import confirmed, leaned_on, parameters_of, users
from docs.generate.quantities import EVENTS, RULES
from tests.unit.fits import NAMES, PROTOCOL, fitted_case

from groundswell.design import QUIET
from groundswell.engine.anatomy import anatomy, mechanisms
from groundswell.engine.recorder import EVENT_KINDS, OUTCOMES
from groundswell.scenario.fitted import standings
from groundswell.scenario.load import load
from groundswell.scenario.parameters import BY_NAME
from groundswell.works import works


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_reference_page_is_what_the_code_says_now(name):
    told = (FOLDER / name).read_text(encoding="utf-8")
    assert told == PAGES[name](), f"docs/reference/{name} is stale: run `make docs`"


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_shows_the_histories_of_the_present_engine_and_draws(name):
    assert stale(IMAGES, {name: PICTURES[name]}) == [], f"docs/images/{name} is stale: run `make docs`"


def test_every_page_of_the_folder_is_written_from_the_code():
    assert {path.name for path in FOLDER.iterdir()} == set(PAGES)


def test_a_page_changed_by_hand_is_noticed_and_written_again(tmp_path):
    write(tmp_path)
    (tmp_path / "command.md").write_text("Commands do as they like.\n", encoding="utf-8")
    assert stale(tmp_path) == ["command.md"]
    assert write(tmp_path) == ["command.md"]
    assert stale(tmp_path) == []


def test_every_line_of_the_day_has_its_section():
    page = PAGES["mechanisms.md"]()
    assert [row.name for row in anatomy() if f"\n### {row.name}\n" not in page] == []


def test_the_parameters_of_a_line_are_those_its_equation_is_made_of():
    backfires = next(row for row in anatomy() if row.name == "repression_backfires")
    assert set(parameters_of(backfires.function)) == {"outrage_gain", "agenda_deaths", "agenda_floor", "deaths_usual_days"}


def test_a_parameter_of_an_inner_kernel_counts_for_the_line_that_calls_it():
    assert "clash_rate" in parameters_of(next(row for row in anatomy() if row.name == "state_represses").function)
    assert set(users()) == set(BY_NAME)


def test_the_bibliography_holds_no_work_that_nothing_names():
    assert [work.cited for work in works() if places(work) == ("", "")] == []


def test_the_bibliography_says_of_each_work_whether_a_record_made_by_others_confirms_it():
    told = PAGES["bibliography.md"]()
    marks = {row.split(" | ")[0].removeprefix("| "): row.split(" | ")[1] for row in told.splitlines() if row.startswith("| ")}
    assert {work.cited: marks[full(work)] for work in works()} == {work.cited: work.confirmed for work in works()}
    assert confirmed(works()) in told and confirmed(leaned_on()) in told


def test_the_page_of_mechanisms_says_how_many_of_its_sources_are_confirmed_to_exist():
    yes = sum(work.confirmed == "yes" for work in leaned_on())
    assert f"confirmed for {yes} of {len(leaned_on())};" in PAGES["mechanisms.md"]()


def test_the_four_parameters_of_the_quiet_condition_say_that_they_are_drawn_together():
    told = [line.split("`")[1] for line in PAGES["parameters.md"]().splitlines() if "[drawn together]" in line]
    assert sorted(told) == sorted(QUIET)


def test_every_mechanism_is_told_in_words_too():
    words = (FOLDER.parent / "explanation" / "how-the-model-works.md").read_text(encoding="utf-8")
    assert [row.name for row in mechanisms() if f"`{row.name}`" not in words] == []


def test_every_kind_of_event_and_every_outcome_is_told():
    assert set(EVENTS) == set(EVENT_KINDS)
    assert set(RULES) == set(OUTCOMES)


def test_the_page_of_a_case_labels_every_parameter_that_was_fitted(tmp_path):
    scene = load(fitted_case(tmp_path))
    table = [line.split(" | ") for line in parameters(scene).splitlines() if line.startswith("| [`")]
    assert {row[0].split("`")[1]: row[3] for row in table} == {name: standings(scene)[name] for name in NAMES}
    assert PROTOCOL in parameters(scene) and "No parameter was fitted" in parameters(load("bolivia-autumn"))


def test_the_page_of_parameters_names_the_cases_that_ship_draws(tmp_path, monkeypatch):
    page = importlib.import_module("docs.generate.parameters")
    scene = load(fitted_case(tmp_path))
    monkeypatch.setattr(page, "fitted_cases", lambda: (scene,))
    rows = [line for line in page.parameters_page().splitlines() if line.startswith('| <a id="')]
    assert all(row.endswith(f"| {scene.id}: {standings(scene)[row.split('`')[1]]} |") for row in rows) and len(rows) == len(BY_NAME)
    monkeypatch.setattr(page, "fitted_cases", tuple)
    assert "No case ships fitted draws" in page.parameters_page()
