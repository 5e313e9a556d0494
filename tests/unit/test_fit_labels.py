"""Wherever a parameter is shown, what the record can tell of it is said beside it; and a run says where its parameters are from."""

import json

import pytest
from tests.unit.fits import CASE, NAMES, PROTOCOL, SURE, fitted_case, heavy
from tests.unit.report.reading import read
from typer.testing import CliRunner

import groundswell as gs
from groundswell.cli import app
from groundswell.scenario.parameters import BY_NAME, PARAMETERS
from groundswell.store.mending import mending

WORDS = f"fitted draws: 40 weighted, of {CASE}, protocol {PROTOCOL[:8]}"
UNSURE = [row.name for row in PARAMETERS if row.name in NAMES and row.name not in SURE]
COUNTED = f"{len(UNSURE)} of {len(NAMES)} fitted parameters are not identified"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return fitted_case(tmp_path_factory.mktemp("case"), weights=heavy(0.3, 40, 7))


@pytest.fixture(scope="module")
def scene(case):
    return gs.load(case)


@pytest.fixture(scope="module")
def runs(scene):
    return gs.run(scene, 64, memory=True)


def typed(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def asked(*arguments):
    done = typed(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def expected(name: str) -> str:
    if name in NAMES:
        return "identified" if name in SURE else "not identified"
    return "held" if BY_NAME[name].fixed is not None else "not fitted"


def test_show_labels_every_parameter(case):
    rows = asked("show", case, "--part", "parameters")["parameters"]
    assert {row["name"]: row["standing"] for row in rows} == {row.name: expected(row.name) for row in PARAMETERS}
    for row in rows:
        assert (row["fitted"] is not None) == (row["name"] in NAMES) == (row["identification"] is not None)
    barrier = next(row for row in rows if row["name"] == "barrier")
    assert barrier["fitted"]["low"] <= barrier["fitted"]["median"] <= barrier["fitted"]["high"]
    assert barrier["identification"]["recovery_r"] == 0.95 and barrier["identification"]["identified"] is True


@pytest.mark.parametrize("width", [60, 100])
def test_show_labels_every_parameter_in_words(case, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    text = in_one_line(typed("show", case, "--part", "parameters").stdout)
    assert text.count("not identified (") == len(UNSURE) and COUNTED in text
    assert text.count(" not fitted ") == sum(expected(row.name) == "not fitted" for row in PARAMETERS)


def test_show_says_how_the_fit_was_made(case, scene):
    fit = asked("show", case)["fit"]
    assert (fit["of"], fit["number"], fit["protocol"], fit["sha256"]) == (CASE, 40, PROTOCOL, scene.fitted.sha256)
    assert fit["provenance"]["seed"] == 7
    text = in_one_line(typed("show", case, "--part", "case").stdout)
    assert WORDS in text.lower() and f"protocol: {PROTOCOL}" in text and "seed: 7" in text


def test_without_a_fit_every_parameter_is_held_or_not_fitted():
    found = asked("show", CASE)
    assert {row["standing"] for row in found["parameters"]} == {"held", "not fitted"} and found["fit"] is None
    text = in_one_line(typed("show", CASE, "--part", "parameters").stdout)
    assert "No parameter was fitted" in text and "identified (" not in text


def test_the_report_labels_every_parameter_and_says_what_was_drawn(scene, runs, tmp_path):
    page = read(gs.report(scene, runs, to=tmp_path / "page.html"))
    section = page.root.by_id("assumptions")
    table = next(one for one in section.all("table") if one.first("caption").text == "Parameters of the model")
    names = {row.name.replace("_", " "): row.name for row in PARAMETERS}
    for row in table.rows():
        name, drawn_from, fit = names[row[1]], row[3], row[5]
        assert fit.startswith(expected(name))
        assert drawn_from.startswith("fitted draws, ") == (name in NAMES)
        assert name not in UNSURE or fit.endswith(": recovered with r .4, in the words of nobody")
    assert COUNTED in section.text
    provenance = page.root.by_id("provenance").text
    assert PROTOCOL in provenance and scene.fitted.sha256 in provenance and WORDS in provenance
    assert COUNTED in page.root.by_id("answer").text
    assert "outrage weight" in page.root.by_id("limits").text
    assert "fitted to a part of this record" in page.root.by_id("record").text


def test_the_report_of_a_case_that_shares_draws_says_of_which(scene, tmp_path):
    plain = gs.load(CASE).set("id", "elsewhere")
    runs = gs.run(plain, 64, memory=True, draws=scene.fitted)
    page = read(gs.report(plain, runs, to=tmp_path / "page.html"))
    assert "to that of another case" in page.root.by_id("record").text


@pytest.mark.parametrize(
    ("options", "words", "command"),
    [
        ((), WORDS, ""),
        (("--prior",), f"drawn from the priors, and not from the 40 fitted draws of {CASE}", " --prior"),
        (("--point",), f"one set for all histories: the best of 40 fitted draws of {CASE}", " --point"),
    ],
)
def test_a_run_says_first_which_parameters_it_has(case, tmp_path, options, words, command):
    arguments = ("run", case, "-n", 64, "--no-why", "--out", tmp_path, *options)
    top = in_one_line(typed(*arguments).stdout.split("\n\n")[0])
    assert f"Parameters are {words}" in top and COUNTED in top
    found = asked(*arguments)
    assert found["parameters"]["words"].startswith(words) and found["parameters"]["not_identified"] == UNSURE
    assert f"--seed 1{command} --out" in mending(gs.Runs.open(found["run_dir"]).run_dir)
    page = gs.report(gs.Runs.open(found["run_dir"]).scenario, gs.Runs.open(found["run_dir"]), to=tmp_path / "page.html")
    assert f"--replicates 64 --seed 1{command}\n" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", [("ablate",), ("compare",)])
def test_what_is_paired_says_first_which_parameters_it_has(case, verb):
    rest = ("blockades_bite",) if verb == ("ablate",) else ("--without", "acts.gas-plan-2003")
    arguments = (*verb, case, *rest, "-n", 32, "--memory")
    assert f"Parameters are {WORDS}; {COUNTED}." in in_one_line(typed(*arguments, "-q").stdout)
    assert asked(*arguments)["parameters"]["draws"] == "fitted"
    assert asked(*arguments, "--prior")["parameters"]["draws"] == "prior"
    assert asked(*arguments, "--point")["parameters"]["draws"] == "point"


@pytest.mark.parametrize("verb", [("run", CASE), ("ablate", CASE, "blockades_bite"), ("compare", CASE)])
def test_prior_and_point_at_once_are_refused(verb):
    done = typed(*verb, "--prior", "--point", "--memory")
    assert done.exit_code == 2 and "one of them" in done.stderr


def test_a_replay_names_what_is_not_identified(runs):
    found = gs.replay(runs, 3).to_dict()
    assert found["not_identified"] == UNSURE and set(UNSURE) <= set(found["parameters"])


def test_without_a_fit_a_run_says_that_nothing_was_fitted():
    found = asked("run", CASE, "-n", 32, "--memory", "--no-why")
    assert found["parameters"] == {"draws": "prior", "words": "drawn from the priors", "of": None, "not_identified": []}
    assert "Parameters are drawn from the priors." in in_one_line(typed("run", CASE, "-n", 32, "--memory", "--no-why").stdout)


def test_the_summary_says_what_agreement_is_worth_where_the_fit_has_looked(scene, runs):
    text = in_one_line(gs.summary(runs))
    assert "the fit has looked at a part of this record: agreement there is no evidence for the model" in text
    assert "the fit has looked" not in in_one_line(gs.summary(gs.run(scene, 64, draws="prior", memory=True)))


def test_draws_of_an_earlier_form_of_the_model_are_called_so(runs):
    assert f"fitted to the record of {CASE}, with an earlier form of the model." in in_one_line(gs.summary(runs))
