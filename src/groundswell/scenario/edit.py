"""Changed copies of a scenario: one value set, or one record left out, and all checks made again.

A path is written in dots, with ids in it: `governments.sanchez-de-lozada.line`,
`demands.gas.exposure.el-alto/neighbors`, `countries.bolivia.economy.2003-10.growth`.
A value that was changed says so in its source, so that no edit passes for a finding of the record.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from groundswell.errors import ScenarioError, UsageError
from groundswell.scenario.document import Document, Place, record_name
from groundswell.scenario.faults import node_at
from groundswell.scenario.fit_files import read_fit
from groundswell.scenario.load import LIBRARY, validated
from groundswell.scenario.schema import ANY, Act, OutsidePower, Scenario
from groundswell.scenario.words import meant

EDITED = re.compile(r"assumed: edited; it was (?P<value>.*) \((?P<source>.*)\)", re.DOTALL)
FIXED = "assumed: fixed by an edit of the scenario"


class Spot(NamedTuple):
    """The container that holds what a path leads to, its key there, and the way to it."""

    container: Any
    key: Any
    place: Place

    @property
    def exists(self) -> bool:
        """Whether there is anything at the path."""
        if isinstance(self.container, list):
            return isinstance(self.key, int)
        return self.key in self.container


def changed(scenario: Scenario, path: str, value: Any) -> Scenario:
    """The same world with one thing otherwise; setting what is already so changes nothing.

    A record that is not there yet is added if the value is a mapping of its fields.
    Raises ScenarioError, with the path as its place, for a path or value that does not fit.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    spot = _spot(data, path)
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True)
    if not spot.exists:
        _add(spot, path, value)
        return _valid(scenario, data, path)
    spot.container[spot.key] = _setting(spot, value)
    return _with_note(scenario, _valid(scenario, data, path), path)


