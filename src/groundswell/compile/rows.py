"""One record of each kind of thing, from the scenario to the numbers that kernels read."""

from typing import Any

from groundswell.compile.builder import NOBODY, Builder, Link, added, share
from groundswell.engine.draws import entity
from groundswell.engine.state import ACT_KINDS
from groundswell.scenario.edit import country_of_act
from groundswell.scenario.schema import Group


def cell_row(builder: Builder, group: Group) -> dict[str, Any]:
    """One group: its own numbers, its shares of place and nation, and whom it sees."""
    groups, movement = builder.scenario.groups, group.side == "movement"
    country = builder.country_of(group.place)
    side = [other for other in groups if builder.country_of(other.place) == country and other.side == "movement"]
    local = [other for other in side if other.place == group.place]
    everyone = [other for other in groups if builder.country_of(other.place) == country]
    own, ties, nation = tie_weights(builder, group)
    ties_from, ties_to = builder.span(ties)
    held = [demand for demand in builder.scenario.demands if group.id in demand.exposure and not demand.national]
    wants = [Link(builder.index["demands"][demand.id], demand.exposure[group.id]) for demand in held]
    wants_from, wants_to = builder.span(wants)
    return {
        "place": builder.index["places"][group.place], "country": builder.index["countries"][country], "entity": entity(group.id),
        "population": group.population, "mobilizable": group.mobilizable_share,
        "weight": share(group.economic_weight, [other.economic_weight for other in everyone]),
        "blockade": group.blockade_power, "exclusion": group.exclusion, "organized": group.organized,
        "agenda_exposure": group.agenda_exposure, "efficacy_rest": group.efficacy, "crisis_exposure": group.crisis_exposure,
        "movement": float(movement), "tie_own": own, "tie_nation": nation,
        "place_share": share(group.economic_weight, [other.economic_weight for other in local]) if movement else 0.0,
        "nation_share": share(group.population, [other.population for other in side]) if movement else 0.0,
        "capital_share": share(group.population, [other.population for other in local]) if movement else 0.0,
        "communication": group.communication, "memory": group.memory, "persons_of_nation": added(other.population for other in everyone),
        **flow_spans(builder, group),
        "people_of_nation": share(group.population, [other.population for other in everyone]),
        "people_of_place": share(group.population, [other.population for other in everyone if other.place == group.place]),
        "ties_from": ties_from, "ties_to": ties_to, "wants_from": wants_from, "wants_to": wants_to,
    }  # fmt: skip


def flow_spans(builder: Builder, group: Group) -> dict[str, int]:
    """Where the flows out of a group lie: year by year, and of those dismissed."""
    flows = [flow for flow in builder.scenario.flows if flow.origin == group.id]
    yearly = builder.span(Link(builder.index["cells"][flow.target], flow.yearly_share) for flow in flows)
    dismissed = builder.span(Link(builder.index["cells"][flow.target], flow.dismissed_share) for flow in flows)
    return {"flows_from": yearly[0], "flows_to": yearly[1], "dismissals_from": dismissed[0], "dismissals_to": dismissed[1]}


def tie_weights(builder: Builder, group: Group) -> tuple[float, list[Link], float]:
    """Whom a group sees: its own ranks, tied groups of its side, and the nation's news; weights sum to 1."""
    country = builder.country_of(group.place)
    others = [other for other in builder.scenario.groups if other.side == group.side and other.id != group.id]
    mates = [other for other in others if builder.country_of(other.place) == country]
    circles = (
        (builder.values["tie_place"], [other for other in mates if other.place == group.place]),
        (builder.values["tie_adjacent"], [other for other in mates if builder.next_to(other.place, group.place)]),
        (builder.values["tie_group"], [other for other in mates if other.kind == group.kind and other.place != group.place]),
    )
    news = builder.values["tie_nation"] if group.side == "movement" else 0.0
    total = builder.values["tie_own"] + news + added(weight for weight, members in circles if members)
    weights: dict[str, float] = {}
    for weight, members in circles:
        for other in members:
            weights[other.id] = weights.get(other.id, 0.0) + weight / total * share(other.population, [mate.population for mate in members])
    links = [Link(builder.index["cells"][name], weight) for name, weight in weights.items()]
    return builder.values["tie_own"] / total, links, news / total


