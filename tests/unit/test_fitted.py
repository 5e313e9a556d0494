"""Histories take fitted draws by their weight, whole, and a run keeps the table it was made from."""

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.fits import CASE, FOUR, NAMES, PROTOCOL, SURE, fitted_case, heavy, write_draws
from tests.unit.test_runs import same

import groundswell as gs
from groundswell import design
from groundswell.ensemble import ScenarioSimulation, spec_of
from groundswell.errors import ScenarioError, UsageError
from groundswell.runs import Runs
from groundswell.scenario.fitted import Fitted, standings
from groundswell.scenario.load import load, shipped
from groundswell.scenario.parameters import PARAMETERS
from groundswell.scenario.schema import Scenario, Setting, canonical

ASSUMED = "assumed: a value for this test"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return fitted_case(tmp_path_factory.mktemp("case"), weights=heavy(0.3, 40, 7))


@pytest.fixture(scope="module")
def scene(case):
    return gs.load(case)


@pytest.fixture(scope="module")
def plain():
    return gs.load(CASE)


@pytest.fixture(scope="module")
def kept(scene, tmp_path_factory):
    return gs.run(scene, 64, 3, out=tmp_path_factory.mktemp("runs"))


def rows_taken(table: Fitted, found, names=NAMES) -> np.ndarray:
    """Which draw each history has taken: the one whose values it has, all of them."""
    drawn = np.array([found[name] for name in names]).T
    rows = np.array([table.columns[name] for name in names]).T
    equal = (drawn[:, None, :] == rows[None, :, :]).all(axis=2)
    assert (equal.sum(axis=1) == 1).all(), "a history has a draw of the table, whole"
    return equal.argmax(axis=1)


def test_a_history_takes_a_draw_of_the_table_whole(scene):
    taken = rows_taken(scene.fitted, design.fitted_draws(scene, 1, range(500)))
    assert len(set(taken)) == 40


def test_a_heavy_draw_is_taken_as_often_as_it_weighs(scene):
    many = 4000
    taken = rows_taken(scene.fitted, design.fitted_draws(scene, 1, range(many)))
    # Five standard errors of a binomial share.
    assert abs((taken == 7).mean() - 0.3) < 5 * np.sqrt(0.3 * 0.7 / many)
    light = 0.7 / 39
    others = np.bincount(taken, minlength=40)[np.arange(40) != 7] / many
    assert np.abs(others - light).max() < 5 * np.sqrt(light * (1 - light) / many)


def test_a_history_has_the_same_draw_in_any_company(scene):
    together, alone = design.fitted_draws(scene, 5, range(200)), design.fitted_draws(scene, 5, [133])
    assert all(together[name][133] == alone[name][0] for name in together)
    assert rows_taken(scene.fitted, design.fitted_draws(scene, 6, range(200))).tolist() != rows_taken(scene.fitted, together).tolist()


def test_what_the_table_lacks_is_held_or_drawn_from_its_prior(scene, plain):
    found, prior = design.fitted_draws(scene, 1, range(300)), design.prior_draws(plain, 1, range(300))
    assert list(found) == [row.name for row in PARAMETERS]
    assert all(np.array_equal(found[name], prior[name]) for name in found if name not in NAMES)
    assert np.ptp(found["fall_approval"]) > 0, "also what is held where nothing is fitted can be fitted"


def with_settings(scene: Scenario, **settings: Setting) -> Scenario:
    return scene.model_copy(update={"parameters": {**scene.parameters, **settings}})


def test_what_the_scenario_sets_goes_before_the_table(scene):
    narrow = Setting(lower=0.4, upper=0.5, source=ASSUMED)
    own = with_settings(scene, demand_weight=Setting(value=7.5, source=ASSUMED), outrage_weight=narrow)
    before, after = design.fitted_draws(scene, 1, range(100)), design.fitted_draws(own, 1, range(100))
    assert (after["demand_weight"] == 7.5).all()
    assert after["outrage_weight"].min() >= 0.4 and after["outrage_weight"].max() <= 0.5 and np.ptp(after["outrage_weight"]) > 0
    moved = {name for name in before if not np.array_equal(before[name], after[name])}
    assert moved == {"demand_weight", "outrage_weight"}
    assert design.point_values(own)["demand_weight"] == 7.5


def test_a_row_is_taken_as_it_is_also_where_the_quiet_condition_does_not_hold(scene):
    restless = {"barrier": 4.5, "visibility_weight": 8.0, "visibility_half": 0.05, "exclusion_weight": 2.0}
    table = replace(scene.fitted, columns={**scene.fitted.columns, **{name: (value,) * 40 for name, value in restless.items()}})
    found = design.fitted_draws(scene, 1, range(20), table)
    assert not design.quiet(found).any() and (found["barrier"] == 4.5).all()


