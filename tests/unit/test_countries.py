"""Several countries in one world: each is what it would be alone, until a tie joins it to another."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.pair import NORTH, SOUTH, autumn, pair, pair_data, tie

import groundswell as gs
from groundswell.analysis.offices import in_office
from groundswell.analysis.quantities import quantity
from groundswell.analysis.record import own_record, record_of
from groundswell.errors import ScenarioError, UsageError
from groundswell.report.charts import fan
from groundswell.runs import Runs
from groundswell.scenario.crosscheck import cross_faults
from groundswell.scenario.document import Document
from groundswell.scenario.edit import of_country
from groundswell.scenario.schema import Scenario
from groundswell.store import KINDS

REPLICATES = 64
HEADER = "quantity,place,date,end_date,value,low,high,unit,precision,note,source"


@pytest.fixture(scope="module")
def world() -> Scenario:
    return pair()


@pytest.fixture(scope="module")
def runs(world) -> Runs:
    return gs.run(world, REPLICATES, memory=True, workers=1)


@pytest.fixture(scope="module")
def north(runs) -> Runs:
    return runs.of(NORTH)


@pytest.fixture(scope="module")
def alone() -> Runs:
    """The first country, run by itself."""
    return gs.run(Scenario.model_validate(autumn()), REPLICATES, memory=True, workers=1)


@pytest.fixture(scope="module")
def kept(world, tmp_path_factory) -> Runs:
    return gs.run(world, REPLICATES, out=tmp_path_factory.mktemp("runs"), workers=1)


def differing(one: Runs, other: Runs) -> list[str]:
    """The columns, of all tables, in which two runs differ to the bit."""
    found = []
    for kind in KINDS:
        mine, theirs = (runs._read(kind) for runs in (one, other))
        assert list(mine) == list(theirs), kind
        found += [f"{kind}.{name}" for name, column in mine.items() if not same(column, theirs[name])]
    return found


def same(one: Any, other: Any) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def test_without_ties_a_country_has_the_bits_that_it_has_alone(north, alone):
    assert differing(north, alone) == []
    assert north.names == alone.names and north.series == alone.series


def test_what_is_foreseen_of_a_country_is_what_its_runs_hold(runs, north, world):
    for seen, held in ((gs.foreseen(world), runs), (gs.foreseen(world, NORTH), north)):
        assert (seen.countries, set(seen.series)) == (held.countries, set(held.series))
        assert all(list(seen.names[kind]) == list(held.names[kind]) for kind in ("places", "endings"))


def test_so_has_the_other(runs, world):
    assert differing(runs.of(SOUTH), gs.run(of_country(world, SOUTH), REPLICATES, memory=True, workers=1)) == []


def test_countries_of_other_names_have_other_luck(runs, north):
    assert not np.array_equal(north.final["killed_by_forces"], runs.of(SOUTH).final["killed_by_forces"])


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, -0.2, 0.2), (0.99, 0.8, 1.0)])
def test_countries_share_the_mood_of_the_region_as_far_as_it_counts(share, least, most):
    """Without acts mood alone moves people. In 256 histories the correlation of two that are apart errs by 1/16; three times it is 0.2."""
    settings = {"mood_region_share": share, "mood_nation": 1.0, "mood_place": 0.0}
    sourced = {name: {"value": value, "source": "assumed: set by a test"} for name, value in settings.items()}
    runs = gs.run(pair(parameters=sourced, acts=[]), 256, memory=True, workers=1, point={})
    active = [runs.trajectory(f"active_share:{country}")[1].mean(axis=1) for country in runs.countries]
    assert least < np.corrcoef(*active)[0, 1] < most


def test_news_goes_the_way_of_the_tie_and_not_back(runs):
    told = pair(ties=[*pair_data()["ties"], tie("abroad", NORTH, SOUTH)])
    joined = gs.run(told, REPLICATES, memory=True, workers=1)
    assert differing(joined.of(NORTH), runs.of(NORTH)) == []
    assert not np.array_equal(joined.of(SOUTH).trajectory("active_share")[1], runs.of(SOUTH).trajectory("active_share")[1])


def test_the_region_of_a_city_across_the_border_takes_no_dead_of_a_mutiny(world):
    """A city next to the capital, in another country, is none of the cities over which a mutiny's dead are spread."""
    from groundswell.compile import compile_scenario

    across = pair(ties=[*pair_data()["ties"], tie("adjacent", "la-paz", "south-el-alto")])
    shares = [compile_scenario(scene).net.places.neighbor_share for scene in (world, across)]
    assert np.array_equal(*shares)


