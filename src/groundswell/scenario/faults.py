"""Faults in our own words: what a field expects, with its unit and bounds, and what to try.

The words come from the schema itself, so that a message, the editor's help and the reference
page cannot disagree.
"""

import re
from functools import cache
from typing import Any

from pydantic import ValidationError

from groundswell.scenario.document import Document, Fault, Place, dotted
from groundswell.scenario.refusals import refusal
from groundswell.scenario.schema import LEAST_CELL, Scenario
from groundswell.scenario.words import meant, shown

Schema = dict[str, Any]

KINDS = {
    "id": "an id: lower-case letters, digits and hyphens",
    "place/group": "an id such as `el-alto/neighbors`",
    "YYYY-MM": "a month such as 2003-10",
    "source": "ids of the bibliography, or `assumed: why`",
}
PLAIN = {"boolean": "true or false", "integer": "a whole number", "array": "a list", "string": "text"}


@cache
def raw_schema() -> Schema:
    """The JSON Schema of a scenario, as pydantic derives it from the records."""
    return Scenario.model_json_schema()


def node_at(path: Place) -> Schema:
    """The part of the schema that describes the value at a path; empty where there is none."""
    node = raw_schema()
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
        return found
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
        return "a record" if "properties" in node else "a map from ids to numbers"
    if node.get("format") == "date":
        return "a date such as 2003-10-12"
    return KINDS.get(node.get("unit", ""), PLAIN.get(node.get("type", ""), "a value"))


def _number(node: Schema) -> str:
    unit = node.get("unit", "number")
    name = "a share" if unit == "share" else "a number" if unit == "number" else f"a number [{unit}]"
    lower, upper = node.get("minimum"), node.get("maximum")
    if lower is not None and upper is not None:
        return f"{name} from {lower:g} to {upper:g}"
    return f"{name}, {lower:g} or more" if lower is not None else name


def faults_of(error: ValidationError, document: Document) -> list[Fault]:
    """The faults that a failed validation found, each with its place in the file."""
    found = (_fault(detail, document) for detail in error.errors(include_url=False))
    return [fault for fault in found if fault is not None]


def _fault(detail: Any, document: Document) -> Fault | None:
    path: Place = tuple(part for part in detail["loc"] if part != "[key]")
    if path in document.unread:
        return None
    name = str(path[-1])
    if detail["type"] == "missing":
        return _missing(path, name, document)
    if detail["type"] == "extra_forbidden":
        return _unknown(path, name, document)
    node = node_at(path)
    if detail["loc"][-1] == "[key]":
        keys = node_at(path[:-1]).get("patternProperties", {})
        node = {"unit": "place/group" if any("/" in key for key in keys) else "id"}
        mark, value = document.marks.key(path), name
    else:
        mark, value = document.marks.value(path), detail["input"]
    hint = _hint(detail, node, value, path)
    return Fault(mark, named(path, document.data), shown(value), expectation(node), hint)


def _missing(path: Place, name: str, document: Document) -> Fault | None:
    if name in document.absent.get(path[:-2], ()):
        return None
    expected = expectation(node_at(path))
    hint = SOURCE_HINT if name == "source" else f"add `{name}: …`: {node_at(path).get('description', '')}"
    return Fault(document.marks.value(path[:-1]), named(path, document.data), "nothing", expected, hint)


SOURCE_HINT = "add `source:` with an id of the bibliography, or `assumed: why`: no number stands without one"


def _unknown(path: Place, name: str, document: Document) -> Fault:
    known = list(node_at(path[:-1]).get("properties", {}))
    told = refusal(name)
    if told is None:
        told = (f"the key `{name}`", f"keys among {', '.join(known)}", meant(name, known) or "remove it")
    return Fault(document.marks.key(path), named(path, document.data), *told)


def _hint(detail: Any, node: Schema, value: Any, path: Place) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if path[0] == "parameters" and len(path) == 2:
        return f'write `{{value: {value}, source: "assumed: why"}}`: no number stands without a source'
    if node.get("minimum") == LEAST_CELL:
        return "join it with another group: a smaller cell could point at people"
    if kind == "unit":
        return f"after a number here: {context['known'] or 'nothing'}"
    if kind == "literal_error":
        return meant(value, map(str, node.get("enum", ()))) or "choose one of these"
    if kind == "string_pattern_mismatch":
        return f"write `{slug(str(value))}`" if slug(str(value)) != value else ""
    return str(node.get("description", ""))


def slug(text: str) -> str:
    """A text as an id: lower case, hyphens between words."""
    return "/".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in text.split("/"))


def named(path: Place, data: Any) -> str:
    """A path in dots, with ids in the place of numbers where records have them."""
    parts: list[str | int] = []
    for part in path:
        data = _inside(data, part)
        name = record_name(data) if isinstance(part, int) else None
        parts.append(part if name is None else name)
    return dotted(tuple(parts))


def _inside(data: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return data[part] if isinstance(data, list) and part < len(data) else None
    return data.get(part) if isinstance(data, dict) else None


def record_name(data: Any) -> str | None:
    """The name of a record of plain data: its id, its month, or what it ties together."""
    if not isinstance(data, dict):
        return None
    if "from" in data and "to" in data:
        return f"{data.get('kind')}:{data['from']}:{data['to']}"
    name = data.get("id", data.get("month"))
    return name if isinstance(name, str) else None
