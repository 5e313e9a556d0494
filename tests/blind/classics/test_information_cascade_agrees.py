"""Information cascades against a second writing of the paper, which goes by Bayes' rule at every step."""

import numpy as np
import pytest
from tests.blind.classics import information_cascade as twin

from groundswell.models.information.information_cascade import AGAINST, FOR, Row, acts, chances, limit

SETS = 50


@pytest.mark.parametrize("seed", [1, 2])
def test_people_with_the_same_signals_and_coins_act_alike(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        people = int(rng.integers(1, 40))
        signals, coins = rng.integers(0, 2, people).tolist(), rng.integers(0, 2, people).tolist()
        ours = acts([FOR if s else AGAINST for s in signals], [FOR if c else AGAINST for c in coins])
        assert [int(act == FOR) for act in ours] == twin.actions(signals, coins)


@pytest.mark.parametrize("seed", [1, 2])
def test_cascades_begin_with_the_same_person(seed):
    rng = np.random.default_rng(seed)
    for _ in range(SETS):
        signals, coins = rng.integers(0, 2, 30).tolist(), rng.integers(0, 2, 30).tolist()
        row = Row(FOR)
        for signal, coin in zip(signals, coins, strict=True):
            row.act(FOR if signal else AGAINST, FOR if coin else AGAINST)
        begun = twin.cascade_begins(signals, coins)
        assert begun == ((row.onset, int(row.cascade == FOR)) if row.cascade and row.onset < 30 else None)


@pytest.mark.parametrize("seed", [1, 2])
def test_chances_are_the_same(seed):
    rng = np.random.default_rng(seed)
    for precision, people in zip(rng.uniform(0.501, 0.999, SETS), rng.integers(0, 80, SETS), strict=True):
        assert list(chances(float(precision), int(people))) == pytest.approx(twin.probabilities(float(precision), int(people)), abs=1e-12)
        right, wrong = twin.limit(float(precision))
        assert limit(float(precision)) == pytest.approx(right) and 1 - limit(float(precision)) == pytest.approx(wrong)
