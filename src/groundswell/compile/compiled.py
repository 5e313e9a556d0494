"""From a scenario to arrays. All validation ends here."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from groundswell.compile import rows
from groundswell.compile.builder import Builder, Link, Names, added, resolve_parameters
from groundswell.compile.calendar import build_calendar, build_engaged
from groundswell.engine.anatomy import switches
from groundswell.engine.draws import entity
from groundswell.engine.kernel import fingerprint
from groundswell.engine.recorder import GROUP_SERIES, NATIONAL_SERIES, PLACE_SERIES
from groundswell.engine.state import LANES, Array, Net, net_record
from groundswell.engine.views import blank_record
from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario, canonical
from groundswell.switches import names_of


@dataclass(frozen=True)
class Compiled:
    """A scenario as arrays, with the names to read them by. Equal scenarios compile to equal bits."""

    scenario: Scenario
    names: Names
    net: Net
    counts: dict[str, int]
    off: tuple[str, ...]
    on: Any
    parameters: tuple[Parameter, ...]
    series: list[str]
    people: tuple[float, ...]
    days: int
    start: datetime.date = field(default=datetime.date.min)

    def parameter_record(self, parameters: dict[str, Array]) -> Any:
        """The parameters of a block as one record; names not given take their defaults."""
        layout = np.dtype([(row.name, "f8", (LANES,)) for row in self.parameters])
        p = blank_record(layout)
        for row in self.parameters:
            p[row.name][:] = parameters.get(row.name, row.default)
        return p

    @property
    def countries(self) -> list[str]:
        """The ids of the countries, in array order."""
        return self.names.countries

    def date(self, day: int) -> datetime.date:
        """The date of a day number."""
        return self.start + datetime.timedelta(days=int(day))

    def fingerprint(self) -> str:
        """Hash of everything that decides the bits of a history but parameters, seed and number."""
        content = {"scenario": canonical(self.scenario), "off": self.off, "engine": fingerprint()}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def compile_scenario(scenario: Scenario, switches_off: Iterable[str] = ()) -> Compiled:
    """Turn a scenario into arrays, with these mechanisms switched off, each told by id or name.

    Raises UsageError for a mechanism that does not exist and ScenarioError for a world that cannot run.
    """
    off = tuple(sorted(names_of(switches_off)))
    names = name_things(scenario)
    net = build_net(scenario, names)
    counts = {
        "regions": 1, "nations": len(names.countries), "places": len(names.places), "cells": len(names.cells),
        "demands": len(names.demands), "organizations": len(names.organizations), "forces": len(names.forces), "acts": len(names.acts),
        "powers": len(names.powers),
    }  # fmt: skip
    return Compiled(
        scenario, names, net, counts, off, switch_record(off), resolve_parameters(scenario), name_series(names),
        people_by_country(scenario), (scenario.end - scenario.start).days + 1, scenario.start,
    )  # fmt: skip


def switched(compiled: Compiled, switches_off: Iterable[str]) -> Compiled:
    """The same arrays with these mechanisms switched off: nothing is laid out again.

    Raises UsageError for a mechanism that does not exist.
    """
    off = tuple(sorted(names_of(switches_off)))
    return replace(compiled, off=off, on=switch_record(off))


def people_by_country(scenario: Scenario) -> tuple[float, ...]:
    """How many people live in the groups of each country on the first day."""
    home = {place.id: place.country for place in scenario.places}
    return tuple(added(g.population for g in scenario.groups if home[g.place] == country.id) for country in scenario.countries)


def switch_record(off: Sequence[str]) -> Any:
    """Which mechanisms are on, as one record of booleans."""
    on = blank_record(np.dtype([(name, "?") for name in switches()]))
    for name in switches():
        on[name] = name not in off
    return on


def name_things(scenario: Scenario) -> Names:
    """The ids of all things, in array order; acts by date."""
    acts = sorted(scenario.acts, key=lambda act: act.date)
    w = scenario
    listed = (w.countries, w.places, w.groups, w.organizations, w.forces, w.governments, w.demands, acts, w.outside_powers)
    names = Names(*[[thing.id for thing in things] for things in listed])
    refuse_shared_luck(names)
    return names


def refuse_shared_luck(names: Names) -> None:
    """Raise ScenarioError if two things of one kind would have the same random numbers."""
    problems = []
    for kind, ids in names._asdict().items():
        addresses: dict[int, str] = {}
        for name in ids:
            other = addresses.setdefault(entity(name), name)
            if other != name:
                got = f"the same 32-bit address as '{other}'"
                problems.append(Problem(f"{kind}.{name}", got, "addresses that differ", "rename one of the two"))
    if problems:
        raise ScenarioError(*problems)


def name_series(names: Names) -> list[str]:
    """The names of the daily series, in the recorder's order."""
    several = len(names.countries) > 1
    national = [f"{s}:{c}" if several else s for c in names.countries for s in NATIONAL_SERIES]
    return national + [f"{s}:{p}" for p in names.places for s in PLACE_SERIES] + [f"{s}:{c}" for c in names.cells for s in GROUP_SERIES]


def build_net(scenario: Scenario, names: Names) -> Net:
    """Lay the scenario out in arrays."""
    b = Builder(scenario, names)
    tables = {
        "cells": b.table("cells", [rows.cell_row(b, g) for g in scenario.groups]),
        "places": b.table("places", [rows.place_row(b, p) for p in scenario.places]),
        "nations": b.table("nations", [rows.nation_row(b, c) for c in scenario.countries]),
        "organizations": b.table("organizations", [rows.organization_row(b, o) for o in scenario.organizations]),
        "forces": b.table("forces", [rows.force_row(b, f) for f in scenario.forces]),
        "governments": b.table("governments", [rows.government_row(b, g) for g in scenario.governments]),
        "demands": b.table("demands", [rows.demand_row(b, d) for d in scenario.demands]),
        "acts": b.table("acts", [rows.act_row(b, a) for a in sorted(scenario.acts, key=lambda act: act.date)]),
        "powers": b.table("powers", [rows.power_row(b, power) for power in scenario.outside_powers]),
    }
    links = np.array(b.links or [Link(0, 0.0)], net_record("links")).view(np.recarray)
    return Net(**tables, links=links, calendar=build_calendar(b), engaged=build_engaged(b))
