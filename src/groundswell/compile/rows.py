"""One record of each kind of thing, from the scenario to the numbers that kernels read."""

from typing import Any

from groundswell.compile.builder import NOBODY, Builder, Link, added, share
from groundswell.engine.draws import entity
from groundswell.engine.state import ACT_KINDS
from groundswell.scenario.edit import country_of_act
from groundswell.scenario.schema import Group


def cell_row(b: Builder, g: Group) -> dict[str, Any]:
    """One group: its own numbers, its shares of place and nation, and whom it sees."""
    groups, movement = b.scenario.groups, g.side == "movement"
    country = b.country_of(g.place)
    side = [o for o in groups if b.country_of(o.place) == country and o.side == "movement"]
    local = [o for o in side if o.place == g.place]
    everyone = [o for o in groups if b.country_of(o.place) == country]
    own, ties, nation = tie_weights(b, g)
    ties_from, ties_to = b.span(ties)
    wants = [Link(b.index["demands"][d.id], d.exposure[g.id]) for d in b.scenario.demands if g.id in d.exposure and not d.national]
    wants_from, wants_to = b.span(wants)
    return {
        "place": b.index["places"][g.place], "country": b.index["countries"][country], "entity": entity(g.id),
        "population": g.population, "mobilizable": g.mobilizable_share,
        "weight": share(g.economic_weight, [o.economic_weight for o in everyone]),
        "blockade": g.blockade_power, "exclusion": g.exclusion, "organized": g.organized, "agenda_exposure": g.agenda_exposure,
        "efficacy_rest": g.efficacy, "crisis_exposure": g.crisis_exposure, "movement": float(movement),
        "tie_own": own, "tie_nation": nation,
        "place_share": share(g.economic_weight, [o.economic_weight for o in local]) if movement else 0.0,
        "nation_share": share(g.population, [o.population for o in side]) if movement else 0.0,
        "capital_share": share(g.population, [o.population for o in local]) if movement else 0.0,
        "communication": g.communication, "memory": g.memory, "persons_of_nation": added(o.population for o in everyone),
        **flow_spans(b, g),
        "people_of_nation": share(g.population, [o.population for o in everyone]),
        "people_of_place": share(g.population, [o.population for o in everyone if o.place == g.place]),
        "ties_from": ties_from, "ties_to": ties_to, "wants_from": wants_from, "wants_to": wants_to,
    }  # fmt: skip


def flow_spans(b: Builder, g: Group) -> dict[str, int]:
    """Where the flows out of a group lie: year by year, and of those dismissed."""
    flows = [flow for flow in b.scenario.flows if flow.origin == g.id]
    yearly = b.span(Link(b.index["cells"][flow.target], flow.yearly_share) for flow in flows)
    dismissed = b.span(Link(b.index["cells"][flow.target], flow.dismissed_share) for flow in flows)
    return {"flows_from": yearly[0], "flows_to": yearly[1], "dismissals_from": dismissed[0], "dismissals_to": dismissed[1]}


def tie_weights(b: Builder, g: Group) -> tuple[float, list[Link], float]:
    """Whom a group sees: its own ranks, tied groups of its side, and the nation's news; weights sum to 1."""
    mates = [o for o in b.scenario.groups if o.side == g.side and o.id != g.id and b.country_of(o.place) == b.country_of(g.place)]
    circles = (
        (b.values["tie_place"], [o for o in mates if o.place == g.place]),
        (b.values["tie_adjacent"], [o for o in mates if b.next_to(o.place, g.place)]),
        (b.values["tie_group"], [o for o in mates if o.kind == g.kind and o.place != g.place]),
    )
    news = b.values["tie_nation"] if g.side == "movement" else 0.0
    total = b.values["tie_own"] + news + added(weight for weight, members in circles if members)
    weights: dict[str, float] = {}
    for weight, members in circles:
        for o in members:
            weights[o.id] = weights.get(o.id, 0.0) + weight / total * share(o.population, [m.population for m in members])
    links = [Link(b.index["cells"][name], weight) for name, weight in weights.items()]
    return b.values["tie_own"] / total, links, news / total


