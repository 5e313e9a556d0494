"""From a scenario to arrays: the only bridge between files and the fast core. All validation ends here."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np

from groundswell.engine.anatomy import switches
from groundswell.engine.draws import entity
from groundswell.engine.kernel import fingerprint
from groundswell.engine.recorder import GROUP_SERIES, NATIONAL_SERIES, PLACE_SERIES
from groundswell.engine.state import ACT_KINDS, LANES, STATE, TODAY, Array, Net, net_record
from groundswell.errors import Problem, ScenarioError, UsageError
from groundswell.scenario.parameters import PARAMETERS, Parameter
from groundswell.scenario.schema import Group, Scenario, canonical

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


class Link(NamedTuple):
    """One entry of the table of links."""

    to: int
    weight: float


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
    people: float
    days: int
    start: datetime.date = field(default=datetime.date.min)

    def parameter_record(self, parameters: dict[str, Array]) -> Any:
        """The parameters of a block as one record; names not given take their defaults."""
        layout = np.dtype([(row.name, "f8", (LANES,)) for row in self.parameters])
        p = np.zeros(1, layout).view(np.recarray)
        for row in self.parameters:
            p[row.name][0, :] = parameters.get(row.name, row.default)
        return p[0]

    def date(self, day: int) -> datetime.date:
        """The date of a day number."""
        return self.start + datetime.timedelta(days=int(day))

    def fingerprint(self) -> str:
        """Hash of everything that decides the bits of a history but parameters, seed and number."""
        content = {"scenario": canonical(self.scenario), "off": self.off, "engine": fingerprint()}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def compile_scenario(scenario: Scenario, switches_off: Iterable[str] = ()) -> Compiled:
    """Turn a scenario into arrays, with these mechanisms switched off.

    Raises UsageError for a mechanism that does not exist and ScenarioError for a world that cannot run.
    """
    off = tuple(sorted(set(switches_off)))
    refuse_unknown(off)
    names = name_things(scenario)
    net = build_net(scenario, names)
    counts = {
        "regions": 1, "nations": len(names.countries), "places": len(names.places), "cells": len(names.cells),
        "demands": len(names.demands), "organizations": len(names.organizations), "forces": len(names.forces), "acts": len(names.acts),
    }  # fmt: skip
    return Compiled(
        scenario, names, net, counts, off, switch_record(off), resolve_parameters(scenario), name_series(names),
        float(sum(g.population for g in scenario.groups)), (scenario.end - scenario.start).days + 1, scenario.start,
    )  # fmt: skip


def refuse_unknown(off: Sequence[str]) -> None:
    """Raise UsageError for switches that the model does not have."""
    problems = []
    for name in off:
        if name not in switches():
            near = get_close_matches(name, switches(), 1)
            hint = f"did you mean '{near[0]}'?" if near else "see `groundswell show CASE` for the list"
            problems.append(Problem("mechanism to switch off", f"'{name}'", f"one of {len(switches())} mechanisms", hint))
    if problems:
        raise UsageError(*problems)


def switch_record(off: Sequence[str]) -> Any:
    """Which mechanisms are on, as one record of booleans."""
    on = np.ones(1, np.dtype([(name, "?") for name in switches()])).view(np.recarray)
    for name in switches():
        on[name][0] = name not in off
    return on[0]


def name_things(scenario: Scenario) -> Names:
    """The ids of all things, in array order; acts by date."""
    acts = sorted(scenario.acts, key=lambda act: act.date)
    listed = (scenario.countries, scenario.places, scenario.groups, scenario.organizations, scenario.forces, scenario.governments, scenario.demands, acts)
    names = Names(*[[thing.id for thing in things] for things in listed])  # type: ignore[attr-defined]
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
                problems.append(Problem(f"{kind}.{name}", f"the same 32-bit address as '{other}'", "addresses that differ", "rename one of the two"))
    if problems:
        raise ScenarioError(*problems)


def name_series(names: Names) -> list[str]:
    """The names of the daily series, in the recorder's order."""
    several = len(names.countries) > 1
    national = [f"{s}:{c}" if several else s for c in names.countries for s in NATIONAL_SERIES]
    return national + [f"{s}:{p}" for p in names.places for s in PLACE_SERIES] + [f"{s}:{c}" for c in names.cells for s in GROUP_SERIES]


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