def place_row(builder: Builder, place: Any) -> dict[str, Any]:
    """One place: who feels a death there, which routes feed it, what forces stand in it."""
    scenario, index = builder.scenario, builder.index
    country = next(one for one in scenario.countries if one.id == place.country)
    cities = [city.id for city in scenario.places if city.kind == "city" and city.country == place.country]
    near = [city for city in cities if builder.next_to(city, country.capital)]
    contenders = [group for group in scenario.groups if group.side == "movement" and builder.country_of(group.place) == place.country]
    felt = [Link(index["cells"][group.id], closeness(builder, group, place)) for group in contenders]
    routes = [Link(index["places"][tie.origin], tie.weight) for tie in scenario.ties if tie.kind == "route" and tie.target == place.id]
    forces = [Link(index["forces"][force.id], force.headcount[place.id]) for force in scenario.forces if place.id in force.headcount]
    felt_from, felt_to = builder.span(felt)
    routes_from, routes_to = builder.span(routes)
    forces_from, forces_to = builder.span(forces)
    return {
        "country": index["countries"][place.country], "entity": entity(place.id), "visibility": place.visibility,
        "capital": float(place.id == country.capital), "near_capital": float(place.id == country.capital or place.id in near),
        "neighbor_share": neighbor_share(place.id, near, country.capital), "resource_share": place.resource_share,
        "people_share": people_share(builder, place), "routes_from": routes_from, "routes_to": routes_to,
        "forces_from": forces_from, "forces_to": forces_to, "felt_from": felt_from, "felt_to": felt_to,
    }  # fmt: skip


def people_share(builder: Builder, place: Any) -> float:
    """Part of the country's people who live in a place."""
    everyone = [group for group in builder.scenario.groups if builder.country_of(group.place) == place.country]
    return share(added(group.population for group in everyone if group.place == place.id), [group.population for group in everyone])


def neighbor_share(place: str, near: list[str], capital: str) -> float:
    """Part of a mutiny's dead outside the capital that falls in a place: equal parts of cities next to it, if there are any."""
    spread = near or [capital]
    return 1.0 / len(spread) if place in spread else 0.0


def closeness(builder: Builder, group: Group, place: Any) -> float:
    """How close a group is to a death in a place."""
    if group.place == place.id:
        return 1.0
    kind = "closeness_adjacent" if builder.next_to(group.place, place.id) else "closeness_nation"
    return float(place.visibility) * builder.values[kind]


def nation_row(builder: Builder, country: Any) -> dict[str, Any]:
    """One country: capital, constitution, and where its economy began."""
    first = country.economy[0]
    for month in country.economy:
        if month.month <= builder.scenario.start.strftime("%Y-%m"):
            first = month
    outsider, establishment = (builder.index["governments"][side] for side in (country.ballot.outsider, country.ballot.establishment))
    countries, ties = builder.index["countries"], builder.scenario.ties
    abroad = builder.span(Link(countries[tie.origin], tie.weight) for tie in ties if tie.kind == "abroad" and tie.target == country.id)
    trade = builder.span(
        Link(countries[tie.target if tie.origin == country.id else tie.origin], tie.weight)
        for tie in ties
        if tie.kind == "trade" and country.id in (tie.origin, tie.target)
    )
    veto = any(demand.national and demand.veto and demand.country == country.id for demand in builder.scenario.demands)
    return {
        "entity": entity(country.id), "places": sum(place.country == country.id for place in builder.scenario.places),
        "capital": builder.index["places"][country.capital], "first_government": builder.index["governments"][country.first_government],
        "quorum": country.removal_quorum, "outsider": outsider, "establishment": establishment,
        "agenda_is_veto": float(veto), "unemployment_start": first.unemployment, "inflation_start": first.inflation,
        "debt": country.debt, "lender_program": country.lender_program, "exit": country.exit, "mediator": country.mediator,
        "tutelage": country.tutelage,
        "abroad_from": abroad[0], "abroad_to": abroad[1], "trade_from": trade[0], "trade_to": trade[1],
    }  # fmt: skip