def test_a_new_mixture_of_the_four_is_a_quiet_country_made_of_a_whole_draw(scene):
    own = with_settings(scene, barrier=Setting(value=5.0, source=ASSUMED))
    before, after = design.fitted_draws(scene, 1, range(300)), design.fitted_draws(own, 1, range(300))
    others = [name for name in NAMES if name != "barrier"]
    was, now = rows_taken(scene.fitted, before, others), rows_taken(scene.fitted, after, others)
    assert design.quiet(after).all() and (after["barrier"] == 5.0).all()
    mixed = before | {"barrier": after["barrier"]}
    assert 0 < (~design.quiet(mixed)).sum() < 300, "both sorts must occur for this to say anything"
    assert (was == now)[design.quiet(mixed)].all(), "who would stay quiet keeps the draw"
    assert (was != now)[~design.quiet(mixed)].any()


def test_where_the_table_has_none_of_the_four_they_are_drawn_as_from_the_priors(tmp_path, plain):
    bare = gs.load(fitted_case(tmp_path, names=("demand_weight",)))
    found, prior = design.fitted_draws(bare, 1, range(200)), design.prior_draws(plain, 1, range(200))
    assert all(np.array_equal(found[name], prior[name]) for name in FOUR)
    assert set(found["demand_weight"]) <= set(bare.fitted.columns["demand_weight"])


def test_a_mixture_that_is_never_quiet_is_refused(scene):
    own = with_settings(scene, barrier=Setting(value=4.5, source=ASSUMED), visibility_weight=Setting(value=8.0, source=ASSUMED),
                        visibility_half=Setting(value=0.05, source=ASSUMED))  # fmt: skip
    with pytest.raises(UsageError, match="no quiet country"):
        design.fitted_draws(own, 1, range(3))


def test_the_point_is_the_draw_nearest_to_the_record(scene, plain):
    best = scene.fitted.best
    assert best == 38 and scene.fitted.distances[best] == min(scene.fitted.distances)
    point, middle = design.point_values(scene), design.point_values(plain)
    assert all(point[name] == scene.fitted.columns[name][best] for name in NAMES)
    assert all(point[name] == middle[name] for name in point if name not in NAMES)
    assert design.point_values(scene, {"barrier": 6.5})["barrier"] == 6.5


def test_a_run_takes_fitted_draws_where_there_are_some_else_the_priors(scene, plain):
    assert gs.run(scene, 1, memory=True).spec["identity"]["design"]["draws"] == "fitted"
    assert gs.run(scene, 1, memory=True, draws="prior").spec["identity"]["design"]["draws"] == "prior"
    assert gs.run(scene, 1, memory=True, point={}).spec["identity"]["design"]["draws"] == "point"
    assert gs.run(plain, 1, memory=True).spec["identity"]["design"]["draws"] == "prior"


def test_with_the_priors_a_case_with_draws_gives_the_bits_of_one_without(scene, plain):
    assert same(gs.run(scene, 64, 3, memory=True, draws="prior"), gs.run(plain, 64, 3, memory=True))
    assert not same(gs.run(scene, 64, 3, memory=True), gs.run(plain, 64, 3, memory=True))


def test_a_table_in_the_hand_is_as_good_as_one_beside_the_scenario(scene, plain, kept):
    handed = gs.run(plain, 64, 3, memory=True, draws=scene.fitted)
    assert same(handed, kept) and handed.fitted == scene.fitted
    assert gs.reproduce(handed).exact


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bits(scene, kept, workers):
    runs = gs.run(scene, 130, 3, memory=True, workers=workers)
    assert same(runs.select(range(64)), kept)
    assert same(gs.run(scene, memory=True, seed=3, histories=[77]), runs.select([77]))


@pytest.mark.slow
def test_other_processes_give_the_same_bits(scene, kept):
    assert same(gs.run(scene, 64, 3, memory=True, isolate=True, workers=2), kept)


def test_the_fit_travels_with_the_work_once(scene):
    arrived = pickle.loads(pickle.dumps(ScenarioSimulation(scene)))
    assert arrived.identity() == ScenarioSimulation(scene).identity()
    assert arrived.design.fitted is arrived.scenario.fitted


def test_both_draws_and_a_point_are_refused(scene):
    with pytest.raises(UsageError, match="one of them"):
        gs.run(scene, 1, memory=True, draws="prior", point={})