def place_row(b: Builder, p: Any) -> dict[str, Any]:
    """One place: who feels a death there, which routes feed it, what forces stand in it."""
    country = next(c for c in b.scenario.countries if c.id == p.country)
    near = [q.id for q in b.scenario.places if q.kind == "city" and q.country == p.country and b.next_to(q.id, country.capital)]
    contenders = [g for g in b.scenario.groups if g.side == "movement" and b.country_of(g.place) == p.country]
    felt = [Link(b.index["cells"][g.id], closeness(b, g, p)) for g in contenders]
    routes = [Link(b.index["places"][t.origin], t.weight) for t in b.scenario.ties if t.kind == "route" and t.target == p.id]
    forces = [Link(b.index["forces"][f.id], f.headcount[p.id]) for f in b.scenario.forces if p.id in f.headcount]
    felt_from, felt_to = b.span(felt)
    routes_from, routes_to = b.span(routes)
    forces_from, forces_to = b.span(forces)
    return {
        "country": b.index["countries"][p.country], "entity": entity(p.id), "visibility": p.visibility,
        "capital": float(p.id == country.capital), "near_capital": float(p.id == country.capital or p.id in near),
        "neighbor_share": neighbor_share(p.id, near, country.capital), "resource_share": p.resource_share,
        "people_share": people_share(b, p), "routes_from": routes_from, "routes_to": routes_to,
        "forces_from": forces_from, "forces_to": forces_to, "felt_from": felt_from, "felt_to": felt_to,
    }  # fmt: skip


def people_share(b: Builder, p: Any) -> float:
    """Part of the country's people who live in a place."""
    everyone = [g for g in b.scenario.groups if b.country_of(g.place) == p.country]
    return share(added(g.population for g in everyone if g.place == p.id), [g.population for g in everyone])


def neighbor_share(place: str, near: list[str], capital: str) -> float:
    """Part of a mutiny's dead outside the capital that falls in a place: equal parts of cities next to it, if there are any."""
    spread = near or [capital]
    return 1.0 / len(spread) if place in spread else 0.0


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
    outsider, establishment = (b.index["governments"][side] for side in (c.ballot.outsider, c.ballot.establishment))
    abroad = b.span(Link(b.index["countries"][t.origin], t.weight) for t in b.scenario.ties if t.kind == "abroad" and t.target == c.id)
    trade = b.span(
        Link(b.index["countries"][t.target if t.origin == c.id else t.origin], t.weight)
        for t in b.scenario.ties
        if t.kind == "trade" and c.id in (t.origin, t.target)
    )
    return {
        "entity": entity(c.id), "places": sum(place.country == c.id for place in b.scenario.places),
        "capital": b.index["places"][c.capital], "first_government": b.index["governments"][c.first_government],
        "quorum": c.removal_quorum, "outsider": outsider, "establishment": establishment,
        "agenda_is_veto": float(any(d.national and d.veto and d.country == c.id for d in b.scenario.demands)),
        "unemployment_start": first.unemployment, "inflation_start": first.inflation,
        "debt": c.debt, "lender_program": c.lender_program, "exit": c.exit, "mediator": c.mediator, "tutelage": c.tutelage,
        "abroad_from": abroad[0], "abroad_to": abroad[1], "trade_from": trade[0], "trade_to": trade[1],
    }  # fmt: skip


