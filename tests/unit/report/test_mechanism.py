"""Any mechanism is found by id or name, with all there is to say of it, and with what it lacks in a case."""

import dataclasses

import numpy as np
import pytest

import groundswell as gs
from groundswell.compile import compile_scenario
from groundswell.design import prior_draws
from groundswell.engine.anatomy import anatomy
from groundswell.engine.run import run_block
from groundswell.errors import UsageError
from groundswell.report.mechanism import mechanism_contents, mechanism_in_words, told
from groundswell.report.needs import NEEDS, missing

AUTUMN = "bolivia-autumn"
HISTORIES = np.arange(32)
SAID = ("id", "name", "phase", "summary", "equation", "signs", "off", "source", "claims", "reads", "writes")


@pytest.fixture(scope="module")
def autumn():
    """The small case as a country without debt, a way abroad or a mediator."""
    scene = gs.load(AUTUMN)
    for absent in ("debt", "exit", "mediator"):
        scene = scene.set(f"countries.bolivia.{absent}", 0.0)
    return scene


@pytest.mark.parametrize("row", gs.mechanisms(), ids=lambda row: row.id)
def test_a_mechanism_says_all_that_is_asked_of_it(row):
    found = told(row)
    assert all(
        found[field] for field in ("id", "name", "phase", "summary", "equation", "signs", "off", "source", "claims", "reads", "writes")
    )
    text = mechanism_in_words(row.id, width=200)
    assert all(line.strip() in text for line in row.equation.splitlines())
    assert all(work in text.replace("\n            ", " ") for work in found["works"]) and f"--off {row.name}" in text


def test_id_and_name_lead_to_the_same_mechanism():
    assert [gs.mechanism(row.id) for row in gs.mechanisms()] == [gs.mechanism(row.name) for row in gs.mechanisms()] == list(gs.mechanisms())


def test_an_unknown_mechanism_is_refused_with_the_likeliest():
    with pytest.raises(UsageError, match="did you mean `massacre_scars`"):
        mechanism_contents("massacre_scar")


WRONG = [("M5", "did you mean `M05`?"), ("31", "did you mean `M31`?"), ("M99", "ids go from M01 to M52")]


@pytest.mark.parametrize(("wrong", "hint"), WRONG)
def test_a_wrong_id_leads_to_the_right_one_and_not_to_one_that_looks_alike(wrong, hint):
    with pytest.raises(UsageError) as caught:
        gs.mechanism(wrong)
    assert caught.value.problems[0].hint == hint


@pytest.mark.parametrize("verb", [gs.odd, gs.describe, gs.contents, lambda given: gs.mechanism_in_words("M05", given)])
@pytest.mark.parametrize(("given", "hint"), [("one-republic", "gs.load('one-republic')"), (5, 'gs.load("bolivia-2003")')])
def test_what_is_no_scenario_is_refused_as_run_refuses_it(verb, given, hint):
    with pytest.raises(UsageError) as caught:
        verb(given)
    with pytest.raises(UsageError) as by_run:
        gs.run(given)
    assert caught.value.problems == by_run.value.problems
    assert caught.value.problems[0].hint == hint


def test_a_core_step_is_no_misspelled_mechanism():
    for name in (row.name for row in anatomy() if not row.id):
        with pytest.raises(UsageError, match="a core step") as caught:
            gs.mechanism(name)
        assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize("width", [60, 100])
def test_no_equation_is_cut_off(width):
    for row in gs.mechanisms():
        text = mechanism_in_words(row.id, width=width)
        assert all(len(line) <= width for line in text.splitlines()) and "…" not in text, row.id
        assert "".join(row.equation.split()) in "".join(text.split()), row.id


def test_what_needs_words_is_a_mechanism():
    assert set(NEEDS) <= {row.name for row in gs.mechanisms()}


def test_a_need_that_a_case_gets_is_no_longer_missing(autumn):
    assert missing("mediators_settle", autumn) and missing("capital_flees", autumn)
    helped = autumn.set("countries.bolivia.mediator", 0.5).set("countries.bolivia.debt", 0.5)
    assert not missing("mediators_settle", helped) and not missing("capital_flees", helped)


def test_a_mechanism_without_anything_to_work_on_changes_no_bit_when_it_is_switched_off(autumn):
    """The words are a promise: where a need is missing, runs with and without the mechanism are the same."""
    plan = compile_scenario(autumn)
    idle = [name for name in NEEDS if missing(name, autumn)]
    draws = prior_draws(autumn, 1, HISTORIES)
    whole = run_block(plan, draws, 1, HISTORIES)
    assert len(idle) >= 8
    for name in idle:
        without = run_block(dataclasses.replace(compile_scenario(autumn, [name])), draws, 1, HISTORIES)
        assert np.array_equal(whole.daily, without.daily), name
        assert np.array_equal(whole.events, without.events), name
