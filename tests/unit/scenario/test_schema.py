"""The format: exported for editors, every number with a unit and a source, no room for persons."""

import json
from importlib.resources import files

import pytest

from groundswell.scenario.describe import fields, outline
from groundswell.scenario.faults import raw_schema
from groundswell.scenario.quantities import LEAST_CELL
from groundswell.scenario.refusals import holds_trace, refusal
from groundswell.scenario.schema import Scenario, Sourced, json_schema

NAMED_ONLY = {"Ballot", "Scenario", "Source"}  # names and texts; their numbers are dates and years
PARTS = {"Commitment"}  # the source of these stands in the record they are part of, under `sources`


def test_the_packaged_schema_is_the_one_of_the_code():
    packaged = files("groundswell.scenario").joinpath("scenario.schema.json").read_text(encoding="utf-8")
    assert packaged == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def test_an_editor_accepts_what_a_file_may_hold():
    group = json_schema()["$defs"]["Group"]["properties"]
    number, text = group["population"]["anyOf"]
    assert (number["type"], number["minimum"]) == ("number", LEAST_CELL)
    assert text["type"] == "string"
    records, table = json_schema()["properties"]["groups"]["anyOf"]
    assert records["items"] == {"$ref": "#/$defs/Group"}
    assert list(table["properties"]) == ["table"]


def test_every_field_says_what_it_means():
    assert [field for field in fields() if not field.meaning or not field.expected] == []


def numbers(node):
    choices = [node, *node.get("anyOf", ()), *node.get("patternProperties", {}).values()]
    return [choice for choice in choices if choice.get("type") in ("number", "integer") and "const" not in choice]


def test_every_number_has_a_unit():
    records = {"Scenario": raw_schema(), **raw_schema()["$defs"]}
    bare = [
        f"{record}.{name}"
        for record, node in records.items()
        for name, field in node["properties"].items()
        for number in numbers(field)
        if "unit" not in number
    ]
    assert bare == ["Source.year"]


def test_every_record_with_a_number_must_name_its_source():
    for name, node in raw_schema()["$defs"].items():
        if name not in NAMED_ONLY | PARTS:
            assert "source" in node["required"], name


def test_only_records_that_hold_no_number_go_without_a_source():
    kinds = {kind.__name__ for kind in Sourced.__subclasses__()}
    assert set(raw_schema()["$defs"]) - kinds == (NAMED_ONLY | PARTS) - {"Scenario"}


@pytest.mark.parametrize(
    "key",
    ["leader_name", "email", "phone", "handles", "home_address", "gps", "face_id", "deviceId", "payment_account",
     "individuals", "person", "user-name", "organizer", "organisers", "venue", "meeting_point", "route", "IMEI"],
)  # fmt: skip
def test_keys_that_would_tell_of_persons_or_of_whom_and_where_to_strike_are_refused(key):
    assert refusal(key) is not None


def test_no_field_of_the_format_is_one_that_is_refused():
    assert [field.name for field in fields() if refusal(field.name)] == []


@pytest.mark.parametrize("text", ["Write to someone@example.org", "@somebody says", "call @somebody"])
def test_addresses_and_accounts_are_seen_in_texts(text):
    assert holds_trace(text)


@pytest.mark.parametrize("text", ["0.5 % @ market price", "Federation of boards (FEJUVE)", "doi:10.7910/DVN/HTTWYL"])
def test_ordinary_texts_hold_no_trace(text):
    assert not holds_trace(text)


def test_an_outline_counts_what_there_is(towns):
    told = outline(towns)
    assert (told["days"], told["population"], told["records"]["groups"]) == (61, 1_500_000, 3)
    assert (told["sourced"], told["assumed"]) == (15, 12)


def test_a_scenario_has_no_room_for_what_people_did_in_answer():
    assert not {"events", "deaths", "protests", "response"} & set(Scenario.model_fields)
