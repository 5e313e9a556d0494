"""A world of two countries: the autumn of Bolivia, and once more with every id renamed, with no tie between the two."""

from collections.abc import Mapping
from typing import Any

import groundswell as gs
from groundswell.scenario.schema import Scenario

NORTH, SOUTH = "bolivia", "south-bolivia"
NAMED = ("countries", "places", "groups", "organizations", "forces", "governments", "elections", "handovers", "demands", "acts")
SECTIONS = (*NAMED, "ties", "flows")
KEPT = ("kind", "source", "sources")  # sorts of things and the bibliography are the same for both


def autumn() -> dict[str, Any]:
    """The autumn of Bolivia as plain data, without its record."""
    return gs.load("bolivia-autumn").model_dump(mode="json", by_alias=True) | {"observed": None}


def renamed(data: Any, names: Mapping[str, str]) -> Any:
    """The same data with other ids, in values and in keys."""
    if isinstance(data, dict):
        return {names.get(key, key): value if key in KEPT else renamed(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data


def pair_data() -> dict[str, Any]:
    """Two countries as plain data: the first as it is alone, the second with `south-` before each of its ids."""
    north = autumn()
    ids = [record["id"] for section in NAMED for record in north[section]]
    south = renamed({section: north[section] for section in SECTIONS}, {name: f"south-{name}" for name in ids})
    both = {section: [*north[section], *south[section]] for section in SECTIONS}
    return north | both | {"id": "pair", "title": "Two autumns"}


def pair(**own: Any) -> Scenario:
    """The world of two countries, with these sections otherwise."""
    return Scenario.model_validate(pair_data() | own)


def tie(kind: str, origin: str, target: str, weight: float = 1.0) -> dict[str, Any]:
    """A tie between two countries or two of their places."""
    return {"kind": kind, "from": origin, "to": target, "weight": weight, "source": "assumed: a tie made up for a test"}
