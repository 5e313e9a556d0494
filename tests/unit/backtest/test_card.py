"""The card: the same rows for all, known differences, honest doubts, and nothing that JSON cannot hold."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.unit.backtest.handmade import START, seen, table

import groundswell as gs
from groundswell.backtest import compared, forecasts
from groundswell.backtest.compared import FELL, contest, contests
from groundswell.backtest.forecasts import LEAST, Said, of_model
from groundswell.backtest.forms import Form
from groundswell.backtest.measures.ranking import Chances
from groundswell.backtest.questions import Answer, Question
from groundswell.calibrate.protocol import targets
from groundswell.errors import UsageError

ISSUED = date(2003, 9, 30)
FALL = Question("fall", "one", "first_fall", "the first fall", ISSUED, date(2003, 12, 31), date(2003, 10, 1), "first")
OTHER = replace(FALL, name="other", case="two")
POLL = Question("poll", "one", "approval", "a poll", ISSUED, date(2003, 10, 31), date(2003, 10, 1))
FELL_ON = Answer(date(2003, 10, 17), until=date(2003, 10, 17))
DAY = (date(2003, 10, 17) - START).days


def told(question, name, loss, model=True):
    return Said(question.name, name, model, loss, sampled=np.full(forecasts.SAMPLES, loss) if model else None)


def test_too_few_histories_that_can_answer_say_nothing_and_why():
    histories = seen([[DAY]] * (LEAST + 5), office={(k, 0): 1 for k in range(6)})
    found = of_model("fitted", FALL, FELL_ON, histories)
    assert (found.loss, found.histories, found.asked) == (None, LEAST - 1, LEAST + 5)
    assert "fewer than" in found.why


def test_a_forecaster_that_knew_the_week_loses_less_than_one_that_did_not():
    knew = of_model("knew", FALL, FELL_ON, seen([[DAY]] * 40))
    erred = of_model("erred", FALL, FELL_ON, seen([[DAY + 30]] * 40))
    assert knew.loss < 0.3 < erred.loss  # fourteen bins with half a draw each: −ln(40.5/47) and −ln(0.5/47)
    assert knew.loss == pytest.approx(-np.log(40.5 / (40 + 0.5 * 15)))


def test_draws_drawn_again_give_the_doubt_of_a_score():
    mixed = of_model("fitted", FALL, FELL_ON, seen([[DAY], [DAY + 30]] * 20, draw=[k % 2 for k in range(40)]))
    assert mixed.sampled.min() < mixed.loss < mixed.sampled.max()
    alike = of_model("fitted", FALL, FELL_ON, seen([[DAY]] * 40, draw=[0] * 40))
    assert np.allclose(alike.sampled, alike.loss)


def test_above_zero_the_judged_form_is_better():
    said = [told(FALL, "fitted", 1.0), told(FALL, "rival", 3.0), told(OTHER, "fitted", 2.0), told(OTHER, "rival", 3.0)]
    answers = {"fall": FELL_ON, "other": Answer()}
    found = {row.group: row for row in contests("fitted", [FALL, OTHER], answers, said, 1)}
    assert (found[FELL].difference, found[FELL].cases, found[FELL].by_case) == (2.0, 1, None)
    assert "one case" in found[FELL].doubt
    both = found["first_fall"]
    assert (both.difference, both.cases) == (1.5, 2)
    assert (both.by_case, both.by_both) == ((1.0, 2.0), (1.0, 2.0))
    assert both.excludes_zero
    assert "2 cases" in both.doubt


def test_a_question_that_one_side_cannot_answer_counts_for_neither():
    said = [told(FALL, "fitted", 1.0), told(FALL, "rival", 3.0), told(OTHER, "fitted", 2.0), replace(told(OTHER, "rival", 3.0), loss=None)]
    found = contests("fitted", [FALL, OTHER], {"fall": FELL_ON, "other": FELL_ON}, said, 1)
    assert {row.questions for row in found} == {("fall",)}


def test_a_refit_is_also_compared_with_the_full_model_at_its_budget():
    """By that a mechanism earns its place; baselines and priors are compared with the judged form alone."""
    names = {"fitted": 1.0, "prior": 4.0, "full": 2.0, "skeleton": 5.0}
    said = [told(FALL, name, loss) for name, loss in names.items()] + [told(FALL, "constant_hazard", 6.0, model=False)]
    found = {(row.ours_is, row.other): row.difference for row in contests("fitted", [FALL], {"fall": Answer()}, said, 1)}
    assert found["full", "skeleton"] == 3.0
    assert {other for ours, other in found if ours == "full"} == {"skeleton"}
    assert {other for ours, other in found if ours == "fitted"} == {"prior", "full", "skeleton", "constant_hazard"}


def test_where_nobody_falls_the_rate_is_zero_however_long_the_window():
    never, always = Chances(np.zeros(1), np.full(1, 32.0)), Chances(np.full(1, 32.0), np.full(1, 32.0))
    assert never.yearly(1.0) == never.yearly(4.57) == 0.0
    assert always.yearly(4.57) == pytest.approx(np.log(65) / 4.57)


def test_different_rows_are_never_compared():
    with pytest.raises(UsageError, match="the same cases for every model"):
        contest(FELL, "rival", [FALL], [told(FALL, "fitted", 1.0)], [told(OTHER, "rival", 1.0)], 1)


def test_counts_are_asked_whether_they_mean_what_they_say():
    deaths = replace(POLL, name="deaths", kind="killed")
    killed = {(k, 0, 40): float(k) for k in range(100)}
    found = of_model("fitted", deaths, Answer(number=50.0), seen([[]] * 100, killed))
    honest = compared.honesty("fitted", [deaths], {"deaths": Answer(number=50.0)}, [found], 1)
    assert 0.5 <= honest["pit"][0] <= 0.52
    assert [row["held"] for row in honest["coverage"]] == [1, 1]
    assert compared.honesty("fitted", [POLL], {}, [], 1) == {}


@pytest.fixture(scope="module")
def card():
    draws = table("bolivia-2003", draws=8, protocol=targets("bolivia-2003").digest)
    rival = Form("skeleton", table("bolivia-2003", 8, 6, targets("bolivia-2003").digest, off=["victory_emboldens"]), ("victory_emboldens",))
    asked = {"cases": ["bolivia-2003"], "against": ["constant_hazard", "last_poll"], "draws": draws, "refits": [rival], "replicates": 64}
    return lambda workers: gs.backtest("bolivia-2003", workers=workers, **asked)


@pytest.mark.slow
def test_the_card_is_the_same_for_any_workers_and_survives_json(card):
    one, two = card(1), card(2)
    text = json.dumps(one.to_dict(), allow_nan=False)
    assert text == json.dumps(two.to_dict(), allow_nan=False)
    assert json.loads(text) == one.to_dict()
    assert set(one.of("bolivia-fall")) == {"fitted", "prior", "skeleton", "constant_hazard"}
    assert set(one.of("bolivia-poll-may-2004")) == {"fitted", "prior", "skeleton", "last_poll"}
    assert one.judged == "fitted"
    assert one.to_dict()["forms"]["skeleton"]["absent"] == ["victory_emboldens"]
    assert "constant_hazard" in one.text()


def test_unknown_cases_and_baselines_are_refused():
    with pytest.raises(UsageError, match="some of bolivia-2003"):
        gs.backtest("bolivia-2003", cases=["atlantis"], draws="prior")
    with pytest.raises(UsageError, match="some of constant_hazard"):
        gs.backtest("bolivia-2003", cases=["bolivia-2003"], against=["oracle"], draws="prior")