def test_columns_without_a_country_speak_of_the_whole_world(runs):
    for name in ("falls", "episodes", "killed_by_forces"):
        assert np.array_equal(runs.final[name], sum(runs.final[f"{name}:{country}"] for country in runs.countries)), name
    sizes = np.array([runs.final[f"largest_peak:{country}"] * runs.final[f"largest_days:{country}"] for country in runs.countries])
    larger = np.array(runs.countries)[sizes.argmax(axis=0)]
    endings = [runs.final[f"ending:{country}"][k] for k, country in enumerate(larger)]
    assert runs.final["ending"].tolist() == endings and len(set(larger)) == 2
    assert "approval" not in runs.final and runs.final[f"approval:{NORTH}"].shape == (REPLICATES,)


def test_waves_are_of_a_country_and_count_its_own_people(runs, north):
    assert set(runs.episodes["country"]) == {0, 1}
    keys = runs.episodes[["history", "country", "episode"]].tolist()
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    people = sum(group.population for group in north.scenario.groups)
    assert (north.episodes["person_days"] <= people * north.episodes["peak"].astype(float) * north.episodes["days"]).all()
    assert (north.episodes["country"] == 0).all() and (runs.of(SOUTH).episodes["country"] == 0).all()


def test_the_names_of_a_run_say_where_everything_is(runs, world):
    for section, kind in (("places", "places"), ("organizations", "organizations"), ("governments", "governments"), ("demands", "demands")):
        homes = {record.id: record.country for record in getattr(world, section)}
        assert [homes[name] for name in runs.names[kind]] == list(runs.names[f"{kind}_in"]), kind
    assert len(runs.names["event_entities"]) == len(runs.names["event_kinds"])
    assert {"acts_in", "cells_in", "forces_in"} <= set(runs.names)


def test_the_events_of_the_countries_are_those_of_the_world(runs):
    parts = [runs.of(country) for country in runs.countries]
    assert sum(len(part.events) for part in parts) == len(runs.events)
    for kind in ("fall", "killed", "act", "call", "concession"):
        of = runs.names["event_entities"][runs.names["event_kinds"].index(kind)]
        told = sorted((row["history"], row["day"], runs.names[of][row["entity"]]) for row in runs.events_of(kind))
        seen = sorted((row["history"], row["day"], part.names[of][row["entity"]]) for part in parts for row in part.events_of(kind))
        assert told == seen, kind


def test_the_only_country_of_a_run_is_the_run_itself(alone):
    assert alone.of(NORTH) is alone and alone.whole is alone and alone.alone("anything") is alone


def test_a_country_of_a_country_is_itself_and_knows_the_whole(runs, north):
    assert north.of(NORTH) is north and north.whole is runs and north.countries == (NORTH,)
    with pytest.raises(UsageError, match=SOUTH):
        runs.of("south-bolvia")


def test_some_histories_of_a_country_are_the_country_in_some_histories(runs, north):
    some = north.select([3, 40])
    assert differing(some, runs.select([3, 40]).of(NORTH)) == []
    assert some.whole.histories.tolist() == [3, 40]


def test_a_run_on_disk_shows_the_same_country(kept, north):
    opened = Runs.open(kept.run_dir).of(NORTH)
    assert differing(opened, north) == []
    assert opened.scenario == of_country(kept.scenario, NORTH) and opened.run_dir == kept.run_dir
    counts, edges = opened.bands("approval")
    assert (counts.sum(axis=1) == REPLICATES).all() and edges[-1] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_some_columns_of_a_country_are_those_of_its_whole_table(north, kind):
    whole = north._read(kind)
    for name in [column for column in whole if column != "history"][:40]:
        assert same(north._read(kind, [name])[name], whole[name]), name


def test_bands_and_deaths_can_be_asked_by_country(runs, north):
    assert np.array_equal(runs.bands(f"killed:{NORTH}")[0], north.bands("killed")[0])
    assert np.array_equal(runs[f"killed:{NORTH}"].values, north["killed"].values)
    assert np.array_equal(runs.trajectory(f"approval:{NORTH}")[1], north.trajectory("approval")[1])
    with pytest.raises(UsageError, match="bands"):
        runs.bands("killed:el-alto")


