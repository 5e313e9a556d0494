"""Measures on histories known by heart: waves, the cloud, two countries, and what is told of them."""

from datetime import date

import numpy as np
import pytest
from tests.unit.backtest.handmade import table

from groundswell.backtest.estimates import Estimate
from groundswell.backtest.forms import Form
from groundswell.backtest.lines import AT_LEAST, AT_MOST, NEAR, RANKED, Aim, Line
from groundswell.backtest.measures.cloud import distances
from groundswell.backtest.measures.ranking import Chances, Side, above, chances
from groundswell.backtest.measures.waves import wave_of
from groundswell.backtest.questions import Question
from groundswell.backtest.seen import simulate
from groundswell.design import fitted_draws
from groundswell.errors import UsageError
from groundswell.scenario.load import load


def stopped(*days, length=900):
    found = np.zeros((length, 1), bool)
    found[list(days)] = True
    return found


def test_a_wave_ends_before_a_gap_of_more_than_a_month():
    found = wave_of(stopped(10, 40, 71), 0, 100)  # gaps of 30 and 31 days
    assert (found.onset[0], found.end[0], found.above[0]) == (10, 40, 2)


def test_a_wave_that_begins_later_or_never_is_none():
    assert np.isnan(wave_of(stopped(200), 0, 100).onset[0])
    assert np.isnan(wave_of(stopped(), 0, 100).onset[0])


def test_days_before_the_first_day_do_not_count():
    assert wave_of(stopped(5, 50), 20, 100).onset[0] == 50


@pytest.mark.parametrize(("later", "again"), [(10 + 364, False), (10 + 365, True), (10 + 730, True), (10 + 731, False)])
def test_another_wave_is_one_of_the_second_year(later, again):
    found = wave_of(stopped(10, later), 0, 100)
    assert (bool(found.again[0]), bool(found.another[0])) == (again, again)


def test_a_wave_that_never_ends_passes_the_mark_again_but_is_no_other():
    found = wave_of(np.ones((900, 1), bool), 0, 100)
    assert bool(found.again[0])
    assert not found.another[0]
    assert found.above[0] == 900


def test_each_distance_is_that_from_the_others_alone():
    cloud = np.random.default_rng(3).normal(size=(40, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0.2], [0, 0, 3]])
    found = distances(cloud, np.array([1.0, 0.0, -2.0]))
    for k in (0, 7, 39):
        rest = np.delete(cloud, k, axis=0)
        apart = cloud[k] - rest.mean(axis=0)
        assert found.histories[k] == pytest.approx(apart @ np.linalg.inv(np.cov(rest.T)) @ apart, rel=1e-9)
    apart = np.array([1.0, 0.0, -2.0]) - cloud.mean(axis=0)
    assert found.record == pytest.approx(apart @ np.linalg.inv(np.cov(cloud.T)) @ apart, rel=1e-9)


def test_what_no_history_ever_shows_is_infinitely_far():
    cloud = np.column_stack([np.arange(10.0), np.zeros(10)])
    assert distances(cloud, np.array([4.0, 0.0])).record < np.inf
    far = distances(cloud, np.array([4.0, 1.0]))
    assert (far.record, far.never) == (np.inf, (1,))


def test_a_draw_without_histories_that_can_answer_has_no_chance():
    found = Chances(np.array([1.0, 0.0]), np.array([2.0, 0.0])).share
    assert found[0] == 0.5
    assert np.isnan(found[1])


def test_ties_between_countries_are_halves_and_weights_count():
    ours, theirs = np.array([0.5, 0.2, 0.1]), np.array([0.1, 0.2, 0.4])
    assert above(ours, theirs, np.array([1.0, 1.0, 1.0])).value == pytest.approx(0.5)
    assert above(ours, theirs, np.array([2.0, 1.0, 1.0])).value == pytest.approx(0.625)


def test_the_chance_of_a_draw_is_that_of_histories_that_all_have_it():
    case, fit = "bolivia-autumn", table("bolivia-autumn", draws=18)
    scene = load(case).set("parameters.congress_rate", 0.5)
    question = Question("fall", case, "first_fall", "", date(2003, 8, 31), scene.end, date(2003, 9, 1))
    found = chances(Form("fitted", fit), Side(scene, question), 32, 1, workers=1)
    assert found.able.tolist() == [32.0] * 18
    numbers = np.arange(17 * 32, 18 * 32, dtype=np.uint64)
    one = type(fit)(case, (1.0,), (0.0,), {name: (values[17],) for name, values in fit.columns.items()})
    from groundswell.compile import compile_scenario
    from groundswell.engine.recorder import FALL
    from groundswell.engine.run import run_block

    block = run_block(compile_scenario(scene), fitted_draws(scene, 1, numbers, one), 1, numbers)
    falls = block.events[(block.events["kind"] == FALL) & (block.events["day"] >= (question.first - scene.start).days)]
    assert found.fell[17] == len(np.unique(falls["history"]))
    assert found.fell.sum() > 0


def test_priors_have_no_draws_to_number():
    scene = load("bolivia-autumn")
    question = Question("fall", scene.id, "first_fall", "", date(2003, 8, 31), scene.end, date(2003, 9, 1))
    with pytest.raises(UsageError, match="priors have no draws"):
        chances(Form("prior", "prior"), Side(scene, question), 32, 1)


def found(value, rank=None):
    return Estimate("quantity", value, None, None, 100, rank)


@pytest.mark.parametrize(
    ("aim", "value", "rank", "record", "missed"),
    [
        (Aim(AT_LEAST, 0.6), 0.6, None, None, False), (Aim(AT_LEAST, 0.6), 0.59, None, None, True),
        (Aim(AT_MOST, 60), 61.0, None, None, True), (Aim(NEAR, 0.08), 0.5, None, 0.57, False),
        (Aim(NEAR, 0.08), 0.48, None, 0.57, True), (Aim(RANKED, 0.1), 3.0, 0.1, 2.0, False),
        (Aim(RANKED, 0.1), 3.0, 0.92, 2.0, True), (Aim(AT_LEAST, 0.6), None, None, None, None),
        (Aim(RANKED, 0.1), 3.0, None, 2.0, None), (None, 3.0, 0.5, 2.0, None),
    ],
)  # fmt: skip
def test_an_aim_is_missed_reached_or_not_known(aim, value, rank, record, missed):
    assert Line("a", "b", "c", "d", found(value, rank), record, aim).missed is missed


def test_a_changed_world_has_no_aim_of_its_own():
    line = Line("fell", "later", "a government falls", "share", found(0.9), aim=Aim(AT_LEAST, 0.6))
    assert line.renamed("no-acts", "without acts").aim is None


def test_histories_of_the_prior_are_all_of_their_own_draw():
    seen = simulate(Form("prior", "prior"), load("bolivia-autumn"), 33, 1, last=date(2003, 9, 2), workers=1)
    assert len(np.unique(seen.draw)) == 33
