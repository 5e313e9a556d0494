"""One mode or two: known values, the values of a published program, and a search through all distributions with one mode."""

import numpy as np
import pytest

from groundswell.analysis.bimodality import OF_A_UNIFORM, dip, dip_chance, sarle

GOLDEN, ROOT_2, ROOT_3 = 0.6180339887498949, 0.4142135623730951, 0.7320508075688772


def spread(n: int, turn: float = GOLDEN) -> np.ndarray:
    """Numbers between 0 and 1 that fill it evenly without being a grid."""
    return (np.arange(1, n + 1) * turn) % 1.0


SAMPLES = {
    "even": spread(80), "cubed": spread(60) ** 3, "two": np.concatenate([spread(40), 1.4 + spread(30)]),
    "close": np.concatenate([spread(40), 1.05 + spread(30)]), "bell": spread(70) + spread(70, ROOT_2) + spread(70, ROOT_3),
    "rounded": np.round(8 * (spread(70) + spread(70, ROOT_2))), "counts": np.floor(12 * spread(90) ** 4),
}  # fmt: skip
# What the package diptest 0.12.0, a port of the R program of the same name, makes of these samples.
PUBLISHED = {
    "even": 0.013052, "cubed": 0.013584, "two": 0.069754, "close": 0.022781, "bell": 0.025111, "rounded": 0.064286, "counts": 0.055556,
}  # fmt: skip


def test_the_coefficient_of_a_uniform_sample_is_five_ninths():
    # The correction for the size of the sample is of the order 1/n.
    assert sarle(np.linspace(0, 1, 20_000)) == pytest.approx(OF_A_UNIFORM, abs=3e-4)


def test_the_coefficient_of_a_normal_sample_is_a_third():
    normal = np.sqrt(-2 * np.log(spread(4000))) * np.cos(2 * np.pi * spread(4000, ROOT_2))
    # Skewness and kurtosis of 4,000 normal values err by 0.04 and 0.08, which move the coefficient by under 0.01.
    assert sarle(normal) == pytest.approx(1 / 3, abs=0.02)


def test_the_coefficient_of_two_values_nears_one():
    assert sarle(np.repeat([0.0, 1.0], 5000)) == pytest.approx(1, abs=1e-3)


def test_the_coefficient_minds_neither_unit_nor_origin():
    for values in SAMPLES.values():
        assert sarle(values) == pytest.approx(sarle(3 - 70 * values), abs=1e-9)


@pytest.mark.parametrize("values", [[], [1, 2, 3], [5, 5, 5, 5, 5]])
def test_there_is_no_coefficient_of_too_few_values_or_equal_ones(values):
    assert np.isnan(sarle(values))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_dip_is_that_of_a_published_program(name):
    # Rounded there to six places; a hair between equal values moves ours by less.
    assert dip(SAMPLES[name]) == pytest.approx(PUBLISHED[name], abs=1.5e-6)


@pytest.mark.parametrize("name", ["two", "rounded"])
def test_no_distribution_with_one_mode_is_nearer_than_the_dip(name):
    values = SAMPLES[name][::3]
    assert dip(values) == pytest.approx(nearest_with_one_mode(values), abs=1e-6)


def test_the_dip_lies_between_its_bounds():
    for values in SAMPLES.values():
        assert 1 / (2 * values.size) - 1e-9 <= dip(values) <= 0.25
    assert dip(np.arange(50)) == pytest.approx(1 / 100)
    assert dip([0.0] * 30 + [1.0] * 30) == pytest.approx(0.25, abs=1e-6)


def test_order_and_unit_of_values_do_not_matter_to_the_dip():
    assert dip(SAMPLES["two"][::-1]) == dip(SAMPLES["two"])
    assert dip(7 - 3 * SAMPLES["two"]) == pytest.approx(dip(SAMPLES["two"]), abs=1e-9)


def test_two_heaps_are_hard_to_believe_under_one_mode_and_a_bell_is_not():
    assert dip_chance(SAMPLES["two"]) < 0.02
    assert dip_chance(SAMPLES["bell"]) > 0.5
    assert dip_chance(SAMPLES["two"]) == dip_chance(SAMPLES["two"])


def test_the_dip_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no values"):
        dip([])


def nearest_with_one_mode(values: np.ndarray) -> float:
    """The dip by its definition: for each place of the mode, the nearest distribution convex below and concave above it.

    A linear program over the heights of the distribution at the values, and below its jump at the mode.
    """
    optimize = pytest.importorskip("scipy.optimize")
    x, counts = np.unique(values, return_counts=True)
    upper = np.cumsum(counts) / counts.sum()
    lower, n = np.concatenate([[0.0], upper[:-1]]), len(x)
    best = 1.0
    for mode in range(n):
        rows, limits = [], []

        def bind(limit, rows=rows, limits=limits, **heights):
            row = np.zeros(n + 2)  # heights at the values, height just below the mode, distance
            for name, factor in heights.items():
                row[int(name[1:])] += factor
            rows.append(row)
            limits.append(limit)

        for i in range(n):
            top = upper[i] if i == mode else lower[i]
            bind(-upper[i], **{f"h{i}": -1, f"h{n + 1}": -1})
            bind(top, **{f"h{i}": 1, f"h{n + 1}": -1})
        bind(lower[mode], **{f"h{n}": 1, f"h{n + 1}": -1})
        bind(-lower[mode], **{f"h{n}": -1, f"h{n + 1}": -1})
        bind(0, **{f"h{n}": 1, f"h{mode}": -1})
        for i in range(1, n - 1):
            if i == mode:
                continue
            side = 1 if i < mode else -1
            before, after = 1 / (x[i] - x[i - 1]), 1 / (x[i + 1] - x[i])
            beyond = n if i + 1 == mode else i + 1
            bind(0, **{f"h{i}": side * (before + after), f"h{i - 1}": -side * before, f"h{beyond}": -side * after})
        cost = np.zeros(n + 2)
        cost[-1] = 1
        found = optimize.linprog(cost, A_ub=np.array(rows), b_ub=limits, bounds=[(None, None)] * (n + 2), method="highs")
        best = min(best, found.fun) if found.status == 0 else best
    return best
