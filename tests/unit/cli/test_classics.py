"""models and sweep: what a classic says, what a run of it gave, and whether it agrees with what is on record."""

import json

import pytest

import groundswell as gs


def test_all_models_are_listed(type_in, ask):
    assert [row["name"] for row in ask("models", "list")["models"]] == list(gs.models.WHERE)
    assert all(name in type_in("models", "list").stdout for name in gs.models.WHERE)


def test_show_tells_parameters_with_bounds_and_units_what_is_seen_and_what_is_held_against(ask, type_in):
    told = ask("models", "show", "lang-de-sterck", "--set", "visibility=0.7")
    assert told["parameters"]["visibility"]["value"] == 0.7
    assert all({"unit", "allowed", "default", "meaning"} <= one.keys() for one in told["parameters"].values())
    assert told["reproduces"] and told["departs"] and told["observables"]
    assert "visibility" in type_in("models", "show", "lang-de-sterck").stdout


@pytest.mark.parametrize("name", list(gs.models.WHERE))
@pytest.mark.parametrize("ascii", [False, True])
def test_show_fits_a_narrow_terminal_and_plain_letters(type_in, monkeypatch, name, ascii):
    monkeypatch.setenv("COLUMNS", "80")
    shown = type_in("models", "show", name, *(["--ascii"] if ascii else [])).stdout
    assert max(map(len, shown.splitlines())) <= 80
    if ascii:
        assert all(ord(letter) < 0x2500 for letter in shown)


def test_run_prints_what_was_seen_and_keeps_the_histories(ask, tmp_path):
    found = ask("models", "run", "granovetter", "--set", "mean=0.3", "--set", "spread=0.2", "--out", tmp_path)
    assert found["observables"]["active_share"] == pytest.approx(0.98, abs=0.05)
    runs = gs.Runs.open(found["run"])
    assert runs.final["active_share"][0] == found["observables"]["active_share"]
    again = ask("reproduce", found["run"])
    assert again["exact"] is True


def test_histories_of_a_model_with_luck_are_64_unless_told(ask):
    found = ask("models", "run", "hawkes-days", "--until", "50", "--memory")
    assert found["histories"] == 64
    assert any(low["5"] < low["95"] for low in found["quantiles"].values())


def test_the_page_of_a_run_needs_no_network(type_in, tmp_path):
    page = tmp_path / "page.html"
    assert type_in("models", "run", "kuran", "--memory", "--report", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text and "<script" not in text and "default-src 'none'" in text


def test_report_of_a_kept_run_writes_the_page_of_the_model(ask, type_in, tmp_path):
    run = ask("models", "run", "kuran", "--out", tmp_path)["run"]
    page = tmp_path / "page.html"
    assert type_in("report", run, "--out", page).exit_code == 0
    assert "Kuran" in page.read_text(encoding="utf-8")


def test_reproduce_has_one_row_a_check(ask, type_in):
    found = ask("models", "reproduce", "kuran")
    assert {"model", "check", "published", "ours", "tolerance", "holds"} <= found["rows"][0].keys()
    assert found["checks"] == len(gs.models.by_name("kuran").reproduces) == found["hold"]
    assert type_in("models", "reproduce", "kuran").exit_code == 0


def test_a_check_that_does_not_hold_is_a_finding_that_failed(type_in, monkeypatch):
    kind = gs.models.by_name("kuran")
    monkeypatch.setattr(kind, "reproduces", (kind.reproduces[0]._replace(published=-1.0),))
    assert type_in("models", "reproduce", "kuran").exit_code == 1


def test_a_sweep_has_one_row_a_point(ask):
    found = ask("sweep", "granovetter", "spread=0.1:0.2:3", "--memory")
    assert [row["values"]["spread"] for row in found["rows"]] == [0.1, 0.15, 0.2]
    assert found["rows"][0]["mean"] < 0.01 < 0.9 < found["rows"][2]["mean"]


def test_a_case_is_swept_by_its_paths(ask):
    paths = "governments.sanchez-de-lozada.line=0,1"
    found = ask("sweep", "bolivia-autumn", paths, "--of", "killed", "-n", 64, "--memory")
    assert found["quantity"] == "killed" and found["rows"][0]["mean"] < found["rows"][1]["mean"]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (("models", "run", "granoveter"), "granovetter"),
        (("models", "show", "kuran", "--set", "mean"), "--set"),
        (("models", "run", "epstein", "--set", "legitimacy=2", "--set", "cop_densty=0.1"), "cop_density"),
        (("models", "reproduce"), "--all"),
        (("models", "run", "kuran", "--until", "2.5"), "every=1"),
        (("sweep", "granovetter", "spread=1:2"), "spread=0.05:0.3:26"),
        (("sweep", "granovetter", "spread=-1,0.1", "--memory"), "spread=0.12"),
        (("sweep", "granovetter", "spread=0.1,0.2", "--of", "activ_share", "--memory"), "active_share"),
        (("sweep", "bolivia-autumn", "end=2003-09-01", "--until", "3"), "--set end=DATE"),
        (("models", "shw"), "show"),
    ],
)
def test_a_slip_is_told_in_four_parts(type_in, typed, hint):
    told = type_in(*typed, "--json")
    assert told.exit_code == 2
    problems = json.loads(told.stdout)["error"]["problems"]
    assert any(hint in problem["hint"] for problem in problems), problems


@pytest.mark.parametrize("verb", ["replay", "explain"])
def test_verbs_that_tell_of_a_country_say_that_a_model_is_none(ask, type_in, tmp_path, verb):
    run = ask("models", "run", "kuran", "--out", tmp_path)["run"]
    more = ["--history", "0"] if verb == "replay" else ["--place", "x", "--day", "2003-10-12"]
    told = type_in(verb, run, *more, "--json")
    assert told.exit_code == 2 and json.loads(told.stdout)["error"]["problems"]
