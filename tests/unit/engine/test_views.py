"""Kernels see the same numbers, in the same places, as Python."""

import pickle

import numpy as np
import pytest
from numba import typeof
from numba.core.errors import TypingError

from groundswell.engine.kernel import kernel
from groundswell.engine.state import KEYS, LANES, NET, Net, net_record, new_state, new_today
from groundswell.engine.views import blank_record

COUNTS = {"regions": 1, "nations": 2, "places": 3, "cells": 5, "demands": 4, "organizations": 3, "forces": 2, "acts": 6, "powers": 1}


def numbered_net(days=7):
    """A scenario of which every number is another one; its calendar is a table."""
    tables = {}
    for kind in NET:
        shape = (2, days) if kind == "calendar" else 4
        tables[kind] = np.zeros(shape, net_record(kind)).view(np.recarray)
        for k, name in enumerate(tables[kind].dtype.names):
            tables[kind][name] = 100 * k + np.arange(tables[kind].size).reshape(shape)
    return Net(**tables)


@kernel
def told_by_the_calendar(net, n, day):
    return net.calendar[n, day].growth, net.calendar[n, day].acts_to, net.calendar.shape


def test_a_kernel_reads_the_day_of_a_country():
    net = numbered_net()
    for n in range(2):
        for day in range(7):
            row = net.calendar[n, day]
            assert told_by_the_calendar(net, n, day) == (row.growth, row.acts_to, net.calendar.shape)


@kernel
def told_by_the_world(s, today, net, p, keys, i, r):
    place = net.cells[i].place
    s.cells[i].active[r] += today.places[place].crowd[r] * p.weight[r]
    return s.cells.shape[0], net.cells[i].population, net.cells[i].entity, keys.low, keys.history[r]


def test_a_kernel_reads_and_writes_the_numbers_that_python_sees():
    s, today, net = new_state(COUNTS), new_today(COUNTS), numbered_net()
    net.cells.place[:] = (2, 0, 1, 2)
    s.flat[:], today.flat[:] = np.arange(s.flat.size), 0.5 + np.arange(today.flat.size)
    p, keys = blank_record(np.dtype([("other", "f8", (LANES,)), ("weight", "f8", (LANES,))])), blank_record(KEYS)
    p.weight[:], keys.low, keys.history[:] = 1.0 + np.arange(LANES), 2**40, np.arange(LANES)
    for i, r in ((0, 0), (3, 17), (2, LANES - 1)):
        before = s.flat.copy()
        expected = s.cells.active[i, r] + today.places.crowd[net.cells.place[i], r] * p.weight[r]
        told = told_by_the_world(s, today, net, p, keys, i, r)
        assert told == (5, net.cells.population[i], net.cells.entity[i], 2**40, r)
        assert s.cells.active[i, r] == expected
        assert (s.flat != before).sum() == 1


@kernel
def clear(today):
    today.flat[:] = 0.0


def test_flat_is_all_of_a_day():
    today = new_today(COUNTS)
    today.flat[:] = 1.0
    clear(today)
    assert not today.flat.any()
    assert not today.cells.urge.any()


@kernel
def yes_and_no(on):
    return on.first, on.second


def test_switches_are_read_one_by_one():
    on = blank_record(np.dtype([("first", "?"), ("second", "?")]))
    on.second = True
    assert yes_and_no(on) == (False, True)


def test_an_array_with_gaps_is_refused():
    net = numbered_net()
    with pytest.raises(TypingError, match="gaps"):
        told_by_the_calendar(net._replace(calendar=net.calendar[:, ::2]), 0, 0)


def test_another_layout_is_another_type_and_an_equal_one_the_same():
    kinds = [typeof(thing) for thing in (new_state(COUNTS), new_today(COUNTS), numbered_net(), blank_record(KEYS))]
    assert len(set(kinds)) == len(kinds)
    assert typeof(new_state({**COUNTS, "cells": 9})) == kinds[0], "how many there are is no part of the layout"
    other = blank_record(np.dtype([("low", "u8"), ("high", "u8"), ("history", "u8", (2 * LANES,))]))
    assert typeof(other) != kinds[3]
    assert [pickle.loads(pickle.dumps(kind)) for kind in kinds] == kinds


def test_names_of_kernels_stay_short():
    # They were 15,000 letters long, and reading them took most of the time of compiling.
    assert all(len(str(typeof(value))) < 20 for value in (new_state(COUNTS), new_today(COUNTS), numbered_net(), blank_record(KEYS)))
