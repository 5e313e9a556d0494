"""The committed minority against a second writing of the paper."""

import numpy as np
import pytest
from tests.blind.classics import committed_minority as twin

from groundswell.models.minority.committed_minority import CommittedMinority, critical_share, rests

SETS = 50
COURSE = 1e-7  # two solvers asked for ten and twelve digits, where paths part a thousandfold along the dividing line
REST = 1e-9


@pytest.mark.parametrize("seed", [1, 2])
def test_courses_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        committed = float(rng.choice([0.0, rng.uniform(0, 0.2), rng.uniform(0, 1)]))
        a, b = (1 - committed) * rng.dirichlet([1, 1, 1])[:2]
        others = 1 - committed
        model = CommittedMinority(committed=committed, initial_a=float(a / others), initial_mixed=float((others - a - b) / others))
        times = np.array([0.0, 1.0, 7.5, 30.0])
        theirs = np.array(twin.trajectory(committed, times, float(a), float(b)))
        state = model.start(1, 0)
        for k in range(1, len(times)):
            model.advance(state, float(times[k - 1]), float(times[k]), 1, 0)
            assert state.shares == pytest.approx(theirs[:, k], abs=COURSE)


def test_states_of_rest_and_the_tipping_point_are_the_same():
    assert critical_share() == pytest.approx(twin.critical_share(), abs=1e-12)
    for committed in [*np.linspace(0.001, 0.097, SETS), 0.0985, 0.2, 0.7]:
        ours = [(rest.a_share, rest.b_share) for rest in rests(float(committed))]
        theirs = twin.fixed_points(float(committed))
        assert np.array(ours) == pytest.approx(np.array([(a, b) for a, b, _ in theirs]), abs=REST)
        assert [rest.stable for rest in rests(float(committed))] == [stable for _, _, stable in theirs]