def build_net(scenario: Scenario, names: Names) -> Net:
    """Lay the scenario out in arrays."""
    b = Builder(scenario, names)
    tables = {
        "cells": b.table("cells", [cell_row(b, g) for g in scenario.groups]),
        "places": b.table("places", [place_row(b, p) for p in scenario.places]),
        "nations": b.table("nations", [nation_row(b, c) for c in scenario.countries]),
        "organizations": b.table("organizations", [organization_row(b, o) for o in scenario.organizations]),
        "forces": b.table("forces", [force_row(b, f) for f in scenario.forces]),
        "governments": b.table("governments", [government_row(b, g) for g in scenario.governments]),
        "demands": b.table("demands", [demand_row(b, d) for d in scenario.demands]),
        "acts": b.table("acts", [act_row(b, a) for a in sorted(scenario.acts, key=lambda act: act.date)]),
    }
    links = np.array(b.links or [Link(0, 0.0)], net_record("links")).view(np.recarray)
    return Net(**tables, links=links, calendar=build_calendar(b))


def cell_row(b: Builder, g: Group) -> dict[str, Any]:
    """One group: its own numbers, its shares of place and nation, and whom it sees."""
    groups, movement = b.scenario.groups, g.side == "movement"
    country = country_of(b, g.place)
    side = [o for o in groups if country_of(b, o.place) == country and o.side == "movement"]
    local = [o for o in side if o.place == g.place]
    everyone = [o for o in groups if country_of(b, o.place) == country]
    own, ties, nation = tie_weights(b, g)
    ties_from, ties_to = b.span(ties)
    wants = [Link(b.index["demands"][d.id], d.exposure[g.id]) for d in b.scenario.demands if g.id in d.exposure and not d.national]
    wants_from, wants_to = b.span(wants)
    return {
        "place": b.index["places"][g.place], "country": b.index["countries"][country], "entity": entity(g.id),
        "population": g.population, "mobilizable": g.mobilizable_share, "weight": share(g.economic_weight, [o.economic_weight for o in everyone]),
        "blockade": g.blockade_power, "exclusion": g.exclusion, "organized": g.organized, "agenda_exposure": g.agenda_exposure,
        "efficacy_rest": g.efficacy, "crisis_exposure": g.crisis_exposure, "movement": float(movement), "tie_own": own, "tie_nation": nation,
        "place_share": share(g.economic_weight, [o.economic_weight for o in local]) if movement else 0.0,
        "nation_share": share(g.population, [o.population for o in side]) if movement else 0.0,
        "capital_share": share(g.population, [o.population for o in local]) if movement else 0.0,
        "people_of_nation": share(g.population, [o.population for o in everyone]),
        "people_of_place": share(g.population, [o.population for o in everyone if o.place == g.place]),
        "ties_from": ties_from, "ties_to": ties_to, "wants_from": wants_from, "wants_to": wants_to,
    }  # fmt: skip


def share(part: float, whole: Sequence[float]) -> float:
    """Part of a sum; nothing of an empty one."""
    total = float(sum(whole))
    return float(part) / total if total > 0 else 0.0


def country_of(b: Builder, place: str) -> str:
    """The country of a place."""
    return b.scenario.places[b.index["places"][place]].country


def tie_weights(b: Builder, g: Group) -> tuple[float, list[Link], float]:
    """Whom a group sees: its own ranks, tied groups of its side, and the nation's news; weights sum to 1."""
    mates = [o for o in b.scenario.groups if o.side == g.side and o.id != g.id and country_of(b, o.place) == country_of(b, g.place)]
    circles = (
        (b.values["tie_place"], [o for o in mates if o.place == g.place]),
        (b.values["tie_adjacent"], [o for o in mates if b.next_to(o.place, g.place)]),
        (b.values["tie_group"], [o for o in mates if o.kind == g.kind and o.place != g.place]),
    )
    news = b.values["tie_nation"] if g.side == "movement" else 0.0
    total = b.values["tie_own"] + news + sum(weight for weight, members in circles if members)
    weights: dict[str, float] = {}
    for weight, members in circles:
        for o in members:
            weights[o.id] = weights.get(o.id, 0.0) + weight / total * share(o.population, [m.population for m in members])
    links = [Link(b.index["cells"][name], weight) for name, weight in weights.items()]
    return b.values["tie_own"] / total, links, news / total