@pytest.mark.parametrize("draws", ["fitted", "best", 3])
def test_draws_that_are_not_there_are_refused(plain, draws):
    with pytest.raises(UsageError) as refused:
        gs.run(plain, 1, memory=True, draws=draws)
    assert all(refused.value.problems[0])


def test_a_scenario_whose_draws_were_not_read_is_not_run_on_something_else(scene):
    bare = Scenario.model_validate(scene.model_dump())
    with pytest.raises(UsageError, match=r"draws.csv was not read"):
        gs.run(bare, 1, memory=True)
    assert gs.run(bare, 1, memory=True, draws="prior").replicates == 1


def test_another_table_is_another_run(case, scene, tmp_path):
    other = gs.load(fitted_case(tmp_path, weights=heavy(0.3, 40, 8)))
    ids = {name: spec_of(ScenarioSimulation(each), "rounded")["run_id"] for name, each in
           {"this": scene, "again": gs.load(case), "other": other, "none": gs.load(CASE)}.items()}  # fmt: skip
    assert ids["this"] == ids["again"] and len(set(ids.values())) == 3
    assert spec_of(ScenarioSimulation(scene), "rounded")["identity"]["design"]["sha256"] == scene.fitted.sha256


def test_a_fit_changes_nothing_of_the_world_it_was_made_for(scene, plain):
    assert canonical(scene) == canonical(plain)
    assert ScenarioSimulation(scene).compiled.fingerprint() == ScenarioSimulation(plain).compiled.fingerprint()


def test_a_run_is_told_from_its_folder_alone(kept, scene):
    opened = Runs.open(kept.run_dir)
    assert opened.scenario == scene and opened.fitted == opened.scenario.fitted == scene.fitted
    assert opened.fitted.provenance["protocol"] == PROTOCOL


def test_after_the_table_changed_on_disk_a_run_is_made_again_with_its_own(tmp_path):
    case = fitted_case(tmp_path)
    made = gs.run(gs.load(case), 64, 3, out=tmp_path / "runs")
    write_draws(case, NAMES, heavy(0.9, 40, 2), seed=5)
    opened = Runs.open(made.run_dir)
    assert gs.reproduce(made.run_dir).exact
    assert gs.replay(opened, 5).exact
    assert gs.explain(opened, 5, "el-alto", "2003-10-12").adds_up
    assert gs.run(gs.load(case), 64, 3, out=tmp_path / "runs").run_id != made.run_id, "the new table is another run"
    # The same command with the old table, as from the run itself, goes on in the old folder.
    assert gs.run(opened.scenario, 64, 3, out=tmp_path / "runs").run_dir == made.run_dir


def test_without_its_files_a_run_is_made_again_too(tmp_path):
    case = fitted_case(tmp_path)
    made = gs.run(gs.load(case), 64, 3, out=tmp_path / "runs")
    (case / "draws.csv").unlink()
    assert gs.reproduce(made.run_dir).exact


@pytest.mark.parametrize("means", [{}, {"draws": "prior"}, {"point": {"barrier": 6.0}}], ids=str)
def test_what_is_made_from_a_run_has_its_design(scene, tmp_path, means):
    runs = Runs.open(gs.run(scene, 64, 3, out=tmp_path, **means).run_dir)
    without = gs.ablate(runs, "blockades_bite", memory=True)["blockades_bite"].changed
    softer = gs.compare(runs, runs.scenario.set("governments.sanchez-de-lozada.line", 0.5), memory=True).changed
    for other in (without, softer):
        assert other.spec["identity"]["design"] == runs.spec["identity"]["design"]
        assert all(np.array_equal(other.parameters[name], values) for name, values in runs.parameters.items())
    assert gs.reproduce(runs).exact and gs.replay(runs, 9).exact


def test_both_sides_of_a_comparison_have_the_draws_of_the_baseline(scene, plain):
    with_fit, without = gs.compare(scene, plain, replicates=32, memory=True), gs.compare(plain, scene, replicates=32, memory=True)
    assert with_fit.identical and without.identical
    assert with_fit.changed.fitted == scene.fitted
    assert without.changed.spec["identity"]["design"]["draws"] == "prior"


def test_runs_at_a_point_are_compared_with_what_another_scenario_sets(scene):
    runs = gs.run(scene, 32, memory=True, point={"demand_weight": 7.0})
    other = gs.compare(runs, scene.set("parameters.barrier", 5), memory=True).changed
    assert (other.parameters["barrier"] == 5).all() and (other.parameters["demand_weight"] == 7.0).all()
    moved = {name for name, values in runs.parameters.items() if not np.array_equal(values, other.parameters[name])}
    assert moved == {"barrier"}


