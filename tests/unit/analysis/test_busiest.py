"""The day that is explained first is that on which the largest wave of the history that is told peaked."""

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import UsageError


def active(runs, history, place):
    days, shares = runs.select([history]).trajectory(f"active_share:{place}")
    return days, shares[0] * sum(group.population for group in runs.scenario.groups if group.place == place)


def test_the_day_is_the_peak_of_the_largest_wave_and_nowhere_were_more_people_in_action_then(runs):
    history, place, day = gs.busiest(runs)
    assert history == gs.nearest(runs).history
    assert day == runs.final["largest_peak_day"][runs.histories == history][0]
    days, persons = active(runs, history, place)
    week = int(np.abs(days - day).argmin())
    assert persons[week] > 0
    assert all(persons[week] >= active(runs, history, other)[1][week] for other in runs.names["places"])


def test_without_a_wave_the_first_weeks_are_left_out(runs):
    quiet = runs.histories[runs.final["episodes"] == 0]
    assert quiet.size
    assert all(gs.busiest(runs, int(history)).day >= 28 for history in quiet[:3])


def test_another_history_can_be_asked_about(runs):
    assert gs.busiest(runs, 7).history == 7
    with pytest.raises(UsageError):
        gs.busiest(runs, 64)


def test_without_a_record_the_most_typical_history_is_taken(autumn):
    bare = gs.run(autumn.without("observed"), replicates=8, seed=3, memory=True)
    assert gs.busiest(bare).history == gs.typical(bare)


def test_what_it_finds_can_be_explained(runs):
    moment = gs.busiest(runs)
    why = gs.explain(runs, *moment)
    assert why.histories == (moment.history,) and why.place == moment.place
    assert why.day == runs.date(moment.day) and np.isfinite(why.change)
