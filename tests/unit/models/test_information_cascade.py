"""What people who follow each other must do whatever their signals."""

import math
from fractions import Fraction
from itertools import product

import pytest

import groundswell as gs
from groundswell.models.information.information_cascade import (
    AGAINST,
    FOR,
    InformationCascade,
    acts,
    chances,
    expected_onset,
    limit,
    simulated,
)


def run(model: InformationCascade, history: int, seed: int = 1, until: float | None = None) -> dict[str, float]:
    state = model.start(seed, history)
    model.advance(state, 0, model.people if until is None else until, seed, history)
    return model.observe(state)


@pytest.mark.parametrize("precision", [Fraction(1, 2), Fraction(3, 5), Fraction(7, 10), Fraction(19, 20)])
@pytest.mark.parametrize("people", [1, 2, 3, 4, 5])
def test_the_chances_are_those_of_all_signals_and_coins(precision, people):
    found = [Fraction(0)] * 3
    for signals in product((FOR, AGAINST), repeat=people):
        for coins in product((FOR, AGAINST), repeat=people):
            done = acts(list(signals), list(coins))
            begun = next((done[k] for k in range(1, people, 2) if done[k] == done[k - 1]), 0)
            weight = precision ** signals.count(FOR) * (1 - precision) ** signals.count(AGAINST) / 2**people
            found[(0, FOR, AGAINST).index(begun)] += weight
    assert list(chances(float(precision), people)) == pytest.approx([float(one) for one in found], abs=1e-12)


@pytest.mark.parametrize("precision", [0.5, 0.51, 0.7, 0.99, 1.0])
def test_chances_add_up_to_one_and_go_to_their_limit(precision):
    for people in (0, 1, 2, 7, 50, 1000):
        assert sum(chances(precision, people)) == pytest.approx(1, abs=1e-12)
    assert chances(precision, 1000).correct == pytest.approx(limit(precision), abs=1e-12)
    assert limit(precision) >= precision - 1e-12 or precision == 1  # people together do better than one alone


def test_better_signals_make_right_cascades_likelier_and_not_sure():
    right = [limit(0.5 + 0.01 * k) for k in range(51)]
    assert right == sorted(right) and right[0] == 0.5 and right[-2] < 1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("precision", [0.55, 0.8])
def test_histories_end_as_often_as_the_chances_say(seed, precision):
    found, told = simulated(precision, 6, 2000, seed), chances(precision, 6)
    for ours, chance in zip(found, told, strict=True):
        assert abs(ours - chance) < 4 * math.sqrt(chance * (1 - chance) / 2000)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_cascade_begins_after_as_many_as_expected(seed):
    onsets = [run(InformationCascade(precision=0.6), history, seed)["onset"] for history in range(1500)]
    deviation = math.sqrt(sum((onset - expected_onset(0.6)) ** 2 for onset in onsets) / 1500)
    assert abs(sum(onsets) / 1500 - expected_onset(0.6)) < 4 * deviation / math.sqrt(1500)
    assert all(onset % 2 == 0 for onset in onsets)


def test_once_a_cascade_runs_nobody_adds_anything():
    for history in range(50):
        model = InformationCascade(people=400)
        state = model.start(1, history)
        model.advance(state, 0, 60, 1, history)
        before, acted = state.correct, state.acted
        begun = model.observe(state)
        model.advance(state, 60, 400, 1, history)
        if begun["in_cascade"]:
            assert state.correct - before == (400 - acted) * begun["correct_cascade"]


def test_time_split_person_by_person_is_the_same_line_of_people():
    model = InformationCascade(precision=0.55, people=200)
    for history in range(20):
        state = model.start(5, history)
        for t in range(200):
            model.advance(state, t, t + 1, 5, history)
        assert model.observe(state) == run(model, history, 5)


def test_nobody_acts_after_the_last_and_nobody_before_the_first():
    model = InformationCascade(people=7)
    assert run(model, 0, until=50)["acted"] == 7
    assert run(model, 0, until=0)["correct_share"] == 0
    assert run(InformationCascade(people=0), 0, until=10)["acted"] == 0


def test_perfect_signals_make_everybody_right():
    assert all(run(InformationCascade(precision=1.0), history)["correct_share"] == 1 for history in range(20))


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        InformationCascade.of(precision=0.3, people=-1, crowd=2)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("call", "values", "faults"),
    [
        (chances, (1.2, 3), 1), (chances, (0.7, -1), 1), (chances, (math.nan, 2), 1), (chances, (0.2, 1.5), 2),
        (chances, (0.7, math.inf), 1), (chances, (0.7, math.nan), 1), (limit, (2,), 1), (expected_onset, (2,), 1),
        (simulated, (0.7, 10, 0, 1), 1), (simulated, (0.7, 10, 5, -1), 1),
    ],
)  # fmt: skip
def test_what_is_no_probability_or_no_number_of_people_is_refused(call, values, faults):
    with pytest.raises(gs.UsageError, match=r"(probability|whole number) from") as refused:
        call(*values)
    assert len(refused.value.problems) == faults
