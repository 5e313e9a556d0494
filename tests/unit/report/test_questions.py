"""The section of questions tells the answers that ship with a case, and says where there are none."""

from types import SimpleNamespace

import pytest

import groundswell as gs
from groundswell.backtest.explanations.shipped import answers_of
from groundswell.report.sections import questions as section


@pytest.fixture(scope="module")
def told():
    return answers_of("bolivia-2003")


@pytest.fixture(scope="module")
def text():
    return str(section.questions(SimpleNamespace(scenario=gs.load("bolivia-2003"))))


def test_every_question_stands_with_its_verdict_and_its_account(text, told):
    for one in told["answers"]:
        words = one["question"]["words"].replace("'", "&#x27;")
        assert text.count(words) >= 2, "once in the overview, once where it is unfolded"
        assert f"<summary>{words} {one['verdict']}</summary>" in text
    assert text.count("<details") == len(told["answers"])


def test_answers_about_another_world_are_told_to_be_out_of_date(text):
    other = gs.load("bolivia-2003").set("governments.mesa.line", 0.5)
    assert "Out of date" in str(section.questions(SimpleNamespace(scenario=other)))


def test_a_case_that_nobody_has_asked_says_so():
    assert section.NOBODY in str(section.questions(SimpleNamespace(scenario=gs.load("bolivia-autumn"))))