def without(scenario: Scenario, path: str) -> Scenario:
    """The same world without one record, one entry of a map, or one optional field.

    Raises ScenarioError if nothing is there, or if what remains does not hold together.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    spot = _spot(data, path)
    if not spot.exists:
        raise _nothing_there(spot, path)
    del spot.container[spot.key]
    return _valid(scenario, data, path)


def of_country(scenario: Scenario, country: str) -> Scenario:
    """The world of one country of several: its own places, people, governments, demands and acts, and what joins these.

    What runs across its borders is left out, and outside powers keep what concerns it. Order, parameters, sources
    and dates stay, and the table of observations, of which other countries' rows are passed over. A world of one
    country is itself.

    Raises ScenarioError for a country that the scenario does not have.

    >>> from groundswell.scenario.load import load
    >>> scene = load("bolivia-autumn")
    >>> of_country(scene, "bolivia") is scene
    True
    """
    names = [one.id for one in scenario.countries]
    if country not in names:
        hint = meant(country, names) or f"for example {names[0]}"
        raise ScenarioError.of("country", f"`{country}`", f"one of {', '.join(names)}", hint)
    if len(names) == 1:
        return scenario
    name = next(one.name for one in scenario.countries if one.id == country)
    found = scenario.model_copy(update={"title": f"{scenario.title} · {name}", **_sections_of(scenario, country)})
    found._elsewhere = frozenset({*names, *(place.id for place in scenario.places if place.country != country)} - {country})
    return found


def refuse_several(scenario: Scenario, what: str) -> None:
    """Raises UsageError for a world of several countries: what is asked has an answer for one only.

    >>> from groundswell.scenario.load import load
    >>> refuse_several(load("bolivia-autumn"), "calibrate")
    """
    if len(scenario.countries) > 1:
        hint = "take one country out: groundswell.scenario.edit.of_country(scene, country)"
        got = f"{scenario.id}, of {len(scenario.countries)} countries"
        raise UsageError.of(f"{what}: scenario", got, "a scenario of one country", hint)


def _sections_of(scenario: Scenario, country: str) -> dict[str, tuple[Any, ...]]:
    """The records of each section that belong to a country."""
    own = ("places", "organizations", "forces", "governments", "elections", "demands")
    kept: dict[str, tuple[Any, ...]] = {
        section: tuple(one for one in getattr(scenario, section) if one.country == country) for section in own
    }
    places = {place.id for place in kept["places"]}
    groups = tuple(group for group in scenario.groups if group.place in places)
    governments = {government.id for government in kept["governments"]}
    joined = {"pact": {one.id for one in kept["organizations"]}, "abroad": {country}, "trade": {country}}
    people = {group.id for group in groups}
    return kept | {
        "countries": tuple(one for one in scenario.countries if one.id == country),
        "groups": groups,
        "handovers": tuple(one for one in scenario.handovers if one.outgoing in governments),
        "acts": tuple(act for act in scenario.acts if country_of_act(scenario, act) == country),
        "ties": tuple(tie for tie in scenario.ties if {tie.origin, tie.target} <= joined.get(tie.kind, places)),
        "flows": tuple(flow for flow in scenario.flows if {flow.origin, flow.target} <= people),
        "outside_powers": tuple(_minding(power, country) for power in scenario.outside_powers if country in {*power.interest, *power.aid}),
    }


def _minding(power: OutsidePower, country: str) -> OutsidePower:
    """An outside power with what concerns one country."""
    kept = {field: {name: share for name, share in getattr(power, field).items() if name == country} for field in ("interest", "aid")}
    return power.model_copy(update=kept)


def country_of_act(scenario: Scenario, act: Act) -> str:
    """The country in which something is done: the government's, else the demand's, else the only one."""
    if act.government != ANY:
        return next(one.country for one in scenario.governments if one.id == act.government)
    return next((one.country for one in scenario.demands if one.id == act.demand), scenario.countries[0].id)


def _spot(data: Any, path: str) -> Spot:
    place: Place = ()
    *way, last = path.split(".")
    for part in way:
        spot = Spot(data, _key(data, part), place)
        if not spot.exists:
            raise _nothing_there(spot, path)
        if not isinstance(data[spot.key], (dict, list)):
            hint = "end the path there"
            raise ScenarioError.of(path, f"a path beyond `{part}`", f"`{part}`, which is a single value", hint)
        data, place = data[spot.key], (*place, spot.key)
    return Spot(data, _key(data, last), place)


def _key(container: Any, part: str) -> Any:
    """The key or number of a part of a path; a part that names no record stays as it is."""
    if isinstance(container, dict):
        return part
    names = _names(container)
    if part in names:
        return names.index(part)
    return int(part) if part.isdecimal() and int(part) < len(container) else part


def _names(container: Any) -> list[str]:
    if isinstance(container, dict):
        return list(container)
    return [str(record_name(record)) for record in container]


def _nothing_there(spot: Spot, path: str) -> ScenarioError:
    names = _names(spot.container)
    most = 12  # names that fit in a line or two
    expected = ", ".join(names[:most]) + (", …" if len(names) > most else "")
    hint = meant(spot.key, names) or "a path is written `section.id.field`"
    return ScenarioError.of(path, f"`{spot.key}`", f"one of {expected}" if names else "nothing: it is empty", hint)


def _setting(spot: Spot, value: Any) -> Any:
    """A parameter is fixed by a plain number, and a record keeps its id; else a value is taken as it is given."""
    if isinstance(spot.container, list) and isinstance(value, Mapping):
        kept = {"id": spot.container[spot.key]["id"]} if "id" in spot.container[spot.key] else {}
        return {**kept, **value}
    if spot.place == ("parameters",) and not isinstance(value, Mapping):
        return {"value": value, "source": FIXED}
    return value


def _add(spot: Spot, path: str, value: Any) -> None:
    records = isinstance(spot.container, list)
    if isinstance(spot.container, dict) and "properties" not in node_at(spot.place):
        spot.container[spot.key] = _setting(spot, value)
    elif records and isinstance(value, Mapping):
        fields = node_at((*spot.place, 0)).get("properties", {})
        spot.container.append({"id": spot.key, **value} if "id" in fields else dict(value))
    else:
        raise _nothing_there(spot, path)


def _valid(scenario: Scenario, data: dict[str, Any], path: str) -> Scenario:
    document = Document("")
    document.data = data
    after = validated(document)
    if after is None:
        problems = document.problems()
        raise ScenarioError(*(told._replace(where=path) if f"{told.where}.".startswith(f"{path}.") else told for told in problems))
    return _beside(scenario, after, document)


def _beside(before: Scenario, after: Scenario, document: Document) -> Scenario:
    """The changed scenario with what lies beside its file: the same fit, or another one if it names another."""
    after._folder, after._fitted, after._elsewhere = before.folder, before.fitted, before.elsewhere
    if after.draws != before.draws:
        after._fitted = read_fit(document, before.folder, LIBRARY)
        if document.faults:
            raise ScenarioError(*document.problems())
    return after


def _with_note(before: Scenario, after: Scenario, path: str) -> Scenario:
    """Say in the record's sources what the value was; setting it back takes the note away."""
    old, data = before.model_dump(mode="json", by_alias=True), after.model_dump(mode="json", by_alias=True)
    was, spot = _spot(old, path), _spot(data, path)
    now = spot.container[spot.key]
    if was.container[was.key] == now:
        return before
    record, field = _enclosing(data, spot)
    if record is None or field.split(".")[0] in ("source", "sources"):
        return after
    note = EDITED.fullmatch(record["sources"].get(field, ""))
    own = note["source"] if note else record["sources"].get(field, "")
    value = note["value"] if note else _written(was.container[was.key])
    record["sources"][field] = f"assumed: edited; it was {value} ({own})"
    if note and value == _written(now):
        record["sources"].pop(field)
        record["sources"] |= {field: own} if own else {}
    final = Scenario.model_validate(data)
    final._folder, final._fitted, final._elsewhere = after.folder, after.fitted, after.elsewhere
    return final


def _enclosing(data: Any, spot: Spot) -> tuple[dict[str, Any] | None, str]:
    """The innermost record with a source around a spot, and the rest of the path from there."""
    place = (*spot.place, spot.key)
    found: tuple[dict[str, Any] | None, str] = (None, "")
    for depth, part in enumerate(place):
        if isinstance(data, dict) and "source" in data and "sources" in data:
            found = (data, ".".join(map(str, place[depth:])))
        data = data[part]
    return found


def _written(value: Any) -> str:
    return json.dumps(value, default=str, sort_keys=True, ensure_ascii=False)
