"""Whatever would let a forecaster see what it is asked is refused, or changes nothing."""

import csv
import shutil
from datetime import date

import numpy as np
import pytest
from tests.unit.backtest.handmade import PROTOCOL, table

from groundswell.backtest.card import known_of
from groundswell.backtest.forecasts import of_baselines
from groundswell.backtest.forms import Form
from groundswell.backtest.leaks import refuse_draws_that_saw, refuse_edited_draws
from groundswell.backtest.questions import Question, answer
from groundswell.calibrate.protocol import Budget, Protocol
from groundswell.calibrate.targets import Target
from groundswell.errors import UsageError
from groundswell.scenario.load import LIBRARY, load

CASE, LAST = "bolivia-autumn", date(2003, 9, 30)
SPENT = Budget(1, 1, 1, 1)
TARGETS = (Target("killed", "killed", "killed", date(2003, 8, 1), LAST),)
PROTOCOLS = Protocol(CASE, LAST, TARGETS, SPENT, SPENT, SPENT, PROTOCOL)
LATER = Question("later", CASE, "killed", "killed later", LAST, date(2003, 10, 31), date(2003, 10, 1))
ELSEWHERE = Question("elsewhere", "peru-2002", "killed", "killed", date(2001, 12, 31), date(2002, 12, 31), date(2002, 1, 1))
START = date(2003, 8, 1)


def judged(**made):
    return Form("fitted", table(CASE, **made))


def test_draws_fitted_before_the_questions_are_taken():
    refuse_draws_that_saw(judged(until="2003-09-30"), PROTOCOLS, [LATER], START)
    refuse_draws_that_saw(Form("prior", "prior"), PROTOCOLS, [LATER], START)


def test_draws_that_saw_the_days_asked_about_are_refused():
    with pytest.raises(UsageError, match="no day in common"):
        refuse_draws_that_saw(judged(until="2003-10-01"), PROTOCOLS, [LATER], START)


def test_days_of_another_country_are_no_leak():
    refuse_draws_that_saw(judged(until="2003-12-31"), PROTOCOLS, [ELSEWHERE], START)


@pytest.mark.parametrize("made", [{"protocol": "cd" * 32}, {"until": "some time"}])
def test_draws_of_another_or_an_unknown_making_are_refused(made):
    with pytest.raises(UsageError):
        refuse_draws_that_saw(judged(**({"until": "2003-09-30"} | made)), PROTOCOLS, [LATER], START)


def test_draws_fitted_with_other_mechanisms_are_refused():
    refuse_edited_draws(Form("skeleton", table(CASE, off=["victory_emboldens"]), ("victory_emboldens",)))
    with pytest.raises(UsageError, match="fitted without"):
        refuse_edited_draws(Form("skeleton", table(CASE), ("victory_emboldens",)))


@pytest.fixture(scope="module")
def tampered(tmp_path_factory):
    """The case with a record that was written anew after the last day of the fit: a massacre, and a poll of everybody."""
    case = tmp_path_factory.mktemp("tampered") / CASE
    shutil.copytree(LIBRARY / CASE, case)
    file = case / "observed.csv"
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        if date.fromisoformat(row["date"]) > LAST and row["quantity"] in ("killed_by_forces", "approval"):
            row["value"] = "1" if row["quantity"] == "approval" else "5000"
    planted = {**rows[0], "quantity": "killed_by_forces", "place": "el-alto", "date": "2003-10-05", "end_date": "", "value": "777"}
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, planted])
    return load(case)


def test_later_rows_of_the_record_change_no_baseline(tampered):
    asked = Question("later", CASE, "killed", "", LAST, date(2003, 10, 31), date(2003, 10, 1))
    told = []
    for scene in (load(CASE), tampered):
        known = known_of(scene)
        told.append([one.told | {"rank": None, "inside": None} for one in of_baselines(asked, answer(asked, known.record), known)])
    assert told[0] == told[1]
    assert any(one.get("median") is not None for one in told[0])


def test_the_planted_rows_are_what_the_record_answers_with(tampered):
    assert answer(LATER, known_of(tampered).record).number > 5000


def test_later_rows_of_the_record_change_nothing_that_a_fit_looks_at(tampered):
    ours, theirs = (PROTOCOLS.problem(scene).record for scene in (load(CASE), tampered))
    assert np.array_equal(ours, theirs)
