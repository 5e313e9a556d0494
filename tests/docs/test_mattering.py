"""The page on which mechanisms matter says what the tables say, and the tables say what a screening found."""

import pytest
from docs.generate import EXPLAINED, EXPLAINING, stale
from docs.generate.mattering import NO_STEP, in_short, mattering_page, of_earlier, read, shares_table
from docs.generate.screened import IMAGES, KEPT, WORLDS, World, keep

import groundswell as gs
from groundswell.analysis.shares import listed
from groundswell.cli.progress import Progress
from groundswell.engine.kernel import fingerprint
from groundswell.report.screening import none_clear

NAME = "which-mechanisms-matter.md"
SCREENED = sorted(path.name.removesuffix("-settings.csv") for path in KEPT.glob("*-settings.csv"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A small world screened with little, and its page."""
    folder = tmp_path_factory.mktemp("screened")
    (folder / "images").mkdir()
    keep(World("bolivia-autumn", 4, 4, 8, 4), Progress("", quiet=True), folder / "tables", folder / "images", folder / "runs")
    return folder


def test_the_page_says_what_the_tables_say():
    assert stale(EXPLAINING, {NAME: EXPLAINED[NAME]}) == [], "run `make docs`"


@pytest.mark.parametrize("case", SCREENED)
def test_what_is_kept_is_of_a_world_that_ships_and_has_its_picture(case):
    assert case in {world.case for world in WORLDS} & set(gs.cases())
    assert (IMAGES / f"screening-{case}.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_mechanism_that_never_moved_a_bit_is_told_to_do_nothing(kept):
    world = read("bolivia-autumn", kept / "tables")
    assert world.standing("success_diffuses_abroad") == "nothing"
    assert world.standing("preferences_falsified") == "matters"


def test_a_mechanism_that_is_newer_than_the_tables_is_told_to_be_so(kept):
    assert read("bolivia-autumn", kept / "tables").standing("something_new") == "not screened"


def test_what_is_kept_has_every_mechanism_once(kept):
    rows = read("bolivia-autumn", kept / "tables").factors
    assert [row["factor"] for row in rows if row["kind"] == "mechanism"] == [row.name for row in gs.mechanisms()]


@pytest.mark.parametrize("case", SCREENED)
def test_tables_of_an_earlier_engine_say_so_where_they_are_read(case):
    earlier = not fingerprint().startswith(read(case).settings["engine"])
    page = (EXPLAINING / NAME).read_text(encoding="utf-8")
    told = page.partition("**Measured with an earlier form of the model: ")[2].partition(".**")[0]
    assert (case in told.split(", ")) == earlier


def test_the_note_appears_by_itself_when_the_engine_changes(monkeypatch):
    worlds = [read(case) for case in SCREENED]
    monkeypatch.setattr("docs.generate.mattering.fingerprint", lambda: worlds[0].settings["engine"] + "0" * 48)
    assert SCREENED[0] not in "".join(of_earlier(worlds))
    monkeypatch.setattr("docs.generate.mattering.fingerprint", lambda: "another engine")
    assert of_earlier(worlds)[0].startswith(f"**Measured with an earlier form of the model: {', '.join(SCREENED)}.**")


def test_a_dash_is_explained_where_there_is_one_and_only_there():
    worlds = [read(case) for case in SCREENED]
    still = [world._replace(effects=tuple(row | {"matters": "False"} for row in world.effects)) for world in worlds]
    assert in_short(still)[-1] == NO_STEP
    moved = [world._replace(effects=tuple(row | {"matters": "True"} for row in world.effects)) for world in worlds]
    assert NO_STEP not in in_short(moved)


def test_the_page_lists_the_shares_that_the_command_lists():
    worlds = [world for case in SCREENED if (world := read(case)).shares]
    for world in worlds:
        totals = [row for row in world.shares if row["order"] != "first" and listed(row["clear"] == "True", float(row["value"]))]
        assert len(shares_table(world).partition("| --- |")[2].strip().splitlines()) - 1 == len(totals)
    none = worlds[0]._replace(shares=tuple(row | {"clear": "False"} for row in worlds[0].shares))
    assert shares_table(none).endswith(none_clear(int(none.settings["samples"])))


def test_the_page_is_written_without_any_world(tmp_path):
    assert "0 worlds were screened" in mattering_page(tmp_path)
