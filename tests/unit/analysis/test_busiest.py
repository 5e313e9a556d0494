"""The day that is explained first is the busiest of the history that is told."""

import numpy as np
import pytest

import groundswell as gs
from groundswell.errors import UsageError


def active(runs, history, place):
    days, shares = runs.select([history]).trajectory(f"active_share:{place}")
    return days, shares[0] * sum(group.population for group in runs.scenario.groups if group.place == place)


def test_nowhere_and_on_no_kept_day_were_more_people_in_action(runs):
    history, place, day = gs.busiest(runs)
    assert history == gs.nearest(runs).history
    days, persons = active(runs, history, place)
    there = persons[list(days).index(day)]
    assert there > 0
    assert all(there >= active(runs, history, other)[1].max() for other in runs.names["places"])


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