ONE_AT_A_TIME = {
    "trajectory": lambda runs: runs.trajectory("approval"),
    "bands": lambda runs: runs.bands("approval"),
    "selection": lambda runs: runs["stoppage"],
    "quantity": lambda runs: quantity(runs, "approval").read(runs),
    "quantity over weeks": lambda runs: quantity(runs, "mean:approval"),
    "record": lambda runs: gs.against_record(runs),
    "nearest": lambda runs: gs.nearest(runs),
    "typical": lambda runs: gs.typical(runs),
    "busiest": lambda runs: gs.busiest(runs),
    "office": lambda runs: in_office(runs, 10),
    "replay": lambda runs: gs.replay(runs, 5),
    "report": lambda runs: gs.report(runs.scenario, runs, to="never.html"),
    "chart": lambda runs: fan(runs, "approval"),
}


@pytest.mark.parametrize("name", ONE_AT_A_TIME)
def test_what_is_of_a_country_asks_which(runs, north, name):
    with pytest.raises(UsageError) as caught:
        ONE_AT_A_TIME[name](runs)
    problem = caught.value.problems[0]
    assert problem.got == f"runs of 2 countries: {NORTH}, {SOUTH}" and f'runs.of("{NORTH}")' in problem.hint
    if name not in ("record", "nearest", "report"):  # which need a record, or a file to write to
        ONE_AT_A_TIME[name](north)


def test_a_world_of_two_is_not_tipped(world):
    with pytest.raises(UsageError, match="of 2 countries"):
        gs.transitions(world, replicates=32)


def test_who_is_in_office_is_followed_country_by_country(runs, alone):
    day = runs.days - 1
    assert np.array_equal(in_office(runs.of(NORTH), day), in_office(alone, day))
    assert len(set(in_office(runs.of(NORTH), day).tolist())) > 1
    for country in runs.countries:
        view = runs.of(country)
        ruled = view.final["power_transferred"] > 0
        assert np.array_equal(in_office(view, day)[~ruled], view.final["government"][~ruled])


def test_endings_and_falls_of_the_world_are_of_its_largest_wave_and_of_anybody(runs):
    views = [runs.of(country) for country in runs.countries]
    falls = gs.falls(runs)
    assert falls.any.share.count == int(np.logical_or(*(view.final["falls"] > 0 for view in views)).sum())
    assert {row.name for row in falls.governments} == {row.name for view in views for row in gs.falls(view).governments}
    assert sum(row.share.count for row in gs.endings(runs).rows) == REPLICATES


def test_effects_of_the_world_can_be_seen_from_a_country(world, runs, alone):
    name = "repression_backfires"
    why = gs.ablate(runs, name, replicates=REPLICATES, memory=True)
    single = gs.effect(gs.ablate(alone, name, replicates=REPLICATES, memory=True), "killed").to_dict()
    seen = gs.effect(gs.ablate(runs.of(NORTH), name, memory=True), "killed").to_dict()
    assert gs.effect(why.of(NORTH), "killed").to_dict() == single == seen
    whole = gs.effect(why[name], "killed").difference
    assert whole == pytest.approx(sum(gs.effect(why.of(country)[name], "killed").difference for country in runs.countries))
    assert gs.effect(why[name].of(SOUTH), "approval").pairs == REPLICATES


def test_a_country_is_compared_with_the_same_country(world, runs, north):
    changed = world.set("governments.sanchez-de-lozada.line", 0.0)
    pair_of_views = gs.compare(north, changed, replicates=REPLICATES, memory=True)
    assert pair_of_views.changed.countries == (NORTH,) and "line" in pair_of_views.words
    whole = gs.compare(runs, changed, replicates=REPLICATES, memory=True)
    assert gs.effect(pair_of_views, "killed").to_dict() == gs.effect(whole.of(NORTH), "killed").to_dict()
    assert whole.of(SOUTH).identical and not whole.of(NORTH).identical, "what one country does is nothing to the other"


