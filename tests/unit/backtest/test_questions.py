"""A question is answered by the histories that may answer it, and by the record as it stands."""

import shutil
from datetime import date

import numpy as np
import pytest
from tests.unit.backtest.handmade import START, seen

from groundswell.analysis.record import Observation
from groundswell.backtest.questions import Answer, Question, answer, questions
from groundswell.errors import ScenarioError
from groundswell.scenario.load import LIBRARY

ISSUED, LAST = date(2003, 9, 30), date(2003, 12, 31)
FALL = Question("fall", "a-case", "first_fall", "the first fall", ISSUED, LAST, date(2003, 10, 1), governs="first")
DEATHS = Question("deaths", "a-case", "killed", "killed", ISSUED, date(2003, 10, 31), date(2003, 10, 1))
POLL = Question("poll", "a-case", "approval", "a poll", ISSUED, date(2003, 10, 31), date(2003, 10, 1))


def row(quantity, first, last=None, value=1.0, place="national"):
    return Observation(quantity, place, first, last or first, value, None, None, "", "day", "", "press")


def day(moment):
    return (moment - START).days


def test_a_fall_on_a_known_date_lands_in_its_week():
    found = FALL.forecast(FALL.values(seen([[day(date(2003, 10, 17))]])))
    assert found.binned()[2] == 1.0  # 15 to 21 October is the third week from 1 October
    assert FALL.score(found, Answer(date(2003, 10, 17))) < FALL.score(found, Answer(date(2003, 10, 30)))


def test_a_fall_before_the_issue_is_not_the_first_after_it():
    values = FALL.values(seen([[3, day(date(2003, 10, 2))], [3], [], [day(ISSUED)]]))
    assert values.tolist() == [1.0, np.inf, np.inf, np.inf]


def test_a_fall_after_the_window_is_none():
    found = FALL.forecast(FALL.values(seen([[day(LAST)], [day(LAST) + 1]])))
    assert found.never == 0.5


def test_only_histories_with_the_government_on_record_in_office_answer():
    histories = seen([[], [], []], office={(1, day(ISSUED)): 1, (2, day(ISSUED) + 1): 1})
    assert FALL.eligible(histories).tolist() == [True, False, True]  # who enters on the day after still answers
    assert DEATHS.eligible(histories).all()


def test_before_the_first_day_the_first_government_governs():
    early = Question("early", "a-case", "first_fall", "", date(2003, 8, 31), LAST, START, governs="first")
    assert early.eligible(seen([[]], office={(0, 0): 1})).all()


def test_deaths_are_counted_on_both_ends_of_the_window_and_not_beyond():
    days = [day(date(2003, 9, 30)), day(date(2003, 10, 1)), day(date(2003, 10, 31)), day(date(2003, 11, 1))]
    killed = {(0, k % 2, moment): 10.0**k for k, moment in enumerate(days)}
    assert DEATHS.values(seen([[]], killed)).tolist() == [110.0]


def test_a_count_said_surely_and_rightly_costs_nothing():
    found = DEATHS.forecast(np.full(30, 7.0))
    assert DEATHS.score(found, Answer(number=7.0)) == 0
    assert POLL.score(POLL.forecast(np.full(30, 0.5)), Answer(number=0.4)) == pytest.approx(0.1)


def test_the_record_answers_with_the_first_fall_of_the_window():
    falls = [row("fall", date(2003, 9, 3)), row("fall", date(2003, 10, 17), date(2003, 10, 19)), row("fall", date(2003, 11, 2))]
    found = answer(FALL, falls)
    assert (found.day, found.until) == (date(2003, 10, 17), date(2003, 10, 19))
    assert answer(FALL, falls[:1]).day is None


def test_the_record_answers_with_deaths_inside_the_window_alone():
    deaths = [row("killed_by_forces", date(2003, 10, k), value=k, place="el-alto") for k in (1, 31)]
    outside = [row("killed_by_forces", date(2003, 9, 30), value=99), row("killed_other", date(2003, 10, 5), value=99)]
    assert answer(DEATHS, deaths + outside).number == 32


def test_a_poll_that_nobody_took_is_no_answer():
    poll = row("approval", date(2003, 10, 1), date(2003, 10, 31), 0.57)
    assert answer(POLL, [poll]).number == 0.57
    with pytest.raises(ScenarioError, match="no poll of these days"):
        answer(POLL, [poll._replace(place="el-alto")])


def faults(tmp_path, text):
    case = tmp_path / "bolivia-autumn"
    if not case.exists():
        shutil.copytree(LIBRARY / "bolivia-autumn", case)
    (case / "protocol.toml").write_text(f"last = 2003-09-30\n{text}", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        questions(case)
    return str(error.value)


SOUND = '[[question]]\nname="q"\ncase="bolivia-autumn"\nkind="killed"\nwords="w"\nissued=2003-09-30\nlast=2003-10-31\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "at least one [[question]]"),
        (SOUND.replace('kind="killed"\n', ""), "without kind"),
        (f"{SOUND}prize=3\n", "with prize"),
        (SOUND.replace("killed", "wounded"), "one of first_fall, killed, approval"),
        (SOUND.replace("issued=2003-09-30", "issued=2003-09-29"), "the last day of the fit, or later"),
        (SOUND.replace("last=2003-10-31", "last=2013-10-31"), "days after 2003-09-30"),
        (f"{SOUND}first=2003-09-30\n", "a question asks for days that nobody has seen"),
        (f'{SOUND}governs="nobody"\n', "correct the government"),
    ],
)
def test_a_fault_of_a_question_is_told(tmp_path, text, told):
    assert told in faults(tmp_path, text)


def test_a_sound_question_begins_the_day_after_its_issue(tmp_path):
    shutil.copytree(LIBRARY / "bolivia-autumn", tmp_path / "case")
    (tmp_path / "case" / "protocol.toml").write_text(f"last = 2003-09-30\n{SOUND}", encoding="utf-8")
    assert [one.first for one in questions(tmp_path / "case")] == [date(2003, 10, 1)]


def test_every_question_about_bolivia_has_an_answer_on_record():
    from groundswell.analysis.record import read_record, table_of
    from groundswell.scenario.load import load

    record = read_record(table_of(load("bolivia-2003")))
    found = {one.name: answer(one, record).plain() for one in questions("bolivia-2003") if one.case == "bolivia-2003"}
    assert found["bolivia-fall"] == "2005-06-06"
    assert found["bolivia-killed-2005-wave"] == 1.0
    assert found["bolivia-poll-january-2005"] == 0.47
