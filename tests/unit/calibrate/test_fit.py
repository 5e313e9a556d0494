"""A fit of a case: the same bits for any workers, three files that runs read, and labels that do not flatter."""

import json
from datetime import date

import numpy as np
import pytest

from groundswell.calibrate import refits
from groundswell.calibrate.fit import calibrate, reason
from groundswell.calibrate.protocol import Budget, Protocol, read_protocol, targets
from groundswell.calibrate.refits import refit, variants
from groundswell.calibrate.targets import Target
from groundswell.errors import ScenarioError, UsageError
from groundswell.scenario.fitted import Fitted
from groundswell.scenario.load import find, load

FIRST, LAST = date(2003, 8, 1), date(2003, 9, 30)
TINY = Budget(seed=3, particles=8, keep=6, evaluations=24)
REFIT = Budget(seed=4, particles=6, keep=4, evaluations=6)
DEATHS = Target("killed", "killed", "killed by forces", FIRST, LAST)
WEEKS = Target("weeks", "weeks_reported", "weeks with a reported protest", FIRST, LAST)


@pytest.fixture(scope="module")
def protocol():
    return Protocol("bolivia-autumn", LAST, (DEATHS, WEEKS), TINY, REFIT, TINY, "0" * 64)


@pytest.fixture(scope="module")
def fit(protocol, tmp_path_factory):
    return calibrate(protocol, out=tmp_path_factory.mktemp("fit"), workers=1, records=12)


def test_any_number_of_workers_finds_the_same_draws(protocol, fit):
    again = calibrate(protocol, workers=2)
    assert again.population.digest() == fit.population.digest()


def test_the_draws_kept_are_nearer_than_the_prior(fit):
    first, last = fit.population.generations[0], fit.population.generations[-1]
    assert last.threshold < first.threshold


def test_the_files_of_a_fit_bring_back_its_draws(fit, tmp_path):
    fit.write(tmp_path)
    lines = (tmp_path / "draws.csv").read_text().splitlines()
    known = (tmp_path / "identification.csv").read_text().splitlines()
    made = json.loads((tmp_path / "fit.json").read_text())
    back = Fitted.of_plain({"of": "bolivia-autumn", "draws": lines, "identification": known, "provenance": made})
    assert back.sha256 == fit.fitted.sha256
    assert made["protocol"] == "0" * 64
    assert not list(tmp_path.glob(".*"))


def test_a_draw_lies_within_the_bounds_of_its_parameter(fit):
    for row in fit.problem.parameters:
        values = fit.fitted.columns[row.name]
        assert row.lower <= min(values) <= max(values) <= row.upper, row.name


def test_two_months_of_deaths_identify_hardly_anything(fit):
    named = [name for name, row in fit.identification.items() if row.identified]
    assert len(fit.identification) == len(fit.problem.names)
    assert len(named) < 3


def test_a_parameter_is_told_with_the_reason_of_its_label():
    assert "under 0.9" in reason(0.89, 0.2)
    assert "over 0.5" in reason(0.95, 0.6)
    assert "under" not in reason(0.9, 0.5)


def test_a_fit_says_in_words_how_near_it_came(fit):
    assert "6 draws kept of 24 candidates" in fit.in_words()
    assert "not identified" in fit.in_words()
    assert fit.to_dict()["parameters"][0]["recovery_r"] is not None


def test_a_fit_says_how_often_simulated_truths_were_covered(fit):
    told = fit.provenance["simulated_records"]
    assert told["records"] == 12
    assert 0.0 <= told["inside_50"] <= told["inside_90"] <= 1.0


def test_refits_start_from_the_draws_and_leave_out_what_they_are_named_for(fit, tmp_path):
    found = dict(refit(fit, tmp_path, only=("full", "skeleton"), workers=1))
    assert set(found) == {"full", "skeleton"}
    assert len(found["skeleton"].problem.off) == 5
    assert (tmp_path / "skeleton" / "draws.csv").is_file()
    again = dict(refit(fit, tmp_path, only=("skeleton",), workers=2))
    assert again["skeleton"].population.digest() == found["skeleton"].population.digest()


def test_a_refit_of_something_unknown_is_refused(fit, tmp_path):
    with pytest.raises(UsageError, match="brokers_brige"):
        next(refit(fit, tmp_path, only=("brokers_brige",)))


def test_what_changes_nothing_is_not_refitted(fit):
    idle = refits.idle(fit)
    assert {"success_diffuses_abroad", "police_mutiny"} <= set(idle), "no country beside it, and nothing is taken from the police"
    assert not {"preferences_falsified", "blockades_bite", "repression_backfires"} & set(idle)


def test_every_mechanism_has_a_refit_without_it():
    from groundswell.engine.anatomy import switches

    assert set(variants()) == {"full", "skeleton", *switches()}


def test_a_target_on_a_later_day_is_refused(tmp_path):
    """A planted leak: the fit would see what it is tested on."""
    text = (find("bolivia-2003")[0].parent / "protocol.toml").read_text()
    leaky = text.replace("first = 2003-12-01\nlast = 2003-12-31", "first = 2004-05-01\nlast = 2004-05-31")
    assert leaky != text
    file = tmp_path / "protocol.toml"
    file.write_text(leaky)
    with pytest.raises(ScenarioError) as refused:
        read_protocol(file, load("bolivia-2003"))
    assert [problem.where for problem in refused.value.problems] == ["protocol.toml: target approval-december"]
    assert "may not see what it is tested on" in str(refused.value)


def test_all_faults_of_a_protocol_come_at_once(tmp_path):
    file = tmp_path / "protocol.toml"
    file.write_text(
        'last = 2003-12-31\n[budget.full]\nseed = 1\n[[target]]\nname = "a"\nkind = "kiled"\nwords = "w"\n'
        'first = 2003-01-01\nlast = 2003-02-01\nplaces = ["el-alt"]\n[[target]]\nname = "b"\n'
    )
    with pytest.raises(ScenarioError) as refused:
        read_protocol(file, load("bolivia-2003"))
    wheres = [problem.where for problem in refused.value.problems]
    assert "protocol.toml: budget.full" in wheres
    assert "protocol.toml: target a: kind" in wheres
    assert "protocol.toml: target a: places" in wheres
    assert "protocol.toml: target b" in wheres


def test_a_case_without_a_protocol_says_so():
    with pytest.raises(ScenarioError, match=r"no file protocol\.toml"):
        targets("bolivia-autumn")


def test_the_weights_of_targets_are_as_the_protocol_tells_them():
    weights = {}
    for target in targets("bolivia-2003").targets:
        weights[target.kind] = weights.get(target.kind, 0.0) + target.weight
    assert np.isclose(weights["killed"], 7.0)
    assert np.isclose(weights["fell"] + weights["fall_day"] + weights["lag_to_fall"], 13.4)
