"""A changed copy is checked as a file is, says what was changed, and leaves the original alone."""

import pickle

import pytest
from pydantic import ValidationError

from groundswell.errors import ScenarioError
from groundswell.scenario.schema import Setting, canonical


def refusal(change, *arguments):
    with pytest.raises(ScenarioError) as refused:
        change(*arguments)
    return refused.value.problems


def test_setting_a_value_leaves_the_original_alone(towns):
    changed = towns.set("governments.alder.line", 0.5)
    assert changed.governments[0].line == 0.5
    assert towns.governments[0].line == 1.0
    assert changed.folder == towns.folder


def test_setting_what_is_already_so_changes_nothing(towns):
    assert towns.set("governments.alder.line", 1.0) is towns
    assert towns.set("governments.alder.line", "100 %") is towns
    assert towns.set("start", "2003-09-01") is towns


def test_a_changed_value_says_in_its_source_what_it_was(towns):
    changed = towns.set("governments.alder.line", 0.5).set("governments.alder.line", 0.25)
    assert changed.governments[0].sources["line"] == "assumed: edited; it was 1.0 ()"
    ballot = towns.set("countries.upland.ballot.outsider", "birch")
    assert ballot.countries[0].sources["ballot.outsider"] == 'assumed: edited; it was "cedar" ()'


def test_setting_back_gives_the_same_world(towns):
    there_and_back = towns.set("groups.hilltop/neighbors.population", 695_000).set("groups.hilltop/neighbors.population", "700 thousand")
    assert there_and_back == towns
    assert canonical(there_and_back) == canonical(towns)
    assert hash(there_and_back) == hash(towns)


def test_an_edited_field_keeps_the_source_it_had_until_it_is_set_back(towns):
    changed = towns.set("groups.hilltop/neighbors.population", 695_000)
    assert changed.groups[0].sources["population"] == "assumed: edited; it was 700000.0 (census-2001)"


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("title", "Other towns", lambda s: s.title),
        ("end", "2003-10-30", lambda s: s.end.isoformat()),
        ("countries.upland.economy.2003-10.growth", -2.0, lambda s: s.countries[0].economy[1].growth),
        ("forces.police.headcount.hilltop", 7000.0, lambda s: s.forces[0].headcount["hilltop"]),
        ("demands.water.exposure.hilltop/business", 0.25, lambda s: s.demands[0].exposure["hilltop/business"]),
        ("ties.route:valley:hilltop.weight", 0.1, lambda s: s.ties[1].weight),
        ("ties.1.weight", 0.2, lambda s: s.ties[1].weight),
        ("governments.alder.calls_election_within", 30.0, lambda s: s.governments[0].calls_election_within),
        ("parameters.barrier.value", 7.0, lambda s: s.parameters["barrier"].value),
    ],
)
def test_a_path_leads_to_any_value(towns, path, value, read):
    assert read(towns.set(path, value)) == value


def test_a_plain_number_fixes_a_parameter(towns):
    assert towns.set("parameters.demand_weight", 5).parameters["demand_weight"].value == 5
    drawn = Setting(lower=3, upper=4, source="assumed: a narrower guess")
    assert towns.set("parameters.demand_weight", drawn).parameters["demand_weight"] == drawn


def test_a_record_can_be_added(towns):
    act = {"date": "2003-10-10", "name": "A decree", "government": "birch", "kind": "tax", "severity": 0,
           "source": "assumed: what if it had come"}  # fmt: skip
    assert [one.id for one in towns.set("acts.decree", act).acts] == ["tariff", "decree"]


def test_a_whole_record_can_be_set_and_keeps_its_id(towns):
    tie = towns.ties[1].model_dump(by_alias=True)
    assert towns.set("ties.route:valley:hilltop", tie | {"weight": 0.1}).ties[1].weight == 0.1
    act = towns.acts[0].model_dump(exclude={"id"})
    assert towns.set("acts.tariff", act | {"severity": 0.1}).acts[0].severity == 0.1


def test_leaving_out_and_adding_again_gives_the_same_world(towns):
    act = towns.acts[0]
    assert towns.without("acts.tariff").acts == ()
    assert towns.without("acts.tariff").set("acts.tariff", act) == towns


def test_entries_and_optional_fields_can_be_left_out(towns):
    assert "valley" not in towns.without("forces.police.headcount.valley").forces[0].headcount
    assert towns.without("governments.alder.successor").governments[0].successor is None
    assert "barrier" not in towns.without("parameters.barrier").parameters


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("governments.alder.line", 2, "a share from 0 to 1"),
        ("governments.alder.line", True, "a share from 0 to 1"),
        ("governments.alder.line", float("nan"), "a share from 0 to 1"),
        ("groups.hilltop/business.population", 999, "a number of persons, 1,000 or more"),
        ("parameters.barrier", 60, "a number [log-odds] from 4.5 to 8"),
        ("parameters.barriers", 6, "a parameter of the model"),
        ("acts.tariff.date", "2004-01-01", "a day from 2003-09-01 to 2003-10-31"),
        ("acts.tariff.government", "elder", "a government of this scenario"),
        ("governments.alder.source", "hearsay", "ids of the bibliography, or `assumed: why`"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_path(towns, path, value, expected):
    (problem,) = refusal(towns.set, path, value)
    assert problem.where == path
    assert problem.expected == expected
    assert problem.got
    assert problem.hint


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("goverments.alder.line", "did you mean `governments`?"),
        ("governments.elder.line", "did you mean `alder`?"),
        ("governments.alder.lime", "did you mean `line`?"),
        ("governments.alder.line.deeper", "end the path there"),
        ("acts.nothing", "a path is written `section.id.field`"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_might(towns, path, hint):
    (problem,) = refusal(towns.set, path, 0.5)
    assert (problem.where, problem.hint) == (path, hint)


def test_what_others_name_cannot_be_left_out(towns):
    wheres = [problem.where for problem in refusal(towns.without, "demands.water")]
    assert wheres == ["acts.tariff.demand"]


def test_what_is_not_there_cannot_be_left_out(towns):
    (problem,) = refusal(towns.without, "acts.tarif")
    assert problem.hint == "did you mean `tariff`?"


def test_a_scenario_cannot_be_changed_in_place(towns):
    with pytest.raises(ValidationError):
        towns.title = "Another"
    with pytest.raises(ValidationError):
        towns.governments[0].line = 0.5


def test_a_scenario_travels_to_other_processes(towns):
    there = pickle.loads(pickle.dumps(towns))
    assert there == towns
    assert canonical(there) == canonical(towns)


def test_a_scenario_introduces_itself_in_a_line(towns):
    assert str(towns) == repr(towns) == "Scenario('two-towns': 2 places, 3 groups, 2003-09-01 to 2003-10-31)"


def test_rows_and_ties_have_names_by_which_a_path_finds_them(towns):
    assert [row.id for row in towns.countries[0].economy] == ["2003-09", "2003-10"]
    assert [tie.id for tie in towns.ties][:2] == ["adjacent:hilltop:valley", "route:valley:hilltop"]


def test_every_difference_shows_in_the_canonical_text(towns):
    changed = [towns.set("governments.alder.line", 0.5), towns.without("acts.tariff"), towns.set("title", "T")]
    assert len({canonical(scene) for scene in [towns, *changed]}) == 4
