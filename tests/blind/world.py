"""One history as plain things: each knows its facts, its stocks, its links, and what holds today."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
from tests.blind.luck import Luck

from groundswell.engine import draws
from groundswell.engine.state import STATE, TODAY

Thing = SimpleNamespace
SPANS = ("ties", "wants", "routes", "forces", "felt", "members", "followers", "pacts", "holders")
LEADS_TO = {"ties": "cells", "wants": "demands", "routes": "places", "forces": "forces", "felt": "cells",
            "members": "cells", "followers": "cells", "pacts": "organizations", "holders": "cells"}  # fmt: skip


class World:
    """One history of one scenario."""

    def __init__(self, plan: Any, parameters: Any, keys: Any, lane: int) -> None:
        self.net, self.on, self.luck = plan.net, plan.on, Luck(keys, lane)
        self.p = SimpleNamespace(**{name: float(parameters[name][lane]) for name in parameters.dtype.names})
        self.nations = things(plan.net.nations, "nations")
        self.places = things(plan.net.places, "places")
        self.cells = things(plan.net.cells, "cells")
        self.demands = things(plan.net.demands, "demands")
        self.organizations = things(plan.net.organizations, "organizations")
        self.forces = things(plan.net.forces, "forces")
        self.governments = things(plan.net.governments, "")
        self.acts = things(plan.net.acts, "acts")
        self.regions = [Thing(mood=0.0)]
        self.calendar: list[Thing] = []
        link_up(self)
        first_morning(self)

    def of_kind(self, kind: str) -> list[Any]:
        """All things of one kind, in the scenario's order."""
        found: list[Any] = getattr(self, kind)
        return found

    def clear(self) -> None:
        """Forget what held for one day only."""
        for kind, fields in TODAY.items():
            for thing in self.of_kind(kind):
                thing.today = Thing(**{field.name: 0.0 for field in fields})


def things(rows: Any, kind: str) -> list[Thing]:
    """The facts of things of one kind, with their stocks at zero."""
    stocks = {field.name: 0.0 for field in STATE.get(kind, ())}
    return [Thing(**{**stocks, **{name: fact(row[name]) for name in rows.dtype.names}}) for row in rows]


def fact(value: Any) -> Any:
    """A fact as a plain number; the address of a thing stays an unsigned word, which draws ask for."""
    return value if isinstance(value, np.uint64) else value.item()


def link_up(w: World) -> None:
    """Replace index ranges by lists of (thing, weight) and indexes by the things themselves."""
    for kind in ("cells", "places", "organizations", "demands"):
        for thing in w.of_kind(kind):
            for name in SPANS:
                if hasattr(thing, name + "_from"):
                    span = w.net.links[getattr(thing, name + "_from") : getattr(thing, name + "_to")]
                    setattr(thing, name, [(w.of_kind(LEADS_TO[name])[link["to"]], float(link["weight"])) for link in span])
    for kind in ("cells", "places", "organizations", "forces", "demands", "acts"):
        for thing in w.of_kind(kind):
            thing.country = w.nations[thing.country]
    for place in w.places:
        place.cells = [cell for k, cell in enumerate(w.cells) if w.places[w.net.cells[k]["place"]] is place]
    for cell in w.cells:
        cell.place = w.places[cell.place]
    for nation in w.nations:
        gather(w, nation)


def gather(w: World, nation: Thing) -> None:
    """What belongs to a nation."""
    for kind in ("cells", "places", "demands", "organizations", "forces", "acts"):
        setattr(nation, kind, [thing for thing in w.of_kind(kind) if thing.country is nation])
    nation.contenders = [cell for cell in nation.cells if cell.movement == 1.0]
    nation.capital = w.places[nation.capital]


def first_morning(w: World) -> None:
    """Everyone rested, shelves full, the state in control, loyalty drawn and hidden."""
    for nation in w.nations:
        first = w.governments[nation.first_government]
        nation.government = nation.first_government
        nation.approval, nation.unity, nation.hope = first.approval, first.unity, first.hope
        nation.election_day, nation.days_since_diversion = -1.0, w.p.diversion_wait
    for place in w.places:
        place.stock = place.control = 1.0
    for cell in w.cells:
        cell.stamina, cell.efficacy = 1.0, cell.efficacy_rest
    for force in w.forces:
        luck = math.sqrt(w.luck.uniform(0, force.entity, draws.LOYALTY))
        force.loyalty = force.loyalty_lowest + (force.loyalty_highest - force.loyalty_lowest) * luck
        force.country.loyalty_seen += force.army_share * (force.loyalty_lowest + 2.0 * force.loyalty_highest) / 3.0


def action(cell: Thing) -> float:
    """A_i/m_i: the share of a cell's mobilizable people who are in action."""
    return float(cell.active / cell.mobilizable)


def in_office(w: World, nation: Thing) -> Thing:
    """The government that governs."""
    return w.governments[int(nation.government)]


def date(w: World, nation: Thing, day: int) -> Any:
    """What the calendar says of this day."""
    return w.net.calendar[w.nations.index(nation), day]
