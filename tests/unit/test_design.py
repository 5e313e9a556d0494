"""Each history's parameters depend on its own number and nothing else, and follow the priors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell import design
from groundswell.compile import resolve_parameters
from groundswell.engine import draws
from groundswell.errors import UsageError
from groundswell.scenario.load import load
from groundswell.scenario.parameters import PARAMETERS
from groundswell.scenario.schema import Scenario, Setting

QUIET = ("barrier", "exclusion_weight", "visibility_weight", "visibility_half")


@pytest.fixture(scope="module")
def scene() -> Scenario:
    return load("bolivia-autumn")


def with_settings(scene: Scenario, **settings: Setting) -> Scenario:
    return scene.model_copy(update={"parameters": {**scene.parameters, **settings}})


def drawn_name() -> str:
    """A parameter with a prior that has no part in whether a country without demands stays quiet."""
    return next(row.name for row in PARAMETERS if row.prior == "uniform" and row.name not in QUIET)


def test_every_parameter_of_the_table_is_drawn(scene):
    assert list(design.prior_draws(scene, 1, range(3))) == [row.name for row in PARAMETERS]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**40), histories=st.lists(st.integers(0, 2**31), min_size=1, max_size=8, unique=True))
def test_a_history_has_the_same_parameters_in_any_company(scene, seed, histories):
    together = design.prior_draws(scene, seed, histories)
    alone = design.prior_draws(scene, seed, histories[-1:])
    assert all(together[name][-1] == alone[name][0] for name in together)


def test_another_seed_or_history_is_other_luck(scene):
    name = drawn_name()
    one, other = design.prior_draws(scene, 1, range(500))[name], design.prior_draws(scene, 2, range(500))[name]
    assert len(np.unique(one)) == 500
    # Two independent samples of 500: |r| exceeds 5/√500 less than once in a million.
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(500)


def test_parameters_are_drawn_independently_but_for_those_that_keep_a_country_quiet(scene):
    found = design.prior_draws(scene, 1, range(2000))
    free = np.array([values for name, values in found.items() if np.ptp(values) > 0 and name not in QUIET])
    correlation = np.corrcoef(np.argsort(np.argsort(free, axis=1), axis=1)) - np.eye(len(free))
    # About n² / 2 pairs of independent samples of 2,000: six standard errors cover them all.
    assert np.abs(correlation).max() < 6 / np.sqrt(2000)


def test_no_country_without_demands_is_restless(scene):
    assert design.quiet(design.prior_draws(scene, 1, range(500))).all()


def test_only_what_makes_a_country_restless_is_drawn_again(scene):
    numbers, rows = np.arange(500, dtype=np.uint64), resolve_parameters(scene)
    first = {row.name: design.quantile(row, design._uniform(1, numbers, row.name)) for row in rows}
    found, kept = design.prior_draws(scene, 1, numbers), design.quiet(first)
    assert 0 < kept.sum() < 500, "both sorts must occur for this to say anything"
    assert all(np.array_equal(found[name][kept], first[name][kept]) for name in found)
    assert all((found[name] != first[name])[~kept].any() for name in QUIET if np.ptp(first[name]) > 0)
    assert all(np.array_equal(found[name], first[name]) for name in found if name not in QUIET)


@pytest.mark.parametrize("name", [row.name for row in PARAMETERS if row.prior != "fixed"])
def test_setting_one_parameter_moves_no_other_of_a_history(scene, name):
    row = next(row for row in resolve_parameters(scene) if row.name == name)
    lowest = design.quantile(row, np.array([0.02]))[0]
    other = with_settings(scene, **{name: Setting(value=float(lowest), source="assumed: a value for this test")})
    before, after = design.prior_draws(scene, 1, range(100)), design.prior_draws(other, 1, range(100))
    moved = {one for one in before if not np.array_equal(before[one], after[one])}
    # The four that the quiet condition reads are drawn again together, where the value that was set asks for it.
    assert moved <= ({*QUIET} if name in QUIET else {name})


def test_priors_without_a_quiet_country_are_refused(scene):
    restless = {"barrier": 4.5, "visibility_weight": 8.0, "visibility_half": 0.05, "exclusion_weight": 2.0}
    told = {name: Setting(value=value, source="assumed: a crowd that never goes home") for name, value in restless.items()}
    with pytest.raises(UsageError, match="no quiet country"):
        design.prior_draws(with_settings(scene, **told), 1, range(3))


def test_the_generator_on_whole_arrays_is_the_engines_own(scene):
    keys = draws.new_keys(7, np.arange(32))
    entity = np.uint64(draws.entity("some_parameter"))
    own = [draws.uniform(keys, lane, 0, entity, draws.PRIOR, 0) for lane in range(32)]
    assert design._uniform(7, np.arange(32, dtype=np.uint64), "some_parameter").tolist() == own


@pytest.fixture(scope="module")
def plain_draws(scene):
    """A thousand draws from the table's own priors."""
    return design.prior_draws(scene.model_copy(update={"parameters": {}}), 3, range(1000))


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_draws_keep_the_bounds_and_the_median_of_the_prior(plain_draws, row):
    values = plain_draws[row.name]
    assert np.all((row.lower <= values) & (values <= row.upper))
    if row.fixed is None and row.name not in QUIET:
        # The share of 1,000 draws below the median has a standard error of .0158; five of them.
        assert abs((values < row.default).mean() - 0.5) < 5 * 0.0158
    elif row.fixed is not None:
        assert np.all(values == row.fixed)


