"""Records name one another by id: every name must exist, once, and every source too.

Works on the plain data of a file, so that a record with one bad number still has its names read.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from groundswell.scenario.document import Document, Fault, Place, record_name
from groundswell.scenario.refusals import TRACE_HINT, holds_trace
from groundswell.scenario.schema import ANY, PEOPLED, Scenario, Setting, record_lists
from groundswell.scenario.words import meant, shown
from groundswell.sources import ASSUMED, LEAST_REASON, is_assumed, source_ids

NAMES = {  # (section, field) -> section of the record it names
    ("countries", "capital"): "places",
    ("countries", "first_government"): "governments",
    ("places", "country"): "countries",
    ("groups", "place"): "places",
    ("organizations", "country"): "countries",
    ("forces", "country"): "countries",
    ("governments", "country"): "countries",
    ("governments", "successor"): "governments",
    ("elections", "country"): "countries",
    ("elections", "winner"): "governments",
    ("handovers", "outgoing"): "governments",
    ("handovers", "incoming"): "governments",
    ("demands", "country"): "countries",
    ("acts", "government"): "governments",
    ("acts", "demand"): "demands",
}
NAMING_MAPS = {  # (section, field) -> section of the records its keys name
    ("organizations", "members"): "groups",
    ("forces", "headcount"): "places",
    ("demands", "exposure"): "groups",
    ("outside_powers", "interest"): "countries",
    ("outside_powers", "aid"): "countries",
}
ENDS = {"pact": "organizations", "abroad": "countries", "trade": "countries"}  # what a tie joins, if not places
ONE = {"countries": "a country", "places": "a place", "groups": "a group", "organizations": "an organization"}
ONE |= {"governments": "a government", "demands": "a demand"}
DIRECTED = ("route", "abroad")  # ties that run one way; so does a flow, whose name begins with a group
FREE_TEXT = ("citation", "note")  # a reference may hold an address of the web


class Item(NamedTuple):
    """A record of plain data, where it stands and what kind it is."""

    path: Place
    data: dict[str, Any]
    kind: type[BaseModel]


def reference_faults(document: Document) -> Iterator[Fault]:
    """Names without a record, records with the same name, numbers without a source."""
    items = list(_items((), document.data, Scenario))
    known = _known(document)
    for item in items:
        yield from _names(document, item, known)
        yield from _sources(document, item, known["sources"])
        yield from _traces(document, item)
    yield from _doubles(document, items)


def _items(path: Place, data: dict[str, Any], kind: type[BaseModel]) -> Iterator[Item]:
    for name, record in record_lists(kind).items():
        section = data.get(name)
        for number, entry in enumerate(section if isinstance(section, list) else ()):
            if isinstance(entry, dict):
                yield Item((*path, name, number), entry, record)
                yield from _items((*path, name, number), entry, record)
    settings = data.get("parameters") if kind is Scenario else None
    for name, entry in (settings if isinstance(settings, dict) else {}).items():
        if isinstance(entry, dict):
            yield Item((*path, "parameters", name), entry, Setting)


def _known(document: Document) -> dict[str, list[str] | None]:
    """The ids of each section; None where a part could not be read, so that nothing is missed there."""
    known: dict[str, list[str] | None] = {}
    for section in record_lists(Scenario):
        entries = document.data.get(section, [])
        unread = (section,) in document.unread or not isinstance(entries, list)
        blank = section in PEOPLED and not entries  # told once, and not again for each name
        ids = [] if unread else [entry.get("id") for entry in entries if isinstance(entry, dict)]
        known[section] = None if unread or blank else [name for name in ids if isinstance(name, str)]
    return known


def _names(document: Document, item: Item, known: dict[str, list[str] | None]) -> Iterator[Fault]:
    for path, name, target in _named_by(item):
        ids = known[target]
        if isinstance(name, str) and ids is not None and name not in ids:
            mark = document.marks.key(path) if path[-1] == name else document.marks.value(path)
            hint = meant(name, ids) or f"add it to `{target}`, or name one of: {_some(ids)}"
            yield Fault(mark, path, shown(name), f"{ONE[target]} of this scenario", hint)


def _named_by(item: Item) -> Iterator[tuple[Place, Any, str]]:
    """All that a record names: where it does so, the name, and the section it is looked up in."""
    section = str(item.path[0]) if len(item.path) == 2 else ""
    for field, value in item.data.items():
        target = _target(section, field, item.data)
        if target and (section, value) != ("acts", ANY):
            yield (*item.path, field), value, target
        if (section, field) in NAMING_MAPS and isinstance(value, dict):
            yield from (((*item.path, field, key), key, NAMING_MAPS[section, field]) for key in value)
        if (section, field) == ("countries", "ballot") and isinstance(value, dict):
            yield from (((*item.path, field, side), name, "governments") for side, name in value.items())


def _target(section: str, field: str, data: dict[str, Any]) -> str | None:
    if section == "ties" and field in ("from", "to"):
        return ENDS.get(str(data.get("kind")), "places")
    if section == "flows" and field in ("from", "to"):
        return "groups"
    return NAMES.get((section, field))


def _some(known: list[str]) -> str:
    most = 6  # names that fit in a line
    known = list(dict.fromkeys(known))
    return ", ".join(known[:most]) + (", …" if len(known) > most else "") if known else "(there are none)"


def _sources(document: Document, item: Item, known: list[str] | None) -> Iterator[Fault]:
    own = item.data.get("sources")
    texts: dict[Place, Any] = {("source",): item.data.get("source")} if "source" in item.kind.model_fields else {}
    for field, text in (own if isinstance(own, dict) else {}).items():
        texts["sources", field] = text
        yield from _sourced_field(document, item, field)
    for path, text in texts.items():
        told = _told(text, known) if isinstance(text, str) and text else None
        if told:
            here = (*item.path, *path)
            yield Fault(document.marks.value(here), here, shown(text), *told)


def _sourced_field(document: Document, item: Item, field: str) -> Iterator[Fault]:
    fields = [info.alias or name for name, info in item.kind.model_fields.items()]
    if str(field).split(".")[0] not in fields:
        here = (*item.path, "sources", field)
        hint = meant(field, fields) or f"the fields are {', '.join(fields)}"
        yield Fault(document.marks.key(here), here, shown(field), "a field of the record", hint)


def _told(text: str, known: list[str] | None) -> tuple[str, str] | None:
    expected = "ids of the bibliography, or `assumed: why`"
    if is_assumed(text):
        short = len(text.removeprefix(ASSUMED).strip()) < LEAST_REASON
        return (expected, "say why, so that a reader can disagree") if short else None
    unknown = [name for name in source_ids(text) if known is not None and name not in known]
    if not unknown:
        return None
    hint = meant(unknown[0], known or ()) or f"add `{unknown[0]}` to `sources`, or write `{ASSUMED} why`"
    return expected, hint if len(unknown) == 1 else f"if this is no list of ids, write `{ASSUMED} {text}`"


def _traces(document: Document, item: Item) -> Iterator[Fault]:
    for field, value in item.data.items():
        if isinstance(value, str) and field not in FREE_TEXT and holds_trace(value):
            here = (*item.path, field)
            yield Fault(document.marks.value(here), here, "the address or account of a person", "populations and institutions", TRACE_HINT)


def _doubles(document: Document, items: list[Item]) -> Iterator[Fault]:
    first: dict[tuple[Place, str], Place] = {}
    for item in items:
        name = record_name(item.data)
        if name is None or not isinstance(item.path[-1], int):
            continue
        key = (item.path[:-1], _unordered(name))
        if key in first:
            line = document.marks.value(first[key])
            hint = f"the first stands at {line}: keep one of the two" if line.file else "keep one of the two"
            yield Fault(document.marks.value(item.path), item.path, f"`{name}` a second time", "each record once", hint)
        first.setdefault(key, item.path)


def _unordered(name: str) -> str:
    kind, *ends = name.split(":")
    return name if kind in DIRECTED or "/" in kind else ":".join([kind, *sorted(ends)])
