"""The page of ten questions says what the answers beside the scenario say, and these answer the questions that are asked."""

import copy

import pytest
from docs.generate import EXPLAINED, EXPLAINING, stale, ten_questions, write
from docs.generate.ten_questions import ten_questions_page

from groundswell.backtest.explanations import questions, shipped
from groundswell.backtest.explanations.shipped import answers_of
from groundswell.backtest.explanations.telling import VERDICTS, shown
from groundswell.backtest.explanations.verdicts import RULE
from groundswell.errors import ScenarioError

NAME = "ten-questions.md"


@pytest.fixture(scope="module")
def told():
    return answers_of("bolivia-2003")


def test_the_page_is_what_the_answers_say():
    assert NAME in EXPLAINED and NAME not in stale(EXPLAINING, EXPLAINED), "run `make docs`"


def test_the_answers_are_those_to_the_questions_as_they_stand_by_the_rule_as_it_stands(told):
    asked = questions("bolivia-2003")
    assert told["provenance"]["questions_sha256"] == asked.digest, "run `make explanations`"
    assert [one["question"]["id"] for one in told["answers"]] == [row.id for row in asked.rows]
    assert told["rule"] == list(RULE)


def test_every_answer_has_a_verdict_and_every_test_its_numbers(told):
    for one in told["answers"]:
        assert one["verdict"] in VERDICTS
        tests = [test for cause in one["causes"] for test in cause["tests"].values() if test is not None]
        assert one["tests_made"] == len(tests) and one["tests_passed"] == sum(test["passed"] for test in tests)
        assert one["verdict"] != "not answerable" or one["why"] or not tests


def test_every_trace_adds_up(told):
    for trace in (one["trace"] for one in told["answers"] if one["trace"] is not None):
        assert trace["adds_up"]
        # six digits are kept of each of some dozen contributions of up to a hundred points
        assert sum(row["points"] for row in trace["moved"]) == pytest.approx(trace["change"], abs=0.01)


def test_the_page_names_every_question_every_cause_and_every_event_of_the_record():
    page = (EXPLAINING / NAME).read_text(encoding="utf-8")
    for row in questions("bolivia-2003").rows:
        assert f"\n## {row.words}\n" in page and row.says in page
        assert all(cause.words in page and set(cause.events) <= set(_events(page)) for cause in row.causes)


def _events(page):
    return [word.strip("(),;|") for word in page.split()]


def test_a_page_changed_by_hand_is_noticed_and_written_again(tmp_path):
    only = {NAME: EXPLAINED[NAME]}
    (tmp_path / NAME).write_text("Everything agrees.\n", encoding="utf-8")
    assert stale(tmp_path, only) == [NAME] == write(tmp_path, only)
    assert stale(tmp_path, only) == []


@pytest.mark.parametrize(
    ("name", "words"), [("compiled", "the scenario or the engine"), ("questions_sha256", "the questions"), ("draws", "the fitted draws")]
)
def test_answers_made_from_something_else_are_told_to_be_out_of_date(name, words, told, monkeypatch):
    other = copy.deepcopy(told)
    other["provenance"][name] = {**told["provenance"]["draws"], "sha256": "another"} if name == "draws" else "another"
    monkeypatch.setattr(ten_questions, "answers_of", lambda case: other)
    assert "**Out of date:**" in ten_questions_page() and words in ten_questions_page().rpartition("**Out of date:**")[2]


def test_another_verdict_makes_another_page(told, monkeypatch):
    now, other = ten_questions_page(), copy.deepcopy(told)
    other["answers"][0]["verdict"] = "nobody knows"
    monkeypatch.setattr(ten_questions, "answers_of", lambda case: other)
    assert ten_questions_page() != now and "**nobody knows**" in ten_questions_page()


def test_a_case_that_nobody_has_asked_has_a_page_that_says_so(monkeypatch):
    monkeypatch.setattr(ten_questions, "answers_of", lambda case: None)
    assert "Nobody has asked the case yet" in ten_questions_page()


@pytest.mark.parametrize("text", ["not JSON", "[]", '{"case": "bolivia-2003"}'])
def test_a_file_that_holds_no_answers_is_refused(text, tmp_path, monkeypatch):
    (tmp_path / shipped.ANSWERS).write_text(text, encoding="utf-8")
    monkeypatch.setattr(shipped, "home_of", lambda scenario: tmp_path)
    with pytest.raises(ScenarioError, match="write them again"):
        answers_of("bolivia-2003")


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234"), (56.0, "56"), (8.94, "8.94"), (0.0232, "0.023"), (0.0, "0"), (0.0004, "0.000")]
)
def test_a_number_keeps_the_digits_that_say_something(value, text):
    assert shown(value) == text
