"""A file of questions that does not fit the scenario or the model is refused, with every fault in four parts and its line."""

import pytest
from tests.unit.backtest.planted import FILE, city, written

from groundswell.backtest.explanations import questions
from groundswell.backtest.explanations.questions import When
from groundswell.backtest.explanations.reading import questions_beside, when
from groundswell.engine.anatomy import anatomy
from groundswell.errors import ScenarioError
from groundswell.scenario.load import load


def faults(tmp_path, *changes):
    with pytest.raises(ScenarioError) as error:
        questions_beside(city(), written(tmp_path, *changes))
    return error.value.problems


def line_of(text):
    return FILE[: FILE.index(text)].count("\n") + 1


WRONG = {
    "a mechanism that does not exist": ('line = "prices_shock"', 'line = "price_shock"', "price: line", "did you mean `prices_shock`?"),
    "a switch that does not exist": (
        'outcome = "raises"',
        'outcome = "raises"\noff = "price_shock"',
        "price: off",
        "did you mean `prices_shock`?",
    ),
    "a group that nobody belongs to": ('group = "workers"', 'group = "worker"', "bread: group", "did you mean `workers`?"),
    "a place that is not there": ('place = "city"', 'place = "cty"', "bread: place", "did you mean `city`?"),
    "a day outside the scenario": ("day = 2001-04-02", "day = 2011-04-02", "bread: day", "day = 2003-10-12"),
    "a day that is none": ("day = 2001-04-02", 'day = "late"', "bread: day", "day = 2003-10-12"),
    "a reference after the day": (
        "reference = 2001-03-16",
        "reference = 2001-04-03",
        "bread: reference",
        "the day of reference comes first",
    ),
    "a day counted from a fall that is not told": (
        "reference = 2001-03-16",
        'reference = "fall"',
        "given_fall",
        "days are counted from that fall",
    ),
    "a window that ends before it begins": ("first = 2001-03-21", "first = 2001-05-21", "first, last", "correct the days"),
    "a kind of outcome that nothing reads": ('kind = "active"', 'kind = "actives"', "outcome: kind", "did you mean `active`?"),
    "an outcome without a bound": ("at_least = 0.0\n", "", "at_least, at_most", "say what makes a history as on record"),
    "a bound that is no number": ("at_least = 0.0", 'at_least = "much"', "outcome: at_least", "see the questions of bolivia-2003"),
    "an outcome of a demand that is not told": ('kind = "active"', 'kind = "granted"', "outcome: demand", "add `demand`"),
    "an effect that is neither up nor down": ('outcome = "raises"', 'outcome = "raise"', "price: outcome", "did you mean `raises`?"),
    "a source that is not in the bibliography": (
        'sources = ["chronicle"]',
        'sources = ["chronicles"]',
        "bread: sources",
        "did you mean `chronicle`?",
    ),
    "an event without an id": ('events = ["E0001"]', 'events = ["March"]', "bread: events", "take it from the coded record"),
    "a field that nobody knows": ('words = "bread went up"', 'words = "bread went up"\nweight = 1', "price: weight", "remove it"),
    "a field that is missing": ('says = "Bread went up in one day."\n', "", "question bread", "add `says`"),
    "a list that is none": ('events = ["E0001"]', 'events = "E0001"', "bread: events", "see the questions of bolivia-2003"),
    "a change that does not hold": (
        'outcome = "raises"',
        'outcome = "raises"\nwithout = ["acts.bred-price"]',
        "price: without",
        "did you mean `bread-price`?",
    ),
    "a value out of bounds": ('outcome = "raises"', 'outcome = "raises"\nset = { "governments.first.line" = 4.0 }', "price: set", ""),
    "a core step as its own ablation": ('line = "prices_shock"', 'line = "acts_befall"', "price: outcome", "add `off`, `set` or `without`"),
    "a decision moved by nothing": ('line = "prices_shock"', 'off = "prices_shock"', "price: decision", "add `line`"),
    "a cause without a test": ('decision = "raises"\noutcome = "raises"\n', "", "cause price", "say what the cause does, and to what"),
    "a cause both absent and tested": (
        'decision = "raises"',
        'decision = "raises"\nabsent = "no"',
        "cause price",
        "say what the cause does, and to what",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused(name, tmp_path):
    old, new, where, hint = WRONG[name]
    found = faults(tmp_path, (old, new))
    told = [problem for problem in found if where in problem.where]
    assert told, [str(problem) for problem in found]
    assert all(part for problem in found for part in problem), "four parts each"
    assert hint in told[0].hint


def test_all_faults_come_at_once_each_with_the_line_of_its_record(tmp_path):
    found = faults(tmp_path, ('group = "workers"', 'group = "worker"'), ('line = "prices_shock"', 'line = "price_shock"'))
    lines = [line_of('id = "bread"'), line_of('id = "price"')]
    assert [problem.where.split(": ")[0] for problem in found[:2]] == [f"questions.toml:{line}:1" for line in lines]


def test_a_second_question_of_the_same_name_is_refused(tmp_path):
    file = written(tmp_path)
    file.write_text(FILE + FILE, encoding="utf-8")
    with pytest.raises(ScenarioError, match="`bread` a second time"):
        questions_beside(city(), file)


@pytest.mark.parametrize("text", ["", "question = 3", "[answer]\nyes = true", "[[question]\n", 'question = ["why"]'])
def test_what_holds_no_question_is_refused(text, tmp_path):
    file = tmp_path / "questions.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError):
        questions_beside(city(), file)


def test_a_case_without_questions_says_where_they_belong():
    with pytest.raises(ScenarioError, match=r"a file questions\.toml beside the scenario"):
        questions("bolivia-autumn")


def test_a_day_is_a_date_or_counted_from_the_fall():
    assert [when(text) for text in ("fall", "fall+5", "fall-1")] == [When(None, 0), When(None, 5), When(None, -1)]
    assert when("fall 5") is None and when("2003-10-12") is None and when(12) is None


def test_the_questions_about_bolivia_are_ten_and_each_cause_is_tested_or_says_why_not():
    asked = questions("bolivia-2003")
    assert len(asked.rows) == 10
    assert all(row.causes and row.events for row in asked.rows)
    assert all(cause.absent or cause.decision or cause.outcome for row in asked.rows for cause in row.causes)


def test_what_the_questions_about_bolivia_name_is_on_record_and_in_the_model():
    scene, asked, lines = load("bolivia-2003"), questions("bolivia-2003"), {line.name for line in anatomy()}
    known = {source.id for source in scene.sources}
    for row in asked.rows:
        assert set(row.sources) <= known and row.first <= row.last
        assert {cause.line for cause in row.causes} - {None} <= lines
        assert all(set(cause.sources) <= known and cause.events for cause in row.causes)
