"""Targets are read off histories and off the record by the same rules, and off nothing else."""

from datetime import date

import numpy as np
import pytest

from groundswell.calibrate.case import CaseProblem, distance_of, scores_of
from groundswell.calibrate.protocol import targets
from groundswell.calibrate.sight import FALLS, Poll, Sight, in_order, sight_of, sight_of_record
from groundswell.calibrate.targets import KINDS, Target, read_all
from groundswell.engine.recorder import KILLED
from groundswell.engine.run import LANES, run_block
from groundswell.errors import ScenarioError, UsageError
from groundswell.score.predictive import Counts
from groundswell.score.rules import crps

START = date(2003, 1, 1)
PLACES = ("here", "there")


def seen(killed=(), falls=(), reported=(), approval=None, polls=()):
    """One course of thirty days, from what happened on which day."""
    table = np.zeros((len(PLACES), 30, 1))
    for place, day, persons in killed:
        table[PLACES.index(place), day, 0] = persons
    weeks = np.zeros((5, 1), np.bool_)
    weeks[list(reported)] = True
    series = None if approval is None else np.full((30, 1), approval)
    return Sight(START, PLACES, table, in_order(np.array(falls), np.zeros(len(falls), np.int64), 1), weeks, series, tuple(polls))


def target(kind, first=1, last=30, **more):
    return Target("t", kind, "words", START.replace(day=first), START.replace(day=last), **more)


def read(kind, sight, **more):
    return float(target(kind, **more).read(sight)[0])


def test_the_killed_are_summed_over_the_days_and_places_of_the_target():
    sight = seen(killed=[("here", 0, 3), ("there", 4, 4), ("here", 20, 100)])
    assert read("killed", sight, last=10) == pytest.approx(np.log1p(7))
    assert read("killed", sight, last=10, places=("there",)) == pytest.approx(np.log1p(4))


def test_the_largest_day_adds_the_places_of_one_day_and_not_days():
    sight = seen(killed=[("here", 3, 3), ("there", 3, 4), ("here", 9, 6)])
    assert read("largest_day", sight) == pytest.approx(np.log1p(7))


def test_lethal_days_are_counted_from_the_least_number_on():
    sight = seen(killed=[("here", 3, 3), ("there", 5, 5), ("here", 9, 6)])
    assert read("lethal_days", sight) == pytest.approx(np.log1p(3))
    assert read("lethal_days", sight, least=5) == pytest.approx(np.log1p(2))


def test_a_fall_outside_the_window_is_no_fall():
    assert read("fell", seen(falls=[12]), first=10, last=20) == 1.0
    assert read("fell", seen(falls=[25]), first=10, last=20) == 0.0


def test_the_day_of_the_fall_is_that_of_the_first_in_the_window_and_its_length_where_there_is_none():
    assert read("fall_day", seen(falls=[2, 14, 16]), first=10, last=20) == 14 - 9
    assert read("fall_day", seen(), first=10, last=20) == 11
    assert read("fall_day", seen(falls=[14]), first=10, last=20, scale=5.0) == 1.0


def test_the_lag_counts_from_the_first_day_of_many_deaths_to_the_next_fall():
    sight = seen(killed=[("here", 2, 1), ("here", 6, 4)], falls=[3, 11])
    assert read("lag_to_fall", sight, least=4) == pytest.approx(np.log1p(5))
    assert read("lag_to_fall", seen(killed=[("here", 6, 4)], falls=[3]), least=4) == pytest.approx(np.log1p(30))
    assert read("lag_to_fall", seen(falls=[3]), least=4) == pytest.approx(np.log1p(30))


def test_approval_is_what_polls_would_show_or_showed():
    poll = Poll(START, START.replace(day=30), 0.4)
    assert read("approval", seen(approval=0.25)) == 0.25
    assert read("approval", seen(polls=[poll])) == 0.4
    with pytest.raises(UsageError, match="no poll of these days"):
        read("approval", seen(polls=[poll]), last=20)