def place_row(b: Builder, p: Any) -> dict[str, Any]:
    """One place: who feels a death there, which routes feed it, what forces stand in it."""
    country = next(c for c in b.scenario.countries if c.id == p.country)
    near = [q.id for q in b.scenario.places if q.kind == "city" and b.next_to(q.id, country.capital)]
    felt = [Link(b.index["cells"][g.id], closeness(b, g, p)) for g in b.scenario.groups if g.side == "movement" and country_of(b, g.place) == p.country]
    routes = [Link(b.index["places"][t.origin], t.weight) for t in b.scenario.ties if t.kind == "route" and t.target == p.id]
    forces = [Link(b.index["forces"][f.id], f.headcount[p.id]) for f in b.scenario.forces if p.id in f.headcount]
    felt_from, felt_to = b.span(felt)
    routes_from, routes_to = b.span(routes)
    forces_from, forces_to = b.span(forces)
    return {
        "country": b.index["countries"][p.country], "entity": entity(p.id), "visibility": p.visibility,
        "capital": float(p.id == country.capital), "near_capital": float(p.id == country.capital or p.id in near),
        "neighbor_share": 1.0 / len(near) if p.id in near else 0.0, "routes_from": routes_from, "routes_to": routes_to,
        "forces_from": forces_from, "forces_to": forces_to, "felt_from": felt_from, "felt_to": felt_to,
    }  # fmt: skip


def closeness(b: Builder, g: Group, p: Any) -> float:
    """How close a group is to a death in a place."""
    if g.place == p.id:
        return 1.0
    kind = "closeness_adjacent" if b.next_to(g.place, p.id) else "closeness_nation"
    return float(p.visibility) * b.values[kind]


def nation_row(b: Builder, c: Any) -> dict[str, Any]:
    """One country: capital, constitution, and where its economy began."""
    first = c.economy[0]
    for month in c.economy:
        if month.month <= b.scenario.start.strftime("%Y-%m"):
            first = month
    outsider = b.index["governments"][c.ballot.outsider] if c.ballot else b.index["governments"][c.first_government]
    establishment = b.index["governments"][c.ballot.establishment] if c.ballot else b.index["governments"][c.first_government]
    return {
        "entity": entity(c.id), "capital": b.index["places"][c.capital], "first_government": b.index["governments"][c.first_government],
        "quorum": c.removal_quorum, "outsider": outsider, "establishment": establishment,
        "unemployment_start": first.unemployment, "inflation_start": first.inflation,
    }  # fmt: skip


