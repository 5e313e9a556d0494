"""What a turnout tells in Leipzig against a second writing of the argument, week by week."""

import math

import numpy as np
import pytest
from tests.blind.classics import lohmann_turnout as twin

from groundswell.models.information.leipzig_mondays import LeipzigMondays

SETS = 50
UNSURE = 1e-6  # nearer to 0 or 1 a probability has lost digits that its log-odds keep: here ten are left
RELATIVE = 1e-8  # both add up binomials by logarithms of factorials; a city of thousands leaves ten digits of each


def drawn(rng, **changes):
    """A city with exact figures, with the numbers that the second writing goes by."""
    model = LeipzigMondays(
        people=int(rng.integers(1, 3000)), extremist_share=float(rng.uniform(0, 0.6)),
        extremist_activity=float(rng.choice([0, 1, *rng.random(4)])),
        precision=float(rng.uniform(0.5, 0.95)), activity_if_bad=float(rng.uniform(0.3, 1)), activity_if_good=float(rng.uniform(0, 0.6)),
        prior=float(rng.uniform(0.01, 0.99)), error=0, response=0, concession_after=0, **changes,
    )  # fmt: skip
    rest = (
        model.people, twin.extremist_count(model.people, model.extremist_share), model.precision, model.extremist_activity,
        model.activity_if_bad, model.activity_if_good,
    )  # fmt: skip
    return model, rest


def log_odds(probability):
    return math.log(probability) - math.log1p(-probability)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_turnout_tells_the_same(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        model, rest = drawn(rng)
        assert model.camps[0] == rest[1]
        turnout = round(model.expected_turnout(float(rng.random())))
        if 0 < model.extremist_activity < 1:
            ours = model.evidence(turnout)
            theirs = twin.log_chance_of_turnout(turnout, True, *rest) - twin.log_chance_of_turnout(turnout, False, *rest)
            assert ours == pytest.approx(theirs, rel=RELATIVE, abs=1e-8)
            assert model.posterior(model.prior, turnout) == pytest.approx(twin.posterior(turnout, model.prior, *rest), rel=1e-6, abs=1e-300)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_turnout_is_expected(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        model, rest = drawn(rng)
        ours = [model.expected_turnout(belief) for belief in (1.0, 0.0, model.prior)]
        assert ours == pytest.approx(twin.expected_turnout(model.prior, *rest))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("figure", ["total", "camps"])
def test_weeks_that_people_lived_through_leave_the_same_belief(seed, figure):
    rng = np.random.default_rng(seed)
    for history in range(SETS // 2):
        model, rest = drawn(rng, figure=figure, regime="drawn")
        state = model.start(seed, history)
        belief = model.prior
        for week in range(1, 4):
            model.advance(state, week - 1, week, seed, history)
            if figure == "camps":
                belief = twin.posterior_seen_apart(state.extremists, state.moderates, belief, *rest)
            else:
                belief = twin.posterior(state.extremists + state.moderates, belief, *rest)
            if not UNSURE < belief < 1 - UNSURE:
                break
            assert state.log_odds == pytest.approx(log_odds(belief), rel=1e-6, abs=1e-6)
