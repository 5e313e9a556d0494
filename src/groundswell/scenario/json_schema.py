"""The format as JSON Schema, for editors and for whoever checks a file without this package."""

from typing import Any

from groundswell.scenario.quantities import NUMBER
from groundswell.scenario.schema import Scenario


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, for editors: numbers with units, lists or tables.

    >>> json_schema()["properties"]["start"]["format"]
    'date'
    """
    schema = Scenario.model_json_schema()
    for node in [schema, *schema["$defs"].values()]:
        for field in node["properties"].values():
            _as_written(field)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _as_written(field: dict[str, Any]) -> None:
    """Let a field be what a file may hold: a number as text with its unit, a list as a table."""
    for inner in [*field.get("anyOf", ()), *field.get("patternProperties", {}).values()]:
        _as_written(inner)
    bounds: dict[str, Any] = {key: field.pop(key) for key in ("type", "minimum", "maximum", "items", "minItems") if key in field}
    if bounds.get("type") == "number":
        field["anyOf"] = [bounds, {"type": "string", "pattern": rf"^\s*{NUMBER}\s*\S*$"}]
    elif "$ref" in bounds.get("items", {}):
        field["anyOf"] = [bounds, TABLE]
    else:
        field.update(bounds)


TABLE = {
    "type": "object",
    "properties": {"table": {"type": "string", "pattern": r"^\w[\w.-]*\.csv$", "description": "a CSV file beside this one"}},
    "required": ["table"],
    "additionalProperties": False,
}
