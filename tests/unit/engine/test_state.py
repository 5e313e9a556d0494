"""What persists and what is cleared: every number declared once, with its unit and its bounds."""

import numpy as np
import pytest
from tests.unit.engine.worlds import HISTORIES, breaches

from groundswell.engine.run import broken_bounds, start
from groundswell.engine.state import LANES, STATE, TODAY, new_state, new_today, out_of_bounds

COUNTS = {"regions": 1, "nations": 1, "places": 3, "cells": 4, "demands": 2, "organizations": 2, "forces": 1, "acts": 2, "powers": 1}


def test_every_field_is_declared_with_unit_bounds_and_meaning():
    for layout in (STATE, TODAY):
        for kind, fields in layout.items():
            for field in fields:
                assert field.unit and field.meaning and field.low < field.high, f"{kind}.{field.name}"


@pytest.mark.parametrize("layout", [STATE, TODAY], ids=["state", "today"])
def test_no_kind_of_thing_has_two_fields_of_one_name(layout):
    for fields in layout.values():
        assert len({f.name for f in fields}) == len(fields)


@pytest.mark.parametrize(("make", "layout"), [(new_state, STATE), (new_today, TODAY)], ids=["state", "today"])
def test_flat_is_the_memory_of_every_field(make, layout):
    things, marker = make(COUNTS), 1.0
    for kind, fields in layout.items():
        for field in fields:
            getattr(things, kind)[field.name][:] = marker
            marker += 1.0
    assert things.flat.size == sum(len(fields) * COUNTS[kind] * LANES for kind, fields in layout.items())
    assert (things.flat > 0.0).all()


def test_a_row_of_lanes_lies_in_one_piece():
    state = new_state(COUNTS)
    assert state.cells.active[2].flags.c_contiguous, "the innermost loop runs over histories"


def test_a_broken_bound_is_noticed_by_the_engine(drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    assert broken_bounds(course) == []
    course.s.cells.active[1, 3] = -0.1
    (told,) = broken_bounds(course)
    assert "cells.active" in told and "-0.1" in told


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 2.0])
def test_no_wrong_number_passes_for_a_share(value, drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    course.s.places.control[0, 0] = value
    assert out_of_bounds(STATE, course.s)
    assert len(breaches(course, drama.names, "here", 0)) == 1


def test_the_first_morning_is_calm(drama, dramatic):
    course = start(drama, dramatic, 1, HISTORIES)
    s = course.s
    assert (s.cells.active == 0.0).all() and (s.cells.outrage == 0.0).all() and (s.demands.open == 0.0).all()
    assert (s.cells.stamina == 1.0).all() and (s.places.stock == 1.0).all() and (s.places.control == 1.0).all()
    assert (s.nations.government == 0.0).all() and (s.nations.approval == 0.4).all()


def test_loyalty_is_drawn_once_and_stays_between_its_bounds(drama, dramatic):
    loyalty = start(drama, dramatic, 1, HISTORIES).s.forces.loyalty
    assert ((loyalty[0] > 0.4) & (loyalty[0] < 0.9)).all() and ((loyalty[1] > 0.3) & (loyalty[1] < 0.9)).all()
    assert len(np.unique(loyalty)) == loyalty.size
