"""What is carried along while a scenario is laid out in arrays: indexes, links, tables."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundswell.engine.state import Array, net_record
from groundswell.scenario.parameters import PARAMETERS, Parameter
from groundswell.scenario.schema import Scenario

NOBODY = -1


class Names(NamedTuple):
    """The ids of the things of each kind, in the order of the arrays."""

    countries: list[str]
    places: list[str]
    cells: list[str]
    organizations: list[str]
    forces: list[str]
    governments: list[str]
    demands: list[str]
    acts: list[str]
    powers: list[str]


class Link(NamedTuple):
    """One entry of the table of links."""

    to: int
    weight: float


def resolve_parameters(scenario: Scenario) -> tuple[Parameter, ...]:
    """The table of parameters with the scenario's own settings in place."""
    rows = []
    for row in PARAMETERS:
        own = scenario.parameters.get(row.name)
        if own is not None and own.value is not None:
            row = row._replace(prior="fixed", fixed=own.value, source=own.source)
        elif own is not None and own.lower is not None and own.upper is not None:
            log = own.lower > 0 and own.upper / own.lower >= 5
            row = row._replace(lower=own.lower, upper=own.upper, prior="log" if log else "uniform", fixed=None, source=own.source)
        rows.append(row)
    return tuple(rows)


class Builder:
    """Collects records and links while a scenario is laid out in arrays."""

    def __init__(self, scenario: Scenario, names: Names) -> None:
        self.scenario, self.names = scenario, names
        self.index = {kind: {name: k for k, name in enumerate(ids)} for kind, ids in names._asdict().items()}
        self.values = {row.name: row.default for row in resolve_parameters(scenario)}
        self.links: list[Link] = []
        self.adjacent = {frozenset((t.origin, t.target)) for t in scenario.ties if t.kind == "adjacent"}

    def span(self, links: Iterable[Link]) -> tuple[int, int]:
        """Append links and say where they lie."""
        first = len(self.links)
        self.links.extend(link for link in links if link.weight > 0)
        return first, len(self.links)

    def next_to(self, one: str, other: str) -> bool:
        """Whether two places are neighbors."""
        return frozenset((one, other)) in self.adjacent

    def table(self, kind: str, rows: list[dict[str, Any]]) -> Array:
        """Records of one kind as an array."""
        layout = net_record(kind)
        array = np.zeros(len(rows), layout)
        for k, row in enumerate(rows):
            for name in layout.names or ():
                array[name][k] = row[name]
        return array.view(np.recarray)

    def country_of(self, place: str) -> str:
        """The country of a place."""
        return self.scenario.places[self.index["places"][place]].country


def share(part: float, whole: Sequence[float]) -> float:
    """Part of a sum; nothing of an empty one."""
    total = added(whole)
    return float(part) / total if total > 0 else 0.0


def added(numbers: Iterable[float]) -> float:
    """The sum, one number after another, as the engine adds.

    Python's own `sum` carries along what rounding loses from version 3.12 on, and bits would depend on the version.

    >>> added([0.1] * 10)
    0.9999999999999999
    """
    total = 0.0
    for number in numbers:
        total += number
    return total
