"""The pattern of armed bodies: where the state's hold is gone and elites are frightened both sides arm, and seldom it is war."""

from functools import cache

import numpy as np
from tests.patterns.measure import Array, Histories, Measured, Pair, Setup, as_stated, measured, paired, pattern
from tests.patterns.world import act, world

from groundswell.engine.recorder import OUTCOMES

QUESTION, AFTER = 30, 200
BODIES = ("places.arms_movement", "places.arms_opposition", "places.control")


@cache
def lost_hills(asked: float) -> Pair:
    """Two thousand police alone in the hills, and a national question that frightens the elite; or nobody asks anything."""
    acts = [act("question", QUESTION, "resource", "north-resource", asked)] if asked else []
    scene = world(2, acts=acts).without("forces.north-army.headcount.north-hills")
    return paired(scene, "M51", 768, keep=["arms", "threat", "killed"], setup=Setup(watch=BODIES, every=10))


def civil_wars(histories: Histories) -> Array:
    """1 where an episode ended in civil war."""
    armed = histories.episodes["outcome"] == OUTCOMES.index("civil_war")
    return (np.bincount(histories.episodes["history"][armed].astype(int), minlength=histories.number) > 0).astype(float)


def measure_M51() -> Measured:
    """The less armed of both sides where they are most armed, 200 days after the question was put."""
    pair = lost_hills(1.0)
    found = pair.differences(lambda h: h["arms"][:, QUESTION + AFTER])
    curves = [side["arms"].mean(axis=0)[::20] for side in (pair.all_on, pair.off)]
    return measured(
        "M51",
        "on a scale from 0 to 1; curves: armed bodies of both sides, 0 to 1",
        found,
        range(0, pair.all_on.compiled.days, 20),
        *curves,
        "days; question on day 30",
    )


@pattern("M51")
def test_both_sides_arm_where_nobody_holds_the_place():
    as_stated(measure_M51())


@pattern("M51")
def test_civil_war_is_the_exception():
    pair = lost_hills(1.0)
    assert civil_wars(pair.all_on).mean() < 0.1
    assert civil_wars(pair.off).sum() == 0


@pattern("M51", "war")
def test_some_histories_end_in_civil_war():
    assert civil_wars(lost_hills(1.0).all_on).mean() > 0.01


@pattern("M51")
def test_it_takes_months_and_one_side_follows_the_other():
    histories = lost_hills(1.0).all_on
    movement, opposition = (histories.state(field, "north-hills").mean(axis=1) for field in BODIES[:2])
    month, half_year = 6, 21  # looks, ten days each
    assert max(movement[month], opposition[month]) < 0.1
    assert min(movement[half_year], opposition[half_year]) > 2 * min(movement[month], opposition[month])
    # Where one side has armed more than usual the other has too, history by history.
    last = [histories.state(field, "north-hills")[half_year] for field in BODIES[:2]]
    assert np.corrcoef(*last)[0, 1] > 0.3


def test_fights_kill_few_at_a_time():
    fights = lost_hills(1.0).all_on.happened("killed_by_bodies")
    assert len(fights) > 100
    assert 2 < fights["amount"].mean() < 3  # 2.5 a fight is what the table says
    assert 6 < fights["amount"].max() < 40  # one in 36 kills more than six; forty would be one in a hundred million


def test_where_nobody_asks_anything_nobody_arms():
    pair = lost_hills(0.0)
    assert pair.all_on["arms"].max() < 0.01
    assert pair.all_on.count("killed_by_bodies").sum() == 0
