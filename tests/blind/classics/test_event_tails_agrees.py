"""Both ways of measuring tails agree: exponents, beginnings, distances, and the comparison with a lognormal."""

import numpy as np
import pytest
from tests.blind.classics import event_tails as twin

from groundswell.models.sizes.tails import against_lognormal, power_law_sizes, tail

SETS = range(50)
SEARCH = 1e-6  # both exponents are found by search
EDGE = 990  # how far down the twin looks for the mean of a logarithm, a little less


def random_record(number: int) -> tuple[np.ndarray, bool]:
    rng = np.random.default_rng([17, number])
    discrete, count = bool(number % 2), int(rng.integers(30, 300))
    if rng.random() < 0.5:
        sizes = power_law_sizes(float(rng.uniform(1.5, 4)), float(rng.integers(1, 8)), rng.random(count), discrete)
    else:
        sizes = rng.lognormal(rng.uniform(0.5, 3), rng.uniform(0.5, 2), count)
    return (np.ceil(sizes) if discrete else sizes), discrete


@pytest.mark.parametrize("number", SETS)
def test_tails_from_a_given_size_agree(number):
    sizes, discrete = random_record(number)
    for share in (0.0, 0.3, 0.6):
        least = float(np.quantile(sizes, share, method="lower"))
        ours = tail(sizes, least, discrete)
        exponent = twin.fit_discrete(sizes, int(least)) if discrete else twin.fit_continuous(sizes, least)
        assert ours.exponent == pytest.approx(exponent, rel=SEARCH)
        assert ours.distance == pytest.approx(twin.distance(sizes, least, exponent, discrete), abs=SEARCH)
        kept = sizes[sizes >= least]
        assert ours.log_likelihood == pytest.approx(twin.power_logs(kept, least, exponent, discrete).sum(), rel=SEARCH)


@pytest.mark.parametrize("number", SETS)
def test_the_beginnings_of_tails_agree(number):
    sizes, discrete = random_record(number)
    ours, theirs = tail(sizes, discrete=discrete, fewest=15), twin.fit_tail(sizes, discrete, fewest=15)
    assert (ours.least, ours.events) == (theirs.smallest, theirs.count)
    assert (ours.exponent, ours.distance) == pytest.approx((theirs.exponent, theirs.distance), rel=SEARCH)


@pytest.mark.parametrize("number", SETS)
def test_what_a_lognormal_has_to_say_agrees(number):
    sizes, discrete = random_record(number)
    least = float(np.quantile(sizes, 0.2, method="lower"))
    ours, theirs = against_lognormal(sizes, tail(sizes, least, discrete)), twin.compare(sizes, least, discrete)
    if twin.fit_lognormal(sizes, least, discrete)[0] < np.log(least) - EDGE:
        assert ours.ratio <= theirs.ratio + SEARCH  # all but a power law: the twin stops at the edge of its search
        assert ours.spread == np.inf or ours.spread > 10
        return
    assert ours.ratio == pytest.approx(theirs.ratio, abs=SEARCH)
    assert (ours.score, ours.chance) == pytest.approx((theirs.statistic, theirs.p), abs=1e-3)
