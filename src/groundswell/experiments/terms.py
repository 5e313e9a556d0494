"""The terms of the decision to act, read from the state: u is their sum and a constant, readiness is S · logistic(u)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engine.run import Course

Values = NDArray[np.float64]  # (cells, lanes)

WORDS = {
    "hardship": "hardship",
    "demands": "local demands",
    "agenda": "the national agenda",
    "outrage": "outrage at killings",
    "efficacy": "belief that acting works",
    "scar": "the scar of defeat",
    "demoralized": "confidence that a decline has taken",
    "organized": "people in organizations",
    "roots": "memory, identity and what a reform gave",
    "approval": "approval of the government",
    "hope": "hope in an institutional way out",
    "truce": "a truce called by trusted leaders",
    "mood of the region": "mood of the region",
    "mood of the nation": "mood of the nation",
    "mood of the place": "mood of the place",
    "stamina": "fatigue and rest",
    "seen": "what others are seen to do",
    "call": "calls by organizations",
    "risk": "fear",
    "ballot": "a near election",
}


class People(NamedTuple):
    """The cells that are asked about, with the place and country of each, and their part of the whole."""

    cells: NDArray[np.int64]
    places: NDArray[np.int64]
    countries: NDArray[np.int64]
    part: NDArray[np.float64]


def people_of(net: Any, cells: NDArray[np.int64]) -> People:
    """Cells as one people: each counts by how many of it could be mobilized at all."""
    rows = net.cells[cells]
    size = rows["population"] * rows["mobilizable"]
    return People(cells, rows["place"], rows["country"], np.asarray(size / size.sum(), np.float64))


def stocks(course: Course, people: People) -> dict[str, Values]:
    """Terms that are functions of the state alone, in log-odds; and two shares: stamina that fatigue has left, people organized."""
    s, p, net = course.s, course.p, course.net
    cell, nation = s.cells[people.cells], s.nations[people.countries]
    exposure = net.cells["agenda_exposure"][people.cells][:, None]
    region, share = s.regions[0], p.mood_region_share
    return {
        "hardship": p.hardship_weight * cell["hardship"],
        "demands": p.demand_weight * wanted(course, people),
        "agenda": p.demand_weight * exposure * nation["agenda"],
        "outrage": p.outrage_weight * np.minimum(p.outrage_cap, cell["outrage"]),
        "efficacy": p.efficacy_weight * cell["efficacy"],
        "scar": -p.efficacy_weight * cell["scar"],
        "demoralized": -p.efficacy_weight * cell["demoralized"],
        "approval": -p.approval_weight * (nation["approval"] - p.approval_reference),
        "hope": -p.hope_weight * nation["hope"],
        "truce": -p.truce_weight * nation["truce"],
        "mood of the region": np.broadcast_to(share * region["mood"], cell["outrage"].shape),
        "mood of the nation": np.sqrt(1.0 - share * share) * nation["mood"],
        "mood of the place": np.array(s.places["mood"][people.places]),
        "stamina": np.array(cell["stamina"]),
        "organized": np.array(cell["organized"]),
    }


def wanted(course: Course, people: People) -> Values:
    """Salience of local demands from the demands as they stand, Q_i = min(1, Σ_d exposure_di · q_d)."""
    net, demands = course.net, course.s.demands["open"]
    rows = []
    for i in people.cells:
        links = net.links[net.cells[i].wants_from : net.cells[i].wants_to]
        rows.append((links["weight"][:, None] * demands[links["to"]]).sum(axis=0))
    return np.asarray(np.minimum(1.0, np.array(rows)), np.float64)


def noticed(course: Course, people: People) -> dict[str, Values]:
    """What is filled anew each day, as it stands: share seen in action, call, risk, the pull of the ballot, and roots."""
    cell = course.today.cells[people.cells]
    return {
        "seen": np.array(cell["seen"]),
        "call": np.array(cell["call"]),
        "risk": np.array(course.today.places["risk"][people.places]),
        "ballot": np.array(cell["ballot"]),
        "roots": np.array(cell["roots"]),
    }


class Ends(NamedTuple):
    """What is noticed, and the share of people organized, at the two moments of decision."""

    before: Mapping[str, Values]
    after: Mapping[str, Values]
    organized_before: Values
    organized_after: Values


def weights(course: Course, ends: Ends) -> dict[str, Values]:
    """Log-odds a unit of what is filled anew each day, and of people organized.

    A call counts by the people organized, w_O·O·call: each of the two has the mean of the other as its weight, so that
    both parts sum to the change of their product. What others are seen to do enters as −w_V·v/(V + v); between two values its slope is
    w_V·v/((V₀ + v)(V₁ + v)) exactly, so that parts of V get parts of the term.
    """
    p, before, after = course.p, ends.before, ends.after
    slope = p.visibility_weight * p.visibility_half / ((before["seen"] + p.visibility_half) * (after["seen"] + p.visibility_half))
    hidden = float(course.on["preferences_falsified"])
    return {
        "seen": hidden * slope, "risk": -p.risk_weight, "ballot": np.ones_like(slope), "roots": np.ones_like(slope),
        "call": p.call_weight * (ends.organized_before + ends.organized_after) / 2,
        "organized": p.call_weight * (before["call"] + after["call"]) / 2,
    }  # fmt: skip


def seen_from(course: Course, people: People) -> dict[str, Values]:
    """What each people see of others, by the place where it is done; the nation's news under ""."""
    net, found = course.net, {}
    news = course.today.nations["participation"][people.countries]
    found[""] = net.cells["tie_nation"][people.cells][:, None] * news
    for q in range(len(net.places)):
        parts = np.zeros_like(news)
        for row, i in enumerate(people.cells):
            links = net.links[net.cells[i].ties_from : net.cells[i].ties_to]
            near = links[net.cells["place"][links["to"]] == q]
            mobilizable = net.cells["mobilizable"][near["to"]]
            parts[row] = ((near["weight"] / mobilizable)[:, None] * course.s.cells["active"][near["to"]]).sum(axis=0)
        if parts.any():
            found[str(q)] = parts
    return found

