"""Luck: the generator against its published answers, and every distribution against theory.

Samples are fixed by their keys, so no test here is ever red by bad luck alone; five standard errors
(two in three million by chance) are allowed because the keys were not chosen by looking.
"""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from tests.unit.engine.worlds import HISTORIES

from groundswell.engine import draws
from groundswell.engine.anatomy import plain
from groundswell.engine.state import LANES

ERRORS = 5.0  # standard errors
KEYS = draws.new_keys(1, HISTORIES)
HERE = np.uint64(draws.entity("here"))
ULPS = 4  # a dozen roundings, of which each step of Horner's scheme damps all but the last few

# Random123, file kat_vectors: counter, key, answer of philox4x32 with 10 rounds.
KNOWN = {
    "zeros": ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    "ones": ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    "pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_philox_gives_the_published_answers(name):
    counter, key, answer = KNOWN[name]
    assert tuple(int(word) for word in plain(draws.philox)(*(np.uint64(word) for word in counter + key))) == answer


def pairs(day: Any = 0, entity: Any = HERE, purpose: Any = 0, k: Any = 0, history: Any = 0, seed: int = 1) -> tuple[Any, Any]:
    """Two uniform numbers for every combination of whole arrays of addresses."""
    word = (np.asarray(purpose, "u8") << np.uint64(20)) | np.asarray(k, "u8")
    address = np.broadcast_arrays(*(np.asarray(part, "u8") for part in (day, entity, word, history)))
    a, b, c, d = plain(draws.philox)(*address, *(np.uint64(word) for word in draws.seed_words(seed)))
    return plain(draws.unit)(a, b), plain(draws.unit)(c, d)


def test_the_compiled_generator_is_the_written_one():
    for day, purpose, k in itertools.product((0, 3, 2222), (draws.CALL, draws.FALL), (0, 1)):
        first, second = pairs(day, HERE, purpose, k, HISTORIES)
        for r in range(LANES):
            assert draws.uniform_pair(KEYS, r, day, HERE, purpose, k) == (first[r], second[r])
            assert draws.uniform(KEYS, r, day, HERE, purpose, k) == first[r]


def test_a_row_of_luck_is_the_luck_of_each_lane():
    row = np.zeros(LANES)
    draws.uniforms(KEYS, 17, HERE, draws.CLASH, row)
    assert [draws.uniform(KEYS, r, 17, HERE, draws.CLASH, 0) for r in range(LANES)] == row.tolist()


@pytest.mark.parametrize(("high", "low"), [(0, 0), (0xFFFFFFFF, 0xFFFFFFFF), (0, 0xFFFFFFFF), (0xFFFFFFFF, 0)])
def test_a_uniform_number_is_never_zero_and_never_one(high, low):
    assert 0.0 < plain(draws.unit)(np.uint64(high), np.uint64(low)) < 1.0


def test_uniform_numbers_fill_their_range_evenly():
    days, histories = np.meshgrid(np.arange(1000), np.arange(500))
    for numbers in pairs(days, HERE, draws.CROWD, 0, histories):
        counts = np.bincount((numbers.ravel() * 64).astype(int), minlength=64)
        expected = numbers.size / 64
        chi_square = ((counts - expected) ** 2 / expected).sum()
        assert abs(chi_square - 63) < ERRORS * math.sqrt(2 * 63), "chi square of 64 bins: mean 63, variance 126"


NEIGHBORS = {
    "the next day": ({}, {"day": 1}),
    "the next history": ({}, {"history": 1}),
    "the next purpose": ({"purpose": 4}, {"purpose": 5}),
    "the next number of the same purpose": ({}, {"k": 1}),
    "the next entity": ({"entity": 8}, {"entity": 9}),
}


def luck_of(address: dict[str, int], seed: int = 1) -> tuple[Any, Any]:
    """Numbers of 100,000 addresses: 400 days of 250 histories, moved by ``address``."""
    days, histories = np.meshgrid(np.arange(0, 4000, 10), np.arange(0, 2500, 10))
    own = {"entity": HERE, "purpose": 4, "k": 0, **address}
    return pairs(days + own.pop("day", 0), history=histories + own.pop("history", 0), seed=seed, **own)


def assert_independent(one: Any, other: Any) -> None:
    """No correlation of numbers, nor of their distances from the middle."""
    for a, b in ((one, other), (abs(one - 0.5), abs(other - 0.5))):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < ERRORS / math.sqrt(one.size)


@pytest.mark.parametrize("name", NEIGHBORS)
def test_neighboring_addresses_have_independent_luck(name):
    here, there = (luck_of(address)[0] for address in NEIGHBORS[name])
    assert_independent(here, there)


def test_the_two_numbers_of_a_pair_are_independent():
    assert_independent(*luck_of({}))


def test_two_seeds_have_independent_luck():
    assert_independent(luck_of({}, seed=1)[0], luck_of({}, seed=2)[0])


def test_the_same_key_is_the_same_luck():
    assert (luck_of({})[0] == luck_of({})[0]).all()


def test_no_two_purposes_share_a_number():
    others = ("LANES", "BIAS", "EXPONENT_SHIFT")
    purposes = {name: value for name, value in vars(draws).items() if name.isupper() and type(value) is int and name not in others}
    assert len(set(purposes.values())) == len(purposes)
    given = {"MOOD_REGION": 1, "CROWD": 4, "CALL": 5, "CLASH": 6, "FALL": 13, "PRIOR": 18}
    assert given.items() <= purposes.items(), "a number given is never given again"
    assert all(0 < value < 2**12 for value in purposes.values())


def test_an_address_is_the_name_and_nothing_else():
    assert draws.entity("el-alto/neighbors") == 0xB47383AF, "other bits here would be other luck for every saved run"
    assert 0 <= draws.entity("el-alto") < 2**32
    assert draws.entity("el-alto") != draws.entity("el-alto/neighbors")


def ulps(found: Any, exact: Any) -> float:
    """The largest distance in units of the last place of the exact value."""
    return float((np.abs(found - exact) / np.spacing(np.abs(exact))).max())


GRID = np.concatenate([np.linspace(-700, 700, 20_001), np.linspace(-1, 1, 2_001), [1e-300, -1e-300, 5e-324]])


def test_exp_agrees_with_the_library_to_a_few_ulp():
    assert ulps(np.array([draws.exp(x) for x in GRID]), np.array([math.exp(x) for x in GRID])) <= ULPS


def test_log_agrees_with_the_library_to_a_few_ulp():
    values = np.concatenate([np.exp(GRID), 1.0 + np.linspace(-1e-9, 1e-9, 101), np.arange(2.0, 500.0)])
    values = values[values != 1.0]
    assert ulps(np.array([draws.log(x) for x in values]), np.array([math.log(x) for x in values])) <= ULPS
    assert draws.log(1.0) == 0.0


def test_exp_saturates_and_never_overflows():
    assert draws.exp(1e9) == draws.exp(700.0) < math.inf
    assert draws.exp(-1e9) == draws.exp(-700.0) > 0.0
    assert draws.exp(0.0) == 1.0, "a route of fall without its cause has a rate of exactly zero"


def test_exp_never_falls_where_its_argument_rises():
    values = np.array([draws.exp(x) for x in np.linspace(-3, 3, 50_001)])
    # Beyond the step of the grid (1.2e-4) rounding cannot hide: a ratio of 1.00012 is 5e11 ulp.
    assert (np.diff(values) > 0).all()


def test_cosine_agrees_with_the_library():
    turns = np.linspace(0.0, 1.0, 10_001)
    # The series stops at t^12: t is at most π/4, so what is left out is below (π/4)^14/14! = 4e-13.
    assert max(abs(draws.cosine_turn(u) - math.cos(2 * math.pi * u)) for u in turns) < 4e-13


def test_a_chance_is_what_a_daily_rate_leaves_to_a_day():
    assert draws.chance(0.0) == 0.0
    for rate in (1e-6, 0.01, 0.5, 3.0):
        # One unit of 1 − x near 1 is 1.1e-16, whatever the rate.
        assert abs(draws.chance(rate) + math.expm1(-rate)) < 5e-16
    assert draws.chance(1e6) <= 1.0


def sample(days: int, purpose: int) -> np.ndarray:
    """Standard normal numbers of all lanes and so many days."""
    rows = np.zeros((days, LANES))
    for day in range(days):
        draws.normals(KEYS, day, HERE, purpose, rows[day])
    return rows.ravel()


def test_normal_numbers_have_the_moments_of_theory():
    z = sample(10_000, draws.CROWD)
    n = z.size
    # Variances of the sample moments of a standard normal: 1, 2, 15, 96 over n.
    for power, moment, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((z**power).mean() - moment) < ERRORS * math.sqrt(variance / n), f"moment {power}"
    for bound, share in ((1.0, 0.317310507862914), (2.0, 0.0455002638963584), (3.0, 0.0026997960632602)):
        assert abs((abs(z) > bound).mean() - share) < ERRORS * math.sqrt(share * (1 - share) / n)


def test_normal_numbers_of_following_days_and_of_lanes_are_independent():
    z = sample(5_000, draws.MOOD_PLACE).reshape(-1, LANES)
    assert_independent(z[:-1], z[1:])
    assert_independent(z[:, :-1], z[:, 1:])


def uniform_sample(size: int, entity: str) -> np.ndarray:
    return pairs(np.arange(size), np.uint64(draws.entity(entity)), draws.CLASH, 0, 3)[0]


def assert_moments(counts: np.ndarray, mean: float, variance: float) -> None:
    """Mean and variance within five standard errors; that of the variance is estimated from the sample."""
    n = counts.size
    assert abs(counts.mean() - mean) < ERRORS * math.sqrt(variance / n)
    spread = np.var((counts - counts.mean()) ** 2)
    assert abs(counts.var() - variance) < ERRORS * math.sqrt(spread / n)


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 60.0, 300.0])
def test_poisson_counts_have_the_mean_and_variance_of_theory(mean):
    assert_moments(np.array([draws.poisson(mean, u) for u in uniform_sample(20_000, f"poisson {mean}")]), mean, mean)


