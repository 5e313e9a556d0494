"""What holds for any scenario, any edit and any text: checked on random ones."""

import copy
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.errors import ScenarioError
from groundswell.scenario.document import Document, read_document
from groundswell.scenario.load import load, validated
from groundswell.scenario.quantities import WORDS, read_quantity
from groundswell.scenario.schema import Scenario, canonical
from groundswell.scenario.tables import expand_tables, split_line

SCENE = load("bolivia-autumn")
TEXT = (SCENE.folder / "scenario.yaml").read_text(encoding="utf-8")

SHARES = [
    f"{section}.{record.id}.{field}"
    for section, field in [
        ("governments", "line"), ("governments", "unity"), ("groups", "mobilizable_share"), ("groups", "exclusion"),
        ("organizations", "trust"), ("acts", "severity"), ("acts", "hope"), ("ties", "weight"), ("places", "visibility"),
    ]
    for record in getattr(SCENE, section)
    if getattr(record, "kind", "") != "diversion" or field != "severity"
]  # fmt: skip
shares = st.floats(0.001, 1)  # somebody of each group could act


def value_at(scene: Scenario, path: str) -> float:
    section, record, field = path.split(".")
    return next(getattr(one, field) for one in getattr(scene, section) if one.id == record)


@given(st.sampled_from(SHARES), shares)
def test_what_is_set_is_there_and_setting_back_gives_the_same_world(path, share):
    before = value_at(SCENE, path)
    changed = SCENE.set(path, share)
    assert value_at(changed, path) == share
    assert canonical(changed.set(path, before)) == canonical(SCENE)


@given(st.sampled_from(SHARES), shares, st.sampled_from(SHARES), shares)
def test_edits_of_different_values_commute(first, one, second, other):
    if first != second:
        there = SCENE.set(first, one).set(second, other)
        assert there == SCENE.set(second, other).set(first, one)


@given(st.sampled_from([f"acts.{act.id}" for act in SCENE.acts] + [f"ties.{tie.id}" for tie in SCENE.ties]))
def test_a_record_left_out_is_the_only_thing_missing(path):
    section, name = path.split(".")
    left = SCENE.without(path)
    assert [one.id for one in getattr(left, section)] == [one.id for one in getattr(SCENE, section) if one.id != name]
    kept = set(Scenario.model_fields) - {section}
    assert {field: getattr(left, field) for field in kept} == {field: getattr(SCENE, field) for field in kept}


@given(st.sampled_from(SHARES), st.floats(allow_nan=True).filter(lambda number: not 0 <= number <= 1))
def test_no_share_outside_its_bounds_is_ever_accepted(path, number):
    with pytest.raises(ScenarioError) as refused:
        SCENE.set(path, number)
    assert refused.value.problems[0].where == path


@given(st.sampled_from(sorted(WORDS)), st.decimals(-(10**9), 10**9, places=3), st.data())
def test_a_number_with_its_unit_is_the_number_times_the_unit(unit, number, data):
    word = data.draw(st.sampled_from(sorted(WORDS[unit])))
    expected = float(number * Decimal(WORDS[unit][word]))
    assert read_quantity(f"{number} {word}", unit) == expected
    assert read_quantity(f"{number}{word}", unit) == expected


@given(shares)
def test_a_share_may_be_written_in_percent_or_plain(share):
    share = round(share, 6)
    assert read_quantity(f"{Decimal(str(share)) * 100} %", "share") == read_quantity(str(share), "share") == share


cells = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(str.strip)


@given(st.lists(cells, min_size=1, max_size=6))
def test_cells_come_back_as_they_were_quoted(texts):
    line = ",".join('"' + text.replace('"', '""') + '"' for text in texts)
    assert [cell.text for cell in split_line(line)] == texts


places = st.integers(0, len(TEXT) - 1)
signs = st.sampled_from([*"{}[]:,\"'*&!|>-#%@`?\t\n ", "", "é", "\u2028", "\x85", "\x00"])


@settings(max_examples=60)
@given(st.lists(st.tuples(places, signs), min_size=1, max_size=3))
def test_any_slip_in_a_file_ends_in_four_parts_or_in_a_scenario(tmp_path_factory, slips):
    text = TEXT
    for place, sign in slips:
        text = text[:place] + sign + text[place + 1 :]
    document = read_document(text, "slip.yaml")
    expand_tables(document, SCENE.folder)
    scene = validated(document)
    problems = document.problems()
    assert (scene is None) == bool(problems)
    assert all(all(problem) for problem in problems)


JUNK = st.sampled_from(
    [None, True, 0, -1, float("nan"), float("inf"), "", "x", "12 %", [], [1], {}, {"a": 1}, {"table": "x"}, [{}],
     "someone@example.org", 10**30, "any", {"id": []}, "assumed: x", "2003-09-09", {5: 5}]
)  # fmt: skip


def below(data, path=()):
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield from below(value, (*path, key))


PLAIN = SCENE.model_dump(mode="json", by_alias=True)
SPOTS = [path for path in below(PLAIN) if path]


@given(st.sampled_from(SPOTS), JUNK)
def test_any_value_anywhere_ends_in_four_parts_or_in_a_scenario(spot, junk):
    document = Document("junk.yaml")
    document.data = copy.deepcopy(PLAIN)
    container = document.data
    for key in spot[:-1]:
        container = container[key]
    container[spot[-1]] = junk
    scene = validated(document)
    problems = document.problems()
    assert (scene is None) == bool(problems)
    assert all(all(problem) for problem in problems)
