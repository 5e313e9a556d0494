"""What can be found is found, and what cannot be is called so."""

import numpy as np
import pytest

from groundswell.calibrate import luck
from groundswell.calibrate.recovery import BAR, WIDEST, Table, correlation, identified, planted, recover
from groundswell.errors import UsageError

NAMES = ("sharp", "blurred", "useless")


def numbers(size):
    return np.arange(size, dtype=np.uint64)


def table(size=3000, histories=4, sigma=(0.05, 0.4)) -> Table:
    """Of three parameters one is measured well, one badly and one not at all; every history is one measurement."""
    points = luck.uniforms(41, luck.PRIOR_POINT, numbers(size), 0, 3)
    noise = luck.normals(41, luck.PSEUDO, numbers(size), 0, 2 * histories).reshape(size, histories, 2)
    return Table(points, points[:, None, :2] + np.array(sigma) * noise)


def distance(record, histories):
    return np.sqrt((((histories - record) / np.array([0.3, 0.5])) ** 2).sum(axis=2))


def distance_of_means(record, histories):
    return distance(record, histories.mean(axis=1, keepdims=True))[:, 0]


@pytest.fixture(scope="module")
def found():
    return recover(table(), distance, NAMES, seed=1, records=150, keep=600)


def test_a_parameter_is_identified_only_if_summaries_tell_of_it(found):
    assert found.identified == ("sharp",)
    assert [row.label for row in found.parameters] == ["identified", "not identified", "not identified"]


def test_a_parameter_that_no_summary_depends_on_does_not_recover(found):
    useless = found["useless"]
    assert abs(useless.r) < 5 / np.sqrt(150) and useless.low < 0 < useless.high
    assert useless.width == pytest.approx(1.0, abs=0.1), "its posterior is its prior"


def test_correlation_and_width_are_those_of_the_exact_posterior(found):
    # Of a uniform number measured with error σ far from the edges: width ≈ σ/√(1/12), and r² = 1 − width².
    width = 0.05 / np.sqrt(1 / 12)
    assert found["sharp"].width == pytest.approx(width, rel=0.15)
    assert found["sharp"].r == pytest.approx(np.sqrt(1 - width**2), abs=0.01)


def test_posteriors_of_single_histories_cover_as_often_as_they_say(found):
    for row in found.parameters:
        for share, covered in zip((0.5, 0.9), row.covered, strict=True):
            assert abs(covered - share) < 5 * np.sqrt(share * (1 - share) / 150), row.parameter


def test_a_distance_that_averages_luck_away_is_seen_to_promise_too_much():
    """The mean of sixteen histories has a quarter of the error of the one history that a record is."""
    promised = recover(table(histories=16), distance_of_means, NAMES, seed=1, records=150, keep=100)
    assert promised["blurred"].covered[1] < 0.8


def test_the_interval_of_r_holds_r(found):
    for row in found.parameters:
        assert row.low <= row.r <= row.high


def test_without_regression_posteriors_are_wider(found):
    plain = recover(table(), distance, NAMES, seed=1, records=150, keep=600, adjust=False)
    assert plain["sharp"].width > found["sharp"].width
    assert plain["sharp"].r < found["sharp"].r


def test_the_bar_itself_suffices():
    assert identified(BAR, WIDEST)
    assert not identified(np.nextafter(BAR, 0), WIDEST)
    assert not identified(BAR, np.nextafter(WIDEST, 1))


def test_no_record_is_planted_twice_and_none_answers_for_itself():
    chosen, lane = planted(1, 500, 4, 400)
    assert len(set(chosen.tolist())) == 400 and set(lane.tolist()) == {0, 1, 2, 3}
    seen = []

    def spy(record, histories):
        seen.append(record)
        return np.abs(histories[:, :, 0] - record[0]).min(axis=1)  # its own history would be at distance 0

    small = table(200)
    outcome = recover(small, spy, NAMES, seed=1, records=20, keep=2, adjust=False)
    assert (outcome.sds[:, 0] > 0).all() and len(seen) == 20
    for truth, mean in zip(outcome.truths, outcome.means, strict=True):
        assert not np.array_equal(truth, mean)


def test_a_distance_that_fails_for_some_candidates_never_keeps_them():
    first = table(400)

    def failing(record, histories):
        return np.where(first.points[:, 2] < 0.5, np.nan, distance_of_means(record, histories))

    outcome = recover(first, failing, NAMES, seed=1, records=20, keep=50, adjust=False)
    assert (outcome.means[:, 2] > 0.5).all()


def test_the_same_seed_finds_the_same_bits(found):
    again = recover(table(), distance, NAMES, seed=1, records=150, keep=600)
    assert again.parameters == found.parameters and np.array_equal(again.means, found.means)


def test_a_posterior_mean_that_never_moves_correlates_with_nothing():
    assert correlation(np.arange(5.0), np.ones(5)) == 0.0
    assert correlation(np.arange(5.0), -np.arange(5.0)) == pytest.approx(-1.0)


@pytest.mark.parametrize("senseless", [{"records": 2}, {"records": 4000}, {"keep": 1}, {"keep": 3000}], ids=str)
def test_arguments_without_sense_are_refused(senseless):
    with pytest.raises(UsageError, match=next(iter(senseless))):
        recover(table(), distance, NAMES, **{"seed": 1, "records": 10, "keep": 10} | senseless)


def test_a_table_of_other_shapes_is_refused():
    with pytest.raises(UsageError, match="table"):
        recover(table(), distance, NAMES[:2], seed=1, records=10, keep=10)
