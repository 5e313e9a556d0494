"""The files of a fit are read whole or refused with every fault at once, each with file, line, column and a way out."""

import json

import pytest
from tests.unit.scenario.test_load import copied

from groundswell.errors import ScenarioError
from groundswell.scenario.load import check, load

DRAWS = """draw,weight,distance,barrier,demand_weight
0,0.25,2.5,5,4
1,0.5,1.5,6,5.5
2,0.25,3.5,7,7
"""
KNOWN = """parameter,prior_sd,posterior_sd,width_ratio,recovery_r,identified,why
barrier,1.01,0.4,0.396,0.95,yes,"recovered, and narrower"
demand_weight,2.7,2.6,0.96,,no,nobody has tried
"""
MADE = json.dumps({"protocol": "ab" * 32, "seed": 1, "budget": {"evaluations": 100}})


@pytest.fixture
def fitted(valid, tmp_path):
    """The two towns with a fit beside them; the scenario sets no parameter itself."""
    folder = copied(valid, tmp_path, ("observed: observed.csv", "observed: observed.csv\ndraws: draws.csv"))
    for name, text in (("draws.csv", DRAWS), ("identification.csv", KNOWN), ("fit.json", MADE)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def changed(folder, file, *changes):
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def faults(folder, monkeypatch):
    monkeypatch.chdir(folder)
    return [tuple(problem) for problem in check("scenario.yaml")]


def test_a_fit_is_read_as_it_is_written(fitted):
    scene = load(fitted)
    assert scene.fitted.of == scene.id and len(scene.fitted) == 3 and scene.fitted.best == 1
    assert scene.fitted.columns == {"barrier": (5.0, 6.0, 7.0), "demand_weight": (4.0, 5.5, 7.0)}
    assert scene.fitted.identification["barrier"].why == "recovered, and narrower"
    assert scene.fitted.identification["demand_weight"].recovery_r is None
    assert scene.fitted.provenance["budget"] == {"evaluations": 100}


def test_how_a_fit_was_made_need_not_be_said(fitted):
    (fitted / "fit.json").unlink()
    assert load(fitted).fitted.provenance == {}


def test_a_table_saved_by_a_spreadsheet_is_the_same(fitted):
    (fitted / "draws.csv").write_bytes(b"\xef\xbb\xbf" + DRAWS.replace("\n", "\r\n").replace(",", ", ").encode())
    assert load(fitted).fitted.columns["barrier"] == (5.0, 6.0, 7.0)


NO_SUCH = "one of draw, weight, distance, or a parameter of the model"
BAD_DRAWS = {
    "misspelled parameter": (("barrier,", "barier,"), ("1:22: draws.barier", "the column `barier`", NO_SUCH, "did you mean `barrier`?")),
    "unlike any": (("barrier,", "zzzz,"), ("1:22: draws.zzzz", "the column `zzzz`", NO_SUCH, "remove the column")),
    "laid out": (
        (",barrier,", ",tie_own,"),
        ("1:22: draws.tie_own", "the column `tie_own`", "parameters of which each history can have its own value",
         "fix it under `parameters` of the scenario: who sees whom is laid out once for all histories"),
    ),
    "column twice": ((",demand_weight", ",barrier"), ("1:30: draws.barrier", "the column `barrier` twice", "each column once", "keep one")),
    "below the bounds": (
        ("1,0.5,1.5,6,", "1,0.5,1.5,4.2,"),
        ("3:11: draws.barrier", "`4.2`", "a number [log-odds] from 4.5 to 8",
         "`barrier`: log-odds against acting when nothing speaks for it"),
    ),
    "no number": (("2,0.25,3.5,7,", "2,0.25,3.5,seven,"), ("4:12: draws.barrier", "`seven`", "a number [log-odds] from 4.5 to 8", None)),
    "not a number": (("2,0.25,3.5,7,", "2,0.25,nan,7,"), ("4:8: draws.distance", "`nan`", "a number", None)),
    "without end": (("2,0.25,3.5,7,", "2,0.25,inf,7,"), ("4:8: draws.distance", "`inf`", "a number", None)),
    "empty": (("2,0.25,3.5,7,", "2,0.25,,7,"), ("4:8: draws.distance", "nothing", "a number", None)),
    "negative weight": (
        ("1,0.5,", "1,-0.5,"), ("3:3: draws.weight", "`-0.5`", "a number above 0", "leave out draws without weight"),
    ),
    "no weight": (("1,0.5,", "1,0,"), ("3:3: draws.weight", "`0`", "a number above 0", None)),
    "weights": (
        ("1,0.5,", "1,0.51,"),
        ("1:6: draws.weight", "weights that sum to 1.01", "weights that sum to 1, within 1e-06", "divide each by their sum"),
    ),
    "out of order": (("1,0.5,", "3,0.5,"), ("3:1: draws.draw", "`3`", "1", "draws are numbered from 0, in order")),
    "short row": (("1,0.5,1.5,6,5.5", "1,0.5,1.5,6"), ("3:1: draws", "4 cells", "5 cells, as in the header", None)),
    "row of one cell": (("1,0.5,1.5,6,5.5", "1"), ("3:1: draws", "1 cell", "5 cells, as in the header", None)),
    "open quote": (("1,0.5,", '1,"0.5,'), ("3:1: draws", "text that does not end", "cells parted by commas", None)),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_DRAWS)
def test_a_fault_of_the_draws_has_exactly_this_message(fitted, monkeypatch, name):
    change, (where, got, expected, hint) = BAD_DRAWS[name]
    changed(fitted, "draws.csv", change)
    told = [problem for problem in faults(fitted, monkeypatch) if problem[0].startswith("draws.csv")]
    first = told[0]
    assert first[:3] == (f"draws.csv:{where}", got, expected)
    assert hint is None or first[3] == hint
    assert len(told) == 1


def test_a_column_that_is_missing_is_told_by_its_meaning(fitted, monkeypatch):
    lines = [line.split(",") for line in DRAWS.splitlines()]
    (fitted / "draws.csv").write_text("\n".join(",".join([draw, *rest]) for draw, _, *rest in lines), encoding="utf-8")
    hint = "add the column: its weight; all sum to 1"
    assert faults(fitted, monkeypatch) == [("draws.csv:1:1: draws", "no such column", "a column `weight`", hint)]


def test_one_draw_is_no_fit(fitted, monkeypatch):
    (fitted / "draws.csv").write_text("draw,weight,distance,barrier,demand_weight\n0,1,2,6,5\n", encoding="utf-8")
    hint = "one set of parameters for all histories is `--point`"
    assert faults(fitted, monkeypatch) == [("draws.csv:1:1: draws", "1 draw", "2 draws or more", hint)]


def test_draws_of_nothing_are_no_fit(fitted, monkeypatch):
    (fitted / "draws.csv").write_text("draw,weight,distance\n0,0.5,2\n1,0.5,1\n", encoding="utf-8")
    (told,) = faults(fitted, monkeypatch)
    assert told[:3] == ("draws.csv:1:1: draws", "no parameter", "a column for each parameter that was fitted")


@pytest.mark.parametrize("file", ["draws.csv", "identification.csv"])
def test_an_empty_table_is_refused(fitted, monkeypatch, file):
    (fitted / file).write_text("\n", encoding="utf-8")
    assert faults(fitted, monkeypatch)[0][1:3] == ("an empty file", "a header and rows")


CLAIM = "`no`: identified takes a recovery of 0.9 or more and draws narrower than the prior"
BAD_KNOWN = {
    "unknown parameter": (
        ("barrier,", "barier,"), ("2:1: identification.barier", "`barier`", "a parameter of the model", "did you mean `barrier`?"),
    ),
    "no row": (
        ('barrier,1.01,0.4,0.396,0.95,yes,"recovered, and narrower"\n', ""),
        ("1:1: identification.barrier", "no row for `barrier`", "a row for each parameter that has a column of draws", None),
    ),
    "twice": (
        ("demand_weight,", "barrier,"),
        ("3:1: identification.barrier", "`barrier` a second time", "each parameter once",
         "the first stands in line 2: keep one of the two"),
    ),
    "neither": (("0.95,yes", "0.95,perhaps"), ("2:29: identification.barrier.identified", "`perhaps`", "yes or no", None)),
    "no reason": (("no,nobody has tried", "no,"), ("3:32: identification.demand_weight.why", "nothing", "the reason, in words", None)),
    "negative": (("1.01,0.4", "1.01,-0.4"), ("2:14: identification.barrier.posterior_sd", "`-0.4`", "a number, 0 or more", None)),
    "beyond one": (
        ("0.95,yes", "1.95,yes"), ("2:24: identification.barrier.recovery_r", "`1.95`", "a number from -1 to 1, or an empty cell", None),
    ),
    "not recovered": (("0.95,yes", "0.85,yes"), ("2:29: identification.barrier.identified", "`yes` with a recovery of 0.85", CLAIM, None)),
    "never tried": (("0.95,yes", ",yes"), ("2:25: identification.barrier.identified", "`yes` without a recovery", CLAIM, None)),
    "as wide": (
        ("0.4,0.396", "1.01,1"), ("2:26: identification.barrier.identified", "`yes` with draws 1 times as wide as the prior", CLAIM, None),
    ),
    "column missing": (
        (",recovery_r,", ",recovery,"),
        ("1:45: identification.recovery", "the column `recovery`",
         "one of parameter, prior_sd, posterior_sd, width_ratio, recovery_r, identified, why", "did you mean `recovery_r`?"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_KNOWN)
def test_a_fault_of_what_is_identified_has_exactly_this_message(fitted, monkeypatch, name):
    change, (where, got, expected, hint) = BAD_KNOWN[name]
    changed(fitted, "identification.csv", change)
    told = {problem[0]: problem for problem in faults(fitted, monkeypatch)}
    found = told[f"identification.csv:{where}"]
    assert found[1:3] == (got, expected)
    assert hint is None or found[3] == hint


def test_draws_without_a_word_of_what_they_identify_are_refused(fitted, monkeypatch):
    (fitted / "identification.csv").unlink()
    (told,) = faults(fitted, monkeypatch)
    assert told[0].startswith("scenario.yaml:") and told[0].endswith(": draws")
    assert told[1] == "no file `identification.csv` beside the draws"


@pytest.mark.parametrize(
    ("text", "where", "got"),
    [("{", "1:2: fit", "what the parser calls"), ("[1]", "1:1: fit", "a list of 1"), ('{"a": NaN}', "1:1: fit", "the number NaN")],
)
def test_how_a_fit_was_made_is_a_map_in_json(fitted, monkeypatch, text, where, got):
    (fitted / "fit.json").write_text(text, encoding="utf-8")
    (told,) = faults(fitted, monkeypatch)
    assert told[0] == f"fit.json:{where}" and told[1].startswith(got)


@pytest.mark.parametrize(
    ("name", "got", "expected"),
    [
        ("drawz.csv", "no file `drawz.csv`", "a table that lies beside the scenario"),
        ("../draws.csv", "`../draws.csv`", "the name of a .csv file that lies beside the scenario"),
        ("bolivia-autum", "`bolivia-autum`", "a table beside the scenario, or a shipped case with fitted draws of its own"),
    ],
)
def test_draws_that_are_not_there_are_told_at_the_field(fitted, monkeypatch, name, got, expected):
    changed(fitted, "scenario.yaml", ("draws: draws.csv", f"draws: {name}"))
    (told,) = faults(fitted, monkeypatch)
    assert told[0].startswith("scenario.yaml:") and told[0].endswith(": draws")
    assert told[1:3] == (got, expected)


def test_draws_are_text(fitted, monkeypatch):
    changed(fitted, "scenario.yaml", ("draws: draws.csv", "draws: [draws.csv]"))
    (told,) = faults(fitted, monkeypatch)
    assert told[1:3] == ("a list of 1", "text")


def test_all_faults_of_all_files_are_told_at_once_in_order(fitted, monkeypatch):
    changed(fitted, "draws.csv", ("1,0.5,1.5,6,", "1,0.5,1.5,60,"), ("0,0.25,2.5", "0,0.25,near"))
    changed(fitted, "identification.csv", ("0.95,yes", "0.95,perhaps"))
    changed(fitted, "scenario.yaml", ("line: 0.2", "line: 2"))
    (fitted / "fit.json").write_text("[]", encoding="utf-8")
    places = [problem[0].partition(":")[0] for problem in faults(fitted, monkeypatch)]
    assert places == ["scenario.yaml", "draws.csv", "draws.csv", "identification.csv", "fit.json"]


def test_a_bad_fit_is_a_bad_scenario(fitted):
    changed(fitted, "draws.csv", ("1,0.5,", "1,0.6,"))
    with pytest.raises(ScenarioError, match="divide each by their sum"):
        load(fitted)