def organization_row(b: Builder, o: Any) -> dict[str, Any]:
    """One organization: its line and stake, its members by size, and its pacts."""
    groups = {g.id: g for g in b.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in sorted(o.members.items())}
    members = at_most_one([Link(b.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()])
    followers = [Link(b.index["cells"][name], part) for name, part in sorted(o.members.items())]
    pacts = [
        Link(b.index["organizations"][t.target if t.origin == o.id else t.origin], t.weight)
        for t in b.scenario.ties if t.kind == "pact" and o.id in (t.origin, t.target)
    ]  # fmt: skip
    members_from, members_to = b.span(members)
    followers_from, followers_to = b.span(followers)
    pacts_from, pacts_to = b.span(pacts)
    return {
        "country": b.index["countries"][o.country], "entity": entity(o.id), "line": o.line, "stake": o.electoral_stake, "trust": o.trust,
        "militants": o.militants, "members_from": members_from, "members_to": members_to,
        "followers_from": followers_from, "followers_to": followers_to, "pacts_from": pacts_from, "pacts_to": pacts_to,
    }  # fmt: skip


def at_most_one(links: list[Link]) -> list[Link]:
    """Shares that add up to one, added in order as the engine adds them; where rounding leaves more, the largest gives way.

    >>> added(link.weight for link in at_most_one([Link(0, 0.7), Link(1, 0.1), Link(2, 0.2 + 2**-54)])) <= 1.0
    True
    """
    links = list(links)
    while (excess := added(link.weight for link in links) - 1.0) > 0.0:
        k = max(range(len(links)), key=lambda i: links[i].weight)
        links[k] = links[k]._replace(weight=links[k].weight - excess)
    return links


def force_row(b: Builder, f: Any) -> dict[str, Any]:
    """One armed body: its hidden loyalty's range and its part of the army (of the police where there is no army)."""
    forces = [o for o in b.scenario.forces if o.country == f.country]
    armies = [o for o in forces if o.kind != "police"] or forces
    sizes = [added(o.headcount.values()) for o in armies]
    return {
        "country": b.index["countries"][f.country], "entity": entity(f.id), "police": float(f.kind == "police"),
        "loyalty_lowest": f.loyalty_lowest,
        "loyalty_highest": f.loyalty_highest, "army_share": share(added(f.headcount.values()), sizes) if f in armies else 0.0,
    }  # fmt: skip


def government_row(b: Builder, g: Any) -> dict[str, Any]:
    """One government: line, coalition, trust at entry, and who follows it."""
    index = b.index["governments"]
    return {
        "country": b.index["countries"][g.country], "line": g.line, "unity": g.unity, "seats": g.seats_share,
        "approval": g.approval_at_entry, "hope": g.hope_at_entry, "policy": g.policy, "backing": g.base,
        "successor": index[g.successor] if g.successor else index[g.id],
        "election_within": NOBODY if g.calls_election_within is None else g.calls_election_within,
    }  # fmt: skip


def demand_row(b: Builder, d: Any) -> dict[str, Any]:
    """One demand and those who hold it, by size and exposure."""
    groups = {g.id: g for g in b.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in sorted(d.exposure.items())}
    holders = [Link(b.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()]
    holders_from, holders_to = b.span(holders)
    return {
        "country": b.index["countries"][d.country], "entity": entity(d.id), "national": float(d.national), "veto": float(d.veto),
        "shared": float(d.shared_with_police), "movement": float(d.side == "movement"),
        "autonomy": float(d.kind == "autonomy"), "holders_from": holders_from, "holders_to": holders_to,
    }  # fmt: skip


def act_row(b: Builder, a: Any) -> dict[str, Any]:
    """One act of policy."""
    government = NOBODY if a.government == "any" or a.structural else b.index["governments"][a.government]
    demand = b.index["demands"][a.demand] if a.demand else NOBODY
    return {
        "country": b.index["countries"][country_of_act(b.scenario, a)],
        "government": government, "kind": ACT_KINDS.index(a.kind), "demand": demand,
        "severity": a.severity, "police_grievance": a.police_grievance, "hope": a.hope,
    }  # fmt: skip


def power_row(b: Builder, power: Any) -> dict[str, Any]:
    """One outside power: its means, whom it minds and whom it keeps alive."""
    countries = b.index["countries"]
    interest = b.span(Link(countries[name], weight) for name, weight in sorted(power.interest.items()))
    aid = b.span(Link(countries[name], weight) for name, weight in sorted(power.aid.items()))
    return {
        "entity": entity(power.id), "capacity": power.capacity,
        "interest_from": interest[0], "interest_to": interest[1], "aid_from": aid[0], "aid_to": aid[1],
    }  # fmt: skip
