"""The means of measuring change nothing: what a test does not do by hand stays as it would be."""

import numpy as np
from tests.patterns.measure import STATED, Setup, histories_of, paired
from tests.patterns.world import act, world

SCENE = world(0.25, acts=[act("tax-rises", 30, "tax", "north-tax", 0.6)])


def test_a_day_on_which_nobody_is_killed_by_hand_is_a_day_like_others() -> None:
    plain = histories_of(SCENE, (), 32)
    by_hand = histories_of(SCENE, (), 32, setup=Setup(killings={45: {"north-capital": 0.0}}, watch=("cells.stamina",), every=7))
    assert all(np.array_equal(plain[name], by_hand[name]) for name in plain.daily)
    assert np.array_equal(plain.events, by_hand.events)
    assert np.array_equal(plain.episodes, by_hand.episodes)


def test_those_killed_by_hand_are_counted_once_and_on_their_day() -> None:
    plain = histories_of(SCENE, (), 32)
    by_hand = histories_of(SCENE, (), 32, setup=Setup(killings={20: {"north-hills": 7.0}}))
    more = by_hand["killed:north-hills"] - plain["killed:north-hills"]
    assert (more[:, 20] == 7).all()
    assert (more[:, :20] == 0).all()


def test_a_mechanism_may_be_named_by_its_id() -> None:
    assert paired(SCENE, "M02", 32).off.compiled.off == paired(SCENE, STATED["M02"]["name"], 32).off.compiled.off == ("prices_shock",)
