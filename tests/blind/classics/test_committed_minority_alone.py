"""The second committed minority against the published tipping point and against itself."""

import numpy as np
import pytest
from tests.blind.classics import committed_minority as minority


def test_tipping_point():
    assert minority.critical_share() == pytest.approx(0.09789, abs=5e-6)


@pytest.mark.parametrize("committed", [0.0, 0.02, 0.09, 0.0978])
def test_below_it_both_camps_stand_with_a_saddle_between(committed):
    states = minority.fixed_points(committed)
    assert [stable for *_, stable in states] == [True, False, True]
    for n_a, n_b, _ in states:
        assert minority.rates(n_a, n_b, committed) == pytest.approx((0, 0), abs=1e-12)


def test_above_it_only_consensus_stands():
    assert minority.fixed_points(0.098) == [(pytest.approx(0.902), 0.0, True)]


@pytest.mark.parametrize(("committed", "wins"), [(0.09, False), (0.11, True)])
def test_who_wins_from_everybody_against(committed, wins):
    n_a, n_b = minority.trajectory(committed, np.array([0.0, 2000.0]))
    assert (n_a[-1] > 0.5) is np.bool_(wins)
    assert min(abs(n_b[-1] - state[1]) for state in minority.fixed_points(committed)) < 1e-8


def test_without_committed_people_the_larger_camp_wins():
    n_a, n_b = minority.trajectory(0.0, [0.0, 200.0], n_a=0.51, n_b=0.49)
    assert n_a[-1] == pytest.approx(1, abs=1e-8)
    assert n_b[-1] == pytest.approx(0, abs=1e-8)


def test_rates_are_those_of_the_naming_game():
    # Every ordered pair of speaker and listener, with what the listener and the speaker become.
    committed, n_a, n_b = 0.07, 0.2, 0.4
    n_ab = 1 - committed - n_a - n_b
    holders = {"C": committed, "A": n_a, "B": n_b, "AB": n_ab}
    says = {"C": {"A": 1}, "A": {"A": 1}, "B": {"B": 1}, "AB": {"A": 0.5, "B": 0.5}}
    change = dict.fromkeys(holders, 0.0)
    for speaker, speakers in holders.items():
        for word, chance in says[speaker].items():
            for listener, listeners in holders.items():
                rate = speakers * chance * listeners
                knows = (listener == "C" and word == "A") or word in listener
                after_speaker = word if knows else speaker
                after_listener = word if knows else "AB"
                for before, after in ((speaker, after_speaker), (listener, after_listener)):
                    if before != "C":
                        change[before] -= rate
                        change[after] += rate
    assert minority.rates(n_a, n_b, committed) == pytest.approx((change["A"], change["B"]), abs=1e-14)