def test_a_replay_of_a_country_lives_the_whole_world_and_tells_the_country(north, alone, kept):
    one, single = gs.replay(Runs.open(kept.run_dir).of(NORTH), 5), gs.replay(alone, 5)
    assert one.exact and one.text() == single.text().replace(single.case, one.case)
    assert list(one.daily) == list(single.daily)
    assert all(np.array_equal(one.daily[name], single.daily[name]) for name in single.daily)
    assert one.events.tobytes() == single.events.tobytes()


def test_a_country_is_explained_as_if_it_were_alone(runs, alone):
    for country, place in ((NORTH, "el-alto"), (SOUTH, "south-el-alto")):
        seen = gs.explain(runs.of(country), 5, place, "2003-10-12")
        assert seen.adds_up and seen.to_dict() == gs.explain(runs, 5, place, "2003-10-12").to_dict(), "the place says which country"
        if country == NORTH:
            assert seen.to_dict() == gs.explain(alone, 5, place, "2003-10-12").to_dict()


def test_reproducing_a_country_reproduces_the_world(runs, north):
    found = gs.reproduce(north.select([5]))
    assert found.exact and found.to_dict() == gs.reproduce(runs.select([5])).to_dict()


def test_findings_hold_each_country_and_the_world(runs, alone):
    told = gs.findings(runs).to_dict()
    assert list(told["countries"]) == list(runs.countries)
    single, seen = gs.findings(alone).to_dict(), told["countries"][NORTH]
    assert seen["endings"] == single["endings"] and seen["falls"] == single["falls"] and "countries" not in single
    assert told["fell"]["share"] >= max(told["countries"][country]["fell"]["share"] for country in runs.countries)
    json.dumps(told)


def test_a_summary_is_told_for_each_country(runs, north):
    text = gs.summary(runs)
    assert text.index(f"pair · {NORTH} ·") < text.index(f"pair · {SOUTH} ·")
    assert gs.summary(north) in text


def test_a_page_is_of_one_country_and_says_so(runs, north, tmp_path):
    why = gs.ablate(runs, "blockades_bite", replicates=REPLICATES, memory=True)
    page = gs.report(north.scenario, north, why, to=tmp_path / "north.html").read_text()
    assert "Two autumns · Bolivia" in page and f"--country {NORTH}" in page and "south-" not in page.replace(f"{NORTH} and {SOUTH}", "")


def observed(folder: Path, *rows: str) -> Path:
    (folder / "observed.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return folder / "observed.csv"


def test_a_record_names_the_country_whose_row_it_is(runs, tmp_path):
    table = observed(
        tmp_path, f"approval,{SOUTH},2003-09-01,,0.2,,,share,day,,x", f"approval,{NORTH},2003-09-01,,0.3,,,share,day,,x",
        "killed_by_forces,south-el-alto,2003-10-12,,20,,,persons,day,,x", "killed_by_forces,el-alto,2003-10-12,,30,,,persons,day,,x",
    )  # fmt: skip
    for country, approval, killed in ((NORTH, 0.3, 30), (SOUTH, 0.2, 20)):
        rows = record_of(runs.of(country), table)
        assert {(row.quantity, row.value) for row in rows} == {("approval", approval), ("killed_by_forces", killed)}
        assert next(row.place for row in rows if row.quantity == "approval") == "national"
        assert gs.against_record(runs.of(country), table).of("killed_by_forces")[0].record == killed
    assert {row.place for row in record_of(runs.of(NORTH), table)} == {"national", "el-alto"}


@pytest.mark.parametrize("place", ["national", "el-lato"])
def test_a_row_that_could_be_any_countrys_is_refused(world, tmp_path, place):
    table = observed(tmp_path, f"approval,{place},2003-09-01,,0.2,,,share,day,,x")
    with pytest.raises(ScenarioError, match=place):
        own_record(of_country(world, NORTH), table)


def test_a_country_taken_out_stays_so_when_it_is_edited(world):
    taken = of_country(world, SOUTH)
    assert SOUTH not in taken.elsewhere and {NORTH, "el-alto"} <= taken.elsewhere
    assert taken.set("governments.south-sanchez-de-lozada.line", 0.5).elsewhere == taken.elsewhere
    with pytest.raises(ScenarioError, match="did you mean"):
        of_country(world, "bolivya")


def test_a_country_taken_out_keeps_its_own_things_and_what_outsiders_do_to_it():
    power = {"id": "far", "name": "Far", "capacity": 1.0, "interest": {NORTH: 0.5, SOUTH: 0.25}, "source": "assumed: made up for a test"}
    other = power | {"id": "near", "name": "Near", "interest": {SOUTH: 1.0}}
    across = [tie("trade", NORTH, SOUTH), tie("adjacent", "altiplano", "south-altiplano")]
    world = pair(ties=[*pair_data()["ties"], *across], outside_powers=[power, other])
    taken, single = of_country(world, NORTH), Scenario.model_validate(autumn())
    sections = [name for name in Scenario.model_fields if name not in ("id", "title", "outside_powers")]
    assert [name for name in sections if getattr(taken, name) != getattr(single, name)] == []
    assert [(one.id, one.interest) for one in taken.outside_powers] == [("far", {NORTH: 0.5})]


def faults(data: dict[str, Any]) -> list[str]:
    """The paths of what does not hold between the records of a world."""
    document = Document("")
    document.data = data
    return [".".join(map(str, fault.place)) for fault in cross_faults(document)]


def changed(section: str, number: int, **fields: Any) -> dict[str, Any]:
    data = pair_data()
    data[section][number] |= fields
    return data


def test_what_would_mix_two_countries_is_refused():
    assert faults(pair_data()) == []
    single = len(autumn()["acts"])
    assert faults(changed("acts", 0, demand=None, severity=0.0, government="any", structural="comes anyway")) == ["acts.0.demand"]
    foreign = pair_data()["acts"][single]["demand"]
    assert faults(changed("acts", 0, demand=foreign, government=autumn()["governments"][0]["id"])) == ["acts.0.demand"]
    ballot = {"outsider": "south-morales", "establishment": "quiroga"}
    assert faults(changed("countries", 0, ballot=ballot)) == ["countries.0.ballot.outsider"]
    where = len(autumn()["places"])
    assert f"places.{where}.id" in faults(changed("places", where, id=NORTH))


@pytest.fixture(scope="module")
def type_in():
    from typer.testing import CliRunner

    from groundswell.cli import app

    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])

