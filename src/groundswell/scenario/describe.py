"""A scenario and its format as rows to print: what there is, in which unit, how much is assumed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from groundswell.scenario.faults import expectation, node_at, raw_schema
from groundswell.scenario.schema import Record, Scenario, Sourced, record_lists
from groundswell.sources import is_assumed


class Field(NamedTuple):
    """One field of a record: its unit, what it may hold, and what it means."""

    record: str
    name: str
    unit: str
    expected: str
    required: bool
    meaning: str


def fields() -> tuple[Field, ...]:
    """Every field of the format, record by record.

    >>> next(field.expected for field in fields() if field.name == "removal_quorum")
    'a share from 0 to 1'
    """
    schema = raw_schema()
    nodes = {"Scenario": schema, **schema["$defs"]}
    return tuple(field for record, node in nodes.items() for field in _fields(record, node))


def _fields(record: str, node: dict[str, Any]) -> Iterator[Field]:
    for name, field in node["properties"].items():
        whole = node_at((name,), within=node)
        required = name in node.get("required", ())
        meaning = str(field.get("description", ""))
        yield Field(record, name, str(whole.get("unit", "")), expectation(whole), required, meaning)


def outline(scenario: Scenario) -> dict[str, Any]:
    """What a scenario holds, in numbers: days, people, records of each kind, sources and assumptions.

    >>> from groundswell.scenario.load import load
    >>> outline(load("bolivia-autumn"))["days"]
    153
    """
    texts = list(source_texts(scenario))
    assumed = sum(is_assumed(text) for text in texts)
    return {
        "id": scenario.id,
        "title": scenario.title,
        "question": scenario.question,
        "start": scenario.start.isoformat(),
        "end": scenario.end.isoformat(),
        "days": (scenario.end - scenario.start).days + 1,
        "population": sum(group.population for group in scenario.groups),
        "records": {section: len(getattr(scenario, section)) for section in record_lists(Scenario)},
        "sourced": len(texts) - assumed,
        "assumed": assumed,
    }


def source_texts(scenario: Scenario) -> Iterator[str]:
    """What each record, and each field with a source of its own, names as its source."""
    records = [record for section in record_lists(Scenario) for record in getattr(scenario, section)]
    yield from _texts([*records, *scenario.parameters.values()])


def _texts(records: list[Record]) -> Iterator[str]:
    for record in records:
        if isinstance(record, Sourced):
            yield from (record.source, *record.sources.values())
        for section in record_lists(type(record)):
            yield from _texts(list(getattr(record, section)))
