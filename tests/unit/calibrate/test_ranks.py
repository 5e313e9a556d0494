"""Ranks are even where posteriors are right, and seen to be uneven where they are not."""

import numpy as np
import pytest

from groundswell.calibrate import luck
from groundswell.calibrate.ranks import HIGHEST, Evenly, Planted, calibration, coverage
from groundswell.errors import UsageError


def numbers(size):
    return np.arange(size, dtype=np.uint64)


def conjugate(count, widen=1.0, shift=0.0, draws=400):
    """Truths of a standard normal, measured once with error 1; posteriors are exact but for a factor and a shift."""
    truths = luck.normals(21, luck.PSEUDO, numbers(count), 0, 1)
    records = truths + luck.normals(22, luck.PSEUDO, numbers(count), 0, 1)
    for number, (truth, record) in enumerate(zip(truths, records, strict=True)):
        noise = luck.normals(23 + number, luck.PSEUDO, numbers(draws), 0, 1)
        yield Planted(truth, record / 2 + shift + widen * np.sqrt(0.5) * noise, np.full(draws, 1 / draws))


def test_exact_posteriors_have_even_ranks_and_cover_as_often_as_they_say():
    found = calibration(conjugate(400), ("a",), seed=1)
    assert found.even
    for share, covered in zip((0.5, 0.9), found["a"].covered, strict=True):
        assert abs(covered - share) < 5 * np.sqrt(share * (1 - share) / 400)


@pytest.mark.parametrize(
    ("bug", "sign"), [({"widen": 0.6}, "narrow"), ({"widen": 1.6}, "wide"), ({"shift": 0.3}, "high"), ({"shift": -0.3}, "low")], ids=str
)
def test_posteriors_that_are_wrong_are_found_out_and_how(bug, sign):
    found = calibration(conjugate(400, **bug), ("a",), seed=1)
    row = found["a"]
    assert not found.even and row.chance < 0.001
    told = {"narrow": row.spread > 1.1, "wide": row.spread < 0.9, "high": row.mean < 0.45, "low": row.mean > 0.55}
    assert told[sign]


def test_few_particles_make_coarse_ranks_that_are_even_all_the_same():
    assert calibration(conjugate(400, draws=12), ("a",), seed=1).even


def reweighted(count, forget=False):
    """Exact posteriors told by particles of a wider density, with the weights that make up for it."""
    for planted in conjugate(count, widen=1.6):
        mean = planted.points.mean()
        squares = (planted.points[:, 0] - mean) ** 2
        weights = np.ones(len(squares)) if forget else np.exp(-squares * (1 - 1 / 1.6**2))
        yield planted._replace(weights=weights)


def test_weights_count():
    assert calibration(reweighted(400), ("a",), seed=1).even
    assert not calibration(reweighted(400, forget=True), ("a",), seed=1).even


def test_the_band_holds_nineteen_in_twenty_even_samples():
    even, size = Evenly.of(60, HIGHEST, 1), 2000
    low, high = even.band(0.05)
    drawn = (luck.uniforms(31, luck.PSEUDO, numbers(size), 0, 60) * (HIGHEST + 1)).astype(int)
    inside = sum(within(ranks, low, high) for ranks in drawn)
    # Both the band (4000 simulations) and this count have the error of a share of .95.
    assert abs(inside / size - 0.95) < 5 * np.sqrt(0.95 * 0.05 * (1 / size + 1 / 4000))


def within(ranks, low, high):
    shares = np.cumsum(np.bincount(ranks, minlength=HIGHEST + 1))[:HIGHEST] / len(ranks)
    return bool(((shares >= low - 1e-12) & (shares <= high + 1e-12)).all())


def test_inside_the_band_and_a_chance_above_the_limit_are_the_same_thing():
    even = Evenly.of(60, HIGHEST, 1)
    low, high = even.band(0.05)
    drawn = (luck.uniforms(32, luck.PSEUDO, numbers(300), 0, 60) * (HIGHEST + 1)).astype(int)
    told = [(within(ranks, low, high), even.chance(ranks) > 0.05) for ranks in drawn]
    assert sum(a != b for a, b in told) <= 2, "but for samples that lie on the limit itself"


def test_the_band_of_many_parameters_is_wider_than_of_one():
    one = calibration(conjugate(100), ("a",), seed=1)
    eightfold = (Planted(np.repeat(p.truth, 8), np.repeat(p.points, 8, axis=1), p.weights) for p in conjugate(100))
    many = calibration(eightfold, "abcdefgh", seed=1)
    assert (many.high - many.low >= one.high - one.low).all() and (many.high - many.low).sum() > (one.high - one.low).sum()


def test_central_intervals_hold_whole_ranks():
    assert coverage(np.arange(100), 99, 0.5) == 0.5
    assert coverage(np.arange(100), 99, 0.9) == 0.9


def test_nothing_to_rank_is_refused():
    with pytest.raises(UsageError, match="no posteriors"):
        calibration([], ("a",), seed=1)
    with pytest.raises(UsageError, match="highest"):
        calibration(conjugate(3), ("a",), seed=1, highest=0)
