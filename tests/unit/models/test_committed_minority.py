"""What a committed minority must do whatever its share."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import groundswell as gs
from groundswell.models.minority.committed_minority import CommittedMinority, critical_share, outcome, rests


def at(model: CommittedMinority, t: float) -> dict[str, float]:
    state = model.start(1, 0)
    model.advance(state, 0, t, 1, 0)
    return model.observe(state)


@pytest.mark.parametrize("committed", [0.0, 0.01, 0.05, 0.09, 0.0978, 0.1, 0.3, 1.0])
def test_nothing_moves_at_a_state_of_rest(committed):
    model = CommittedMinority(committed=committed)
    for rest in rests(committed):
        assert rest.a_share + rest.b_share + rest.mixed_share + committed == pytest.approx(1, abs=1e-12)
        assert min(rest.a_share, rest.b_share, rest.mixed_share) >= -1e-12
        assert model.slope(0, np.array([rest.a_share, rest.b_share])) == pytest.approx([0, 0], abs=1e-12)


@pytest.mark.parametrize("committed", [0.01, 0.05, 0.09])
def test_stable_states_draw_back_and_the_dividing_one_does_not(committed):
    model = CommittedMinority(committed=committed)
    for rest in rests(committed):
        here = np.array([rest.a_share, rest.b_share])
        columns = [(model.slope(0, here + step) - model.slope(0, here - step)) / 2e-6 for step in np.eye(2) * 1e-6]
        growth = max(np.linalg.eigvals(np.array(columns).T).real)
        assert (growth < 0) == rest.stable


def test_below_the_tipping_point_b_lasts_and_above_it_is_gone():
    assert len(rests(critical_share() - 1e-6)) == 3 and len(rests(critical_share() + 1e-6)) == 1
    for committed in (0.02, 0.06, 0.09):
        assert outcome(committed) == pytest.approx(rests(committed)[0].b_share, abs=1e-6)
    for committed in (0.105, 0.2, 0.6):
        assert outcome(committed) == pytest.approx(0, abs=1e-6)


def test_more_committed_leave_less_of_b_that_can_last():
    lasting = [rests(p)[0].b_share for p in np.linspace(0, critical_share() * 0.999, 40)]
    assert lasting == sorted(lasting, reverse=True) and lasting[0] == pytest.approx(1)


def test_without_committed_people_the_larger_side_wins_and_even_sides_stay_even():
    assert at(CommittedMinority(committed=0.0, initial_a=0.55), 300)["a_share"] == pytest.approx(1, abs=1e-6)
    assert at(CommittedMinority(committed=0.0, initial_a=0.45), 300)["b_share"] == pytest.approx(1, abs=1e-6)
    even = at(CommittedMinority(committed=0.0, initial_a=0.3, initial_mixed=0.4), 5)
    assert even["a_share"] == pytest.approx(even["b_share"], abs=1e-9)


@pytest.mark.parametrize("committed", [0.0, 0.07, 0.11, 0.5])
def test_another_solver_goes_the_same_way(committed):
    model = CommittedMinority(committed=committed, initial_a=0.2, initial_mixed=0.1)
    begun = model.start(1, 0).shares
    other = solve_ivp(model.slope, (0, 40), begun, method="LSODA", rtol=1e-11, atol=1e-13).y[:, -1]
    seen = at(model, 40)
    assert [seen["a_share"], seen["b_share"]] == pytest.approx(other, abs=1e-8)


def test_time_split_anyhow_ends_in_the_same_shares():
    model = CommittedMinority(committed=0.1)
    whole, split = model.start(1, 0), model.start(1, 0)
    model.advance(whole, 0, 150, 1, 0)
    for t0, t1 in ((0, 0.3), (0.3, 70), (70, 150)):
        model.advance(split, t0, t1, 1, 0)
    assert split.shares == pytest.approx(whole.shares, abs=1e-8)


@pytest.mark.parametrize("seed", [1, 2])
def test_people_who_meet_two_by_two_go_the_way_of_the_equations(seed):
    people, committed, until = 4000, 0.15, 12
    rng = np.random.default_rng(seed)
    fixed = int(committed * people)
    holds = np.full(people, 2)  # 1 is A, 2 is B, 3 is both; the first people are committed
    holds[:fixed] = 1
    for _ in range(until * people):
        speaker, hearer = rng.integers(people, size=2)
        if speaker == hearer:
            continue
        word = holds[speaker] if holds[speaker] != 3 else int(rng.integers(1, 3))
        if holds[hearer] & word:
            for one in (speaker, hearer):
                holds[one] = word if one >= fixed else 1
        elif hearer >= fixed:
            holds[hearer] = 3
    b_share = float(np.mean(holds == 2))
    # The spread of a share of 4,000 people, amplified by the feedback, is about 0.015.
    assert b_share == pytest.approx(at(CommittedMinority(committed=committed), until)["b_share"], abs=0.06)


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        CommittedMinority.of(committed=1.5, initial_a=-1, zealots=3)
    assert len(refused.value.problems) == 3
    with pytest.raises(gs.UsageError, match="1 together at most"):
        CommittedMinority(initial_a=0.7, initial_mixed=0.6)


@pytest.mark.parametrize("committed", [0.0, 1e-300, 0.09788910377031859, 1 - 1e-16, 1.0])
def test_extremes_give_numbers(committed):
    for a, mixed in ((0, 0), (1, 0), (0, 1)):
        seen = at(CommittedMinority(committed=committed, initial_a=a, initial_mixed=mixed), 1000)
        assert all(math.isfinite(value) and -1e-15 <= value <= 1 for value in seen.values())


@pytest.mark.parametrize("committed", [1.5, -0.1, float("nan")])
def test_what_is_no_share_has_no_states_of_rest(committed):
    with pytest.raises(gs.UsageError, match="from 0 to 1"):
        rests(committed)
    with pytest.raises(gs.UsageError, match="from 0 to 1"):
        outcome(committed)
