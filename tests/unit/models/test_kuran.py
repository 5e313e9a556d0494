"""What Kuran's country must do whatever its numbers."""

import numpy as np
import pytest

import groundswell as gs
from groundswell.models.thresholds.kuran import COUNTRY_A, COUNTRY_B, Kuran, needs_of_percents, public_opposition, rise_from
from groundswell.models.thresholds.threshold_map import normal


def seen(model: Kuran, seed: int = 1, history: int = 0, steps: float = 500) -> dict[str, float]:
    state = model.start(seed, history)
    model.advance(state, 0, steps, seed, history)
    return model.observe(state)


def test_the_bandwagon_goes_by_the_published_steps():
    assert public_opposition((0, 10, *COUNTRY_A[2:])) == pytest.approx([10, 20, 30, 40, 50, 60, 70, 80, 90])
    assert public_opposition(COUNTRY_A) == [10]
    assert public_opposition(COUNTRY_B) == [10]
    assert public_opposition((0, 10, *COUNTRY_B[2:])) == [10, 20]


def test_two_countries_that_differ_in_one_entry_look_alike_and_are_not():
    assert sum(a != b for a, b in zip(COUNTRY_A, COUNTRY_B, strict=True)) == 1
    assert seen(Kuran(thresholds=COUNTRY_A))["public_opposition"] == seen(Kuran(thresholds=COUNTRY_B))["public_opposition"]
    assert rise_from(COUNTRY_A, 1, 10) == 80 and rise_from(COUNTRY_B, 1, 10) == 10


def test_what_could_be_is_more_than_what_is():
    calm = seen(Kuran())
    assert calm["equilibrium"] == 10 and calm["highest_equilibrium"] == 100
    assert calm["hidden"] == 90 and calm["equilibria"] == 3  # 10, 90 and 100


@pytest.mark.parametrize(("people", "joins"), [(3, 1), (7, 2), (1000, 143)])
def test_thresholds_are_compared_as_fractions(people, joins):
    at_share = 100 * joins / people
    thresholds = tuple([0.0] * joins + [at_share] + [1000.0] * (people - joins - 1))
    assert seen(Kuran(thresholds=thresholds))["public_opposition"] == pytest.approx(100 * (joins + 1) / people)
    assert needs_of_percents(thresholds)[joins] == joins


def test_more_discontent_never_lowers_public_opposition_and_in_the_end_all_oppose():
    levels = [seen(Kuran(discontent=points))["equilibrium"] for points in (-20, 0, 5, 10, 10.5, 20, 100)]
    assert levels == sorted(levels)
    assert levels[0] == 0 and levels[-1] == 100
    assert levels[1] == 10 and levels[3] == 100  # ten points more and even the one at 100 is drawn in


def test_lowering_a_threshold_never_lowers_public_opposition():
    rng = np.random.default_rng(5)
    for _ in range(100):
        thresholds = tuple(float(t) for t in rng.integers(0, 120, 12))
        assert rise_from(thresholds, int(rng.integers(12)), 0.0) >= 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_large_country_ends_near_the_law(seed):
    found = seen(Kuran(law="normal", mean=40, spread=30, people=200_000), seed)["equilibrium"]
    assert found == pytest.approx(100 * normal(0.4, 0.3).rest(), abs=1.5)
    assert seen(Kuran(law="normal", mean=40, spread=30))["equilibrium"] == pytest.approx(100 * normal(0.4, 0.3).rest(), abs=1e-9)


def test_discontent_shifts_the_whole_law():
    assert seen(Kuran(law="normal", mean=50, spread=20, discontent=15)) == seen(Kuran(law="normal", mean=35, spread=20))


def test_steps_split_anyhow_are_the_same_steps():
    model = Kuran(law="normal", mean=30, spread=14, people=300)
    whole, split = model.start(2, 1), model.start(2, 1)
    model.advance(whole, 0, 6, 2, 1)
    for t in range(6):
        model.advance(split, t, t + 1, 2, 1)
    assert model.observe(whole) == model.observe(split)


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        Kuran.of(law="folded", spread=-1, people=-5, crowd=3)
    assert len(refused.value.problems) == 4
    with pytest.raises(gs.UsageError, match="a threshold for each person"):
        Kuran(thresholds=())


def test_a_country_in_which_one_more_person_tips_all_rests_but_does_not_last():
    assert "3 levels could rest, of which 2 last" in Kuran().picture().summary
    lasting = Kuran().threshold_map().lasting
    assert lasting == (0.9, 1.0)  # a second person at 20 percent draws in the rest
    assert Kuran(thresholds=COUNTRY_B).threshold_map().lasting[0] == 0.1


@pytest.mark.parametrize("thresholds", [[], [float("nan")], [0, float("inf")], [0, 2000]])
def test_what_is_no_country_is_refused_with_four_parts(thresholds):
    with pytest.raises(gs.UsageError, match="from -1000 to 1000 percent") as refused:
        public_opposition(thresholds)
    assert all(refused.value.problems[0])
    with pytest.raises(gs.UsageError):
        rise_from((0.0, 20.0), 2, 10)
    with pytest.raises(gs.UsageError):
        public_opposition((0.0,), float("nan"))
