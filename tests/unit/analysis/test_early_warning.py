"""Early warning: found where a fold is approached, absent where none is, and counted as it should be."""

import numpy as np
import pytest

from groundswell.analysis.early_warning import auc, kendall, rolling, smoothed, told_apart, trends, trends_of

FOLD = 2 / (3 * np.sqrt(3))  # driver at which dx/dt = a + x − x³ loses its lower state
STEP, KICK = 0.1, 0.03  # time and noise of a step: small enough that noise alone does not throw it across before the end


def noise(count: int, steps: int) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(count, steps))


def near_a_fold(driver: np.ndarray, kicks: np.ndarray) -> np.ndarray:
    """dx/dt = a + x − x³ + noise from the lower state, one row a course, while the driver moves."""
    x, found = np.full(len(kicks), -1.15), []
    for a, kick in zip(driver, kicks.T, strict=True):
        x = x + STEP * (a + x - x**3) + KICK * kick
        found.append(x)
    return np.array(found).T


def without_a_fold(driver: np.ndarray, kicks: np.ndarray) -> np.ndarray:
    """dx/dt = a − x + noise: a system that follows its driver and never tips."""
    x, found = np.full(len(kicks), driver[0]), []
    for a, kick in zip(driver, kicks.T, strict=True):
        x = x + STEP * (a - x) + KICK * kick
        found.append(x)
    return np.array(found).T


@pytest.fixture(scope="module")
def courses():
    """Forty courses of each kind with a driver that climbs to just under the fold, and one that stays."""
    steps = 1500
    climbing, standing = np.linspace(-0.6, 0.9 * FOLD, steps), np.full(steps, -0.6)
    first, second = noise(80, steps)[:40], noise(80, steps)[40:]
    return {
        world.__name__: (trends_of(world(climbing, first)), trends_of(world(standing, second)))
        for world in (near_a_fold, without_a_fold)
    }


@pytest.mark.parametrize("sign", ["variance", "memory"])
def test_variance_and_memory_warn_of_a_fold(courses, sign):
    climbing, standing = courses["near_a_fold"]
    assert auc(climbing[sign], standing[sign]) > 0.9


@pytest.mark.parametrize("sign", ["variance", "memory"])
def test_a_system_that_never_tips_gives_no_warning(courses, sign):
    climbing, standing = courses["without_a_fold"]
    values = np.concatenate([climbing[sign], standing[sign]])
    found = told_apart(values, np.arange(80) < 40)
    assert found.low < 0.5 < found.high
    assert found.auc == pytest.approx(0.5, abs=0.2)  # three standard errors of an AUC of 40 against 40


def test_the_level_of_a_driven_system_rises_whether_it_tips_or_not(courses):
    for climbing, standing in courses.values():
        assert auc(climbing["level"], standing["level"]) > 0.99


def test_kendalls_trend_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    for row in noise(5, 60):
        assert kendall(row) == pytest.approx(stats.kendalltau(np.arange(60), row).statistic, abs=1e-12)


def test_the_area_under_the_curve_is_that_of_a_rank_sum():
    stats = pytest.importorskip("scipy.stats")
    more, less = np.round(noise(2, 50) + np.array([[0.4], [0]]), 1)
    assert auc(more, less) == pytest.approx(stats.mannwhitneyu(more, less).statistic / 2500, abs=1e-12)
    assert auc(more, less) == pytest.approx(1 - auc(less, more))
    assert np.isnan(auc([], less)) and auc([np.nan, 1], [0]) == 1


def test_a_smooth_curve_of_a_straight_line_is_straight_in_the_middle():
    line = np.linspace(0, 10, 200)
    assert np.allclose(smoothed(line, 5)[60:140], line[60:140], atol=1e-9)


def test_a_window_reads_variance_and_memory_as_they_are():
    record = np.sin(np.arange(60) * 0.3)
    variance, memory = rolling(record, 30)
    assert variance[0] == pytest.approx(record[:30].var())
    assert memory[-1] == pytest.approx(np.corrcoef(record[30:59], record[31:60])[0, 1])
    assert not rolling(np.ones(40), 20)[1].any()


def test_a_record_too_short_has_no_trend():
    assert all(np.isnan(value) for value in trends(np.arange(11)))
    assert not any(np.isnan(value) for value in trends(np.arange(12.0)))


def test_a_unit_that_stands_on_both_sides_is_drawn_as_one():
    rise = np.arange(30) % 3
    values, sort = np.concatenate([rise + 0.5, rise]), np.arange(60) < 30
    paired = told_apart(values, sort, np.concatenate([np.arange(30)] * 2))
    apart = told_apart(values, sort)
    assert paired.auc == apart.auc
    assert paired.high - paired.low < apart.high - apart.low
    assert (paired.first, paired.second) == (30, 30)


def test_values_that_are_no_number_are_left_out_and_counted_so():
    found = told_apart([1.0, np.nan, 0.0, 2.0], [True, True, False, False])
    assert (found.first, found.second, found.auc) == (1, 2, 0.5)