def test_weeks_with_a_report_are_counted_once():
    assert read("weeks_reported", seen(reported=[0, 2])) == pytest.approx(np.log1p(2))


def test_every_kind_is_among_those_tested_here():
    assert set(KINDS) == {"killed", "largest_day", "lethal_days", "fell", "fall_day", "lag_to_fall", "approval", "weeks_reported"}


def test_falls_beyond_those_told_apart_are_dropped():
    found = in_order(np.arange(20), np.zeros(20, np.int64), 1)
    assert found.shape == (FALLS, 1)
    assert found[:, 0].tolist() == list(range(FALLS))


@pytest.fixture(scope="module")
def problem():
    return targets("bolivia-2003").problem()


def test_the_record_of_bolivia_is_read_as_its_sources_count_it(problem):
    said = dict(zip(problem.summary_names, problem.record, strict=True))
    assert np.expm1(said["killed-2003-october"]) == pytest.approx(57)
    assert np.expm1(said["killed-2003-february"]) == pytest.approx(28)
    assert np.expm1(said["lag-to-fall"]) == pytest.approx(6)
    assert said["fell-october"] == 1.0
    assert said["fell-before"] == 0.0


def test_nothing_after_the_last_day_of_the_fit_is_seen(problem):
    """A planted leak: rows of 2004 and later, however large, change no target."""
    from groundswell.analysis.record import read_record, table_of

    rows = read_record(table_of(problem.scenario))
    early = [row for row in rows if row.last <= problem.last]
    planted = [row._replace(value=1000.0) if row.last > problem.last else row for row in rows]
    assert len(early) < len(rows)
    for kept in (rows, early, planted):
        sight = sight_of_record(kept, problem.scenario.start, problem.days, problem.places)
        assert np.array_equal(read_all(problem.targets, sight)[0], problem.record)


def test_a_block_is_seen_as_its_events_and_series_tell(problem):
    histories = np.arange(LANES, dtype=np.uint64)
    block = run_block(problem.compiled, {}, 1, histories, last_day=400)
    sight = sight_of(block, histories, problem.scenario.start, problem.places)
    events = block.events[block.events["kind"] == KILLED]
    assert sight.killed.sum() == pytest.approx(events["amount"].sum())
    assert sight.reported.any()
    assert sight.days == 400


def test_the_distance_is_the_weighted_sum_of_the_scores_that_the_score_package_gives():
    rng = np.random.default_rng(3)
    sample, record = rng.gamma(2.0, 2.0, (32, 4)), np.array([0.0, 3.0, 50.0, 4.0])
    expected = [crps(Counts.of_sample(column), y) for column, y in zip(sample.T, record, strict=True)]
    assert scores_of(sample, record) == pytest.approx(expected, abs=1e-12)
    assert distance_of(sample, record, [1, 2, 3, 4]) == pytest.approx(np.dot([1, 2, 3, 4], expected), abs=1e-12)


def test_a_candidate_is_a_pure_function_of_point_seed_and_number(problem):
    points = np.full((2, len(problem.names)), 0.5)
    deaths = Target("k", "killed", "w", date(2000, 1, 1), date(2000, 6, 30))
    short = CaseProblem(problem.scenario, date(2000, 6, 30), (deaths,))
    both = short.simulate(points, 5, np.array([7, 9], np.uint64))
    one = short.simulate(points[1:], 5, np.array([9], np.uint64))
    assert np.array_equal(both.distance[1:], one.distance)
    assert np.array_equal(both.summaries[1:], one.summaries)


def test_a_record_without_a_row_is_no_record_of_zeros():
    nothing = CaseProblem(targets("bolivia-2003").problem().scenario.set("observed", None), date(2000, 6, 30), ())
    with pytest.raises(ScenarioError, match="no observation from 2000-01-01 to 2000-06-30"):
        _ = nothing.record
