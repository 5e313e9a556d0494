"""What is found of functions whose answer is known, by the library that others use, or in closed form."""

import warnings

import numpy as np
import pytest
from SALib.analyze import morris, sobol
from SALib.test_functions import Ishigami
from scipy.stats import t as student
from tests.unit.analysis.tried import OfFunction, factors_of

from groundswell.analysis.removed import removed
from groundswell.analysis.screening import elementary, screening
from groundswell.analysis.shares import _share, shares
from groundswell.errors import UsageError
from groundswell.factors import STEP, Factors, paths, removals, sequence
from groundswell.sampling import FEW, standard_errors


def morris_of(unit):
    """The function on which Morris (1991) tried his method: 20 inputs, of which ten matter, some only with others."""
    w = 2 * (unit - 0.5)
    for k in (2, 4, 6):
        w[:, k] = 2 * (1.1 * unit[:, k] / (unit[:, k] + 0.1) - 0.5)
    first = np.array([20.0] * 10 + [(-1.0) ** k for k in range(11, 21)])
    second = np.fromfunction(lambda i, j: (-1.0) ** (i + j + 2), (20, 20))
    second[:6, :6] = -15
    third = np.zeros((20, 20, 20))
    third[:5, :5, :5] = -10
    fourth = np.zeros((20, 20, 20, 20))
    fourth[:4, :4, :4, :4] = 5
    total = w @ first
    for i in range(20):
        for j in range(i + 1, 20):
            total = total + second[i, j] * w[:, i] * w[:, j]
            for k in range(j + 1, 5):
                total = total + third[i, j, k] * w[:, i] * w[:, j] * w[:, k]
                for m in range(k + 1, 4):
                    total = total + fourth[i, j, k, m] * w[:, i] * w[:, j] * w[:, k] * w[:, m]
    return total


@pytest.fixture(scope="module")
def of_morris():
    return OfFunction("paths", paths(factors_of(20), 30, seed=1), morris_of)


def test_the_ten_inputs_that_matter_are_told_from_the_ten_that_do_not(of_morris):
    found = screening(of_morris)
    assert set(found.foremost(10)) == {f"x{k}" for k in range(1, 11)}


def test_inputs_of_straight_effect_have_little_spread_and_those_that_work_with_others_much(of_morris):
    found = screening(of_morris)
    straight = [found.of(f"x{k}", "y") for k in (8, 9, 10)]
    mixed = [found.of(f"x{k}", "y") for k in (1, 2, 3, 4, 5)]
    assert all(one.spread < 0.3 * one.size for one in straight)  # what remains is from interactions of weight one
    assert all(one.spread > 0.5 * one.size for one in mixed)


def test_mean_size_and_spread_are_those_of_the_library_times_a_step(of_morris):
    found, names = screening(of_morris), of_morris.points.factors.names
    problem = {"num_vars": 20, "names": list(names), "bounds": [[0.0, 1.0]] * 20}
    theirs = morris.analyze(problem, of_morris.points.unit, of_morris.values("y")[:, 0], num_levels=4, seed=1)
    for k, name in enumerate(names):
        ours = found.of(name, "y")
        wanted = [STEP * theirs[key][k] for key in ("mu", "mu_star", "sigma")]
        assert [ours.mean, ours.size, ours.spread] == pytest.approx(wanted, rel=1e-9, abs=1e-9)  # sums in another order


def test_intervals_hold_the_mean_over_ten_times_as_many_paths():
    few = screening(OfFunction("paths", paths(factors_of(20), 30, seed=5), morris_of))
    many = screening(OfFunction("paths", paths(factors_of(20), 300, seed=6), morris_of))
    inside = [few.of(name, "y").size_low <= many.of(name, "y").size <= few.of(name, "y").size_high for name in few.factors]
    assert sum(inside) >= 16  # of 20 at 95 in 100, of a percentile interval of 30 paths, which is somewhat narrow


def test_a_factor_without_effect_is_told_to_do_nothing():
    found = screening(OfFunction("paths", paths(factors_of(3), 8, seed=1), lambda unit: unit[:, 0] * unit[:, 2]))
    assert found.idle == ("x2",)
    assert found.of("x2", "y").nought
    assert found.of("x2", "y").size_high == 0


def test_a_factor_that_moves_only_with_another_is_not_told_to_do_nothing():
    found = screening(OfFunction("paths", paths(factors_of(2), 8, seed=1), lambda unit: (unit[:, 0] - 0.5) * (unit[:, 1] > 0.4)))
    assert found.idle == ()


def test_luck_alone_makes_no_effect_clear():
    def noise(points, histories):
        grid = np.arange(points * histories, dtype=np.float64).reshape(points, histories)
        return np.sin(grid * 12.9898) * 43758.5453 % 1.0  # another number at every point: a world without paired luck

    points = paths(factors_of(12), 20, seed=2)
    found = screening(OfFunction("paths", points, lambda unit: 4 * unit[:, 0], histories=16, noise=noise))
    assert found.of("x1", "y").clear
    assert sum(found.of(name, "y").clear for name in found.factors[1:]) <= 1  # one of eleven may be, at 95 in 100


