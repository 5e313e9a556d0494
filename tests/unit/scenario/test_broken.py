"""Each file in `broken` has one thing wrong, or a few, and the text beside it is the whole message."""

import difflib
from pathlib import Path

import pytest

from groundswell.errors import ScenarioError
from groundswell.scenario.load import check, load

BROKEN = Path(__file__).parent / "broken"
VALID = Path(__file__).parent / "valid"
FILES = sorted(BROKEN.glob("*.yaml"))
OF_THEIR_OWN = {"empty.yaml", "a-list.yaml", "not-utf-8.yaml"}  # not the two towns with a line changed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_broken_file_is_refused_with_exactly_this_message(file, monkeypatch):
    monkeypatch.chdir(BROKEN)
    with pytest.raises(ScenarioError) as refused:
        load(file.name)
    assert str(refused.value) == file.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_message_has_four_parts_and_a_line_and_column(file):
    for problem in check(file):
        assert all(problem), problem
        place = problem.where.removeprefix(str(BROKEN) + "/")
        name, line, column = place.split(": ")[0].split(":")
        lines = (BROKEN / name).read_bytes().split(b"\n")
        assert 1 <= int(line) <= len(lines)
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1


def test_there_are_at_least_twenty_five_of_them():
    assert len(FILES) >= 25


@pytest.mark.parametrize("file", [file for file in FILES if file.name not in OF_THEIR_OWN], ids=lambda file: file.stem)
def test_a_broken_file_is_the_valid_one_with_little_changed(file):
    valid = (VALID / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    broken = file.read_text(encoding="utf-8").splitlines()
    changed = [line for line in difflib.ndiff(valid, broken) if line[0] in "+-"]
    assert 1 <= len(changed) <= 10


def test_all_faults_of_a_file_and_its_tables_are_told_at_once_in_file_order(monkeypatch):
    monkeypatch.chdir(BROKEN)
    told = [problem.where.split(": ") for problem in check("four-faults-at-once.yaml")]
    assert [path for _, path in told] == [
        "organizations.growers.trust",
        "forces.police.kind",
        "acts.tariff.government",
        "groups.hilltop/neighbors.kind",
        "groups.hilltop/neighbors.mobilizable_share",
    ]
    assert [place.split(":")[0] for place, _ in told] == ["four-faults-at-once.yaml"] * 3 + ["groups-value.csv"] * 2


def test_the_place_is_where_an_editor_would_put_the_cursor():
    (problem,) = check(BROKEN / "unknown-government.yaml")
    _, line, column = problem.where.split(": ")[0].rsplit(":", 2)
    text = (BROKEN / "unknown-government.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :] == "aldr"


def test_the_place_in_a_table_is_the_cell():
    problem = check(BROKEN / "table-value.yaml")[1]
    file, line, column = problem.where.split(": ")[0].rsplit(":", 2)
    text = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("135 %")


def test_nothing_in_a_file_is_executed(tmp_path):
    trap = tmp_path / "trap"
    text = (VALID / "scenario.yaml").read_text(encoding="utf-8")
    call = f"title: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [{trap}]]"
    (tmp_path / "scenario.yaml").write_text(text.replace("title: Two towns", call), encoding="utf-8")
    assert any("never executed" in problem.hint for problem in check(tmp_path))
    assert not trap.exists()


@pytest.mark.parametrize("name", ["../groups.csv", "/etc/hosts", "..", "tables/groups.csv", ".hidden.csv", "groups.txt"])
def test_a_table_is_looked_for_beside_the_scenario_only(name, tmp_path):
    (tmp_path / "groups.csv").write_text("id\n", encoding="utf-8")
    case = tmp_path / "case"
    (case / "tables").mkdir(parents=True)
    for file in VALID.iterdir():
        (case / file.name).write_bytes(file.read_bytes())
    (case / "tables" / "groups.csv").write_bytes((VALID / "groups.csv").read_bytes())
    text = (VALID / "scenario.yaml").read_text(encoding="utf-8")
    (case / "scenario.yaml").write_text(text.replace("groups.csv", name), encoding="utf-8")
    (problem,) = check(case)
    assert problem.expected == "the name of a .csv file that lies beside the scenario"
