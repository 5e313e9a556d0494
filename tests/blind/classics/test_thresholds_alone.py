"""The second threshold crowds against numbers of the papers and against each other."""

import numpy as np
import pytest
from tests.blind.classics import thresholds


def test_hundred_different_thresholds_bring_everyone_one_at_a_time():
    assert thresholds.path(range(100)) == list(range(101))


def test_one_person_slightly_less_willing_leaves_one_alone():
    assert thresholds.path([0, 2, *range(2, 100)]) == [0, 1]


def test_a_crowd_started_too_large_shrinks():
    assert thresholds.path([0, 5, 5], start=3) == [3, 1]


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ([0, 20, 20, 30, 40, 50, 60, 70, 80, 100], [10]),
        ([0, 10, 20, 30, 40, 50, 60, 70, 80, 100], [10, 20, 30, 40, 50, 60, 70, 80, 90]),
        ([0, 20, 30, 30, 40, 50, 60, 70, 80, 100], [10]),
        ([0, 10, 30, 30, 40, 50, 60, 70, 80, 100], [10, 20]),
    ],
)
def test_kuran_sequences(percent, expected):
    assert thresholds.path_in_percent(percent) == expected
    assert thresholds.path_in_percent(percent, start=0) == [0, *expected]


def test_one_spark_two_fires():
    def end(percent):
        return thresholds.path_in_percent(percent)[-1]

    rest = [30, 40, 50, 60, 70, 80, 100]
    assert end([0, 10, 20, *rest]) - end([0, 20, 20, *rest]) == 80
    assert end([0, 10, 30, *rest]) - end([0, 20, 30, *rest]) == 10


def test_critical_spread_of_mean_a_quarter():
    spread, share = thresholds.critical_spread(0.25)
    assert spread == pytest.approx(0.1222209, abs=1e-7)
    assert share == pytest.approx(0.0620033, abs=1e-7)


@pytest.mark.parametrize(("spread", "share"), [(0.10, 0.00770), (0.12, 0.04021), (0.122, 0.05479), (0.1225, 1.0), (0.30, 0.9934)])
def test_equilibria_of_mean_a_quarter(spread, share):
    assert thresholds.equilibrium(0.25, spread) == pytest.approx(share, abs=1e-4)
    assert thresholds.iterated_equilibrium(0.25, spread) == pytest.approx(thresholds.equilibrium(0.25, spread), abs=1e-9)


def test_crowd_of_very_unlike_people_tends_to_a_half():
    assert thresholds.equilibrium(0.25, 1e4) == pytest.approx(0.5, abs=1e-3)


def test_low_equilibrium_is_there_just_below_the_critical_spread_only():
    for mean in (0.05, 0.2, 0.4, 0.49):
        spread, share = thresholds.critical_spread(mean)
        below, above = thresholds.fixed_points(mean, spread * (1 - 1e-9)), thresholds.fixed_points(mean, spread * (1 + 1e-9))
        assert len(below) == 3
        assert len(above) == 1
        assert below[0] == pytest.approx(share, abs=1e-3)
        assert below[0] < share < below[1]


def test_every_fixed_point_of_a_fine_scan_is_found():
    generator = np.random.default_rng(5)
    for mean, spread in generator.uniform([-0.2, 0.02], [1.2, 0.6], size=(50, 2)):
        r = np.linspace(1e-6, 1 - 1e-6, 200_001)
        excess = thresholds.normal_share(r, mean, spread) - r
        crossings = int(np.sum(excess[:-1] * excess[1:] < 0))
        inside = [point for point in thresholds.fixed_points(mean, spread) if 1e-6 < point < 1 - 1e-6]
        assert len(inside) == crossings
        for point in inside:
            assert thresholds.normal_share(point, mean, spread) == pytest.approx(point, abs=1e-12)
