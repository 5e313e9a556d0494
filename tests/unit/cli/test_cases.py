"""check, show, schema and cite: what a case holds, without running it."""

import json
from pathlib import Path

import pytest

import groundswell as gs

CASE = "bolivia-autumn"
BROKEN = Path(__file__).parents[1] / "scenario" / "broken"


def test_a_sound_case_is_sound(type_in, ask):
    assert type_in("check", CASE).stdout == f"{CASE}: sound\n"
    assert ask("check", CASE) == {"case": CASE, "sound": True, "problems": []}


def test_check_tells_every_fault_and_exits_as_for_a_bad_file(type_in, ask):
    file = BROKEN / "four-faults-at-once.yaml"
    done = type_in("check", file)
    assert done.exit_code == 3
    assert done.stdout.count("expected  ") == len(ask("check", file)["problems"]) >= 4
    assert "four-faults-at-once.yaml:" in done.stdout


def test_show_lists_every_mechanism_with_equation_source_and_what_off_means(ask):
    found = ask("show", CASE)["mechanisms"]
    assert [row["name"] for row in found] == [row.name for row in gs.mechanisms()]
    for row in found:
        assert row["id"].startswith("M") and row["claims"]
        assert all(row[field] for field in ("name", "phase", "equation", "source", "off"))


def test_show_gives_every_parameter_its_unit_range_and_source(ask):
    rows = ask("show", "bolivia-2003")["parameters"]
    assert len(rows) == len(gs.parameters(gs.load("bolivia-2003")))
    assert all(row["unit"] and row["source"] and row["lower"] <= row["default"] <= row["upper"] for row in rows)


def test_show_holds_the_records_of_the_case(ask):
    scene, found = gs.load(CASE), ask("show", CASE)
    for section in ("places", "groups", "governments", "organizations", "acts", "demands", "forces", "sources"):
        assert [row["id"] for row in found[section]] == [row.id for row in getattr(scene, section)]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_show_fits(type_in, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = type_in("show", "bolivia-2003", "--part", "all").stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert {"Places", "Groups", "Governments", "Mechanisms", "Sources"} <= set(lines)


def test_show_is_short_and_says_how_to_see_one_mechanism(type_in, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    lines = type_in("show", "bolivia-2003").stdout.splitlines()
    assert len(lines) <= 150
    assert all(any(row.name in line for line in lines) for row in gs.mechanisms())
    assert any("groundswell show bolivia-2003 --mechanism M05" in line for line in lines)


def test_one_mechanism_is_shown_with_equation_signs_works_and_switch(type_in, ask):
    text = type_in("show", CASE, "--mechanism", "M05").stdout
    assert "B_i ← B_i" in text and "--off repression_backfires" in text and "doi:10.1177/0022002787031002003" in text
    assert text == type_in("show", CASE, "--mechanism", "repression_backfires").stdout
    assert ask("show", CASE, "--mechanism", "m05") == next(row for row in ask("show", CASE)["mechanisms"] if row["id"] == "M05")


def test_a_mechanism_that_nobody_knows_is_refused_with_the_one_meant(type_in):
    done = type_in("show", CASE, "--mechanism", "repression_backfire")
    assert done.exit_code == 2 and "did you mean `repression_backfires`?" in done.stderr


def test_a_part_is_shown_alone(type_in):
    text = type_in("show", CASE, "--part", "equations").stdout
    assert text.startswith("M38 capital_flees")
    assert "B_i ← B_i" in text and "Places" not in text


def test_show_in_plain_letters_has_only_plain_letters(type_in):
    assert type_in("show", CASE, "--ascii").stdout.isascii()


def test_schema_is_the_json_schema(type_in, tmp_path):
    assert json.loads(type_in("schema").stdout) == gs.schema()
    done = type_in("schema", "--out", tmp_path / "schema.json")
    assert (done.stdout, json.loads((tmp_path / "schema.json").read_text())) == ("", gs.schema())


def test_cite_names_the_software_and_every_work(type_in, ask):
    text, works = type_in("cite", CASE).stdout, {work.id for work in gs.load(CASE).sources}
    assert all(f"[{name}]" in text for name in {"groundswell", *works})
    assert works <= {row["name"] for row in ask("cite", CASE)["references"]}
    assert type_in("cite", CASE, "--style", "bibtex").stdout.startswith("@software{groundswell,")


def test_cite_adds_the_works_that_mechanisms_name(ask):
    without, found = (ask("cite", CASE, *more)["references"] for more in ([], ["--mechanisms"]))
    added = {row["name"] for row in found} - {row["name"] for row in without}
    assert {"gurr-1970", "weyland-2019", "lichbach-1987"} <= added
    assert all(row["year"] and row["text"] for row in found if row["name"] in added)
