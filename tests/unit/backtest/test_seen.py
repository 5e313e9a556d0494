"""What is seen of histories is what the ensemble keeps of the same histories, whoever computes them."""

from datetime import date

import numpy as np
import pytest
from tests.unit.backtest.handmade import table

import groundswell as gs
from groundswell.backtest.forms import Form
from groundswell.backtest.seen import simulate
from groundswell.backtest.worlds import UNRESOLVED, World, moved, without_acts
from groundswell.scenario.parameters import BY_NAME

PRIOR = Form("prior", "prior")
ACT = "gas-plan-2003"


@pytest.fixture(scope="module")
def scene():
    return gs.load("bolivia-autumn")


@pytest.fixture(scope="module")
def base(scene):
    return simulate(PRIOR, scene, 64, 1, workers=1)


@pytest.fixture(scope="module")
def runs(scene):
    return gs.run(scene, 64, 1, memory=True, draws="prior")


def test_the_histories_are_those_of_a_run(base, runs):
    assert base.killed.sum(axis=(0, 1)).tolist() == runs.final["killed_by_forces"].tolist()
    assert np.isfinite(base.falls).sum(axis=0).tolist() == runs.final["falls"].tolist()
    assert base.daily["approval"][-1].tolist() == runs.final["approval"].astype(np.float32).tolist()


def test_who_governs_is_what_the_events_say(base, runs):
    from groundswell.analysis.offices import in_office

    for day in (0, base.days // 2, base.days - 1):
        assert base.office[day].tolist() == in_office(runs, day).tolist()


def test_events_keep_to_their_history(base, runs):
    calls = runs.events_of("call")
    assert np.bincount(base.calls["history"], minlength=64).tolist() == np.bincount(calls["history"], minlength=64).tolist()


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_histories_and_workers_sees_the_same(scene, base, workers):
    fewer = simulate(PRIOR, scene, 40, 1, workers=workers)
    assert fewer.histories == 40
    assert np.array_equal(fewer.killed, base.killed[..., :40])
    assert np.array_equal(fewer.poll, base.poll[:, :40])
    assert fewer.calls["history"].max() < 40


def test_histories_of_one_draw_are_told_by_one_number(scene):
    form = Form("fitted", table("bolivia-autumn", draws=3))
    seen = simulate(form, scene, 64, 1, last=date(2003, 9, 10), workers=1)
    assert len(np.unique(seen.draw)) == 3


def test_nothing_falls_where_nothing_can(scene, base):
    falling = scene.set("parameters.fall_base", BY_NAME["fall_base"].upper)
    world = World(PRIOR, falling, None, (), 32, 1, 1)
    assert np.isfinite(world.base.falls).any()
    assert not np.isfinite(world.unresolved().falls).any()


def test_the_parameters_that_forbid_a_fall_are_parameters(scene):
    assert set(UNRESOLVED) <= set(BY_NAME)
    assert any(not BY_NAME[name].lower <= value <= BY_NAME[name].upper for name, value in UNRESOLVED.items())


def test_without_the_act_all_luck_before_it_is_the_same_to_the_bit(scene, base):
    day = base.day(next(act.date for act in scene.acts if act.id == ACT))
    absent = simulate(PRIOR, without_acts(scene, [ACT]), 64, 1, workers=1)
    for ours, theirs in ((base.killed[:, :day], absent.killed[:, :day]), (base.poll[:day], absent.poll[:day])):
        assert np.array_equal(ours, theirs)
    for name in base.daily:
        assert np.array_equal(base.daily[name][:day], absent.daily[name][:day]), name
    assert not np.array_equal(base.daily["stoppage"], absent.daily["stoppage"])
    assert np.array_equal(base.draw, absent.draw)


def test_an_act_moved_by_no_day_changes_nothing(scene, base):
    same = simulate(PRIOR, moved(scene, ACT, 0), 64, 1, workers=1)
    assert np.array_equal(base.killed, same.killed)
    assert np.array_equal(base.falls, same.falls)
