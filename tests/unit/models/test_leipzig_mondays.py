"""What a city that learns from turnout must do whatever its numbers, and what the record of Leipzig says."""

import math

import numpy as np
import pytest
from scipy.stats import binom

import groundswell as gs
from groundswell.models.information.leipzig_mondays import LeipzigMondays, growth, mondays
from groundswell.models.information.turnout import binomial, log_report, log_total

SMALL = LeipzigMondays(people=60, extremist_share=0.25, extremist_activity=0.7, precision=0.7, activity_if_good=0.1, error=0, prior=0.3)


def law(model: LeipzigMondays, bad: bool) -> np.ndarray:
    """The chance of every turnout, by convolving the two camps."""
    extremists, moderates = model.camps
    one = binom.pmf(np.arange(extremists + 1), extremists, model.extremist_activity)
    other = binom.pmf(np.arange(moderates + 1), moderates, model.moderates_march(bad))
    return np.convolve(one, other)


def after(model: LeipzigMondays, weeks: float, seed: int = 1, history: int = 0) -> dict[str, float]:
    state = model.start(seed, history)
    model.advance(state, 0, weeks, seed, history)
    return model.observe(state)


def test_the_posterior_is_bayes_rule_on_the_sum_of_two_camps():
    bad, good = law(SMALL, True), law(SMALL, False)
    for turnout in range(61):
        exact = 0.3 * bad[turnout] / (0.3 * bad[turnout] + 0.7 * good[turnout])
        assert SMALL.posterior(0.3, turnout) == pytest.approx(exact, rel=1e-9)


def test_belief_is_on_average_what_it_was():
    seen = 0.3 * law(SMALL, True) + 0.7 * law(SMALL, False)
    assert sum(seen[n] * SMALL.posterior(0.3, n) for n in range(61)) == pytest.approx(0.3, abs=1e-12)


def test_expected_turnout_is_the_mean_of_the_law():
    for belief in (0.0, 0.4, 1.0):
        mixed = belief * law(SMALL, True) + (1 - belief) * law(SMALL, False)
        assert SMALL.expected_turnout(belief) == pytest.approx(float(np.arange(61) @ mixed))


def test_a_larger_turnout_never_speaks_for_a_good_regime():
    told = [SMALL.evidence(n) for n in range(61)]
    assert told == sorted(told) and told[0] < 0 < told[-1]


def test_extremists_blur_what_a_turnout_says():
    alone = [LeipzigMondays(people=200, extremist_share=e, error=0, precision=0.6) for e in (0, 0.2, 0.5, 0.9)]
    told = [m.evidence(round(m.expected_turnout(1.0))) for m in alone]
    assert told == sorted(told, reverse=True) and told[-1] < 0.2 * told[0]


def test_who_marched_is_told_by_the_camps_and_not_by_extremists():
    model = LeipzigMondays(people=100, extremist_share=0.5, error=0, precision=0.6)
    n = model.camps[1]
    bad, good = (binom.logpmf(30, n, model.moderates_march(regime)) for regime in (True, False))
    assert model.evidence_of_camps(30) == pytest.approx(bad - good, rel=1e-9)


def test_figures_that_are_less_exact_tell_less():
    told = [LeipzigMondays(people=1000, error=s).evidence(700) for s in (0.05, 0.2, 0.6, 2.0, 5.0)]
    assert told == sorted(told, reverse=True) and told[-1] < 0.1
    assert LeipzigMondays(people=1000, error=1e-6).evidence(700) == pytest.approx(LeipzigMondays(people=1000, error=0).evidence(700))


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_are_the_whole_sums(seed):
    rng = np.random.default_rng(seed)
    for _ in range(20):
        n1, n2 = (int(n) for n in rng.integers(0, 400, 2))
        p1, p2 = (float(p) for p in rng.choice([0.0, 1.0, *rng.random(6)], 2))
        whole = np.convolve(binom.pmf(np.arange(n1 + 1), n1, p1), binom.pmf(np.arange(n2 + 1), n2, p2))
        ours = np.exp([log_total(n, n1, p1, n2, p2) for n in range(n1 + n2 + 1)])
        assert ours == pytest.approx(whole, rel=1e-9, abs=1e-250)


