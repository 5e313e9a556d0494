"""An error tells where, what was got, what was expected and what to try, for every fault at once."""

import pickle

import pytest

from groundswell.errors import GroundswellError, Problem, RunError, ScenarioError, UsageError

AGE = Problem("town.yaml:8:24: groups.0.exclusion", "1.4", "a share from 0 to 1", "write 0.14 or 14 %")
NAME = Problem("town.yaml:9:5: groups.0", "populaton", "population", "did you mean population?")


def test_an_error_shows_four_labeled_lines_for_each_problem():
    lines = str(ScenarioError(AGE, NAME)).splitlines()
    labels = [line.split()[0] for line in lines if line]
    assert labels == ["where", "got", "expected", "try"] * 2


def test_every_problem_of_a_file_is_told_in_the_order_found():
    text = str(ScenarioError(AGE, NAME))
    places = [text.index(part) for part in (*AGE, *NAME)]
    assert places == sorted(places)


def test_a_part_of_several_lines_stays_under_its_label():
    text = str(Problem("here", "this\nand that", "one thing", "choose"))
    assert text.splitlines()[2] == " " * 10 + "and that"


def test_an_error_without_a_problem_is_refused():
    with pytest.raises(TypeError, match="at least one Problem"):
        RunError()


def test_an_error_survives_the_way_back_from_another_process():
    there = ScenarioError(AGE, NAME)
    back = pickle.loads(pickle.dumps(there))
    assert (type(back), back.problems, str(back)) == (ScenarioError, there.problems, str(there))


@pytest.mark.parametrize(
    ("error", "code"), [(GroundswellError, 1), (UsageError, 2), (ScenarioError, 3), (RunError, 4)]
)
def test_each_kind_of_error_has_its_own_exit_code(error, code):
    assert error.of(*AGE).exit_code == code
    assert issubclass(error, GroundswellError)