def test_an_edit_keeps_the_fit_and_naming_another_changes_it(scene, tmp_path):
    assert scene.set("governments.sanchez-de-lozada.line", 0.5).fitted is scene.fitted
    assert scene.without("draws").fitted is None and scene.without("draws").draws is None
    bare = gs.load(rewritten(fitted_case(tmp_path), "draws: draws.csv\n", ""))
    assert bare.fitted is None
    assert bare.set("draws", "draws.csv").fitted.of == CASE
    with pytest.raises(ScenarioError, match=r"two\.csv"):
        bare.set("draws", "two.csv")


def rewritten(case, old, new):
    file = case / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return case


def test_a_case_shares_the_draws_of_another(tmp_path, monkeypatch):
    from groundswell.scenario import load as loading

    owner = fitted_case(tmp_path / "library")
    monkeypatch.setattr(loading, "LIBRARY", owner.parent)
    mine = rewritten(fitted_case(tmp_path / "mine"), "draws: draws.csv", f"draws: {CASE}")
    for name in ("draws.csv", "identification.csv", "fit.json"):
        (mine / name).unlink()
    shared = gs.load(mine)
    assert shared.fitted == gs.load(owner).fitted and shared.fitted.of == CASE


def test_plain_data_brings_a_fit_back_to_the_bit(scene):
    unsure = scene.fitted.identification["outrage_weight"]._replace(recovery_r=None, why='it is "unknown", so far')
    table = replace(scene.fitted, identification={**scene.fitted.identification, "outrage_weight": unsure})
    back = Fitted.of_plain(json.loads(json.dumps(table.plain())))
    assert back == table and back.sha256 == scene.fitted.sha256


def test_what_is_known_of_each_parameter(scene, plain):
    found = standings(scene)
    assert {name: found[name] for name in NAMES} == {name: "identified" if name in SURE else "not identified" for name in NAMES}
    held = {row.name for row in PARAMETERS if row.fixed is not None}
    assert {name for name, word in found.items() if word == "held"} == held - {"fall_approval"}
    assert "not fitted" in found.values()
    assert set(standings(plain).values()) == {"held", "not fitted"}
    own = with_settings(scene, barrier=Setting(value=5.0, source=ASSUMED), demand_weight=Setting(lower=3, upper=4, source=ASSUMED))
    assert (standings(own)["barrier"], standings(own)["demand_weight"]) == ("held", "not fitted")


def test_a_parameter_of_which_the_fit_says_nothing_counts_as_not_identified(scene):
    assert standings(scene, replace(scene.fitted, identification={}))["barrier"] == "not identified"


def test_the_quantiles_of_draws_go_by_weight():
    table = Fitted("a", (0.1, 0.2, 0.7), (1, 1, 1), {"barrier": (7.0, 5.0, 6.0)})
    assert [table.quantile("barrier", share) for share in (0.1, 0.2, 0.5, 0.9, 0.95)] == [5.0, 5.0, 6.0, 6.0, 7.0]
    assert table.span("barrier") == (5.0, 7.0)


def test_the_words_of_a_run_say_where_parameters_are_from(scene, plain):
    def words(runs):
        return design.told(runs.scenario, runs.spec["identity"])

    fitted = words(gs.run(scene.set("parameters.barrier", 6), 1, memory=True))
    assert fitted["words"] == f"fitted draws: 40 weighted, of {CASE}, protocol 5ca1ab1e; set by the scenario: barrier"
    assert fitted["not_identified"] == [row.name for row in PARAMETERS if row.name in NAMES and row.name not in SURE]
    prior = words(gs.run(scene, 1, memory=True, draws="prior"))
    assert prior["words"] == f"drawn from the priors, and not from the 40 fitted draws of {CASE}" and prior["not_identified"]
    assert words(gs.run(plain, 1, memory=True)) == {"draws": "prior", "words": "drawn from the priors", "of": None, "not_identified": []}
    assert "the best of 40 fitted draws" in words(gs.run(scene, 1, memory=True, point={}))["words"]
    assert "middle of each prior" in words(gs.run(plain, 1, memory=True, point={}))["words"]


LEAST_SHIPPED = 200  # draws of a shipped case


def test_shipped_fits_have_draws_enough():
    assert {name: len(fit) for name in shipped() if (fit := load(name).fitted) is not None and len(fit) < LEAST_SHIPPED} == {}
