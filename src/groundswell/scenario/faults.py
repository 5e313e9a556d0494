"""Faults in our own words: what a field expects, with its unit and bounds, and what to try.

The words come from the schema itself, so that a message, the editor's help and the reference
page cannot disagree.
"""

import re
from functools import cache
from typing import Any

from pydantic import ValidationError

from groundswell.scenario.document import Document, Fault, Place
from groundswell.scenario.quantities import LEAST_CELL
from groundswell.scenario.refusals import refusal
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import meant, nearest, shown

Schema = dict[str, Any]

KINDS = {
    "id": "an id: lower-case letters, digits and hyphens",
    "place/group": "an id such as `el-alto/neighbors`",
    "YYYY-MM": "a month such as 2003-10",
    "source": "ids of the bibliography, or `assumed: why`",
}
PLAIN = {"boolean": "true or false", "integer": "a whole number", "string": "text"}
COUNTED = {"share": "a share", "number": "a number", "persons": "a number of persons", "days": "a number of days"}
HINTS = {
    "date": "write year, month and day, such as 2003-09-25",
    "date_from_datetime_parsing": "the calendar has no such day",
    "unit": "after a number here stands nothing, or one of: {known}",
    "decimal_comma": "write {point}: a point, not a comma, begins the part of a whole",
    "comma": "write {plain}, or with a point if a part of one is meant",
}
SOURCE_HINT = "add `source` with an id of the bibliography, or `assumed: why`: no number stands without one"


@cache
def raw_schema() -> Schema:
    """The JSON Schema of a scenario, as pydantic derives it from the records."""
    return Scenario.model_json_schema()


def node_at(path: Place, within: Schema | None = None) -> Schema:
    """The part of the schema that describes the value at a path; empty where there is none."""
    node = raw_schema() if within is None else within
    for part in path:
        node = _resolved(node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            others = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
            node = node.get("properties", {}).get(part) or others[0] or {}
    return _resolved(node) if isinstance(node, dict) else {}


def _resolved(node: Schema) -> Schema:
    if "$ref" in node:
        found: Schema = raw_schema()["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return {**found, **{key: said for key, said in node.items() if key != "$ref"}}
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return {**node, **_resolved(choice), "anyOf": ()}
    return node


def expectation(node: Schema) -> str:
    """What a field expects, in words, with bounds and unit.

    >>> expectation({"type": "number", "minimum": 0, "maximum": 1, "unit": "share"})
    'a share from 0 to 1'
    """
    if "enum" in node:
        return f"one of {', '.join(node['enum'])}"
    if "const" in node:
        return str(node["const"])
    if node.get("type") == "number":
        return _number(node)
    if node.get("type") == "object":
        told = str(node.get("description", "")).rstrip(".") if "properties" in node else ""
        return told[:1].lower() + told[1:] or f"a map from names to {_each(node)}"
    if node.get("type") == "array":
        return "records, or `{table: file.csv}`" if "$ref" in node["items"] else f"a list of {_each(node)}"
    if node.get("format") == "date":
        return "a date such as 2003-10-12"
    return KINDS.get(node.get("unit", ""), PLAIN.get(node.get("type", ""), "a value"))


def _each(node: Schema) -> str:
    """What the entries of a list or a map are."""
    others = [*node.get("patternProperties", {}).values(), node.get("additionalProperties"), node.get("items")]
    entry: Schema = next((one for one in others if one), {})
    return "texts" if entry.get("type") == "string" else "settings" if "$ref" in entry else "numbers"


def _number(node: Schema) -> str:
    unit = str(node.get("unit", "number"))
    name = COUNTED.get(unit, f"a number [{unit}]")
    lower, upper = node.get("minimum"), node.get("maximum")
    if lower is not None and upper is not None:
        return f"{name} from {lower:,g} to {upper:,g}"
    return f"{name}, {lower:,g} or more" if lower is not None else name


def faults_of(error: ValidationError, document: Document) -> list[Fault]:
    """The faults that a failed validation found, each with its place in the file."""
    found = (_fault(detail, document) for detail in error.errors(include_url=False))
    return [fault for fault in found if fault is not None]


def _fault(detail: Any, document: Document) -> Fault | None:
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "missing":
        return _missing(place, document)
    if detail["type"] == "extra_forbidden":
        return _unknown(place, document)
    if detail["loc"][-1] == "[key]":
        return _bad_key(place, document)
    node, value = node_at(place), document.value(place)
    hint = _hint(detail, node, place, value)
    return Fault(document.marks.value(place), place, shown(value), expectation(node), hint)


def _missing(place: Place, document: Document) -> Fault | None:
    name, record = str(place[-1]), document.value(place[:-1])
    fields = node_at(place[:-1]).get("properties", {})
    if name in document.absent.get(place[:-2], ()) or _misspelled(name, record, fields):
        return None
    hint = SOURCE_HINT if name == "source" else f"add `{name}`: {node_at(place).get('description', '')}"
    return Fault(document.marks.value(place[:-1]), place, "nothing", expectation(node_at(place)), hint)


def _misspelled(name: str, record: Any, fields: Schema) -> bool:
    """Whether a missing field stands there under a name one can take for it: that is told already."""
    unknown = [key for key in record if key not in fields] if isinstance(record, dict) else []
    return any(nearest(key, fields) == name for key in unknown)


def _unknown(place: Place, document: Document) -> Fault:
    name, known = str(place[-1]), list(node_at(place[:-1]).get("properties", {}))
    told = refusal(name)
    if told is None:
        told = (f"the key `{name}`", f"keys among {', '.join(known)}", meant(name, known) or "remove it")
    return Fault(document.marks.key(place), place, *told)


def _bad_key(place: Place, document: Document) -> Fault:
    unit = node_at(place[:-1]).get("propertyNames", {}).get("unit", "id")
    return Fault(document.marks.key(place), place, shown(place[-1]), KINDS[unit], _respelled(str(place[-1]), unit))


def _hint(detail: Any, node: Schema, place: Place, value: Any) -> str:
    if detail["type"] in HINTS:
        return HINTS[detail["type"]].format(**detail.get("ctx", {}))
    if place[0] == "parameters" and len(place) == 2:
        return f'write `{{value: {value}, source: "assumed: why"}}`: no number stands without a source'
    if place == ("schema_version",):
        return "write `schema_version: 1`, the format that this release reads"
    if detail["type"] == "literal_error":
        return meant(value, map(str, node.get("enum", ()))) or _meaning(place)
    if detail["type"] == "string_pattern_mismatch":
        return _respelled(str(value), str(node.get("unit")))
    if node.get("minimum") == LEAST_CELL:
        return "join it with another group: a smaller cell could point at people"
    return _percent(detail, node, value) or _meaning(place)


def _percent(detail: Any, node: Schema, value: Any) -> str:
    whole = detail["type"] == "less_than_equal" and node.get("unit") == "share" and detail["input"] <= 100
    return f"write `{value} %` if that is meant" if whole and "%" not in str(value) else ""


def _respelled(text: str, unit: str) -> str:
    if unit == "place/group" and "/" not in text:
        return "a group is named by its place and its kind, with a slash between"
    spelled = "/".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in text.split("/"))
    return f"write `{spelled}`" if spelled != text else KINDS[unit]


def _meaning(place: Place) -> str:
    """What the field at a place says, or the one around it."""
    described = [place[:end] for end in range(len(place), 0, -1) if node_at(place[:end]).get("description")]
    return f"`{described[0][-1]}`: {node_at(described[0])['description']}" if described else "correct the value"