def test_an_elementary_effect_has_the_sign_of_a_rise_whichever_way_the_step_went():
    unit = np.array([[1.0, 0.0], [1 / 3, 0.0], [1 / 3, 2 / 3]])
    assert elementary(np.array([5.0, 2.0, 1.0]), unit).tolist() == [[3.0, -1.0]]


def test_shares_of_ishigami_are_those_in_closed_form():
    points = sequence(factors_of(3), 1024, seed=1)
    found = shares(OfFunction("sequence", points, lambda unit: Ishigami.evaluate((2 * unit - 1) * np.pi)))
    first, total = ({one.factor: one for one in found.of("y", order)} for order in ("first", "total"))
    known_first, known_total = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)  # a = 7, b = 0.1
    for name, alone, whole in zip(("x1", "x2", "x3"), known_first, known_total, strict=True):
        assert abs(first[name].value - alone) < 2 * first[name].margin + 1e-3
        assert abs(total[name].value - whole) < 2 * total[name].margin + 1e-3
    pairs = [(one.factor, one.other) for one in found.of("y", "second") if one.clear]
    assert pairs == [("x1", "x3")]


@pytest.mark.parametrize("value", [0.0, 0.1, 0.7, 1.0])  # rounding leaves many times 0.1 a standard deviation
def test_an_outcome_that_never_varies_has_no_shares(value):
    found = shares(OfFunction("sequence", sequence(factors_of(2), 8, seed=1), lambda unit: np.full(len(unit), value)))
    assert found.shares == ()


def test_what_two_do_beyond_the_sum_of_both_is_found():
    names = ("a", "b", "c", "idle")

    def world(unit):
        a, b, c, _ = unit.T
        return 2 * a + b + 3 * a * b + c

    found = removed(OfFunction("removals", removals(Factors(names), names), world))
    assert [found.of(name, "y").mean for name in names] == [5, 4, 1, 0]
    assert found.idle == ("idle",)
    assert [(one.mechanism, one.other, one.mean) for one in found.together("y")] == [("a", "b", 3)]
    assert found.of("a", "y", "b") == found.of("b", "y", "a")
    with pytest.raises(UsageError, match="a and z on y"):
        found.of("a", "y", "z")


@pytest.mark.parametrize("read", [screening, shares, removed])
def test_points_of_another_design_are_refused(read):
    stray = OfFunction("another", paths(factors_of(2), 4, seed=1), lambda unit: unit[:, 0])
    with pytest.raises(UsageError, match="points of the design 'another'"):
        read(stray)


def test_an_effect_of_nothing_that_was_moved_is_refused(of_morris):
    with pytest.raises(UsageError, match="a factor and an outcome"):
        screening(of_morris).of("x1", "z")


def test_the_same_points_give_the_same_answer(of_morris):
    assert screening(of_morris) == screening(of_morris)


def test_no_share_of_fewer_than_ten_samples_is_clear():
    def steep(unit):
        return 5 * (unit[:, 0] > 0.5) + unit[:, 1]

    few = [shares(OfFunction("sequence", sequence(factors_of(2), 2, seed=seed), steep)) for seed in range(1, 9)]
    assert all(found.shares for found in few)
    assert not any(one.clear for found in few for one in found.shares)
    many = shares(OfFunction("sequence", sequence(factors_of(2), 64, seed=1), steep))
    assert [one.factor for one in many.of("y", "total") if one.told] == ["x1"]  # x2 has a seventy-sixth of the variance


def test_what_varies_at_crossed_points_alone_has_no_clear_share_and_the_library_is_not_heard(recwarn):
    crossed = OfFunction("sequence", sequence(factors_of(2), 16, seed=1), lambda unit: np.arange(len(unit)) % 6 == 1)  # 6 points a sample
    assert [one.value for one in shares(crossed).shares if one.clear] == []
    assert [str(one.message) for one in recwarn] == []


def test_other_warnings_of_the_library_are_let_through(monkeypatch):
    class Loud:
        @staticmethod
        def analyze(problem, means, **asked):
            warnings.warn("something else", UserWarning, stacklevel=1)
            return sobol.analyze(problem, means, **asked)

    monkeypatch.setattr("groundswell.analysis.shares.salib", lambda module: Loud)
    with pytest.warns(UserWarning, match="something else"):
        shares(OfFunction("sequence", sequence(factors_of(2), 16, seed=1), lambda unit: unit[:, 0]))


@pytest.mark.parametrize(
    ("value", "margin", "clear"),
    [(0.6, 0.1, True), (0.1, 0.2, False), (1.2, 0.5, True), (307.0, 74.0, False)],  # the whole of a variance is 1
)
def test_a_share_is_clear_only_where_its_interval_holds_what_a_share_can_be(value, margin, clear):
    assert _share("y", "total", ("x1", ""), value, margin, 1).clear is clear


def test_an_interval_of_few_numbers_drawn_again_is_too_narrow():
    def holds(numbers):  # means drawn again have the spread of the numbers without Bessel's correction
        return 1 - 2 * student.sf(standard_errors() * ((numbers - 1) / numbers) ** 0.5, numbers - 1)

    assert holds(FEW - 1) < 0.9 < holds(FEW)