def organization_row(b: Builder, o: Any) -> dict[str, Any]:
    """One organization: its line and stake, its members by size, and its pacts."""
    groups = {g.id: g for g in b.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in o.members.items()}
    members = [Link(b.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()]
    followers = [Link(b.index["cells"][name], part) for name, part in o.members.items()]
    pacts = [
        Link(b.index["organizations"][t.target if t.origin == o.id else t.origin], t.weight)
        for t in b.scenario.ties if t.kind == "pact" and o.id in (t.origin, t.target)
    ]  # fmt: skip
    members_from, members_to = b.span(members)
    followers_from, followers_to = b.span(followers)
    pacts_from, pacts_to = b.span(pacts)
    organized = sum(link.weight * groups[b.names.cells[link.to]].organized for link in members)
    return {
        "country": b.index["countries"][o.country], "entity": entity(o.id), "line": o.line, "stake": o.electoral_stake, "trust": o.trust,
        "organized": organized, "members_from": members_from, "members_to": members_to, "followers_from": followers_from,
        "followers_to": followers_to, "pacts_from": pacts_from, "pacts_to": pacts_to,
    }  # fmt: skip


def force_row(b: Builder, f: Any) -> dict[str, Any]:
    """One armed body: its hidden loyalty's range and its part of the army."""
    armies = [sum(o.headcount.values()) for o in b.scenario.forces if o.country == f.country and o.kind != "police"]
    army = f.kind != "police"
    return {
        "country": b.index["countries"][f.country], "entity": entity(f.id), "police": float(not army), "loyalty_lowest": f.loyalty_lowest,
        "loyalty_highest": f.loyalty_highest, "army_share": share(sum(f.headcount.values()), armies) if army else 0.0,
    }  # fmt: skip


def government_row(b: Builder, g: Any) -> dict[str, Any]:
    """One government: line, coalition, trust at entry, and who follows it."""
    index = b.index["governments"]
    return {
        "country": b.index["countries"][g.country], "line": g.line, "unity": g.unity, "seats": g.seats_share, "approval": g.approval_at_entry,
        "hope": g.hope_at_entry, "policy": g.policy, "successor": index[g.successor] if g.successor else index[g.id],
        "election_within": NOBODY if g.calls_election_within is None else g.calls_election_within,
    }  # fmt: skip


def demand_row(b: Builder, d: Any) -> dict[str, Any]:
    """One demand and those who hold it, by size and exposure."""
    groups = {g.id: g for g in b.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in d.exposure.items()}
    holders = [Link(b.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()]
    holders_from, holders_to = b.span(holders)
    return {
        "country": b.index["countries"][d.country], "entity": entity(d.id), "national": float(d.national), "veto": float(d.veto),
        "shared": float(d.shared_with_police), "movement": float(d.side == "movement"), "holders_from": holders_from, "holders_to": holders_to,
    }  # fmt: skip


def act_row(b: Builder, a: Any) -> dict[str, Any]:
    """One act of policy."""
    government = NOBODY if a.government == "any" or a.structural else b.index["governments"][a.government]
    demand = b.index["demands"][a.demand] if a.demand else NOBODY
    country = b.scenario.demands[demand].country if a.demand else b.scenario.countries[0].id
    if a.government != "any":
        country = b.scenario.governments[b.index["governments"][a.government]].country
    return {
        "country": b.index["countries"][country], "government": government, "kind": ACT_KINDS.index(a.kind), "demand": demand,
        "severity": a.severity, "police_grievance": a.police_grievance, "hope": a.hope,
    }  # fmt: skip


def build_calendar(b: Builder) -> Array:
    """Every day of every country: its economy, the next election, who enters office, which acts fall due."""
    first, days = b.scenario.start, (b.scenario.end - b.scenario.start).days + 1
    calendar = np.zeros((len(b.scenario.countries), days), net_record("calendar")).view(np.recarray)
    dates = [first + datetime.timedelta(days=k) for k in range(days)]
    acts = sorted(b.scenario.acts, key=lambda act: act.date)
    act_days = np.array([(a.date - first).days for a in acts], "i8")
    index = b.index["governments"]
    for n, country in enumerate(b.scenario.countries):
        row = calendar[n]
        economy = {month.month: month for month in country.economy}
        missing = sorted({f"{d:%Y-%m}" for d in dates} - set(economy))
        if missing:
            raise ScenarioError(Problem(
                f"countries.{country.id}.economy", f"no row for {missing[0]}" + (f" and {len(missing) - 1} more months" if missing[1:] else ""),
                f"one row a month from {dates[0]:%Y-%m} to {dates[-1]:%Y-%m}", "add the missing months to the table, with their source",
            ))  # fmt: skip
        for name in ("growth", "unemployment", "inflation"):
            row[name][:] = [getattr(economy[f"{d:%Y-%m}"], name) for d in dates]
        polls = sorted(e.date for e in b.scenario.elections if e.country == country.id)
        row["days_to_election"][:] = [min(((e - d).days for e in polls if e >= d), default=NOBODY) for d in dates]
        for name in ("inaugurates", "outgoing", "incoming"):
            row[name][:] = NOBODY
        for e in b.scenario.elections:
            if e.country == country.id and 0 <= (e.inauguration - first).days < days:
                row["inaugurates"][(e.inauguration - first).days] = index[e.winner]
        for h in b.scenario.handovers:
            if b.scenario.governments[index[h.outgoing]].country == country.id and 0 <= (h.date - first).days < days:
                row["outgoing"][(h.date - first).days], row["incoming"][(h.date - first).days] = index[h.outgoing], index[h.incoming]
        row["acts_from"][:], row["acts_to"][:] = np.searchsorted(act_days, range(days)), np.searchsorted(act_days, range(days), "right")
    return calendar


__all__ = ["Compiled", "Names", "compile_scenario", "STATE", "TODAY"]
