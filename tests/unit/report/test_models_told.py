"""What a terminal says of models, of a run, and of what they reproduce."""

import re
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.report.small_models import Logistic, Walk

from groundswell.models.reproduce import Row, rows
from groundswell.report.lines import Paper
from groundswell.report.models.beside import precise, recorded
from groundswell.report.models.courses import Course, course_lines, heights
from groundswell.report.models.material import about, is_equation, material, worded
from groundswell.report.models.told import list_in_words, model_in_words, rows_in_words, run_in_words
from groundswell.report.words import MODEL_ONLY

TIMES = np.arange(0, 21.0)
WIDTHS = [40, 60, 80, 100, 120]


def courses_of(model, times, histories, seed=1):
    """What is seen of some histories, (histories, times) an observable, without any machinery."""
    seen = []
    for history in range(histories):
        state = model.start(seed, history)
        told = [model.observe(state)]
        for t0, t1 in pairwise(times):
            model.advance(state, t0, t1, seed, history)
            told.append(model.observe(state))
        seen.append(told)
    return {name: np.array([[one[name] for one in told] for told in seen]) for name in model.seen()}


@pytest.fixture(scope="module")
def grown():
    times = np.arange(0, 101, 5.0)
    model = Logistic(growth=0.2)
    return material(model, times, courses_of(model, times, 1), seed=3, run_id="abc", options=" --until 100")


@pytest.fixture(scope="module")
def walked():
    return material(Walk(), TIMES, courses_of(Walk(), TIMES, 50))