def test_poisson_counts_follow_their_probabilities():
    mean, n = 2.0, 40_000
    counts = np.bincount(np.array([draws.poisson(mean, u) for u in uniform_sample(n, "poisson")], int), minlength=9)[:9]
    for k, found in enumerate(counts):
        share = math.exp(-mean) * mean**k / math.factorial(k)
        assert abs(found / n - share) < ERRORS * math.sqrt(share * (1 - share) / n), f"count {k}"


def test_nobody_dies_of_a_mean_of_zero():
    assert all(draws.poisson(0.0, u) == 0.0 for u in (1e-16, 0.5, 1 - 1e-16))


@pytest.mark.parametrize("mean", [1.2, 1.7, 6.0])
def test_geometric_counts_have_the_mean_and_variance_of_theory(mean):
    counts = np.array([draws.geometric(mean, u) for u in uniform_sample(40_000, f"geometric {mean}")])
    assert counts.min() == 1.0
    assert_moments(counts, mean, mean * (mean - 1.0))


def test_luck_is_addressed_by_history_not_by_lane():
    moved = draws.new_keys(1, HISTORIES[::-1])
    rows = np.zeros((2, LANES))
    draws.normals(KEYS, 5, HERE, draws.CROWD, rows[0])
    draws.normals(moved, 5, HERE, draws.CROWD, rows[1])
    assert (rows[0] == rows[1][::-1]).all()


@pytest.mark.parametrize("histories", [[0], [*range(31)], [*range(33)], [*range(31), 2**32]], ids=["one", "31", "33", "33 bits"])
def test_a_block_has_exactly_its_lanes_and_numbers_that_fit_the_counter(histories):
    with pytest.raises(ValueError, match="32 histories, numbered from 0"):
        draws.new_keys(1, histories)


def test_a_seed_may_be_any_whole_number():
    words = {draws.seed_words(seed) for seed in (0, 1, 2, 2**40, -1)}
    assert len(words) == 5
    assert all(0 <= word < 2**32 for pair in words for word in pair)
