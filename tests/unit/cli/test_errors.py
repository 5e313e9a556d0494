"""Whatever is typed wrongly is answered in four parts, with the code that says whose fault it is."""

import json

import pytest

import groundswell as gs
from groundswell.cli import app

CASE = "bolivia-autumn"

PARTED = "repeat the option, one mechanism each: `--off M37 --off M38`, `ablate CASE M37 M38`, in Python ['M37', 'M38']"
CORE = "`groundswell show CASE --odd` tells what it does; `groundswell show CASE --part mechanisms` lists what can be switched off"

# what is typed, the exit code, what is wrong, what to try
WRONG = [
    (["rum", CASE], 2, "`rum`", "did you mean `run`?"),
    (["run"], 2, "nothing", "groundswell run --help"),
    (["run", "bolivia-autum"], 3, "no such file", "did you mean `bolivia-autumn`?"),
    (["run", CASE, "--replicats", "9"], 2, "`--replicats`", "did you mean `--replicates`?"),
    (["run", CASE, "--replicates", "many"], 2, "`many`", "groundswell run --help"),
    (["run", CASE, "--replicates", "0"], 2, "`0`", "groundswell run --help"),
    (["run", CASE, "--seed", "-1"], 2, "`-1`", "groundswell run --help"),
    (["run", CASE, "--workers", "0"], 2, "`0`", "groundswell run --help"),
    (["calibrate", "bolivia-2003", "--records", "-1"], 2, "`-1`", "groundswell calibrate --help"),
    (["calibrate", "bolivia-2003", "--records", "2"], 2, "2", "200 tell whether r is .9 or not"),
    (["calibrate", "bolivia-2003", "--workers", "0"], 2, "`0`", "groundswell calibrate --help"),
    (["calibrate", CASE], 3, "no file protocol.toml beside the scenario", "copy that of bolivia-2003 beside the scenario and change it"),
    (["backtest", "bolivia-2003", "--refits", "nowhere"], 2, "nowhere", "`groundswell calibrate bolivia-2003 --variants` writes them"),
    (["run", CASE, "again"], 2, "`again`", "groundswell run --help"),
    (["run", CASE, "--off", "forces_defct"], 2, "`forces_defct`", "did you mean `forces_defect`?"),
    (["run", CASE, "--off", "M31", "defeat_scars"], 2, "`defeat_scars` besides", "repeat the option: --off defeat_scars"),
    (["run", CASE, "--off", "M31", "M37", "M38"], 2, "`M37 M38` besides", "repeat the option: --off M37 --off M38"),
    (["run", CASE, "--off", "M37,M38"], 2, "`M37,M38`", PARTED),
    (["run", CASE, "--off", "people_mobilize"], 2, "`people_mobilize`, a core step", CORE),
    (["ablate", CASE, "People_mobilize"], 2, "a core step", CORE),
    (["show", CASE, "--mechanism", "people_mobilize"], 2, "which cannot be switched off", CORE),
    (["show", CASE, "--mechanism", "M31", "--odd"], 2, "both", "leave --mechanism out, or ask twice"),
    (["show", CASE, "--mechanism", "M31", "--part", "brief"], 2, "both", "leave --part out, or ask twice"),
    (["show", CASE, "--odd", "--part", "places"], 2, "both", "leave --part out, or ask twice"),
    (["compare", CASE, "--off", "M31"], 2, "`--off`", "`groundswell ablate CASE M05` runs the same histories with and without a mechanism"),
    (["ablate", CASE, "--off", "M31"], 2, "`--off`", "`groundswell ablate CASE M05`: it takes mechanisms without an option"),
    (["run", CASE, "--off", "M99"], 2, "`M99`", "ids go from M01 to M52"),
    (["run", CASE, "--set", "governments.mesa.line"], 2, "`governments.mesa.line`", "--set governments.mesa.line=0.5"),
    (["run", CASE, "--set", "governments.mesa.lin=0.5"], 3, "`lin`", "did you mean `line`?"),
    (["run", CASE, "--set", "governments.mesa.line=5"], 3, "5", "write `5 %` if that is meant"),
    (["run", CASE, "--point", "--prior"], 2, "both", "leave one of them out"),
    (["ablate", CASE, "forces_defct"], 2, "`forces_defct`", "did you mean `forces_defect`?"),
    (["ablate", CASE, "blockades_bite", "--of", "kiled"], 2, "`kiled`", "did you mean `killed`?"),
    (["compare", CASE, "--of", "killed:el-alta"], 2, "`killed:el-alta`", "did you mean `killed:el-alto`?"),
    (["compare", "two-republics", "--of", "approval"], 2, "runs of 2 countries", 'runs.of("north"); on the command line --country north'),
    (["ablate", CASE, "--country", "peru"], 2, "`peru`, which bolivia-autumn lacks", "--country bolivia"),
    (["compare", "two-republics", CASE, "--country", "north"], 2, "`north`, which bolivia-autumn lacks", "--country bolivia"),
    (["compare", CASE, "bolivia-2033"], 3, "no such file", "did you mean `bolivia-2003`?"),
    (["compare", CASE, "--without", "acts.gas-plan"], 3, "`gas-plan`", "did you mean `gas-plan-2003`?"),
    (["show", CASE, "--part", "place"], 2, "`place`", "did you mean `places`?"),
    (["cite", CASE, "--style", "bibtx"], 2, '"bibtx"', 'style="bibtex"'),
    (["replay", "no-run", "--history", "1"], 4, "no such file", "name a folder that `run` has written"),
    (["explain", "no-run", "--place", "el-alto"], 2, "nothing", "groundswell explain --help"),
    (["run", CASE, "--report", "no-folder/page.html"], 2, "no-folder/page.html", "make no-folder first"),
    (["schema", "--out", "no-folder/schema.json"], 4, "no such file or directory", "name another with --out"),
    (["gc", "no-folder"], 4, "no such folder", "name it: groundswell gc FOLDER"),
]