@pytest.fixture(scope="module")
def checked():
    return list(rows([Logistic]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("ascii", [False, True], ids=["letters", "plain"])
def test_all_that_is_said_fits_the_width(grown, walked, checked, width, ascii):
    for text in (
        run_in_words(grown, width, ascii), run_in_words(walked, width, ascii), model_in_words(Logistic, width, ascii),
        list_in_words([Logistic, Walk], width, ascii), rows_in_words(checked, width, ascii),
    ):  # fmt: skip
        assert max(map(len, text.splitlines())) <= width
        assert not ascii or text.isascii()


def test_a_run_says_what_it_is_what_was_changed_and_what_came_of_it(grown):
    text = run_in_words(grown, 100)
    assert "logistic · 1 history · seed 3 · to day 100" in text
    assert MODEL_ONLY in text
    assert "Changed: growth = 0.2 [1/day], else 0.1" in text
    assert re.search(r"active_share +1 +share that acts \[share\]", text)
    assert "the one course there is" in text
    assert "How a crowd grows" in text


def test_a_run_with_luck_tells_its_spread_and_that_it_is_rough(walked):
    text = run_in_words(walked, 100)
    low, _, median, _, high = walked.finals["place"].quantiles
    assert "Rough: 50 histories." in text
    cells = re.search(r"^  place +(\S+) +(\S+) +(\S+) +(\S+)", text, re.MULTILINE).groups()
    assert [float(cell.replace("−", "-")) for cell in cells[:3]] == [low, median, high]


def test_what_never_changes_is_no_course(grown):
    assert [one.name for one in grown.fans] == ["active_share"]


def test_quantiles_are_taken_over_histories(walked):
    assert walked.courses["place"].shape == (5, len(TIMES))
    assert (np.diff(walked.courses["place"], axis=0) >= 0).all()
    assert walked.histories == 50


def test_a_command_sets_what_was_changed_and_nothing_else(grown, walked):
    assert grown.command == "groundswell models run logistic --set growth=0.2 --replicates 1 --seed 3 --until 100"
    assert "--set" not in walked.command
    odd = Logistic(listed=(0.1, 2.0), loud=True, law="odd")
    assert "--set listed=0.1,2.0 --set loud=true --set law=odd" in material(odd, [0.0], {"ceiling": [[1.0]]}).command


@pytest.mark.parametrize("value", [0.1, (0.1, 2.0), True, "odd"])
def test_a_value_in_a_command_is_read_back_as_it_was(value):
    name = {float: "growth", tuple: "listed", bool: "loud", str: "law"}[type(value)]
    told = material(Logistic(**{name: value}), [0.0], {"ceiling": [[1.0]]}).command
    found = dict(one.split("=") for one in re.findall(r"--set (\S+)", told))
    assert Logistic.of(**found) == Logistic(**{name: value})


def test_a_model_tells_all_that_it_declares():
    text = " ".join(model_in_words(Logistic, 80).split())
    for word in (
        Logistic.says, "Each who acts draws in others", "x' = a x (1 − x), x(0) = start", "from 0 to 10 [1/day]", "one of plain, odd",
        "share that acts [share]", "0.5 ± 1e−6", "half at the middle (own calculation)", "at most 1", "It has no people.",
        "Verhulst (1838); Nobody (1900)",
    ):  # fmt: skip
        assert word in text, word
    assert "Raises" not in text
    assert ">>>" not in text


def test_a_model_that_was_set_otherwise_tells_what_it_is_unless_told():
    text = " ".join(model_in_words(Logistic(growth=0.5), 80).split())
    assert "growth 0.5" in text
    assert "0.1 unless told" in text


def test_equations_keep_their_lines():
    lines = model_in_words(Logistic, 80).splitlines()
    assert "    x' = a x (1 − x),   x(0) = start" in lines
    assert [is_equation(text) for text in about(Logistic)] == [False, True, False]


def test_a_list_names_every_model_once_and_counts_what_they_are_held_against():
    text = list_in_words([Logistic, Walk], 80)
    assert re.findall(r"^\S+", text, re.MULTILINE)[:2] == ["logistic", "walk"]
    assert "2 models, held against 2 numbers" in " ".join(text.split())


def test_what_does_not_hold_comes_first_with_its_reason(checked):
    text = rows_in_words(checked, 80)
    assert text.index("at most all") < text.index("half at the middle")
    assert "We get 1.5, on record is at most 1 (Verhulst (1838); a share)" in " ".join(text.split())
    assert text.splitlines()[-1].startswith("1 of 2 checks hold; 1 does not.")


def test_where_all_hold_nothing_else_is_said(checked):
    text = rows_in_words([row for row in checked if row.holds], 80)
    assert "does not" not in text
    assert rows_in_words([], 80).startswith("Nothing was checked.")


def test_the_relation_of_a_check_is_told(checked):
    row = Row("m", "c", 2.0, 3.0, 0.5, "at least", True, "why", "source", 0.0)
    assert recorded(row) == "at least 2, 0.5 off at most"
    assert recorded(row._replace(relation="within")) == "2 ± 0.5"
    assert recorded(row._replace(relation="within", tolerance=0.0)) == "2"


@pytest.mark.parametrize("off", [1.01, -1.01])
@pytest.mark.parametrize(("published", "tolerance"), [(0.1222, 1e-4), (1e6, 1.0), (0.5, 1e-9), (3e-7, 1e-8), (12.2, 0.05)])
def test_a_number_just_outside_its_tolerance_reads_as_another(published, tolerance, off):
    assert precise(published + off * tolerance, tolerance) != precise(published, tolerance)


def test_long_lists_are_cut_and_counted():
    assert worded([1.0] * 100).endswith("… (100 in all)")


def test_a_fan_in_letters_has_its_ends_at_the_marks_of_its_axis():
    spread = np.array([[0.0, 2.0], [0.0, 3.0], [0.0, 5.0], [0.0, 7.0], [0.0, 10.0]])
    course = Course("x", "what it is", "people", "week", np.array([0.0, 10.0]), spread)
    lines = course_lines(Paper(80), course, 60)
    assert {len(line) for line in lines} == {60}
    assert lines[0].startswith("What it is [people]")
    assert lines[1].startswith("10 │")
    assert lines[7].startswith(" 0 │━")
    assert re.findall(r"\d+", lines[-1])[0] == "0"
    assert re.findall(r"\d+", lines[-1])[-1] == "10"


@pytest.mark.parametrize("count", [1, 2, 5, 57, 58, 1000])
def test_a_fan_has_a_height_in_each_column_however_many_times_there_are(count):
    times = np.arange(count, dtype=float)
    course = Course("x", "", "1", "day", times, np.tile(times / max(1, count - 1), (5, 1)))
    found = heights(course, course.up(2), 57, 7)
    assert found.shape == (5, 57)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found <= 7).all()
