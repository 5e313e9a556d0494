"""One history as plain things: each knows its facts, its stocks, its links, and what holds today."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
from tests.blind.luck import Luck

from groundswell.engine import draws
from groundswell.engine.state import ACT_KINDS, STATE, TODAY

# The links of each kind of thing: what their range is called in the scenario's arrays, what they are called here, and where they lead.
LINKS = {
    "cells": (("ties", "ties", "cells"), ("wants", "wants", "demands"), ("flows", "flows", "cells"), ("dismissals", "dismissals", "cells")),
    "places": (("routes", "routes", "places"), ("forces", "forces", "forces"), ("felt", "felt", "cells")),
    "nations": (("abroad", "heard_of", "nations"), ("trade", "partners", "nations")),
    "powers": (("interest", "minds", "nations"), ("aid", "aids", "nations")),
    "organizations": (("members", "members", "cells"), ("followers", "followers", "cells"), ("pacts", "pacts", "organizations")),
    "demands": (("holders", "holders", "cells"),),
}
OF_A_COUNTRY = ("cells", "places", "organizations", "forces", "demands", "acts")


class Thing(SimpleNamespace):
    """A thing is equal to itself only."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class World:
    """One history of one scenario."""

    def __init__(self, plan: Any, parameters: Any, keys: Any, lane: int) -> None:
        self.net, self.on, self.luck = plan.net, plan.on, Luck(keys, lane)
        self.p = SimpleNamespace(**{name: float(parameters[name][lane]) for name in parameters.dtype.names})
        for kind in ("nations", "places", "cells", "demands", "organizations", "forces", "acts", "powers", "governments"):
            setattr(self, kind, things(getattr(plan.net, kind), kind))
        self.region = Thing(mood=0.0, capital_flow=0.0)
        self.regions = [self.region]
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
    """The facts of things of one kind, with their stocks at zero; a stock of a fact's name begins with it."""
    stocks = {field.name: 0.0 for field in STATE.get(kind, ())}
    facts = [{name: fact(row[name]) for name in rows.dtype.names} for row in rows]
    return [Thing(**{**stocks, **own}, index=k, first=Thing(**own)) for k, own in enumerate(facts)]


def fact(value: Any) -> Any:
    """A fact as a plain number; the address of a thing stays an unsigned word, which draws ask for."""
    return value if isinstance(value, np.uint64) else value.item()


def link_up(w: World) -> None:
    """Replace index ranges by lists of (thing, weight) and indexes by the things themselves."""
    for kind, links in LINKS.items():
        for thing in w.of_kind(kind):
            for name, here, to in links:
                span = w.net.links[getattr(thing, name + "_from") : getattr(thing, name + "_to")]
                setattr(thing, here, [(w.of_kind(to)[link["to"]], float(link["weight"])) for link in span])
    for kind in OF_A_COUNTRY:
        for thing in w.of_kind(kind):
            thing.country = w.nations[thing.country]
    for cell in w.cells:
        cell.place = w.places[cell.place]
    for place in w.places:
        place.cells = [cell for cell in w.cells if cell.place is place]
    for nation in w.nations:
        gather(w, nation)


def gather(w: World, nation: Thing) -> None:
    """What belongs to a nation."""
    for kind in OF_A_COUNTRY:
        setattr(nation, kind, [thing for thing in w.of_kind(kind) if thing.country is nation])
    nation.contenders = [cell for cell in nation.cells if cell.movement]
    nation.capital = w.places[nation.capital]


def first_morning(w: World) -> None:
    """Everyone rested, shelves full, the state in control, loyalty drawn and hidden; whoever lives there is there."""
    for nation in w.nations:
        first = w.governments[nation.first_government]
        nation.government = nation.first_government
        nation.approval, nation.unity, nation.hope, nation.policy = first.approval, first.unity, first.hope, first.policy
        nation.own_policy = first.policy
        nation.election_day, nation.days_since_diversion = -1.0, w.p.diversion_wait
        nation.room = nation.morale = 1.0
    for place in w.places:
        place.stock = place.control = 1.0
    for cell in w.cells:
        cell.stamina = cell.present = 1.0
        cell.efficacy = cell.efficacy_rest
    for force in w.forces:
        luck = math.sqrt(w.luck.uniform(0, force.entity, draws.LOYALTY))
        force.loyalty = force.loyalty_lowest + (force.loyalty_highest - force.loyalty_lowest) * luck
        force.country.loyalty_seen += force.army_share * (force.loyalty_lowest + 2.0 * force.loyalty_highest) / 3.0


def action(cell: Thing) -> float:
    """A_i/m_i: the share of a cell's mobilizable people who are in action."""
    return float(cell.active / cell.mobilizable)


def in_office(w: World, nation: Thing) -> Thing:
    """The government that governs."""
    found: Thing = w.governments[int(nation.government)]
    return found


def date(w: World, nation: Thing, day: int) -> Any:
    """What the calendar says of this day."""
    return w.net.calendar[nation.index, day]


def new_month(w: World, nation: Thing, day: int) -> bool:
    """Whether this is the first of a month."""
    return bool(date(w, nation, day)["month_begins"])


def acts_of_today(w: World, day: int, *kinds: str) -> list[Thing]:
    """The acts of these kinds that are done today: of any government, or of the one that governs."""
    due = [act for n in w.nations for act in w.acts[date(w, n, day)["acts_from"] : date(w, n, day)["acts_to"]] if act.country is n]
    return [act for act in due if ACT_KINDS[act.kind] in kinds and is_done(act)]


def is_done(act: Thing) -> bool:
    """An act whose date has come is done if it is anyone's, or if its government governs and not councils."""
    nation = act.country
    return bool(act.government < 0 or (act.government == nation.government and not nation.power_transferred))


def desire(cell: Thing) -> float:
    """min(1, Q_i + g_i·G): what people ask for, in their place and in the nation."""
    return min(1.0, float(cell.today.wanted + cell.agenda_exposure * cell.country.agenda))


def crowding(w: World, nation: Thing) -> float:
    """min(1, x/x_v): participation of contenders against that which defeats any attempt at reversal."""
    return min(1.0, float(nation.today.participation) / w.p.reversal_participation)