@pytest.mark.parametrize(("typed", "code", "got", "hint"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_a_slip_is_told_in_four_parts_on_standard_error(type_in, typed, code, got, hint):
    done = type_in(*typed)
    assert done.exit_code == code
    assert done.stdout == ""
    told = {line.split()[0]: line[10:] for line in done.stderr.splitlines() if line[:8].strip()}
    assert list(told) == ["where", "got", "expected", "try"]
    assert got in told["got"]
    assert told["try"] == hint


@pytest.mark.parametrize(("typed", "code", "got", "hint"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_with_json_a_slip_is_one_object_on_standard_output(type_in, typed, code, got, hint):
    done = type_in(*typed, "--json")
    error = json.loads(done.stdout)["error"]
    assert (done.exit_code, error["exit_code"]) == (code, code)
    assert set(error["problems"][0]) == {"where", "got", "expected", "hint"}
    assert all(error["problems"][0].values())
    assert (got in error["problems"][0]["got"], error["problems"][0]["hint"]) == (True, hint)


@pytest.mark.parametrize("verb", ["ablate", "compare"])
def test_a_quantity_that_does_not_exist_is_refused_before_anything_runs(type_in, monkeypatch, verb):
    def never(*_: object, **__: object) -> None:
        raise AssertionError("something ran")

    monkeypatch.setattr(gs, verb, never, raising=False)
    assert "something ran" not in type_in(verb, CASE, "--of", "ending:sucess").stderr
    assert "something ran" in type_in(verb, CASE, "--of", "ending:conceded").stderr


def test_all_switches_that_do_not_exist_are_told_at_once(ask):
    problems = ask("run", CASE, "--off", "forces_defct", "--off", "police_mutny")["error"]["problems"]
    assert [problem["got"] for problem in problems] == ["`forces_defct`", "`police_mutny`"]


def test_a_fault_of_ours_is_still_one_object(type_in, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(gs, "load", broken, raising=False)
    done = type_in("show", CASE, "--json")
    assert json.loads(done.stdout)["error"] == {
        "kind": "ZeroDivisionError", "exit_code": 4, "problems": [], "message": "a fault of ours",
    }  # fmt: skip
    assert done.exit_code == 4


def test_every_verb_speaks_json_and_says_what_it_does():
    import typer

    commands = dict(typer.main.get_command(app).commands)
    of_models = commands.pop("models").commands
    for name, verb in [*commands.items(), *of_models.items()]:
        options = {option for parameter in verb.params for option in parameter.opts}
        assert "--json" in options, name
        assert verb.help.endswith("."), name
        assert all(parameter.help for parameter in verb.params), name


def test_nothing_typed_is_answered_with_the_verbs(type_in):
    done = type_in()
    assert done.exit_code == 0
    assert {"check", "show", "run", "ablate", "explain", "report", "reproduce"} <= set(done.stdout.split())


def test_the_version_is_that_of_the_package(type_in):
    assert type_in("--version").stdout == f"{gs.__version__}\n"


def test_a_word_that_is_none_of_several_is_answered_with_the_several(type_in):
    done = type_in("calibrate", "bolivia-2003", "--budget", "huge")
    assert done.exit_code == 2
    expected = next(line for line in done.stderr.splitlines() if line.startswith("expected"))
    assert all(size in expected for size in ("full", "reduced", "small")), expected
