"""A scenario is read as it is written: units, dates, tables, and YAML 1.2."""

import time
from datetime import date

import pytest

from groundswell.errors import ScenarioError
from groundswell.scenario.document import read_document
from groundswell.scenario.load import LIBRARY, check, load, shipped
from groundswell.scenario.parameters import BY_NAME
from groundswell.scenario.tables import split_line

FLAGSHIP = "bolivia-2003"
LOADING_SECONDS = 0.6  # a file of 40 kB in pure Python takes about a quarter of it here


def copied(valid, tmp_path, *changes, file="scenario.yaml"):
    """The two towns in a folder of their own, with some words changed in one file."""
    for one in valid.iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    text = (tmp_path / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_units_are_read_into_days_shares_and_persons(towns):
    assert towns.countries[0].population == 1_500_000
    assert towns.governments[1].calls_election_within == 91
    assert towns.organizations[0].trust == 0.75
    assert towns.forces[0].headcount == {"hilltop": 5000, "valley": 800}
    assert towns.groups[0].mobilizable_share == 0.35
    assert towns.countries[0].economy[1].growth == 1.1


def test_records_of_a_table_are_records_like_any_other(towns):
    business = towns.groups[1]
    assert (business.id, business.side, business.efficacy) == ("hilltop/business", "opposition", 0)
    assert business.sources == {"population": "census-2001"}


def test_dates_are_days(towns):
    assert towns.start == date(2003, 9, 1)
    assert towns.acts[0].date == date(2003, 9, 8)


def test_ties_read_from_and_to(towns):
    assert (towns.ties[1].origin, towns.ties[1].target) == ("valley", "hilltop")


def test_a_parameter_is_fixed_or_has_a_range(towns):
    assert towns.parameters["barrier"].value == 6
    assert (towns.parameters["demand_weight"].lower, towns.parameters["demand_weight"].upper) == (3, 9)


def test_a_country_named_no_is_not_false():
    data = read_document("{name: NO, yes: on, octal: 0o7, big: 30e6, none: ~, t: true, d: 2003-10-12, q: '1'}", "x").data
    assert data == {
        "name": "NO", "yes": "on", "octal": "0o7", "big": 30_000_000.0, "none": None, "t": True, "d": "2003-10-12",
        "q": "1",
    }  # fmt: skip


def test_yes_and_no_are_understood_where_a_truth_is_wanted(valid, tmp_path):
    assert load(copied(valid, tmp_path, ("veto: true", "veto: no"))).demands[0].veto is False


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_case_is_found_by_name_and_has_no_fault(name, monkeypatch):
    monkeypatch.setattr("groundswell.scenario.crosscheck.settings.BY_NAME", BY_NAME)
    assert load(name).id == name
    assert load(name).folder == LIBRARY / name


def test_a_scenario_is_found_by_its_file_or_its_folder(valid, towns):
    assert load(str(valid)) == load(valid / "scenario.yaml") == towns
    assert towns.folder == valid


def test_an_unknown_name_names_the_case_that_was_meant():
    (problem,) = check("bolivia-autum")
    assert problem.hint == "did you mean `bolivia-autumn`?"
    with pytest.raises(ScenarioError) as refused:
        load("no/such/file.yaml")
    assert refused.value.exit_code == 3
    assert "bolivia-autumn" in refused.value.problems[0].hint


def test_a_valid_file_has_no_problems(valid):
    assert check(valid) == ()


def test_a_table_saved_by_a_spreadsheet_is_read(valid, tmp_path):
    case = copied(valid, tmp_path)
    text = (case / "groups.csv").read_text(encoding="utf-8")
    (case / "groups.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b",,,\r\n\r\n")
    assert load(case) == load(valid)


def with_section_as_table(valid, tmp_path, section, following, rows):
    """The two towns with one section of the file moved to a table."""
    case = copied(valid, tmp_path)
    text = (case / "scenario.yaml").read_text(encoding="utf-8")
    before, after = text[: text.index(f"{section}:")], text[text.index(f"{following}:") :]
    (case / "scenario.yaml").write_text(f"{before}{section}: {{table: t.csv}}\n{after}", encoding="utf-8")
    (case / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    return load(case)


def test_lists_and_quotes_fit_in_a_cell(valid, tmp_path):
    header = "id,date,name,government,kind,demand,severity,record,source"
    row = 'tariff,2003-09-08,"The price, of ""water"", is doubled",alder,price,water,75 %,E0001; E0002,gazette'
    act = with_section_as_table(valid, tmp_path, "acts", "ties", [header, row]).acts[0]
    assert act.record == ("E0001", "E0002")
    assert act.name == 'The price, of "water", is doubled'


def test_a_map_fits_in_a_cell(valid, tmp_path, towns):
    header = "id,name,country,kind,national,veto,side,exposure,source"
    row = "water,Against the new price of water,upland,price,true,true,movement,{},gazette"
    exposure = "hilltop/neighbors: 1; valley/peasants: 50 %"
    assert with_section_as_table(valid, tmp_path, "demands", "acts", [header, row.format(exposure)]) == towns


def test_where_the_file_lies_is_no_part_of_the_world(valid, tmp_path, towns):
    elsewhere = load(copied(valid, tmp_path))
    assert elsewhere.folder != towns.folder
    assert elsewhere == towns


def test_a_cell_begins_where_its_text_begins():
    assert split_line('a,  b ,"c ""d"", e",') == [("a", 1), ("b", 5), ('c "d", e', 8), ("", 21)]


def test_a_quote_that_does_not_end_says_from_where():
    with pytest.raises(ValueError, match="3"):
        split_line('a,"b')


def test_deep_nesting_is_a_fault_and_no_crash():
    document = read_document("[" * 1500, "deep.yaml")
    assert [fault.expected for fault in document.faults] == ["YAML 1.2 that can be read to its end"]


@pytest.mark.skipif(FLAGSHIP not in shipped(), reason="needs the flagship case")
def test_the_flagship_loads_at_once(monkeypatch):
    monkeypatch.setattr("groundswell.scenario.crosscheck.settings.BY_NAME", BY_NAME)

    def seconds() -> float:
        start = time.perf_counter()
        load(FLAGSHIP)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < LOADING_SECONDS