def test_a_log_prior_has_equal_ratios_in_equal_shares():
    row = next(row for row in PARAMETERS if row.prior == "log")._replace(lower=0.01, upper=4.0)
    # The engine's exp and log keep twelve digits and more.
    assert design.quantile(row, np.array([0.25, 0.5])) == pytest.approx([0.01 * 400**0.25, 0.2], rel=1e-12)


def test_a_point_without_values_is_the_tables_defaults(scene):
    plain = scene.model_copy(update={"parameters": {}})
    assert design.point_values(plain) == {row.name: row.default for row in PARAMETERS}


def test_a_scenario_can_fix_a_parameter(scene):
    name = drawn_name()
    fixed = with_settings(scene, **{name: Setting(value=0.25, source="assumed: a value for this test")})
    assert design.prior_draws(fixed, 1, range(4))[name].tolist() == [0.25] * 4
    assert design.point_values(fixed)[name] == 0.25


def test_a_scenario_can_narrow_a_prior_and_no_other_draw_moves(scene):
    name = drawn_name()
    row = next(row for row in PARAMETERS if row.name == name)
    middle = (row.lower + row.upper) / 2
    narrow = with_settings(scene, **{name: Setting(lower=middle, upper=row.upper, source="assumed: for this test")})
    before, after = design.prior_draws(scene, 1, range(50)), design.prior_draws(narrow, 1, range(50))
    assert np.all(after[name] >= middle)
    assert all(np.array_equal(before[other], after[other]) for other in before if other != name)


def test_a_point_overrides_the_medians_by_name(scene):
    name = drawn_name()
    assert design.point_values(scene, {name: 9.5})[name] == 9.5


def test_a_point_with_an_unknown_name_says_which_is_close(scene):
    name = drawn_name()
    with pytest.raises(UsageError) as caught:
        design.point_values(scene, {name + "s": 1.0, "zzzz": 1.0})
    first, second = caught.value.problems
    assert first.hint == f"did you mean {name}?"
    assert second.got == "no such parameter"


def test_a_latin_hypercube_draws_from_every_slice_once(scene):
    cube = design.latin_hypercube(scene, 40)
    rows = [row for row in resolve_parameters(scene) if row.prior == "uniform"]
    for row in rows:
        slices = (cube[row.name] - row.lower) / (row.upper - row.lower) * 40
        assert sorted(slices.astype(int)) == list(range(40)), row.name
    assert len(rows) > 1


def test_a_latin_hypercube_depends_on_its_seed_alone(scene):
    name = drawn_name()
    assert np.array_equal(design.latin_hypercube(scene, 20, 5)[name], design.latin_hypercube(scene, 20, 5)[name])
    assert not np.array_equal(design.latin_hypercube(scene, 20, 5)[name], design.latin_hypercube(scene, 20, 6)[name])
    with pytest.raises(UsageError, match="size"):
        design.latin_hypercube(scene, 0)


def test_the_identity_of_the_priors_changes_with_the_scenario(scene):
    fixed = with_settings(scene, **{drawn_name(): Setting(value=0.25, source="assumed: a value for this test")})
    assert design.identity(scene) == design.identity(scene.model_copy())
    assert design.identity(scene) != design.identity(fixed)