@pytest.mark.parametrize(
    ("p1", "p2", "error", "report"), [(0.3, 0.1, 0.5, 4000), (0.3, 0.1, 0.01, 9000), (0.3, 0.1, 4, 1), (0.0, 0.001, 1, 30)]
)
def test_sums_by_strides_are_the_whole_sums(p1, p2, error, report):
    n1, n2 = 2000, 20_000
    turnouts = np.arange(1, n1 + n2 + 1)
    terms = np.array([log_total(n, n1, p1, n2, p2) for n in turnouts]) - 0.5 * ((math.log(report) - np.log(turnouts)) / error) ** 2
    whole = terms.max() + math.log(np.exp(terms - terms.max()).sum())
    assert log_report(float(report), n1, p1, n2, p2, float(error)) == pytest.approx(whole, abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (30, 0.02), (1000, 0.7), (500_000, 0.3)])
def test_counts_are_drawn_from_the_binomial_law(seed, n, p):
    luck = np.random.default_rng(seed).random(4000)
    drawn = np.array([binomial(one, n, p) for one in luck])
    assert drawn == pytest.approx(binom.ppf(luck, n, p), abs=0)


def test_where_regimes_march_alike_nothing_is_learned():
    for same in ({"precision": 0.5, "activity_if_good": 0.3}, {"activity_if_good": 1.0}, {"extremist_share": 1}):
        assert after(LeipzigMondays(**same), 8)["belief"] == pytest.approx(0.0015, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bad_regime_is_found_out_and_a_good_one_is_not_slandered(seed):
    beliefs = {regime: [after(LeipzigMondays(regime=regime), 10, seed, h)["belief"] for h in range(40)] for regime in ("bad", "good")}
    assert sum(belief > 0.5 for belief in beliefs["bad"]) > 20
    assert sum(belief > 0.5 for belief in beliefs["good"]) <= 2  # the prior is 3 in 2,000


@pytest.mark.parametrize("seed", [1, 2])
def test_beliefs_that_move_nobody_and_a_game_repeated_learn_by_as_much_each_week(seed):
    model = LeipzigMondays(people=200, extremist_share=0.1, precision=0.55, response=0, error=0, concession_after=0, prior=0.5)
    state = model.start(seed, 0)
    total = 0.0
    for week in range(1, 9):
        model.advance(state, week - 1, week, seed, 0)
        total += model.evidence(state.extremists + state.moderates)
    assert state.log_odds == pytest.approx(total)


def test_marches_shrink_once_the_regime_gives_in():
    for history in range(10):
        given_in, firm = (LeipzigMondays(concession_after=week).turnouts(1, history) for week in (10, 0))
        assert given_in[:10] == firm[:10]
        assert given_in[10] < firm[10]


def test_the_regime_is_drawn_as_often_as_the_prior_says():
    drawn = [after(LeipzigMondays(regime="drawn", prior=0.3, people=10), 0, 1, h)["bad"] for h in range(1500)]
    assert abs(sum(drawn) / 1500 - 0.3) < 4 * math.sqrt(0.21 / 1500)


def test_weeks_split_anyhow_are_the_same_weeks():
    model = LeipzigMondays(figure="camps", regime="drawn", prior=0.5)
    state = model.start(2, 3)
    for t in range(16):
        model.advance(state, t, t + 1, 2, 3)
    assert model.observe(state) == after(model, 16, 2, 3)


def test_the_table_of_mondays_is_in_order_and_says_who_says_so():
    table = mondays()
    assert [m.day for m in table] == sorted(m.day for m in table) and all(m.day.weekday() == 0 for m in table)
    assert all(0 < m.low <= m.usual <= m.high and m.source and m.certainty for m in table)
    assert {m.certainty for m in table} == {"read", "partly", "recalled", "guessed"}


def test_the_shape_of_that_autumn_holds_by_the_usual_figures():
    times = growth()
    assert 3.2 < times["1989-10-02"] < 3.6 and 3.2 < times["1989-10-09"] < 3.6
    assert all(1.1 < times[day] < 2.2 for day in ("1989-10-16", "1989-10-23", "1989-10-30", "1989-11-06"))
    assert times["1989-11-13"] < 0.5


def test_all_faults_are_told_at_once():
    with pytest.raises(gs.UsageError) as refused:
        LeipzigMondays.of(prior=0, precision=0.4, people=0, regime="mixed", week=3)
    assert len(refused.value.problems) == 5


@pytest.mark.parametrize("people", [1, 2, 1000, 1001, 1_000_000])
def test_extremes_give_numbers(people):
    half = {"extremist_share": 0.5, "extremist_activity": 1}
    for changes in ({"error": 0}, {"error": 1e-9}, {"error": 5, "response": 10}, half, {"precision": 1.0}):
        seen = after(LeipzigMondays(people=people, **changes), 16)
        assert all(map(math.isfinite, seen.values()))
