"""Tails of event sizes: exponents, beginnings, distances, and what a lognormal has to say."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from groundswell.errors import UsageError
from groundswell.models.luck import uniforms
from groundswell.models.sizes.normal import log_area, log_scaled
from groundswell.models.sizes.tails import against_exponential, against_lognormal, chance_of_distance, power_law_sizes, tail
from groundswell.models.zeta import hurwitz, hurwitz_and_slope


@pytest.mark.parametrize("discrete", [True, False])
@pytest.mark.parametrize("exponent", [1.6, 2.5, 4.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_exponent_of_a_power_law_is_found_again(discrete, exponent, seed):
    sizes = power_law_sizes(exponent, 3.0, uniforms(seed, 0, "sizes", 4000), discrete)
    found = tail(sizes, least=3.0, discrete=discrete)
    assert abs(found.exponent - exponent) < 4 * found.error
    assert found.distance < 1.95 / math.sqrt(4000)  # one in a thousand records of the right law lies farther off


def test_drawn_whole_numbers_have_the_chances_of_the_law():
    sizes = power_law_sizes(2.2, 2.0, (np.arange(100_000) + 0.5) / 100_000)
    for size in (2, 3, 4, 10, 50):
        assert (sizes == size).mean() == pytest.approx(size**-2.2 / special.zeta(2.2, 2), abs=2e-5)


@pytest.mark.parametrize("seed", range(4))
def test_the_most_likely_exponent_is_the_best_of_a_search(seed):
    sizes = stats.zipf(2.0 + 0.3 * seed).rvs(200, random_state=seed)
    for least in (1, 2, 4):
        kept = sizes[sizes >= least]
        best = optimize.minimize_scalar(
            lambda a: a * np.log(kept).sum() + kept.size * math.log(special.zeta(a, least)), bounds=(1.01, 12), method="bounded",  # noqa: B023
            options={"xatol": 1e-10},
        )  # fmt: skip
        found = tail(sizes, least=least)
        assert found.exponent == pytest.approx(best.x, abs=1e-5)
        assert found.log_likelihood == pytest.approx(-best.fun, rel=1e-9)


def test_the_exponent_of_continuous_sizes_is_the_closed_form():
    sizes = np.array([1.0, 1.5, 2.0, 8.0])
    assert tail(sizes, least=1.0, discrete=False).exponent == pytest.approx(1 + 4 / np.log(sizes).sum())


def test_the_distance_is_that_over_all_sizes_and_not_only_those_on_record():
    sizes = [1, 1, 1, 50]
    found = tail(sizes, least=1)
    law = 1 - special.zeta(found.exponent, np.arange(2, 200)) / special.zeta(found.exponent, 1)
    share = np.array([np.mean(np.array(sizes) <= k) for k in range(1, 199)])
    assert found.distance == pytest.approx(np.abs(law - share).max(), abs=1e-12)


def test_a_tail_begins_where_the_power_law_does():
    body = 1 + 9 * uniforms(1, 0, "body", 3000)
    sizes = np.concatenate([body, power_law_sizes(2.5, 10.0, uniforms(1, 0, "tail", 1500), discrete=False)])
    assert 9 < tail(sizes).least < 14


def test_a_lognormal_is_told_from_a_power_law_and_a_power_law_is_not_refused():
    logs = stats.norm.ppf(uniforms(3, 0, "lognormal", 2000))
    hill = np.exp(2 + logs)
    assert against_lognormal(hill, tail(hill, least=float(hill.min()))).score < -5
    pure = power_law_sizes(2.5, 1.0, uniforms(3, 0, "pure", 2000), discrete=False)
    assert against_lognormal(pure, tail(pure, least=1.0)).chance > 0.05


@pytest.mark.parametrize("mean, spread", [(2.0, 1.0), (0.0, 1.5), (3.0, 0.5)])
def test_the_best_lognormal_is_the_one_of_a_search(mean, spread):
    sizes = np.exp(mean + spread * stats.norm.ppf(uniforms(4, 0, "search", 800)))
    found = tail(sizes, least=2.0, discrete=False)
    kept = sizes[sizes >= 2.0]

    def loss(x):
        z = stats.norm(x[0], math.exp(x[1]))
        return -(z.logpdf(np.log(kept)) - np.log(kept) - z.logsf(math.log(2.0))).sum()

    best = optimize.minimize(loss, (mean, math.log(spread)), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10})
    contest = against_lognormal(sizes, found)
    assert contest.ratio == pytest.approx(found.log_likelihood + best.fun, abs=1e-5)
    assert (contest.mean, contest.spread) == pytest.approx((best.x[0], math.exp(best.x[1])), rel=1e-3, abs=1e-3)


def test_a_lognormal_of_whole_numbers_gives_each_the_area_around_it():
    sizes = np.round(np.exp(2 + stats.norm.ppf(uniforms(5, 0, "whole", 600)))).clip(1)
    found = tail(sizes, least=2.0)
    contest = against_lognormal(sizes, found)
    kept, law = sizes[sizes >= 2], stats.lognorm(contest.spread, scale=math.exp(contest.mean))
    likelihood = np.log((law.cdf(kept + 0.5) - law.cdf(kept - 0.5)) / law.sf(1.5)).sum()
    assert contest.ratio == pytest.approx(found.log_likelihood - likelihood, abs=1e-5)


def test_made_up_records_of_the_law_lie_as_far_off_and_those_of_another_do_not():
    records = [power_law_sizes(2.2, 1.0, uniforms(history, 0, "pure", 400)) for history in range(12)]
    chances = [chance_of_distance(record, tail(record, least=1), draws=40, least=1) for record in records]
    assert chance_of_distance(records[0], tail(records[0]), draws=10) > 0.05
    assert abs(np.mean(chances) - 0.5) < 4 * math.sqrt(1 / 12 / 12)  # where the law is right, every chance is as likely
    even = np.floor(1 + 20 * uniforms(6, 0, "even", 400))
    assert chance_of_distance(even, tail(even, least=1), draws=40, least=1) == 0


def test_the_area_under_a_cut_hill_is_the_integral():
    for slope, bend in [(1.0, 1e-6), (0.0, 2.0), (-3.0, 0.5), (40.0, 0.3), (-200.0, 100.0)]:
        top = max(0.0, -slope / (2 * bend))
        height = -slope * top - bend * top * top
        hill, end = lambda z: math.exp(-slope * z - bend * z * z - height), top + 60 / max(slope, math.sqrt(bend))  # noqa: B023
        area, _ = integrate.quad(hill, 0, end, points=[top])
        assert log_area(slope, bend) == pytest.approx(math.log(area) + height, abs=1e-8)
    for t in (-5.0, 3.0, 24.999, 25.0, 100.0):
        assert log_scaled(t) == pytest.approx(math.log(special.erfcx(t)), abs=1e-12)


def test_the_slope_of_the_zeta_function_is_its_difference():
    for exponent in (1.1, 2.0, 9.0, 40.0):
        first = np.array([1.0, 4.0, 300.0])
        step = 1e-5 * exponent
        change = (hurwitz(exponent + step, first) - hurwitz(exponent - step, first)) / (2 * step)
        assert hurwitz_and_slope(exponent, first)[1] == pytest.approx(change, rel=1e-4)


@pytest.mark.parametrize("sizes", [[1.0] * 20, [0.0, 1.0, 2.0] * 5, [-1.0] * 12, [1.0, math.nan] * 6, [1.0, 2.0]])
def test_a_record_that_has_no_tail_is_refused(sizes):
    with pytest.raises(UsageError):
        tail(sizes)


def test_sizes_with_fractions_are_no_whole_numbers():
    with pytest.raises(UsageError, match="whole numbers"):
        tail([1.5, 2.0, 3.0] * 5, discrete=True)


@pytest.mark.parametrize("discrete", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_power_law_beats_an_exponential_law_and_exponential_sizes_refuse_the_power_law(seed, discrete):
    heavy = power_law_sizes(2.5, 3.0, uniforms(seed, 0, "heavy", 1000), discrete)
    won = against_exponential(heavy, tail(heavy, least=3.0, discrete=discrete))
    assert won.ratio > 100 and won.score > 1.96  # of so heavy a tail the largest events make the score itself uncertain
    light = 3 - 8 * np.log(uniforms(seed, 0, "light", 1000))
    light = np.floor(light) if discrete else light
    contest = against_exponential(light, tail(light, least=3.0, discrete=discrete))
    assert contest.score < -1.96 and contest.chance < 0.05 and contest.ratio < 0


def test_sizes_of_the_law_of_poisson_refuse_the_power_law_as_well():
    sizes = stats.poisson(6).rvs(800, random_state=3) + 1
    assert against_exponential(sizes, tail(sizes, least=1)).score < -1.96


def test_the_rival_without_a_heavy_tail_is_the_most_likely_one_of_its_kind():
    sizes = np.array([2.0, 2.5, 4.0, 4.0, 9.0, 30.0])
    found = tail(sizes, least=2.0, discrete=False)
    law = stats.expon(2.0, sizes.mean() - 2.0)
    contest = against_exponential(sizes, found)
    assert contest.ratio == pytest.approx(found.log_likelihood - law.logpdf(sizes).sum())
    assert (contest.mean, contest.spread) == pytest.approx((law.mean(), law.std()))
    differences = -found.exponent * np.log(sizes / 2) + math.log((found.exponent - 1) / 2) - law.logpdf(sizes)
    assert contest.score == pytest.approx(differences.sum() / math.sqrt(6) / differences.std())
    whole = np.floor(sizes)
    found = tail(whole, least=2.0)
    law = stats.geom(1 / (whole.mean() - 1), loc=1)
    contest = against_exponential(whole, found)
    assert contest.ratio == pytest.approx(found.log_likelihood - law.logpmf(whole).sum())
    assert (contest.mean, contest.spread) == pytest.approx((law.mean(), law.std()))


def test_sizes_that_are_all_the_least_tell_nothing_apart():
    contest = against_exponential([2, 2, 2], tail([2, 2, 2], least=2))
    assert contest.score == 0 and contest.chance == 1


@pytest.mark.parametrize("least", ["a", math.nan, 0, -1])
def test_a_beginning_that_is_none_is_refused(least):
    with pytest.raises(UsageError, match="more than 0"):
        tail([1, 2, 3, 4] * 5, least)


@pytest.mark.parametrize("sizes", ["abc", None, [[1, 2]], [1, "x"]])
def test_what_is_no_record_is_refused(sizes):
    with pytest.raises(UsageError, match="a list of numbers"):
        tail(sizes, None)