def organization_row(builder: Builder, organization: Any) -> dict[str, Any]:
    """One organization: its line and stake, its members by size, and its pacts."""
    groups = {group.id: group for group in builder.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in sorted(organization.members.items())}
    members = at_most_one([Link(builder.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()])
    followers = [Link(builder.index["cells"][name], part) for name, part in sorted(organization.members.items())]
    pacts = [
        Link(builder.index["organizations"][tie.target if tie.origin == organization.id else tie.origin], tie.weight)
        for tie in builder.scenario.ties if tie.kind == "pact" and organization.id in (tie.origin, tie.target)
    ]  # fmt: skip
    members_from, members_to = builder.span(members)
    followers_from, followers_to = builder.span(followers)
    pacts_from, pacts_to = builder.span(pacts)
    return {
        "country": builder.index["countries"][organization.country], "entity": entity(organization.id),
        "line": organization.line, "stake": organization.electoral_stake, "trust": organization.trust,
        "militants": organization.militants, "members_from": members_from, "members_to": members_to,
        "followers_from": followers_from, "followers_to": followers_to, "pacts_from": pacts_from, "pacts_to": pacts_to,
    }  # fmt: skip


def at_most_one(links: list[Link]) -> list[Link]:
    """Shares that add up to one, added in order as the engine adds them; where rounding leaves more, the largest gives way.

    >>> added(link.weight for link in at_most_one([Link(0, 0.7), Link(1, 0.1), Link(2, 0.2 + 2**-54)])) <= 1.0
    True
    """
    links = list(links)
    while (excess := added(link.weight for link in links) - 1.0) > 0.0:
        largest = max(range(len(links)), key=lambda number: links[number].weight)
        links[largest] = links[largest]._replace(weight=links[largest].weight - excess)
    return links


def force_row(builder: Builder, force: Any) -> dict[str, Any]:
    """One armed body: its hidden loyalty's range and its part of the army (of the police where there is no army)."""
    forces = [other for other in builder.scenario.forces if other.country == force.country]
    armies = [other for other in forces if other.kind != "police"] or forces
    sizes = [added(other.headcount.values()) for other in armies]
    return {
        "country": builder.index["countries"][force.country], "entity": entity(force.id), "police": float(force.kind == "police"),
        "loyalty_lowest": force.loyalty_lowest,
        "loyalty_highest": force.loyalty_highest, "army_share": share(added(force.headcount.values()), sizes) if force in armies else 0.0,
    }  # fmt: skip


def government_row(builder: Builder, government: Any) -> dict[str, Any]:
    """One government: line, coalition, trust at entry, and who follows it."""
    index = builder.index["governments"]
    return {
        "country": builder.index["countries"][government.country], "line": government.line, "unity": government.unity,
        "seats": government.seats_share,
        "approval": government.approval_at_entry, "hope": government.hope_at_entry, "policy": government.policy, "backing": government.base,
        "successor": index[government.successor] if government.successor else index[government.id],
        "election_within": NOBODY if government.calls_election_within is None else government.calls_election_within,
    }  # fmt: skip


def demand_row(builder: Builder, demand: Any) -> dict[str, Any]:
    """One demand and those who hold it, by size and exposure."""
    groups = {group.id: group for group in builder.scenario.groups}
    sizes = {name: part * groups[name].population for name, part in sorted(demand.exposure.items())}
    holders = [Link(builder.index["cells"][name], share(size, list(sizes.values()))) for name, size in sizes.items()]
    holders_from, holders_to = builder.span(holders)
    return {
        "country": builder.index["countries"][demand.country], "entity": entity(demand.id),
        "national": float(demand.national), "veto": float(demand.veto), "shared": float(demand.shared_with_police),
        "movement": float(demand.side == "movement"), "autonomy": float(demand.kind == "autonomy"),
        "holders_from": holders_from, "holders_to": holders_to,
    }  # fmt: skip


def act_row(builder: Builder, act: Any) -> dict[str, Any]:
    """One act of policy."""
    government = NOBODY if act.government == "any" or act.structural else builder.index["governments"][act.government]
    demand = builder.index["demands"][act.demand] if act.demand else NOBODY
    return {
        "country": builder.index["countries"][country_of_act(builder.scenario, act)],
        "government": government, "kind": ACT_KINDS.index(act.kind), "demand": demand,
        "severity": act.severity, "police_grievance": act.police_grievance, "hope": act.hope,
    }  # fmt: skip


def power_row(builder: Builder, power: Any) -> dict[str, Any]:
    """One outside power: its means, whom it minds and whom it keeps alive."""
    countries = builder.index["countries"]
    interest = builder.span(Link(countries[name], weight) for name, weight in sorted(power.interest.items()))
    aid = builder.span(Link(countries[name], weight) for name, weight in sorted(power.aid.items()))
    return {
        "entity": entity(power.id), "capacity": power.capacity,
        "interest_from": interest[0], "interest_to": interest[1], "aid_from": aid[0], "aid_to": aid[1],
    }  # fmt: skip