@pytest.fixture(scope="module")
def case(tmp_path_factory):
    path = tmp_path_factory.mktemp("case") / "scenario.yaml"
    path.write_text(json.dumps(pair_data()))
    return path

def test_a_run_tells_every_country(type_in, case):
    done = type_in("run", case, "-n", 64, "--memory", "--no-why", "--quiet")
    assert done.exit_code == 0 and all(f"pair · {country} ·" in done.stdout for country in (NORTH, SOUTH))
    told = json.loads(type_in("run", case, "-n", 64, "--memory", "--no-why", "--json").stdout)
    assert list(told["countries"]) == [NORTH, SOUTH]

VERBS = (("replay", "--history", 5), ("explain", "--place", "el-alto", "--day", "2003-10-12", "--history", 5), ("report",))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_verb_on_a_run_of_several_asks_for_the_country(type_in, kept, tmp_path, verb):
    name, *options = verb
    page = ["--out", tmp_path / "page.html", "--no-why"] if name == "report" else []
    refused = type_in(name, kept.run_dir, *options, *page, "--json")
    assert refused.exit_code == 2 and f"one of {NORTH}, {SOUTH}" in refused.stdout
    assert type_in(name, kept.run_dir, *options, *page, "--country", NORTH, "--json").exit_code == 0
    assert type_in(name, kept.run_dir, *options, *page, "--country", "nowhere", "--json").exit_code == 2

def test_a_page_of_a_whole_run_is_refused_before_anything_is_computed(type_in, case, tmp_path):
    refused = type_in("run", case, "-n", 10_000, "--memory", "--report", tmp_path / "page.html", "--json")
    assert refused.exit_code == 2 and "--country" in refused.stdout

def test_an_effect_is_told_of_one_country_or_of_all(type_in, case):
    asked = ("ablate", case, "blockades_bite", "-n", 64, "--memory", "--json", "--of")
    both, one = (json.loads(type_in(*asked, "killed", *more).stdout)["effects"][0] for more in ((), ("--country", NORTH)))
    assert both["baseline"] > one["baseline"] > 0
    assert type_in(*asked, "approval").exit_code == 2 and type_in(*asked, "approval", "--country", NORTH).exit_code == 0


def test_the_date_of_the_world_is_one(runs, north):
    assert north.start == runs.start == date(2003, 8, 1)
