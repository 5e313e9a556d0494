"""A protocol with faults is refused before anything is computed: every fault in four parts, and never a traceback."""

import math
import re

import pytest

from groundswell.backtest.questions import questions
from groundswell.calibrate.fit import calibrate
from groundswell.calibrate.protocol import read_protocol, targets
from groundswell.errors import ScenarioError, UsageError
from groundswell.scenario.load import find, load

CASE = "bolivia-2003"

# what is written instead of the first line of that pattern, and where the fault is
TARGETS = {
    "a last day that is text": (r"^last = 2003-12-31", 'last = "x"', "last"),
    "a last day with an hour": (r"^last = 2003-12-31", "last = 2003-12-31T00:00:00", "last"),
    "budgets that are none": (r"^\[budget.full\]", "[budgets.full]", "budget.full"),
    "a budget below one": (r"^particles = 400", "particles = -4", "budget.full"),
    "a seed that is yes": (r"^seed = 20031017", "seed = true", "budget.full"),
    "a first day that is text": (r"^first = 2000-01-01", 'first = "2000-01-01"', "target killed-2000-spring: first"),
    "a weight that is text": (r"^weight = 0.5", 'weight = "1"', "target killed-2000-spring: weight"),
    "a weight below zero": (r"^weight = 0.5", "weight = -1.0", "target killed-2000-spring: weight"),
    "a weight that is no number": (r"^weight = 0.5", "weight = nan", "target killed-2000-spring: weight"),
    "a scale of zero": (r"^weight = 0.5", "weight = 0.5\nscale = 0", "target killed-2000-spring: scale"),
    "a least that is text": (r"^weight = 0.5", 'weight = 0.5\nleast = "2"', "target killed-2000-spring: least"),
    "a kind that is a list": (r'^kind = "killed"', 'kind = ["killed"]', "target killed-2000-spring: kind"),
    "words that are a number": (r"^words = .*", "words = 3", "target killed-2000-spring: words"),
    "one place and no list": (r"^weight = 0.5", 'weight = 0.5\nplaces = "chapare"', "target killed-2000-spring: places"),
    "places that are a number": (r"^weight = 0.5", "weight = 0.5\nplaces = 3", "target killed-2000-spring: places"),
    "two targets of one name": (r'^name = "killed-2000-summer"', 'name = "killed-2000-spring"', "target killed-2000-spring: name"),
}

QUESTIONS = {
    "a day of issue that is text": (r"^issued = 2003-12-31", 'issued = "x"', "question bolivia-fall: issued"),
    "a last day that is text": (r"^last = 2006-01-31", 'last = "x"', "question bolivia-fall: last"),
    "a case that is a number": (r'^case = "bolivia-2003"', "case = 3", "question bolivia-fall: case"),
    "a government that is a number": (r'^governs = "mesa"', "governs = 3", "question bolivia-fall: governs"),
    "two questions of one name": (r'^name = "ecuador-fall"', 'name = "bolivia-fall"', "question bolivia-fall: name"),
}


def written(folder, pattern, text):
    """A copy of the shipped protocol with one line changed, beside a scenario that refers to the shipped files."""
    shipped = find(CASE)[0].parent
    for file in shipped.iterdir():
        if file.is_file() and file.name != "protocol.toml":
            (folder / file.name).symlink_to(file)
    changed, found = re.subn(pattern, text, (shipped / "protocol.toml").read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert found == 1
    (folder / "protocol.toml").write_text(changed, encoding="utf-8")
    return folder / "protocol.toml"


def refused(told):
    """The places of the faults; each has all four parts."""
    assert all(all(part.strip() for part in problem) for problem in told.value.problems)
    return [problem.where for problem in told.value.problems]


@pytest.mark.parametrize("fault", TARGETS)
def test_a_target_of_a_wrong_type_is_refused_at_its_place(tmp_path, fault):
    pattern, text, where = TARGETS[fault]
    with pytest.raises(ScenarioError) as told:
        read_protocol(written(tmp_path, pattern, text), load(CASE))
    assert f"protocol.toml: {where}" in refused(told)


@pytest.mark.parametrize("fault", QUESTIONS)
def test_a_question_of_a_wrong_type_is_refused_at_its_place(tmp_path, fault):
    pattern, text, where = QUESTIONS[fault]
    written(tmp_path, pattern, text)
    with pytest.raises(ScenarioError) as told:
        questions(tmp_path)
    assert f"protocol.toml: {where}" in refused(told)


@pytest.mark.parametrize("reader", [targets, questions])
def test_a_file_that_is_no_toml_is_refused(tmp_path, reader):
    written(tmp_path, r"^last = 2003-12-31", "{{{")
    with pytest.raises(ScenarioError) as told:
        reader(tmp_path)
    assert refused(told) == ["protocol.toml"]


@pytest.mark.parametrize("reader", [targets, questions])
def test_rows_that_are_no_tables_are_refused(tmp_path, reader):
    file = written(tmp_path, r"^last = 2003-12-31", "last = 2003-12-31\ntarget = 3\nquestion = 3\nbudget = 3")
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[budget.full]")], encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        reader(tmp_path)
    assert refused(told)


def test_the_shipped_protocol_has_no_fault():
    assert math.isclose(sum(target.weight for target in targets(CASE).targets), 25.3)
    assert len(questions(CASE)) == len({row.name for row in questions(CASE)})


@pytest.mark.parametrize("records", [-1, 1, 2])
def test_too_few_simulated_records_are_refused_before_the_fit(tmp_path, records):
    with pytest.raises(UsageError) as told:
        calibrate(CASE, size="small", records=records, out=tmp_path / "fit")
    assert "records" in told.value.problems[0].where
    assert not (tmp_path / "fit").exists()
